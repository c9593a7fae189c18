#include "progress/scheduler.h"

#include <QCryptographicHash>

#include <algorithm>
#include <array>
#include <cmath>

namespace ringside::progress {

namespace {

constexpr int secondsPerDay = 86400;

QList<int> belowOneDay(QList<int> steps)
{
    steps.removeIf([](int seconds) { return seconds < 1 || seconds >= secondsPerDay; });
    return steps;
}

/// The part of an interval of `days` that lies between `from` and `to`.
double part(double days, double from, double to)
{
    return std::max(0.0, std::min(days, to) - from);
}

double fuzzWidth(double interval)
{
    if (interval < 2.5)
        return 0;
    return 1 + 0.15 * part(interval, 2.5, 7) + 0.10 * part(interval, 7, 20)
        + 0.05 * part(interval, 20, interval);
}

} // namespace

bool CardState::isDue(const Moment &now) const
{
    if (phase == Phase::New)
        return false;
    return inSteps() ? dueAtMs <= now.ms : dueDay <= now.studyDay;
}

void setDue(CardState &card, const Wait &wait, const Moment &reviewed)
{
    card.dueDay = wait.days > 0 ? reviewed.studyDay + wait.days : 0;
    card.dueAtMs = wait.days > 0 ? 0 : reviewed.ms + 1000 * wait.seconds;
}

SchedulerSettings sane(SchedulerSettings settings)
{
    settings.learningSteps = belowOneDay(settings.learningSteps);
    settings.relearningSteps = belowOneDay(settings.relearningSteps);
    settings.weights = clipped(settings.weights, int(settings.relearningSteps.size()));
    settings.retention = std::clamp(settings.retention, 0.70, 0.97);
    settings.maximumDays = std::clamp(settings.maximumDays, 1, 36500);
    return settings;
}

FuzzRange fuzzRange(double interval, int minimum, int maximum)
{
    minimum = std::min(minimum, maximum);
    interval = std::clamp(interval, double(minimum), double(maximum));
    const double width = fuzzWidth(interval);
    const auto within = [&](double days) {
        return static_cast<int>(std::clamp(std::round(days), double(minimum), double(maximum)));
    };
    FuzzRange range{within(interval - width), within(interval + width)};
    if (range.low == range.high && range.low > 2 && range.low < maximum)
        range.high = range.low + 1;
    return range;
}

int fuzzed(double interval, int minimum, int maximum, double u)
{
    const FuzzRange range = fuzzRange(interval, minimum, maximum);
    return static_cast<int>(std::floor(range.low + u * (range.high - range.low + 1)));
}

double fuzzFraction(const QString &cardUid, int reps)
{
    const QByteArray key = cardUid.toUtf8() + ' ' + QByteArray::number(reps);
    const QByteArray hash = QCryptographicHash::hash(key, QCryptographicHash::Sha256);
    quint64 bits = 0;
    for (int i = 0; i < 8; ++i)
        bits = (bits << 8) | static_cast<uchar>(hash[i]);
    // 53 bits: what a double holds exactly, so the fraction stays below 1.
    return static_cast<double>(bits >> 11) / static_cast<double>(1ULL << 53);
}

StepMove moveInSteps(const QList<int> &steps, int step, Grade grade)
{
    if (steps.isEmpty() || (step >= steps.size() && isPass(grade)) || grade == Grade::Easy)
        return {.graduates = true};
    if (grade == Grade::Again)
        return {.step = 0, .seconds = steps[0]};
    if (grade == Grade::Good) {
        if (step + 1 >= steps.size())
            return {.graduates = true};
        return {.step = step + 1, .seconds = steps[step + 1]};
    }
    // Hard on the first step waits between the first and the second, so that it differs from Again.
    if (step > 0)
        return {.step = step, .seconds = steps[step]};
    const qint64 wait = steps.size() == 1 ? steps[0] * 3LL / 2 : (qint64(steps[0]) + steps[1]) / 2;
    return {.step = 0, .seconds = wait};
}

StepMove move(CardState &card, Grade grade, const SchedulerSettings &settings)
{
    StepMove move{.graduates = true};
    const bool lapse = card.phase == Phase::Review && !isPass(grade);
    const bool relearns = lapse || card.phase == Phase::Relearning;
    if (lapse && !settings.relearningSteps.isEmpty())
        move = {.step = 0, .seconds = settings.relearningSteps[0]};
    else if (card.phase != Phase::Review)
        move = moveInSteps(
            relearns ? settings.relearningSteps : settings.learningSteps, card.step, grade);
    card.lapses += lapse ? 1 : 0;
    card.step = move.step;
    if (move.graduates)
        card.phase = Phase::Review;
    else
        card.phase = relearns ? Phase::Relearning : Phase::Learning;
    return move;
}

struct Scheduler::Context
{
    const CardState &card;
    int elapsedDays;
    double u; ///< chooses within the spread
    int maximumDays;
};

Scheduler::Scheduler(SchedulerSettings settings, Spread spread, ButtonOrder order)
    : m_settings(std::move(settings))
    , m_spread(spread)
    , m_order(order)
{
}

int Scheduler::plainInterval(const Memory &memory) const
{
    return wholeDays(exactInterval(m_settings.weights, memory.stability, m_settings.retention),
        m_settings.maximumDays);
}

int Scheduler::reviewDays(const Context &context, Grade grade) const
{
    const Memory memory
        = nextMemory(m_settings.weights, context.card.memory, grade, context.elapsedDays);
    const double interval
        = exactInterval(m_settings.weights, memory.stability, m_settings.retention);
    const int plain = wholeDays(interval, context.maximumDays);
    if (m_spread == Spread::None || interval < 2.5)
        return plain;
    // The spread alone must never shorten: growth stays growth, and what did not grow does not
    // shrink.
    const int before
        = context.card.phase == Phase::Review ? context.card.dueDay - context.card.lastDay : 0;
    int minimum = 1;
    if (plain > before)
        minimum = before + 1;
    else if (before <= fuzzRange(interval, 1, context.maximumDays).high)
        minimum = before;
    return fuzzed(interval, std::max(1, minimum), context.maximumDays, context.u);
}

int Scheduler::orderedReviewDays(const Context &context, Grade grade) const
{
    if (m_order == ButtonOrder::Free || context.card.phase != Phase::Review || !isPass(grade))
        return reviewDays(context, grade);
    int hard = reviewDays(context, Grade::Hard);
    int good = reviewDays(context, Grade::Good);
    int easy = reviewDays(context, Grade::Easy);
    hard = std::min(hard, good);
    good = std::min(std::max(good, hard + 1), context.maximumDays);
    easy = std::min(std::max(easy, good + 1), context.maximumDays);
    return grade == Grade::Hard ? hard : grade == Grade::Good ? good : easy;
}

Answered Scheduler::answer(const CardState &card, Grade grade, const Moment &now,
    const QString &cardUid, std::optional<int> latestDay) const
{
    const int difference = card.memory ? now.studyDay - card.lastDay : 0;
    Answered answered = answerAfter(card, grade, now, std::max(0, difference), cardUid, latestDay);
    answered.clockSetBack = difference < 0;
    return answered;
}

Answered Scheduler::answerAfter(const CardState &card, Grade grade, const Moment &now,
    int elapsedDays, const QString &cardUid, std::optional<int> latestDay) const
{
    Answered answered{.after = card, .elapsedDays = elapsedDays};
    if (card.memory)
        answered.predicted
            = retrievability(m_settings.weights, elapsedDays, card.memory->stability);
    CardState &after = answered.after;
    after.memory = nextMemory(m_settings.weights, card.memory, grade, elapsedDays);
    after.reps += 1;
    after.lastAtMs = now.ms;
    after.lastDay = now.studyDay;

    const StepMove next = move(after, grade, m_settings);
    if (next.graduates) {
        int maximum = m_settings.maximumDays;
        if (latestDay && *latestDay > now.studyDay)
            maximum = std::min(maximum, *latestDay - now.studyDay);
        const Context context{card, elapsedDays, fuzzFraction(cardUid, card.reps), maximum};
        answered.wait = {.days = orderedReviewDays(context, grade)};
    } else {
        answered.wait = {.seconds = next.seconds};
    }
    setDue(after, answered.wait, now);
    return answered;
}

QList<GradeChoice> Scheduler::choices(const CardState &card, const QList<Grade> &grades,
    const Moment &now, const QString &cardUid, std::optional<int> latestDay) const
{
    QList<GradeChoice> choices;
    for (Grade grade : grades) {
        const Answered answered = answer(card, grade, now, cardUid, latestDay);
        choices.append({.grade = grade,
            .wait = answered.wait,
            .dueDay = answered.after.dueDay,
            .dueAtMs = answered.after.dueAtMs});
    }
    return choices;
}

std::optional<double> Scheduler::recallOn(const CardState &card, int studyDay) const
{
    if (!card.memory || studyDay <= card.lastDay)
        return {};
    return retrievability(m_settings.weights, studyDay - card.lastDay, card.memory->stability);
}

} // namespace ringside::progress
