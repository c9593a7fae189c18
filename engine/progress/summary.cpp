#include "progress/summary.h"

#include "course/course.h"
#include "progress/answerindex.h"
#include "progress/attemptsums.h"
#include "progress/deck.h"
#include "progress/jsonlists.h"
#include "progress/review.h"

#include <algorithm>
#include <array>
#include <map>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

constexpr int sureFrom = 75;
constexpr int mostSteps = 3;
constexpr std::array stepNames{"review-cards"_L1, "repeat-exercise"_L1, "solve-exercise"_L1,
    "drill-topic"_L1, "read-part"_L1, "learn-cards"_L1, "master-exercise"_L1,
    "mock-interview"_L1};

/// The last answers to the cards of one topic, the newest first.
class LastAnswers
{
public:
    /// False for one that is older than all that are wanted.
    bool take(const PastAnswer &answer)
    {
        const auto place = std::ranges::lower_bound(m_answers, age(answer), std::greater(), age);
        if (place - m_answers.begin() == TopicSummary::answersLookedAt)
            return false;
        m_answers.insert(place, answer);
        if (m_answers.size() > TopicSummary::answersLookedAt)
            m_answers.removeLast();
        return true;
    }

    void addTo(TopicSummary &sum) const
    {
        for (const PastAnswer &answer : m_answers) {
            const bool passed = isPass(answer.grade);
            sum.answers += 1;
            sum.passes += passed ? 1 : 0;
            sum.sureAndWrong += !passed && answer.confidence.value_or(0) >= sureFrom ? 1 : 0;
        }
    }

private:
    [[nodiscard]] static std::pair<qint64, QString> age(const PastAnswer &answer)
    {
        return {answer.order, answer.uid};
    }

    QList<PastAnswer> m_answers;
};

bool isSolved(AttemptOutcome outcome)
{
    return outcome <= AttemptOutcome::Passed;
}

class Summing
{
public:
    Summing(const Store &store, const course::Course &course, const Moment &now)
        : m_store(store)
        , m_course(course)
        , m_now(now)
    {
    }

    Result<Summary> sum()
    {
        return queueInput(m_store, cardsOf(m_course), m_now)
            .and_then([this](const QueueInput &input) {
                m_input = input;
                return solutionRecords(m_store.connection());
            })
            .and_then([this](const QList<ItemRecord> &records) {
                for (const ItemRecord &record : records)
                    m_records.insert(record.itemUid, record);
                return m_store.reviews().aliases();
            })
            .and_then([this](const QHash<QString, QString> &aliases) {
                m_aliases = aliases;
                makeTopics();
                takeLessons();
                takeExercises();
                takeCards();
                return takeAnswers();
            })
            .and_then([this] { return takeTime(); })
            .and_then([this] { return takeAttempts(); })
            .transform([this] {
                finish();
                return m_summary;
            });
    }

private:
    void makeTopics()
    {
        for (const course::Lesson &lesson : m_course.lessons)
            std::ignore = topic(lesson.id);
        for (const Card &card : std::as_const(m_input.cards))
            std::ignore = topic(card.topic);
    }

    TopicSummary &topic(const QString &name)
    {
        if (const auto known = m_topics.constFind(name); known != m_topics.cend())
            return m_summary.topics[*known];
        m_topics.insert(name, m_summary.topics.size());
        m_summary.topics.append({.topic = name});
        return m_summary.topics.last();
    }

    void takeLessons()
    {
        for (const course::Lesson &lesson : m_course.lessons) {
            const QStringList parts = partAnchors(lesson);
            TopicSummary &sum = topic(lesson.id);
            sum.parts = int(parts.size());
            sum.partsRead = int(std::ranges::count_if(
                parts, [&](const QString &part) { return isRead(lesson.id, part); }));
            m_summary.parts += sum.parts;
            m_summary.partsRead += sum.partsRead;
            m_summary.lessons += 1;
            m_summary.lessonsRead += sum.partsRead == sum.parts && sum.parts > 0 ? 1 : 0;
        }
    }

    [[nodiscard]] bool isRead(const QString &lesson, const QString &part) const
    {
        return m_input.readLessons.contains(lesson)
            || m_input.readParts.contains(lesson + u'#' + part);
    }

    void takeExercises()
    {
        for (const course::Exercise &exercise : m_course.exercises) {
            TopicSummary &sum = topic(exercise.lesson);
            const auto record = m_records.constFind(u"exercise:"_s + exercise.id);
            const bool tried = record != m_records.cend();
            const bool passed = tried && isSolved(record->best);
            const bool mastered = tried && record->best == AttemptOutcome::Mastered;
            sum.exercises += 1;
            sum.passed += passed ? 1 : 0;
            sum.mastered += mastered ? 1 : 0;
            m_summary.exercises += 1;
            m_summary.passed += passed ? 1 : 0;
            m_summary.mastered += mastered ? 1 : 0;
            m_summary.tried += tried && !passed ? 1 : 0;
        }
    }

    void takeCards()
    {
        for (const Card &card : std::as_const(m_input.cards)) {
            m_topicOf.insert(card.uid, card.topic);
            TopicSummary &sum = topic(card.topic);
            const CardState state = m_input.states.value(card.uid);
            const bool suspended = m_input.flags.value(card.uid).suspended;
            const bool seen = state.phase != Phase::New;
            sum.cards += 1;
            sum.seen += seen ? 1 : 0;
            sum.due += seen && !suspended && state.isDue(m_now) ? 1 : 0;
            sum.lapses += state.lapses;
            m_summary.cards += 1;
            m_summary.seen += seen ? 1 : 0;
            m_summary.suspended += suspended ? 1 : 0;
        }
    }

    Result<> takeAnswers()
    {
        auto index = AnswerIndex::open(m_store.connection());
        if (!index)
            return std::unexpected(index.error());
        QHash<QString, LastAnswers> byTopic;
        for (const QString &card : namesOfCards()) {
            LastAnswers &last = byTopic[m_topicOf.value(m_aliases.value(card, card))];
            if (auto read = index->visitNewest(card, [&](const PastAnswer &answer) { return last.take(answer); }); !read)
                return read;
        }
        for (const auto &[name, last] : byTopic.asKeyValueRange())
            last.addTo(topic(name));
        return index->perDay().transform([this](const std::map<int, int> &days) {
            for (const auto &[day, answers] : days)
                m_days[day].answers = answers;
        });
    }

    /// Those the log may know the course's cards by. A former name counts for the card of today only.
    [[nodiscard]] QStringList namesOfCards() const
    {
        QStringList names;
        for (const QString &card : m_topicOf.keys())
            if (!m_aliases.contains(card))
                names.append(card);
        for (const auto &[former, card] : m_aliases.asKeyValueRange())
            if (m_topicOf.contains(card))
                names.append(former);
        return names;
    }

    Result<> takeTime()
    {
        return m_store.connection().each(
            u"SELECT study_day, SUM(active_ms) FROM activity WHERE study_day <= ? GROUP BY study_day"_s,
            {m_now.studyDay}, [this](const Row &row) { m_days[row.number(0)].activeMs = row.integer(1); });
    }

    Result<> takeAttempts()
    {
        return m_store.connection().each(
            u"SELECT study_day, COUNT(*) FROM attempt WHERE kind = 'exercise' GROUP BY study_day"_s,
            {}, [this](const Row &row) { m_days[row.number(0)].attempts = row.number(1); });
    }

    void finish()
    {
        for (auto &[day, activity] : m_days) {
            activity.studyDay = day;
            m_summary.days.append(activity);
        }
        const DailyQueue queue = buildQueue(m_input, m_now);
        m_summary.due = queue.due;
        m_summary.heldBack = queue.heldBack;
        m_summary.fresh = queue.fresh;
        findNext();
    }

    /// What is due fades with every day, what was begun comes before what is new.
    void findNext()
    {
        using Kind = NextStep::Kind;
        if (const int now = std::max(0, m_summary.due - m_summary.heldBack); now > 0)
            suggest({Kind::ReviewCards, {}, now});
        for (const course::Exercise &exercise : m_course.exercises)
            suggestIf(stateOf(exercise) == AttemptOutcome::Failed,
                {Kind::RepeatExercise, exercise.slug, 0});
        for (const TopicSummary &topic : std::as_const(m_summary.topics))
            suggestIf(topic.isWeak(), {Kind::DrillTopic, topic.topic, topic.cards});
        for (const course::Exercise &exercise : m_course.exercises)
            suggestIf(!stateOf(exercise) && lessonIsRead(exercise.lesson),
                {Kind::SolveExercise, exercise.slug, 0});
        suggestPart();
        suggestIf(m_summary.fresh > 0, {Kind::LearnCards, {}, m_summary.fresh});
        for (const course::Exercise &exercise : m_course.exercises)
            suggestIf(stateOf(exercise) == AttemptOutcome::Passed,
                {Kind::MasterExercise, exercise.slug, 0});
        suggestIf(m_summary.seen > 0, {Kind::MockInterview, {}, 0});
    }

    void suggestPart()
    {
        for (const course::Lesson &lesson : m_course.lessons)
            for (const QString &part : partAnchors(lesson))
                suggestIf(!isRead(lesson.id, part),
                    {NextStep::Kind::ReadPart, lesson.id + u'#' + part, 0});
    }

    void suggestIf(bool wanted, const NextStep &step)
    {
        if (wanted)
            suggest(step);
    }

    /// One of each kind: a list of twenty exercises is no advice.
    void suggest(const NextStep &step)
    {
        const bool there = std::ranges::contains(m_summary.next, step.kind, &NextStep::kind);
        if (!there && m_summary.next.size() < mostSteps)
            m_summary.next.append(step);
    }

    [[nodiscard]] std::optional<AttemptOutcome> stateOf(const course::Exercise &exercise) const
    {
        const auto record = m_records.constFind(u"exercise:"_s + exercise.id);
        if (record == m_records.cend())
            return {};
        return isSolved(record->best) ? record->best : AttemptOutcome::Failed;
    }

    [[nodiscard]] bool lessonIsRead(const QString &lesson) const
    {
        const auto known = m_topics.constFind(lesson);
        if (known == m_topics.cend())
            return false;
        const TopicSummary &sum = m_summary.topics[*known];
        return sum.parts > 0 && sum.partsRead == sum.parts;
    }

    const Store &m_store;
    const course::Course &m_course;
    const Moment &m_now;
    QueueInput m_input;
    QHash<QString, ItemRecord> m_records;
    QHash<QString, QString> m_aliases;
    QHash<QString, QString> m_topicOf;
    QHash<QString, qsizetype> m_topics;
    std::map<int, DayActivity> m_days;
    Summary m_summary;
};

QJsonObject toJson(const TopicSummary &topic)
{
    const auto score = topic.score();
    const QString standing = !score ? u"unknown"_s : topic.isWeak() ? u"weak"_s : u"known"_s;
    return {{u"topic"_s, topic.topic}, {u"standing"_s, standing},
        {u"score"_s, score ? QJsonValue(*score) : QJsonValue::Null},
        {u"answers"_s, topic.answers}, {u"recalled"_s, topic.passes},
        {u"sure_and_wrong"_s, topic.sureAndWrong}, {u"lapses"_s, topic.lapses},
        {u"parts"_s, topic.parts}, {u"parts_read"_s, topic.partsRead},
        {u"exercises"_s, topic.exercises}, {u"passed"_s, topic.passed},
        {u"mastered"_s, topic.mastered}, {u"cards"_s, topic.cards}, {u"seen"_s, topic.seen},
        {u"due"_s, topic.due}};
}

QJsonObject toJson(const DayActivity &day)
{
    return {{u"date"_s, dateOf(day.studyDay).toString(Qt::ISODate)},
        {u"active_ms"_s, day.activeMs}, {u"answers"_s, day.answers},
        {u"attempts"_s, day.attempts}};
}

} // namespace

std::optional<double> TopicSummary::score() const
{
    if (answers < fewestAnswers)
        return {};
    return double(passes + 2) / (answers + 4);
}

int Summary::weakTopics() const
{
    return int(std::ranges::count_if(topics, &TopicSummary::isWeak));
}

int Summary::unknownTopics() const
{
    return int(std::ranges::count_if(topics, [](const auto &topic) { return !topic.score(); }));
}

qint64 Summary::activeMs(int today, int count) const
{
    qint64 sum = 0;
    for (const DayActivity &day : days)
        if (day.studyDay <= today && day.studyDay > today - count)
            sum += day.activeMs;
    return sum;
}

DayActivity Summary::on(int studyDay) const
{
    const auto found = std::ranges::lower_bound(days, studyDay, {}, &DayActivity::studyDay);
    return found != days.end() && found->studyDay == studyDay ? *found
                                                              : DayActivity{.studyDay = studyDay};
}

Result<Summary> summarize(const Store &store, const course::Course &course, const Moment &now)
{
    return Summing(store, course, now).sum();
}

QStringList partAnchors(const course::Lesson &lesson)
{
    QStringList anchors;
    for (const course::Block &block : lesson.blocks) {
        const auto *heading = std::get_if<course::Heading>(&block.content);
        if (anchors.isEmpty() || (heading && heading->level == 2))
            anchors.append(heading ? heading->anchor : QString());
    }
    return anchors;
}

QString nameOf(NextStep::Kind kind)
{
    return stepNames[std::size_t(kind)];
}

QJsonObject toJson(const Summary &summary)
{
    const auto step = [](const NextStep &next) {
        return QJsonObject{{u"kind"_s, nameOf(next.kind)}, {u"target"_s, next.target},
            {u"count"_s, next.count}};
    };
    const auto topic = [](const TopicSummary &one) { return toJson(one); };
    const auto day = [](const DayActivity &one) { return toJson(one); };
    return {{u"format"_s, 1},
        {u"lessons"_s, QJsonObject{{u"all"_s, summary.lessons}, {u"read"_s, summary.lessonsRead},
            {u"parts"_s, summary.parts}, {u"parts_read"_s, summary.partsRead}}},
        {u"exercises"_s, QJsonObject{{u"all"_s, summary.exercises}, {u"mastered"_s, summary.mastered},
            {u"passed"_s, summary.passed}, {u"tried"_s, summary.tried}}},
        {u"cards"_s, QJsonObject{{u"all"_s, summary.cards}, {u"seen"_s, summary.seen},
            {u"due"_s, summary.due}, {u"held_back"_s, summary.heldBack}, {u"new"_s, summary.fresh},
            {u"suspended"_s, summary.suspended}}},
        {u"topics"_s, arrayOf(summary.topics, topic)}, {u"days"_s, arrayOf(summary.days, day)},
        {u"next"_s, arrayOf(summary.next, step)}};
}

} // namespace ringside::progress
