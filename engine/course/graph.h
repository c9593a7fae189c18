#pragma once

#include <QHash>
#include <QStringList>

namespace ringside::course {

/// Who names whom: checks and their `after`, worlds and their `extends`, lessons and their
/// prerequisites.
using Graph = QHash<QString, QStringList>;

/// The names of one circle through `start`, from `start` back to `start`; empty when there is none.
[[nodiscard]] QStringList circleThrough(const QString &start, const Graph &graph);

} // namespace ringside::course
