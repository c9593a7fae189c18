#pragma once

#include "grading/driver.h"

namespace ringside::grading {

/// What comes of one check on one case with one seed.
struct Finding
{
    CheckOutcome outcome = CheckOutcome::Passed;
    Cause cause = Cause::None;
    QString subject; ///< see Cause
    qint64 figure = 0; ///< see Cause
    QString expected;
    QString found;
    std::optional<Where> where;
    std::optional<Error> error; ///< why it is Ungraded
};

[[nodiscard]] Finding ungraded(Error error);

/// Everything that is known of one case with one seed. Plain data: checks are pure functions of it.
struct Evidence
{
    const course::Exercise *exercise = nullptr;
    const course::Case *run = nullptr;
    World world;
    Observation learner;
    std::optional<Observation> learnerAgain;
    std::optional<Result<Observation>> reference; ///< absent when no check of the case needs it
    QHash<QString, Result<Observation>> equals; ///< by check: what its `equals` came to
    QHash<QString, Result<Observation>> judged; ///< by check: what judge.py said
};

/// What has to be run beside the learner's solution before a check can be evaluated.
struct Needs
{
    bool reference = false;
    std::optional<Task> equals;
    bool judge = false;
};
[[nodiscard]] Needs needsOf(const course::Check &check);

/// Why a check cannot be graded on this machine, or by this version, whatever the learner writes.
[[nodiscard]] std::optional<Error> whyUngradable(const course::Check &check, const World &world);

/// Judges one check. Never fails the learner for what is ours: that is Ungraded with its error.
[[nodiscard]] Finding evaluate(const course::Check &check, const Evidence &evidence);

} // namespace ringside::grading
