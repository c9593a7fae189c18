#include "progress/storethread.h"

namespace ringside::progress {

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
    return post<Opened>([this, path, options]() -> Opened {
        std::ignore = closeStore();
        auto store = Store::open(path, options);
        if (!store)
            return std::unexpected(store.error());
        m_store = std::move(*store);
        return m_store->report();
    });
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
