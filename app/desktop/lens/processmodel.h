#pragma once

#include "lens/trace.h"

#include <QAbstractItemModel>
#include <QHash>
#include <QSet>

#include <memory>

namespace ringside::desktop {

/// The processes of a run as a tree, as they were right after one call: number, state, the line that started it.
class ProcessModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column : quint8 { ProcessColumn, StateColumn, LineColumn, ColumnCount };
    enum class State : quint8 { Running, Zombie, Gone };

    using QAbstractItemModel::QAbstractItemModel;

    /// -1: nothing.
    void setMoment(std::shared_ptr<const lens::Trace> trace, qsizetype event);
    [[nodiscard]] State state(quint32 process) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void findReaped();
    [[nodiscard]] const QList<quint32> &childrenOf(quint32 process) const;
    [[nodiscard]] QString name(quint32 process) const;
    [[nodiscard]] QString stateText(quint32 process) const;

    std::shared_ptr<const lens::Trace> m_trace;
    qsizetype m_event = -1;
    quint64 m_timeNs = 0;
    QHash<quint32, QList<quint32>> m_children; ///< 0: the program itself
    QHash<quint32, QByteArray> m_programs; ///< what a process became with exec
    QSet<quint32> m_reaped;
};

} // namespace ringside::desktop
