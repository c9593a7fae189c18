#include "desktop/playground/playgroundpage.h"

#include "base/bytes.h"
#include "desktop/lens/callmarks.h"
#include "desktop/lens/crashview.h"
#include "desktop/lens/lensview.h"
#include "desktop/lesson/runwords.h"
#include "desktop/playground/changelist.h"
#include "desktop/playground/consolepane.h"
#include "desktop/playground/editortabs.h"
#include "desktop/playground/filespane.h"
#include "desktop/playground/hostfiles.h"
#include "desktop/playground/modeswitches.h"
#include "desktop/playground/runmodel.h"
#include "desktop/playground/runsettings.h"
#include "desktop/playground/runspane.h"
#include "desktop/playground/terminalview.h"
#include "desktop/playground/treechanges.h"
#include "desktop/playground/workspacemodel.h"
#include "desktop/playground/workspaceview.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/diffview.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/panel.h"
#include "desktop/widgets/undobar.h"
#include "desktop/window/chooser.h"
#include "filesystem/copyout.h"
#include "wording/cause.h"
#include "wording/obstacle.h"
#include "wording/trouble.h"

#include <QDateTime>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSplitter>
#include <QTableView>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using namespace std::chrono_literals;
using Activity = PlaygroundBox::Activity;
using Prompt = PlaygroundBox::Prompt;
using filesystem::Tree;

constexpr auto home = "/home/learner/";
constexpr QLatin1StringView filePrefix("file:");
constexpr int narrowBreakpoint = 1080; // below this three columns are too thin to read
constexpr auto keepDelay = 700ms; // after the last change; editors take as long before it

/// Ours, which calls the learner's program where that is not main.py.
QByteArrayList callersFor(const RunOrder &order)
{
    return order.file == "main.py" ? QByteArrayList() : QByteArrayList{home + "main.py"_ba};
}

} // namespace

PlaygroundPage::PlaygroundPage(const PageServices &services, QWidget *parent)
    : Page(parent)
    , m_sandbox(services.sandbox)
    , m_box(services.sandbox, services.limits)
    , m_store(services.dataFolder + u"/playground"_s)
    , m_externalCommand(services.externalEditor)
    , m_notice(new Notice)
    , m_undo(new UndoBar)
    , m_rows(new QSplitter(Qt::Vertical))
    , m_top(new QSplitter(Qt::Horizontal))
    , m_bottom(new QSplitter(Qt::Horizontal))
    , m_files(new FilesPane)
    , m_tabs(new EditorTabs(services.sandbox, services.dataFolder + u"/playground/files"_s))
    , m_console(new ConsolePane(m_box))
    , m_side(new TabPane)
    , m_lower(new TabPane)
    , m_changes(new TreeChangeModel(this))
    , m_changeList(new ChangeList(tr("Live changes"),
          tr("What programs do to the files is listed here while it happens."), m_changes))
    , m_runs(new RunModel(this))
    , m_runsPane(new RunsPane(m_runs))
    , m_difference(new DifferencePane)
    , m_input(new InputPane)
    , m_environment(new EnvironmentModel(this))
    , m_environmentView(new EnvironmentView(m_environment))
    , m_lens(new LensView)
    , m_crashes(new CrashView(services.sandbox))
{
    m_keeping.setMaxThreadCount(1);
    setAcceptDrops(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 14);
    layout->setSpacing(10);
    layout->addWidget(makeHeader());
    layout->addWidget(m_notice);
    layout->addWidget(m_undo);
    m_notice->hide();
    m_rows->setChildrenCollapsible(false);
    m_rows->addWidget(makeTop());
    m_rows->addWidget(makeBottom());
    layout->addWidget(m_rows, 1);
    fillTabs(false);
    connectBox();
    connectFiles();
    connectKeeping();
    connectLens();
    showActivity();
}

PlaygroundPage::~PlaygroundPage()
{
    m_box.disconnect(this);
    m_keeping.waitForDone();
}

TerminalView *PlaygroundPage::terminal() const
{
    return m_console->terminal();
}

QWidget *PlaygroundPage::makeHeader()
{
    auto *header = new QWidget;
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_origin = new ElidedLabel({}, TextRole::Small, ColorRole::Secondary);
    m_state = new ElidedLabel({}, TextRole::Small, ColorRole::Secondary);
    m_startFrom = new Button(tr("Start from …"), Button::Kind::Ghost, u"list"_s);
    m_reset = new Button(tr("Reset files"), Button::Kind::Ghost, u"reset"_s);
    m_watch = new Button(tr("Watch calls"), Button::Kind::Outline, u"search"_s);
    m_watch->setToolTip(tr("Run it without a terminal and show every system call (Ctrl+Shift+Enter)"));
    connect(m_watch, &QPushButton::clicked, this, &PlaygroundPage::watch);
    m_run = new Button(tr("Run"), Button::Kind::Primary, u"play"_s);
    m_startFrom->setToolTip(tr("Begin with an example of a lesson or the files of an exercise (Ctrl+O)"));
    m_reset->setToolTip(tr("Make the files what this playground began with; it can be undone"));
    connect(m_startFrom, &QPushButton::clicked, this, &PlaygroundPage::chooseStart);
    connect(m_reset, &QPushButton::clicked, this, &PlaygroundPage::reset);
    connect(m_run, &QPushButton::clicked, this,
        [this] { m_box.activity() == Activity::Running ? m_box.stop() : run(); });
    layout->addWidget(new Label(tr("Playground"), TextRole::Heading2));
    layout->addSpacing(8);
    layout->addWidget(m_state);
    layout->addWidget(m_origin, 1);
    layout->addWidget(m_startFrom);
    layout->addWidget(m_reset);
    layout->addWidget(m_watch);
    layout->addWidget(m_run);
    return header;
}

QWidget *PlaygroundPage::makeTop()
{
    m_top->setChildrenCollapsible(false);
    m_tabs->setMinimumWidth(320);
    m_side->setMinimumWidth(200);
    m_top->addWidget(m_files);
    m_top->addWidget(m_tabs);
    m_top->addWidget(m_side);
    m_top->setStretchFactor(1, 1);
    return m_top;
}

QWidget *PlaygroundPage::makeBottom()
{
    m_bottom->setChildrenCollapsible(false);
    m_lower->setMinimumSize(260, 110);
    m_bottom->addWidget(m_console);
    m_bottom->addWidget(m_lower);
    return m_bottom;
}

// In a narrow window there is one place for all of them, and no room for long names.
void PlaygroundPage::fillTabs(bool narrow)
{
    const QString changes = narrow ? tr("Live", "short for: live changes") : tr("Live changes");
    const QString calls = narrow ? tr("Calls", "short for: system calls") : tr("System calls");
    const QList<std::pair<QString, QWidget *>> side{{changes, m_changeList}, {tr("Runs"), m_runsPane}};
    const QList<std::pair<QString, QWidget *>> lower{{tr("Difference"), m_difference}, {tr("Input"), m_input},
        {tr("Environment"), m_environmentView}, {calls, m_lens}, {tr("Crashes"), m_crashes}};
    for (const auto &[title, pane] : side + lower)
        pane->setParent(this);
    m_side->clear();
    m_lower->clear();
    for (const auto &[title, pane] : side)
        (narrow ? m_lower : m_side)->addTab(title, pane);
    for (const auto &[title, pane] : lower)
        m_lower->addTab(title, pane);
    m_side->setVisible(!narrow);
}

void PlaygroundPage::connectBox()
{
    connect(&m_box, &PlaygroundBox::activityChanged, this, &PlaygroundPage::showActivity);
    connect(&m_box, &PlaygroundBox::opened, this, [this] {
        m_notice->hide();
        putEdited();
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
    connect(m_files, &FilesPane::modeRequested, this, &PlaygroundPage::changeMode);
    connect(m_files, &FilesPane::putRequested, this, &PlaygroundPage::put);
    connect(m_files, &FilesPane::renameRequested, this, &PlaygroundPage::rename);
    connect(m_files, &FilesPane::removeRequested, this, &PlaygroundPage::remove);
    connect(m_files, &FilesPane::importRequested, this, [this] { chooseFolder(true); });
    connect(m_files, &FilesPane::exportRequested, this, [this] { chooseFolder(false); });
    connect(m_tabs, &EditorTabs::saveRequested, this, [this](const filesystem::Entry &entry) {
        m_ownSaves.insert(entry.path, entry.content);
        put(entry);
    });
    connect(m_tabs, &EditorTabs::currentChanged, this, [this] { m_files->choose(m_tabs->currentPath()); });
    connect(m_tabs, &EditorTabs::externalEditorWanted, this, &PlaygroundPage::openOutside);
    connect(m_tabs, &EditorTabs::copyFailed, this, [this](const QByteArray &path, const Error &error) {
        tellFailure(tr("There is no copy of %1 for your editor").arg(displayName(path)), error);
    });
    connect(&m_externalEditor, &ExternalEditor::failed, this,
        [this](const QString &why) { tell(tr("The file is not open in your editor"), why); });
    connect(m_runsPane, &RunsPane::rewindRequested, this, &PlaygroundPage::rewind);
    connect(m_runsPane, &RunsPane::currentChanged, this, &PlaygroundPage::showDifference);
}

void PlaygroundPage::connectKeeping()
{
    m_keeper.setSingleShot(true);
    m_keeper.setInterval(keepDelay);
    connect(&m_keeper, &QTimer::timeout, this, &PlaygroundPage::keepState);
    const auto later = [this] {
        if (!m_keeper.isActive())
            m_keeper.start();
    };
    connect(&m_box, &PlaygroundBox::treeChanged, this, later);
    connect(m_tabs, &EditorTabs::currentChanged, this, later);
    connect(m_tabs, &EditorTabs::saveRequested, this, later);
    connect(m_input, &InputPane::changed, this, later);
    connect(m_environment, &EnvironmentModel::ownChanged, this, later);
    connect(m_runs, &RunModel::forgotten, this, [this](int number) {
        m_keeping.start([store = m_store, number] { store.removeRun(number); });
    });
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
        m_crashes->stop();
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
        {u"step"_s, [this] { std::ignore = m_lens->step(1); }},
        {u"step-back"_s, [this] { std::ignore = m_lens->step(-1); }},
        {u"undo"_s, [this] { m_undo->undo(); }},
        {u"external"_s, [this] { openOutside(); }},
        {u"import"_s, [this] { chooseFolder(true); }},
        {u"export"_s, [this] { chooseFolder(false); }},
    };
    if (const auto action = commands.value(command))
        action();
}

QList<QWidget *> PlaygroundPage::panes() const
{
    const auto inTab = [this](const TabPane *pane) -> QWidget * {
        QWidget *current = pane->current();
        return current == m_runsPane       ? m_runsPane->list()
            : current == m_difference      ? static_cast<QWidget *>(m_difference->list())
            : current == m_lens            ? static_cast<QWidget *>(m_lens->table())
            : current == m_crashes         ? m_crashes->focusTarget()
            : current == m_input           ? static_cast<QWidget *>(m_input->argumentField())
                                           : current;
    };
    QList<QWidget *> panes{m_files->view(), m_tabs->focusTarget()};
    if (m_tabs->question())
        panes.append(m_tabs->question());
    if (!m_narrow)
        panes.append(inTab(m_side));
    return panes + QList<QWidget *>{terminal(), inTab(m_lower)};
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
    isFile ? bringIn({place.sliced(filePrefix.size())}) : startFrom(place);
}

void PlaygroundPage::save()
{
    m_tabs->flush();
    if (m_begun)
        keepState();
    m_keeping.waitForDone();
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
        .edits = m_tabs->edits()};
}

void PlaygroundPage::keepState()
{
    m_keeper.stop();
    if (!m_begun)
        return;
    m_keeping.start([this, state = state()] {
        const Result<> saved = m_store.save(state);
        if (!saved)
            QMetaObject::invokeMethod(this,
                [this, error = saved.error()] { tellFailure(tr("The playground could not be kept"), error); });
    });
}

void PlaygroundPage::loadState()
{
    if (std::exchange(m_loading, true))
        return;
    using Kept = std::pair<std::optional<PlaygroundState>, QList<RunRecord>>;
    const auto load = [store = m_store] { return Kept(store.load(), store.loadRuns()); };
    QtConcurrent::run(&m_keeping, load).then(this, [this](const Kept &kept) {
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
              .input = point.input.value_or(QString()), .environment = point.environment, .runs = m_box.runCount()},
        point.mounts);
}

void PlaygroundPage::begin(const PlaygroundState &state, const QList<sandbox::ExtraMount> &mounts)
{
    m_begun = true;
    m_start = state.start;
    m_startName = state.startName;
    m_origin->setText(state.startName);
    m_ownSaves.clear();
    m_changes->clear();
    m_notice->hide();
    m_undo->dismiss();
    m_console->clear();
    m_crashes->forget();
    m_input->set(state.arguments, state.usesInput, state.input);
    m_environment->setOwn(state.environment);
    m_box.setEnvironment(state.environment);
    m_box.setRunCount(state.runs);
    m_files->begin(state.files);
    m_tabs->begin(state.files, state.outside, state.edits);
    for (const QByteArray &path : state.open)
        m_tabs->open(path);
    m_tabs->open(state.current);
    m_box.open(state.files, mounts);
    m_keeper.start();
}

// The files of now are a way back, not lost.
void PlaygroundPage::startFrom(const QString &place)
{
    const PlaygroundState before = state();
    startingPoint(m_sandbox, *m_course, place).then(this, [this, before](const Result<StartingPoint> &point) {
        if (!point)
            return tellFailure(tr("It could not be begun"), point.error());
        begin(*point);
        m_undo->offer(tr("This playground begins with: %1").arg(point->name), [this, before] { begin(before); });
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

void PlaygroundPage::chooseFolder(bool toImport)
{
    auto *dialog = new QFileDialog(this, toImport ? tr("Import a folder") : tr("Export all files to an empty folder"),
        QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this,
        [this, toImport](const QString &folder) { toImport ? importFolder(folder) : exportTo(folder); });
    dialog->open();
}

void PlaygroundPage::importFolder(const QString &folder)
{
    const PlaygroundState before = state();
    QtConcurrent::run([folder] { return readFolder(folder); }).then(this, [this, folder, before](const Result<Tree> &tree) {
        if (!tree)
            return tellNotBroughtIn(folder, tree.error());
        const bool hasMain = tree->find("main.py") != nullptr;
        begin(StartingPoint{.name = QDir(folder).dirName(), .files = *tree, .shown = hasMain ? "main.py"_ba : ""_ba});
        m_undo->offer(tr("The files are copies of those in %1").arg(folder), [this, before] { begin(before); });
    });
}

void PlaygroundPage::addFiles(const QStringList &paths)
{
    m_tabs->flush();
    QtConcurrent::run([paths] { return readFiles(paths); })
        .then(this, [this, paths](const Result<QList<filesystem::Entry>> &files) {
            QStringList bare;
            for (const QString &path : paths)
                bare.append(QFileInfo(path).fileName());
            const QString names = QLocale().createSeparatedList(bare);
            if (!files)
                return tellNotBroughtIn(names, files.error());
            const Tree before = m_tabs->withEdits(m_box.tree());
            m_toShow = files->first().path;
            putBack(*files);
            m_undo->offer(tr("Brought in: %1").arg(names), [this, before] { rewind(before, tr("before that")); });
        });
}

void PlaygroundPage::tellNotBroughtIn(const QString &what, const Error &error)
{
    const QString title = tr("%1 was not brought in").arg(what);
    if (error.kind != Error::Kind::Content)
        return tellFailure(title, error);
    tell(title, tr("A playground holds %1 and %2 entries at most.")
            .arg(wording::sizeText(mostImportedBytes)).arg(mostImportedEntries));
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
    bringIn(draggedFiles(event->mimeData()));
}

/// A folder is what the playground begins with then; files come to those that are there.
void PlaygroundPage::bringIn(const QStringList &paths)
{
    if (paths.size() == 1 && QFileInfo(paths.first()).isDir())
        return importFolder(paths.first());
    if (std::ranges::all_of(paths, [](const QString &path) { return QFileInfo(path).isFile(); }))
        return addFiles(paths);
    tell(tr("Nothing was brought in"), tr("Drop one folder, to begin with it, or files, to have them beside these."));
}

void PlaygroundPage::exportTo(const QString &folder)
{
    m_tabs->flush();
    m_box.look([this, folder](const Tree &tree) {
        QtConcurrent::run([folder, tree] { return filesystem::copyOut(tree, folder.toUtf8()); })
            .then(this, [this, folder](const Result<> &written) {
                if (!written && written.error().errnum == ENOTEMPTY) {
                    tell(tr("%1 is not empty").arg(folder), tr("Choose an empty folder, so that nothing in it is lost."));
                } else if (!written) {
                    tellFailure(tr("The files could not be saved to %1").arg(folder), written.error());
                } else {
                    m_notice->setMessage(NoticeKind::Success, tr("All files are in %1").arg(folder));
                    m_notice->show();
                    announce(this, tr("All files are in %1").arg(folder));
                }
            });
    });
}

void PlaygroundPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    arrange();
    loadState();
}

void PlaygroundPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    arrange();
}

void PlaygroundPage::arrange()
{
    if (!isVisible())
        return;
    const bool narrow = width() < narrowBreakpoint;
    if (narrow == m_narrow && m_arranged)
        return;
    if (narrow != m_narrow)
        fillTabs(narrow);
    m_narrow = narrow;
    m_arranged = true;
    const int all = width() - 28;
    const int files = qBound(300, all * 31 / 100, 430);
    const int side = narrow ? 0 : qBound(220, all * 20 / 100, 290);
    m_top->setSizes({files, all - files - side, side});
    const int console = narrow ? all * 42 / 100 : all / 2; // all the tabs are in the other part, then
    m_bottom->setSizes({console, all - console});
    m_rows->setSizes({height() * 55 / 100, height() * 45 / 100});
}

void PlaygroundPage::boxFailed(const Error &)
{
    m_sandbox.startupReport().then(this, [this](const sandbox::StartupReport &report) {
        const wording::Trouble trouble = wording::explain(report);
        m_notice->setMessage(NoticeKind::Problem, trouble.what, trouble.remedy);
        m_notice->show();
        announce(this, trouble.what);
    });
}

void PlaygroundPage::boxLost(sandbox::Ending ending, qint64 limitReached)
{
    sandbox::RunReport report; // of the box: how long the program took, nobody can say any more
    report.ending = ending;
    report.limitReached = limitReached;
    m_console->say(
        ending == sandbox::Ending::MemoryLimit ? wording::sentence(report) : tr("The sandbox broke down."));
    m_box.open(m_tabs->withEdits(m_box.tree()));
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

void PlaygroundPage::connectLens()
{
    m_lens->showMessage(tr("No run has been watched yet."), // other than in an exercise, one has to ask for it
        tr("“Watch calls” runs the program and lists every call it makes to the kernel, with the line that makes it."));
    connect(&m_box, &PlaygroundBox::watched, this, &PlaygroundPage::showCalls);
    connect(&m_live, &LiveTrace::grew, m_lens, &LensView::traceGrew);
    connect(m_lens, &LensView::callChosen, this,
        [this](qsizetype, const lens::Site &site) { showSite(site, false); });
    connect(m_lens, &LensView::lineRequested, this, [this](const lens::Site &site) { showSite(site, true); });
    connect(m_crashes, &CrashView::explorationRequested, this, &PlaygroundPage::crash);
    connect(m_crashes, &CrashView::callChosen, this, [this](const lens::Site &site) { showSite(site, false); });
    connect(m_crashes, &CrashView::lineRequested, this, [this](const lens::Site &site) { showSite(site, true); });
    connect(m_tabs, &EditorTabs::lineNoteClicked, this, [this](const QByteArray &path, int line) {
        m_lower->setCurrent(m_lens);
        m_lens->filterLine(home + path, line);
        m_lens->table()->setFocus(Qt::OtherFocusReason);
    });
}

void PlaygroundPage::watch()
{
    if (m_box.activity() != Activity::Idle && m_box.activity() != Activity::Prompt)
        return;
    m_tabs->flush();
    const RunOrder order = this->order();
    m_watchedFile = order.file;
    lens::Sources sources;
    for (const filesystem::Entry &entry : m_tabs->withEdits(m_box.tree()).entries) {
        if (entry.path.endsWith(".py"))
            sources.insert(home + entry.path, entry.content);
    }
    const sandbox::TraceOptions options = m_live.begin(callersFor(order));
    m_lens->showRun(m_live.trace(), sources, home + order.file);
    m_lower->setCurrent(m_lens);
    m_box.watch(order, options);
}

void PlaygroundPage::crash()
{
    m_tabs->flush();
    m_lower->setCurrent(m_crashes);
    m_box.look([this, order = order()](const Tree &files) {
        m_crashes->explore(
            m_box.requestFor(order, m_tabs->withEdits(files)), home + order.file, callersFor(order));
    });
}

void PlaygroundPage::showCalls(const sandbox::RunReport &report)
{
    m_lens->traceGrew();
    m_watchedShortages = shortageTexts(lens::findShortages(report, limitsOf(m_box.tree()), m_live.trace().get()));
    if (report.traced) {
        if (m_tabs->currentPath() == m_watchedFile)
            showCallCounts(*m_tabs->currentEditor(), *m_live.trace(), home + m_watchedFile);
        return;
    }
    m_sandbox.features().then(this, [this](const Result<sandbox::Features> &features) {
        m_lens->showNoLens(features ? features->traceErrnum : 0);
    });
}

void PlaygroundPage::showSite(const lens::Site &site, bool moveCursor)
{
    if (site.line <= 0 || !site.file.startsWith(home) || !m_tabs->open(site.file.mid(qsizetype(qstrlen(home)))))
        return;
    moveCursor ? goTo(*m_tabs->currentEditor(), site) : pointAt(*m_tabs->currentEditor(), site);
}

void PlaygroundPage::finishRun(const RunRecord &record)
{
    QStringList words = std::exchange(m_watchedShortages, std::nullopt).value_or(shortagesOf(record));
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
    if (m_lower->current() != m_lens) // who looks at the calls goes on to
        m_lower->setCurrent(m_difference);
    m_keeping.start([store = m_store, record] { std::ignore = store.saveRun(record); });
}

/// What the run had used up of its box, as far as it was seen: nobody has watched its calls.
QStringList PlaygroundPage::shortagesOf(const RunRecord &record) const
{
    sandbox::RunReport report = asRun(record.report);
    report.tree = record.after;
    return shortageTexts(lens::findShortages(report, limitsOf(record.before)));
}

sandbox::RunRequest PlaygroundPage::limitsOf(const Tree &files) const
{
    sandbox::RunRequest request{.workspace = files, .mounts = m_box.mounts()};
    request.limits = m_box.limits();
    return request;
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
    m_ownSaves.clear();
    m_rewoundTo = tr("The files are what they were %1.").arg(when);
    m_box.rewind(files);
}

void PlaygroundPage::followTree(const Tree &before, const Tree &after)
{
    QList<TreeChange> changes = changesBetween(before, after, m_box.identities());
    changes.removeIf([this](const TreeChange &change) {
        const auto own = m_ownSaves.constFind(change.path);
        return own != m_ownSaves.cend() && change.after && change.after->content == *own;
    });
    m_changes->add(changes, QDateTime::currentMSecsSinceEpoch());
    m_tabs->follow(after);
    m_files->follow(after); // it may have a file to open
    if (!m_toShow.isEmpty() && m_tabs->open(m_toShow))
        m_toShow.clear();
}

void PlaygroundPage::changeMode(const QByteArray &path, quint32 mode)
{
    m_box.setMode(path, mode).then(this, [this, path, mode](const Result<> &result) {
        const QString call = chmodCall(path, mode);
        const QString shown = result ? call : u"%1  %2"_s.arg(call, errnoName(result.error().errnum));
        m_files->showCall(shown, result.has_value());
        announce(m_files, shown);
    });
}

void PlaygroundPage::put(const filesystem::Entry &entry)
{
    if (!m_box.isOpen())
        return; // it is kept all the same, and in the next box
    m_box.put(entry).then(this, [this, path = entry.path](const Result<> &result) {
        if (!result)
            tellFailure(tr("%1 could not be saved").arg(displayName(path)), result.error());
    });
}

// What was typed, or came from an external editor, while the box was being made.
void PlaygroundPage::putEdited()
{
    const Tree made = m_box.tree();
    for (const filesystem::Entry &entry : m_tabs->withEdits(made).entries) {
        const filesystem::Entry *before = made.find(entry.path);
        if (!before || before->content != entry.content)
            put(entry);
    }
}

void PlaygroundPage::rename(const QByteArray &from, const QByteArray &to)
{
    m_tabs->flush();
    m_box.rename(from, to).then(this, [this, from](const Result<> &result) {
        if (!result)
            tellFailure(tr("%1 could not be renamed").arg(displayName(from)), result.error());
    });
}

void PlaygroundPage::remove(const QByteArray &path)
{
    m_tabs->flush();
    QList<filesystem::Entry> entries = m_tabs->withEdits(m_box.tree()).entries;
    entries.removeIf([&](const filesystem::Entry &entry) {
        return entry.path != path && !entry.path.startsWith(path + '/');
    });
    m_box.remove(path).then(this, [this, path, entries](const Result<> &result) {
        if (!result)
            return tellFailure(tr("%1 could not be removed").arg(displayName(path)), result.error());
        m_undo->offer(tr("%1 was removed").arg(displayName(path)), [this, entries] { putBack(entries); });
    });
}

// Parents come before what is in them.
void PlaygroundPage::putBack(const QList<filesystem::Entry> &entries)
{
    for (const filesystem::Entry &entry : entries)
        put(entry);
}

void PlaygroundPage::openOutside()
{
    if (const QString copy = m_tabs->copyCurrent(); !copy.isEmpty())
        m_externalEditor.open(m_externalCommand ? m_externalCommand() : QString(), copy);
}

void PlaygroundPage::tellFailure(const QString &doing, const Error &error)
{
    const wording::Trouble trouble = wording::explain(error);
    tell(doing, (trouble.what + u' ' + trouble.remedy).trimmed());
}

void PlaygroundPage::tell(const QString &title, const QString &text)
{
    m_notice->setMessage(NoticeKind::Warning, title, text);
    m_notice->show();
    announce(this, title);
}

void PlaygroundPage::showActivity()
{
    const Activity activity = m_box.activity();
    const bool running = activity == Activity::Running;
    m_run->setText(running ? tr("Stop") : tr("Run"));
    m_run->setIconName(running ? u"stop"_s : u"play"_s);
    m_watch->setEnabled(activity == Activity::Idle || activity == Activity::Prompt);
    m_run->setEnabled(running || activity == Activity::Idle || activity == Activity::Prompt);
    m_reset->setEnabled(m_box.isOpen() && activity != Activity::Rewinding);
    m_state->setColorRole(m_box.isOpen() ? ColorRole::Tip : ColorRole::Secondary);
    m_state->setText(activity == Activity::Closed ? tr("no sandbox")
            : activity == Activity::Opening       ? tr("making the sandbox")
            : running                             ? tr("running")
            : activity == Activity::Rewinding     ? tr("bringing the files back")
                                                  : tr("sandbox ready · user learner · no network"));
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
