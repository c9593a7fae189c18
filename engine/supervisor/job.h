#pragma once

#include "sandbox/protocol.h"
#include "supervisor/armedboxes.h"
#include "supervisor/boxfilters.h"
#include "supervisor/boxgroups.h"
#include "supervisor/boxplan.h"
#include "supervisor/processcensus.h"
#include "supervisor/zygotepool.h"

#include <chrono>
#include <memory>
#include <optional>
#include <poll.h>
#include <vector>

namespace ringside::supervisor {

/// A box that does not come about in this time never will. It takes milliseconds, on a busy machine seconds.
inline constexpr std::chrono::seconds longestPreparation{60};

/// Who wants to know how a job goes. All but the number of the job is set in what it gets.
class JobObserver
{
public:
    virtual ~JobObserver() = default;
    virtual void output(sandbox::protocol::Stream stream, std::string bytes) = 0;
    virtual void entry(sandbox::protocol::Entry entry) = 0;
    virtual void content(std::string bytes) = 0;
    virtual void treeEnd(std::uint32_t tree, bool truncated) = 0;
    virtual void finished(sandbox::protocol::Finished finished) = 0; ///< the last word
    virtual void failed(const Failure &failure) = 0; ///< the last word
    virtual void opened() { }
    virtual void programEnded(sandbox::protocol::ProgramEnded) { }
    virtual void treeChanged() { }
    virtual void editDone(sandbox::protocol::EditDone) { }
    virtual void traced(std::string) { } ///< records of traceprotocol.h
    virtual void snapshotBegins(std::uint32_t) { } ///< after this change; the entries that follow are of it
    virtual void snapshotEnds() { }
    /// False: nothing more can be taken in now, reading waits.
    [[nodiscard]] virtual bool hasRoom() const = 0;
};

/// What all jobs of a steward share.
struct JobServices
{
    BoxFilters filters;
    bool canTrace = false;
    BoxGroups groups;
    ZygotePool zygotes;
    ArmedBoxes armed{zygotes, groups, filters};
};

/// Something with a box of its own: a run or a session. Never waits: advance() does what can be done now.
class Job
{
public:
    using Clock = std::chrono::steady_clock;

    Job() = default;
    Job(const Job &) = delete;
    Job &operator=(const Job &) = delete;
    virtual ~Job() = default;

    /// Fills the workspace before start(), in any number.
    virtual void addEntry(const sandbox::protocol::Entry &entry) = 0;
    virtual void addContent(std::string_view bytes) = 0;
    virtual void addInput(std::string_view bytes) = 0;
    virtual void start() = 0;
    virtual void stop() = 0;

    virtual void advance() = 0;
    /// Takes note of what the box uses now, and ends what is too much.
    virtual void watch(const BoxUsage &usage) = 0;

    [[nodiscard]] virtual bool isOver() const = 0;
    /// Every millisecond the steward takes for something else is one its user waits.
    [[nodiscard]] virtual bool isWaitingForBox() const = 0;
    /// The box to be watched; none while nothing of the learner's runs.
    [[nodiscard]] virtual std::optional<ProcessCensus::BoxId> runningBox() const = 0;
    /// When to call advance() even if no descriptor is ready.
    [[nodiscard]] virtual Clock::time_point nextDeadline() const = 0;
    virtual void addPolls(std::vector<pollfd> &polls) const = 0;
};

/// What the box of a job needs to know, and its program.
[[nodiscard]] BoxPlan planFor(const sandbox::protocol::RunBegin &settings);

/// A full disk means that what was asked for does not fit: not our failure, nor the machine's.
[[nodiscard]] Failure asSeenByAuthor(Failure failure);

} // namespace ringside::supervisor
