#pragma once

#include "desktop/playground/treechanges.h"
#include "sandbox/sandbox.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace ringside::desktop {

/// A run of the learner's program, as it is asked for.
struct RunOrder
{
    QByteArray file = "main.py"; ///< in the workspace
    QByteArrayList arguments;
    QList<std::pair<QByteArray, QByteArray>> environment; ///< added to that of the box
    std::optional<QByteArray> input; ///< standard input; without it the program has the terminal

    bool operator==(const RunOrder &) const = default;
};

/// A run that has ended, with the files before and after it.
struct RunRecord
{
    int number = 0; ///< from 1
    qint64 startedMs = 0; ///< since 1970
    RunOrder order;
    sandbox::ProgramReport report;
    filesystem::Tree before;
    filesystem::Tree after;
};

/// `python3 main.py -v`, as one would type it.
[[nodiscard]] QByteArray commandLine(const RunOrder &order);

/// The playground's box and what is done in it: a prompt that waits for the learner, or one run of the program, one at a
/// time. It knows the files as they are, and takes a picture of them before and after each run.
///
/// Several things at once: programs change files while the window does, so tree() is what the last snapshot held that
/// began after the last change by the window. A run ends the prompt that is open; stop() and rewind() end everything.
class PlaygroundBox : public QObject
{
    Q_OBJECT

public:
    enum class Activity : quint8 {
        Closed, ///< there is no box
        Opening,
        Idle, ///< nothing has the terminal
        Prompt,
        Running,
        Rewinding,
    };
    enum class Prompt : quint8 { Shell, Python };

    PlaygroundBox(sandbox::Sandbox &sandbox, std::function<sandbox::Limits()> limits, QObject *parent = nullptr);
    ~PlaygroundBox() override;

    /// A box with these files, in place of the one before. Further file systems keep what is written to them; they are
    /// no part of tree().
    void open(const filesystem::Tree &files, const QList<sandbox::ExtraMount> &mounts = {});
    [[nodiscard]] Activity activity() const { return m_activity; }
    [[nodiscard]] bool isOpen() const { return m_activity > Activity::Opening; }
    [[nodiscard]] const filesystem::Tree &tree() const { return m_tree; }
    /// Calls back with the files as they are now; where there is no box, with those of tree(). Not at all when the box
    /// is replaced meanwhile.
    void look(std::function<void(const filesystem::Tree &)> then);
    /// What the session was opened with.
    [[nodiscard]] sandbox::Limits limits() const { return m_limits; }
    [[nodiscard]] const QList<sandbox::ExtraMount> &mounts() const { return m_mounts; }
    /// For the change that treeChanged() tells: files that were brought back are other objects than before.
    [[nodiscard]] Identities identities() const { return m_identities; }

    /// Runs are counted from here.
    void setRunCount(int runs) { m_runs = runs; }
    [[nodiscard]] int runCount() const { return m_runs; }
    void setTerminalSize(int rows, int columns);
    void setEnvironment(const QList<std::pair<QByteArray, QByteArray>> &environment) { m_environment = environment; }
    /// Keys, for who has the terminal.
    void type(const QByteArray &bytes);

    /// Each of these is ignored where it makes no sense: without a box, or while a run is under way.
    void startPrompt(Prompt prompt);
    void run(const RunOrder &order);
    /// As run(), with the lens on it: without a terminal, in a box of its own, whose files are brought back. For every
    /// program but main.py the name main.py is taken by one of ours, which calls it. watched() comes before runEnded().
    void watch(const RunOrder &order, const sandbox::TraceOptions &trace);
    /// What watch() would run on these files: for a run that leaves no trace here.
    [[nodiscard]] sandbox::RunRequest requestFor(const RunOrder &order, const filesystem::Tree &files) const;
    /// Kills every process in the box.
    void stop();
    /// Makes the files what they were; what runs is ended. rewound() follows.
    void rewind(const filesystem::Tree &files);

    /// Changes by the learner's own hand. Errors: as sandbox::Session's.
    [[nodiscard]] QFuture<Result<>> put(const filesystem::Entry &entry);
    [[nodiscard]] QFuture<Result<>> setMode(const QByteArray &path, quint32 mode);
    [[nodiscard]] QFuture<Result<>> rename(const QByteArray &from, const QByteArray &to);
    [[nodiscard]] QFuture<Result<>> remove(const QByteArray &path);

signals:
    void activityChanged();
    void opened();
    /// What a program on the box's terminal finds in its environment.
    void environmentRead(const QList<std::pair<QByteArray, QByteArray>> &variables);
    /// There is no box, and why.
    void failed(const ringside::Error &error);
    /// The box is gone by itself: its memory was used up, or it broke down. Its files are those of tree().
    void lost(ringside::sandbox::Ending ending, qint64 limitReached);
    void outputReceived(const QByteArray &bytes, ringside::sandbox::OutputStream stream);
    void promptEnded(const ringside::sandbox::ProgramReport &report);
    void runStarted(const ringside::desktop::RunOrder &order);
    void runEnded(const ringside::desktop::RunRecord &record);
    /// The box was lost in the middle of a run, see lost(), which comes next. `after` is what was seen last.
    void runLost(const ringside::desktop::RunRecord &record);
    /// The program of watch() has ended; the files it left are not here yet.
    void watched(const ringside::sandbox::RunReport &report);
    void programFailed(const ringside::Error &error);
    void treeChanged(const ringside::filesystem::Tree &before, const ringside::filesystem::Tree &after);
    /// The files are those of rewind() now, or the error says why not; `before` are those they were.
    void rewound(const ringside::Result<> &result, const ringside::filesystem::Tree &before);

private:
    void setActivity(Activity activity);
    void connectSession();
    void endSession();
    void sessionOpened();
    void finishOpening();
    void restore(const filesystem::Tree &files, const filesystem::Tree &before);
    void programEnded(const sandbox::ProgramReport &report);
    void whenFree(std::function<void()> next);
    [[nodiscard]] bool beginRecord(const RunOrder &order);
    void beginRun(std::function<void()> start);
    void startProgram();
    void finishRun(const sandbox::ProgramReport &report, Identities identities = Identities::Compared);
    void loseRun(sandbox::Ending ending, qint64 limitReached);
    void startWatched(const sandbox::TraceOptions &trace);
    void finishWatched(const sandbox::RunReport &report);
    void bringBack(const filesystem::Tree &files);
    void refresh();
    void see(const filesystem::Tree &tree);
    [[nodiscard]] QByteArrayList withEnvironment(const QByteArrayList &command) const;
    /// A snapshot for this box only: nothing comes when it has been replaced meanwhile.
    void snapshotThen(std::function<void(const filesystem::Tree &)> next);
    [[nodiscard]] QFuture<Result<>> edited(QFuture<Result<>> edit);
    [[nodiscard]] sandbox::ProgramRequest onTerminal(const QByteArrayList &command) const;

    sandbox::Sandbox &m_sandbox;
    std::function<sandbox::Limits()> m_limitsNow;
    sandbox::Limits m_limits;
    std::unique_ptr<sandbox::Session> m_session;
    int m_generation = 0; ///< of sessions
    Activity m_activity = Activity::Closed;
    filesystem::Tree m_tree;
    quint16 m_rows = 24;
    quint16 m_columns = 80;
    QList<std::pair<QByteArray, QByteArray>> m_environment;
    std::function<void()> m_next; ///< once nothing has the terminal
    QByteArray m_given; ///< the environment as it is being read
    QList<sandbox::ExtraMount> m_mounts;
    RunRecord m_run; ///< under way
    int m_runs = 0;
    bool m_stopWanted = false;
    std::stop_source m_watchStop;
    int m_edits = 0; ///< by the window
    Identities m_identities = Identities::Compared;
    bool m_bringingBack = false; ///< what there is to see is half done
    bool m_looking = false;
    bool m_lookAgain = false;
};

} // namespace ringside::desktop
