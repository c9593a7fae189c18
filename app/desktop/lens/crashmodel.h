#pragma once

#include "lens/crashes.h"

#include <QAbstractTableModel>

#include <memory>

namespace ringside::desktop {

/// One moment of a crash, and what is left then.
struct CrashPoint
{
    lens::CrashState state;
    lens::LeftTree left;
};

/// The moments a crash was tried at: the line, its call, and in a few words what is left.
class CrashModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column : quint8 { LineColumn, CallColumn, LeftColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Lines of `mainFile` are shown by their number alone.
    void setPoints(
        std::shared_ptr<const lens::Trace> trace, const QList<CrashPoint> &points, const QByteArray &mainFile);
    /// Null for no row.
    [[nodiscard]] const CrashPoint *point(const QModelIndex &index) const;
    /// Of the call a row is about.
    [[nodiscard]] lens::Site site(const QModelIndex &index) const;
    /// Of the texts in the column of lines, the one that needs the most room.
    [[nodiscard]] QString longestPlace() const { return m_longestPlace; }
    /// Points at which a reader finds neither what was nor what is to be.
    [[nodiscard]] int brokenCount() const;
    /// Where to begin reading; invalid when there is nothing.
    [[nodiscard]] QModelIndex firstBroken() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString text(const CrashPoint &point, int column) const;
    [[nodiscard]] QString accessibleText(const CrashPoint &point, int column) const;

    std::shared_ptr<const lens::Trace> m_trace;
    QList<CrashPoint> m_points;
    QByteArray m_mainFile;
    QString m_longestPlace;
};

/// "as before", "state.json is empty; state.tmp is left over".
[[nodiscard]] QString leftText(const lens::LeftTree &left);

} // namespace ringside::desktop
