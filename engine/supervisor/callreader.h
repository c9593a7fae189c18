#pragma once

#include "sandbox/traceprotocol.h"
#include "supervisor/tracedfiles.h"

namespace ringside::supervisor {

/// Reads what the arguments of a call point to: at its entry what the program hands over, at its exit what the
/// kernel has given back; and keeps the descriptors and directories of its process as the calls change them.
class CallReader
{
public:
    CallReader(const sandbox::protocol::TraceSettings &settings, TracedFiles &files)
        : m_capturedBytes(settings.capturedBytes)
        , m_positions(settings.positions)
        , m_files(files)
    {
    }

    /// Fills in everything about `call` that is known before the kernel acts.
    void readEntry(TracedThread &thread, PendingCall &call);
    /// Fills in the rest. `call.record.result` is set.
    void readExit(TracedThread &thread, PendingCall &call);

private:
    struct Cursor; ///< a call and which of its arguments is being looked at

    void readEntryArgument(Cursor &cursor);
    void readPath(Cursor &cursor, bool isSecond);
    void readDescriptor(Cursor &cursor);
    void readTexts(Cursor &cursor);
    void readData(Cursor &cursor);
    void readVector(Cursor &cursor, std::uint64_t bytes);
    void readSocketAddress(Cursor &cursor);
    void finishPaths(PendingCall &call);
    void notePosition(TracedThread &thread, PendingCall &call);

    void readExitArgument(Cursor &cursor);
    void readStatus(Cursor &cursor);
    void readEntries(Cursor &cursor);
    void readNewPair(Cursor &cursor);
    void followDescriptors(TracedThread &thread, PendingCall &call);
    void readWritten(TracedThread &thread, PendingCall &call);
    void lookAgain(PendingCall &call);

    std::uint32_t m_capturedBytes;
    bool m_positions;
    TracedFiles &m_files;
};

/// Whether a result is an errno. Source: syscall(2), "Return value".
[[nodiscard]] constexpr bool isError(std::int64_t result)
{
    return result < 0 && result >= -4095;
}

} // namespace ringside::supervisor
