#pragma once

#include "base/result.h"
#include "sandbox/run.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace ringside::sandbox {

class Supervision;

/// A box that stays open, for the playground.
struct SessionRequest
{
    filesystem::Tree workspace; ///< as for RunRequest
    QList<ExtraMount> mounts;
    QList<std::pair<QByteArray, QByteArray>> environment; ///< added to the box's small fixed one
    quint32 umask = 022;
    quint32 hashSeed = 0;
    /// Wall, CPU and output hold for each program; wall 0 is none. At one of them every process of the box is killed,
    /// and the box stays open. Memory holds for the box and ends it.
    Limits limits;
};

struct ProgramRequest
{
    QByteArrayList command{"python3", "main.py"}; ///< found on the box's PATH
    bool terminal = true; ///< on a terminal of its own; else on pipes
    quint16 rows = 24;
    quint16 columns = 80;
};

/// How a program of a session ended.
struct ProgramReport
{
    Ending ending = Ending::Exited;
    int exitStatus = 0;
    int signal = 0;
    qint64 limitReached = 0; ///< as in RunReport
    std::chrono::microseconds wall{};
    int peakProcesses = 0; ///< in the box meanwhile, those of earlier programs included
    QByteArray lastWords; ///< the end of what it wrote to its terminal, else to standard error: 8 KiB at most
};

/// The same as of a run, as far as it is known: without the files, and with the last words as standard error.
[[nodiscard]] RunReport asRun(const ProgramReport &report);

enum class OutputStream : quint8 { Output, Error };

/// A box that stays open until close(), or until this object goes: programs run in it one at a time, on a terminal
/// or on pipes, and its workspace can be read and changed at any time. What a program has started in the background
/// lives on when it ends. Made by Sandbox::openSession(). All members are called from the thread the object lives in.
///
/// Changes of the workspace by the window are made with the rights of its owner over every permission bit. They fail
/// with System and the kernel's errno (EBUSY also for places where further file systems are attached, and while a
/// tree is restored), or with Internal when the session is closed. Paths are relative to the workspace.
class Session : public QObject
{
    Q_OBJECT

public:
    /// For Sandbox::openSession().
    Session(Supervision &supervision, const SessionRequest &request);

    enum class State : quint8 { Opening, Open, Closed };

    ~Session() override;

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isProgramRunning() const { return m_isProgramRunning; }

    /// Starts a program; programEnded() or programFailed() tells what became of it. Ignored unless the box is open
    /// and nothing runs in it.
    void startProgram(const ProgramRequest &request);
    /// Kills every process in the box; the box stays open.
    void stopProgram();
    /// What is typed into the terminal or written to the program's standard input.
    void write(const QByteArray &bytes);
    /// Ends standard input of a program on pipes, after what has been written. (On a terminal, write Ctrl-D.)
    void closeInput();
    void resizeTerminal(quint16 rows, quint16 columns);

    /// The workspace as it is now, with whole contents up to 64 MiB together. While programs run, two entries may be
    /// of two moments.
    [[nodiscard]] QFuture<Result<filesystem::Tree>> snapshot();
    /// Makes the workspace what it was at a snapshot, byte for byte: contents, holes, modes, times, links and
    /// attributes. Ends every process in the box first, since none would understand the past; a program that is
    /// ended so is reported as Stopped. Errors: Content when the tree is not complete.
    [[nodiscard]] QFuture<Result<>> restore(const filesystem::Tree &tree);

    /// Puts an entry into the workspace, in place of a file of that name. Missing folders are not made.
    [[nodiscard]] QFuture<Result<>> put(const filesystem::Entry &entry);
    enum class Depth : quint8 { EntryAlone, WithContent };
    /// Removes a file, or a folder: an empty one, or with all that is in it.
    [[nodiscard]] QFuture<Result<>> remove(const QByteArray &path, Depth depth = Depth::EntryAlone);
    /// Moves an entry; replaces nothing (EEXIST).
    [[nodiscard]] QFuture<Result<>> rename(const QByteArray &from, const QByteArray &to);
    /// As chmod(2), of the entry itself: a symbolic link has no mode of its own (EOPNOTSUPP).
    [[nodiscard]] QFuture<Result<>> setMode(const QByteArray &path, quint32 mode);

    /// Asks for workspaceChanged(). Call it once, at any time.
    void watchWorkspace();

    /// Ends the box with all that is in it; closed() follows.
    void close();

signals:
    void opened();
    /// The box could not be made; nothing else follows.
    void failed(const ringside::Error &error);
    void outputReceived(const QByteArray &bytes, ringside::sandbox::OutputStream stream);
    void programEnded(const ringside::sandbox::ProgramReport &report);
    /// Programs have changed the workspace: names, sizes, times, modes. A fraction of a second after they did, and a
    /// few times a second at most.
    void workspaceChanged();
    /// It did not start: no such command, for example.
    void programFailed(const ringside::Error &error);
    /// The box is gone: Stopped by close(), MemoryLimit, or Exited when it broke down.
    void closed(ringside::sandbox::Ending ending, qint64 limitReached);

private:
    class Link;
    std::unique_ptr<Link> m_link;
    State m_state = State::Opening;
    bool m_isProgramRunning = false;
    bool m_isOnTerminal = false; ///< the program that runs
};

} // namespace ringside::sandbox
