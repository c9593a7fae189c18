#pragma once

#include "lens/trace.h"
#include "sandbox/protocol.h"

#include <QTest>

#include <fcntl.h>
#include <sys/syscall.h>

#include <memory>
#include <utility>

namespace ringside::desktop {

/// Puts a trace together by hand, as a lens would write it: sites, names and calls of one program.
class TraceRecords
{
public:
    using Phase = sandbox::protocol::TracePhase;
    using Details = sandbox::protocol::TraceDetails;

    static constexpr char mainFile[] = "/home/learner/main.py";

    TraceRecords()
    {
        process(1);
        add(sandbox::protocol::TraceName{.id = 1, .bytes = "/home/learner"});
    }

    TraceRecords &process(std::uint32_t id, std::uint32_t parent = 0, std::uint32_t site = 0)
    {
        const sandbox::protocol::TraceProcess record{
            .id = id, .pid = static_cast<int>(id) + 10, .parent = parent, .site = site, .timeNs = 1};
        return add(record);
    }

    TraceRecords &site(std::uint32_t id, int line, Phase phase = Phase::User, const std::string &module = {})
    {
        const sandbox::protocol::TraceSite record{.id = id,
            .phase = phase,
            .file = line > 0 ? mainFile : "",
            .line = line,
            .endLine = line,
            .column = 4,
            .endColumn = 16,
            .function = "save",
            .module = module};
        return add(record);
    }

    TraceRecords &object(std::uint32_t id)
    {
        const sandbox::protocol::TraceObject record{.id = id, .device = 7, .inode = 100 + id, .mode = 0100644};
        return add(record);
    }

    TraceRecords &call(int number, std::int64_t result, std::uint32_t site, const Details &details = {},
        std::uint32_t object = 0, std::uint32_t process = 1)
    {
        sandbox::protocol::Writer inner;
        Details copy = details;
        inner(copy);
        m_time += 1000;
        const sandbox::protocol::TraceCall record{.timeNs = m_time,
            .durationNs = 500,
            .process = process,
            .number = static_cast<std::uint16_t>(number),
            .result = result,
            .site = site,
            .object = object,
            .details = inner.take()};
        return add(record);
    }

    TraceRecords &open(const std::string &path, std::int64_t result, std::uint32_t site, std::uint64_t flags = O_RDONLY,
        std::uint32_t object = 0)
    {
        return call(SYS_openat, result, site,
            {.arguments = {static_cast<std::uint64_t>(AT_FDCWD), 0, flags, 0644}, .base = 1, .path = path}, object);
    }

    TraceRecords &close(std::uint64_t descriptor, std::uint32_t site)
    {
        return call(SYS_close, 0, site, {.arguments = {descriptor}});
    }

    TraceRecords &end(std::uint32_t process, int waitStatus)
    {
        m_time += 1000;
        const sandbox::protocol::TraceProcessEnd record{
            .process = process, .waitStatus = waitStatus, .timeNs = m_time};
        return add(record);
    }

    /// What was written since the last call of this.
    QByteArray take()
    {
        return std::exchange(m_bytes, {});
    }

    [[nodiscard]] std::shared_ptr<lens::Trace> trace()
    {
        auto trace = std::make_shared<lens::Trace>();
        const bool taken = trace->add(take());
        Q_ASSERT(taken);
        Q_UNUSED(taken)
        return trace;
    }

    /// Any other record.
    template <typename Record> TraceRecords &add(const Record &record)
    {
        sandbox::protocol::Writer writer; // one for each: its time grows with what it holds
        writer(Record::kind, record);
        m_bytes += QByteArray::fromStdString(writer.bytes());
        return *this;
    }

private:
    QByteArray m_bytes;
    std::uint64_t m_time = 0;
};

} // namespace ringside::desktop
