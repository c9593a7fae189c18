#pragma once

class QModelIndex;
class QPainter;
class QStyleOptionViewItem;

namespace ringside::desktop {

/// The ring around the current row of a table that has the keyboard. Each cell draws its own part of it: one that is as
/// wide as the first cell would cut through the words of rows that go across several.
void drawRowFocus(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index);

} // namespace ringside::desktop
