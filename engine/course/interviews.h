#pragma once

#include "course/lesson.h"

namespace ringside::course {

/// Steps that belong into an order, which need not be a single one.
struct OrderTask
{
    QString id; ///< "OX.1"
    QuestionLevel level{};
    QString prompt;
    QStringList steps; ///< in one right order
    QList<std::pair<int, int>> before; ///< positions in `steps`: the first comes before the second
    QString why;
};

/// Names that are easily taken for one another and are best practised side by side.
struct ConfusableGroup
{
    QString id;
    QStringList names;
};

enum class RoundKind : quint8 {
    Talk, ///< warming up, winding down: not scored
    Questions, ///< from the deck
    Read, ///< code or a trace to explain
    Predict, ///< what happens, before it is run
    Coding, ///< an exercise
    RolePlay, ///< the interviewer is a machine that answers commands
    Design,
    Teach, ///< explain it to somebody who believes something wrong
};

/// What the interviewer answers in a role play.
struct RoleAnswer
{
    QString asked;
    QString answer;
};

/// One stretch of a scripted interview.
struct InterviewRound
{
    RoundKind kind{};
    QString title;
    int minutes = 0;
    int points = 0; ///< 0: not scored
    QString prompt; ///< Markdown
    QString code;
    QString trace;
    QStringList questions; ///< ids
    QString exercise; ///< code, "E05.1"
    QList<KeyPoint> keyPoints; ///< of this round itself, beside those of its questions
    QList<WrongBelief> wrong;
    QStringList followUps;
    QStringList watch; ///< what to look for, for an interviewer or afterwards
    QList<RoleAnswer> answers;
};

struct InterviewScript
{
    QString id;
    QString title;
    QuestionLevel level{};
    int passPoints = 0;
    QString passCondition; ///< what else must hold
    QStringList redFlags;
    QString help; ///< what may be used
    QStringList pool; ///< ids of questions that may take the place of its own
    QList<InterviewRound> rounds;

    [[nodiscard]] int minutes() const;
    [[nodiscard]] int points() const;
};

/// What belongs to no single lesson: lessons/questions.toml and lessons/interviews.toml.
struct InterviewContent
{
    QList<Question> questions; ///< "QX.1"; lesson and part are empty
    QList<OrderTask> orders;
    QList<ConfusableGroup> confusables;
    QList<InterviewScript> scripts;
    QList<Error> errors; ///< what is wrong in the two files; the rest is there all the same
};

/// Reads both files below `dataFolder`/lessons. A file that is not there is no error: a course pack
/// needs none.
[[nodiscard]] InterviewContent loadInterviews(const QString &dataFolder);

} // namespace ringside::course
