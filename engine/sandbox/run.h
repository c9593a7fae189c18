#pragma once

#include "filesystem/tree.h"
#include "sandbox/trace.h"

#include <QByteArray>
#include <QList>

#include <chrono>
#include <optional>

namespace ringside::sandbox {

/// What a run may use at most. Reaching one ends the run with the Ending of its name.
struct Limits
{
    std::chrono::milliseconds wall{5000};
    std::chrono::milliseconds cpu{5000}; ///< per process
    qint64 memoryBytes = 512 << 20; ///< sum over all processes of the box
    qint64 outputBytes = 1 << 20; ///< standard output and standard error together
    qint64 valueBytes = 64 << 10; ///< what may come through the value channel
    qint64 diskBytes = 16 << 20; ///< size of the workspace and of /tmp, each
    qint64 fileBytes = 16 << 20; ///< RLIMIT_FSIZE
    int inodes = 4096;
    int processes = 64;
    int descriptors = 256;
};

/// A further file system inside the box, for lessons on EXDEV, ENOSPC and EROFS.
struct ExtraMount
{
    QByteArray path; ///< absolute, below /home/learner or /mnt
    qint64 bytes = 1 << 20;
    int inodes = 256;
    bool readOnly = false; ///< after `content` is in place
    filesystem::Tree content;
};

enum class Start : quint8 { Automatic, Warm, Cold };

/// One program to run in a fresh box. The program is Python: main.py of the workspace.
struct RunRequest
{
    /// Becomes /home/learner, which is the working directory; holds main.py. Modes and times are set exactly
    /// (modifiedNs 0 is 1970); a file of more size than content ends in a hole; entries of equal inode and
    /// device, not 0, are links to one object. An entry "." sets mode and time of the workspace itself.
    filesystem::Tree workspace;
    QList<ExtraMount> mounts;
    QByteArrayList arguments; ///< sys.argv[1:]
    QList<std::pair<QByteArray, QByteArray>> environment; ///< added to the box's small fixed one
    QByteArray standardInput;
    quint32 umask = 022;
    quint32 hashSeed = 0; ///< PYTHONHASHSEED
    Limits limits;
    Start start = Start::Automatic;
    bool valueChannel = false; ///< descriptor 3 of the program is a pipe to RunReport::value
    bool wantTree = true; ///< read the workspace back after the run
    std::optional<TraceOptions> trace; ///< watch it through the lens
};

enum class Ending : quint8 {
    Exited, ///< by itself: exitStatus
    Signalled, ///< killed by a signal that was not ours: signal
    WallLimit,
    CpuLimit,
    MemoryLimit,
    OutputLimit,
    Stopped, ///< on request
    CallLimit, ///< more system calls than the lens may count
};

struct Resources
{
    std::chrono::microseconds wall{};
    std::chrono::microseconds cpu{};
    qint64 peakMemoryBytes = 0; ///< 0 when it could not be measured
    int peakProcesses = 0;
};

/// What the run did. Observations only: nothing in it is a verdict.
struct RunReport
{
    Ending ending = Ending::Exited;
    int exitStatus = 0;
    int signal = 0;
    qint64 limitReached = 0; ///< the figure at which a limit ended the run, in the limit's unit (ms or bytes)
    QByteArray output;
    QByteArray errorOutput;
    bool outputTruncated = false;
    QByteArray value; ///< bytes from the value channel
    bool valueTruncated = false;
    /// The workspace after every process of the box was dead, without an entry for itself. Contents up to
    /// 1 MiB of each file and 64 MiB together, digests of all.
    filesystem::Tree tree;
    QList<filesystem::Tree> mountTrees; ///< in the order of RunRequest::mounts
    Resources resources;
    bool warm = false; ///< how the interpreter was started
    bool traced = false; ///< the lens was there, as was asked for
};

} // namespace ringside::sandbox
