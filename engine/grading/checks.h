#pragma once

#include "grading/driver.h"
#include "lens/queries.h"

#include <memory>

namespace ringside::grading {

/// What comes of one check on one case with one seed.
struct Finding
{
    CheckOutcome outcome = CheckOutcome::Passed;
    Cause cause = Cause::None;
    QString subject; ///< see Cause
    qint64 figure = 0; ///< see Cause
    QList<lens::Shortage> shortages; ///< Failed: what the run had none of any more
    QString expected;
    QString found;
    std::optional<Where> where;
    std::optional<Error> error; ///< why it is Ungraded
};

[[nodiscard]] Finding ungraded(Error error);

/// What the learner's program left after it was disturbed at one call.
struct Aftermath
{
    filesystem::Tree tree; ///< as the checks see it
    std::optional<Observation> observation; ///< of a program that ran on
    Where where; ///< the call, with the result that it was given
    std::optional<QString>
        broken; ///< what the invariant came to, where it is an expression and was not true
};

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
    std::shared_ptr<const lens::Trace> trace; ///< of the learner's run; none without the lens
    QHash<QString, Result<QList<Aftermath>>>
        aftermaths; ///< by check: those of kind survives-…, with the lens
    lens::Sources sources; ///< the learner's files, by their paths in the box
};

/// What has to be run beside the learner's solution before a check can be evaluated.
struct Needs
{
    bool reference = false;
    std::optional<Task> equals;
    bool judge = false;
};
[[nodiscard]] Needs needsOf(const course::Check &check);

/// Judges one check. Never fails the learner for what is ours: that is Ungraded with its error.
[[nodiscard]] Finding evaluate(const course::Check &check, const Evidence &evidence);

} // namespace ringside::grading
