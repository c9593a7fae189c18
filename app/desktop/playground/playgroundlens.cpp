#include "desktop/playground/playgroundlens.h"

#include "desktop/lens/callmarks.h"
#include "desktop/lens/crashview.h"
#include "desktop/lens/lensview.h"
#include "desktop/lesson/runwords.h"
#include "desktop/playground/editortabs.h"

#include <QTableView>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

const QByteArray home = "/home/learner/"_ba;

/// Ours, which calls the learner's program where that is not main.py.
QByteArrayList callersFor(const RunOrder &order)
{
    return order.file == "main.py" ? QByteArrayList() : QByteArrayList{home + "main.py"};
}

} // namespace

PlaygroundLens::PlaygroundLens(sandbox::Sandbox &sandbox, PlaygroundBox &box, EditorTabs &tabs, QObject *parent)
    : ProgramLens(sandbox, parent)
    , m_box(box)
    , m_tabs(tabs)
{
    calls()->showMessage(tr("No run has been watched yet."), // other than in an exercise, one has to ask for it
        tr("“Watch calls” runs the program and lists every call it makes to the kernel, with the line that makes it."));
    connect(&m_box, &PlaygroundBox::watched, this, &PlaygroundLens::showWatched);
    connect(&m_box, &PlaygroundBox::runStarted, this, [this] { m_shortages.reset(); }); // the one before may have been lost
    const auto openSite = [this](const lens::Site &site) {
        return site.line > 0 && site.file.startsWith(home) && m_tabs.open(site.file.sliced(home.size()));
    };
    connect(this, &ProgramLens::siteChosen, this, [this, openSite](const lens::Site &site) {
        if (openSite(site))
            pointAt(*m_tabs.currentEditor(), site);
    });
    connect(this, &ProgramLens::lineRequested, this, [this, openSite](const lens::Site &site) {
        if (openSite(site))
            goTo(*m_tabs.currentEditor(), site);
    });
}

void PlaygroundLens::watch(const RunOrder &order)
{
    m_watchedFile = order.file;
    lens::Sources sources;
    for (const filesystem::Entry &entry : m_tabs.withEdits(m_box.tree()).entries) {
        if (entry.path.endsWith(".py"))
            sources.insert(home + entry.path, entry.content);
    }
    m_box.watch(order, begin(sources, home + order.file, callersFor(order)));
}

void PlaygroundLens::crash(const RunOrder &order)
{
    m_box.look([this, order](const filesystem::Tree &files) {
        crashes()->explore(m_box.requestFor(order, m_tabs.withEdits(files)), home + order.file, callersFor(order));
    });
}

void PlaygroundLens::showWatched(const sandbox::RunReport &report)
{
    finish(report);
    m_shortages = shortageTexts(lens::findShortages(report, limitsOf(m_box.tree()), trace().get()));
    if (report.traced && m_tabs.currentPath() == m_watchedFile)
        showCallCounts(*m_tabs.currentEditor(), *trace(), home + m_watchedFile);
}

// What was not watched shows what it had used up by how it ended and what it left.
QStringList PlaygroundLens::takeShortages(const RunRecord &record)
{
    if (m_shortages)
        return *std::exchange(m_shortages, std::nullopt);
    sandbox::RunReport report = asRun(record.report);
    report.tree = record.after;
    return shortageTexts(lens::findShortages(report, limitsOf(record.before)));
}

sandbox::RunRequest PlaygroundLens::limitsOf(const filesystem::Tree &files) const
{
    sandbox::RunRequest request{.workspace = files, .mounts = m_box.mounts()};
    request.limits = m_box.limits();
    return request;
}

void PlaygroundLens::filterLine(const QByteArray &path, int line)
{
    calls()->filterLine(home + path, line);
    calls()->table()->setFocus(Qt::OtherFocusReason);
}

} // namespace ringside::desktop
