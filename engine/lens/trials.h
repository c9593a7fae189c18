#pragma once

#include "lens/trace.h"
#include "sandbox/sandbox.h"

#include <QFuture>

#include <memory>
#include <stop_token>

namespace ringside::lens {

/// A run that was watched.
struct WatchedRun
{
    sandbox::RunReport report;
    std::shared_ptr<const Trace> trace;
    QList<sandbox::TraceSnapshot> snapshots; ///< where they were asked for
};

/// Of every call that is judged or explored all is known: none may hide behind those that are only counted. One more
/// ends the run: Ending::CallLimit.
inline constexpr quint64 mostWatchedCalls = 500'000;

/// Runs a program under the lens; `request.trace` says how, but for how many calls and who receives the records. Errors: as Sandbox::run(),
/// and Unsupported where the lens cannot be.
[[nodiscard]] QFuture<Result<WatchedRun>> watch(
    sandbox::Sandbox &sandbox, sandbox::RunRequest request, const std::stop_token &stop = {});

/// What a crash leaves after each change: one run, which stands still while its trees are read. The first snapshot is of
/// the moment before the first change. Each is told to `request.trace->receiveSnapshot` as well, when it comes.
[[nodiscard]] QFuture<Result<WatchedRun>> exploreCrashes(
    sandbox::Sandbox &sandbox, sandbox::RunRequest request, const std::stop_token &stop = {});

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

/// Which calls are made to fail, once each. A write to a file that fails goes on failing, as on a disk that is full or
/// broken: Python tries again when it closes the file.
struct Faults
{
    QList<int> calls; ///< empty: all that change something
    QList<int> errnos;
    std::optional<qint64> shortBytes; ///< also: they read or write at most so many bytes
};

/// Of more trials than are to be made, some are left out between the first and the last.
inline constexpr qsizetype mostTrials = 500;

/// Runs the program once undisturbed, and once for every call of the learner's and every fault. Errors: as watch().
[[nodiscard]] QFuture<Result<Trials>> exploreFaults(
    sandbox::Sandbox &sandbox, sandbox::RunRequest request, const Faults &faults, qsizetype most = mostTrials);

/// A step as text: "remove PATH", "rename PATH OTHER", "link PATH TARGET", "hard-link PATH OTHER", "write PATH TEXT",
/// "mkdir PATH", "swap PATH OTHER". A text goes to the end; a path has no blanks.
[[nodiscard]] std::optional<sandbox::AttackStep> attackStepFrom(const QString &text);

/// Runs the program once undisturbed, and once for every call of the learner's with the attack right before it. What
/// holds in every trial is proven for this attacker, who acts once.
[[nodiscard]] QFuture<Result<Trials>> exploreRaces(
    sandbox::Sandbox &sandbox, sandbox::RunRequest request, const QList<sandbox::AttackStep> &attack,
    qsizetype most = mostTrials);

} // namespace ringside::lens
