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
    /// Starts a box from this process. `learnerFilter` binds the program, `plainFilter` init.
    [[nodiscard]] static Outcome<BoxProcess> startCold(const BoxPlan &plan, const RunFiles &files,
        const SeccompFilter &plainFilter, const SeccompFilter &learnerFilter);
    /// Has a zygote make the box.
    [[nodiscard]] static Outcome<BoxProcess> startWarm(
        const BoxPlan &plan, const RunFiles &files, Zygote &zygote);

    BoxProcess(BoxProcess &&) noexcept = default;
    BoxProcess &operator=(BoxProcess &&) = delete;
    /// Kills the box and waits until it is gone.
    ~BoxProcess();

    /// The program stands ready and waits for its standard streams.
    [[nodiscard]] bool saysHello();
    /// Lets the program go.
    [[nodiscard]] Outcome<> go(const std::vector<int> &streams);
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

    void kill();
    /// The end of the box, once it has come. Call no more after that.
    [[nodiscard]] std::optional<BoxEnd> reap();

    void addPolls(std::vector<pollfd> &polls) const;
    [[nodiscard]] pid_t pid() const { return m_pid; }

private:
    BoxProcess(pid_t pid, FileDescriptor pidfd, MessageSocket status, MessageSocket handover);
    void readStatus();

    pid_t m_pid;
    FileDescriptor m_pidfd;
    MessageSocket m_status;
    MessageSocket m_handover;
    std::optional<BoxStatus> m_firstStatus;
};

} // namespace ringside::supervisor
