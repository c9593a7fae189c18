#pragma once

#include "course/course.h"
#include "progress/answer.h"
#include "progress/card.h"
#include "sandbox/sandbox.h"

#include <QFuture>

namespace ringside::review {

/// What somebody answered, in the form its kind of card has.
struct CardAnswer
{
    QString text; ///< of an open question, a prediction, repaired code
    progress::ChoiceAnswer choice;
    QList<int> order;
    int line = 0; ///< of the bug
    QStringList calls;
    std::optional<progress::AttemptOutcome> coding; ///< of the last check of the exercise
    std::optional<int> confidence;
    progress::Help help = progress::Help::None;
};

/// What a machine can say about it. Open answers are the learner's to judge.
struct Judgement
{
    bool right = false;
    progress::GradeProposal proposal;
    std::optional<QString> printed; ///< by the code, where it was run
    QString complaint; ///< last line of what it wrote to standard error
    QSet<int> rightOptions;
    progress::CallsMark calls;
    QList<std::pair<int, int>> brokenPairs;
    bool lineRight = false;
};

/// Judges one answer; predictions and repairs by running the code in the sandbox, in the world the
/// lesson gives it. Finishes in the sandbox's thread. Errors: as Sandbox::run; Content, when the
/// world cannot be built; Internal, when the course is at fault (no option says what is printed).
[[nodiscard]] QFuture<Result<Judgement>> judge(sandbox::Sandbox &sandbox,
    const course::Course &course, const progress::Card &card, const CardAnswer &answer);

} // namespace ringside::review
