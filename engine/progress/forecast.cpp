#include "progress/forecast.h"

#include <algorithm>
#include <numeric>

namespace ringside::progress {

namespace {

constexpr int longestPlan = 365;

/// A card that is reviewed and recalled in the mind only.
struct ImaginedCard
{
    Memory memory;
    int lastDay = 0;
    int dueDay = 0;
    double urgency = 0;
};

QList<ImaginedCard> imagine(const QHash<QString, CardState> &states, int today)
{
    QList<ImaginedCard> cards;
    for (const CardState &state : states)
        if (state.memory)
            cards.append({*state.memory, state.lastDay, state.inSteps() ? today : state.dueDay});
    return cards;
}

void recall(ImaginedCard &card, const Scheduler &scheduler, int day)
{
    card.memory = nextMemory(
        scheduler.settings().weights, card.memory, Grade::Good, std::max(0, day - card.lastDay));
    card.lastDay = day;
    card.dueDay = day + scheduler.plainInterval(card.memory);
}

/// Does `perDay` reviews a day until nothing is due, at most for a year.
QList<CatchUpDay> workThrough(
    QList<ImaginedCard> cards, const Scheduler &scheduler, int today, int perDay)
{
    QList<CatchUpDay> days;
    for (int day = today; day < today + longestPlan; ++day) {
        QList<ImaginedCard *> due;
        for (ImaginedCard &card : cards) {
            if (card.dueDay > day)
                continue;
            card.urgency = retrievability(
                scheduler.settings().weights, day - card.lastDay, card.memory.stability);
            due.append(&card);
        }
        std::ranges::stable_sort(due, {}, [](const ImaginedCard *card) { return card->urgency; });
        const qsizetype done = std::min<qsizetype>(perDay, due.size());
        for (ImaginedCard *card : due.first(done))
            recall(*card, scheduler, day);
        days.append({day, int(done), int(due.size() - done)});
        if (done == due.size())
            break;
    }
    return days;
}

} // namespace

QList<int> forecastReviews(
    const QHash<QString, CardState> &states, const SchedulerSettings &settings, int today, int days)
{
    const Scheduler scheduler(settings, Spread::None);
    QList<int> perDay(days, 0);
    for (ImaginedCard card : imagine(states, today)) {
        for (int day = std::max(card.dueDay, today); day < today + days;) {
            ++perDay[day - today];
            recall(card, scheduler, day);
            day = card.dueDay;
        }
    }
    return perDay;
}

RetentionCost retentionCost(const QList<Card> &cards, const QHash<QString, CardState> &states,
    const SchedulerSettings &settings, const InterviewPlan &plan, int today)
{
    RetentionCost cost{.days = std::max(0, plan.day - today + 1)};
    QHash<QString, CardState> meant;
    for (const Card &card : cards)
        if (const auto state = states.constFind(card.uid);
            state != states.cend() && (plan.topics.isEmpty() || plan.topics.contains(card.topic)))
            meant.insert(card.uid, *state);
    const auto reviews = [&](const SchedulerSettings &with, int from, int days) {
        const QList<int> perDay = forecastReviews(meant, with, from, days);
        return std::accumulate(perDay.begin(), perDay.end(), 0);
    };
    cost.reviewsNow = reviews(settings, today, cost.days);
    SchedulerSettings raised = settings;
    raised.retention = std::max(settings.retention, plan.retention);
    raised.maximumDays = std::max(1, plan.day - today);
    // A card that is due after the interview comes before it, too.
    for (CardState &state : meant)
        state.dueDay = std::min(state.dueDay, plan.day);
    cost.reviewsThen = reviews(raised, today, cost.days);
    return cost;
}

CatchUpPlan catchUp(const QHash<QString, CardState> &states, const SchedulerSettings &settings,
    int today, int wishedDays, int cap)
{
    const Scheduler scheduler(settings, Spread::None);
    const QList<ImaginedCard> cards = imagine(states, today);
    const auto fits = [&](int perDay) {
        const auto days = workThrough(cards, scheduler, today, perDay);
        return days.size() <= wishedDays && days.last().left == 0;
    };
    CatchUpPlan plan{.perDay = std::max(1, cap), .asWished = fits(std::max(1, cap))};
    if (plan.asWished) {
        // More a day is never slower, so the smallest number is found by halving.
        int least = 1;
        while (least < plan.perDay) {
            const int middle = (least + plan.perDay) / 2;
            if (fits(middle))
                plan.perDay = middle;
            else
                least = middle + 1;
        }
    }
    plan.days = workThrough(cards, scheduler, today, plan.perDay);
    return plan;
}

} // namespace ringside::progress
