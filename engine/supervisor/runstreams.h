#pragma once

#include "base/filedescriptor.h"
#include "sandbox/protocol.h"
#include "supervisor/outcome.h"

#include <functional>
#include <poll.h>
#include <string>
#include <vector>

namespace ringside::supervisor {

/// The pipes of one program, seen from the steward: standard input, output, error, and the value channel.
/// Output and value are capped; what comes after the cap is counted and dropped.
class RunStreams
{
public:
    using Receiver = std::function<void(sandbox::protocol::Stream, std::string)>;

    /// The far ends, for the program: 0, 1, 2 and, with a value channel, 3.
    using FarEnds = std::vector<FileDescriptor>;

    RunStreams(std::int64_t outputBytes, std::int64_t valueBytes, Receiver receiver);

    void addInput(std::string_view bytes) { m_input += bytes; }
    /// Without this, standard input ends after what has been added.
    void keepInputOpen() { m_inputStaysOpen = true; }
    /// Takes keepInputOpen() back.
    void endInput() { m_inputStaysOpen = false; }
    [[nodiscard]] Outcome<FarEnds> open(bool withValue);

    /// Moves what can be moved now.
    void pump();
    /// Takes what is left when every writer is dead, and closes all.
    void drain();
    void addPolls(std::vector<pollfd> &polls) const;

    [[nodiscard]] bool isOverOutputCap() const { return m_output.seen > m_output.cap; }
    [[nodiscard]] bool isOverValueCap() const { return m_value.seen > m_value.cap; }
    [[nodiscard]] std::int64_t outputBytes() const { return m_output.seen; }

private:
    /// A cap that one or two pipes share.
    struct Allowance
    {
        std::int64_t cap = 0;
        std::int64_t seen = 0;
        [[nodiscard]] std::size_t take(std::int64_t bytes);
    };

    void pumpInput();
    /// One read; false when there is nothing to read now.
    bool pumpOutput(FileDescriptor &pipe, sandbox::protocol::Stream stream, Allowance &allowance);

    Receiver m_receiver;
    std::string m_input;
    bool m_inputStaysOpen = false;
    FileDescriptor m_inputPipe;
    FileDescriptor m_outputPipe;
    FileDescriptor m_errorPipe;
    FileDescriptor m_valuePipe;
    Allowance m_output;
    Allowance m_value;
};

} // namespace ringside::supervisor
