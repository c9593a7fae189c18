#include "desktop/playground/playgroundpage.h"

#include "base/bytes.h"
#include "desktop/lens/crashview.h"
#include "desktop/lens/lensview.h"
#include "desktop/lesson/runwords.h"
#include "desktop/playground/changelist.h"
#include "desktop/playground/consolepane.h"
#include "desktop/playground/editortabs.h"
#include "desktop/playground/filespane.h"
#include "desktop/playground/hostfiles.h"
#include "desktop/playground/playgroundheader.h"
#include "desktop/playground/playgroundlens.h"
#include "desktop/playground/playgroundpanes.h"
#include "desktop/playground/runmodel.h"
#include "desktop/playground/runsettings.h"
#include "desktop/playground/runspane.h"
#include "desktop/playground/terminalview.h"
#include "desktop/playground/treechanges.h"
#include "desktop/playground/workspaceedits.h"
#include "desktop/playground/workspaceview.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/diffview.h"
#include "desktop/widgets/undobar.h"
#include "desktop/window/chooser.h"
#include "wording/cause.h"
#include "wording/obstacle.h"
#include "wording/trouble.h"

#include <QDateTime>
#include <QDir>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using Activity = PlaygroundBox::Activity;
using Prompt = PlaygroundBox::Prompt;
using filesystem::Tree;

constexpr QLatin1StringView filePrefix("file:");

} // namespace

PlaygroundPage::PlaygroundPage(const PageServices &services, QWidget *parent)
    : Page(parent)
    , m_sandbox(services.sandbox)
    , m_box(services.sandbox, services.limits)
    , m_keeper(services.dataFolder + u"/playground"_s, [this] { return state(); })
    , m_exchange(this)
    , m_externalCommand(services.externalEditor)
    , m_header(new PlaygroundHeader)
    , m_notice(new Notice)
    , m_undo(new UndoBar)
    , m_files(new FilesPane)
    , m_tabs(new EditorTabs(services.sandbox, services.dataFolder + u"/playground/files"_s))
    , m_console(new ConsolePane(m_box))
    , m_edits(new WorkspaceEdits(m_box, *m_tabs, this))
    , m_changes(new TreeChangeModel(this))
    , m_changeList(new ChangeList(tr("Live changes"),
          tr("What programs do to the files is listed here while it happens."), m_changes))
    , m_runs(new RunModel(this))
    , m_runsPane(new RunsPane(m_runs))
    , m_difference(new DifferencePane)
    , m_input(new InputPane)
    , m_environment(new EnvironmentModel(this))
    , m_environmentView(new EnvironmentView(m_environment))
    , m_lens(new PlaygroundLens(services.sandbox, m_box, *m_tabs, this))
    , m_panes(makePanes())
{
    setAcceptDrops(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 14);
    layout->setSpacing(10);
    layout->addWidget(m_header);
    layout->addWidget(m_notice);
    layout->addWidget(m_undo);
    m_notice->hide();
    layout->addWidget(m_panes, 1);
    connectHeader();
    connectBox();
    connectFiles();
    connectExchange();
    connectKeeping();
}

PlaygroundPage::~PlaygroundPage()
{
    m_box.disconnect(this);
}

TerminalView *PlaygroundPage::terminal() const
{
    return m_console->terminal();
}

LensView *PlaygroundPage::lens() const
{
    return m_lens->calls();
}

CrashView *PlaygroundPage::crashes() const
{
    return m_lens->crashes();
}

PlaygroundPanes *PlaygroundPage::makePanes()
{
    const QString runs = tr("Runs");
    const QString difference = tr("Difference");
    const QString input = tr("Input");
    const QString environment = tr("Environment");
    const QString crashes = tr("Crashes");
    const QList<PlaygroundTab> side{
        {m_changeList, tr("Live changes"), tr("Live", "short for: live changes"), [this] { return m_changeList; }},
        {m_runsPane, runs, runs, [this] { return m_runsPane->list(); }}};
    const QList<PlaygroundTab> lower{{m_difference, difference, difference, [this] { return m_difference->list(); }},
        {m_input, input, input, [this] { return m_input->argumentField(); }},
        {m_environmentView, environment, environment, [this] { return m_environmentView; }},
        {lens(), tr("System calls"), tr("Calls", "short for: system calls"), [this] { return lens()->table(); }},
        {this->crashes(), crashes, crashes, [this] { return this->crashes()->focusTarget(); }}};
    return new PlaygroundPanes(m_files, m_tabs, m_console, side, lower);
}

void PlaygroundPage::connectHeader()
{
    const auto showActivity = [this] { m_header->setActivity(m_box.activity()); };
    connect(&m_box, &PlaygroundBox::activityChanged, this, showActivity);
    connect(m_header, &PlaygroundHeader::startRequested, this, &PlaygroundPage::chooseStart);
    connect(m_header, &PlaygroundHeader::resetRequested, this, &PlaygroundPage::reset);
    connect(m_header, &PlaygroundHeader::watchRequested, this, &PlaygroundPage::watch);
    connect(m_header, &PlaygroundHeader::runRequested, this, &PlaygroundPage::run);
    connect(m_header, &PlaygroundHeader::stopRequested, &m_box, &PlaygroundBox::stop);
    showActivity();
}

void PlaygroundPage::connectBox()
{
    connect(&m_box, &PlaygroundBox::opened, this, [this] {
        m_notice->hide();
        m_edits->putEdited();
        m_console->startPrompt();
        beginWanted();
    });
    connect(&m_box, &PlaygroundBox::environmentRead, m_environment, &EnvironmentModel::setGiven);
    connect(&m_box, &PlaygroundBox::failed, this, &PlaygroundPage::boxFailed);
    connect(&m_box, &PlaygroundBox::lost, this, &PlaygroundPage::boxLost);
    connect(&m_box, &PlaygroundBox::runStarted, this, [this] { m_tabs->clearMarks(); });
    connect(&m_box, &PlaygroundBox::runEnded, this, &PlaygroundPage::finishRun);
    connect(&m_box, &PlaygroundBox::runLost, this, &PlaygroundPage::keepRun);
    connect(&m_box, &PlaygroundBox::treeChanged, this, &PlaygroundPage::followTree);
    connect(&m_box, &PlaygroundBox::rewound, this, [this](const Result<> &result, const Tree &before) {
        m_console->startPrompt();
        if (!result)
            return tellFailure(tr("The files could not be brought back"), result.error());
        m_undo->offer(m_rewoundTo, [this, before] { rewind(before, tr("before that")); });
    });
    connect(m_environment, &EnvironmentModel::ownChanged, this,
        [this] { m_box.setEnvironment(m_environment->own()); });
}

void PlaygroundPage::connectFiles()
{
    const auto open = [this](const QByteArray &path) {
        if (m_tabs->open(path))
            m_tabs->focusTarget()->setFocus(Qt::OtherFocusReason);
    };
    connect(m_files, &FilesPane::openRequested, this, open);
    connect(m_changeList, &ChangeList::pathChosen, this, open);
    connect(m_difference, &DifferencePane::pathChosen, this, open);
    connect(m_files, &FilesPane::modeRequested, m_edits, &WorkspaceEdits::setMode);
    connect(m_files, &FilesPane::putRequested, m_edits, qOverload<const filesystem::Entry &>(&WorkspaceEdits::put));
    connect(m_files, &FilesPane::renameRequested, m_edits, &WorkspaceEdits::rename);
    connect(m_files, &FilesPane::removeRequested, m_edits, &WorkspaceEdits::remove);
    connect(m_files, &FilesPane::importRequested, &m_exchange, &HostExchange::chooseImport);
    connect(m_files, &FilesPane::exportRequested, &m_exchange, &HostExchange::chooseExport);
    connect(m_tabs, &EditorTabs::saveRequested, m_edits, &WorkspaceEdits::save);
    connect(m_edits, &WorkspaceEdits::failed, this, &PlaygroundPage::tellFailure);
    connect(m_edits, &WorkspaceEdits::removed, this,
        [this](const QByteArray &path, const QList<filesystem::Entry> &entries) {
            m_undo->offer(tr("%1 was removed").arg(displayName(path)), [this, entries] { m_edits->put(entries); });
        });
    connect(m_edits, &WorkspaceEdits::modeTried, m_files, [this](const QString &call, bool succeeded) {
        m_files->showCall(call, succeeded);
        announce(m_files, call);
    });
    connect(m_tabs, &EditorTabs::currentChanged, this, [this] { m_files->choose(m_tabs->currentPath()); });
    connect(m_tabs, &EditorTabs::externalEditorWanted, this, &PlaygroundPage::openOutside);
    connect(m_tabs, &EditorTabs::copyFailed, this, [this](const QByteArray &path, const Error &error) {
        tellFailure(tr("There is no copy of %1 for your editor").arg(displayName(path)), error);
    });
    connect(&m_externalEditor, &ExternalEditor::failed, this,
        [this](const QString &why) { tell(NoticeKind::Warning, tr("The file is not open in your editor"), why); });
    connect(m_runsPane, &RunsPane::rewindRequested, this, &PlaygroundPage::rewind);
    connect(m_runsPane, &RunsPane::currentChanged, this, &PlaygroundPage::showDifference);
    connect(crashes(), &CrashView::explorationRequested, this, &PlaygroundPage::crash);
    connect(m_tabs, &EditorTabs::lineNoteClicked, this, [this](const QByteArray &path, int line) {
        m_panes->bringUp(lens());
        m_lens->filterLine(path, line);
    });
}

void PlaygroundPage::connectExchange()
{
    connect(&m_exchange, &HostExchange::folderRead, this, [this](const QString &folder, const Tree &tree) {
        const bool hasMain = tree.find("main.py") != nullptr;
        beginInstead({.name = QDir(folder).dirName(), .files = tree, .shown = hasMain ? "main.py"_ba : ""_ba},
            tr("The files are copies of those in %1").arg(folder));
    });
    connect(&m_exchange, &HostExchange::filesRead, this, &PlaygroundPage::addFiles);
    connect(&m_exchange, &HostExchange::exportChosen, this, &PlaygroundPage::exportTo);
    connect(&m_exchange, &HostExchange::exported, this,
        [this](const QString &folder) { tell(NoticeKind::Success, tr("All files are in %1").arg(folder)); });
    connect(&m_exchange, &HostExchange::refused, this,
        [this](const QString &what, const QString &remedy) { tell(NoticeKind::Warning, what, remedy); });
    connect(&m_exchange, &HostExchange::failed, this, &PlaygroundPage::tellFailure);
}

void PlaygroundPage::connectKeeping()
{
    const auto later = [this] {
        if (m_begun)
            m_keeper.keepSoon();
    };
    connect(&m_box, &PlaygroundBox::treeChanged, this, later);
    connect(m_tabs, &EditorTabs::currentChanged, this, later);
    connect(m_tabs, &EditorTabs::saveRequested, this, later);
    connect(m_input, &InputPane::changed, this, later);
    connect(m_environment, &EnvironmentModel::ownChanged, this, later);
    connect(m_runs, &RunModel::forgotten, &m_keeper, &PlaygroundKeeper::forgetRun);
    connect(&m_keeper, &PlaygroundKeeper::failed, this,
        [this](const Error &error) { tellFailure(tr("The playground could not be kept"), error); });
}

CommandContexts PlaygroundPage::contexts() const
{
    using enum CommandContext;
    return CommandContexts(Program) | Search | Editor;
}

void PlaygroundPage::perform(Command command)
{
    switch (command) {
    case Command::Run: run(); break;
    case Command::Stop:
        m_box.stop();
        crashes()->stop();
        break;
    default: m_tabs->perform(command);
    }
}

void PlaygroundPage::performOwn(const QString &command)
{
    const QHash<QString, std::function<void()>> commands{
        {u"start"_s, [this] { chooseStart(); }},
        {u"shell"_s, [this] { m_console->startPrompt(Prompt::Shell); }},
        {u"python"_s, [this] { m_console->startPrompt(Prompt::Python); }},
        {u"new-file"_s, [this] { m_files->newFile(); }},
        {u"new-folder"_s, [this] { m_files->newFolder(); }},
        {u"close-tab"_s, [this] { m_tabs->closeCurrent(); }},
        {u"next-tab"_s, [this] { m_tabs->step(1); }},
        {u"previous-tab"_s, [this] { m_tabs->step(-1); }},
        {u"reset"_s, [this] { reset(); }},
        {u"watch"_s, [this] { watch(); }},
        {u"crash"_s, [this] { crash(); }},
        {u"step"_s, [this] { std::ignore = lens()->step(1); }},
        {u"step-back"_s, [this] { std::ignore = lens()->step(-1); }},
        {u"undo"_s, [this] { m_undo->undo(); }},
        {u"external"_s, [this] { openOutside(); }},
        {u"import"_s, [this] { m_exchange.chooseImport(); }},
        {u"export"_s, [this] { m_exchange.chooseExport(); }},
    };
    if (const auto action = commands.value(command))
        action();
}

QList<QWidget *> PlaygroundPage::panes() const
{
    QList<QWidget *> panes{m_files->view(), m_tabs->focusTarget()};
    if (m_tabs->question())
        panes.append(m_tabs->question());
    if (QWidget *side = m_panes->sideTarget())
        panes.append(side);
    return panes + QList<QWidget *>{terminal(), m_panes->lowerTarget()};
}

void PlaygroundPage::setCourse(const std::shared_ptr<const course::Course> &course)
{
    m_course = course;
    beginWanted();
}

bool PlaygroundPage::openPlace(const QString &place)
{
    if (place.isEmpty())
        return true;
    if (!place.startsWith(u"example/") && !place.startsWith(u"exercise/") && !place.startsWith(filePrefix))
        return false;
    m_wanted = place;
    beginWanted();
    return true;
}

// Files come into a box that is there; a lesson's or an exercise's begin with one.
void PlaygroundPage::beginWanted()
{
    const bool isFile = m_wanted.startsWith(filePrefix);
    if (m_wanted.isEmpty() || !m_begun || !(isFile ? m_box.isOpen() : m_course != nullptr))
        return;
    const QString place = std::exchange(m_wanted, {});
    isFile ? m_exchange.bringIn({place.sliced(filePrefix.size())}) : startFrom(place);
}

void PlaygroundPage::save()
{
    m_tabs->flush();
    if (m_begun)
        m_keeper.keepNow();
}

PlaygroundState PlaygroundPage::state() const
{
    return {.files = m_tabs->withEdits(m_box.tree()),
        .start = m_start,
        .startName = m_startName,
        .open = m_tabs->paths(),
        .current = m_tabs->currentPath(),
        .arguments = m_input->argumentText(),
        .usesInput = m_input->input().has_value(),
        .input = m_input->inputText(),
        .environment = m_environment->own(),
        .runs = m_box.runCount(),
        .outside = m_tabs->copies(),
        .edits = m_tabs->edits(),
        .mounts = m_box.mounts()};
}

void PlaygroundPage::loadState()
{
    if (std::exchange(m_loading, true))
        return;
    m_keeper.load().then(this, [this](const PlaygroundKeeper::Kept &kept) {
        const auto &[state, runs] = kept;
        m_runs->setRuns(runs);
        m_runsPane->chooseNewest();
        state ? begin(*state) : begin(firstStart());
        if (!runs.isEmpty())
            m_box.setRunCount(qMax(m_box.runCount(), runs.last().number));
        beginWanted();
    });
}

void PlaygroundPage::begin(const StartingPoint &point)
{
    begin({.files = point.files, .start = point.files, .startName = point.name, .open = {point.shown},
        .current = point.shown, .arguments = point.arguments, .usesInput = point.input.has_value(),
        .input = point.input.value_or(QString()), .environment = point.environment, .runs = m_box.runCount(),
        .mounts = point.mounts});
}

void PlaygroundPage::begin(const PlaygroundState &state)
{
    m_begun = true;
    m_start = state.start;
    m_startName = state.startName;
    m_header->setOrigin(state.startName);
    m_edits->forgetSaves();
    m_changes->clear();
    m_notice->hide();
    m_undo->dismiss();
    m_console->clear();
    crashes()->forget();
    m_input->set(state.arguments, state.usesInput, state.input);
    m_environment->setOwn(state.environment);
    m_box.setEnvironment(state.environment);
    m_box.setRunCount(state.runs);
    m_files->begin(state.files);
    m_tabs->begin(state.files, state.outside, state.edits);
    for (const QByteArray &path : state.open)
        m_tabs->open(path);
    m_tabs->open(state.current);
    m_box.open(state.files, state.mounts);
    m_keeper.keepSoon();
}

// The files of now are a way back, not lost.
void PlaygroundPage::beginInstead(const StartingPoint &point, const QString &done)
{
    const PlaygroundState before = state();
    begin(point);
    m_undo->offer(done, [this, before] { begin(before); });
}

void PlaygroundPage::startFrom(const QString &place)
{
    startingPoint(m_sandbox, *m_course, place).then(this, [this](const Result<StartingPoint> &point) {
        if (point)
            beginInstead(*point, tr("This playground begins with: %1").arg(point->name));
        else
            tellFailure(tr("It could not be begun"), point.error());
    });
}

void PlaygroundPage::chooseStart()
{
    if (!m_course)
        return;
    if (!m_chooser) {
        m_chooser = new Chooser(this);
        connect(m_chooser, &Chooser::chosen, this, [this](const QVariant &place) {
            place.toString().isEmpty() ? begin(firstStart()) : startFrom(place.toString());
        });
    }
    QList<Choice> choices{{tr("The first program"), tr("A file and its mode"), u"file"_s, QString()}};
    for (const StartingChoice &choice : startingChoices(*m_course))
        choices.append({choice.title, choice.detail,
            choice.place.startsWith(u"exercise/") ? u"flask"_s : u"book"_s, choice.place});
    m_chooser->open(tr("Begin with an example or an exercise"), choices);
}

void PlaygroundPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (m_box.isOpen() && !draggedFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void PlaygroundPage::dropEvent(QDropEvent *event)
{
    event->setDropAction(Qt::CopyAction); // what is brought in stays where it was
    event->accept();
    m_exchange.bringIn(draggedFiles(event->mimeData()));
}

void PlaygroundPage::addFiles(const QString &names, const QList<filesystem::Entry> &files)
{
    m_tabs->flush();
    const Tree before = m_tabs->withEdits(m_box.tree());
    m_toShow = files.first().path;
    m_edits->put(files);
    m_undo->offer(tr("Brought in: %1").arg(names), [this, before] { rewind(before, tr("before that")); });
}

void PlaygroundPage::exportTo(const QString &folder)
{
    m_tabs->flush();
    m_box.look([this, folder](const Tree &tree) { m_exchange.exportTo(folder, tree); });
}

void PlaygroundPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    loadState();
}

void PlaygroundPage::boxFailed(const Error &)
{
    m_sandbox.startupReport().then(this, [this](const sandbox::StartupReport &report) {
        const wording::Trouble trouble = wording::explain(report);
        tell(NoticeKind::Problem, trouble.what, trouble.remedy);
    });
}

void PlaygroundPage::boxLost(sandbox::Ending ending, qint64 limitReached)
{
    sandbox::RunReport report; // of the box: how long the program took, nobody can say any more
    report.ending = ending;
    report.limitReached = limitReached;
    m_console->say(
        ending == sandbox::Ending::MemoryLimit ? wording::sentence(report) : tr("The sandbox broke down."));
    m_box.open(m_tabs->withEdits(m_box.tree()), m_box.mounts());
}

RunOrder PlaygroundPage::order() const
{
    RunOrder order{.arguments = m_input->arguments(), .environment = m_environment->own(), .input = m_input->input()};
    if (m_tabs->currentPath().endsWith(".py"))
        order.file = m_tabs->currentPath();
    return order;
}

void PlaygroundPage::run()
{
    m_tabs->flush();
    m_box.run(order());
}

void PlaygroundPage::watch()
{
    if (m_box.activity() != Activity::Idle && m_box.activity() != Activity::Prompt)
        return;
    m_tabs->flush();
    m_panes->bringUp(lens());
    m_lens->watch(order());
}

void PlaygroundPage::crash()
{
    m_tabs->flush();
    m_panes->bringUp(crashes());
    m_lens->crash(order());
}

void PlaygroundPage::finishRun(const RunRecord &record)
{
    QStringList words = m_lens->takeShortages(record);
    if (record.order.input)
        words.append(unflushedText(record.report.ending));
    words.append(endingText(record.report));
    words.removeAll(QString());
    for (const QString &sentence : std::as_const(words))
        m_console->say(sentence);
    keepRun(record);
    announce(this, tr("Run finished. %1").arg(words.join(u' ')));
    emit runFinished();
    m_console->startPrompt();
}

void PlaygroundPage::keepRun(const RunRecord &record)
{
    m_runs->add(record);
    m_runsPane->chooseNewest();
    showDifference();
    if (!m_panes->isUp(lens())) // who looks at the calls goes on to
        m_panes->bringUp(m_difference);
    m_keeper.keepRun(record);
}

void PlaygroundPage::showDifference()
{
    if (const RunRecord *run = m_runs->run(m_runsPane->list()->currentIndex()))
        m_difference->show(run->before, run->after);
    else
        m_difference->clear();
}

void PlaygroundPage::reset()
{
    rewind(m_start, tr("at the beginning"));
}

void PlaygroundPage::rewind(const Tree &files, const QString &when)
{
    m_tabs->flush();
    m_edits->forgetSaves();
    m_rewoundTo = tr("The files are what they were %1.").arg(when);
    m_box.rewind(files);
}

void PlaygroundPage::followTree(const Tree &before, const Tree &after)
{
    m_changes->add(m_edits->news(changesBetween(before, after, m_box.identities())), QDateTime::currentMSecsSinceEpoch());
    m_tabs->follow(after);
    m_files->follow(after); // it may have a file to open
    if (!m_toShow.isEmpty() && m_tabs->open(m_toShow))
        m_toShow.clear();
}

void PlaygroundPage::openOutside()
{
    if (const QString copy = m_tabs->copyCurrent(); !copy.isEmpty())
        m_externalEditor.open(m_externalCommand ? m_externalCommand() : QString(), copy);
}

void PlaygroundPage::tellFailure(const QString &doing, const Error &error)
{
    const wording::Trouble trouble = wording::explain(error);
    tell(NoticeKind::Warning, doing, (trouble.what + u' ' + trouble.remedy).trimmed());
}

void PlaygroundPage::tell(NoticeKind kind, const QString &title, const QString &text)
{
    m_notice->setMessage(kind, title, text);
    m_notice->show();
    announce(this, title);
}

PageEntry playgroundEntry()
{
    const auto command = [](const QString &id, const QString &text, const QString &key = {}) {
        const QKeySequence keys(key, QKeySequence::PortableText);
        return PageCommand{id, text, key.isEmpty() ? QList<QKeySequence>() : QList{keys}};
    };
    return {.id = u"playground"_s,
        .title = PlaygroundPage::tr("Playground"),
        .icon = u"box"_s,
        .position = railposition::playground,
        .keys = {QKeySequence(u"Ctrl+3"_s, QKeySequence::PortableText)},
        .commands = {command(u"start"_s, PlaygroundPage::tr("Start from …"), u"Ctrl+O"_s),
            command(u"reset"_s, PlaygroundPage::tr("Reset the files")),
            command(u"undo"_s, PlaygroundPage::tr("Undo what the message tells"), u"Ctrl+Alt+Z"_s),
            command(u"watch"_s, PlaygroundPage::tr("Run and watch every system call"), u"Ctrl+Shift+Return"_s),
            command(u"crash"_s, PlaygroundPage::tr("Crash after every change"), u"Ctrl+Shift+K"_s),
            command(u"step"_s, PlaygroundPage::tr("Step to the next system call"), u"F8"_s),
            command(u"step-back"_s, PlaygroundPage::tr("Step to the previous system call"), u"Shift+F8"_s),
            command(u"shell"_s, PlaygroundPage::tr("Shell in the terminal"), u"Ctrl+Shift+T"_s),
            command(u"python"_s, PlaygroundPage::tr("Python in the terminal"), u"Ctrl+Shift+Y"_s),
            command(u"new-file"_s, PlaygroundPage::tr("New file"), u"Ctrl+N"_s),
            command(u"new-folder"_s, PlaygroundPage::tr("New folder")),
            command(u"close-tab"_s, PlaygroundPage::tr("Close the file"), u"Ctrl+W"_s),
            command(u"next-tab"_s, PlaygroundPage::tr("Next open file"), u"Ctrl+PgDown"_s),
            command(u"previous-tab"_s, PlaygroundPage::tr("Previous open file"), u"Ctrl+PgUp"_s),
            command(u"import"_s, PlaygroundPage::tr("Import a folder …")),
            command(u"export"_s, PlaygroundPage::tr("Export all files to a folder …"))},
        .make = [](const PageServices &services) { return new PlaygroundPage(services); }};
}

} // namespace ringside::desktop
