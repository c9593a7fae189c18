#pragma once

#include "supervisor/steward.h"

namespace ringside::supervisor {

/// The process the window or command starts. It gives up what it does not need, starts the steward in fresh
/// namespaces, and waits for it: the two live and die together. Returns the process's exit status.
[[nodiscard]] int runLauncher();

/// What the launcher then starts, as the first process of its pid namespace. Returns the exit status.
[[nodiscard]] int runSteward(Origin origin);

/// The argument that tells the executable to be the steward.
inline constexpr char plainUserRole[] = "--steward-of-plain-user";
inline constexpr char droppedRootRole[] = "--steward-of-dropped-root";

} // namespace ringside::supervisor
