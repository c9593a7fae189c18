#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <sys/types.h>

namespace ringside::supervisor {

/// What the processes of one box use now.
struct BoxUsage
{
    std::int64_t memoryBytes = 0; ///< not backed by files: private pages and shared memory
    int processes = 0; ///< without init
    std::chrono::milliseconds largestCpu{}; ///< of the process that used most
};

/// Looks at every process the steward can see and sums up by box.
class ProcessCensus
{
public:
    /// A box is known by its pid namespace.
    using BoxId = ino_t;
    [[nodiscard]] static std::optional<BoxId> boxOf(pid_t init);

    /// The sums of the given boxes.
    [[nodiscard]] static std::map<BoxId, BoxUsage> take(const std::set<BoxId> &boxes);
};

} // namespace ringside::supervisor
