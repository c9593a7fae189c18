#pragma once

#include <QAbstractTableModel>
#include <QStringList>

namespace ringside::desktop {

/// What a chart shows, as words: for the table that stands beside each.
struct FigureTable
{
    QStringList columns;
    QList<QStringList> rows;

    bool operator==(const FigureTable &) const = default;
};

class FigureModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setTable(const FigureTable &table);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    FigureTable m_table;
};

} // namespace ringside::desktop
