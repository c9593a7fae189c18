#pragma once

#include "course/course.h"
#include "course/reference.h"

#include <QAbstractListModel>
#include <QSortFilterProxyModel>

namespace ringside::desktop {

/// The quick references of all lessons, one row below the other in the order of the course.
class ReferenceModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        RemarkRole = Qt::UserRole, ///< plain text
        PlaceRole, ///< "Lesson 5 · Listing a directory"
        LinkRole, ///< to that place, in the words of MainWindow::openLink()
        SearchRole, ///< folded
    };

    struct Row
    {
        const course::Lesson *lesson; ///< of the course given last, which outlives the rows
        course::ReferenceRow reference;
        QString call, remark, partTitle; ///< plain text
    };

    using QAbstractListModel::QAbstractListModel;

    void setCourse(const course::Course &course);
    [[nodiscard]] const Row &row(int row) const { return m_rows[row]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<Row> m_rows;
};

/// The rows that have all the words typed, anywhere and in any order.
class ReferenceProxy : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setTyped(const QString &typed);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
};

} // namespace ringside::desktop
