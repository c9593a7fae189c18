#pragma once

#include <QFuture>
#include <QPromise>
#include <QThreadPool>

namespace ringside::grading {

/// Computes on a thread of the pool. `work` owns all it uses: it is called once, when its caller
/// may be gone.
template <typename Work> QFuture<std::invoke_result_t<Work>> inBackground(Work work)
{
    QPromise<std::invoke_result_t<Work>> promise;
    auto future = promise.future();
    QThreadPool::globalInstance()->start(
        [work = std::move(work), promise = std::move(promise)]() mutable {
            promise.start();
            promise.addResult(work());
            promise.finish();
        });
    return future;
}

} // namespace ringside::grading
