#pragma once

#include "base/filedescriptor.h"
#include "supervisor/outcome.h"

#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace ringside::supervisor {

/// What came in one message of a MessageSocket.
struct Message
{
    std::string bytes; ///< empty: the other side is gone
    std::vector<FileDescriptor> descriptors;
    pid_t sender = 0; ///< as seen from this side's pid namespace; 0 unless passCredentials() was called
};

/// One end of a SOCK_SEQPACKET pair: whole messages, which may carry descriptors. Source: unix(7).
class MessageSocket
{
public:
    static constexpr std::size_t maximumBytes = 96U << 10; ///< well below the kernel's default buffer
    static constexpr std::size_t maximumDescriptors = 32;

    MessageSocket() = default;
    explicit MessageSocket(FileDescriptor descriptor)
        : m_descriptor(std::move(descriptor))
    {
    }

    [[nodiscard]] static Outcome<std::pair<MessageSocket, MessageSocket>> pair();

    /// From now on the kernel attaches the sender's pid to what arrives here.
    [[nodiscard]] Outcome<> passCredentials();

    [[nodiscard]] Outcome<> send(const std::string &bytes, const std::vector<int> &descriptors = {});
    /// Waits for a message.
    [[nodiscard]] Outcome<Message> receive();
    /// A message if one is there; errnum EAGAIN when none is.
    [[nodiscard]] Outcome<Message> receiveNow();

    [[nodiscard]] int descriptor() const { return m_descriptor.get(); }
    [[nodiscard]] bool isOpen() const { return m_descriptor.isValid(); }
    void close() { m_descriptor.reset(); }
    /// Changes the descriptor's number to this one or a higher one.
    void moveTo(int atLeast);

private:
    [[nodiscard]] Outcome<Message> receiveWith(int flags);

    FileDescriptor m_descriptor;
};

} // namespace ringside::supervisor
