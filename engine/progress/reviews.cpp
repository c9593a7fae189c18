#include "progress/reviews.h"

#include <algorithm>

namespace ringside::progress {

namespace {

constexpr qint64 secondsPerDay = 86400;

class Replay
{
public:
    Replay(const SchedulerSettings &settings, const QHash<QString, Steps> &steps)
        : m_settings(settings)
        , m_steps(steps)
    {
    }

    void apply(const Review &row)
    {
        if (row.kind == ReviewKind::Manual)
            m_card = {};
        else if (row.kind == ReviewKind::Reschedule)
            moveDueDay(row);
        else if (row.grade)
            answer(row);
    }

    [[nodiscard]] const CardState &card() const { return m_card; }

private:
    void moveDueDay(const Review &row)
    {
        if (!m_card.memory)
            return;
        m_card.phase = Phase::Review;
        m_card.step = 0;
        m_card.dueAtMs = 0;
        m_card.dueDay = row.at.studyDay + int(row.intervalSeconds / secondsPerDay);
    }

    void answer(const Review &row)
    {
        const Grade grade = *row.grade;
        const int elapsed = m_card.memory ? std::max(0, row.at.studyDay - m_card.lastDay) : 0;
        m_card.memory = nextMemory(m_settings.weights, m_card.memory, grade, elapsed);
        m_card.reps += 1;
        m_card.lastAtMs = row.at.ms;
        m_card.lastDay = row.at.studyDay;

        SchedulerSettings settings = m_settings;
        if (const auto found = m_steps.constFind(row.paramsId); found != m_steps.cend()) {
            settings.learningSteps = found->learning;
            settings.relearningSteps = found->relearning;
        }
        move(m_card, grade, settings);
        const int days = int(std::max<qint64>(1, row.intervalSeconds / secondsPerDay));
        setDue(m_card, m_card.inSteps() ? Wait{.seconds = row.intervalSeconds} : Wait{.days = days},
            row.at);
    }

    const SchedulerSettings &m_settings;
    const QHash<QString, Steps> &m_steps;
    CardState m_card;
};

} // namespace

bool feedsScheduler(ReviewKind kind)
{
    return kind != ReviewKind::Cram && kind != ReviewKind::Undo;
}

ReviewKind kindOfAnswer(Phase phase)
{
    switch (phase) {
    case Phase::Review:
        return ReviewKind::Review;
    case Phase::Relearning:
        return ReviewKind::Relearn;
    default:
        return ReviewKind::Learn;
    }
}

QSet<QString> undoneRows(const QList<Review> &rows)
{
    // Newest first: whether an undo counts is known before its target is looked at.
    QSet<QString> undone;
    for (auto row = rows.crbegin(); row != rows.crend(); ++row)
        if (row->kind == ReviewKind::Undo && !undone.contains(row->uid))
            undone.insert(row->undoOf);
    return undone;
}

CardState replay(const QList<Review> &rows, const SchedulerSettings &settings,
    const QHash<QString, Steps> &steps)
{
    const QSet<QString> undone = undoneRows(rows);
    Replay replay(settings, steps);
    for (const Review &row : rows)
        if (feedsScheduler(row.kind) && !undone.contains(row.uid))
            replay.apply(row);
    return replay.card();
}

} // namespace ringside::progress
