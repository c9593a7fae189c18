#pragma once

#include "lens/trace.h"
#include "sandbox/sandbox.h"

#include <QFuture>

#include <memory>

namespace ringside::lens {

/// A run that was watched.
struct WatchedRun
{
    sandbox::RunReport report;
    std::shared_ptr<const Trace> trace;
    QList<sandbox::TraceSnapshot> snapshots; ///< where they were asked for
};

/// Runs a program under the lens; `request.trace` says how, but for who receives what. Errors: as Sandbox::run(), and
/// Unsupported where the lens cannot be.
[[nodiscard]] QFuture<Result<WatchedRun>> watch(sandbox::Sandbox &sandbox, sandbox::RunRequest request);

/// What a crash leaves after each change: one run, which stands still while its trees are read. The first snapshot is of
/// the moment before the first change.
[[nodiscard]] QFuture<Result<WatchedRun>> exploreCrashes(
    sandbox::Sandbox &sandbox, sandbox::RunRequest request);

/// One thing that is done to one call of a run. The same trial gives the same outcome: it is a witness.
struct Trial
{
    sandbox::TraceRule rule;
    qsizetype event = 0; ///< of the undisturbed run: the call it is done to
    sandbox::RunReport report;
};

/// The undisturbed run, and every trial.
struct Trials
{
    WatchedRun plain;
    QList<Trial> trials;
};

/// Which calls are made to fail, once each.
struct Faults
{
    QList<int> calls; ///< empty: all that change something
    QList<int> errnos;
    std::optional<qint64> shortBytes; ///< also: they read or write at most so many bytes
};

/// Runs the program once undisturbed, and once for every call of the learner's and every fault. Errors: as watch().
[[nodiscard]] QFuture<Result<Trials>> exploreFaults(
    sandbox::Sandbox &sandbox, sandbox::RunRequest request, const Faults &faults);

/// Runs the program once undisturbed, and once for every call of the learner's with the attack right before it. What
/// holds in every trial is proven for this attacker, who acts once.
[[nodiscard]] QFuture<Result<Trials>> exploreRaces(
    sandbox::Sandbox &sandbox, sandbox::RunRequest request, const QList<sandbox::AttackStep> &attack);

/// More trials than this are not made: a program that makes more calls is no subject for it.
inline constexpr qsizetype mostTrials = 500;

} // namespace ringside::lens
