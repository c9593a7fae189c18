#include "sandbox/pendingrun.h"

#include "sandbox/wire.h"

#include <algorithm>

namespace ringside::sandbox {

using namespace Qt::StringLiterals;

namespace {

void sortTree(filesystem::Tree &tree)
{
    std::ranges::sort(tree.entries, {}, &filesystem::Entry::path);
}

} // namespace

PendingRun::PendingRun(RunRequest request, Finish finish)
    : m_request(std::move(request))
    , m_finish(std::move(finish))
{
    m_report.mountTrees.resize(m_request.mounts.size());
}

PendingRun::~PendingRun()
{
    if (m_supervision)
        m_supervision->remove(m_id);
}

bool PendingRun::start(Supervision &supervision)
{
    m_supervision = &supervision;
    m_id = supervision.add(this);
    if (Result<> sent = sendRequest(); !sent) {
        m_supervision->send(protocol::Stop{.run = m_id}); // what it has got so far goes
        m_finish(std::unexpected(sent.error()));
        return false;
    }
    m_trace = std::move(m_request.trace).value_or(TraceOptions());
    m_request = {};
    return true;
}

Result<> PendingRun::sendRequest()
{
    const auto send = [this](const std::string &frame) { m_supervision->sendFrame(frame); };
    const std::string begin = protocol::encode(toWire(m_request, m_id));
    if (begin.size() > protocol::maximumFrame)
        return contentError({}, 0, u"arguments and environment are too large for a box"_s);
    send(begin);
    if (Result<> sent = toWire(m_request.workspace, m_id, 0, send); !sent)
        return sent;
    for (qsizetype i = 0; i < m_request.mounts.size(); ++i)
        if (Result<> sent
            = toWire(m_request.mounts[i].content, m_id, static_cast<quint32>(i + 1), send);
            !sent)
            return sent;
    for (const std::string &frame : inputFrames(m_request.standardInput, m_id))
        send(frame);
    m_supervision->send(protocol::RunStart{.run = m_id});
    return {};
}

void PendingRun::stop()
{
    if (m_supervision) {
        m_supervision->send(protocol::Stop{.run = m_id});
    } else {
        m_report.ending = Ending::Stopped;
        m_finish(m_report);
    }
}

bool PendingRun::receive(const protocol::Frame &frame)
{
    using namespace protocol;
    switch (frame.type) {
    case FrameType::Output:
        return withMessage<Output>(frame, [this](const Output &output) { add(output); });
    case FrameType::Entry: {
        const auto entry = decode<Entry>(frame.body);
        return entry && add(*entry);
    }
    case FrameType::Content: {
        const auto content = decode<Content>(frame.body);
        return content && add(*content);
    }
    case FrameType::TreeEnd: {
        const auto treeEnd = decode<TreeEnd>(frame.body);
        return treeEnd && add(*treeEnd);
    }
    case FrameType::TraceBatch:
        return withMessage<TraceBatch>(frame, [this](const TraceBatch &batch) { add(batch); });
    case FrameType::SnapshotBegin:
        return withMessage<SnapshotBegin>(
            frame, [this](const SnapshotBegin &begin) { beginSnapshot(begin); });
    case FrameType::SnapshotEnd:
        return decode<SnapshotEnd>(frame.body) && endSnapshot();
    case FrameType::Finished:
        return withMessage<Finished>(frame, [this](const Finished &finished) { conclude(finished); });
    case FrameType::Failed:
        return withMessage<Failed>(
            frame, [this](const Failed &failed) { m_finish(std::unexpected(fromWire(failed))); });
    default:
        return false;
    }
}

void PendingRun::abandoned(const Error &error)
{
    m_supervision = nullptr;
    m_finish(std::unexpected(error));
}

void PendingRun::add(const protocol::Output &output)
{
    QByteArray &stream = output.stream == protocol::Stream::Output ? m_report.output
        : output.stream == protocol::Stream::Error                 ? m_report.errorOutput
                                                                   : m_report.value;
    stream += toBytes(output.bytes);
}

bool PendingRun::add(const protocol::Entry &entry)
{
    filesystem::Tree *its = tree(entry.tree);
    if (!its)
        return false;
    m_lastEntry = &its->entries.emplaceBack(fromWire(entry));
    return true;
}

bool PendingRun::add(const protocol::Content &content)
{
    if (!m_lastEntry)
        return false;
    m_lastEntry->content += toBytes(content.bytes);
    return true;
}

bool PendingRun::add(const protocol::TreeEnd &treeEnd)
{
    filesystem::Tree *its = tree(treeEnd.tree);
    if (!its)
        return false;
    m_lastEntry = nullptr;
    its->truncated = treeEnd.truncated;
    sortTree(*its);
    return true;
}

void PendingRun::add(const protocol::TraceBatch &batch)
{
    if (m_trace.receiveRecords)
        m_trace.receiveRecords(toBytes(batch.records));
}

void PendingRun::beginSnapshot(const protocol::SnapshotBegin &begin)
{
    m_snapshot = TraceSnapshot{.change = begin.change};
    m_snapshot->mountTrees.resize(m_report.mountTrees.size());
}

bool PendingRun::endSnapshot()
{
    m_lastEntry = nullptr;
    if (!m_snapshot)
        return false;
    if (m_trace.receiveSnapshot)
        m_trace.receiveSnapshot(std::move(*m_snapshot));
    m_snapshot.reset();
    return true;
}

void PendingRun::conclude(const protocol::Finished &finished)
{
    m_report.ending = static_cast<Ending>(finished.ending);
    m_report.exitStatus = finished.exitStatus;
    m_report.signal = finished.signal;
    m_report.limitReached = finished.limitReached;
    m_report.outputTruncated = finished.outputTruncated;
    m_report.valueTruncated = finished.valueTruncated;
    m_report.resources = {.wall = std::chrono::microseconds(finished.wallUs),
        .cpu = std::chrono::microseconds(finished.cpuUs),
        .peakMemoryBytes = finished.peakMemoryBytes,
        .peakProcesses = finished.peakProcesses};
    m_report.warm = finished.warm;
    m_report.traced = finished.traced;
    m_finish(std::move(m_report));
}

filesystem::Tree *PendingRun::tree(quint32 index)
{
    filesystem::Tree &workspace = m_snapshot ? m_snapshot->tree : m_report.tree;
    QList<filesystem::Tree> &mounts = m_snapshot ? m_snapshot->mountTrees : m_report.mountTrees;
    if (index == 0)
        return &workspace;
    return index <= mounts.size() ? &mounts[index - 1] : nullptr;
}

} // namespace ringside::sandbox
