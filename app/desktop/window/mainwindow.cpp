#include "desktop/window/mainwindow.h"

#include "desktop/course/coursepage.h"
#include "desktop/exercise/exercisespage.h"
#include "desktop/exercise/workbenchpage.h"
#include "desktop/lesson/readeraccessibility.h"
#include "desktop/lesson/readercontent.h"
#include "desktop/lesson/readerpage.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/window/actionregistry.h"
#include "desktop/window/chooser.h"
#include "desktop/window/links.h"
#include "desktop/window/placesearch.h"
#include "desktop/window/settingspage.h"
#include "desktop/window/shortcutspage.h"
#include "desktop/window/windowstate.h"
#include "wording/trouble.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFutureWatcher>
#include <QHBoxLayout>
#include <QMenu>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>
#include <QStyle>
#include <QTextEdit>
#include <QVBoxLayout>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr QSize firstSize{1440, 900};
constexpr QSize leastSize{800, 560};
constexpr double zoomStep = 0.1;

// Whole on its screen, title bar and all. (Where a saved window no longer fits, restoreGeometry() does the same.)
QSize firstSizeOn(const QScreen &screen, const QStyle &style)
{
    const QSize frame(2, style.pixelMetric(QStyle::PM_TitleBarHeight) + 2);
    return firstSize.boundedTo(screen.availableSize() - frame);
}

bool takesText(const QWidget *widget)
{
    return widget && widget->testAttribute(Qt::WA_InputMethodEnabled);
}

} // namespace

MainWindow::MainWindow(Theme &theme, sandbox::Sandbox &sandbox, const WindowPaths &paths,
    QList<PageEntry> pages, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_sandbox(sandbox)
    , m_paths(paths)
    , m_preferences(loadPreferences(paths.preferences))
    , m_appearance(theme, m_preferences.lastSystemScheme)
    , m_learner(paths)
    , m_pageEntries(std::move(pages))
    , m_actions(new ActionRegistry(this, m_pageEntries))
    , m_rail(new NavRail(m_pageEntries))
    , m_stack(new QStackedWidget)
    , m_notice(new Notice)
{
    installReaderAccessibility();
    setWindowTitle(u"Ringside"_s);
    setMinimumSize(leastSize);
    resize(firstSizeOn(*screen(), *style()));
    auto *content = new QWidget;
    auto *layout = new QHBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *side = new QVBoxLayout;
    side->setSpacing(0);
    auto *message = new QWidget;
    auto *messageLayout = new QVBoxLayout(message);
    messageLayout->setContentsMargins(14, 12, 14, 0);
    messageLayout->addWidget(m_notice);
    message->hide();
    side->addWidget(message);
    side->addWidget(m_stack, 1);
    layout->addWidget(m_rail);
    layout->addLayout(side, 1);
    setCentralWidget(content);
    m_chooser = new Chooser(content);
    m_search = new PlaceSearch(*m_chooser, m_learner.store(), m_chooser);
    makeMenus();

    connect(m_rail, &NavRail::chosen, this, &MainWindow::goToScreen);
    connect(m_actions, &ActionRegistry::triggered, this, &MainWindow::performEntry);
    connect(m_chooser, &Chooser::chosen, this, &MainWindow::choose);
    connect(&m_learner, &LearnerFiles::said, this, &MainWindow::say);
    connect(&m_learner.time(), &TimeKeeper::ticked, this, &MainWindow::showTime);
    connect(qApp, &QApplication::focusChanged, this, &MainWindow::updateActions);
    connect(&m_appearance, &Appearance::systemSchemeChanged, this, [this](Scheme scheme) {
        m_preferences.lastSystemScheme = scheme;
        std::ignore = savePreferences(m_paths.preferences, m_preferences); // it only spares the next start a flash
    });
    m_saver.setInterval(1000);
    m_saver.setSingleShot(true);
    connect(&m_saver, &QTimer::timeout, this, &MainWindow::saveWindow);

    applyPreferences();
    m_appearance.start();
    m_learner.open();
    restoreWindow();
    setFocus(); // else the first button of the rail has it, and pages leave it there
}

MainWindow::~MainWindow()
{
    qApp->disconnect(this);
    delete takeCentralWidget(); // the pages use what this object holds
}

void MainWindow::makeMenus()
{
    const QList<std::pair<CommandMenu, QString>> menus{{CommandMenu::Go, tr("&Go")},
        {CommandMenu::Edit, tr("&Edit")}, {CommandMenu::View, tr("&View")},
        {CommandMenu::Lesson, tr("&Lesson")}, {CommandMenu::Exercise, tr("E&xercise")},
        {CommandMenu::Page, tr("&Page")}, {CommandMenu::Help, tr("&Help")}};
    for (const auto &[menu, title] : menus) {
        QMenu *shown = menuBar()->addMenu(title);
        for (const CommandEntry &entry : m_actions->entries()) {
            if (entry.menu == menu)
                shown->addAction(m_actions->action(entry));
        }
        if (menu == CommandMenu::Go) { // below what the pages have added
            shown->addSeparator();
            shown->addAction(m_actions->action(Command::Quit));
        }
        shown->menuAction()->setVisible(!shown->isEmpty());
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
    connect(page, &Page::linkActivated, this, &MainWindow::openLink);
    if (m_course)
        page->setCourse(m_course);
}

const PageEntry *MainWindow::entryOf(const QString &page) const
{
    const auto entry = std::ranges::find(m_pageEntries, page, &PageEntry::id);
    return entry == m_pageEntries.end() ? nullptr : &*entry;
}

Page *MainWindow::page(const QString &id)
{
    const PageEntry *entry = entryOf(id);
    if (!entry || m_pages.contains(id))
        return m_pages.value(id);
    m_learner.waitUntilOpen();
    Page *page = entry->make(
        {m_theme, m_sandbox, m_learner.store(), m_learner.folder(), [this] { return m_preferences.limits(); },
            [this] { return m_preferences.externalEditor; }});
    m_pages.insert(id, page);
    makePage(page);
    connect(page, &Page::placeChanged, this, [this, page] {
        if (page != currentPage())
            return;
        m_history.visit(location());
        updateActions();
    });
    return page;
}

CoursePage *MainWindow::coursePage()
{
    if (!m_coursePage) {
        makePage(m_coursePage = new CoursePage(m_learner.reading(), m_learner.records()));
        connect(m_coursePage, &CoursePage::placeRequested, this,
            [this](const ReadingPlace &place) { go({Screen::Lesson, place, {}}); });
        connect(m_coursePage, &CoursePage::exerciseRequested, this,
            [this](const QString &slug) { go({Screen::Exercises, {}, slug}); });
    }
    return m_coursePage;
}

ReaderPage *MainWindow::readerPage()
{
    if (!m_readerPage) {
        makePage(m_readerPage = new ReaderPage(m_learner.reading(), m_sandbox));
        m_readerPage->setLimits(m_preferences.limits());
        m_readerPage->joinStore(m_learner.store());
        connect(m_readerPage, &ReaderPage::placeRequested, this,
            [this](const ReadingPlace &place) { go({Screen::Lesson, place, {}}); });
        connect(m_readerPage, &ReaderPage::exerciseRequested, this,
            [this](const QString &slug) { go({Screen::Exercises, {}, slug}); });
        connect(m_readerPage, &ReaderPage::linkActivated, this, &MainWindow::openLink);
        connect(m_readerPage, &ReaderPage::pdfSaved, this,
            [this](const QString &file) { say(NoticeKind::Success, tr("The lesson is in %1").arg(file)); });
        connect(m_readerPage, &ReaderPage::pdfFailed, this, [this](const Error &error) {
            say(NoticeKind::Problem, tr("The lesson could not be saved"), wording::explain(error).what);
        });
        connect(m_readerPage, &ReaderPage::courseRequested, this, [this] { go({Screen::Course, {}, {}}); });
    }
    return m_readerPage;
}

ExercisesPage *MainWindow::exercisesPage()
{
    if (!m_exercisesPage) {
        makePage(m_exercisesPage = new ExercisesPage(m_learner.records(), m_learner.drafts()));
        connect(m_exercisesPage, &ExercisesPage::exerciseRequested, this,
            [this](const QString &slug) { go({Screen::Exercises, {}, slug}); });
    }
    return m_exercisesPage;
}

WorkbenchPage *MainWindow::workbenchPage()
{
    if (!m_workbenchPage) {
        makePage(m_workbenchPage = new WorkbenchPage(m_sandbox, m_learner.drafts(), m_learner.records(), m_learner.store()));
        connect(m_workbenchPage, &WorkbenchPage::listRequested, this,
            [this] { go({Screen::Exercises, {}, {}}); });
        connect(m_workbenchPage, &WorkbenchPage::draftSaved, this,
            [this](const course::ExerciseId &exercise) { exercisesPage()->refresh(exercise); });
        m_workbenchPage->setLabs(classroom::OpenLabs(m_learner.folder()));
        m_workbenchPage->restoreLayout(m_workbenchLayout);
        m_workbenchPage->setCheckOnSave(m_preferences.checkOnSave);
        m_workbenchPage->setCompleteWhileTyping(m_preferences.completeWhileTyping);
        m_workbenchPage->setExternalEditor(m_preferences.externalEditor);
    }
    return m_workbenchPage;
}

SettingsPage *MainWindow::settingsPage()
{
    if (!m_settingsPage) {
        makePage(m_settingsPage = new SettingsPage(m_preferences, m_learner.folder()));
        connect(m_settingsPage, &SettingsPage::changed, this, &MainWindow::setPreferences);
        connect(m_settingsPage, &SettingsPage::keysRequested, this, [this] { go({Screen::Shortcuts, {}, {}}); });
        connectData();
    }
    return m_settingsPage;
}

// What the settings offer to do with everything of the learner's.
void MainWindow::connectData()
{
    connect(m_settingsPage, &SettingsPage::exportRequested, this, [this](const QString &file) {
        savePages();
        m_learner.exportTo(file);
    });
    connect(m_settingsPage, &SettingsPage::importRequested, this, [this](const QString &file) {
        forgetPages(Screen::Settings);
        m_learner.importFrom(file);
    });
    connect(m_settingsPage, &SettingsPage::restoreRequested, this, [this](const progress::Backup &copy) {
        forgetPages(Screen::Settings);
        m_learner.goBackTo(copy);
    }, Qt::QueuedConnection);
    connect(m_settingsPage, &SettingsPage::deleteRequested, this, [this] {
        forgetPages(Screen::Course);
        m_learner.deleteAll();
    }, Qt::QueuedConnection);
    connect(&m_learner, &LearnerFiles::imported, m_settingsPage, &SettingsPage::offerReturn);
    const auto showCopies = [this] { m_settingsPage->setCopies(m_learner.copies()); };
    connect(&m_learner, &LearnerFiles::copiesChanged, m_settingsPage, showCopies);
    showCopies();
}

ShortcutsPage *MainWindow::shortcutsPage()
{
    if (!m_shortcutsPage) {
        makePage(m_shortcutsPage = new ShortcutsPage(*m_actions));
        connect(m_shortcutsPage, &ShortcutsPage::keysChosen, this, &MainWindow::setKeys);
    }
    return m_shortcutsPage;
}

void MainWindow::setKeys(const QString &command, const QList<QKeySequence> &keys, bool usual)
{
    Preferences changed = m_preferences;
    usual ? void(changed.keys.remove(command)) : void(changed.keys.insert(command, keys));
    setPreferences(changed);
}

void MainWindow::savePages()
{
    for (int i = 0; i < m_stack->count(); ++i)
        qobject_cast<Page *>(m_stack->widget(i))->save();
}

// Pages that hold something of the learner's would write it over what comes now. The window goes on from a screen that
// holds nothing, as on its first day.
void MainWindow::forgetPages(Screen next)
{
    go({next, {}, {}});
    savePages();
    for (Page *page : std::as_const(m_pages))
        delete page;
    m_pages.clear();
    delete std::exchange(m_workbenchPage, nullptr);
    delete std::exchange(m_exercisesPage, nullptr);
    delete std::exchange(m_readerPage, nullptr);
    m_history = {};
    m_lastExercise.clear();
}

// A message of the whole window; it goes with the next page.
void MainWindow::say(NoticeKind kind, const QString &title, const QString &text)
{
    m_notice->setMessage(kind, title, text);
    m_notice->parentWidget()->show();
    announce(this, text.isEmpty() ? title : title + u". "_s + text);
}

void MainWindow::loadCourse()
{
    // A watcher, not then(): one start in a hundred, on a busy machine, the continuation was never called.
    auto *watcher = new QFutureWatcher<course::Course>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        courseArrived(watcher->future().takeResult());
    });
    watcher->setFuture(QtConcurrent::run([folder = m_paths.course] { return course::loadCourse(folder); }));
}

void MainWindow::courseArrived(course::Course course)
{
    m_course = std::make_shared<const course::Course>(std::move(course));
    m_search->setCourse(m_course);
    for (int i = 0; i < m_stack->count(); ++i)
        qobject_cast<Page *>(m_stack->widget(i))->setCourse(m_course);
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
    for (const auto &[id, registered] : m_pages.asKeyValueRange()) {
        if (page == registered)
            return {Screen::Registered, {}, {}, id, registered->placeName()};
    }
    return {};
}

void MainWindow::go(const Location &location)
{
    if (!m_course) {
        m_wanted = location;
        m_rail->setCurrent(location.screen, location.page);
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
    case Screen::Registered:
        if (Page *registered = page(location.page)) {
            registered->openPlace(location.where);
            showPage(registered, Screen::Registered);
        } else {
            showPage(coursePage(), Screen::Course);
        }
        break;
    }
    m_learner.time().setItem(itemOf(this->location()));
    showTime();
    m_saver.start();
}

// What the learner's store calls it; empty where no time is counted.
QString MainWindow::itemOf(const Location &location) const
{
    if (location.screen == Screen::Lesson)
        return u"lesson:"_s + location.place.lesson;
    if (location.screen == Screen::Registered && (location.page == u"interview" || location.page == u"playground"))
        return u"page:"_s + location.page;
    const course::Exercise *exercise = m_course->exercise(location.exercise);
    return exercise ? u"exercise:"_s + exercise->id : QString();
}

void MainWindow::showTime()
{
    if (m_workbenchPage && m_course)
        m_workbenchPage->setTimeSpent(m_learner.time().spent(itemOf({Screen::Exercises, {}, m_workbenchPage->slug()})));
}

void MainWindow::showPage(Page *page, Screen screen)
{
    if (m_stack->currentWidget() != page)
        m_notice->parentWidget()->hide();
    // What was typed for a lab is in its file before somebody can hand it in.
    if (m_workbenchPage && page != m_workbenchPage)
        m_workbenchPage->save();
    m_stack->setCurrentWidget(page);
    m_rail->setCurrent(screen, location().page);
    const QList<QWidget *> panes = page->panes();
    const QWidget *focused = focusWidget();
    // The keyboard follows to the new page, but not out of the rail, where it may be going through.
    if (!panes.isEmpty() && !(focused && m_rail->isAncestorOf(focused)))
        panes.first()->setFocus(Qt::OtherFocusReason);
}

bool MainWindow::openLink(const QString &link)
{
    const std::optional<Location> location = locationOf(link, m_course.get(), m_pageEntries);
    if (location)
        go(*location);
    return location.has_value();
}

void MainWindow::goToScreen(Screen screen, const QString &page)
{
    go({screen, screen == Screen::Lesson ? m_learner.reading().place() : ReadingPlace(),
        screen == Screen::Exercises ? m_lastExercise : QString(), page});
}

void MainWindow::performEntry(const CommandEntry &entry)
{
    if (entry.command == Command::GoPage)
        goToScreen(Screen::Registered, entry.page);
    else if (entry.command != Command::OfPage)
        perform(entry.command);
    else if (Page *page = currentPage())
        page->performOwn(entry.own);
}

void MainWindow::perform(Command command)
{
    switch (command) {
    case Command::GoCourse: go({Screen::Course, {}, {}}); break;
    case Command::GoLesson: go({Screen::Lesson, m_learner.reading().place(), {}}); break;
    case Command::GoExercises: go({Screen::Exercises, {}, m_lastExercise}); break;
    case Command::GoSettings: go({Screen::Settings, {}, {}}); break;
    case Command::Shortcuts: go({Screen::Shortcuts, {}, {}}); break;
    case Command::GoTo: m_search->open(); break;
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
        const QAction *action = m_actions->action(entry);
        if (action->isEnabled() && entry.command != Command::CommandList)
            choices.append({entry.text, action->shortcut().toString(QKeySequence::NativeText),
                u"command"_s, QVariant::fromValue(entry)});
    }
    m_chooser->open(tr("Type a command"), choices);
}

void MainWindow::choose(const QVariant &value)
{
    if (value.metaType() == QMetaType::fromType<CommandEntry>())
        performEntry(value.value<CommandEntry>());
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
    m_actions->setActive(contexts, location().page);
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
    if (const Result<> saved = savePreferences(m_paths.preferences, preferences); !saved)
        say(NoticeKind::Warning, tr("The settings could not be kept"), wording::explain(saved.error()).what);
    applyPreferences();
    if (m_settingsPage)
        m_settingsPage->setPreferences(preferences);
}

void MainWindow::applyPreferences()
{
    m_appearance.apply(m_preferences);
    m_actions->setKeys(m_preferences.keys);
    if (m_readerPage)
        m_readerPage->setLimits(m_preferences.limits());
    if (m_workbenchPage) {
        m_workbenchPage->setCheckOnSave(m_preferences.checkOnSave);
        m_workbenchPage->setCompleteWhileTyping(m_preferences.completeWhileTyping);
        m_workbenchPage->setExternalEditor(m_preferences.externalEditor);
    }
    menuBar()->setVisible(m_preferences.menuBar);
    updateActions();
}

void MainWindow::restoreWindow()
{
    const WindowState state = loadWindowState(m_paths.window);
    restoreGeometry(state.geometry);
    m_workbenchLayout = state.workbench;
    m_lastExercise = state.lastExercise;
    m_wanted = state.location;
    if (m_wanted->screen == Screen::Registered && !entryOf(m_wanted->page))
        m_wanted = Location{};
    if (m_wanted->screen == Screen::Lesson)
        m_wanted->place = m_learner.reading().place();
    m_rail->setCurrent(m_wanted->screen, m_wanted->page);
}

void MainWindow::saveWindow()
{
    m_saver.stop();
    if (m_workbenchPage && !m_workbenchPage->layoutState().isEmpty())
        m_workbenchLayout = m_workbenchPage->layoutState();
    const Result<> written
        = saveWindowState(m_paths.window, {saveGeometry(), location(), m_lastExercise, m_workbenchLayout});
    if (!written)
        qWarning("%s", qPrintable(describe(written.error())));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    savePages();
    m_learner.time().save();
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
