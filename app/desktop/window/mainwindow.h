#pragma once

#include "course/course.h"
#include "desktop/course/readingstate.h"
#include "desktop/exercise/draftstore.h"
#include "desktop/exercise/exerciserecords.h"
#include "desktop/theme/systemscheme.h"
#include "desktop/theme/theme.h"
#include "desktop/widgets/page.h"
#include "desktop/window/history.h"
#include "desktop/window/preferences.h"
#include "sandbox/sandbox.h"

#include <QMainWindow>
#include <QTimer>

#include <memory>

class QStackedWidget;

namespace ringside::desktop {

class ActionRegistry;
class Chooser;
class CoursePage;
class ExercisesPage;
class ReaderPage;
class SettingsPage;
class ShortcutsPage;
class WorkbenchPage;

/// Where the window reads and writes.
struct WindowPaths
{
    QString course; ///< the folder that holds lessons/ and exercises/
    QString preferences, window, reading; ///< files
    QString drafts; ///< folder
    QString records; ///< file

    /// The user's XDG folders, and the course beside the program.
    [[nodiscard]] static WindowPaths standard();
};

/// The window: rail, pages made on first use, and what goes between them. Pages do not know each other.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Theme &theme, sandbox::Sandbox &sandbox, const WindowPaths &paths, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Starts reading the course; courseLoaded() follows.
    void loadCourse();
    [[nodiscard]] bool isCourseLoaded() const { return m_course != nullptr; }
    [[nodiscard]] const std::shared_ptr<const course::Course> &course() const { return m_course; }

    /// Goes to a place; it enters the history.
    void go(const Location &location);
    /// Opens "ringside:lesson/ID#PART", "lesson:ID#PART", "ringside:exercise/SLUG" or "exercise:SLUG". False
    /// when it is none of these.
    bool openLink(const QString &link);
    void setThemeChoice(ThemeChoice choice);
    void perform(Command command);

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
    void showLocation(const Location &location);
    void showPage(Page *page, Screen screen);
    void courseArrived(course::Course course);
    void updateActions();
    void step(int direction);
    void movePane(int direction);
    void openCommandList();
    void openGoTo();
    void openMenu();
    void choose(const QVariant &value);
    void setPreferences(const Preferences &preferences);
    void applyPreferences();
    void applyTheme();
    void zoomBy(int steps);
    void restoreWindow();
    void saveWindow();
    void followLink(const QString &link);

    Theme &m_theme;
    sandbox::Sandbox &m_sandbox;
    WindowPaths m_paths;
    Preferences m_preferences;
    SystemScheme m_systemScheme;
    ReadingState m_reading;
    DraftStore m_drafts;
    ExerciseRecords m_records;
    std::shared_ptr<const course::Course> m_course;
    History m_history;
    std::optional<Location> m_wanted; ///< asked for before the course was there
    QTimer m_saver;

    ActionRegistry *m_actions;
    NavRail *m_rail;
    QStackedWidget *m_stack;
    Chooser *m_chooser;
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
