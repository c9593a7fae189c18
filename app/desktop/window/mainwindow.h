#pragma once

#include "course/course.h"
#include "desktop/page/pageentry.h"
#include "desktop/theme/theme.h"
#include "desktop/window/appearance.h"
#include "desktop/window/history.h"
#include "desktop/window/learnerfiles.h"
#include "desktop/window/preferences.h"
#include "desktop/window/windowpaths.h"
#include "sandbox/sandbox.h"

#include <QMainWindow>
#include <QTimer>

#include <memory>

class QStackedWidget;

namespace ringside::desktop {

class ActionRegistry;
struct CommandEntry;
class Chooser;
class CoursePage;
class ExercisesPage;
class PlaceSearch;
class ReaderPage;
class SettingsPage;
class ShortcutsPage;
class WorkbenchPage;

/// The window: rail, pages made on first use, and what goes between them. Pages do not know each other.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Theme &theme, sandbox::Sandbox &sandbox, const WindowPaths &paths,
        QList<PageEntry> pages = registeredPages(), QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Starts reading the course; courseLoaded() follows.
    void loadCourse();
    [[nodiscard]] bool isCourseLoaded() const { return m_course != nullptr; }
    [[nodiscard]] const std::shared_ptr<const course::Course> &course() const { return m_course; }

    /// Goes to a place; it enters the history.
    void go(const Location &location);
    /// Goes where a link leads: see locationOf(). False when it is none.
    bool openLink(const QString &link);
    void setThemeChoice(ThemeChoice choice);
    void perform(Command command);
    /// The registered page of this id, made if need be. Null when there is none.
    [[nodiscard]] Page *page(const QString &id);

    [[nodiscard]] ActionRegistry &actions() const { return *m_actions; }
    [[nodiscard]] Page *currentPage() const;
    [[nodiscard]] Location location() const;
    [[nodiscard]] CoursePage *coursePage();
    [[nodiscard]] ReaderPage *readerPage();
    [[nodiscard]] WorkbenchPage *workbenchPage();
    [[nodiscard]] ExercisesPage *exercisesPage();
    [[nodiscard]] SettingsPage *settingsPage();
    [[nodiscard]] ShortcutsPage *shortcutsPage();
    [[nodiscard]] const Preferences &preferences() const { return m_preferences; }

signals:
    void courseLoaded();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void makeMenus();
    void makePage(Page *page);
    void setKeys(const QString &command, const QList<QKeySequence> &keys, bool usual);
    void connectData();
    void savePages();
    void forgetPages(Screen next);
    void say(NoticeKind kind, const QString &title, const QString &text = {});
    void showTime();
    [[nodiscard]] QString itemOf(const Location &location) const;
    void goToScreen(Screen screen, const QString &page);
    void performEntry(const CommandEntry &entry);
    [[nodiscard]] const PageEntry *entryOf(const QString &page) const;
    void showLocation(const Location &location);
    void showPage(Page *page, Screen screen);
    void courseArrived(course::Course course);
    void updateActions();
    void step(int direction);
    void movePane(int direction);
    void openCommandList();
    void openMenu();
    void choose(const QVariant &value);
    void setPreferences(const Preferences &preferences);
    void applyPreferences();
    void zoomBy(int steps);
    void restoreWindow();
    void saveWindow();

    Theme &m_theme;
    sandbox::Sandbox &m_sandbox;
    WindowPaths m_paths;
    Preferences m_preferences;
    Appearance m_appearance;
    LearnerFiles m_learner;
    std::shared_ptr<const course::Course> m_course;
    QList<PageEntry> m_pageEntries;
    QHash<QString, Page *> m_pages; ///< registered ones that were made
    History m_history;
    std::optional<Location> m_wanted; ///< asked for before the course was there
    QTimer m_saver;

    ActionRegistry *m_actions;
    NavRail *m_rail;
    QStackedWidget *m_stack;
    Notice *m_notice;
    Chooser *m_chooser = nullptr;
    PlaceSearch *m_search = nullptr;
    CoursePage *m_coursePage = nullptr;
    ReaderPage *m_readerPage = nullptr;
    ExercisesPage *m_exercisesPage = nullptr;
    WorkbenchPage *m_workbenchPage = nullptr;
    SettingsPage *m_settingsPage = nullptr;
    ShortcutsPage *m_shortcutsPage = nullptr;
    QByteArray m_workbenchLayout;
    QString m_lastExercise;
};

} // namespace ringside::desktop
