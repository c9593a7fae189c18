#pragma once

#include "lens/trace.h"

#include <QAbstractTableModel>

#include <memory>

namespace ringside::desktop {

/// Two runs side by side: how often the learner's lines made each call in the one and in the other. What differs most
/// comes first.
class ComparisonModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column : quint8 { CallColumn, FirstColumn, SecondColumn, ChangeColumn, ColumnCount };

    /// What the two runs are called in the header.
    ComparisonModel(QString first, QString second, QObject *parent = nullptr);

    /// Null: no such run.
    void setRuns(const std::shared_ptr<const lens::Trace> &first, const std::shared_ptr<const lens::Trace> &second);
    /// All calls of one run.
    [[nodiscard]] qint64 total(Column run) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        QByteArray call;
        qint64 first = 0;
        qint64 second = 0;
    };

    QString m_first;
    QString m_second;
    QList<Row> m_rows;
    bool m_hasFirst = false; ///< there is something to compare with
};

} // namespace ringside::desktop
