#pragma once

#include "progress/attempts.h"

#include <QAbstractListModel>

namespace ringside::desktop {

/// The attempts at one exercise, the newest first.
class AttemptModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { SourceRole = Qt::UserRole, OutcomeRole, UidRole };

    using QAbstractListModel::QAbstractListModel;

    /// `attempts`: the oldest first, as the store gives them.
    void setAttempts(QList<progress::Attempt> attempts);
    /// When the reference solution was first seen, if it was: later attempts say so.
    void setSolutionSeen(std::optional<qint64> atMs);
    [[nodiscard]] bool isSolutionSeen() const { return m_solutionSeenMs.has_value(); }
    /// Whether it was seen before any attempt had passed.
    [[nodiscard]] bool isSolutionSeenEarly() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    [[nodiscard]] bool isAfterSolution(const progress::Attempt &attempt) const;

    QList<progress::Attempt> m_attempts; ///< newest first
    std::optional<qint64> m_solutionSeenMs;
};

/// "passed" and so on, for people.
[[nodiscard]] QString outcomeWord(progress::AttemptOutcome outcome);

} // namespace ringside::desktop
