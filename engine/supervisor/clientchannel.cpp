#include "supervisor/clientchannel.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace ringside::supervisor {

ClientChannel::ClientChannel()
{
    for (const int pipe : {STDIN_FILENO, STDOUT_FILENO})
        ::fcntl(pipe, F_SETFL, ::fcntl(pipe, F_GETFL) | O_NONBLOCK);
}

bool ClientChannel::receive()
{
    std::array<char, 64U << 10> buffer;
    const ssize_t got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (got < 0)
        return errno == EAGAIN || errno == EINTR;
    if (got == 0)
        return false;
    m_received.append({buffer.data(), static_cast<std::size_t>(got)});
    return m_received.isValid();
}

bool ClientChannel::flush()
{
    std::size_t done = 0;
    while (done < m_waiting.size()) {
        const ssize_t written = ::write(STDOUT_FILENO, m_waiting.data() + done, m_waiting.size() - done);
        if (written < 0 && errno == EAGAIN)
            break;
        if (written < 0 && errno != EINTR)
            return false;
        done += static_cast<std::size_t>(std::max<ssize_t>(written, 0));
    }
    m_waiting.erase(0, done);
    return true;
}

void ClientChannel::flushAll()
{
    while (waitingBytes() > 0) {
        pollfd polled{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
        if (::poll(&polled, 1, -1) < 0 && errno != EINTR)
            return;
        if (!flush())
            return;
    }
}

} // namespace ringside::supervisor
