#pragma once

#include "lens/trace.h"

#include <QStringList>

#include <optional>

namespace ringside::lens {

/// Numbers of calls: names as in systemcalls.h, or groups: "reads", "writes", "opens", "stats", "renames", "removals",
/// "syncs", "modes", "execs". Nothing when one of them is not known. A name stands for its relatives, too, where C
/// libraries take one for the other: "open" for open and openat.
[[nodiscard]] std::optional<QList<int>> callNumbers(const QStringList &names);

/// Which calls are meant. Empty parts mean all.
struct CallFilter
{
    QList<int> numbers;
    QByteArrayList flags; ///< open flags that must all be set: "O_EXCL"
    QByteArray path; ///< pattern as of fnmatch(3) for one of the absolute paths
    QByteArrayList functions; ///< of the learner's, that make the call or lead to it
    bool learnersOnly = true; ///< phases User and Unknown; of programs it starts, only that they start others

    [[nodiscard]] bool matches(const Trace &trace, const Event &event) const;
};

/// How many calls a filter takes, and the one that comes as number `limit + 1`.
struct CallTally
{
    quint64 calls = 0;
    std::optional<qsizetype> beyond; ///< an event
};
/// Calls that were only counted are taken in where the filter asks for nothing but numbers.
[[nodiscard]] CallTally tally(const Trace &trace, const CallFilter &filter, quint64 limit);

/// "First X, then Y on the same object." Of several Y the last counts: what was done too early and once more in time
/// is no harm. An object may be named by any path it ever had.
struct OrderRule
{
    QList<int> first;
    QList<int> then;
    QByteArray object; ///< absolute path; empty: any
};

struct OrderVerdict
{
    enum class Outcome : quint8 {
        Kept,
        NeverThen, ///< no call of `then` on the object worked
        NotFirst, ///< `event`, the last on its object, came without a call of `first` before it
    };
    Outcome outcome = Outcome::Kept;
    std::optional<qsizetype> event;
};
[[nodiscard]] OrderVerdict checkOrder(const Trace &trace, const OrderRule &rule);

/// The learner's files, for telling a close from the garbage collector's: bytes by absolute path.
using Sources = QHash<QByteArray, QByteArray>;

/// A descriptor that the learner's code opened and did not close.
struct Leak
{
    enum class Kind : quint8 {
        LeftOpen, ///< open until the interpreter ended
        Collected, ///< closed by the garbage collector, whenever that happened to come
    };
    Kind kind = Kind::LeftOpen;
    qsizetype openedBy = 0;
};
[[nodiscard]] QList<Leak> findLeaks(const Trace &trace, const Sources &sources);

/// A process that the learner's code started and did not wait for. It is a zombie when it had ended before the program
/// did, an orphan when it was still alive.
struct Unreaped
{
    enum class Kind : quint8 { Zombie, Orphan };
    Kind kind = Kind::Zombie;
    quint32 process = 0;
};
[[nodiscard]] QList<Unreaped> findUnreaped(const Trace &trace);

/// Whether the calls of this phase are the learner's doing.
[[nodiscard]] bool isLearners(Phase phase);

} // namespace ringside::lens
