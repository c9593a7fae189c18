#pragma once

#include "lens/crashes.h"

#include <QAbstractTableModel>

namespace ringside::desktop {

/// The files that a crash left, and how each stands to what was and what is to be.
class LeftModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column : quint8 { NameColumn, SizeColumn, StandingColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setLeft(const lens::LeftTree &left);
    /// Null for no row.
    [[nodiscard]] const lens::LeftEntry *entry(const QModelIndex &index) const;
    /// The entry one wants to see first: what is broken, else what is not as before. Invalid when there is none at all.
    [[nodiscard]] QModelIndex mostTelling() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    lens::LeftTree m_left;
};

} // namespace ringside::desktop
