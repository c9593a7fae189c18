#include "supervisor/tracewriter.h"

#include <cerrno>
#include <csignal>
#include <sys/time.h>
#include <unistd.h>

namespace ringside::supervisor {

TraceWriter::TraceWriter(int pipe, std::uint32_t run)
    : m_pipe(pipe)
    , m_run(run)
    , m_lastFlush(Clock::now())
{
    struct sigaction action{};
    action.sa_handler = [](int) { }; // only to interrupt a wait, so without SA_RESTART
    ::sigaction(SIGALRM, &action, nullptr);
    (void)name({}); // number 0
}

std::uint32_t TraceWriter::name(const std::string &bytes)
{
    const auto [known, isNew] = m_names.try_emplace(bytes, static_cast<std::uint32_t>(m_nameTexts.size()));
    if (isNew) {
        m_nameTexts.push_back(&known->first);
        if (!bytes.empty())
            add(sandbox::protocol::TraceName{.id = known->second, .bytes = bytes});
    }
    return known->second;
}

std::uint32_t TraceWriter::object(
    std::uint64_t device, std::uint64_t inode, std::uint32_t mode, std::int64_t size)
{
    const auto [known, isNew]
        = m_objects.try_emplace({device, inode}, static_cast<std::uint32_t>(m_objects.size() + 1));
    if (isNew)
        add(sandbox::protocol::TraceObject{
            .id = known->second, .device = device, .inode = inode, .mode = mode, .size = size});
    return known->second;
}

void TraceWriter::flush()
{
    m_lastFlush = Clock::now();
    if (m_batch.bytes().empty())
        return;
    const std::string frame
        = encode(sandbox::protocol::TraceBatch{.run = m_run, .records = m_batch.take()});
    m_written += frame.size();
    for (std::size_t done = 0; done < frame.size();) {
        const ssize_t written = ::write(m_pipe, frame.data() + done, frame.size() - done);
        if (written < 0 && errno != EINTR)
            ::_exit(1); // nobody reads: the steward is gone, and the program goes with us
        done += static_cast<std::size_t>(written < 0 ? 0 : written);
    }
}

/// The timer repeats itself: one tick may come just before the wait begins.
void TraceWriter::prepareToWait()
{
    if (Clock::now() - m_lastFlush >= patience)
        flush();
    if (!m_batch.bytes().empty() && !m_timerRuns)
        setTimer(patience);
}

void TraceWriter::flushWhenDue()
{
    if (Clock::now() - m_lastFlush < patience)
        return;
    if (m_batch.bytes().empty())
        setTimer(std::chrono::microseconds(0));
    flush();
}

void TraceWriter::setTimer(std::chrono::microseconds interval)
{
    const timeval time{.tv_sec = 0, .tv_usec = interval.count()};
    const itimerval timer{.it_interval = time, .it_value = time};
    ::setitimer(ITIMER_REAL, &timer, nullptr);
    m_timerRuns = interval.count() > 0;
}

} // namespace ringside::supervisor
