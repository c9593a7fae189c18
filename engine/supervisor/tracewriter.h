#pragma once

#include "sandbox/protocol.h"
#include "sandbox/traceprotocol.h"

#include <chrono>
#include <map>
#include <string>
#include <unordered_map>

namespace ringside::supervisor {

/// Puts records into batches and writes them into a pipe. A batch goes out when it is large, or 16 ms after its
/// first record, also when nothing else happens: whoever waits in waitpid(2) is woken by a timer.
class TraceWriter
{
public:
    /// `run` is the number the frames carry.
    TraceWriter(int pipe, std::uint32_t run);

    template <typename Record> void add(const Record &record)
    {
        m_batch(Record::kind, record);
        if (m_batch.bytes().size() >= largeBatch)
            flush();
    }

    /// The number of a path, which is told once. 0 is the empty one.
    [[nodiscard]] std::uint32_t name(const std::string &bytes);
    [[nodiscard]] const std::string &nameOf(std::uint32_t id) const { return *m_nameTexts[id]; }
    /// The number of what has this device and inode, which is told once.
    [[nodiscard]] std::uint32_t object(
        std::uint64_t device, std::uint64_t inode, std::uint32_t mode, std::int64_t size);

    /// Bytes of all records that have gone out.
    [[nodiscard]] std::uint64_t written() const { return m_written; }

    void flush();
    /// Call before waiting.
    void prepareToWait();
    /// Call when a wait was interrupted.
    void flushWhenDue();

private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t largeBatch = 48U << 10;
    static constexpr std::chrono::milliseconds patience{16};

    void setTimer(std::chrono::microseconds interval);

    int m_pipe;
    std::uint32_t m_run;
    sandbox::protocol::Writer m_batch;
    std::uint64_t m_written = 0;
    Clock::time_point m_lastFlush;
    bool m_timerRuns = false;
    std::unordered_map<std::string, std::uint32_t> m_names;
    std::vector<const std::string *> m_nameTexts; ///< by number; they point into m_names
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint32_t> m_objects;
};

} // namespace ringside::supervisor
