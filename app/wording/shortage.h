#pragma once

#include "lens/shortages.h"

#include <QString>

namespace ringside::wording {

/// "The disk of the box was full: 16 MiB."
[[nodiscard]] QString sentence(const lens::Shortage &shortage);

/// A short name for machines: "disk", "names", "file-size", "processes", "descriptors".
[[nodiscard]] QString shortageName(lens::Shortage::Kind kind);

} // namespace ringside::wording
