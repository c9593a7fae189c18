#include "lens/trace.h"

#include "sandbox/protocol.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <ranges>
#include <sys/wait.h>

namespace ringside::lens {

namespace protocol = sandbox::protocol;

static_assert(int(Phase::Unknown) == int(protocol::TracePhase::Unknown));

namespace {

constexpr qsizetype largestTrace = qsizetype(1) << 30;
constexpr qsizetype mostNames = 16; // of one object

QByteArray toBytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

QList<Frame> toFrames(const std::vector<protocol::TraceFrame> &wire)
{
    QList<Frame> frames;
    for (const protocol::TraceFrame &frame : wire)
        frames.append({.file = toBytes(frame.file), .line = frame.line, .function = toBytes(frame.function)});
    return frames;
}

Site toSite(const protocol::TraceSite &wire)
{
    return {.phase = static_cast<Phase>(wire.phase),
        .file = toBytes(wire.file),
        .line = wire.line,
        .endLine = wire.endLine,
        .column = wire.column,
        .endColumn = wire.endColumn,
        .instruction = wire.instruction,
        .function = toBytes(wire.function),
        .module = toBytes(wire.module),
        .via = toFrames(wire.via),
        .callers = toFrames(wire.callers),
        .isTold = wire.isTold};
}

bool isOfLearner(const Site &site)
{
    return site.phase == Phase::User || site.phase == Phase::Unknown;
}

/// Whether the result counts bytes.
bool movesBytes(const sandbox::SystemCall &call)
{
    const auto has = [&call](char parameter) { return call.parameters.contains(parameter); };
    return has('r') || has('w') || has('V') || has('v') || call.name == "sendfile"
        || call.name == "copy_file_range" || call.name == "splice";
}

} // namespace

/// Takes one batch apart, record after record.
class Trace::Decoder
{
public:
    Decoder(Trace &trace, std::string_view records)
        : m_trace(trace)
        , m_reader(records)
    {
    }

    bool decode()
    {
        while (m_reader.hasMore()) {
            protocol::TraceRecord kind{};
            m_reader(kind);
            if (!take(kind))
                return false;
        }
        return m_reader.isComplete();
    }

private:
    bool take(protocol::TraceRecord kind)
    {
        using enum protocol::TraceRecord;
        switch (kind) {
        case Name:
            return with<protocol::TraceName>([this](const auto &name) { return add(name); });
        case Site:
            return with<protocol::TraceSite>([this](const auto &site) { return add(site); });
        case Object:
            return with<protocol::TraceObject>([this](const auto &object) { return add(object); });
        case Process:
            return with<protocol::TraceProcess>([this](const auto &process) { return add(process); });
        case Call:
            return with<protocol::TraceCall>([this](const auto &call) { return add(call); });
        case Descriptors:
            return with<protocol::TraceDescriptors>([this](const auto &all) { return add(all); });
        case Signal:
            return with<protocol::TraceSignal>([](const auto &) { return true; });
        case ProcessEnd:
            return with<protocol::TraceProcessEnd>([this](const auto &end) { return add(end); });
        case Counts:
            return with<protocol::TraceCounts>([this](const auto &counts) { return add(counts); });
        case End:
            return with<protocol::TraceEnd>([this](const auto &end) { return add(end); });
        }
        return false;
    }

    template <typename Record> bool with(auto act)
    {
        Record record;
        m_reader(record);
        return m_reader.isValid() && act(record);
    }

    bool add(const protocol::TraceName &name)
    {
        if (name.id != m_trace.m_names.size())
            return false;
        m_trace.m_names.push_back(toBytes(name.bytes));
        return true;
    }

    bool add(const protocol::TraceSite &site)
    {
        if (site.id != m_trace.m_sites.size())
            return false;
        m_trace.m_sites.push_back(toSite(site));
        return true;
    }

    bool add(const protocol::TraceObject &object)
    {
        if (object.id != m_trace.m_objects.size())
            return false;
        m_trace.m_objects.push_back(
            {.device = object.device, .inode = object.inode, .mode = object.mode, .size = object.size});
        return true;
    }

    bool add(const protocol::TraceProcess &process)
    {
        if (process.id != m_trace.m_processes.size() || process.parent >= process.id
            || process.site >= m_trace.m_sites.size())
            return false;
        m_trace.m_processes.push_back({.pid = process.pid,
            .parent = process.parent,
            .site = process.site,
            .beganNs = process.timeNs});
        const std::shared_ptr<Open> ofParent = m_trace.m_open[process.parent];
        m_trace.m_open.push_back(process.sharesDescriptors ? ofParent : std::make_shared<Open>());
        if (!process.sharesDescriptors)
            for (const auto &[number, life] : *ofParent)
                m_trace.openLife(process.id, number, m_trace.m_lives[static_cast<size_t>(life)].object, -1);
        return true;
    }

    bool add(const protocol::TraceCall &call)
    {
        const Event event{.timeNs = call.timeNs,
            .durationNs = call.durationNs,
            .result = call.result,
            .process = call.process,
            .thread = call.thread,
            .site = call.site,
            .object = call.object,
            .otherObject = call.otherObject,
            .change = call.change,
            .number = call.number,
            .flags = call.flags,
            .detailsSize = static_cast<quint32>(call.details.size()),
            .detailsAt = m_trace.m_details.size()};
        if (!m_trace.isKnown(event))
            return false;
        m_trace.m_details.append(call.details.data(), static_cast<qsizetype>(call.details.size()));
        m_trace.take(event);
        return true;
    }

    /// After exec: what is not listed was closed by it.
    bool add(const protocol::TraceDescriptors &all)
    {
        if (all.process == 0 || all.process >= m_trace.m_processes.size())
            return false;
        std::shared_ptr<Open> &open = m_trace.m_open[all.process];
        open = std::make_shared<Open>(*open); // exec ends any sharing
        std::map<int, quint32> listed;
        for (const auto &one : all.open) {
            if (one.object >= m_trace.m_objects.size() || one.name >= m_trace.m_names.size())
                return false;
            listed[one.number] = one.object;
            m_trace.addName(one.object, m_trace.m_names[one.name]);
        }
        for (const auto &[number, life] : Open(*open))
            if (!listed.contains(number))
                m_trace.endLife(all.process, number, DescriptorLife::End::ByExec, -1);
        for (const auto &[number, object] : listed)
            if (!open->contains(number))
                m_trace.openLife(all.process, number, object, -1);
        return true;
    }

    bool add(const protocol::TraceProcessEnd &end)
    {
        if (end.process == 0 || end.process >= m_trace.m_processes.size())
            return false;
        lens::Process &process = m_trace.m_processes[end.process];
        process.hasEnded = true;
        process.waitStatus = end.waitStatus;
        process.endedNs = end.timeNs;
        return true;
    }

    bool add(const protocol::TraceCounts &counts)
    {
        for (const auto &one : counts.counts) {
            if (one.site >= m_trace.m_sites.size() || one.failed > one.calls)
                return false;
            m_trace.count(one.site, one.number, one.calls, one.failed, 0);
        }
        return true;
    }

    bool add(const protocol::TraceEnd &end)
    {
        m_trace.m_isComplete = true;
        m_trace.m_isOverLimit = end.overLimit;
        m_trace.m_walksPython = end.walksPython;
        if (!end.walksPython)
            forgetPhases();
        return true;
    }

    /// Where no stack was read, what was taken for the interpreter's start may be anything.
    void forgetPhases()
    {
        for (Site &site : m_trace.m_sites | std::views::drop(1))
            site.phase = Phase::Unknown;
    }

    Trace &m_trace;
    protocol::Reader m_reader;
};

/// Number 0 is nobody's.
Trace::Trace()
    : m_sites(1)
    , m_objects(1)
    , m_processes(1)
    , m_names(1)
    , m_open{std::make_shared<Open>()}
{
}

bool Trace::add(const QByteArray &records)
{
    m_bytes += records.size();
    if (m_isBroken || m_bytes > largestTrace)
        return false;
    m_isBroken = !Decoder(*this, {records.data(), static_cast<std::size_t>(records.size())}).decode();
    return !m_isBroken;
}

bool Trace::hasToldLines() const
{
    return std::ranges::any_of(m_sites, &Site::isTold);
}

bool Trace::isKnown(const Event &event) const
{
    return event.process > 0 && event.process < m_processes.size() && event.site < m_sites.size()
        && event.object < m_objects.size() && event.otherObject < m_objects.size();
}

void Trace::take(const Event &event)
{
    const auto index = static_cast<qsizetype>(m_events.size());
    m_events.push_back(event);
    const sandbox::SystemCall *call = event.call();
    const bool moved = call && event.result > 0 && movesBytes(*call);
    count(event.site, event.number, 1, event.isFailed() ? 1 : 0,
        moved ? static_cast<quint64>(event.result) : 0);
    if (call && !event.isFailed() && !event.has(Event::Unfinished))
        follow(event, index);
}

void Trace::count(quint32 site, quint16 number, quint64 calls, quint64 failed, quint64 bytes)
{
    CallCount &counts = m_counts[{site, number}];
    counts.calls += calls;
    counts.failed += failed;
    counts.bytes += bytes;
    m_callCount += calls;
    const Site &place = m_sites[site];
    if (site != 0 && isOfLearner(place))
        m_callsOfLines[place.file][place.line] += calls;
}

/// What a call that worked did to names, descriptors and children.
void Trace::follow(const Event &event, qsizetype index)
{
    const sandbox::SystemCall &call = *event.call();
    const auto is = [&call](std::string_view name) { return call.name == name; };
    const bool isDuplicate = is("dup") || is("dup2") || is("dup3");
    const CallDetails about = details(event);
    const auto argument = [&about](qsizetype i) { return about.arguments.value(i); };
    if (event.object != 0)
        addName(event.object,
            call.has(sandbox::Opens) && !about.otherBase.isEmpty() ? about.otherBase : about.fullPath());
    if ((is("rename") || is("renameat") || is("renameat2") || is("link") || is("linkat"))
        && event.object != 0)
        addName(event.object, about.otherFullPath());
    if (call.has(sandbox::GivesDescriptor)
        || (is("fcntl") && (argument(1) == F_DUPFD || argument(1) == F_DUPFD_CLOEXEC))) {
        const auto number = static_cast<int>(event.result);
        if (isDuplicate && argument(0) == static_cast<quint64>(number))
            return;
        endLife(event.process, number, DescriptorLife::End::Replaced, index);
        openLife(event.process, number, event.object, index);
    } else if (is("pipe") || is("pipe2") || is("socketpair")) {
        for (const qint64 number : about.numbers.first(std::min<qsizetype>(2, about.numbers.size())))
            openLife(event.process, static_cast<int>(number), 0, index);
    } else if (is("close")) {
        endLife(event.process, static_cast<int>(argument(0)), DescriptorLife::End::Closed, index);
    } else if (is("close_range")) {
        std::shared_ptr<Open> &open = m_open[event.process];
        if ((argument(2) & CLOSE_RANGE_UNSHARE) != 0)
            open = std::make_shared<Open>(*open);
        const bool closes = (argument(2) & CLOSE_RANGE_CLOEXEC) == 0;
        for (const auto &[number, life] : Open(*open))
            if (closes && number >= static_cast<int>(argument(0))
                && static_cast<quint64>(number) <= argument(1))
                endLife(event.process, number, DescriptorLife::End::Closed, index);
    } else if (is("wait4") || (is("waitid") && (argument(3) & WNOWAIT) == 0)) { // else it may be waited for again
        for (Process &process : m_processes)
            if (process.parent == event.process
                && (is("waitid") ? process.hasEnded && static_cast<int>(argument(1)) == process.pid
                                 : process.pid == event.result))
                process.wasReaped = true;
    }
}

void Trace::openLife(quint32 process, int number, quint32 object, qsizetype openedBy)
{
    (*m_open[process])[number] = static_cast<qsizetype>(m_lives.size());
    m_lives.push_back({.process = process, .number = number, .openedBy = openedBy, .object = object});
}

void Trace::endLife(quint32 process, int number, DescriptorLife::End end, qsizetype closedBy)
{
    const auto found = m_open[process]->find(number);
    if (found == m_open[process]->end())
        return;
    DescriptorLife &life = m_lives[static_cast<std::size_t>(found->second)];
    life.end = end;
    life.closedBy = closedBy;
    m_open[process]->erase(found);
}

void Trace::addName(quint32 number, const QByteArray &name)
{
    QByteArrayList &names = m_objects[number].names;
    if (!name.isEmpty() && names.size() < mostNames && !names.contains(name))
        names.append(name);
}

CallDetails Trace::details(const Event &event) const
{
    protocol::TraceDetails wire;
    protocol::Reader reader({m_details.constData() + event.detailsAt, event.detailsSize});
    reader(wire);
    if (!reader.isComplete())
        return {};
    const auto name = [this](std::uint32_t id) { return id < m_names.size() ? m_names[id] : QByteArray(); };
    CallDetails found{.arguments = {wire.arguments.begin(), wire.arguments.end()},
        .base = name(wire.base),
        .otherBase = name(wire.otherBase),
        .path = toBytes(wire.path),
        .otherPath = toBytes(wire.otherPath),
        .data = toBytes(wire.data),
        .numbers = {wire.numbers.begin(), wire.numbers.end()}};
    for (const std::string &text : wire.texts)
        found.texts.append(toBytes(text));
    return found;
}

const Site &Trace::site(quint32 number) const
{
    return m_sites[number < m_sites.size() ? number : 0];
}

const Object &Trace::object(quint32 number) const
{
    return m_objects[number < m_objects.size() ? number : 0];
}

const Process &Trace::process(quint32 number) const
{
    return m_processes[number < m_processes.size() ? number : 0];
}

QList<qsizetype> Trace::openDescriptors(quint32 process, qsizetype events) const
{
    QList<qsizetype> open;
    for (qsizetype i = 0; i < static_cast<qsizetype>(m_lives.size()); ++i) {
        const DescriptorLife &life = m_lives[static_cast<std::size_t>(i)];
        const bool isClosed = life.end != DescriptorLife::End::Open
            && (life.closedBy < 0 || life.closedBy < events);
        if (life.process == process && life.openedBy < events && !isClosed)
            open.append(i);
    }
    return open;
}

quint64 Trace::callsOfLine(const QByteArray &file, int line) const
{
    return m_callsOfLines.value(file).value(line);
}

} // namespace ringside::lens
