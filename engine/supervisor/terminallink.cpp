#include "supervisor/terminallink.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace ringside::supervisor {

using sandbox::protocol::Stream;

void TerminalLink::open(FileDescriptor master)
{
    m_master = std::move(master);
    ::fcntl(m_master.get(), F_SETFL, O_RDWR | O_NONBLOCK);
}

void TerminalLink::resize(std::uint16_t rows, std::uint16_t columns)
{
    const winsize size{.ws_row = rows, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    ::ioctl(m_master.get(), TIOCSWINSZ, &size); // the kernel tells the program with SIGWINCH
}

void TerminalLink::pump(Reading reading)
{
    while (m_master && !m_typed.empty()) {
        const ssize_t written = ::write(m_master.get(), m_typed.data(), m_typed.size());
        if (written <= 0)
            break;
        m_typed.erase(0, static_cast<std::size_t>(written));
    }
    // A few chunks at a time: a program that prints without end must not keep the steward from others.
    constexpr int chunks = 4;
    for (int i = 0; i < chunks && reading == Reading::Wanted && readOnce(); ++i) { }
}

void TerminalLink::drain()
{
    m_hungUp = false; // the kernel may have told of the other side's end before it had passed on the last bytes
    while (!isOverCap() && readOnce()) { }
    m_master.reset();
}

bool TerminalLink::readOnce()
{
    if (!m_master || m_hungUp)
        return false;
    std::array<char, 32U << 10> buffer;
    const ssize_t got = ::read(m_master.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR)
        return true;
    m_hungUp = got == 0 || (got < 0 && errno == EIO);
    if (got <= 0)
        return false;
    const std::int64_t room = std::max<std::int64_t>(m_cap - m_seen, 0);
    m_seen += got;
    if (room > 0)
        m_receiver(Stream::Output,
            std::string(buffer.data(), static_cast<std::size_t>(std::min<std::int64_t>(room, got))));
    return true;
}

void TerminalLink::addPolls(std::vector<pollfd> &polls, Reading reading) const
{
    if (!m_master || m_hungUp)
        return;
    short events = m_typed.empty() ? 0 : POLLOUT;
    if (reading == Reading::Wanted)
        events |= POLLIN;
    if (events != 0) // a hang-up would be reported all the same
        polls.push_back({.fd = m_master.get(), .events = events, .revents = 0});
}

} // namespace ringside::supervisor
