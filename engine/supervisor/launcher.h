#pragma once

namespace ringside::supervisor {

/// The process the window or command starts. It gives up what it does not need, starts the steward in fresh
/// namespaces, and waits for it: the two live and die together.
class Launcher
{
public:
    /// The process's exit status.
    [[nodiscard]] int run();
};

} // namespace ringside::supervisor
