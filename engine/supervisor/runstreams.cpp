#include "supervisor/runstreams.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <unistd.h>

namespace ringside::supervisor {

using sandbox::protocol::Stream;

namespace {

struct Pipe
{
    FileDescriptor readEnd;
    FileDescriptor writeEnd;
};

Outcome<Pipe> makePipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) < 0)
        return failed("make a pipe");
    return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

void neverWait(const FileDescriptor &ours)
{
    ::fcntl(ours.get(), F_SETFL, O_NONBLOCK); // each end of a pipe has a mode of its own
}

} // namespace

RunStreams::RunStreams(std::int64_t outputBytes, std::int64_t valueBytes, Receiver receiver)
    : m_receiver(std::move(receiver))
    , m_output{.cap = outputBytes}
    , m_value{.cap = valueBytes}
{
}

Outcome<RunStreams::FarEnds> RunStreams::open(bool withValue)
{
    FarEnds farEnds;
    Outcome<Pipe> input = makePipe();
    if (!input)
        return std::unexpected(input.error());
    farEnds.push_back(std::move(input->readEnd));
    m_inputPipe = std::move(input->writeEnd);
    neverWait(m_inputPipe);
    for (FileDescriptor *ours : {&m_outputPipe, &m_errorPipe, &m_valuePipe}) {
        if (ours == &m_valuePipe && !withValue)
            break;
        Outcome<Pipe> pipe = makePipe();
        if (!pipe)
            return std::unexpected(pipe.error());
        *ours = std::move(pipe->readEnd);
        neverWait(*ours);
        farEnds.push_back(std::move(pipe->writeEnd));
    }
    return farEnds;
}

void RunStreams::pump()
{
    pumpInput();
    pumpOutput(m_outputPipe, Stream::Output, m_output);
    pumpOutput(m_errorPipe, Stream::Error, m_output);
    pumpOutput(m_valuePipe, Stream::Value, m_value);
}

void RunStreams::drain()
{
    m_inputPipe.reset();
    // Up to the cap: in a session somebody may be left who fills a pipe faster than it is emptied.
    while (!isOverOutputCap() && pumpOutput(m_outputPipe, Stream::Output, m_output)) { }
    while (!isOverOutputCap() && pumpOutput(m_errorPipe, Stream::Error, m_output)) { }
    while (!isOverValueCap() && pumpOutput(m_valuePipe, Stream::Value, m_value)) { }
    m_outputPipe.reset();
    m_errorPipe.reset();
    m_valuePipe.reset();
}

void RunStreams::addPolls(std::vector<pollfd> &polls) const
{
    if (m_inputPipe && !m_input.empty())
        polls.push_back({.fd = m_inputPipe.get(), .events = POLLOUT, .revents = 0});
    for (const FileDescriptor *pipe : {&m_outputPipe, &m_errorPipe, &m_valuePipe})
        if (*pipe)
            polls.push_back({.fd = pipe->get(), .events = POLLIN, .revents = 0});
}

void RunStreams::pumpInput()
{
    while (m_inputPipe && !m_input.empty()) {
        const ssize_t written = ::write(m_inputPipe.get(), m_input.data(), m_input.size());
        if (written < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (written < 0) // the program has closed its end
            m_input.clear();
        else
            m_input.erase(0, static_cast<std::size_t>(written));
    }
    if (!m_inputStaysOpen)
        m_inputPipe.reset();
}

bool RunStreams::pumpOutput(FileDescriptor &pipe, Stream stream, Allowance &allowance)
{
    if (!pipe)
        return false;
    std::array<char, 64U << 10> buffer;
    const ssize_t got = ::read(pipe.get(), buffer.data(), buffer.size());
    if (got < 0)
        return errno == EINTR;
    if (got == 0) {
        pipe.reset();
        return false;
    }
    const std::size_t kept = allowance.take(got);
    if (kept > 0)
        m_receiver(stream, std::string(buffer.data(), kept));
    return true;
}

std::size_t RunStreams::Allowance::take(std::int64_t bytes)
{
    const std::int64_t room = std::max<std::int64_t>(cap - seen, 0);
    seen += bytes;
    return static_cast<std::size_t>(std::min(room, bytes));
}

} // namespace ringside::supervisor
