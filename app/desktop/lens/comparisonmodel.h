#pragma once

#include "lens/trace.h"

#include <QAbstractTableModel>

#include <memory>

namespace ringside::desktop {

/// Two runs side by side: how often the learner's lines made each call, before and now. What changed most comes first.
class ComparisonModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column : quint8 { CallColumn, BeforeColumn, NowColumn, ChangeColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Null: no such run.
    void setRuns(const std::shared_ptr<const lens::Trace> &before, const std::shared_ptr<const lens::Trace> &now);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        QByteArray call;
        qint64 before = 0;
        qint64 now = 0;
    };

    QList<Row> m_rows;
};

} // namespace ringside::desktop
