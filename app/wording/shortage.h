#pragma once

#include "lens/shortages.h"

#include <QString>

namespace ringside::wording {

/// "The disk of the box was full: 16 MiB."; of one that was only told, what it looks like.
[[nodiscard]] QString sentence(const lens::Shortage &shortage);

/// A sentence on each.
[[nodiscard]] QString sentences(const QList<lens::Shortage> &shortages);

} // namespace ringside::wording
