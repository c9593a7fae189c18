#pragma once

#include "sandbox/run.h"

namespace ringside::sandbox {

/// What can be told about a program before it runs, from its request.
struct StartHints
{
    /// False when something acts only while an interpreter starts: a hash seed, PYTHON… variables, the locale, the
    /// user's own site-packages. Otherwise a warm interpreter behaves like one started for it.
    bool canBeWarm = true;
    /// The workspace's own files import modules that the stocked zygote holds.
    bool wantsStock = false;
    bool operator==(const StartHints &) const = default;
};

[[nodiscard]] StartHints scanProgram(const RunRequest &request);

} // namespace ringside::sandbox
