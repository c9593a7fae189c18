#pragma once

#include "supervisor/outcome.h"

namespace ringside::supervisor {

/// Replaces everything this mount namespace shows by what a box may see: the system's /usr read-only, a small
/// /etc of our own, five devices, /proc, and empty places for the learner's things. Nothing of it can be
/// written afterwards. Boxes inherit it and add their own file systems.
[[nodiscard]] Outcome<> enterRootFileSystem();

} // namespace ringside::supervisor
