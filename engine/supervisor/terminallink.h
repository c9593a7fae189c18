#pragma once

#include "base/filedescriptor.h"
#include "sandbox/protocol.h"

#include <cstdint>
#include <functional>
#include <poll.h>
#include <string>
#include <vector>

namespace ringside::supervisor {

/// The steward's side of a program's terminal. Never waits.
class TerminalLink
{
public:
    using Receiver = std::function<void(sandbox::protocol::Stream, std::string)>;

    TerminalLink(std::int64_t outputBytes, Receiver receiver)
        : m_cap(outputBytes)
        , m_receiver(std::move(receiver))
    {
    }

    void open(FileDescriptor master);
    void type(std::string_view bytes) { m_typed += bytes; }
    void resize(std::uint16_t rows, std::uint16_t columns);

    enum class Reading : std::uint8_t { Wanted, Waits };
    void pump(Reading reading);
    /// Takes what is left of the output.
    void drain();
    void addPolls(std::vector<pollfd> &polls, Reading reading) const;

    [[nodiscard]] bool isOverCap() const { return m_seen > m_cap; }
    [[nodiscard]] std::int64_t outputBytes() const { return m_seen; }

private:
    bool readOnce();

    FileDescriptor m_master;
    bool m_hungUp = false; ///< nobody holds the other side: polling it would never wait
    std::string m_typed;
    std::int64_t m_cap;
    std::int64_t m_seen = 0;
    Receiver m_receiver;
};

} // namespace ringside::supervisor
