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
    std::int64_t privateBytes = 0; ///< pages of single processes that are not backed by files
    std::int64_t sharedBytes = 0; ///< shared memory, as often as it is mapped
    int processes = 0; ///< without init
    std::chrono::milliseconds largestCpu{}; ///< of the process that used most
    [[nodiscard]] std::int64_t memoryBytes() const { return privateBytes + sharedBytes; }
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

    /// Shared memory of the whole machine, in bytes.
    [[nodiscard]] static std::int64_t sharedMemoryOfMachine();
    /// Pages of shared memory whose users are dead count for no process, as long as another has the memory mapped.
    /// When the machine's shared memory has grown by `growth` bytes, boxes are charged for what they have mapped,
    /// up to that.
    static void chargeForMappings(std::map<BoxId, BoxUsage> &usage, std::int64_t growth);
};

} // namespace ringside::supervisor
