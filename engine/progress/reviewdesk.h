#pragma once

#include "progress/matcher.h"
#include "progress/review.h"

namespace ringside::progress {

/// A card on the desk, with all that is needed to ask it.
struct Turn
{
    std::optional<Card> card; ///< nothing: there is nothing to do now
    DueCard due;
    DailyQueue queue; ///< of the day, this card included
    int left = 0; ///< cards still to come, this one included
    GradeScale scale = GradeScale::Two;
    QSet<QString> mutedPoints; ///< for matchAnswer()
    QString draft; ///< what was typed before
};

/// Where cards come from.
struct TurnSource
{
    QList<Card> cards; ///< of the course; own ones are added
    QSet<QuestionKind> without; ///< kinds that cannot be asked here
    std::optional<QStringList> drill; ///< these, in this order, instead of what is due
    QString deck{}; ///< uid of a deck of the learner's: what is due of it alone; empty: of everything
};

/// The next card of the day, or of the drill.
[[nodiscard]] Result<Turn> nextTurn(
    const Store &store, const TurnSource &source, const Moment &now);

/// What somebody gave for a card.
struct Given
{
    Card card;
    Grade grade = Grade::Again;
    QString answer;
    AttemptOutcome outcome = AttemptOutcome::Open;
    QList<PointTick> ticks; ///< of the matcher and of the learner
    AnswerDetails details;
    qint64 startedMs = 0;
    bool schedules = true; ///< false for a drill
};

/// Keeps the attempt with its ticks, moves the card, and takes the draft away. On the disk when it
/// returns.
[[nodiscard]] Result<Recorded> record(const Store &store, const Given &given, const Moment &now);

/// A grade that stands for what the machine found, as the outcome of an attempt.
[[nodiscard]] AttemptOutcome outcomeOf(const Card &card, bool right, Help help);

/// An answer of the course to one open card as a whole, for whoever reads it: the points, the
/// follow-up. Markdown.
[[nodiscard]] QString modelAnswer(const Card &card);

/// The order in which things are shown that must not always stand in the same one: the same for
/// the same card and number of reviews.
[[nodiscard]] QList<int> shuffled(qsizetype count, const QString &cardUid, int reps);

} // namespace ringside::progress
