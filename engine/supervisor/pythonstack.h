#pragma once

#include "supervisor/pythoncode.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace ringside::supervisor {

struct PythonFrame
{
    std::shared_ptr<PythonCode> code;
    PythonPosition position;
    std::uint64_t address = 0;
};

/// The Python stack of a process, read from outside while the process is stopped: no code of ours runs in it, and
/// nothing in it can be switched off. Copies are for what fork() makes: memory that is the same at first.
///
/// How it works: the run-time state leads to the interpreters, the first interpreter to its threads, a thread with
/// the wanted kernel id to its innermost frame, and each frame to the one that called it and to its code object.
class PythonStack
{
public:
    /// Says what part a source file plays, by its name.
    using Classifier = std::function<PythonFile(const std::string &file)>;

    PythonStack(int processes, Classifier classify)
        : m_processes(processes)
        , m_classify(std::move(classify))
    {
    }

    enum class Result : std::uint8_t {
        Walked,
        NotPython, ///< or not yet, or a version that is not known
        NoFrames, ///< Python, but none of its code runs in this thread
        NoThread, ///< Python has threads, but none that is this one
    };
    /// The frames of a thread, innermost first. `idInBox` is the thread's id as the program knows it; `formerId` what
    /// it still takes itself for right after a fork, or 0.
    [[nodiscard]] Result walk(
        pid_t thread, pid_t idInBox, pid_t formerId, std::vector<PythonFrame> &frames);

    /// The first argument of a frame's function when it is a text.
    [[nodiscard]] std::string firstArgument(pid_t thread, const PythonFrame &frame) const;

    /// A thread has ended.
    void forget(pid_t thread);
    /// After exec: another program, another memory.
    void forget();
    [[nodiscard]] bool isPython() const { return m_layout.has_value(); }

private:
    struct RawFrame
    {
        std::uint64_t address;
        std::uint64_t code;
        std::uint64_t instruction;
    };
    struct Thread
    {
        std::uint64_t firstFrame = 0;
        std::uint64_t stackChunk = 0;
    };

    [[nodiscard]] bool locate(pid_t process);
    [[nodiscard]] std::optional<Thread> findThread(pid_t thread, pid_t idInBox, pid_t formerId);
    [[nodiscard]] std::optional<Thread> threadAt(
        pid_t thread, std::uint64_t address, pid_t idInBox, pid_t formerId);
    void readFrames(pid_t thread, const Thread &start);
    [[nodiscard]] const std::uint8_t *frameBytes(
        pid_t thread, std::uint64_t address, std::uint64_t stackChunk);
    [[nodiscard]] std::shared_ptr<PythonCode> code(pid_t thread, std::uint64_t address);

    int m_processes;
    Classifier m_classify;
    std::optional<PythonLayout> m_layout;
    unsigned m_attempts = 0;
    std::vector<RawFrame> m_raw;
    std::unordered_map<pid_t, std::uint64_t> m_threads; ///< addresses, by kernel id
    std::unordered_map<std::uint64_t, std::shared_ptr<PythonCode>> m_codes; ///< by address
    std::map<pid_t, MemoryPieces> m_pieces;
    MemoryPieces *m_current = nullptr; ///< of the thread being walked
    bool m_sawOtherThreads = false; ///< while the last one that could not be found was looked for
};

} // namespace ringside::supervisor
