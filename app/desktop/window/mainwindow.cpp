#include "desktop/window/mainwindow.h"

#include "base/paths.h"
#include "desktop/course/coursepage.h"
#include "desktop/course/statefile.h"
#include "desktop/exercise/exercisespage.h"
#include "desktop/exercise/workbenchpage.h"
#include "desktop/lesson/readeraccessibility.h"
#include "desktop/lesson/readercontent.h"
#include "desktop/lesson/readerpage.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/window/actionregistry.h"
#include "desktop/window/chooser.h"
#include "desktop/window/settingspage.h"
#include "desktop/window/shortcutspage.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>
#include <QTextEdit>
#include <QUrl>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr QSize firstSize{1440, 900};
constexpr QSize leastSize{800, 560};
constexpr double zoomStep = 0.1;

bool takesText(const QWidget *widget)
{
    return widget && widget->testAttribute(Qt::WA_InputMethodEnabled);
}

} // namespace

WindowPaths WindowPaths::standard()
{
    return {.course = dataFolder(), .preferences = statefile::configPath(u"settings.json"_s),
        .window = statefile::statePath(u"window.json"_s), .reading = statefile::statePath(u"reading.json"_s),
        .drafts = statefile::dataPath(u"drafts"_s), .records = statefile::dataPath(u"exercises.json"_s)};
}

MainWindow::MainWindow(
    Theme &theme, sandbox::Sandbox &sandbox, const WindowPaths &paths, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_sandbox(sandbox)
    , m_paths(paths)
    , m_preferences(loadPreferences(paths.preferences))
    , m_systemScheme(m_preferences.lastSystemScheme, sessionBusIfRunning())
    , m_reading(paths.reading)
    , m_drafts(paths.drafts)
    , m_records(paths.records)
    , m_actions(new ActionRegistry(this))
    , m_rail(new NavRail)
    , m_stack(new QStackedWidget)
    , m_chooser(nullptr)
{
    installReaderAccessibility();
    setWindowTitle(u"Ringside"_s);
    setMinimumSize(leastSize);
    resize(firstSize);
    auto *content = new QWidget;
    auto *layout = new QHBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_rail);
    layout->addWidget(m_stack, 1);
    setCentralWidget(content);
    m_chooser = new Chooser(content);
    makeMenus();

    connect(m_rail, &NavRail::chosen, this, [this](Screen screen) {
        go({screen, screen == Screen::Lesson ? m_reading.place() : ReadingPlace(),
            screen == Screen::Exercises ? m_lastExercise : QString()});
    });
    connect(m_actions, &ActionRegistry::triggered, this, &MainWindow::perform);
    connect(m_chooser, &Chooser::chosen, this, &MainWindow::choose);
    connect(qApp, &QApplication::focusChanged, this, &MainWindow::updateActions);
    connect(&m_systemScheme, &SystemScheme::schemeChanged, this, [this](Scheme scheme) {
        m_preferences.lastSystemScheme = scheme;
        savePreferences(m_paths.preferences, m_preferences);
        applyTheme();
    });
    m_saver.setInterval(1000);
    m_saver.setSingleShot(true);
    connect(&m_saver, &QTimer::timeout, this, &MainWindow::saveWindow);

    applyPreferences();
    m_systemScheme.start();
    restoreWindow();
}

MainWindow::~MainWindow()
{
    qApp->disconnect(this);
}

void MainWindow::makeMenus()
{
    const QList<std::pair<CommandMenu, QString>> menus{{CommandMenu::Go, tr("&Go")},
        {CommandMenu::Edit, tr("&Edit")}, {CommandMenu::View, tr("&View")},
        {CommandMenu::Lesson, tr("&Lesson")}, {CommandMenu::Exercise, tr("E&xercise")},
        {CommandMenu::Help, tr("&Help")}};
    for (const auto &[menu, title] : menus) {
        QMenu *shown = menuBar()->addMenu(title);
        for (const CommandEntry &entry : m_actions->entries()) {
            if (entry.menu == menu)
                shown->addAction(m_actions->action(entry.command));
        }
        connect(shown, &QMenu::aboutToHide, this, [this] {
            // Opened by F10 alone, the bar goes again with its menu.
            QTimer::singleShot(0, this, [this] {
                if (!m_preferences.menuBar && !QApplication::activePopupWidget())
                    menuBar()->hide();
            });
        });
    }
}

void MainWindow::makePage(Page *page)
{
    m_stack->addWidget(page);
}

CoursePage *MainWindow::coursePage()
{
    if (!m_coursePage) {
        makePage(m_coursePage = new CoursePage(m_reading, m_records));
        connect(m_coursePage, &CoursePage::placeRequested, this,
            [this](const ReadingPlace &place) { go({Screen::Lesson, place, {}}); });
        connect(m_coursePage, &CoursePage::exerciseRequested, this,
            [this](const QString &slug) { go({Screen::Exercises, {}, slug}); });
        if (m_course)
            m_coursePage->setCourse(m_course);
    }
    return m_coursePage;
}

ReaderPage *MainWindow::readerPage()
{
    if (!m_readerPage) {
        makePage(m_readerPage = new ReaderPage(m_reading, m_sandbox));
        connect(m_readerPage, &ReaderPage::placeRequested, this,
            [this](const ReadingPlace &place) { go({Screen::Lesson, place, {}}); });
        connect(m_readerPage, &ReaderPage::exerciseRequested, this,
            [this](const QString &slug) { go({Screen::Exercises, {}, slug}); });
        connect(m_readerPage, &ReaderPage::courseRequested, this, [this] { go({Screen::Course, {}, {}}); });
        if (m_course)
            m_readerPage->setCourse(m_course);
    }
    return m_readerPage;
}

ExercisesPage *MainWindow::exercisesPage()
{
    if (!m_exercisesPage) {
        makePage(m_exercisesPage = new ExercisesPage(m_records, m_drafts));
        connect(m_exercisesPage, &ExercisesPage::exerciseRequested, this,
            [this](const QString &slug) { go({Screen::Exercises, {}, slug}); });
        if (m_course)
            m_exercisesPage->setCourse(*m_course);
    }
    return m_exercisesPage;
}

WorkbenchPage *MainWindow::workbenchPage()
{
    if (!m_workbenchPage) {
        makePage(m_workbenchPage = new WorkbenchPage(m_sandbox, m_drafts, m_records));
        connect(m_workbenchPage, &WorkbenchPage::listRequested, this,
            [this] { go({Screen::Exercises, {}, {}}); });
        connect(m_workbenchPage, &WorkbenchPage::linkActivated, this, &MainWindow::followLink);
        connect(m_workbenchPage, &WorkbenchPage::draftSaved, this,
            [this](const course::ExerciseId &exercise) { exercisesPage()->refresh(exercise); });
        m_workbenchPage->restoreLayout(m_workbenchLayout);
        if (m_course)
            m_workbenchPage->setCourse(m_course);
    }
    return m_workbenchPage;
}

SettingsPage *MainWindow::settingsPage()
{
    if (!m_settingsPage) {
        makePage(m_settingsPage = new SettingsPage(m_preferences));
        connect(m_settingsPage, &SettingsPage::changed, this, &MainWindow::setPreferences);
    }
    return m_settingsPage;
}

ShortcutsPage *MainWindow::shortcutsPage()
{
    if (!m_shortcutsPage)
        makePage(m_shortcutsPage = new ShortcutsPage(*m_actions));
    return m_shortcutsPage;
}

void MainWindow::loadCourse()
{
    QtConcurrent::run([folder = m_paths.course] { return course::loadCourse(folder); })
        .then(this, [this](course::Course course) { courseArrived(std::move(course)); });
}

void MainWindow::courseArrived(course::Course course)
{
    m_course = std::make_shared<const course::Course>(std::move(course));
    if (m_coursePage)
        m_coursePage->setCourse(m_course);
    if (m_readerPage)
        m_readerPage->setCourse(m_course);
    if (m_exercisesPage)
        m_exercisesPage->setCourse(*m_course);
    if (m_workbenchPage)
        m_workbenchPage->setCourse(m_course);
    if (m_wanted)
        go(*std::exchange(m_wanted, std::nullopt));
    emit courseLoaded();
}

Page *MainWindow::currentPage() const
{
    return qobject_cast<Page *>(m_stack->currentWidget());
}

Location MainWindow::location() const
{
    const Page *page = currentPage();
    if (m_readerPage && page == m_readerPage)
        return {Screen::Lesson, m_readerPage->place(), {}};
    if (m_workbenchPage && page == m_workbenchPage)
        return {Screen::Exercises, {}, m_workbenchPage->slug()};
    if (m_exercisesPage && page == m_exercisesPage)
        return {Screen::Exercises, {}, {}};
    if (m_settingsPage && page == m_settingsPage)
        return {Screen::Settings, {}, {}};
    if (m_shortcutsPage && page == m_shortcutsPage)
        return {Screen::Shortcuts, {}, {}};
    return {};
}

void MainWindow::go(const Location &location)
{
    if (!m_course) {
        m_wanted = location;
        m_rail->setCurrent(location.screen);
        return;
    }
    m_history.update(this->location());
    showLocation(location);
    m_history.visit(this->location());
    updateActions();
}

void MainWindow::showLocation(const Location &location)
{
    switch (location.screen) {
    case Screen::Course: showPage(coursePage(), Screen::Course); break;
    case Screen::Lesson: {
        ReadingPlace place = location.place;
        if (!m_course->lesson(place.lesson) && !m_course->lessons.isEmpty())
            place = {m_course->lessons.first().id, {}};
        if (!m_course->lesson(place.lesson)) {
            showPage(coursePage(), Screen::Course);
            break;
        }
        showPage(readerPage(), Screen::Lesson);
        m_readerPage->open(place);
        break;
    }
    case Screen::Exercises:
        if (!location.exercise.isEmpty() && workbenchPage()->open(location.exercise))
            showPage(m_workbenchPage, Screen::Exercises);
        else
            showPage(exercisesPage(), Screen::Exercises);
        m_lastExercise = location.exercise;
        break;
    case Screen::Settings: showPage(settingsPage(), Screen::Settings); break;
    case Screen::Shortcuts: showPage(shortcutsPage(), Screen::Shortcuts); break;
    }
    m_saver.start();
}

void MainWindow::showPage(Page *page, Screen screen)
{
    m_stack->setCurrentWidget(page);
    m_rail->setCurrent(screen);
    const QList<QWidget *> panes = page->panes();
    const QWidget *focused = focusWidget();
    // The keyboard follows to the new page, but not out of the rail, where it may be going through.
    if (!panes.isEmpty() && !(focused && m_rail->isAncestorOf(focused)))
        panes.first()->setFocus(Qt::OtherFocusReason);
}

bool MainWindow::openLink(const QString &link)
{
    const QUrl url(link);
    QString path = url.path();
    QString kind = url.scheme();
    if (kind == u"ringside") {
        kind = path.section(u'/', 0, 0);
        path = path.section(u'/', 1);
    }
    if (kind == u"lesson" && !path.isEmpty())
        go({Screen::Lesson, {path, url.fragment()}, {}});
    else if (kind == u"exercise" && !path.isEmpty())
        go({Screen::Exercises, {}, path});
    else
        return false;
    return true;
}

void MainWindow::followLink(const QString &link)
{
    openLink(link);
}

void MainWindow::perform(Command command)
{
    switch (command) {
    case Command::GoCourse: go({Screen::Course, {}, {}}); break;
    case Command::GoLesson: go({Screen::Lesson, m_reading.place(), {}}); break;
    case Command::GoExercises: go({Screen::Exercises, {}, m_lastExercise}); break;
    case Command::GoSettings: go({Screen::Settings, {}, {}}); break;
    case Command::Shortcuts: go({Screen::Shortcuts, {}, {}}); break;
    case Command::GoTo: openGoTo(); break;
    case Command::CommandList: openCommandList(); break;
    case Command::Back: step(-1); break;
    case Command::Forward: step(1); break;
    case Command::NextPane: movePane(1); break;
    case Command::PreviousPane: movePane(-1); break;
    case Command::ZoomIn: zoomBy(1); break;
    case Command::ZoomOut: zoomBy(-1); break;
    case Command::ZoomReset: zoomBy(0); break;
    case Command::FullScreen: setWindowState(windowState() ^ Qt::WindowFullScreen); break;
    case Command::MenuBar: openMenu(); break;
    case Command::ThemeSystem: setThemeChoice(ThemeChoice::System); break;
    case Command::ThemeLight: setThemeChoice(ThemeChoice::Light); break;
    case Command::ThemeDark: setThemeChoice(ThemeChoice::Dark); break;
    case Command::ThemeHighContrast: setThemeChoice(ThemeChoice::HighContrast); break;
    case Command::Quit: close(); break;
    default:
        if (Page *page = currentPage())
            page->perform(command);
    }
}

void MainWindow::step(int direction)
{
    m_history.update(location());
    if (!m_history.canGo(direction))
        return;
    showLocation(m_history.go(direction));
    updateActions();
}

void MainWindow::movePane(int direction)
{
    QList<QWidget *> panes = currentPage() ? currentPage()->panes() : QList<QWidget *>();
    panes.removeIf([](const QWidget *pane) { return !pane->isVisible(); });
    panes.prepend(m_rail);
    const QWidget *focused = focusWidget();
    qsizetype at = 0;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (focused && (panes[i] == focused || panes[i]->isAncestorOf(focused)))
            at = i;
    }
    const qsizetype next = (at + direction + panes.size()) % panes.size();
    if (next == 0)
        m_rail->focusCurrent();
    else
        panes[next]->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::openCommandList()
{
    QList<Choice> choices;
    for (const CommandEntry &entry : m_actions->entries()) {
        const QAction *action = m_actions->action(entry.command);
        if (action->isEnabled() && entry.command != Command::CommandList)
            choices.append({entry.text, action->shortcut().toString(QKeySequence::NativeText),
                u"command"_s, QVariant::fromValue(entry.command)});
    }
    m_chooser->open(tr("Type a command"), choices);
}

void MainWindow::openGoTo()
{
    if (!m_course)
        return;
    QList<Choice> choices;
    for (const course::Lesson &lesson : m_course->lessons) {
        for (const LessonPart &part : partsOf(lesson))
            choices.append({part.title, tr("Lesson %1, %2").arg(lesson.number).arg(lesson.title), u"book"_s,
                u"lesson:%1#%2"_s.arg(lesson.id, part.anchor)});
    }
    for (const course::Exercise &exercise : m_course->exercises)
        choices.append({exercise.title, tr("Exercise %1").arg(exercise.code), u"flask"_s,
            u"exercise:"_s + exercise.slug});
    m_chooser->open(tr("Go to a lesson or an exercise"), choices);
}

void MainWindow::choose(const QVariant &value)
{
    if (value.metaType() == QMetaType::fromType<Command>())
        perform(value.value<Command>());
    else
        openLink(value.toString());
}

void MainWindow::openMenu()
{
    menuBar()->show();
    QMenu *first = menuBar()->actions().first()->menu();
    menuBar()->setActiveAction(first->menuAction());
}

void MainWindow::updateActions()
{
    const QWidget *focused = QApplication::focusWidget();
    if (focused && m_chooser->isAncestorOf(focused))
        return; // the commands are those of what was focused before
    CommandContexts contexts = currentPage() ? currentPage()->contexts() : CommandContexts();
    const auto *editor = qobject_cast<const CodeEditor *>(focused);
    if (editor && !editor->isReadOnly())
        contexts |= CommandContext::Code;
    m_actions->setActiveContexts(contexts);
    m_actions->setLettersAllowed(m_preferences.letterKeys && !takesText(focused));
    m_actions->action(Command::Back)->setEnabled(m_history.canGo(-1));
    m_actions->action(Command::Forward)->setEnabled(m_history.canGo(1));
}

void MainWindow::setThemeChoice(ThemeChoice choice)
{
    Preferences changed = m_preferences;
    changed.theme = choice;
    setPreferences(changed);
}

void MainWindow::zoomBy(int steps)
{
    Preferences changed = m_preferences;
    changed.zoom = steps == 0 ? 1 : qBound(0.7, qRound((changed.zoom + steps * zoomStep) * 10) / 10.0, 2.5);
    setPreferences(changed);
}

void MainWindow::setPreferences(const Preferences &preferences)
{
    m_preferences = preferences;
    savePreferences(m_paths.preferences, preferences);
    applyPreferences();
    if (m_settingsPage)
        m_settingsPage->setPreferences(preferences);
}

void MainWindow::applyPreferences()
{
    m_theme.setFamilies(m_preferences.interfaceFamily, m_preferences.codeFamily);
    m_theme.setZoom(m_preferences.zoom);
    menuBar()->setVisible(m_preferences.menuBar);
    applyTheme();
    updateActions();
}

void MainWindow::applyTheme()
{
    switch (m_preferences.theme) {
    case ThemeChoice::System: m_theme.setScheme(m_systemScheme.scheme()); break;
    case ThemeChoice::Light: m_theme.setScheme(Scheme::Light); break;
    case ThemeChoice::Dark: m_theme.setScheme(Scheme::Dark); break;
    case ThemeChoice::HighContrast: m_theme.setScheme(Scheme::HighContrast); break;
    }
}

void MainWindow::restoreWindow()
{
    const QJsonObject stored = statefile::read(m_paths.window);
    restoreGeometry(QByteArray::fromBase64(stored[u"geometry"].toString().toLatin1()));
    m_workbenchLayout = stored[u"workbench"].toString().toLatin1();
    m_lastExercise = stored[u"exercise"].toString();
    const QString screen = stored[u"screen"].toString();
    if (screen == u"lesson")
        m_wanted = {Screen::Lesson, m_reading.place(), {}};
    else if (screen == u"exercise")
        m_wanted = {Screen::Exercises, {}, m_lastExercise};
    else
        m_wanted = {Screen::Course, {}, {}};
    m_rail->setCurrent(m_wanted->screen);
}

void MainWindow::saveWindow()
{
    m_saver.stop();
    const Location here = location();
    if (m_workbenchPage && !m_workbenchPage->layoutState().isEmpty())
        m_workbenchLayout = m_workbenchPage->layoutState();
    const QString screen = here.screen == Screen::Lesson ? u"lesson"_s
        : here.screen == Screen::Exercises               ? u"exercise"_s
                                                         : u"course"_s;
    const Result<> written = statefile::write(m_paths.window,
        {{u"geometry"_s, QString::fromLatin1(saveGeometry().toBase64())}, {u"screen"_s, screen},
            {u"exercise"_s, m_lastExercise}, {u"workbench"_s, QString::fromLatin1(m_workbenchLayout)}});
    if (!written)
        qWarning("%s", qPrintable(describe(written.error())));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_workbenchPage)
        m_workbenchPage->perform(Command::Save);
    saveWindow();
    event->accept();
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::WindowStateChange)
        m_saver.start();
    QMainWindow::changeEvent(event);
}

} // namespace ringside::desktop
