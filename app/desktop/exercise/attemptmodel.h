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

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<progress::Attempt> m_attempts; ///< newest first
};

/// "passed" and so on, for people.
[[nodiscard]] QString outcomeWord(progress::AttemptOutcome outcome);

} // namespace ringside::desktop
