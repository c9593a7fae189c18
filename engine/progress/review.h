#pragma once

#include "progress/queue.h"
#include "progress/store.h"

namespace ringside::progress {

/// What is known about one answer besides its grade.
struct AnswerDetails
{
    ReviewSource source = ReviewSource::Self;
    std::optional<int> confidence; ///< per cent, asked before the answer was shown
    std::optional<int> latencyMs;
    QString sessionUid;
};

/// A card with what its buttons would do.
struct DueCard
{
    QString uid;
    CardState state;
    QList<GradeChoice> choices; ///< one for each of the four grades
    std::optional<double> recall; ///< an estimate; nothing on the day of the last review
    bool leech = false;
};

/// What an answer did.
struct Recorded
{
    Review review;
    CardState state;
    bool clockSetBack = false;
    bool leech = false; ///< now is the time to offer: split it, write it in own words, suspend it
};

/// Everything a queue needs, read from the store. `cards` are those of the course; own ones are
/// added.
[[nodiscard]] Result<QueueInput> queueInput(
    const Store &store, const QList<Card> &cards, const Moment &now);

[[nodiscard]] Result<ReviewSettings> reviewSettings(const Store &store);
[[nodiscard]] Result<> setReviewSettings(
    const Store &store, const ReviewSettings &settings, qint64 nowMs);

/// The state of one card and what each grade would do to it now.
[[nodiscard]] Result<DueCard> lookAt(const Store &store, const Card &card, const Moment &now);

/// Records an answer; on the disk when this returns. The next card is shown only after that.
[[nodiscard]] Result<Recorded> answer(const Store &store, const Card &card, Grade grade,
    const AnswerDetails &details, const Moment &now);

/// Records an answer that is not to move the card: a drill, a mock interview.
[[nodiscard]] Result<Recorded> answerWithoutScheduling(const Store &store, const Card &card,
    Grade grade, const AnswerDetails &details, const Moment &now);

/// Where the text of an answer under way is kept: the slot of the card's draft.
[[nodiscard]] inline QString answerSlot()
{
    return QStringLiteral("answer");
}

/// Takes the last answer or postponement of the session back; the text of an open question becomes the draft again. The card's uid, or
/// nothing when there is none.
[[nodiscard]] Result<std::optional<QString>> undoLast(
    const Store &store, const QString &sessionUid, const Moment &now);

[[nodiscard]] Result<> setSuspended(
    const Store &store, const QString &cardUid, bool suspended, qint64 nowMs);
/// The learner has seen that this card is a leech and said what to do: asked again only after more
/// lapses.
[[nodiscard]] Result<> answerLeech(const Store &store, const QString &cardUid, qint64 nowMs);

} // namespace ringside::progress
