#pragma once

#include <QString>

class QAbstractItemModel;
class QTableView;

namespace ringside::desktop {

/// A table as the views of the lens have them: one row is chosen at a time, and nothing but rows is drawn.
[[nodiscard]] QTableView *plainTable(QAbstractItemModel *model, const QString &name);

} // namespace ringside::desktop
