#include "desktop/playground/playgroundpage.h"

#include "base/bytes.h"
#include "desktop/lesson/runwords.h"
#include "desktop/playground/changelist.h"
#include "desktop/playground/editortabs.h"
#include "desktop/playground/filespane.h"
#include "desktop/playground/modeswitches.h"
#include "desktop/playground/terminalview.h"
#include "desktop/playground/treechanges.h"
#include "desktop/playground/workspacemodel.h"
#include "desktop/playground/workspaceview.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/panel.h"
#include "wording/cause.h"
#include "wording/trouble.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QPainter>
#include <QSplitter>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using Activity = PlaygroundBox::Activity;
using Prompt = PlaygroundBox::Prompt;

constexpr auto firstProgram = R"(import os
import pathlib

path = pathlib.Path("hello.txt")
path.write_text("Hello, kernel!\n")
os.chmod(path, 0o600)
print(path, "holds", path.stat().st_size, "bytes")
)";

filesystem::Entry fileEntry(const QByteArray &path, const QByteArray &content)
{
    filesystem::Entry entry;
    entry.path = path;
    entry.content = content;
    entry.size = content.size();
    entry.modifiedNs = QDateTime::currentMSecsSinceEpoch() * 1'000'000;
    return entry;
}

// What a killed program may have left on: another screen, a hidden cursor, reports of the mouse, colours. Leaving a
// screen one is not on would move the cursor.
QByteArray resetFor(const TerminalScreen &screen)
{
    return (screen.isAlternate() ? "\x1b[?1049l"_ba : ""_ba) + "\x1b[?25h\x1b[?1000l\x1b[?1002l\x1b[?2004l\x1b[0m";
}

QString endingWords(const sandbox::ProgramReport &report)
{
    sandbox::RunReport run;
    run.ending = report.ending;
    run.exitStatus = report.exitStatus;
    run.signal = report.signal;
    run.limitReached = report.limitReached;
    run.resources.wall = report.wall;
    return endingText(run);
}

/// The terminal with its buttons.
class ConsoleCard : public QWidget
{
public:
    ConsoleCard(const QString &title, QWidget *content)
        : m_header(new QHBoxLayout)
    {
        setAccessibleName(title);
        setMinimumSize(260, 110);
        m_header->setContentsMargins(14, 4, 8, 4);
        m_header->setSpacing(4);
        auto *label = new Label(title, TextRole::Body);
        label->setWeight(QFont::DemiBold);
        m_header->addWidget(label);
        m_header->addStretch(1);
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(1, 0, 1, 1);
        layout->setSpacing(0);
        layout->addLayout(m_header);
        layout->addWidget(new Separator(Qt::Horizontal));
        layout->addWidget(content, 1);
    }

    Button *addAction(const QString &text, const QString &icon)
    {
        auto *button = new Button(text, Button::Kind::Ghost, icon);
        m_header->addWidget(button);
        return button;
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = themeOf(this);
        drawCard(painter, rect(), theme.color(ColorRole::Surface), theme.color(ColorRole::Border));
    }

private:
    QHBoxLayout *m_header;
};

} // namespace

PlaygroundPage::PlaygroundPage(const PageServices &services, QWidget *parent)
    : Page(parent)
    , m_box(services.sandbox, services.limits)
    , m_notice(new Notice)
    , m_rows(new QSplitter(Qt::Vertical))
    , m_files(new FilesPane)
    , m_tabs(new EditorTabs(services.sandbox))
    , m_terminal(new TerminalView)
    , m_side(new TabPane)
    , m_lower(new TabPane)
    , m_changes(new TreeChangeModel(this))
    , m_changeList(new ChangeList(tr("Live changes"),
          tr("What programs do to the files is listed here while it happens."), m_changes))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 14);
    layout->setSpacing(10);
    layout->addWidget(makeHeader());
    layout->addWidget(m_notice);
    m_notice->hide();
    m_rows->setChildrenCollapsible(false);
    m_rows->addWidget(makeTop());
    m_rows->addWidget(makeBottom());
    m_rows->setStretchFactor(0, 3);
    m_rows->setStretchFactor(1, 2);
    layout->addWidget(m_rows, 1);
    connectBox();
    connectFiles();
    showActivity();
}

PlaygroundPage::~PlaygroundPage()
{
    m_box.disconnect(this);
}

QWidget *PlaygroundPage::makeHeader()
{
    auto *header = new QWidget;
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_state = new ElidedLabel({}, TextRole::Small, ColorRole::Secondary);
    m_run = new Button(tr("Run"), Button::Kind::Primary, u"play"_s);
    connect(m_run, &QPushButton::clicked, this,
        [this] { m_box.activity() == Activity::Running ? m_box.stop() : run(); });
    layout->addWidget(new Label(tr("Playground"), TextRole::Heading2));
    layout->addSpacing(8);
    layout->addWidget(m_state, 1);
    layout->addWidget(m_run);
    return header;
}

QWidget *PlaygroundPage::makeTop()
{
    m_top = new QSplitter(Qt::Horizontal);
    m_top->setChildrenCollapsible(false);
    m_top->addWidget(m_files);
    m_tabs->setMinimumWidth(320);
    m_top->addWidget(m_tabs);
    m_side->setMinimumWidth(200);
    m_side->addTab(tr("Live changes"), m_changeList);
    m_top->addWidget(m_side);
    m_top->setStretchFactor(1, 1);
    return m_top;
}

QWidget *PlaygroundPage::makeBottom()
{
    m_bottom = new QSplitter(Qt::Horizontal);
    m_bottom->setChildrenCollapsible(false);
    m_bottom->addWidget(makeConsole());
    m_bottom->addWidget(m_lower);
    m_lower->hide();
    return m_bottom;
}

QWidget *PlaygroundPage::makeConsole()
{
    auto *console = new ConsoleCard(tr("Console"), m_terminal);
    m_shell = console->addAction(tr("Shell"), u"terminal"_s);
    m_shell->setToolTip(tr("A fresh shell in the terminal (Ctrl+Shift+T)"));
    m_python = console->addAction(tr("Python"), u"command"_s);
    m_python->setToolTip(tr("A fresh Python prompt in the terminal (Ctrl+Shift+Y)"));
    connect(m_shell, &QPushButton::clicked, this, [this] { startPrompt(Prompt::Shell); });
    connect(m_python, &QPushButton::clicked, this, [this] { startPrompt(Prompt::Python); });
    connect(m_terminal, &TerminalView::typed, this, &PlaygroundPage::typed);
    connect(m_terminal, &TerminalView::sizeChanged, &m_box, &PlaygroundBox::setTerminalSize);
    return console;
}

void PlaygroundPage::connectBox()
{
    connect(&m_box, &PlaygroundBox::activityChanged, this, &PlaygroundPage::showActivity);
    connect(&m_box, &PlaygroundBox::opened, this, &PlaygroundPage::boxOpened);
    connect(&m_box, &PlaygroundBox::failed, this, &PlaygroundPage::boxFailed);
    connect(&m_box, &PlaygroundBox::lost, this, &PlaygroundPage::boxLost);
    connect(&m_box, &PlaygroundBox::outputReceived, this, &PlaygroundPage::showOutput);
    connect(&m_box, &PlaygroundBox::runStarted, this, &PlaygroundPage::showRunStart);
    connect(&m_box, &PlaygroundBox::runEnded, this, &PlaygroundPage::showRunEnd);
    connect(&m_box, &PlaygroundBox::treeChanged, this, &PlaygroundPage::followTree);
    connect(&m_box, &PlaygroundBox::promptEnded, this, [this](const sandbox::ProgramReport &report) {
        sayInTerminal(report.ending == sandbox::Ending::Exited ? tr("The prompt has ended. Enter starts it again.")
                                                               : endingWords(report));
    });
    connect(&m_box, &PlaygroundBox::programFailed, this,
        [this](const Error &error) { sayInTerminal(wording::explain(error).what); });
}

void PlaygroundPage::connectFiles()
{
    connect(m_files, &FilesPane::openRequested, this, [this](const QByteArray &path) {
        if (m_tabs->open(path))
            m_tabs->focusTarget()->setFocus(Qt::OtherFocusReason);
    });
    connect(m_files, &FilesPane::modeRequested, this, &PlaygroundPage::changeMode);
    connect(m_files, &FilesPane::putRequested, this, &PlaygroundPage::put);
    connect(m_files, &FilesPane::renameRequested, this, [this](const QByteArray &from, const QByteArray &to) {
        m_tabs->flush();
        m_box.rename(from, to).then(this, [this, from](const Result<> &result) {
            if (!result)
                tellFailure(tr("%1 could not be renamed").arg(displayName(from)), result.error());
        });
    });
    connect(m_files, &FilesPane::removeRequested, this, [this](const QByteArray &path) {
        m_box.remove(path).then(this, [this, path](const Result<> &result) {
            if (!result)
                tellFailure(tr("%1 could not be removed").arg(displayName(path)), result.error());
        });
    });
    connect(m_tabs, &EditorTabs::saveRequested, this, [this](const filesystem::Entry &entry) {
        m_ownSaves.insert(entry.path, entry.content);
        put(entry);
    });
    connect(m_tabs, &EditorTabs::currentChanged, this, [this] { m_files->choose(m_tabs->currentPath()); });
    connect(m_changeList, &ChangeList::pathChosen, m_files, &FilesPane::openRequested);
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
    case Command::Stop: m_box.stop(); break;
    default: m_tabs->perform(command);
    }
}

void PlaygroundPage::performOwn(const QString &command)
{
    const QHash<QString, std::function<void()>> commands{
        {u"shell"_s, [this] { startPrompt(Prompt::Shell); }},
        {u"python"_s, [this] { startPrompt(Prompt::Python); }},
        {u"new-file"_s, [this] { m_files->newFile(); }},
        {u"new-folder"_s, [this] { m_files->newFolder(); }},
        {u"close-tab"_s, [this] { m_tabs->closeCurrent(); }},
        {u"next-tab"_s, [this] { m_tabs->step(1); }},
        {u"previous-tab"_s, [this] { m_tabs->step(-1); }},
    };
    if (const auto action = commands.value(command))
        action();
}

QList<QWidget *> PlaygroundPage::panes() const
{
    return {m_files->view(), m_tabs->focusTarget(), m_terminal, m_changeList};
}

void PlaygroundPage::save()
{
    m_tabs->flush();
}

void PlaygroundPage::begin(const filesystem::Tree &files, const QByteArray &shown)
{
    m_begun = true;
    m_start = files;
    m_ownSaves.clear();
    m_changes->clear();
    m_notice->hide();
    m_terminal->clear();
    m_files->begin(files);
    m_tabs->begin(files);
    m_tabs->open(shown);
    m_box.open(files);
}

void PlaygroundPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    arrange();
    if (!m_begun)
        begin({.entries = {fileEntry("main.py", firstProgram)}}, "main.py");
}

void PlaygroundPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    arrange();
}

void PlaygroundPage::arrange()
{
    if (m_arranged || !isVisible())
        return;
    m_arranged = true;
    const int all = width();
    const int files = qBound(250, all * 29 / 100, 400);
    const int side = qBound(200, all * 20 / 100, 270);
    m_top->setSizes({files, all - files - side, side});
}

void PlaygroundPage::boxOpened()
{
    m_notice->hide();
    startPrompt(m_prompt);
}

void PlaygroundPage::boxFailed(const Error &error)
{
    const wording::Trouble trouble = wording::explain(error);
    m_notice->setMessage(NoticeKind::Problem, trouble.what, trouble.remedy);
    m_notice->show();
    announce(this, trouble.what);
}

void PlaygroundPage::boxLost(sandbox::Ending ending, qint64 limitReached)
{
    sandbox::ProgramReport report;
    report.ending = ending;
    report.limitReached = limitReached;
    sayInTerminal(ending == sandbox::Ending::MemoryLimit ? endingWords(report) : tr("The box broke down."));
    m_box.open(m_box.tree());
}

void PlaygroundPage::startPrompt(Prompt prompt)
{
    m_prompt = prompt;
    m_terminal->feed(resetFor(m_terminal->screen()) + "\r\x1b[K");
    m_box.startPrompt(prompt);
}

void PlaygroundPage::typed(const QByteArray &bytes)
{
    if (m_box.activity() == Activity::Idle && bytes.contains('\r'))
        startPrompt(m_prompt);
    else
        m_box.type(bytes);
}

void PlaygroundPage::run()
{
    m_tabs->flush();
    RunOrder order;
    if (m_tabs->currentPath().endsWith(".py"))
        order.file = m_tabs->currentPath();
    m_box.run(order);
}

void PlaygroundPage::showOutput(const QByteArray &bytes, sandbox::OutputStream stream)
{
    if (m_box.activity() != Activity::Running || !m_onPipes) {
        m_terminal->feed(bytes);
        return;
    }
    QByteArray text = bytes;
    text.replace("\n", "\r\n"); // no terminal does it for a program on pipes
    m_terminal->feed(stream == sandbox::OutputStream::Error ? "\x1b[31m" + text + "\x1b[0m" : text);
}

// In place of the prompt that waits there.
void PlaygroundPage::showRunStart(const RunOrder &order)
{
    m_onPipes = order.input.has_value();
    m_tabs->clearMarks();
    m_terminal->feed(resetFor(m_terminal->screen()) + "\r\x1b[K\x1b[2m$\x1b[0m " + displayName(commandLine(order)).toUtf8() + "\r\n");
}

void PlaygroundPage::showRunEnd(const RunRecord &record)
{
    const QString ending = endingWords(record.report);
    sayInTerminal(ending);
    announce(this, tr("Run finished. %1").arg(ending));
    emit runFinished();
    startPrompt(m_prompt);
}

void PlaygroundPage::sayInTerminal(const QString &text)
{
    const bool atStart = m_terminal->screen().cursor().x() == 0 && m_terminal->pending() == 0;
    m_terminal->feed(resetFor(m_terminal->screen()) + (atStart ? "" : "\r\n") + "\x1b[90m" + text.toUtf8() + "\x1b[0m\r\n");
}

void PlaygroundPage::followTree(const filesystem::Tree &before, const filesystem::Tree &after)
{
    QList<TreeChange> changes = changesBetween(before, after);
    changes.removeIf([this](const TreeChange &change) {
        const auto own = m_ownSaves.constFind(change.path);
        return own != m_ownSaves.cend() && change.after && change.after->content == *own;
    });
    m_changes->add(changes, QDateTime::currentMSecsSinceEpoch());
    m_files->follow(after);
    m_tabs->follow(after);
}

void PlaygroundPage::changeMode(const QByteArray &path, quint32 mode)
{
    m_box.setMode(path, mode).then(this, [this, path, mode](const Result<> &result) {
        const QString call = chmodCall(path, mode);
        m_files->showCall(result ? call : u"%1  %2"_s.arg(call, errnoName(result.error().errnum)), result.has_value());
        announce(m_files, call);
    });
}

void PlaygroundPage::put(const filesystem::Entry &entry)
{
    m_box.put(entry).then(this, [this, path = entry.path](const Result<> &result) {
        if (!result)
            tellFailure(tr("%1 could not be saved").arg(displayName(path)), result.error());
    });
}

void PlaygroundPage::tellFailure(const QString &doing, const Error &error)
{
    m_notice->setMessage(NoticeKind::Warning, doing, wording::explain(error).what);
    m_notice->show();
    announce(this, doing);
}

void PlaygroundPage::showActivity()
{
    const Activity activity = m_box.activity();
    const bool running = activity == Activity::Running;
    m_run->setText(running ? tr("Stop") : tr("Run"));
    m_run->setIconName(running ? u"stop"_s : u"play"_s);
    m_run->setEnabled(running || activity == Activity::Idle || activity == Activity::Prompt);
    m_shell->setEnabled(m_run->isEnabled() && !running);
    m_python->setEnabled(m_shell->isEnabled());
    m_state->setColorRole(m_box.isOpen() ? ColorRole::Tip : ColorRole::Secondary);
    m_state->setText(activity == Activity::Closed ? tr("no sandbox")
            : activity == Activity::Opening       ? tr("making the sandbox")
            : running                             ? tr("running")
            : activity == Activity::Rewinding     ? tr("bringing the files back")
                                                  : tr("sandbox ready · user learner · no network"));
}

PageEntry playgroundEntry()
{
    const auto keys = [](const QString &text) { return QList{QKeySequence(text, QKeySequence::PortableText)}; };
    return {.id = u"playground"_s,
        .title = PlaygroundPage::tr("Playground"),
        .icon = u"box"_s,
        .position = railposition::playground,
        .keys = keys(u"Ctrl+3"_s),
        .commands = {{u"shell"_s, PlaygroundPage::tr("Shell in the terminal"), keys(u"Ctrl+Shift+T"_s)},
            {u"python"_s, PlaygroundPage::tr("Python in the terminal"), keys(u"Ctrl+Shift+Y"_s)},
            {u"new-file"_s, PlaygroundPage::tr("New file"), keys(u"Ctrl+N"_s)},
            {u"new-folder"_s, PlaygroundPage::tr("New folder"), {}},
            {u"close-tab"_s, PlaygroundPage::tr("Close the file"), keys(u"Ctrl+W"_s)},
            {u"next-tab"_s, PlaygroundPage::tr("Next open file"), keys(u"Ctrl+PgDown"_s)},
            {u"previous-tab"_s, PlaygroundPage::tr("Previous open file"), keys(u"Ctrl+PgUp"_s)}},
        .make = [](const PageServices &services) { return new PlaygroundPage(services); }};
}

} // namespace ringside::desktop
