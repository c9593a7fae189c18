#pragma once

#include <QString>

namespace ringside {

/// Where the course is read from: $RINGSIDE_DATA if set, else share/ringside beside the bin folder of the
/// running program. The same layout holds in the build tree and when installed.
[[nodiscard]] QString dataFolder();

/// A program of ours that only we start, for example "ringside-supervisor".
[[nodiscard]] QString helperProgram(const QString &name);

} // namespace ringside
