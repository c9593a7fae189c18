#pragma once

#include "sandbox/protocol.h"

#include <string>

namespace ringside::supervisor {

/// The two pipes to the window or command: frames in, frames out. Never waits.
class ClientChannel
{
public:
    ClientChannel();

    /// Reads what is there. False when the client is gone or has sent nonsense: there is nobody to serve.
    [[nodiscard]] bool receive();
    /// The next whole frame; it points into this object until the next receive().
    [[nodiscard]] std::optional<sandbox::protocol::Frame> nextFrame() { return m_received.next(); }
    [[nodiscard]] bool hasFrame() const { return m_received.hasFrame(); }

    template <typename Message> void send(const Message &message)
    {
        m_waiting += sandbox::protocol::encode(message);
    }
    /// Writes as much as the client takes now. False when the client is gone.
    [[nodiscard]] bool flush();
    /// Waits until all is written; for the last words.
    void flushAll();

    [[nodiscard]] std::size_t waitingBytes() const { return m_waiting.size(); }

private:
    sandbox::protocol::FrameBuffer m_received;
    std::string m_waiting;
};

} // namespace ringside::supervisor
