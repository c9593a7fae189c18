#pragma once

#include "lens/powermodel.h"
#include "lens/trials.h"

namespace ringside::lens {

/// What is left by a program that is killed right after one of its changes: one state for each, in their order. The run
/// is of exploreCrashes(). Changes of our own caller are none of the program's.
[[nodiscard]] QList<CrashState> afterKills(const WatchedRun &run);

/// What may be found when the power fails between two changes; goes on until `goesOn`, which is told how many states and
/// moments there were and is asked at every one of both, returns false. The trace is that of the model.
[[nodiscard]] QList<CrashState> afterPowerFailures(const PowerModel &model, const Trace &trace, PowerProfile profile,
    const std::function<bool(qsizetype found, qsizetype moments)> &goesOn);

/// How something that a crash left stands to what was there before the program, and to what is there at its end.
enum class Standing : quint8 {
    AsBefore,
    AsAfter,
    Neither, ///< it has another content than before and at the end
    Missing, ///< it was there before and is at the end, and here it is not
    LeftOver, ///< it is only here
};

struct LeftEntry
{
    filesystem::Entry entry; ///< of what is missing: as it was before
    Standing standing = Standing::AsBefore;

    /// A reader of the file would find neither what was nor what is to be.
    [[nodiscard]] bool isBroken() const { return standing == Standing::Neither || standing == Standing::Missing; }
};

/// All that is in a tree of a crash, and what is missing there, by path. Of folders only the names are compared.
struct LeftTree
{
    QList<LeftEntry> entries;
    bool isAsBefore = false;
    bool isAsAfter = false;

    /// Something in it is.
    [[nodiscard]] bool isBroken() const;
};

[[nodiscard]] LeftTree compareLeft(
    const filesystem::Tree &before, const filesystem::Tree &left, const filesystem::Tree &after);

} // namespace ringside::lens
