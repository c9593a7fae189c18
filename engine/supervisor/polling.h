#pragma once

#include <algorithm>
#include <chrono>
#include <poll.h>
#include <vector>

namespace ringside::supervisor {

/// Waits until one of the descriptors is ready, or until the deadline; time_point::max() is never.
inline void pollUntil(std::vector<pollfd> &polls, std::chrono::steady_clock::time_point deadline)
{
    using Clock = std::chrono::steady_clock;
    int patience = -1;
    if (deadline != Clock::time_point::max()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        patience = static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
    }
    ::poll(polls.data(), polls.size(), patience);
}

} // namespace ringside::supervisor
