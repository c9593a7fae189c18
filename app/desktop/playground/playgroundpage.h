#pragma once

#include "desktop/page/pageentry.h"
#include "desktop/playground/hostexchange.h"
#include "desktop/playground/playgroundbox.h"
#include "desktop/playground/playgroundkeeper.h"
#include "desktop/playground/startingpoints.h"
#include "desktop/widgets/externaleditor.h"
#include "desktop/widgets/notice.h"

namespace ringside::desktop {

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
class LensView;
class PlaygroundHeader;
class PlaygroundLens;
class PlaygroundPanes;
class RunModel;
class RunsPane;
class TerminalView;
class TreeChangeModel;
class UndoBar;
class WorkspaceEdits;

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
    [[nodiscard]] LensView *lens() const;
    [[nodiscard]] CrashView *crashes() const;
    [[nodiscard]] HostExchange &exchange() { return m_exchange; }

    void run();
    /// Runs it with the lens on it: without a terminal.
    void watch();
    /// Runs it aside, to see what a crash would leave after each change. The files here stay as they are.
    void crash();
    void reset();
    void rewind(const filesystem::Tree &files, const QString &when);
    /// Writes all files into a folder of the learner's: see HostExchange.
    void exportTo(const QString &folder);

signals:
    void runFinished();

protected:
    void showEvent(QShowEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    PlaygroundPanes *makePanes();
    void connectHeader();
    void connectBox();
    void connectFiles();
    void connectExchange();
    void connectKeeping();
    [[nodiscard]] RunOrder order() const;

    void loadState();
    void begin(const PlaygroundState &state);
    void begin(const StartingPoint &point);
    void beginInstead(const StartingPoint &point, const QString &done);
    void startFrom(const QString &place);
    void beginWanted();
    void chooseStart();
    void addFiles(const QString &names, const QList<filesystem::Entry> &files);
    [[nodiscard]] PlaygroundState state() const;

    void boxFailed(const Error &error);
    void boxLost(sandbox::Ending ending, qint64 limitReached);
    void finishRun(const RunRecord &record);
    void keepRun(const RunRecord &record);
    void followTree(const filesystem::Tree &before, const filesystem::Tree &after);
    void openOutside();
    void tell(NoticeKind kind, const QString &title, const QString &text = {});
    void tellFailure(const QString &doing, const Error &error);
    void showDifference();

    sandbox::Sandbox &m_sandbox;
    PlaygroundBox m_box;
    PlaygroundKeeper m_keeper;
    HostExchange m_exchange;
    std::function<QString()> m_externalCommand;
    ExternalEditor m_externalEditor;
    std::shared_ptr<const course::Course> m_course;
    QString m_wanted; ///< a place to begin with, once the course and the last state are there
    filesystem::Tree m_start; ///< what Reset goes back to
    QString m_startName;
    QByteArray m_toShow; ///< a file that is on its way into the box
    QString m_rewoundTo; ///< words for the rewind under way
    PlaygroundHeader *m_header;
    Notice *m_notice;
    UndoBar *m_undo;
    FilesPane *m_files;
    EditorTabs *m_tabs;
    ConsolePane *m_console;
    WorkspaceEdits *m_edits;
    TreeChangeModel *m_changes;
    ChangeList *m_changeList;
    RunModel *m_runs;
    RunsPane *m_runsPane;
    DifferencePane *m_difference;
    InputPane *m_input;
    EnvironmentModel *m_environment;
    EnvironmentView *m_environmentView;
    PlaygroundLens *m_lens;
    PlaygroundPanes *m_panes;
    Chooser *m_chooser = nullptr;
    bool m_loading = false;
    bool m_begun = false;
};

[[nodiscard]] PageEntry playgroundEntry();

} // namespace ringside::desktop
