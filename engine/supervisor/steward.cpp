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
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace ringside::supervisor {

using namespace std::chrono_literals;
namespace protocol = sandbox::protocol;

namespace {

constexpr auto watchInterval = 20ms;
constexpr auto zygotePatience = 5s;
constexpr std::size_t enoughWaitingBytes = 1U << 20; // more is not read back from a tree before the client reads
constexpr int framesPerTurn = 64;

/// Tells the client about a run.
class ClientObserver : public RunObserver
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
    if (Outcome<> entered = enterRootFileSystem(); !entered)
        return entered;
    if (::access(pythonPath, X_OK) < 0)
        return failed(steps::findPython);
    m_ready.kernel = SystemFacts::read().kernel;
    m_ready.landlockAbi = LandlockRules::abi();
    m_ready.seccomp = true; // a box without its filter does not start
    m_ready.trace = canTrace();
    startZygotes();
    waitForSlimZygote();
    return testBox(m_ready.warm ? protocol::StartKind::Warm : protocol::StartKind::Cold);
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
    const auto deadline = Run::Clock::now() + zygotePatience;
    while (!m_services.zygotes.isSlimSettled() && Run::Clock::now() < deadline) {
        std::vector<pollfd> polls;
        m_services.zygotes.addPolls(polls);
        pollUntil(polls, deadline);
        m_services.zygotes.tend();
    }
    m_ready.warm = m_services.zygotes.slim() != nullptr;
}

/// Shows that boxes work, that they hold, and which Python runs in them.
Outcome<> Steward::testBox(protocol::StartKind start)
{
    const Outcome<SelfTest::Result> result = SelfTest::run(m_services, start);
    if (!result)
        return std::unexpected(result.error());
    m_ready.python = result->python;
    m_ready.selfTest = result->attacks;
    if (!result->allHeld())
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
        advanceRuns();
        m_clientIsThere = m_clientIsThere && m_client.flush();
    }
}

void Steward::waitForEvents()
{
    std::vector<pollfd> polls{{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0}};
    if (m_client.waitingBytes() > 0)
        polls.push_back({.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0});
    m_services.zygotes.addPolls(polls);
    auto deadline = Run::Clock::time_point::max();
    for (const auto &[id, run] : m_runs) {
        run->addPolls(polls);
        deadline = std::min(deadline, run->nextDeadline());
        if (run->runningBox())
            deadline = std::min(deadline, m_nextWatch);
    }
    if (m_client.hasFrame())
        deadline = Run::Clock::now();
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

void Steward::handle(const protocol::Frame &frame)
{
    // A frame that cannot be decoded is a bug of ours: better no supervisor than a confused one.
    const auto with = [&]<typename Message>(auto act) {
        std::optional<Message> message = protocol::decode<Message>(frame.body);
        m_clientIsThere = message.has_value();
        if (message)
            act(std::move(*message));
    };
    switch (frame.type) {
    case protocol::FrameType::Hello:
        return with.operator()<protocol::Hello>([this](const protocol::Hello &hello) {
            m_clientIsThere = hello.protocolVersion == protocol::version;
            m_client.send(m_ready);
        });
    case protocol::FrameType::RunBegin:
        return with.operator()<protocol::RunBegin>(
            [this](protocol::RunBegin settings) { beginRun(std::move(settings)); });
    case protocol::FrameType::Entry:
        return with.operator()<protocol::Entry>([this](const protocol::Entry &entry) {
            if (Run *run = find(entry.run))
                run->addEntry(entry);
        });
    case protocol::FrameType::Content:
        return with.operator()<protocol::Content>([this](const protocol::Content &content) {
            if (Run *run = find(content.run))
                run->addContent(content.bytes);
        });
    case protocol::FrameType::Input:
        return with.operator()<protocol::Input>([this](const protocol::Input &input) {
            if (Run *run = find(input.run))
                run->addInput(input.bytes);
        });
    case protocol::FrameType::RunStart:
        return with.operator()<protocol::RunStart>([this](const protocol::RunStart &start) {
            if (Run *run = find(start.run))
                run->start();
        });
    case protocol::FrameType::Stop:
        return with.operator()<protocol::Stop>([this](const protocol::Stop &stop) {
            if (Run *run = find(stop.run))
                run->stop();
        });
    default:
        m_clientIsThere = false;
    }
}

void Steward::beginRun(protocol::RunBegin settings)
{
    const std::uint32_t id = settings.run;
    m_runs[id] = std::make_unique<Run>(
        std::move(settings), m_services, std::make_unique<ClientObserver>(m_client, id));
}

Run *Steward::find(std::uint32_t run)
{
    const auto found = m_runs.find(run);
    return found == m_runs.end() ? nullptr : found->second.get(); // it may have failed meanwhile
}

void Steward::advanceRuns()
{
    for (const auto &[id, run] : m_runs)
        run->advance();
    std::erase_if(m_runs, [](const auto &run) { return run.second->isOver(); });
}

void Steward::watchBoxes()
{
    const auto now = Run::Clock::now();
    if (now < m_nextWatch)
        return;
    std::set<ProcessCensus::BoxId> boxes;
    for (const auto &[id, run] : m_runs)
        if (const auto box = run->runningBox())
            boxes.insert(*box);
    if (boxes.empty())
        return;
    m_nextWatch = now + watchInterval;
    const std::map<ProcessCensus::BoxId, BoxUsage> usage = ProcessCensus::take(boxes);
    for (const auto &[id, run] : m_runs)
        if (const auto box = run->runningBox(); box && usage.contains(*box))
            run->watch(usage.at(*box));
}

} // namespace ringside::supervisor
