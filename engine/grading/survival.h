#pragma once

// Checks of the kinds survives-…: the learner's program is disturbed once at each of its calls, and
// what it leaves is held to an invariant. Where that is a Python expression, it is evaluated in a
// box of its own, by the names of the reference, in every tree that was left.

#include "grading/checks.h"

#include <QFuture>

namespace ringside::grading {

[[nodiscard]] bool isSurvival(course::CheckKind kind);

/// Disturbs the learner's program in every way the check asks for. `evidence` is that of the
/// undisturbed run, which `request` made. Errors: Content (a key of the check has no meaning),
/// Internal, and those of lens::watch().
[[nodiscard]] QFuture<Result<QList<Aftermath>>> disturb(sandbox::Sandbox &sandbox,
    const course::Check &check, const Evidence &evidence, const sandbox::RunRequest &request);

/// What has to be run to evaluate the invariant; none when it is no Python expression. Errors:
/// Content (a tree is too large to be made again).
[[nodiscard]] std::optional<Result<sandbox::RunRequest>> composeInvariant(
    const course::Check &check, const Evidence &evidence, const QList<Aftermath> &aftermaths);

/// Puts the answers of that run into the aftermaths.
[[nodiscard]] Result<QList<Aftermath>> withAnswers(
    QList<Aftermath> aftermaths, const Observation &answers);

/// The evaluator of these kinds.
[[nodiscard]] Finding checkSurvival(const course::Check &check, const Evidence &evidence);

} // namespace ringside::grading
