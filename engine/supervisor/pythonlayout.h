#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>

namespace ringside::supervisor {

/// Where the fields are that a walk over Python's stack reads. CPython publishes most of it itself, at the beginning
/// of its run-time state, since 3.13; only the order of that table differs from version to version. Known are 3.12,
/// 3.13 and 3.14, without those that run threads without a lock.
/// Source: Include/internal/pycore_debug_offsets.h and pycore_runtime.h of CPython.
struct PythonLayout
{
    std::uint64_t runtime = 0; ///< address of _PyRuntime in the process

    // offsets in bytes
    std::uint64_t firstInterpreter = 0; ///< in the run-time state
    std::uint64_t firstThread = 0; ///< in an interpreter
    std::uint64_t nextThread = 0; ///< in a thread, as the following four
    std::uint64_t currentFrame = 0;
    std::uint64_t nativeThreadId = 0;
    std::uint64_t stackChunk = 0;
    std::uint64_t previousFrame = 0; ///< in a frame, as the following four
    std::uint64_t executable = 0;
    std::uint64_t instruction = 0;
    std::uint64_t locals = 0;
    std::uint64_t owner = 0;
    std::uint64_t fileName = 0; ///< in a code object, as the following four
    std::uint64_t functionName = 0;
    std::uint64_t lineTable = 0;
    std::uint64_t firstLine = 0;
    std::uint64_t bytecode = 0;
    std::uint64_t objectType = 0; ///< in any object
    std::uint64_t tupleLength = 0; ///< in a tuple
    std::uint64_t tupleItems = 0;
    std::uint64_t bytesLength = 0; ///< in a bytes object
    std::uint64_t bytesData = 0;
    std::uint64_t textState = 0; ///< in a text
    std::uint64_t textLength = 0;
    std::uint64_t textHeader = 0; ///< size of the header of an ASCII text

    unsigned textKindShift = 0; ///< of the three bits "kind" in a text's state; "compact" and "ascii" follow
    bool frameIsBehindAnother = false; ///< `currentFrame` leads to where the address of the frame is

    [[nodiscard]] std::uint64_t threadBytes() const;
    [[nodiscard]] std::uint64_t frameBytes() const;

    /// Finds it in a process; nothing when it is not a Python of a version that is known here.
    /// `processes` is a descriptor of /proc.
    [[nodiscard]] static std::optional<PythonLayout> find(int processes, pid_t process);
};

/// In a code object: the first field behind the header that every object with a length has. CPython does not publish it;
/// it has been there since 3.11. Source: _PyCode_DEF.
inline constexpr std::uint64_t constantsInCode = 24;

/// Frames of this owner or a higher one are not of Python code. Source: enum _frameowner.
inline constexpr std::uint8_t firstForeignOwner = 3;

} // namespace ringside::supervisor
