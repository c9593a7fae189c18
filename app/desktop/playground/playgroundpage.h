#pragma once

#include "desktop/lens/livetrace.h"
#include "desktop/page/pageentry.h"
#include "desktop/playground/playgroundbox.h"
#include "desktop/playground/playgroundstate.h"
#include "desktop/playground/startingpoints.h"
#include "desktop/widgets/externaleditor.h"

#include <QThreadPool>
#include <QTimer>

class QSplitter;

namespace ringside::desktop {

class Button;
class ChangeList;
class Chooser;
class ConsolePane;
class CrashView;
class DifferencePane;
class EditorTabs;
class EnvironmentModel;
class EnvironmentView;
class FilesPane;
class InputPane;
class Label;
class LensView;
class Notice;
class RunModel;
class RunsPane;
class TabPane;
class TerminalView;
class TreeChangeModel;
class UndoBar;

/// The playground: files, editors and a terminal on one box that stays, what each run did to the files, and the way back
/// to before it. All of it is there again at the next start.
class PlaygroundPage : public Page
{
    Q_OBJECT

public:
    explicit PlaygroundPage(const PageServices &services, QWidget *parent = nullptr);
    ~PlaygroundPage() override;

    CommandContexts contexts() const override;
    void perform(Command command) override;
    void performOwn(const QString &command) override;
    QList<QWidget *> panes() const override;
    void setCourse(const std::shared_ptr<const course::Course> &course) override;
    /// Begins with an example or an exercise: see startingPoint(); or with "file:" and the path of a folder, or copies
    /// a file to those that are there. Going back does not begin again.
    bool openPlace(const QString &place) override;
    void save() override;

    [[nodiscard]] PlaygroundBox &box() { return m_box; }
    [[nodiscard]] FilesPane *files() const { return m_files; }
    [[nodiscard]] EditorTabs *tabs() const { return m_tabs; }
    [[nodiscard]] ConsolePane *console() const { return m_console; }
    [[nodiscard]] TerminalView *terminal() const;
    [[nodiscard]] TreeChangeModel *liveChanges() const { return m_changes; }
    [[nodiscard]] RunModel *runs() const { return m_runs; }
    [[nodiscard]] RunsPane *runsPane() const { return m_runsPane; }
    [[nodiscard]] DifferencePane *difference() const { return m_difference; }
    [[nodiscard]] InputPane *input() const { return m_input; }
    [[nodiscard]] EnvironmentModel *environment() const { return m_environment; }
    [[nodiscard]] UndoBar *undoBar() const { return m_undo; }
    [[nodiscard]] LensView *lens() const { return m_lens; }
    [[nodiscard]] CrashView *crashes() const { return m_crashes; }

    void run();
    /// Runs it with the lens on it: without a terminal.
    void watch();
    /// Runs it aside, to see what a crash would leave after each change. The files here stay as they are.
    void crash();
    void reset();
    void rewind(const filesystem::Tree &files, const QString &when);
    /// Begins with the files of a folder of the learner's, or writes all files into one.
    void importFolder(const QString &folder);
    /// Copies files of the learner's to those that are there, over any of the same name.
    void addFiles(const QStringList &paths);
    void exportTo(const QString &folder);

signals:
    void runFinished();

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *makeHeader();
    QWidget *makeTop();
    QWidget *makeBottom();
    void connectBox();
    void connectFiles();
    void connectKeeping();
    void connectLens();
    [[nodiscard]] RunOrder order() const;
    void showCalls(const sandbox::RunReport &report);
    void showSite(const lens::Site &site, bool moveCursor);
    void arrange();
    void fillTabs(bool narrow);

    void loadState();
    void begin(const PlaygroundState &state, const QList<sandbox::ExtraMount> &mounts = {});
    void begin(const StartingPoint &point);
    void startFrom(const QString &place);
    void beginWanted();
    void bringIn(const QStringList &paths);
    void chooseStart();
    void chooseFolder(bool toImport);
    [[nodiscard]] PlaygroundState state() const;
    void keepState();

    void boxFailed(const Error &error);
    void boxLost(sandbox::Ending ending, qint64 limitReached);
    void finishRun(const RunRecord &record);
    void keepRun(const RunRecord &record);
    [[nodiscard]] QStringList shortagesOf(const RunRecord &record) const;
    [[nodiscard]] sandbox::RunRequest limitsOf(const filesystem::Tree &files) const;
    void followTree(const filesystem::Tree &before, const filesystem::Tree &after);
    void changeMode(const QByteArray &path, quint32 mode);
    void rename(const QByteArray &from, const QByteArray &to);
    void remove(const QByteArray &path);
    void putBack(const QList<filesystem::Entry> &entries);
    void put(const filesystem::Entry &entry);
    void putEdited();
    void tellFailure(const QString &doing, const Error &error);
    void tellNotBroughtIn(const QString &what, const Error &error);
    void openOutside();
    void tell(const QString &title, const QString &text);
    void showDifference();
    void showActivity();

    sandbox::Sandbox &m_sandbox;
    PlaygroundBox m_box;
    PlaygroundStore m_store;
    std::function<QString()> m_externalCommand;
    ExternalEditor m_externalEditor;
    QThreadPool m_keeping; ///< one thread: what is written first is there first
    QTimer m_keeper;
    std::shared_ptr<const course::Course> m_course;
    QString m_wanted; ///< a place to begin with, once the course and the last state are there
    filesystem::Tree m_start; ///< what Reset goes back to
    QString m_startName;
    QByteArray m_toShow; ///< a file that is on its way into the box
    QString m_rewoundTo; ///< words for the rewind under way
    QHash<QByteArray, QByteArray> m_ownSaves; ///< by path: what an editor saved, which is no news
    Label *m_state;
    Label *m_origin;
    Button *m_startFrom;
    Button *m_reset;
    Button *m_watch;
    Button *m_run;
    Notice *m_notice;
    UndoBar *m_undo;
    QSplitter *m_rows;
    QSplitter *m_top;
    QSplitter *m_bottom;
    FilesPane *m_files;
    EditorTabs *m_tabs;
    ConsolePane *m_console;
    TabPane *m_side;
    TabPane *m_lower;
    TreeChangeModel *m_changes;
    ChangeList *m_changeList;
    RunModel *m_runs;
    RunsPane *m_runsPane;
    DifferencePane *m_difference;
    InputPane *m_input;
    EnvironmentModel *m_environment;
    EnvironmentView *m_environmentView;
    LensView *m_lens;
    CrashView *m_crashes;
    LiveTrace m_live;
    QByteArray m_watchedFile;
    std::optional<QStringList> m_watchedShortages; ///< of the run that ends now, where it was watched
    Chooser *m_chooser = nullptr;
    bool m_loading = false;
    bool m_begun = false;
    bool m_arranged = false;
    bool m_narrow = false;
};

[[nodiscard]] PageEntry playgroundEntry();

} // namespace ringside::desktop
