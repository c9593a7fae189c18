#pragma once

#include <QStyledItemDelegate>

namespace ringside::desktop {

/// Draws what a crash leaves: code in its own face, and a cross before what is broken.
class CrashDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum Role : quint16 {
        BrokenRole = Qt::UserRole, ///< bool: neither as it was nor as it is to be
        CodeRole, ///< bool: the text is a call
    };

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace ringside::desktop
