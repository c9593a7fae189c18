#include "sandbox/sandbox.h"

#include "base/paths.h"
#include "sandbox/supervisorprocess.h"
#include "sandbox/wire.h"

#include <QFutureWatcher>
#include <QPromise>
#include <QThread>

#include <algorithm>
#include <deque>
#include <map>

namespace ringside::sandbox {

using namespace Qt::StringLiterals;

namespace {

/// A run on its way: waiting for its turn, or in the supervisor.
struct PendingRun
{
    RunRequest request;
    QPromise<Result<RunReport>> promise;
    QFutureWatcher<Result<RunReport>> watcher; ///< for the caller's cancel()
    std::optional<std::stop_callback<std::function<void()>>> stopCallback;
    RunReport report;
};

QList<SelfTestResult> toSelfTest(const std::vector<std::pair<std::string, bool>> &attacks)
{
    QList<SelfTestResult> results;
    for (const auto &[attack, held] : attacks)
        results.append({.attack = toBytes(attack), .held = held});
    return results;
}

Features toFeatures(const protocol::Ready &ready)
{
    return {.kernel = QString::fromStdString(ready.kernel),
        .python = QString::fromStdString(ready.python),
        .landlockAbi = ready.landlockAbi,
        .seccomp = ready.seccomp,
        .cgroup = ready.cgroup,
        .trace = ready.trace,
        .warm = ready.warm,
        .droppedRoot = ready.droppedRoot};
}

Error errorOf(const StartupReport &report)
{
    return {.kind = Error::Kind::Unsupported, .doing = report.step, .errnum = report.errnum};
}

void sortTree(filesystem::Tree &tree)
{
    std::ranges::sort(tree.entries, {}, &filesystem::Entry::path);
}

} // namespace

class Sandbox::Private : public QObject
{
public:
    using RunId = quint32;

    explicit Private(const QStringList &supervisor)
        : m_supervisor(supervisor)
    {
        connect(&m_supervisor, &SupervisorProcess::frameReceived, this, &Private::handle);
        connect(&m_supervisor, &SupervisorProcess::ended, this, &Private::handleEnd);
    }

    QFuture<StartupReport> startupReport();
    QFuture<Result<RunReport>> run(RunRequest request, const std::stop_token &stop);

private:
    [[nodiscard]] bool isReady() const { return m_startup && m_startup->features; }
    void startSupervisor();
    void tellStartup();
    void startWaitingRuns();
    Result<> send(RunId id, const RunRequest &request);
    void stop(RunId id);
    void finish(RunId id, Result<RunReport> result);

    void handle(const protocol::Frame &frame);
    void handleReady(const protocol::Ready &ready);
    void handleUnavailable(const protocol::Unavailable &unavailable);
    void handleOutput(const protocol::Output &output);
    void handleEntry(const protocol::Entry &entry);
    void handleContent(const protocol::Content &content);
    void handleTreeEnd(const protocol::TreeEnd &treeEnd);
    void handleFinished(const protocol::Finished &finished);
    void handleEnd(const QString &what);

    [[nodiscard]] PendingRun *find(RunId id);
    [[nodiscard]] static filesystem::Tree *treeOf(RunReport &report, quint32 index);

    SupervisorProcess m_supervisor;
    std::optional<StartupReport> m_startup; ///< once the supervisor has told
    std::vector<QPromise<StartupReport>> m_startupPromises;
    std::map<RunId, std::unique_ptr<PendingRun>> m_runs;
    std::deque<RunId> m_waiting;
    int m_underWay = 0;
    RunId m_lastId = 0;
};

QFuture<StartupReport> Sandbox::Private::startupReport()
{
    QPromise<StartupReport> promise;
    QFuture<StartupReport> future = promise.future();
    promise.start();
    m_startupPromises.push_back(std::move(promise));
    startSupervisor();
    if (isReady())
        tellStartup();
    return future;
}

void Sandbox::Private::tellStartup()
{
    for (QPromise<StartupReport> &promise : std::exchange(m_startupPromises, {})) {
        promise.addResult(*m_startup);
        promise.finish();
    }
}

QFuture<Result<RunReport>> Sandbox::Private::run(RunRequest request, const std::stop_token &stop)
{
    const RunId id = ++m_lastId;
    auto pending = std::make_unique<PendingRun>();
    pending->request = std::move(request);
    pending->report.mountTrees.resize(pending->request.mounts.size());
    pending->promise.start();
    QFuture<Result<RunReport>> future = pending->promise.future();
    connect(&pending->watcher, &QFutureWatcherBase::canceled, this, [this, id] { this->stop(id); });
    pending->watcher.setFuture(future);
    if (stop.stop_possible())
        pending->stopCallback.emplace(stop, [this, id] { // on any thread
            QMetaObject::invokeMethod(this, [this, id] { this->stop(id); }, Qt::QueuedConnection);
        });
    m_runs.emplace(id, std::move(pending));
    m_waiting.push_back(id);
    startSupervisor();
    startWaitingRuns();
    return future;
}

void Sandbox::Private::startSupervisor()
{
    if (m_supervisor.isRunning())
        return;
    m_startup.reset();
    m_supervisor.start();
    m_supervisor.send(protocol::Hello{});
}

void Sandbox::Private::startWaitingRuns()
{
    while (isReady() && m_underWay < QThread::idealThreadCount() && !m_waiting.empty()) {
        const RunId id = m_waiting.front();
        m_waiting.pop_front();
        PendingRun *pending = find(id);
        if (!pending)
            continue;
        ++m_underWay;
        if (Result<> sent = send(id, pending->request); !sent) {
            m_supervisor.send(protocol::Stop{.run = id}); // what it has got of the run so far goes
            finish(id, std::unexpected(sent.error()));
        }
    }
}

Result<> Sandbox::Private::send(RunId id, const RunRequest &request)
{
    const auto sendFrame = [this](const std::string &frame) { m_supervisor.sendFrame(frame); };
    const std::string begin = protocol::encode(toWire(request, id));
    if (begin.size() > protocol::maximumFrame)
        return contentError({}, 0, u"arguments and environment are too large for a box"_s);
    sendFrame(begin);
    if (Result<> sent = toWire(request.workspace, id, 0, sendFrame); !sent)
        return sent;
    for (qsizetype i = 0; i < request.mounts.size(); ++i)
        if (Result<> sent
            = toWire(request.mounts[i].content, id, static_cast<quint32>(i + 1), sendFrame);
            !sent)
            return sent;
    for (qsizetype sent = 0; sent < request.standardInput.size(); sent += protocol::contentChunk)
        m_supervisor.send(protocol::Input{.run = id,
            .bytes = request.standardInput.mid(sent, protocol::contentChunk).toStdString()});
    m_supervisor.send(protocol::RunStart{.run = id});
    return {};
}

void Sandbox::Private::stop(RunId id)
{
    PendingRun *pending = find(id);
    if (!pending)
        return;
    if (const auto waiting = std::ranges::find(m_waiting, id); waiting != m_waiting.end()) {
        m_waiting.erase(waiting);
        ++m_underWay; // finish() takes it back
        pending->report.ending = Ending::Stopped;
        finish(id, pending->report);
        return;
    }
    m_supervisor.send(protocol::Stop{.run = id});
}

void Sandbox::Private::finish(RunId id, Result<RunReport> result)
{
    const auto found = m_runs.find(id);
    if (found == m_runs.end())
        return;
    const std::unique_ptr<PendingRun> pending = std::move(found->second);
    m_runs.erase(found);
    --m_underWay;
    pending->watcher.disconnect(this);
    pending->promise.addResult(std::move(result));
    pending->promise.finish();
    startWaitingRuns();
}

void Sandbox::Private::handle(const protocol::Frame &frame)
{
    const auto with = [&]<typename Message>(void (Private::*act)(const Message &)) {
        if (const std::optional<Message> message = protocol::decode<Message>(frame.body))
            (this->*act)(*message);
        else
            m_supervisor.abandon(u"the supervisor sent a broken frame"_s);
    };
    switch (frame.type) {
    case protocol::FrameType::Ready:
        return with(&Private::handleReady);
    case protocol::FrameType::Unavailable:
        return with(&Private::handleUnavailable);
    case protocol::FrameType::Output:
        return with(&Private::handleOutput);
    case protocol::FrameType::Entry:
        return with(&Private::handleEntry);
    case protocol::FrameType::Content:
        return with(&Private::handleContent);
    case protocol::FrameType::TreeEnd:
        return with(&Private::handleTreeEnd);
    case protocol::FrameType::Finished:
        return with(&Private::handleFinished);
    case protocol::FrameType::Failed:
        if (const auto failed = protocol::decode<protocol::Failed>(frame.body))
            finish(failed->run, std::unexpected(fromWire(*failed)));
        return;
    default:
        m_supervisor.abandon(u"the supervisor sent an unknown frame"_s);
    }
}

void Sandbox::Private::handleReady(const protocol::Ready &ready)
{
    m_startup = StartupReport{.features = toFeatures(ready),
        .kernel = QString::fromStdString(ready.kernel),
        .selfTest = toSelfTest(ready.selfTest)};
    tellStartup();
    startWaitingRuns();
}

void Sandbox::Private::handleUnavailable(const protocol::Unavailable &unavailable)
{
    m_startup = StartupReport{.obstacle = static_cast<Obstacle>(unavailable.obstacle),
        .step = QString::fromStdString(unavailable.step),
        .errnum = unavailable.errnum,
        .kernel = QString::fromStdString(unavailable.kernel),
        .selfTest = toSelfTest(unavailable.selfTest)};
    for (const auto &[name, value] : unavailable.settings)
        m_startup->settings.append({.name = toBytes(name), .value = value});
}

void Sandbox::Private::handleOutput(const protocol::Output &output)
{
    PendingRun *pending = find(output.run);
    if (!pending)
        return;
    RunReport &report = pending->report;
    QByteArray &stream = output.stream == protocol::Stream::Output ? report.output
        : output.stream == protocol::Stream::Error                 ? report.errorOutput
                                                                   : report.value;
    stream += toBytes(output.bytes);
}

void Sandbox::Private::handleEntry(const protocol::Entry &entry)
{
    PendingRun *pending = find(entry.run);
    if (filesystem::Tree *tree = pending ? treeOf(pending->report, entry.tree) : nullptr)
        tree->entries.append(fromWire(entry));
}

/// It belongs to the last entry of the last tree that has any: entries arrive one tree after the other.
void Sandbox::Private::handleContent(const protocol::Content &content)
{
    PendingRun *pending = find(content.run);
    if (!pending)
        return;
    for (qsizetype index = pending->report.mountTrees.size(); index >= 0; --index) {
        filesystem::Tree *tree = treeOf(pending->report, static_cast<quint32>(index));
        if (!tree->entries.isEmpty()) {
            tree->entries.last().content += toBytes(content.bytes);
            return;
        }
    }
}

void Sandbox::Private::handleTreeEnd(const protocol::TreeEnd &treeEnd)
{
    PendingRun *pending = find(treeEnd.run);
    if (filesystem::Tree *tree = pending ? treeOf(pending->report, treeEnd.tree) : nullptr)
        tree->truncated = treeEnd.truncated;
}

void Sandbox::Private::handleFinished(const protocol::Finished &finished)
{
    PendingRun *pending = find(finished.run);
    if (!pending)
        return;
    RunReport &report = pending->report;
    report.ending = static_cast<Ending>(finished.ending);
    report.exitStatus = finished.exitStatus;
    report.signal = finished.signal;
    report.limitReached = finished.limitReached;
    report.outputTruncated = finished.outputTruncated;
    report.valueTruncated = finished.valueTruncated;
    report.resources = {.wall = std::chrono::microseconds(finished.wallUs),
        .cpu = std::chrono::microseconds(finished.cpuUs),
        .peakMemoryBytes = finished.peakMemoryBytes,
        .peakProcesses = finished.peakProcesses};
    report.warm = finished.warm;
    sortTree(report.tree);
    for (filesystem::Tree &tree : report.mountTrees)
        sortTree(tree);
    finish(finished.run, std::move(report));
}

/// Runs that were under way have an error now. The next call starts another supervisor.
void Sandbox::Private::handleEnd(const QString &what)
{
    const Error error = isReady() ? Error{.kind = Error::Kind::Internal, .doing = what}
        : m_startup               ? errorOf(*m_startup)
                    : Error{.kind = Error::Kind::Unsupported, .doing = what};
    if (!m_startup)
        m_startup = StartupReport{.obstacle = Obstacle::NoSupervisor, .step = what};
    tellStartup();
    m_startup.reset();
    m_waiting.clear();
    for (auto &[id, pending] : std::exchange(m_runs, {})) {
        pending->promise.addResult(std::unexpected(error));
        pending->promise.finish();
    }
    m_underWay = 0;
}

PendingRun *Sandbox::Private::find(RunId id)
{
    const auto found = m_runs.find(id);
    return found == m_runs.end() ? nullptr : found->second.get();
}

filesystem::Tree *Sandbox::Private::treeOf(RunReport &report, quint32 index)
{
    if (index == 0)
        return &report.tree;
    return index <= report.mountTrees.size() ? &report.mountTrees[index - 1] : nullptr;
}

Sandbox::Sandbox(QObject *parent)
    : Sandbox({helperProgram(u"ringside-supervisor"_s)}, parent)
{
}

Sandbox::Sandbox(const QStringList &supervisor, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(supervisor))
{
}

Sandbox::~Sandbox() = default;

QFuture<StartupReport> Sandbox::startupReport()
{
    return d->startupReport();
}

QFuture<Result<Features>> Sandbox::features()
{
    return d->startupReport().then([](const StartupReport &report) -> Result<Features> {
        if (report.features)
            return *report.features;
        return std::unexpected(errorOf(report));
    });
}

QFuture<Result<RunReport>> Sandbox::run(RunRequest request)
{
    return d->run(std::move(request), {});
}

QFuture<Result<RunReport>> Sandbox::run(RunRequest request, const std::stop_token &stop)
{
    return d->run(std::move(request), stop);
}

} // namespace ringside::sandbox
