#include "desktop/lens/rowfocus.h"

#include "desktop/theme/style.h"

#include <QPainter>
#include <QTableView>

namespace ringside::desktop {

void drawRowFocus(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    constexpr int radius = 4;
    const auto *table = qobject_cast<const QTableView *>(option.widget);
    if (!table || !table->hasFocus() || table->currentIndex().row() != index.row())
        return;
    QRect row;
    for (int column = 0; column < index.model()->columnCount(); ++column)
        row |= table->visualRect(index.siblingAtColumn(column));
    painter.save();
    painter.setClipRect(option.rect);
    drawFocusRing(painter, themeOf(table), row, radius);
    painter.restore();
}

} // namespace ringside::desktop
