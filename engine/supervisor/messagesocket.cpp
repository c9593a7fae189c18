#include "supervisor/messagesocket.h"

#include <array>
#include <cstring>
#include <fcntl.h>
#include <span>
#include <sys/socket.h>
#include <vector>

namespace ringside::supervisor {

namespace {

constexpr std::size_t controlBytes
    = CMSG_SPACE(MessageSocket::maximumDescriptors * sizeof(int)) + CMSG_SPACE(sizeof(ucred));

void attachDescriptors(msghdr &header, std::span<const int> descriptors)
{
    header.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
    cmsghdr *control = CMSG_FIRSTHDR(&header);
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_RIGHTS;
    control->cmsg_len = CMSG_LEN(descriptors.size_bytes());
    std::memcpy(CMSG_DATA(control), descriptors.data(), descriptors.size_bytes());
}

void takeControl(msghdr &header, Message &message)
{
    for (cmsghdr *control = CMSG_FIRSTHDR(&header); control; control = CMSG_NXTHDR(&header, control)) {
        if (control->cmsg_level != SOL_SOCKET)
            continue;
        if (control->cmsg_type == SCM_RIGHTS) {
            const std::size_t count = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
            for (std::size_t i = 0; i < count; ++i) {
                int descriptor = -1;
                std::memcpy(&descriptor, CMSG_DATA(control) + i * sizeof(int), sizeof descriptor);
                message.descriptors.emplace_back(descriptor);
            }
        } else if (control->cmsg_type == SCM_CREDENTIALS) {
            ucred credentials{};
            std::memcpy(&credentials, CMSG_DATA(control), sizeof credentials);
            message.sender = credentials.pid;
        }
    }
}

} // namespace

Outcome<std::pair<MessageSocket, MessageSocket>> MessageSocket::pair()
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) < 0)
        return failed("make a pair of sockets");
    return std::pair(
        MessageSocket(FileDescriptor(ends[0])), MessageSocket(FileDescriptor(ends[1])));
}

void MessageSocket::moveTo(int atLeast)
{
    m_descriptor.reset(::fcntl(descriptor(), F_DUPFD_CLOEXEC, atLeast));
}

Outcome<> MessageSocket::passCredentials()
{
    const int on = 1;
    if (::setsockopt(descriptor(), SOL_SOCKET, SO_PASSCRED, &on, sizeof on) < 0)
        return failed("ask for credentials on a socket");
    return {};
}

Outcome<> MessageSocket::send(const std::string &bytes, const std::vector<int> &descriptors)
{
    iovec part{.iov_base = const_cast<char *>(bytes.data()), .iov_len = bytes.size()};
    alignas(cmsghdr) std::array<char, controlBytes> control{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    if (!descriptors.empty()) {
        header.msg_control = control.data();
        attachDescriptors(header, descriptors);
    }
    ssize_t sent = 0;
    do
        sent = ::sendmsg(descriptor(), &header, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    if (sent < 0)
        return failed("send a message");
    return {};
}

Outcome<Message> MessageSocket::receive()
{
    return receiveWith(0);
}

Outcome<Message> MessageSocket::receiveNow()
{
    return receiveWith(MSG_DONTWAIT);
}

Outcome<Message> MessageSocket::receiveWith(int flags)
{
    Message message;
    // Not on the heap: a new process would have to get every page of it, and most messages have a few bytes.
    static std::array<char, maximumBytes> buffer;
    iovec part{.iov_base = buffer.data(), .iov_len = buffer.size()};
    alignas(cmsghdr) std::array<char, controlBytes> control{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    ssize_t received = 0;
    do
        received = ::recvmsg(descriptor(), &header, flags | MSG_CMSG_CLOEXEC);
    while (received < 0 && errno == EINTR);
    if (received < 0)
        return failed("receive a message");
    takeControl(header, message);
    message.bytes.assign(buffer.data(), static_cast<std::size_t>(received));
    if (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC))
        return failed("receive a message", EMSGSIZE);
    return message;
}

} // namespace ringside::supervisor
