#include "desktop/exercise/attemptmodel.h"

#include "wording/cause.h"

#include <QIcon>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

QString outcomeWord(progress::AttemptOutcome outcome)
{
    using enum progress::AttemptOutcome;
    switch (outcome) {
    case Mastered: return AttemptModel::tr("mastered");
    case Passed: return AttemptModel::tr("passed");
    case Right: return AttemptModel::tr("right");
    case Ungraded: return AttemptModel::tr("not graded");
    case GivenUp: return AttemptModel::tr("given up");
    case Open: return AttemptModel::tr("open");
    case Failed:
    case Wrong: return AttemptModel::tr("not passed");
    }
    Q_UNREACHABLE_RETURN({});
}

void AttemptModel::setAttempts(QList<progress::Attempt> attempts)
{
    beginResetModel();
    std::ranges::reverse(attempts);
    m_attempts = std::move(attempts);
    endResetModel();
}

void AttemptModel::setSolutionSeen(std::optional<qint64> atMs)
{
    beginResetModel();
    m_solutionSeenMs = atMs;
    endResetModel();
}

bool AttemptModel::isAfterSolution(const progress::Attempt &attempt) const
{
    return m_solutionSeenMs && attempt.submitted.ms >= *m_solutionSeenMs;
}

bool AttemptModel::isSolutionSeenEarly() const
{
    using enum progress::AttemptOutcome;
    return m_solutionSeenMs && std::ranges::none_of(m_attempts, [this](const progress::Attempt &attempt) {
        return !isAfterSolution(attempt) && (attempt.outcome == Passed || attempt.outcome == Mastered);
    });
}

int AttemptModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_attempts.size());
}

QVariant AttemptModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const progress::Attempt &attempt = m_attempts[index.row()];
    switch (role) {
    case Qt::DisplayRole: {
        const QDateTime when = QDateTime::fromMSecsSinceEpoch(attempt.submitted.ms);
        const QString text = tr("%1, %2 of %3\n%4").arg(outcomeWord(attempt.outcome),
            wording::pointsText(attempt.points.value_or(0)), wording::pointsText(attempt.maxPoints.value_or(0)),
            QLocale().toString(when, QLocale::ShortFormat));
        return isAfterSolution(attempt) ? tr("%1 · solution seen").arg(text) : text;
    }
    case SourceRole: return attempt.answer;
    case OutcomeRole: return int(attempt.outcome);
    case UidRole: return attempt.uid;
    default: return {};
    }
}

} // namespace ringside::desktop
