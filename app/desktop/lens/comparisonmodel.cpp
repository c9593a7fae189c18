#include "desktop/lens/comparisonmodel.h"

#include "lens/queries.h"

#include <QLocale>

#include <map>
#include <numeric>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

/// Exact, also where calls were only counted.
std::map<QByteArray, qint64> countsOf(const lens::Trace *trace)
{
    std::map<QByteArray, qint64> counts;
    if (!trace)
        return counts;
    for (const auto &[place, count] : trace->counts()) {
        lens::Event named;
        named.number = place.second;
        if (lens::isLearners(trace->site(place.first).phase))
            counts[named.name()] += qint64(count.calls);
    }
    return counts;
}

} // namespace

ComparisonModel::ComparisonModel(QString first, QString second, QObject *parent)
    : QAbstractTableModel(parent)
    , m_first(std::move(first))
    , m_second(std::move(second))
{
}

void ComparisonModel::setRuns(
    const std::shared_ptr<const lens::Trace> &first, const std::shared_ptr<const lens::Trace> &second)
{
    std::map<QByteArray, Row> rows;
    for (const auto &[call, count] : countsOf(first.get()))
        rows[call] = {call, count, 0};
    for (const auto &[call, count] : countsOf(second.get())) {
        rows[call].call = call;
        rows[call].second = count;
    }
    beginResetModel();
    m_hasFirst = first != nullptr;
    m_rows.clear();
    for (const auto &[call, row] : rows)
        m_rows.append(row);
    std::ranges::stable_sort(
        m_rows, std::greater(), [](const Row &row) { return std::abs(row.second - row.first); });
    endResetModel();
}

qint64 ComparisonModel::total(Column run) const
{
    return std::accumulate(m_rows.begin(), m_rows.end(), qint64(0),
        [run](qint64 sum, const Row &row) { return sum + (run == FirstColumn ? row.first : row.second); });
}

int ComparisonModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ComparisonModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (index.column() == CallColumn ? Qt::AlignLeft : Qt::AlignRight));
    const bool isMissing = !m_hasFirst && (index.column() == FirstColumn || index.column() == ChangeColumn);
    if (isMissing && role == Qt::AccessibleTextRole)
        return tr("there is no such run");
    if (role != Qt::DisplayRole)
        return {};
    if (isMissing)
        return u"–"_s;
    const Row &row = m_rows[index.row()];
    const QLocale locale;
    const auto figure = [&locale](qint64 count) { return count == 0 ? tr("none") : locale.toString(count); };
    switch (index.column()) {
    case CallColumn: return QString::fromUtf8(row.call);
    case FirstColumn: return figure(row.first);
    case SecondColumn: return figure(row.second);
    default: break;
    }
    const qint64 change = row.second - row.first;
    if (change == 0)
        return tr("same");
    return change > 0 ? u"+"_s + locale.toString(change) : u"−"_s + locale.toString(-change);
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == CallColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case CallColumn: return tr("Call");
    case FirstColumn: return m_first;
    case SecondColumn: return m_second;
    default: return tr("Change");
    }
}

} // namespace ringside::desktop
