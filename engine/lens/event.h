#pragma once

#include "sandbox/systemcalls.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QList>

namespace ringside::lens {

/// What a call belongs to. In the order of sandbox::protocol::TracePhase.
enum class Phase : quint8 {
    Startup, ///< the interpreter, before the first line of the learner's
    Import, ///< an import the learner's line asked for
    User, ///< the learner's line itself, or a library on its behalf
    Driver, ///< our own code that calls the learner's
    Child, ///< a program that is not the learner's Python, started by its line
    Shutdown,
    Unknown, ///< cannot be told; counts as the learner's
};

struct Frame
{
    QByteArray file;
    int line = 0;
    QByteArray function;

    bool operator==(const Frame &) const = default;
};

/// A place in the source that makes calls. Lines from 1; columns are bytes from 0, -1 when unknown.
struct Site
{
    Phase phase = Phase::Unknown;
    QByteArray file;
    int line = 0;
    int endLine = 0;
    int column = -1;
    int endColumn = -1;
    int instruction = -1; ///< tells apart calls of one span, such as begin and end of a `with`
    QByteArray function;
    QByteArray module; ///< that is being imported
    QList<Frame> via; ///< the library's frames between line and call, in the order of the calls
    QList<Frame> callers; ///< the learner's frames that lead to the line, innermost first
    bool isTold = false; ///< by the program itself: for showing, and no more

    bool operator==(const Site &) const = default;
};

/// Something with an inode, whatever its name is at the time.
struct Object
{
    quint64 device = 0;
    quint64 inode = 0;
    quint32 mode = 0; ///< with the bits of its type
    qint64 size = 0; ///< when it was first seen
    QByteArrayList names; ///< absolute paths it was met under, in order
};

struct Process
{
    int pid = 0; ///< in the box
    quint32 parent = 0; ///< its number; 0: it is the program itself
    quint32 site = 0; ///< that made it
    quint64 beganNs = 0;
    bool hasEnded = false;
    int waitStatus = 0; ///< as from wait(2)
    quint64 endedNs = 0;
    bool wasReaped = false; ///< its parent waited for it
};

/// One system call. Sites, objects and processes are numbers for Trace; 0 is none.
struct Event
{
    enum Flag : quint16 {
        Unfinished = 1, ///< its process died inside it
        Injected = 2, ///< the result, or what came before it, is our doing
        Ambiguous = 4, ///< another thread could have changed its arguments while they were read
    };
    quint64 timeNs = 0; ///< since the program was let go
    quint64 durationNs = 0; ///< with the lens's own share
    qint64 result = 0; ///< as the kernel has it
    quint32 process = 0;
    qint32 thread = 0; ///< its id in the box
    quint32 site = 0;
    quint32 object = 0;
    quint32 otherObject = 0;
    quint32 change = 0; ///< number of the change it is; 0: it changed nothing
    quint16 number = 0;
    quint16 flags = 0;
    quint32 detailsSize = 0;
    qsizetype detailsAt = 0;

    [[nodiscard]] bool has(Flag flag) const { return (flags & flag) != 0; }
    [[nodiscard]] int errnum() const { return result < 0 && result >= -4095 ? static_cast<int>(-result) : 0; }
    [[nodiscard]] bool isFailed() const { return errnum() != 0; }
    [[nodiscard]] const sandbox::SystemCall *call() const { return sandbox::findSystemCall(number); }
    [[nodiscard]] QByteArray name() const;
};

/// Arguments of a call and what they point to. `numbers` is by call: device, inode, mode, size, links, owner, group and
/// time of change for stat; entries and typed entries for getdents64; the two descriptors of pipe; flags, mode and
/// resolve of openat2; how many of `texts` are arguments, for execve; the position of a write, where it was asked for.
struct CallDetails
{
    QList<quint64> arguments;
    QByteArray base; ///< what `path` is relative to; without a path, what the descriptor leads to
    QByteArray otherBase; ///< the same for `otherPath`; of an open, where the new descriptor leads
    QByteArray path; ///< as the program gave it
    QByteArray otherPath;
    QByteArray data; ///< beginning of what was read or written
    QList<qint64> numbers;
    QByteArrayList texts;

    /// `path` made absolute; without a path, what the descriptor leads to.
    [[nodiscard]] QByteArray fullPath() const;
    [[nodiscard]] QByteArray otherFullPath() const;
};

/// The time a descriptor stood for something.
struct DescriptorLife
{
    enum class End : quint8 {
        Open, ///< it was still open when its process ended, or when the trace ended
        Closed,
        Replaced, ///< by dup2()
        ByExec,
    };
    quint32 process = 0;
    int number = -1;
    qsizetype openedBy = -1; ///< an event; -1: it was there from the start, or came by fork
    qsizetype closedBy = -1;
    End end = End::Open;
    quint32 object = 0;
};

/// Calls of one kind from one site.
struct CallCount
{
    quint64 calls = 0;
    quint64 failed = 0;
    quint64 bytes = 0; ///< read or written
};

/// "/a/b" and "../c" make "/a/b/../c"; "." and empty parts go.
[[nodiscard]] QByteArray joinedPath(const QByteArray &directory, const QByteArray &path);

} // namespace ringside::lens
