#pragma once

#include "progress/queue.h"

namespace ringside::progress {

/// Reviews per day, from today on, if every card is recalled when it comes: cards due before today
/// count today. New cards are not in it.
[[nodiscard]] QList<int> forecastReviews(const QHash<QString, CardState> &states,
    const SchedulerSettings &settings, int today, int days);

/// What raising the retention of some cards costs: reviews in the days up to and including the
/// interview.
struct RetentionCost
{
    int reviewsNow = 0;
    int reviewsThen = 0;
    int days = 0;

    [[nodiscard]] double perDayNow() const { return days == 0 ? 0 : double(reviewsNow) / days; }
    [[nodiscard]] double perDayThen() const { return days == 0 ? 0 : double(reviewsThen) / days; }
};
[[nodiscard]] RetentionCost retentionCost(const QList<Card> &cards,
    const QHash<QString, CardState> &states, const SchedulerSettings &settings,
    const InterviewPlan &plan, int today);

/// One day of a plan to catch up.
struct CatchUpDay
{
    int studyDay = 0;
    int reviews = 0;
    int left = 0; ///< due cards that are not done in the evening

    bool operator==(const CatchUpDay &) const = default;
};

/// A way out of a backlog: the same number every day until nothing is left.
struct CatchUpPlan
{
    int perDay = 0;
    QList<CatchUpDay> days; ///< the last is the one with nothing left
    bool asWished
        = true; ///< false: the cap makes it longer than wished, or it does not end within a year
};

/// The smallest number of reviews a day with which the backlog is gone after `wishedDays`, never
/// above the cap. Cards come back as they would if recalled, and the least likely to be recalled
/// are done first.
[[nodiscard]] CatchUpPlan catchUp(const QHash<QString, CardState> &states,
    const SchedulerSettings &settings, int today, int wishedDays, int cap);

} // namespace ringside::progress
