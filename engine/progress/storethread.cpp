#include "progress/storethread.h"

#include "progress/exchange.h"

#include <QBuffer>

namespace ringside::progress {

namespace {

/// What has to happen to the file before it can be opened.
Result<> prepare(const QString &path, OpenFailure::Choice choice, const std::optional<Backup> &backup)
{
    const QDateTime now = QDateTime::currentDateTime();
    switch (choice) {
    case OpenFailure::Choice::RestoreBackup:
        if (!backup)
            return internalError(QStringLiteral("no copy was named"));
        return restoreBackup(path, *backup, now).transform([](const QString &) { });
    case OpenFailure::Choice::Salvage:
        return salvage(path, now).transform([](const Salvaged &) { });
    case OpenFailure::Choice::StartFresh:
        return setAside(path, now).transform([](const QString &) { });
    default:
        return {};
    }
}

Store::Options optionsOf(OpenFailure::Choice choice)
{
    Store::Options options;
    if (choice == OpenFailure::Choice::OpenReadOnly)
        options.access = Store::Access::ReadOnly;
    if (choice == OpenFailure::Choice::TakeOver)
        options.claim = FileLock::Claim::TakeOver;
    return options;
}

} // namespace

StoreThread::StoreThread()
    : m_thread([this](const std::stop_token &stop) { work(stop); })
{
}

StoreThread::~StoreThread()
{
    close();
    m_thread.request_stop();
    m_thread.join();
}

QFuture<StoreThread::Opened> StoreThread::open(const QString &path, const Store::Options &options)
{
    return post<Opened>([this, path, options] { return openStore(path, options); });
}

StoreThread::Opened StoreThread::openStore(const QString &path, const Store::Options &options)
{
    std::ignore = closeStore();
    m_path = path;
    m_failure.reset();
    auto store = Store::open(path, options);
    if (!store) {
        m_failure = store.error();
        return std::unexpected(store.error());
    }
    m_store = std::move(*store);
    return m_store->report();
}

QFuture<StoreThread::Standing> StoreThread::standing()
{
    return post<Standing>([this] {
        return Standing{.path = m_path,
            .failure = m_failure,
            .readOnly = m_store && m_store->isReadOnly(),
            .newerSchema = m_store && m_store->report().newerSchema};
    });
}

QFuture<StoreThread::Opened> StoreThread::settle(
    OpenFailure::Choice choice, const std::optional<Backup> &backup)
{
    return post<Opened>([this, choice, backup] { return settleNow(choice, backup); });
}

StoreThread::Opened StoreThread::settleNow(
    OpenFailure::Choice choice, const std::optional<Backup> &backup)
{
    if (!m_failure || choice == OpenFailure::Choice::KeepNothing)
        return m_store ? Opened(m_store->report()) : Opened(std::unexpect, m_failure.value_or(OpenFailure()));
    if (const auto prepared = prepare(m_path, choice, backup); !prepared) {
        m_failure->error = prepared.error();
        return std::unexpected(*m_failure);
    }
    auto store = Store::open(m_path, optionsOf(choice));
    if (!store) {
        m_failure = store.error();
        return std::unexpected(*m_failure);
    }
    QBuffer meanwhile;
    PlaygroundIntake nowhere({}); // its files are on the disk all the while
    meanwhile.open(QIODevice::ReadWrite);
    const bool kept = m_store && !(*store)->isReadOnly()
        && exportLines(*m_store, meanwhile, QDateTime::currentMSecsSinceEpoch()) && meanwhile.seek(0)
        && importLines(**store, meanwhile, QStringLiteral("memory"), nowhere);
    if (!kept && m_store && !(*store)->isReadOnly())
        qWarning("What was done since the start could not be brought into %s.", qPrintable(m_path));
    m_store = std::move(*store);
    m_failure.reset();
    return m_store->report();
}

QFuture<Result<>> StoreThread::openInMemory()
{
    return post<Result<>>([this]() -> Result<> {
        std::ignore = closeStore();
        return Store::inMemory().transform(
            [this](std::unique_ptr<Store> store) { m_store = std::move(store); });
    });
}

QFuture<Result<>> StoreThread::close()
{
    return post<Result<>>([this] { return closeStore(); });
}

Result<> StoreThread::closeStore()
{
    if (!m_store)
        return {};
    auto backedUp = m_store->backUpDaily(QDate::currentDate());
    m_store.reset();
    return backedUp;
}

void StoreThread::give(std::move_only_function<void()> job)
{
    {
        const std::lock_guard guard(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_given.notify_one();
}

void StoreThread::work(const std::stop_token &stop)
{
    for (;;) {
        std::unique_lock guard(m_mutex);
        m_given.wait(guard, stop, [this] { return !m_jobs.empty(); });
        // Asked to stop, what was given is still done.
        if (m_jobs.empty())
            return;
        auto job = std::move(m_jobs.front());
        m_jobs.pop_front();
        guard.unlock();
        job();
    }
}

} // namespace ringside::progress
