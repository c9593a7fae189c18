#pragma once

#include <QStyledItemDelegate>

namespace ringside::desktop {

/// Lessons as headings with their count, parts with a tick, a dot or a ring.
class LessonTreeDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace ringside::desktop
