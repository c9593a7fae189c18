#pragma once

#include "sandbox/traceprotocol.h"
#include "supervisor/tracedprocess.h"
#include "supervisor/tracewriter.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace ringside::supervisor {

/// Whose call is it? Finds the place in the source that made a call, and tells it once under a number.
///
/// The innermost frame of a learner's file is the place; what lies above it, in the library, is on the way to the
/// call (`via`), the learner's frames below it are its callers. With Python's import machinery on the way the call
/// belongs to that import. A thread in which only the library's code runs, and a program that is not Python, stand
/// for the line that started them. What cannot be told is Unknown, and counts as the learner's; so does what contradicts
/// itself (see PythonStack), and what nothing but the interpreter's end is left to do, and it never does.
///
/// Of a Python whose stack it cannot read it shows the lines that the program tells (see LinePage), and believes nothing:
/// such a site is marked, and phase and line of the call stay what they are without it.
///
/// What it does not see through: a program that writes machine code, or into Python's frames by ctypes, can move a call
/// to another line of its own or, with a frame that says it looks for modules, into an import; and one that calls the
/// inner functions of importlib can have them look up what is no module. Such calls are in the trace, among those of an
/// import, and crashes show what they change; budgets, orders, faults and races, which leave imports out, miss them.
class Attribution
{
public:
    /// `processes` is a descriptor of /proc.
    Attribution(const sandbox::protocol::TraceSettings &settings, int processes, TraceWriter &writer);

    struct Place
    {
        std::uint32_t site = 0;
        sandbox::protocol::TracePhase phase = sandbox::protocol::TracePhase::Unknown;
        std::int32_t line = 0;
    };
    /// Where a stopped thread is that is about to make this call, whose arguments are read.
    [[nodiscard]] Place placeOf(TracedThread &thread, const PendingCall &call);

    /// Looks at the stack of a thread without taking down where it is.
    void learn(TracedThread &thread);

    /// For a new process.
    [[nodiscard]] PythonStack newStack() const;
    /// Lines come from stacks, and none from what a program says of itself.
    [[nodiscard]] bool onlyWalked() const { return m_everWalked && m_toldPlaces == 0; }

private:
    using Phase = sandbox::protocol::TracePhase;
    using Frames = std::vector<PythonFrame>;

    [[nodiscard]] PythonFile classify(const std::string &file) const;
    [[nodiscard]] Place placeByStack(TracedThread &thread, const PendingCall &call);
    [[nodiscard]] Place unknownPlace();
    [[nodiscard]] std::uint32_t siteAsTold(const TracedThread &thread);
    [[nodiscard]] Place placeOfFrames(TracedThread &thread, std::size_t innermost, const PendingCall &call);
    [[nodiscard]] bool isWorkedOn(const std::string &path) const;
    [[nodiscard]] bool isForImport(const PendingCall &call, std::size_t innermost) const;
    [[nodiscard]] bool isLeftOver(const PendingCall &call) const;
    [[nodiscard]] Place placeOfLibrary(TracedThread &thread);
    [[nodiscard]] Place placeWithoutFrames(TracedThread &thread, PythonStack::Result result);
    [[nodiscard]] Place spawnedBy(std::uint32_t site, Phase phase, std::size_t frames);
    [[nodiscard]] std::string importedModule(const TracedThread &thread, std::size_t innermost) const;

    [[nodiscard]] Place known(const std::string &key) const;
    [[nodiscard]] Place add(const std::string &key, sandbox::protocol::TraceSite site);
    void addVia(sandbox::protocol::TraceSite &site, std::size_t frames) const;
    void addCallers(sandbox::protocol::TraceSite &site, std::size_t innermost) const;
    [[nodiscard]] std::string keyOf(Phase phase, std::uint32_t spawnSite, std::size_t frames) const;

    std::vector<std::string> m_codeRoots;
    std::vector<std::string> m_driverFiles;
    bool m_walks;
    int m_processes;
    TraceWriter &m_writer;
    Frames m_frames; ///< of the thread being looked at
    std::vector<sandbox::protocol::TraceSite> m_sites; ///< by number
    std::unordered_map<std::string, std::uint32_t> m_known;
    bool m_everWalked = false;
    unsigned m_toldPlaces = 0;
};

} // namespace ringside::supervisor
