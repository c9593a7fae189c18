#pragma once

#include "lens/trace.h"

#include <QAbstractTableModel>

#include <memory>

namespace ringside::desktop {

/// The descriptors a process has open at one moment of its run: number, where it leads, the line that opened it.
class DescriptorModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column : quint8 { NumberColumn, TargetColumn, LineColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// As of right after a call, in the process that made it. -1: nothing.
    void setMoment(std::shared_ptr<const lens::Trace> trace, qsizetype event);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString target(const lens::DescriptorLife &life) const;
    [[nodiscard]] QString opener(const lens::DescriptorLife &life) const;

    std::shared_ptr<const lens::Trace> m_trace;
    QList<qsizetype> m_lives; ///< of Trace::descriptorLives(), by number of the descriptor
};

} // namespace ringside::desktop
