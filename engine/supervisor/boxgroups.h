#pragma once

#include "supervisor/controlgroup.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ringside::supervisor {

class BoxGroups;

/// What a box's control group tells of its memory.
struct GroupMemory
{
    std::int64_t peakBytes = 0;
    bool isUsedUp = false; ///< the kernel has ended the box over it
};

/// The control group of one box. The box has ended before this goes.
class BoxGroup
{
public:
    BoxGroup(BoxGroups &groups, std::string name, ControlGroup group);
    BoxGroup(BoxGroup &&) noexcept = default;
    BoxGroup &operator=(BoxGroup &&) = delete;
    ~BoxGroup();

    /// From now on the kernel ends all of the box at that much memory, and lets no further process begin. Pages of the
    /// box's file systems count, swap is not used.
    [[nodiscard]] Outcome<> limit(std::int64_t memoryBytes, int processes) const;
    [[nodiscard]] GroupMemory memory() const;
    [[nodiscard]] int descriptor() const { return m_group.descriptor(); }

private:
    BoxGroups *m_groups;
    std::string m_name;
    ControlGroup m_group;
};

/// A control group for each box, where the supervisor has one to divide: see Delegation.
class BoxGroups
{
public:
    /// Tries one. After an error there are none, and boxes are watched instead.
    [[nodiscard]] Outcome<> open(ControlGroup parent);
    [[nodiscard]] bool areThere() const { return m_parent.isOpen(); }
    /// For the next box, if it can have one.
    [[nodiscard]] std::optional<BoxGroup> make();

private:
    friend class BoxGroup;
    void remove(std::string name);
    [[nodiscard]] Outcome<> tryOne();

    ControlGroup m_parent;
    std::uint64_t m_made = 0;
    std::vector<std::string> m_leavings; ///< the kernel was not ready to remove them
};

} // namespace ringside::supervisor
