#pragma once

#include "base/filedescriptor.h"
#include "sandbox/protocol.h"
#include "supervisor/boxplan.h"
#include "supervisor/lenswords.h"
#include "supervisor/messagesocket.h"

#include <functional>
#include <optional>
#include <poll.h>
#include <vector>

namespace ringside::supervisor {

/// The lens of one run, seen from the steward: see Lens.
class LensProcess
{
public:
    /// Starts a lens that waits for the hello of a program. `settings` must outlive it.
    [[nodiscard]] static Outcome<LensProcess> start(const sandbox::protocol::TraceSettings &settings,
        std::uint32_t run, Go go, MessageSocket handover, std::vector<FileDescriptor> streams);

    LensProcess(LensProcess &&) noexcept = default;
    LensProcess &operator=(LensProcess &&) = delete;
    /// Kills the lens, and by that the program.
    ~LensProcess();

    /// The next thing it says, if there is one.
    [[nodiscard]] std::optional<LensWord> nextWord();
    /// The answer to Snapshot and Attack.
    void goOn();

    /// Hands over the records that have come; false: what came is no trace.
    [[nodiscard]] bool pump(const std::function<void(std::string records)> &receiver);

    /// It has ended, and all it wrote has been handed over.
    [[nodiscard]] bool isOver();
    /// After isOver(): it has seen every traced process to its end.
    [[nodiscard]] bool sawTheEnd() const { return m_exitStatus == 0; }
    void kill();

    void addPolls(std::vector<pollfd> &polls, bool wantsRecords) const;

private:
    LensProcess(FileDescriptor pidfd, MessageSocket words, FileDescriptor records);

    FileDescriptor m_pidfd; ///< none once it has been reaped
    MessageSocket m_words;
    FileDescriptor m_records; ///< none once it has been read to its end
    sandbox::protocol::FrameBuffer m_frames;
    int m_exitStatus = -1;
};

} // namespace ringside::supervisor
