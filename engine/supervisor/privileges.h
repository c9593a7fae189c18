#pragma once

#include "supervisor/outcome.h"

#include <cstdint>

namespace ringside::supervisor {

/// What one process of a box may use at most; the sums over the box are the steward's business.
struct ProcessLimits
{
    std::uint64_t addressSpaceBytes = 0;
    std::uint64_t fileBytes = 0;
    std::uint64_t cpuSeconds = 0;
    std::uint64_t processes = 0; ///< counted per user namespace: to be set inside the box's
    std::uint64_t descriptors = 0;
};

/// Source: setrlimit(2).
[[nodiscard]] Outcome<> limitResources(const ProcessLimits &limits);

/// No exec brings a capability any more. dropCapabilities() does it, too: this is for a process that has still to start
/// others, which then have it behind them.
[[nodiscard]] Outcome<> emptyBoundingSet();

/// Empties every capability set and locks the securebits, so that neither exec nor a change of ids brings
/// anything back; then sets no_new_privs. Source: capabilities(7), prctl(2).
[[nodiscard]] Outcome<> dropCapabilities();

/// From the next exec on, this process and its children have at most one capability.
[[nodiscard]] Outcome<> keepOneCapabilityAtExec(int capability);

/// When we are root: become a plain user without groups, for good. True when there was something to drop.
/// Root and ordinary users take the same path from here. Source: credentials(7).
[[nodiscard]] Outcome<bool> dropRoot();

} // namespace ringside::supervisor
