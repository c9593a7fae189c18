#pragma once

#include "course/exercise.h"
#include "grading/verdict.h"

#include <QAbstractListModel>

#include <optional>

namespace ringside::desktop {

/// The checks of an exercise, in two groups under headings, with how each ended in the last verdict.
class VerdictModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class Kind : quint8 { Tier, Check };
    enum Role {
        KindRole = Qt::UserRole,
        OutcomeRole, ///< grading::CheckOutcome
        TierRole, ///< course::Tier
        RemarkRole, ///< one line: found against expected, or why it did not run
        PointsRole,
        MaxPointsRole,
        CheckedRole, ///< there has been a verdict
    };

    using QAbstractListModel::QAbstractListModel;

    /// Shows the checks as not run.
    void setExercise(const course::Exercise &exercise);
    void setVerdict(const grading::Verdict &verdict);

    /// The result of a row; none for headings and before the first verdict.
    [[nodiscard]] const grading::CheckResult *result(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex firstFailed() const;
    [[nodiscard]] int passedCount() const;
    [[nodiscard]] int checkCount() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row
    {
        Kind kind = Kind::Check;
        course::Tier tier{};
        grading::CheckResult result; ///< of a check
        grading::Points points; ///< of a tier
    };
    void setRows(const QList<grading::CheckResult> &results);
    [[nodiscard]] QVariant checkData(const Row &row, int role) const;
    [[nodiscard]] QVariant tierData(const Row &row, int role) const;

    QList<Row> m_rows;
    bool m_checked = false;
};

} // namespace ringside::desktop
