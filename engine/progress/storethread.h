#pragma once

#include "progress/store.h"

#include <QFuture>
#include <QPromise>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace ringside::progress {

/// Gives a Store the one thread it needs, so that no commit (5 to 30 ms on a slow disk) holds up a
/// window. Work is done in the order it was given. Functions here may be called from any one
/// thread.
class StoreThread
{
public:
    using Opened = std::expected<OpenReport, OpenFailure>;

    /// Where what is written now goes.
    struct Standing
    {
        QString path; ///< of the file that open() was given last
        std::optional<OpenFailure> failure; ///< why it is not open; one works in memory, or not at all
        bool readOnly = false;
        bool newerSchema = false; ///< read-only, of a newer version
    };

    StoreThread();
    /// Does everything that was given, makes the copy of the day, closes.
    ~StoreThread();
    StoreThread(const StoreThread &) = delete;
    StoreThread &operator=(const StoreThread &) = delete;

    /// Opens a file; one that was open before is closed first.
    [[nodiscard]] QFuture<Opened> open(const QString &path, const Store::Options &options = {});
    /// Goes on without a file.
    [[nodiscard]] QFuture<Result<>> openInMemory();
    [[nodiscard]] QFuture<Standing> standing();
    /// Opens the file that failed to open after all, in the way somebody chose. What was kept in
    /// memory meanwhile goes along, unless the file may only be read. `backup` is for RestoreBackup.
    [[nodiscard]] QFuture<Opened> settle(
        OpenFailure::Choice choice, const std::optional<Backup> &backup = {});
    /// Makes the copy of the day and closes. The result is the copy's; closing itself does not
    /// fail.
    QFuture<Result<>> close();

    /// Calls `work(const Store &)`, which returns a Result, there. Error Internal when no file is
    /// open.
    template <typename Work>
    auto run(Work work) -> QFuture<std::invoke_result_t<Work, const Store &>>
    {
        using Answer = std::invoke_result_t<Work, const Store &>;
        return post<Answer>([this, work = std::move(work)]() mutable -> Answer {
            if (!m_store)
                return internalError(QStringLiteral("no progress file is open"));
            return work(std::as_const(*m_store));
        });
    }

private:
    template <typename Answer, typename Work> QFuture<Answer> post(Work work)
    {
        QPromise<Answer> promise;
        QFuture<Answer> future = promise.future();
        promise.start();
        give([promise = std::move(promise), work = std::move(work)]() mutable {
            promise.addResult(work());
            promise.finish();
        });
        return future;
    }

    void give(std::move_only_function<void()> job);
    void work(const std::stop_token &stop);
    Opened openStore(const QString &path, const Store::Options &options);
    Opened settleNow(OpenFailure::Choice choice, const std::optional<Backup> &backup);
    Result<> closeStore();

    std::mutex m_mutex;
    std::condition_variable_any m_given;
    std::deque<std::move_only_function<void()>> m_jobs;
    // Only touched by the thread.
    std::unique_ptr<Store> m_store;
    QString m_path;
    std::optional<OpenFailure> m_failure;
    std::jthread m_thread; // last: joined before the rest goes
};

} // namespace ringside::progress
