#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>

namespace ringside::supervisor {

/// What a thread of a Python program itself says of the line it is at.
struct LineSlot
{
    std::int32_t thread = 0; ///< its id in the box; 0: nobody's
    std::int32_t line = 0; ///< 0: none of the learner's
    std::array<char, 184> file{}; ///< with a 0 at the end, as the following
    std::array<char, 64> function{};
};

/// Where a program tells its lines, when it is a Python whose stack the lens does not know how to read.
///
/// How it works: the page lies in the zygote's extension, so that each process made by fork() has one of its own. A
/// program tells where it is with its hello. The lens, which alone knows whether it can do without, asks for it with the
/// go; the extension then has the interpreter call it at each line (engine/python/lineteller.cpp), and the lens copies
/// the slot of a thread at each of its calls. It is for showing only: the program can write there what it likes.
struct LinePage
{
    std::array<LineSlot, 64> threads{};

    /// Threads may share one. Who wrote last is in it.
    [[nodiscard]] static constexpr std::size_t slotOf(std::int32_t thread)
    {
        return static_cast<std::uint32_t>(thread) % std::tuple_size_v<decltype(threads)>;
    }
};

struct ToldLine
{
    std::string file;
    std::int32_t line = 0;
    std::string function;
};

/// Of what lies in a slot: nothing unless it is this thread's and is a line at all.
[[nodiscard]] std::optional<ToldLine> toldLine(const LineSlot &slot, std::int32_t thread);

/// The same from a page of a stopped process.
[[nodiscard]] std::optional<ToldLine> readToldLine(pid_t process, std::uint64_t page, std::int32_t thread);

} // namespace ringside::supervisor
