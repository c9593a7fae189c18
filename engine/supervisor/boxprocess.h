#pragma once

#include "base/filedescriptor.h"
#include "supervisor/box.h"
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
};

/// A box seen from the steward: its init, held by a pidfd, and the two sockets into it.
class BoxProcess
{
public:
    /// Starts a box from this process.
    [[nodiscard]] static Outcome<BoxProcess> startCold(const BoxPlan &plan, const RunFiles &files,
        const SeccompFilter &plainFilter, const SeccompFilter &tracedFilter);
    /// Has a zygote make the box. Its program's plan goes with go().
    [[nodiscard]] static Outcome<BoxProcess> startWarm(
        const BoxPlan &plan, const RunFiles &files, Zygote &zygote);

    BoxProcess(BoxProcess &&) noexcept = default;
    BoxProcess &operator=(BoxProcess &&) = delete;
    /// Kills the box and waits until it is gone.
    ~BoxProcess();

    /// The program stands ready and waits for its go.
    [[nodiscard]] bool saysHello();
    /// Lets the program go with its standard streams.
    [[nodiscard]] Outcome<> go(const ProgramPlan &plan, const std::vector<int> &streams);
    /// What go() says to the program.
    [[nodiscard]] Go goFor(const ProgramPlan &plan) const;
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
    enum class Start : std::uint8_t { Cold, Warm };
    BoxProcess(Start start, pid_t pid, FileDescriptor pidfd, MessageSocket status, MessageSocket handover);
    void readStatus();

    Start m_start;
    pid_t m_pid;
    FileDescriptor m_pidfd;
    MessageSocket m_status;
    MessageSocket m_handover;
    std::optional<BoxStatus> m_firstStatus;
};

} // namespace ringside::supervisor
