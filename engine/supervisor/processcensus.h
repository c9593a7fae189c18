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
    std::int64_t kernelBytes = 0; ///< what the kernel holds for the box's sockets
    int processes = 0; ///< without init
    std::chrono::milliseconds largestCpu{}; ///< of the process that used most
    [[nodiscard]] std::int64_t memoryBytes() const { return privateBytes + sharedBytes + kernelBytes; }
};

/// Memory that belongs to no process, of the whole machine.
struct MachineMemory
{
    std::int64_t sharedBytes = 0; ///< shared memory and files of tmpfs
    std::int64_t kernelBytes = 0; ///< the kernel's own, without what it would give back
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

    [[nodiscard]] static MachineMemory memoryOfMachine();
    /// Pages of shared memory whose users are dead count for no process, as long as another has the memory mapped.
    /// When the machine's shared memory has grown by `growth` bytes, boxes are charged for what they have mapped,
    /// up to that.
    static void chargeForMappings(std::map<BoxId, BoxUsage> &usage, std::int64_t growth);
    /// What is on its way between sockets counts for no process at all, and a box can have 15,000 of them. When the
    /// kernel's own memory has grown by `growth` bytes, boxes are charged for as much as their sockets can hold, up
    /// to that.
    static void chargeForSockets(std::map<BoxId, BoxUsage> &usage, std::int64_t growth);
};

} // namespace ringside::supervisor
