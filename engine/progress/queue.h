#pragma once

#include "course/interviews.h"
#include "progress/answer.h"
#include "progress/decks.h"
#include "progress/reviews.h"

#include <QSet>

namespace ringside::progress {

/// A date to be ready for.
struct InterviewPlan
{
    int day = 0; ///< study day
    QSet<QString> topics; ///< empty: all
    double retention
        = 0.95; ///< in the last two weeks, for these topics; accepted after its cost was shown

    static constexpr int lastDays = 14;
    bool operator==(const InterviewPlan &) const = default;
};

/// What the learner set about reviews.
struct ReviewSettings
{
    int answersPerDay = 60; ///< cap: what is over stays for the next day
    int newPerDay = 10;
    GradeScale scale = GradeScale::Two;
    QSet<QuestionKind> kinds{QuestionKind::Open, QuestionKind::Choice, QuestionKind::Predict,
        QuestionKind::FindBug, QuestionKind::OrderSteps, QuestionKind::Calls, QuestionKind::Coding};
    bool onlyReadLessons = true; ///< new cards come from parts that were read, and across lessons
    std::optional<InterviewPlan> interview;
    int leechLapses = 8;

    bool operator==(const ReviewSettings &) const = default;
};
[[nodiscard]] QJsonObject toJson(const ReviewSettings &settings);
/// What is missing or senseless has its default.
[[nodiscard]] ReviewSettings reviewSettingsFromJson(const QJsonObject &object);

/// What a queue is made from.
struct QueueInput
{
    QList<Card> cards;
    QHash<QString, CardState> states;
    QHash<QString, CardFlags> flags;
    QSet<QString> readLessons; ///< as a whole
    QSet<QString> readParts; ///< "LESSON#PART"
    QSet<QString> passedExercises; ///< uids of coding cards that may come back
    int answersToday = 0;
    int newToday = 0;
    SchedulerSettings scheduler;
    ReviewSettings review;
};

/// The cards of today, in order.
struct DailyQueue
{
    QStringList uids;
    int due = 0; ///< cards that are due, whether or not the cap lets them in
    int heldBack = 0; ///< due, and left for another day
    int fresh = 0; ///< new cards in `uids`
    std::optional<qint64> nextStepMs; ///< when nothing is due: the moment the next step is
};

/// Steps that are due, then due reviews with the lowest chance of recall first, then new cards, as
/// far as the cap allows; no new ones while something is held back. Neighbours come from different
/// lessons where that is possible.
[[nodiscard]] DailyQueue buildQueue(const QueueInput &input, const Moment &now);

/// The states of the cards that buildQueue() asks: what is suspended, or of a kind that is switched off, costs no
/// time on any day.
[[nodiscard]] QHash<QString, CardState> statesAsked(const QueueInput &input);

/// Cards whose names are easily taken for one another, mixed: those of one group beside each other,
/// never the same lesson's answers in a row of one name. Cards that were never seen are left out.
[[nodiscard]] QStringList confusableDrill(
    const QueueInput &input, const course::ConfusableGroup &group);

/// Cards of one topic, lowest chance of recall first; new ones last, of every kind by turns.
[[nodiscard]] QStringList topicDrill(
    const QueueInput &input, const QString &topic, const Moment &now, int most);

/// The scheduler for one card today: retention is raised for the topics of a near interview.
[[nodiscard]] SchedulerSettings schedulerFor(
    const Card &card, const SchedulerSettings &base, const ReviewSettings &review, int today);
/// The last day on which a card may come back: that of a coming interview.
[[nodiscard]] std::optional<int> latestDay(
    const Card &card, const ReviewSettings &review, int today);

/// A card that is forgotten again and again: at `threshold` lapses, and every half of it after
/// that, unless the learner has answered since.
[[nodiscard]] bool isLeech(const CardState &state, const CardFlags &flags, int threshold);

} // namespace ringside::progress
