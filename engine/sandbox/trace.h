#pragma once

#include "filesystem/tree.h"

#include <QByteArray>
#include <QList>

#include <functional>

namespace ringside::sandbox {

/// How calls are attributed to lines.
enum class Attribution : quint8 {
    Automatic, ///< by reading Python's stack from outside
    None, ///< not at all, as with a Python whose stack is not known
};

enum class TraceAction : quint8 {
    Fail, ///< the call is not made; it gives the errno `figure`
    Shorten, ///< it reads or writes at most `figure` bytes
    KillBefore, ///< everything in the box is killed before the call
    KillAfter,
    Signal, ///< its process gets the signal `figure`
    Attack, ///< attack number `figure` of TraceOptions is carried out before it
};

/// What happens to calls of the learner's own lines. A call of a library on a learner's behalf is one of them, a call
/// of an import or of the interpreter's start is not.
struct TraceRule
{
    QList<int> calls; ///< numbers; empty: all
    QByteArray path; ///< a pattern as of fnmatch(3) for the absolute path; empty: any
    int line = 0; ///< 0: any
    quint32 nth = 0; ///< of those that match, from 1; 0: all
    bool onwards = false; ///< also to all after the nth
    bool changesOnly = false; ///< only calls that may change TraceOptions::changeRoots
    TraceAction action = TraceAction::Fail;
    qint64 figure = 0;
};

/// One step of an attacker, in the workspace; paths are relative to it.
struct AttackStep
{
    enum class Kind : quint8 {
        Remove,
        Rename, ///< `path` to `other`
        Link, ///< `path` becomes a link to `other`
        HardLink, ///< `path` becomes another name of `other`
        Write, ///< `path` becomes a file with the content `other`
        MakeDirectory,
        Swap, ///< `path` and `other` change places
    };
    Kind kind = Kind::Remove;
    QByteArray path;
    QByteArray other;
    quint32 mode = 0644;
};

/// The trees as they were right after one change, while everything in the box stood still.
struct TraceSnapshot
{
    quint32 change = 0; ///< number of the change; 0: before the first
    filesystem::Tree tree;
    QList<filesystem::Tree> mountTrees;
};

/// What the lens shall do in a run. Where Features::trace is false the run is made without it: RunReport::traced.
struct TraceOptions
{
    QByteArrayList codeRoots{"/home/learner/"}; ///< files below are the learner's
    QByteArrayList driverFiles; ///< ours, that call the learner's
    QByteArrayList changeRoots{"/home/learner"}; ///< file systems whose changes count
    Attribution attribution = Attribution::Automatic;
    quint32 capturedBytes = 64; ///< of what is read and written, for each call
    quint64 shownCalls = 200'000; ///< calls after these are counted, not shown
    quint64 countedCalls = 2'000'000; ///< one more ends the run: Ending::CallLimit
    bool positions = false; ///< tell where in a file bytes were written
    bool snapshots = false; ///< give a TraceSnapshot after every change
    QList<TraceRule> rules;
    QList<QList<AttackStep>> attacks;

    /// Gets what the lens saw, for lens::Trace::add(), at most 16 ms after it happened; in the sandbox's thread.
    std::function<void(const QByteArray &records)> receiveRecords;
    std::function<void(TraceSnapshot snapshot)> receiveSnapshot;
};

} // namespace ringside::sandbox
