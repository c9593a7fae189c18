#pragma once

#include "course/course.h"
#include "progress/summary.h"

#include <QAbstractTableModel>
#include <QStyledItemDelegate>

namespace ringside::desktop {

/// How each topic stands. What has too few answers says so, and is not called weak.
class TopicModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Topic, Recall, Exercises, Cards, Due, columnCountAll };
    enum Role { TopicRole = Qt::UserRole, ShareRole, WeakRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setTopics(const QList<progress::TopicSummary> &topics, std::shared_ptr<const course::Course> course);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const progress::TopicSummary &topic, int column) const;

    QList<progress::TopicSummary> m_topics;
    std::shared_ptr<const course::Course> m_course;
};

/// The share of recalled answers as a bar beside its words.
class RecallDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// The words and the bar beside each other.
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace ringside::desktop
