#pragma once

#include "base/result.h"
#include "sandbox/features.h"
#include "sandbox/run.h"
#include "sandbox/session.h"
#include "sandbox/startupreport.h"

#include <QEventLoop>
#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <memory>
#include <stop_token>
#include <type_traits>

namespace ringside::sandbox {

/// Runs programs in boxes. Owns one supervisor process (`ringside-supervisor`), started on first use and
/// kept; it dies with this object. Several runs may be under way at once; the rest wait their turn.
/// All members are called from the thread the object lives in; futures finish there.
class Sandbox : public QObject
{
    Q_OBJECT

public:
    explicit Sandbox(QObject *parent = nullptr);
    /// With a supervisor of one's own: program and arguments. For tests.
    explicit Sandbox(const QStringList &supervisor, QObject *parent = nullptr);
    ~Sandbox() override;

    /// Starts the supervisor and asks what this machine can enforce. Errors: Unsupported with the first
    /// failing step of the start-up check, System.
    [[nodiscard]] QFuture<Result<Features>> features();

    /// All that is known about why the sandbox works on this machine, or why not. Starts the supervisor.
    [[nodiscard]] QFuture<StartupReport> startupReport();

    /// Runs one program in a fresh box and reports what it did. The box is gone when the report arrives.
    /// Errors: Unsupported (no user namespaces, no Python), System (errno of the step named in `doing`),
    /// Content (the workspace cannot be built: an entry without a parent, too large for the limits).
    /// A program that crashes or reaches a limit is not an error: see RunReport::ending.
    /// Cancelling the future stops the run.
    [[nodiscard]] QFuture<Result<RunReport>> run(RunRequest request);

    /// As run(), with a way to end the program that still gives its report: RunReport::ending is Stopped.
    /// (A cancelled future has no result.) The stop may be requested from any thread.
    [[nodiscard]] QFuture<Result<RunReport>> run(RunRequest request, const std::stop_token &stop);

    /// Opens a box that stays, for programs one after the other. It ends with the session object, and with this one.
    [[nodiscard]] std::unique_ptr<Session> openSession(const SessionRequest &request);

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// Waits for a future while the event loop of this thread runs. For the command and for tests. A cancelled
/// future of a Result gives an Internal error.
template <typename T> T waitFor(QFuture<T> future)
{
    QFutureWatcher<T> watcher;
    QEventLoop loop;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    if (!future.isFinished())
        loop.exec();
    if constexpr (std::is_void_v<T>) {
        return;
    } else {
        if constexpr (std::is_constructible_v<T, std::unexpected<Error>>)
            if (future.resultCount() == 0)
                return internalError(QStringLiteral("the future was cancelled"));
        return future.result();
    }
}

} // namespace ringside::sandbox
