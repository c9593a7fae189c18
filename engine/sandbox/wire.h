#pragma once

#include "base/result.h"
#include "sandbox/protocol.h"
#include "sandbox/run.h"
#include "sandbox/startupreport.h"

#include <functional>

namespace ringside::sandbox {

/// Translations between the engine's own types and the frames of protocol.h.

[[nodiscard]] protocol::RunBegin toWire(const RunRequest &request, quint32 run);

/// Hands the tree over as encoded frames, long contents in several. Errors: Content for an entry that no
/// frame can hold.
[[nodiscard]] Result<> toWire(const filesystem::Tree &tree, quint32 run, quint32 treeIndex,
    const std::function<void(const std::string &)> &send);

/// Standard input in as many frames as it takes.
[[nodiscard]] std::vector<std::string> inputFrames(const QByteArray &input, quint32 run);

/// Decodes the frame and hands the message on; false when it is broken.
template <typename Message> [[nodiscard]] bool withMessage(const protocol::Frame &frame, auto act)
{
    const std::optional<Message> message = protocol::decode<Message>(frame.body);
    if (message)
        act(*message);
    return message.has_value();
}

[[nodiscard]] filesystem::Entry fromWire(const protocol::Entry &entry);

[[nodiscard]] Error fromWire(const protocol::Failed &failed);

[[nodiscard]] QByteArray toBytes(std::string_view bytes);

} // namespace ringside::sandbox
