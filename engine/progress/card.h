#pragma once

#include "base/result.h"
#include "course/lesson.h"

#include <QJsonObject>

namespace ringside::progress {

enum class QuestionKind : quint8 {
    Open, ///< typed or spoken, marked by the learner point by point
    Choice, ///< options, several may be right
    Predict, ///< what does this code print: held against a real run
    FindBug, ///< the faulty line and a repair
    OrderSteps, ///< steps into an order; several may be right
    Calls, ///< which system calls does this code make
    Coding, ///< an exercise, graded by the engine
};

/// One thing to remember. Cards of the course are made from its content; own ones are written by
/// the learner.
struct Card
{
    QString uid; ///< "question:Q05.1", "quiz:os-module#P4", "exercise:UUID", "own:…"; never changes
    quint32 revision = 0; ///< changes with the wording
    QuestionKind kind{};
    QString lesson; ///< id; empty for questions across lessons and for own cards
    QString part;
    QString
        topic; ///< what progress is counted by: the lesson's id, "across", or the learner's word
    course::QuestionLevel level{};
    QString prompt; ///< Markdown
    QString code;
    QString world;
    QString answer; ///< model answer, Markdown
    QString reference; ///< where the fact is documented

    QList<course::KeyPoint> keyPoints; ///< Open
    QList<course::WrongBelief> wrong;
    QString followUpPrompt;
    QString followUpAnswer;

    QList<course::QuizOption> options; ///< Choice, and Predict where a choice is offered

    QList<int> bugLines; ///< FindBug: 1-based lines of `code`
    QString fixedCode;
    QString expectedOutput; ///< of the repaired code

    QStringList steps; ///< OrderSteps, in one right order
    QList<std::pair<int, int>>
        before; ///< OrderSteps: positions in `steps`; the first comes before the second

    QList<course::ExpectedCall> calls; ///< Calls
    QStringList toleratedCalls; ///< may be named or left out

    course::ExerciseId exercise; ///< Coding
};

/// Names a key point by its words: moving it keeps its history, rewriting it starts a new one.
[[nodiscard]] QString pointUid(const Card &card, const course::KeyPoint &point);

/// A number that changes when what the learner sees changes.
[[nodiscard]] quint32 revisionOf(const Card &card);

[[nodiscard]] QJsonObject toJson(const Card &card);
/// Errors: Content, for whatever is not a card; `doing` names the key.
[[nodiscard]] Result<Card> cardFromJson(const QJsonObject &object);

/// "open", "find-bug": for files.
[[nodiscard]] QString nameOf(QuestionKind kind);
[[nodiscard]] std::optional<QuestionKind> questionKindNamed(QStringView text);

} // namespace ringside::progress
