#pragma once

#include "progress/attempts.h"
#include "progress/queue.h"
#include "progress/rowwriter.h"
#include "progress/store.h"

#include <QRandomGenerator>

#include <algorithm>

namespace ringside::progress::test {

/// A learner who comes every day for years, answers what is due, forgets some of it, takes an answer back now and then
/// and keeps no card away for longer than two weeks. The product's scheduler says when cards come back. The rows are
/// those the product writes, put in without a commit for each.
class SimulatedLearner
{
public:
    static constexpr int firstDay = 18'000;
    static constexpr int newPerDay = 10;
    static constexpr int longestWait = 14;

    SimulatedLearner(const Store &store, const QList<Card> &cards, quint32 seed)
        : m_store(store)
        , m_cards(cards)
        , m_states(cards.size())
        , m_random(seed)
    {
        m_settings.maximumDays = longestWait;
    }

    /// Comes until there are so many rows in the log. The last day.
    Result<int> come(int reviews)
    {
        return inTransaction(m_store.connection(), [&]() -> Result<int> {
            if (auto made = makeWriters(); !made)
                return std::unexpected(made.error());
            auto params = m_store.reviews().keep(m_settings, 1);
            if (!params)
                return std::unexpected(params.error());
            m_params = *params;
            int day = firstDay;
            for (; m_rows < reviews && m_problem; ++day)
                comeOn(day);
            if (!m_problem)
                return std::unexpected(m_problem.error());
            m_writers.clear();
            return m_store.reviews().repairStatesWithin().transform([=](int) { return day - 1; });
        });
    }

private:
    enum Table { ReviewRow, AttemptRow, PointRow, ActivityRow, SessionRow };

    Result<> makeWriters()
    {
        for (const QString &name : {QStringLiteral("review"), QStringLiteral("attempt"),
                 QStringLiteral("attempt_point"), QStringLiteral("activity"), QStringLiteral("session")}) {
            auto writer = RowWriter::create(
                m_store.connection(), *std::ranges::find(sharedTables(), name, &TableShape::name));
            if (!writer)
                return std::unexpected(writer.error());
            m_writers.push_back(std::move(*writer));
        }
        return {};
    }

    void put(Table table, QVariantList values)
    {
        for (QVariant &value : values)
            if (value.typeId() == QMetaType::Int)
                value = value.toLongLong(); // as SQLite hands them out
        if (m_problem)
            if (auto done = m_writers[table].put(values); !done)
                m_problem = std::unexpected(done.error());
    }

    void comeOn(int day)
    {
        const Scheduler scheduler(m_settings);
        m_session = newUid();
        Moment now = at(day, 0);
        put(SessionRow, {m_session, QStringLiteral("window"), now.ms, now.ms + 3'600'000, 0, QStringLiteral("1"),
                            QStringLiteral(""), QStringLiteral("{}")});
        int fresh = 0;
        for (int pass = 0; pass < 2; ++pass) { // what was not recalled comes once more on the same day
            for (qsizetype i = 0; i < m_cards.size(); ++i) {
                now = at(day, pass * 12 * 3600 + int(i) * 20);
                CardState &state = m_states[i];
                const bool isNew = state.phase == Phase::New;
                if (isNew ? pass > 0 || fresh >= newPerDay : !state.isDue(now))
                    continue;
                fresh += isNew ? 1 : 0;
                answer(scheduler, m_cards[i], state, now);
            }
        }
        for (int item = 0; item < 6; ++item)
            put(ActivityRow, {m_session, QStringLiteral("lesson:%1").arg((day + item) % 25), day, 300'000 + item});
        put(AttemptRow, attempt(QStringLiteral("exercise:%1").arg(day % 150), now, QStringLiteral("exercise"),
                            QStringLiteral("failed")));
    }

    void answer(const Scheduler &scheduler, const Card &card, CardState &state, const Moment &now)
    {
        const int luck = m_random.bounded(100);
        const Grade grade = luck < 12 ? Grade::Again : luck < 20 ? Grade::Hard : luck < 92 ? Grade::Good : Grade::Easy;
        const Answered answered = scheduler.answer(state, grade, now, card.uid);
        const QString uid = writeReview(card, state, answered, grade, now);
        if (card.kind != QuestionKind::Coding)
            writeAttempt(card, grade, now);
        if (m_random.bounded(200) > 0) {
            state = answered.after;
            return;
        }
        put(ReviewRow, {newUid(), card.uid, qint64(card.revision), nextOrder(now), now.ms, now.tzMinutes, now.studyDay,
                           0, QStringLiteral("undo"), 0, QStringLiteral("self"), {}, {}, {}, {}, {}, {}, {}, 0, m_params,
                           m_session, uid});
    }

    QString writeReview(
        const Card &card, const CardState &before, const Answered &answered, Grade grade, const Moment &now)
    {
        static constexpr std::array kinds{"learn", "review", "relearn"};
        const QString uid = newUid();
        const bool first = !before.memory;
        const Memory memory = before.memory.value_or(Memory());
        put(ReviewRow,
            {uid, card.uid, qint64(card.revision), nextOrder(now), now.ms, now.tzMinutes, now.studyDay,
                answered.elapsedDays, QString::fromLatin1(kinds[std::size_t(kindOfAnswer(before.phase))]), int(grade),
                QStringLiteral("self"), 25 * m_random.bounded(5), m_random.bounded(5'000, 90'000),
                first ? QVariant() : memory.stability, first ? QVariant() : memory.difficulty,
                orNull(answered.predicted), answered.after.memory->stability, answered.after.memory->difficulty,
                answered.wait.seconds + answered.wait.days * 86'400LL, m_params, m_session, QStringLiteral("")});
        return uid;
    }

    void writeAttempt(const Card &card, Grade grade, const Moment &now)
    {
        const bool open = card.kind == QuestionKind::Open;
        const QVariantList values = attempt(card.uid, now, open ? QStringLiteral("question") : QStringLiteral("quiz"),
            open                  ? QStringLiteral("open")
                : isPass(grade) ? QStringLiteral("right")
                                : QStringLiteral("wrong"));
        put(AttemptRow, values);
        for (const course::KeyPoint &point : card.keyPoints)
            for (const QString &by : {QStringLiteral("matcher"), QStringLiteral("learner")})
                put(PointRow, {values.first(), pointUid(card, point), by, m_random.bounded(4) > 0 ? 1 : 0, now.ms});
    }

    [[nodiscard]] QVariantList attempt(
        const QString &item, const Moment &now, const QString &kind, const QString &outcome) const
    {
        static const QString answer = QStringLiteral("The kernel keeps it until the last name is gone. ").repeated(3);
        return {newUid(), item, 7, m_session, now.ms - 30'000, now.ms, now.studyDay, kind, answer, outcome, {}, {}, {}, 0,
            QStringLiteral("{}"), QStringLiteral("{}")};
    }

    qint64 nextOrder(const Moment &now)
    {
        ++m_rows;
        return m_order = std::max(now.ms, m_order + 1);
    }

    static Moment at(int day, int second)
    {
        return {.ms = day * 86'400'000LL + 6 * 3'600'000LL + second * 1000LL, .tzMinutes = 0, .studyDay = day};
    }

    const Store &m_store;
    const QList<Card> &m_cards;
    QList<CardState> m_states;
    QRandomGenerator m_random;
    SchedulerSettings m_settings;
    std::vector<RowWriter> m_writers;
    QString m_params;
    QString m_session;
    qint64 m_order = 0;
    int m_rows = 0;
    Result<> m_problem;
};

} // namespace ringside::progress::test
