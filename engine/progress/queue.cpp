#include "progress/queue.h"

#include "progress/deck.h"

#include <QJsonArray>

#include <algorithm>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 msPerDay = 86'400'000;

/// A due card and how urgent it is.
struct Candidate
{
    const Card *card = nullptr;
    double urgency = 0; ///< lower first
};

/// Puts the list into an order in which neighbours come from different lessons where possible;
/// otherwise the order stays.
QList<Candidate> spreadByLesson(QList<Candidate> list)
{
    QList<Candidate> spread;
    QString last;
    while (!list.isEmpty()) {
        auto next = std::ranges::find_if(list, [&](const Candidate &candidate) {
            return spread.isEmpty() || candidate.card->topic != last;
        });
        if (next == list.end())
            next = list.begin();
        last = next->card->topic;
        spread.append(*next);
        list.erase(next);
    }
    return spread;
}

/// Who writes a card wants it, whatever kinds the course is to ask.
bool isWanted(const QueueInput &input, const Card &card)
{
    return (input.review.kinds.contains(card.kind) || card.uid.startsWith(u"own:"))
        && !input.flags.value(card.uid).suspended;
}

class QueueBuilder
{
public:
    QueueBuilder(const QueueInput &input, const Moment &now)
        : m_input(input)
        , m_now(now)
        , m_scheduler(input.scheduler)
    {
    }

    DailyQueue build()
    {
        sortCards();
        takeSteps();
        int room = std::max(0,
            m_input.review.answersPerDay - m_input.answersToday - int(m_steps.size() + m_waiting));
        const qsizetype reviews = std::min<qsizetype>(room, m_reviews.size());
        m_queue.heldBack += int(m_reviews.size() - reviews);
        append(spreadByLesson(m_reviews.first(reviews)));
        room -= int(reviews);
        // Whoever is behind does not need more to be behind with.
        if (m_queue.heldBack == 0)
            takeNew(room);
        return m_queue;
    }

private:
    void sortCards()
    {
        for (const Card &card : m_input.cards) {
            if (!isWanted(m_input, card))
                continue;
            const CardState state = m_input.states.value(card.uid);
            if (state.phase == Phase::New)
                m_new.append({&card});
            else if (state.inSteps())
                sortStep(card, state);
            else if (state.isDue(m_now))
                m_reviews.append({&card, m_scheduler.recallOn(state, m_now.studyDay).value_or(1)});
        }
        std::ranges::stable_sort(m_steps, {}, &Candidate::urgency);
        std::ranges::stable_sort(m_reviews, {}, &Candidate::urgency);
        m_queue.due = int(m_steps.size() + m_reviews.size());
    }

    void sortStep(const Card &card, const CardState &state)
    {
        if (state.isDue(m_now)) {
            m_steps.append({&card, double(state.dueAtMs)});
            return;
        }
        // It will want an answer later today: room is kept for it.
        m_waiting += state.dueAtMs < m_now.ms + msPerDay ? 1 : 0;
        if (!m_queue.nextStepMs || state.dueAtMs < *m_queue.nextStepMs)
            m_queue.nextStepMs = state.dueAtMs;
    }

    void takeSteps()
    {
        const int room = std::max(0, m_input.review.answersPerDay - m_input.answersToday);
        const qsizetype taken = std::min<qsizetype>(room, m_steps.size());
        m_queue.heldBack += int(m_steps.size() - taken);
        append(m_steps.first(taken));
    }

    void takeNew(int room)
    {
        const int wanted = std::min(room, m_input.review.newPerDay - m_input.newToday);
        QList<Candidate> chosen;
        for (const Candidate &candidate : std::as_const(m_new))
            if (chosen.size() < wanted && mayBeNew(*candidate.card))
                chosen.append(candidate);
        m_queue.fresh = int(chosen.size());
        append(spreadByLesson(chosen));
    }

    [[nodiscard]] bool mayBeNew(const Card &card) const
    {
        if (card.kind == QuestionKind::Coding)
            return m_input.passedExercises.contains(card.uid);
        return !m_input.review.onlyReadLessons || card.lesson.isEmpty()
            || m_input.readLessons.contains(card.lesson)
            || m_input.readParts.contains(card.lesson + u'#' + card.part);
    }

    void append(const QList<Candidate> &candidates)
    {
        for (const Candidate &candidate : candidates)
            m_queue.uids.append(candidate.card->uid);
    }

    const QueueInput &m_input;
    const Moment &m_now;
    Scheduler m_scheduler;
    QList<Candidate> m_steps;
    QList<Candidate> m_reviews;
    QList<Candidate> m_new;
    int m_waiting = 0;
    DailyQueue m_queue;
};

QJsonObject interviewToJson(const InterviewPlan &plan)
{
    QStringList topics(plan.topics.begin(), plan.topics.end());
    topics.sort();
    return {{u"day"_s, plan.day}, {u"topics"_s, QJsonArray::fromStringList(topics)},
        {u"retention"_s, plan.retention}};
}

InterviewPlan interviewFromJson(const QJsonObject &object)
{
    InterviewPlan plan;
    plan.day = object["day"_L1].toInt();
    for (const QJsonValue &topic : object["topics"_L1].toArray())
        plan.topics.insert(topic.toString());
    plan.retention = std::clamp(object["retention"_L1].toDouble(plan.retention), 0.90, 0.97);
    return plan;
}

int within(const QJsonValue &value, int otherwise, int least, int most)
{
    return std::clamp(value.toInt(otherwise), least, most);
}

} // namespace

QJsonObject toJson(const ReviewSettings &settings)
{
    QJsonArray kinds;
    for (QuestionKind kind : settings.kinds)
        kinds.append(nameOf(kind));
    QJsonObject object{{u"answers_per_day"_s, settings.answersPerDay},
        {u"new_per_day"_s, settings.newPerDay},
        {u"grades"_s, settings.scale == GradeScale::Two ? 2 : 4}, {u"kinds"_s, kinds},
        {u"only_read_lessons"_s, settings.onlyReadLessons},
        {u"leech_lapses"_s, settings.leechLapses}};
    if (settings.interview)
        object[u"interview"_s] = interviewToJson(*settings.interview);
    return object;
}

ReviewSettings reviewSettingsFromJson(const QJsonObject &object)
{
    ReviewSettings settings;
    settings.answersPerDay = within(object["answers_per_day"_L1], settings.answersPerDay, 1, 9999);
    settings.newPerDay = within(object["new_per_day"_L1], settings.newPerDay, 0, 9999);
    settings.scale = object["grades"_L1].toInt() == 4 ? GradeScale::Four : GradeScale::Two;
    if (object["kinds"_L1].isArray()) {
        settings.kinds.clear();
        for (const QJsonValue &kind : object["kinds"_L1].toArray())
            if (const auto known = questionKindNamed(kind.toString()))
                settings.kinds.insert(*known);
    }
    settings.onlyReadLessons = object["only_read_lessons"_L1].toBool(settings.onlyReadLessons);
    settings.leechLapses = within(object["leech_lapses"_L1], settings.leechLapses, 2, 99);
    if (object["interview"_L1].isObject())
        settings.interview = interviewFromJson(object["interview"_L1].toObject());
    return settings;
}

DailyQueue buildQueue(const QueueInput &input, const Moment &now)
{
    return QueueBuilder(input, now).build();
}

QHash<QString, CardState> statesAsked(const QueueInput &input)
{
    QHash<QString, CardState> states;
    for (const Card &card : input.cards)
        if (const auto state = input.states.constFind(card.uid);
            state != input.states.cend() && isWanted(input, card))
            states.insert(card.uid, *state);
    return states;
}

QStringList confusableDrill(const QueueInput &input, const course::ConfusableGroup &group)
{
    QList<Candidate> cards;
    for (const Card &card : input.cards)
        if (input.states.contains(card.uid) && !input.flags.value(card.uid).suspended
            && !confusableGroupsOf(card, {group}).isEmpty())
            cards.append({&card});
    QStringList uids;
    for (const Candidate &candidate : spreadByLesson(cards))
        uids.append(candidate.card->uid);
    return uids;
}

QStringList topicDrill(const QueueInput &input, const QString &topic, const Moment &now, int most)
{
    const Scheduler scheduler(input.scheduler);
    QList<Candidate> cards;
    QHash<QuestionKind, int> fresh;
    for (const Card &card : input.cards) {
        if (card.topic != topic || input.flags.value(card.uid).suspended
            || card.kind == QuestionKind::Coding)
            continue;
        const CardState state = input.states.value(card.uid);
        // Known today counts as known; never seen comes after everything, the kinds of question by turns.
        const double recall = scheduler.recallOn(state, now.studyDay).value_or(1);
        cards.append({&card, state.phase == Phase::New ? 2 + fresh[card.kind]++ : recall});
    }
    std::ranges::stable_sort(cards, {}, &Candidate::urgency);
    QStringList uids;
    for (const Candidate &candidate : cards.first(std::min<qsizetype>(cards.size(), most)))
        uids.append(candidate.card->uid);
    return uids;
}

SchedulerSettings schedulerFor(
    const Card &card, const SchedulerSettings &base, const ReviewSettings &review, int today)
{
    SchedulerSettings settings = base;
    const auto latest = latestDay(card, review, today);
    if (latest && *latest - today <= InterviewPlan::lastDays)
        settings.retention = std::max(base.retention, review.interview->retention);
    return settings;
}

std::optional<int> latestDay(const Card &card, const ReviewSettings &review, int today)
{
    const auto &plan = review.interview;
    if (!plan || plan->day <= today
        || (!plan->topics.isEmpty() && !plan->topics.contains(card.topic)))
        return {};
    return plan->day;
}

bool isLeech(const CardState &state, const CardFlags &flags, int threshold)
{
    const int again = std::max(1, threshold / 2);
    const int next = flags.leechAnswered < threshold ? threshold : flags.leechAnswered + again;
    return state.lapses >= next;
}

} // namespace ringside::progress
