#include "sandbox/supervision.h"

#include "sandbox/wire.h"

#include <QPromise>

#include <cstring>

namespace ringside::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds startPatience{120}; // it takes a tenth of a second, on a busy machine many

QList<SelfTestResult> toSelfTest(const std::vector<std::pair<std::string, bool>> &attacks)
{
    QList<SelfTestResult> results;
    for (const auto &[attack, held] : attacks)
        results.append({.attack = toBytes(attack), .held = held});
    return results;
}

/// Whether the supervisor may say this to an exchange.
bool isAnswer(protocol::FrameType type)
{
    using enum protocol::FrameType;
    return type == Entry || type == Content || (type >= Output && type <= SnapshotEnd);
}

StartupReport toReport(const protocol::Ready &ready)
{
    const Features features{.kernel = QString::fromStdString(ready.kernel),
        .python = QString::fromStdString(ready.python),
        .landlockAbi = ready.landlockAbi,
        .seccomp = ready.seccomp,
        .cgroup = ready.cgroup,
        .trace = ready.trace,
        .traceErrnum = ready.traceErrnum,
        .warm = ready.warm,
        .droppedRoot = ready.droppedRoot};
    return {.features = features, .kernel = features.kernel, .selfTest = toSelfTest(ready.selfTest)};
}

StartupReport toReport(const protocol::Unavailable &unavailable)
{
    StartupReport report{.obstacle = static_cast<Obstacle>(unavailable.obstacle),
        .step = QString::fromStdString(unavailable.step),
        .errnum = unavailable.errnum,
        .kernel = QString::fromStdString(unavailable.kernel),
        .selfTest = toSelfTest(unavailable.selfTest)};
    for (const auto &[name, value] : unavailable.settings)
        report.settings.append({.name = toBytes(name), .value = value});
    return report;
}

} // namespace

Error errorOf(const StartupReport &report)
{
    return {.kind = Error::Kind::Unsupported, .doing = report.step, .errnum = report.errnum};
}

Supervision::Supervision(const QStringList &command)
    : m_process(command)
{
    connect(&m_process, &SupervisorProcess::frameReceived, this, &Supervision::handle);
    connect(&m_process, &SupervisorProcess::ended, this, &Supervision::handleEnd);
    m_patience.setSingleShot(true);
    m_patience.setInterval(startPatience);
    connect(&m_patience, &QTimer::timeout, &m_process,
        [this] { m_process.abandon(u"the supervisor does not answer"_s); });
}

Supervision::~Supervision()
{
    m_process.disconnect(this);
    handleEnd(u"the sandbox was closed"_s);
}

void Supervision::start()
{
    if (m_process.isRunning())
        return;
    m_startup.reset();
    m_process.start();
    m_process.send(protocol::Hello{});
    m_patience.start();
}

QFuture<StartupReport> Supervision::startupReport()
{
    QPromise<StartupReport> promise;
    QFuture<StartupReport> future = promise.future();
    promise.start();
    m_startupPromises.push_back(std::move(promise));
    start();
    if (isReady())
        tellStartup();
    return future;
}

void Supervision::tellStartup()
{
    for (QPromise<StartupReport> &promise : std::exchange(m_startupPromises, {})) {
        promise.addResult(*m_startup);
        promise.finish();
    }
}

Supervision::Id Supervision::add(Exchange *exchange)
{
    start();
    m_exchanges.emplace(++m_lastId, exchange);
    return m_lastId;
}

void Supervision::remove(Id id)
{
    m_exchanges.erase(id);
}

void Supervision::handle(const protocol::Frame &frame)
{
    if (!pass(frame))
        m_process.abandon(u"the supervisor sent a frame that makes no sense"_s);
}

bool Supervision::pass(const protocol::Frame &frame)
{
    if (frame.type == protocol::FrameType::Ready || frame.type == protocol::FrameType::Unavailable) {
        const auto ready = protocol::decode<protocol::Ready>(frame.body);
        const auto unavailable = protocol::decode<protocol::Unavailable>(frame.body);
        if (frame.type == protocol::FrameType::Ready ? !ready : !unavailable)
            return false;
        m_patience.stop();
        m_startup = frame.type == protocol::FrameType::Ready ? toReport(*ready) : toReport(*unavailable);
        if (isReady())
            tellStartup(); // otherwise its end follows, and says so
        return true;
    }
    Id id = 0;
    if (!isAnswer(frame.type) || frame.body.size() < sizeof id)
        return false;
    std::memcpy(&id, frame.body.data(), sizeof id); // every other message begins with its number
    const auto exchange = m_exchanges.find(id);
    return exchange == m_exchanges.end() || exchange->second->receive(frame);
}

/// The next call starts another supervisor.
void Supervision::handleEnd(const QString &what)
{
    m_patience.stop();
    const Error error = isReady() ? Error{.kind = Error::Kind::Internal, .doing = what}
        : m_startup               ? errorOf(*m_startup)
                                  : Error{.kind = Error::Kind::Unsupported, .doing = what};
    if (!m_startup)
        m_startup = StartupReport{.obstacle = Obstacle::NoSupervisor, .step = what};
    tellStartup();
    m_startup.reset();
    for (const auto &[id, exchange] : std::exchange(m_exchanges, {}))
        exchange->abandoned(error);
}

} // namespace ringside::sandbox
