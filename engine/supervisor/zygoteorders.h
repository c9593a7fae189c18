#pragma once

#include "supervisor/boxplan.h"

#include <cstdint>

namespace ringside::supervisor {

/// What steward and zygote say to each other, one message each: "ready" once, then order and answer in turn.

inline constexpr int zygoteControlDescriptor = 3; ///< where a zygote finds its end of the socket
inline constexpr int zygoteHookDescriptor = 4; ///< and the mount with hook and extension
inline constexpr char zygoteReady[] = "ready";

/// Make a box. Descriptors that come along: workspace, temporary, status, hand-over, the extra mounts, and the
/// cgroup when there is one.
struct ZygoteOrder
{
    BoxPlan plan; ///< without a program: its plan comes with its go
    bool intoCgroup = false;
    void visit(auto &fields) { fields(plan, intoCgroup); }
};

/// The new box; its pidfd comes along.
struct ZygoteAnswer
{
    std::int32_t pid = 0;
    std::int32_t errnum = 0; ///< when there is no box
    void visit(auto &fields) { fields(pid, errnum); }
};

} // namespace ringside::supervisor
