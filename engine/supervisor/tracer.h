#pragma once

#include "supervisor/attribution.h"
#include "supervisor/callreader.h"
#include "supervisor/lenswords.h"
#include "supervisor/messagesocket.h"
#include "supervisor/perturbation.h"
#include "supervisor/tracedfiles.h"
#include "supervisor/tracewriter.h"

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <vector>

namespace ringside::supervisor {

/// Follows a program and all it starts, from call to call: the heart of the lens.
///
/// A thread stops at the entry of every traced call (the filter of the box says so) and, having been looked at, goes
/// on to the exit of the same call, where it stops again. Between its stops it runs free. The kernel attaches new
/// threads and processes by itself; the first stop of one may come before its parent's word that there is one.
/// Any request may find its thread killed meanwhile: that is no error, its end follows. Source: ptrace(2).
class Tracer
{
public:
    /// `processes` is a descriptor of /proc.
    Tracer(const sandbox::protocol::TraceSettings &settings, int processes, TraceWriter &writer,
        MessageSocket &steward);

    /// Takes over a program that has been seized and has not been let go yet.
    /// True when the program is to tell its lines at `linePage`, where that is not 0: its stack cannot be read.
    [[nodiscard]] bool begin(pid_t program, std::uint64_t linePage);
    /// Returns when every traced process is gone.
    void run();

private:
    using Nanoseconds = std::uint64_t;
    struct Status
    {
        pid_t thread = 0;
        int status = 0;
    };

    // the loop
    [[nodiscard]] std::optional<Status> nextStatus();
    [[nodiscard]] std::optional<Status> wait(int flags);
    void handle(Status status);
    void handleStop(TracedThread &thread, int status);
    void handleCallStop(TracedThread &thread);
    void resume(TracedThread &thread, int signal = 0);

    // threads and processes
    TracedThread &addThread(pid_t id, TracedThread *parent, std::uint64_t cloneFlags);
    void handleNewThread(TracedThread &parent);
    void adoptOrphans();
    [[nodiscard]] bool hasLivingMaker(pid_t id) const;
    void handleExec(TracedThread &thread);
    void handleEnd(Status status);

    // calls
    void enter(TracedThread &thread, int number, const Arguments &arguments);
    void leave(TracedThread &thread, std::int64_t result);
    void record(TracedThread &thread);
    [[nodiscard]] bool isTooMuch() const;
    void count(const PendingCall &call);
    void writeCounts();
    [[nodiscard]] bool mayChange(const PendingCall &call) const;
    [[nodiscard]] bool hasChanged(const PendingCall &call) const;

    // perturbation
    void perturb(TracedThread &thread);
    void apply(const sandbox::protocol::TraceRule &rule, TracedThread &thread);
    void afterChange(TracedThread &thread);
    void askSteward(const LensWord &word, const TracedThread &thread);
    void stopOthers(const TracedThread &thread);
    void killAll();

    [[nodiscard]] Nanoseconds now() const;

    const sandbox::protocol::TraceSettings &m_settings;
    TraceWriter &m_writer;
    MessageSocket &m_steward;
    TracedFiles m_files;
    Attribution m_attribution;
    CallReader m_reader;
    Perturbation m_perturbation;
    std::set<std::uint64_t> m_changeDevices;

    std::map<pid_t, TracedThread> m_threads;
    std::set<pid_t> m_early; ///< stopped before their parent's word
    std::optional<TracedThread> m_lastDeadMaker; ///< that was killed inside a call that makes a thread or process
    std::deque<Status> m_waiting; ///< came while something else was waited for
    pid_t m_program = 0;
    bool m_isProgramAlive = true;
    std::uint32_t m_processCount = 0;

    Nanoseconds m_start = 0;
    std::uint64_t m_calls = 0;
    std::uint32_t m_changes = 0;
    bool m_isOverLimit = false;
    bool m_tookFirstSnapshot = false;
    std::map<std::pair<std::uint32_t, std::uint16_t>, sandbox::protocol::TraceCounts::One> m_counts;
};

} // namespace ringside::supervisor
