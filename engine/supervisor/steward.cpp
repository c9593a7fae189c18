#include "supervisor/steward.h"

#include "supervisor/box.h"
#include "supervisor/landlock.h"
#include "supervisor/obstacles.h"
#include "supervisor/polling.h"
#include "supervisor/rootfilesystem.h"
#include "supervisor/selftest.h"
#include "supervisor/traceprobe.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace ringside::supervisor {

using namespace std::chrono_literals;
namespace protocol = sandbox::protocol;

namespace {

constexpr auto watchInterval = 20ms;
constexpr std::int64_t noticeableGrowth = 64 << 20; // of memory without an owner; two full disks of a box are half of it
constexpr auto zygotePatience = 30s; // it takes a few hundredths of a second, on a busy machine some seconds
constexpr std::size_t enoughWaitingBytes = 1U << 20; // more is not read back from a tree before the client reads
constexpr int framesPerTurn = 64;
#if defined(RINGSIDE_WEAKEN_LANDLOCK) || defined(RINGSIDE_WEAKEN_SECCOMP)
constexpr bool isWeakened = true; // only the test builds that show what the other walls hold
#else
constexpr bool isWeakened = false;
#endif

/// Tells the client about a job.
class ClientObserver : public JobObserver
{
public:
    ClientObserver(ClientChannel &client, std::uint32_t run)
        : m_client(client)
        , m_run(run)
    {
    }

    void output(protocol::Stream stream, std::string bytes) override
    {
        m_client.send(protocol::Output{.run = m_run, .stream = stream, .bytes = std::move(bytes)});
    }

    void entry(protocol::Entry entry) override
    {
        entry.run = m_run;
        m_client.send(entry);
    }

    void content(std::string bytes) override
    {
        m_client.send(protocol::Content{.run = m_run, .bytes = std::move(bytes)});
    }

    void treeEnd(std::uint32_t tree, bool truncated) override
    {
        m_client.send(protocol::TreeEnd{.run = m_run, .tree = tree, .truncated = truncated});
    }

    void finished(protocol::Finished finished) override
    {
        finished.run = m_run;
        m_client.send(finished);
    }

    void opened() override { m_client.send(protocol::SessionOpened{.run = m_run}); }

    void programEnded(protocol::ProgramEnded ended) override
    {
        ended.run = m_run;
        m_client.send(ended);
    }

    void treeChanged() override { m_client.send(protocol::TreeChanged{.run = m_run}); }

    void editDone(protocol::EditDone done) override
    {
        done.run = m_run;
        m_client.send(done);
    }

    void traced(std::string records) override
    {
        m_client.send(protocol::TraceBatch{.run = m_run, .records = std::move(records)});
    }

    void snapshotBegins(std::uint32_t change) override
    {
        m_client.send(protocol::SnapshotBegin{.run = m_run, .change = change});
    }

    void snapshotEnds() override { m_client.send(protocol::SnapshotEnd{.run = m_run}); }

    void failed(const Failure &failure) override
    {
        const auto kind = failure.kind == Failure::Kind::Content ? protocol::FailureKind::Content
            : failure.kind == Failure::Kind::Unsupported         ? protocol::FailureKind::Unsupported
                                                                 : protocol::FailureKind::System;
        m_client.send(protocol::Failed{
            .run = m_run, .kind = kind, .step = failure.step, .errnum = failure.errnum});
    }

    bool hasRoom() const override { return m_client.waitingBytes() < enoughWaitingBytes; }

private:
    ClientChannel &m_client;
    std::uint32_t m_run;
};

} // namespace

Steward::Steward(ClientChannel &client, Origin origin)
    : m_client(client)
{
    m_ready.droppedRoot = origin == Origin::DroppedRoot;
}

Outcome<> Steward::setUp()
{
    openBoxGroups(); // before anything else takes the number of its descriptor
    if (Outcome<> entered = enterRootFileSystem(); !entered)
        return entered;
    if (::access(pythonPath, X_OK) < 0)
        return failed(steps::findPython);
    m_ready.kernel = SystemFacts::read().kernel;
    m_ready.landlockAbi = LandlockRules::abi();
    m_ready.seccomp = true; // a box without its filter does not start
    m_ready.traceErrnum = errnoOfTracing();
    m_ready.trace = m_services.canTrace = m_ready.traceErrnum == 0;
    startZygotes();
    waitForSlimZygote();
    return testBox(m_ready.warm ? protocol::StartKind::Warm : protocol::StartKind::Cold);
}

void Steward::openBoxGroups()
{
    if (::fcntl(groupDescriptor, F_SETFD, FD_CLOEXEC) < 0)
        return;
    if (Outcome<> opened = m_services.groups.open(ControlGroup(FileDescriptor(groupDescriptor))); !opened)
        std::fprintf(stderr, "ringside-supervisor: %s: %s\n", opened.error().step.c_str(),
            std::strerror(opened.error().errnum));
    m_ready.cgroup = m_services.groups.areThere();
}

void Steward::startZygotes()
{
    const FileDescriptor extension(extensionDescriptor);
    const FileDescriptor hook(hookDescriptor);
    if (::fcntl(extension.get(), F_GETFD) >= 0 && ::fcntl(hook.get(), F_GETFD) >= 0)
        if (Outcome<> opened = m_services.zygotes.open(extension.get(), hook.get()); !opened)
            std::fprintf(stderr, "ringside-supervisor: %s\n", opened.error().step.c_str());
}

void Steward::waitForSlimZygote()
{
    const auto deadline = Job::Clock::now() + zygotePatience;
    while (!m_services.zygotes.isSettled(ZygoteKind::Slim) && Job::Clock::now() < deadline) {
        std::vector<pollfd> polls;
        m_services.zygotes.addPolls(polls);
        pollUntil(polls, deadline);
        m_services.zygotes.tend();
    }
    m_ready.warm = m_services.zygotes.find(ZygoteKind::Slim) != nullptr;
}

/// Shows that boxes work, that they hold, and which Python runs in them.
Outcome<> Steward::testBox(protocol::StartKind start)
{
    const Outcome<SelfTest::Result> result = SelfTest::run(m_services, start);
    if (!result)
        return std::unexpected(result.error());
    m_ready.python = result->python;
    m_ready.selfTest = result->attacks;
    if (!result->allHeld() && !isWeakened)
        return failed(steps::selfTest, EPERM);
    return {};
}

void Steward::serve()
{
    while (m_clientIsThere) {
        waitForEvents();
        m_clientIsThere = m_client.receive();
        handleFrames();
        m_services.zygotes.tend();
        watchBoxes();
        advanceJobs();
        m_clientIsThere = m_clientIsThere && m_client.flush();
        armWhileNobodyWaits();
    }
}

/// A box takes its time to make: better while programs run, or nothing does.
void Steward::armWhileNobodyWaits()
{
    const bool somebodyWaits = m_client.hasFrame()
        || std::ranges::any_of(m_jobs, [](const auto &job) { return job.second->isWaitingForBox(); });
    if (!somebodyWaits)
        m_services.armed.armOne();
}

void Steward::waitForEvents()
{
    std::vector<pollfd> polls{{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0}};
    if (m_client.waitingBytes() > 0)
        polls.push_back({.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0});
    m_services.zygotes.addPolls(polls);
    auto deadline = Job::Clock::time_point::max();
    for (const auto &[id, job] : m_jobs) {
        job->addPolls(polls);
        deadline = std::min(deadline, job->nextDeadline());
        if (job->runningBox())
            deadline = std::min(deadline, m_nextWatch);
    }
    if (m_client.hasFrame())
        deadline = Job::Clock::now();
    pollUntil(polls, deadline);
}

void Steward::handleFrames()
{
    for (int i = 0; i < framesPerTurn && m_clientIsThere; ++i) {
        const std::optional<protocol::Frame> frame = m_client.nextFrame();
        if (!frame)
            return;
        handle(*frame);
    }
}

/// A frame that cannot be decoded is a bug of ours: better no supervisor than a confused one.
template <typename Message> void Steward::decodeAnd(const protocol::Frame &frame, auto act)
{
    std::optional<Message> message = protocol::decode<Message>(frame.body);
    m_clientIsThere = message.has_value();
    if (message)
        act(std::move(*message));
}

void Steward::handle(const protocol::Frame &frame)
{
    switch (frame.type) {
    case protocol::FrameType::Hello:
        return decodeAnd<protocol::Hello>(frame, [this](const protocol::Hello &hello) {
            m_clientIsThere = hello.protocolVersion == protocol::version;
            m_client.send(m_ready);
        });
    case protocol::FrameType::RunBegin:
        return decodeAnd<protocol::RunBegin>(
            frame, [this](protocol::RunBegin settings) { beginJob(std::move(settings)); });
    case protocol::FrameType::Entry:
        return decodeAnd<protocol::Entry>(frame, [this](const protocol::Entry &entry) {
            if (Job *job = find(entry.run))
                job->addEntry(entry);
        });
    case protocol::FrameType::Content:
        return decodeAnd<protocol::Content>(frame, [this](const protocol::Content &content) {
            if (Job *job = find(content.run))
                job->addContent(content.bytes);
        });
    case protocol::FrameType::Input:
        return decodeAnd<protocol::Input>(frame, [this](const protocol::Input &input) {
            if (Job *job = find(input.run))
                job->addInput(input.bytes);
        });
    case protocol::FrameType::RunStart:
        return decodeAnd<protocol::RunStart>(frame, [this](const protocol::RunStart &start) {
            if (Job *job = find(start.run))
                job->start();
        });
    case protocol::FrameType::Stop:
        return decodeAnd<protocol::Stop>(frame, [this](const protocol::Stop &stop) {
            if (Job *job = find(stop.run))
                job->stop();
        });
    default:
        handleInSession(frame);
    }
}

void Steward::handleInSession(const protocol::Frame &frame)
{
    switch (frame.type) {
    case protocol::FrameType::ProgramStart:
        return decodeAnd<protocol::ProgramStart>(frame, [this](const protocol::ProgramStart &program) {
            if (Session *session = findSession(program.run))
                session->startProgram(program);
        });
    case protocol::FrameType::ProgramStop:
        return decodeAnd<protocol::ProgramStop>(frame, [this](const protocol::ProgramStop &stop) {
            if (Session *session = findSession(stop.run))
                session->stopProgram();
        });
    case protocol::FrameType::Resize:
        return decodeAnd<protocol::Resize>(frame, [this](const protocol::Resize &size) {
            if (Session *session = findSession(size.run))
                session->resize(size.rows, size.columns);
        });
    case protocol::FrameType::Snapshot:
        return decodeAnd<protocol::Snapshot>(frame, [this](const protocol::Snapshot &wanted) {
            if (Session *session = findSession(wanted.run))
                session->snapshot();
        });
    case protocol::FrameType::EditEnd:
        return decodeAnd<protocol::EditEnd>(frame, [this](const protocol::EditEnd &end) {
            if (Session *session = findSession(end.run))
                session->endEdit(end.edit);
        });
    case protocol::FrameType::Remove:
        return decodeAnd<protocol::Remove>(frame, [this](const protocol::Remove &remove) {
            if (Session *session = findSession(remove.run))
                session->remove(remove);
        });
    case protocol::FrameType::Rename:
        return decodeAnd<protocol::Rename>(frame, [this](const protocol::Rename &rename) {
            if (Session *session = findSession(rename.run))
                session->rename(rename);
        });
    case protocol::FrameType::SetMode:
        return decodeAnd<protocol::SetMode>(frame, [this](const protocol::SetMode &mode) {
            if (Session *session = findSession(mode.run))
                session->setMode(mode);
        });
    case protocol::FrameType::RestoreBegin:
        return decodeAnd<protocol::RestoreBegin>(frame, [this](const protocol::RestoreBegin &begin) {
            if (Session *session = findSession(begin.run))
                session->beginRestore();
        });
    case protocol::FrameType::WatchTree:
        return decodeAnd<protocol::WatchTree>(frame, [this](const protocol::WatchTree &watch) {
            if (Session *session = findSession(watch.run))
                session->watchTree();
        });
    case protocol::FrameType::InputEnd:
        return decodeAnd<protocol::InputEnd>(frame, [this](const protocol::InputEnd &end) {
            if (Session *session = findSession(end.run))
                session->endInput();
        });
    default:
        m_clientIsThere = false;
    }
}

void Steward::beginJob(protocol::RunBegin settings)
{
    const std::uint32_t id = settings.run;
    if (m_jobs.contains(id)) { // a number that means two jobs is as good as a frame that cannot be decoded
        m_clientIsThere = false;
        return;
    }
    auto observer = std::make_unique<ClientObserver>(m_client, id);
    if (settings.session) {
        auto session = std::make_unique<Session>(std::move(settings), m_services, std::move(observer));
        m_sessions[id] = session.get();
        m_jobs[id] = std::move(session);
    } else {
        m_jobs[id] = std::make_unique<Run>(std::move(settings), m_services, std::move(observer));
    }
}

/// None when it has failed meanwhile: the client hears of that, and what it sent before is of no use.
Job *Steward::find(std::uint32_t id)
{
    const auto found = m_jobs.find(id);
    return found == m_jobs.end() ? nullptr : found->second.get();
}

Session *Steward::findSession(std::uint32_t id)
{
    const auto found = m_sessions.find(id);
    return found == m_sessions.end() ? nullptr : found->second;
}

void Steward::advanceJobs()
{
    for (const auto &[id, job] : m_jobs)
        job->advance();
    std::erase_if(m_sessions, [](const auto &session) { return session.second->isOver(); });
    std::erase_if(m_jobs, [](const auto &job) { return job.second->isOver(); });
}

/// How much memory without an owner the machine has without us. Not at every turn: reading it takes a moment.
void Steward::noteRest(Job::Clock::time_point now)
{
    if (now < m_nextRestNote)
        return;
    m_nextRestNote = now + 1s;
    m_atRest = ProcessCensus::memoryOfMachine();
}

void Steward::watchBoxes()
{
    const auto now = Job::Clock::now();
    if (now < m_nextWatch)
        return;
    std::set<ProcessCensus::BoxId> boxes;
    for (const auto &[id, job] : m_jobs)
        if (const auto box = job->runningBox())
            boxes.insert(*box);
    if (boxes.empty()) {
        noteRest(now);
        return;
    }
    m_nextWatch = now + watchInterval;
    const MachineMemory memory = ProcessCensus::memoryOfMachine();
    std::map<ProcessCensus::BoxId, BoxUsage> usage = ProcessCensus::take(boxes);
    if (memory.sharedBytes > m_atRest.sharedBytes + noticeableGrowth)
        ProcessCensus::chargeForMappings(usage, memory.sharedBytes - m_atRest.sharedBytes);
    if (memory.kernelBytes > m_atRest.kernelBytes + noticeableGrowth)
        ProcessCensus::chargeForSockets(usage, memory.kernelBytes - m_atRest.kernelBytes);
    for (const auto &[id, job] : m_jobs)
        if (const auto box = job->runningBox(); box && usage.contains(*box))
            job->watch(usage.at(*box));
}

} // namespace ringside::supervisor
