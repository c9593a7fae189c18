#pragma once

#include <QString>

class QAbstractItemModel;
class QTableView;

namespace ringside::desktop {

/// How tables look in this window: no grid, no row numbers, rows of that height, headers over the left of their
/// columns where the model does not say otherwise. One thing is chosen at a time, and Tab leads out of the table.
void makePlain(QTableView &table, int rowHeight);

/// A plain table whose rows are chosen whole, quick with 100,000 of them.
[[nodiscard]] QTableView *plainTable(QAbstractItemModel *model, const QString &name);

} // namespace ringside::desktop
