#pragma once

#include <QStyledItemDelegate>

namespace ringside::desktop {

/// Paints the rows of a CallTableModel: code in the code font, failures with a cross and in their colour, folds with
/// an arrow.
class CallDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace ringside::desktop
