#pragma once

#include "supervisor/treereader.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace ringside::supervisor {

/// Tells whether a living tree has changed since the last look: in names, kinds, modes, sizes, times or identities.
/// Looks from time to time, a slice at a time, and not so often that it would cost more than a small part of one
/// processor. (Watching every folder with inotify would meet the user's quota, and miss what is made between a
/// mkdir and the watch on it.)
class TreeWatch
{
public:
    using Clock = std::chrono::steady_clock;

    /// `root` stays the caller's.
    explicit TreeWatch(int root)
        : m_root(root)
    {
    }

    /// Looks a little further, if it is time to. True when something has changed.
    [[nodiscard]] bool look(Clock::time_point now);
    [[nodiscard]] Clock::time_point nextLook() const { return m_nextLook; }
    /// Looks again at once, whenever the last look was.
    void hurry() { m_nextLook = Clock::time_point::min(); }
    /// No look is under way.
    [[nodiscard]] bool rests() const { return !m_reader && m_nextLook > Clock::time_point::min(); }

private:
    void begin(Clock::time_point now);
    void add(const sandbox::protocol::Entry &entry);

    int m_root;
    std::optional<TreeReader> m_reader; ///< while a look is under way
    Clock::time_point m_begin;
    Clock::time_point m_nextLook = Clock::time_point::min();
    std::uint64_t m_sum = 0; ///< of the look that is under way
    std::optional<std::uint64_t> m_lastSum;
};

} // namespace ringside::supervisor
