#pragma once

#include "base/filedescriptor.h"
#include "supervisor/box.h"
#include "supervisor/boxgroups.h"
#include "supervisor/runfiles.h"
#include "supervisor/zygote.h"

#include <chrono>
#include <optional>
#include <poll.h>
#include <vector>

namespace ringside::supervisor {

/// What is left of a box when every process in it is dead and reaped.
struct BoxEnd
{
    std::optional<BoxStatus> status; ///< init's first word; none when it was killed before it could say one
    std::chrono::microseconds cpu{}; ///< of all processes that were waited for
    std::int64_t largestProcessBytes = 0;
    std::optional<GroupMemory> memory; ///< of a box with a control group
};

/// A box seen from the steward: its init, held by a pidfd, and the two sockets into it.
class BoxProcess
{
public:
    /// Starts a box from this process, in the control group if there is one. Its program's plan goes with go(), unless
    /// it is too long for that: then `plan` has it.
    [[nodiscard]] static Outcome<BoxProcess> startCold(const BoxPlan &plan, const RunFiles &files,
        const BoxFilters &filters, std::optional<BoxGroup> group);
    /// Has a zygote make the box. Its program's plan goes with go(), always.
    [[nodiscard]] static Outcome<BoxProcess> startWarm(
        const BoxPlan &plan, const RunFiles &files, Zygote &zygote, std::optional<BoxGroup> group);

    BoxProcess(BoxProcess &&) noexcept = default;
    BoxProcess &operator=(BoxProcess &&) = delete;
    /// Kills the box and waits until it is gone.
    ~BoxProcess();

    /// Before any program goes: holds the box to its limits, where it has a control group.
    [[nodiscard]] Outcome<> limit(std::int64_t memoryBytes, int processes) const;
    /// Of a box with a control group: the kernel watches its memory.
    [[nodiscard]] std::optional<GroupMemory> memory() const;
    [[nodiscard]] bool hasGroup() const { return m_group.has_value(); }

    /// The program stands ready and waits for its go.
    [[nodiscard]] bool saysHello();
    /// Lets the program go with its standard streams.
    [[nodiscard]] Outcome<> go(const ProgramPlan &plan, const std::vector<int> &streams);
    /// What go() says to the program.
    [[nodiscard]] static Go goFor(const ProgramPlan &plan);
    /// Whether the go can bring the plan, however the box was made.
    [[nodiscard]] static bool fitsIntoGo(const ProgramPlan &plan);
    /// Hands over the socket on which the program says hello and waits, for a lens that answers instead of us. What
    /// it receives there carries the program's pid, as seen by the receiver.
    [[nodiscard]] MessageSocket takeHandover() { return std::move(m_handover); }
    /// A failed step of the set-up, once the box has reported it.
    [[nodiscard]] std::optional<Failure> setUpFailure();

    /// In a session: tells init what to do.
    [[nodiscard]] Outcome<> order(const SessionOrder &order, const std::vector<int> &streams = {});
    struct Word
    {
        BoxStatus status;
        FileDescriptor terminal; ///< comes with Started
    };
    /// In a session: init's next word, if there is one.
    [[nodiscard]] std::optional<Word> nextWord();

    [[nodiscard]] bool isDead() const;
    void kill();
    /// The end of the box, once it has come. Call no more after that.
    [[nodiscard]] std::optional<BoxEnd> reap();

    void addPolls(std::vector<pollfd> &polls) const;
    [[nodiscard]] pid_t pid() const { return m_pid; }

private:
    BoxProcess(pid_t pid, FileDescriptor pidfd, MessageSocket status, MessageSocket handover,
        std::optional<BoxGroup> group);
    void readStatus();

    pid_t m_pid;
    FileDescriptor m_pidfd;
    MessageSocket m_status;
    MessageSocket m_handover;
    std::optional<BoxStatus> m_firstStatus;
    std::optional<BoxGroup> m_group;
};

} // namespace ringside::supervisor
