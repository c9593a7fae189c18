#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace ringside::supervisor {

/// The memory that a process shares with the one it was forked from, until one of them writes to it. A page copied then
/// costs a fault of its own; cheaper is to copy those before, together, that will be written to anyway. An interpreter,
/// which takes every object apart at its end, writes to two thirds of its pages whatever its program does.
class SharedMemory
{
public:
    /// Of this process, as it is now.
    [[nodiscard]] static SharedMemory current();
    /// In a process that was forked since: the part that it has written to. All of it where the kernel does not tell.
    [[nodiscard]] SharedMemory written() const;

    /// In a process that was forked since. A page that cannot be copied is still shared, as without this.
    void copy() const;
    [[nodiscard]] bool contains(const void *place) const;

    /// From one process to another of the same memory, through a pipe that is closed after it.
    [[nodiscard]] bool send(int pipe) const;
    [[nodiscard]] static std::optional<SharedMemory> receive(int pipe);

private:
    struct Range
    {
        std::uintptr_t begin = 0;
        std::uintptr_t end = 0;
    };

    void add(Range range);
    void addUsedPages(Range range);

    std::vector<Range> m_ranges;
};

} // namespace ringside::supervisor
