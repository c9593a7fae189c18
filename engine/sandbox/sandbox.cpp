#include "sandbox/sandbox.h"

#include "base/paths.h"
#include "sandbox/pendingrun.h"

#include <QFutureWatcher>
#include <QPromise>
#include <QThread>

#include <algorithm>
#include <deque>
#include <map>

namespace ringside::sandbox {

using namespace Qt::StringLiterals;

/// The queue of runs: as many are under way as the machine has processors.
class Sandbox::Private : public QObject
{
public:
    explicit Private(const QStringList &supervisor)
        : m_supervision(supervisor)
    {
    }

    [[nodiscard]] Supervision &supervision() { return m_supervision; }
    QFuture<Result<RunReport>> run(RunRequest request, const std::stop_token &stop);

private:
    using Ticket = quint64;

    struct Entry
    {
        QPromise<Result<RunReport>> promise;
        QFutureWatcher<Result<RunReport>> watcher; ///< for the caller's cancel()
        std::optional<std::stop_callback<std::function<void()>>> stopCallback;
        std::optional<PendingRun> run;
        bool isUnderWay = false;
    };

    void startWaiting();
    void stop(Ticket ticket);
    void finish(Ticket ticket, Result<RunReport> result);

    std::map<Ticket, std::unique_ptr<Entry>> m_entries;
    std::deque<Ticket> m_waiting;
    int m_underWay = 0;
    Ticket m_lastTicket = 0;
    Supervision m_supervision; ///< the first to go: it tells every run that nothing more comes
};

QFuture<Result<RunReport>> Sandbox::Private::run(RunRequest request, const std::stop_token &stop)
{
    const Ticket ticket = ++m_lastTicket;
    auto entry = std::make_unique<Entry>();
    entry->run.emplace(std::move(request),
        [this, ticket](Result<RunReport> result) { finish(ticket, std::move(result)); });
    entry->promise.start();
    QFuture<Result<RunReport>> future = entry->promise.future();
    connect(&entry->watcher, &QFutureWatcherBase::canceled, this,
        [this, ticket] { this->stop(ticket); });
    entry->watcher.setFuture(future);
    if (stop.stop_possible())
        entry->stopCallback.emplace(stop, [this, ticket] { // on any thread
            QMetaObject::invokeMethod(
                this, [this, ticket] { this->stop(ticket); }, Qt::QueuedConnection);
        });
    m_entries.emplace(ticket, std::move(entry));
    m_waiting.push_back(ticket);
    startWaiting();
    return future;
}

void Sandbox::Private::startWaiting()
{
    // One more than there are processors: none of them waits while a report is on its way to us.
    while (m_underWay <= QThread::idealThreadCount() && !m_waiting.empty()) {
        Entry &entry = *m_entries.at(m_waiting.front());
        m_waiting.pop_front();
        entry.isUnderWay = true;
        ++m_underWay;
        entry.run->start(m_supervision);
    }
}

void Sandbox::Private::stop(Ticket ticket)
{
    if (const auto found = m_entries.find(ticket); found != m_entries.end())
        found->second->run->stop();
}

void Sandbox::Private::finish(Ticket ticket, Result<RunReport> result)
{
    const auto found = m_entries.find(ticket);
    const std::unique_ptr<Entry> entry = std::move(found->second);
    m_entries.erase(found);
    std::erase(m_waiting, ticket);
    m_underWay -= entry->isUnderWay ? 1 : 0;
    entry->watcher.disconnect(this);
    entry->promise.addResult(std::move(result));
    entry->promise.finish();
    // Not now: a run that ends while it is being started must not start the next one inside it.
    QMetaObject::invokeMethod(this, &Private::startWaiting, Qt::QueuedConnection);
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
    return d->supervision().startupReport();
}

QFuture<Result<Features>> Sandbox::features()
{
    return d->supervision().startupReport().then([](const StartupReport &report) -> Result<Features> {
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

std::unique_ptr<Session> Sandbox::openSession(const SessionRequest &request)
{
    return std::make_unique<Session>(d->supervision(), request);
}

} // namespace ringside::sandbox
