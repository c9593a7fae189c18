#pragma once

#include "classroom/results.h"
#include "grading/grader.h"

#include <QFutureWatcher>
#include <QPromise>

#include <functional>

namespace ringside::classroom {

/// A file to be graded with all it takes.
struct BatchItem
{
    PlannedItem item;
    QByteArray content;
};

struct BatchExercise
{
    course::Exercise exercise; ///< as the lab grades it
    QByteArray digest;
};

struct BatchRequest
{
    QList<BatchItem> items;
    QHash<QString, BatchExercise> exercises; ///< by slug; one for every item
    int rounds = 0; ///< see GradeRequest::seeds
    int jobs = 0; ///< files under way at once; 0: one more than there are cores
};

/// Grades many files. What goes wrong on our side is tried again, twice, and then listed as
/// ungraded: it is never anybody's mark. A file that ran into its limit of time while others were
/// running is graded once more by itself at the end, and that counts: no mark may depend on how
/// busy the machine was.
///
/// Lives in the thread of its sandbox, which must outlive it. One batch at a time.
class BatchGrader : public QObject
{
    Q_OBJECT

public:
    explicit BatchGrader(sandbox::Sandbox &sandbox, QObject *parent = nullptr);

    /// `done` is called for every item, in the order in which they end. The future tells its
    /// progress in items; cancelling it stops the runs. Errors: Unsupported, System, when this
    /// machine has no sandbox; then what was not done is not graded at all.
    [[nodiscard]] QFuture<Result<>> grade(
        BatchRequest request, std::function<void(GradedItem)> done);

private:
    /// An item on its way.
    struct Attempt
    {
        qsizetype item = 0;
        int failures = 0;
        bool isAlone = false;
    };

    void startMore();
    void start(Attempt attempt);
    void ended(Attempt attempt, const Result<grading::Verdict> &result);
    void give(qsizetype item, grading::Verdict verdict);
    void finish(Result<> result);
    [[nodiscard]] grading::Verdict ungraded(qsizetype item, const Error &error) const;
    [[nodiscard]] const BatchExercise &exerciseOf(qsizetype item) const;

    grading::Grader m_grader;
    BatchRequest m_request;
    std::function<void(GradedItem)> m_done;
    std::unique_ptr<QPromise<Result<>>> m_promise;
    QFutureWatcher<Result<>> m_watcher; ///< for the caller's cancel()
    QHash<int, QFuture<Result<grading::Verdict>>> m_underWay; ///< by a running number
    QList<Attempt> m_queue;
    QList<Attempt> m_alone; ///< for the end
    int m_number = 0;
    int m_given = 0;
};

} // namespace ringside::classroom
