#pragma once

#include "supervisor/pythonscript.h"

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
///
/// What is found there is what the program says of itself, and it can be made to lie. Believed are: code of the script
/// that has been its since it was loaded, the one function that Python itself imports with, and a thread's state for as
/// long as it is that thread's. What contradicts them is Forged, or no thread at all.
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
        Renumbered, ///< the state that was this thread's says that it is another's
    };
    /// The frames of a thread, innermost first. `idInBox` is the thread's id as the program knows it; `formerId` what
    /// it still takes itself for right after a fork, or 0.
    [[nodiscard]] Result walk(
        pid_t thread, pid_t idInBox, pid_t formerId, std::vector<PythonFrame> &frames);

    /// The first argument of a frame's function when it is a text.
    [[nodiscard]] std::string firstArgument(pid_t thread, const PythonFrame &frame) const;

    /// The stack of a process that this one's makes by fork(): other threads, and all else the same.
    [[nodiscard]] PythonStack ofChild() const;
    /// A thread has ended.
    void forget(pid_t thread);
    /// After exec: another program, another memory.
    void forget();
    [[nodiscard]] bool isPython() const { return m_layout.has_value(); }
    /// Whether the thread that was walked last runs what Python was started for, or may: its stack is too deep to tell.
    [[nodiscard]] bool isInScript() const;

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
    /// `bytes` are its state.
    [[nodiscard]] Thread threadFrom(pid_t thread, const std::uint8_t *bytes);
    /// Whether another thread has this state.
    [[nodiscard]] bool isOthers(pid_t thread, std::uint64_t address) const;
    void readFrames(pid_t thread, const Thread &start);
    void noteScript(pid_t thread);
    [[nodiscard]] PythonFile partOf(std::uint64_t address, const PythonCode &code);
    [[nodiscard]] const std::uint8_t *frameBytes(
        pid_t thread, std::uint64_t address, std::uint64_t stackChunk);
    [[nodiscard]] std::shared_ptr<PythonCode> code(pid_t thread, std::uint64_t address);

    int m_processes;
    Classifier m_classify;
    std::optional<PythonLayout> m_layout;
    unsigned m_attempts = 0;
    std::vector<RawFrame> m_raw;
    bool m_isWhole = false; ///< m_raw goes down to the outermost frame
    std::shared_ptr<const PythonScript> m_script;
    std::uint64_t m_importEntry = 0; ///< address of the code that Python imports with
    std::unordered_map<pid_t, std::uint64_t> m_threads; ///< addresses, by kernel id
    std::unordered_map<std::uint64_t, std::shared_ptr<PythonCode>> m_codes; ///< by address
    std::map<pid_t, MemoryPieces> m_pieces;
    MemoryPieces *m_current = nullptr; ///< of the thread being walked
    Result m_whyNotFound = Result::NoFrames; ///< of the last thread that could not be found
};

} // namespace ringside::supervisor
