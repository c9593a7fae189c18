#include "desktop/exercise/verdictmodel.h"

#include "desktop/exercise/verdictwords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

using grading::CheckOutcome;
using grading::CheckResult;

void VerdictModel::setExercise(const course::Exercise &exercise)
{
    QList<CheckResult> results;
    for (const course::Check &check : exercise.checks) {
        CheckResult result;
        result.id = check.id;
        result.title = check.title;
        result.kind = check.kind;
        result.tier = check.tier();
        result.maxPoints = check.points;
        result.visibility = check.visibility;
        results.append(result);
    }
    m_checked = false;
    setRows(results);
}

void VerdictModel::setVerdict(const grading::Verdict &verdict)
{
    m_checked = true;
    setRows(verdict.checks);
}

void VerdictModel::setRows(const QList<CheckResult> &results)
{
    beginResetModel();
    m_rows.clear();
    for (const course::Tier tier : {course::Tier::Core, course::Tier::Engineering}) {
        Row heading{.kind = Kind::Tier, .tier = tier};
        const qsizetype at = m_rows.size();
        for (const CheckResult &result : results) {
            if (result.tier != tier)
                continue;
            heading.points.points += result.points;
            heading.points.maxPoints += result.maxPoints;
            m_rows.append({.kind = Kind::Check, .tier = tier, .result = result});
        }
        if (m_rows.size() > at)
            m_rows.insert(at, heading);
    }
    endResetModel();
}

const CheckResult *VerdictModel::result(const QModelIndex &index) const
{
    if (!m_checked || !index.isValid() || m_rows[index.row()].kind != Kind::Check)
        return nullptr;
    return &m_rows[index.row()].result;
}

QModelIndex VerdictModel::firstFailed() const
{
    const auto row = std::ranges::find_if(m_rows, [this](const Row &candidate) {
        return m_checked && candidate.kind == Kind::Check
            && candidate.result.outcome == CheckOutcome::Failed;
    });
    return row == m_rows.end() ? QModelIndex() : index(int(row - m_rows.begin()));
}

int VerdictModel::passedCount() const
{
    return int(std::ranges::count_if(m_rows, [](const Row &row) {
        return row.kind == Kind::Check && row.result.outcome == CheckOutcome::Passed;
    }));
}

int VerdictModel::checkCount() const
{
    return int(std::ranges::count(m_rows, Kind::Check, &Row::kind));
}

int VerdictModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

Qt::ItemFlags VerdictModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return QAbstractListModel::flags(index);
    const bool heading = m_rows[index.row()].kind == Kind::Tier;
    return heading ? Qt::ItemNeverHasChildren
                   : QAbstractListModel::flags(index) | Qt::ItemNeverHasChildren;
}

QVariant VerdictModel::tierData(const Row &row, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return tierText(row.tier);
    case KindRole: return QVariant::fromValue(Kind::Tier);
    case TierRole: return QVariant::fromValue(row.tier);
    case PointsRole: return row.points.points;
    case MaxPointsRole: return row.points.maxPoints;
    case CheckedRole: return m_checked;
    default: return {};
    }
}

QVariant VerdictModel::checkData(const Row &row, int role) const
{
    const QString remark = m_checked ? remarkText(row.result) : tr("not run yet");
    switch (role) {
    case Qt::DisplayRole: return row.result.title;
    case Qt::AccessibleTextRole:
        return u"%1, %2, %3"_s.arg(row.result.title, outcomeText(row.result.outcome), remark);
    case KindRole: return QVariant::fromValue(Kind::Check);
    case OutcomeRole: return QVariant::fromValue(row.result.outcome);
    case TierRole: return QVariant::fromValue(row.tier);
    case RemarkRole: return remark;
    case PointsRole: return row.result.points;
    case MaxPointsRole: return row.result.maxPoints;
    case CheckedRole: return m_checked;
    default: return {};
    }
}

QVariant VerdictModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[index.row()];
    return row.kind == Kind::Tier ? tierData(row, role) : checkData(row, role);
}

} // namespace ringside::desktop
