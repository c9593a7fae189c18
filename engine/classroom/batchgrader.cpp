#include "classroom/batchgrader.h"

#include <QThread>

#include <algorithm>

namespace ringside::classroom {

namespace {

constexpr int mostFailures = 3;
// Rounds of one file at once: the pool is over files, and a second round hides the first one's
// preparation.
constexpr int roundsOfAFile = 2;

bool ranOutOfTime(const grading::Verdict &verdict)
{
    const auto late = [](const grading::CheckResult &check) {
        return check.cause == grading::Cause::WallLimit;
    };
    return verdict.cause == grading::Cause::WallLimit
        || std::ranges::any_of(verdict.checks, late);
}

/// Whether something went wrong that another try could bring: what this machine cannot do it never
/// can.
bool isWorthAnother(const grading::Verdict &verdict)
{
    return std::ranges::any_of(verdict.checks, [](const grading::CheckResult &check) {
        return check.error && check.error->kind != Error::Kind::Unsupported
            && check.error->kind != Error::Kind::Content;
    });
}

} // namespace

BatchGrader::BatchGrader(sandbox::Sandbox &sandbox, QObject *parent)
    : QObject(parent)
    , m_grader(sandbox)
{
    connect(&m_watcher, &QFutureWatcherBase::canceled, this, [this] { finish({}); });
}

QFuture<Result<>> BatchGrader::grade(BatchRequest request, std::function<void(GradedItem)> done)
{
    m_request = std::move(request);
    m_done = std::move(done);
    m_given = 0;
    m_queue.clear();
    m_alone.clear();
    for (qsizetype i = 0; i < m_request.items.size(); ++i)
        m_queue.append({.item = i});
    m_promise = std::make_unique<QPromise<Result<>>>();
    m_promise->start();
    m_promise->setProgressRange(0, static_cast<int>(m_request.items.size()));
    const QFuture<Result<>> future = m_promise->future();
    m_watcher.setFuture(future);
    startMore();
    return future;
}

const BatchExercise &BatchGrader::exerciseOf(qsizetype item) const
{
    return *m_request.exercises.constFind(m_request.items[item].item.slug);
}

void BatchGrader::startMore()
{
    const int most = m_request.jobs > 0 ? m_request.jobs : QThread::idealThreadCount() + 1;
    while (m_promise && !m_queue.isEmpty() && m_underWay.size() < most)
        start(m_queue.takeFirst());
    if (!m_promise || !m_underWay.isEmpty())
        return;
    if (m_alone.isEmpty())
        return finish({});
    start(m_alone.takeFirst());
}

void BatchGrader::start(Attempt attempt)
{
    const BatchItem &item = m_request.items[attempt.item];
    const int number = ++m_number;
    const auto future = m_grader.grade({.exercise = exerciseOf(attempt.item).exercise,
        .solution = item.content,
        .seed = item.item.seed,
        .seeds = m_request.rounds,
        .jobs = attempt.isAlone ? 1 : roundsOfAFile});
    m_underWay.insert(number, future);
    QFuture<Result<grading::Verdict>>(future).then(
        this, [this, attempt, number](const Result<grading::Verdict> &result) {
            if (m_underWay.remove(number) && m_promise)
                ended(attempt, result);
        });
}

void BatchGrader::ended(Attempt attempt, const Result<grading::Verdict> &result)
{
    if (!result && result.error().kind == Error::Kind::Unsupported)
        return finish(std::unexpected(result.error()));
    const bool failed = !result || isWorthAnother(*result);
    if (failed && ++attempt.failures < mostFailures)
        m_queue.append(attempt);
    else if (!result)
        give(attempt.item, ungraded(attempt.item, result.error()));
    else if (!attempt.isAlone && ranOutOfTime(*result))
        m_alone.append({.item = attempt.item, .isAlone = true});
    else
        give(attempt.item, *result);
    startMore();
}

/// A verdict that says nothing about the student.
grading::Verdict BatchGrader::ungraded(qsizetype item, const Error &error) const
{
    const course::Exercise &exercise = exerciseOf(item).exercise;
    grading::Verdict verdict{
        .exercise = exercise.id, .slug = exercise.slug, .title = exercise.title};
    for (const course::Check &check : exercise.checks)
        verdict.checks.append(grading::CheckResult{.id = check.id,
            .title = check.title,
            .kind = check.kind,
            .tier = check.tier(),
            .outcome = grading::CheckOutcome::Ungraded,
            .maxPoints = check.points,
            .visibility = check.visibility,
            .error = error});
    grading::sumUp(verdict, exercise);
    return verdict;
}

void BatchGrader::give(qsizetype item, grading::Verdict verdict)
{
    const PlannedItem &planned = m_request.items[item].item;
    verdict.features = {};
    verdict.summary.clear();
    m_promise->setProgressValue(++m_given);
    m_done({.student = planned.student,
        .slug = planned.slug,
        .source = planned.source,
        .exercise = exerciseOf(item).digest,
        .seed = planned.seed,
        .verdict = std::move(verdict)});
}

void BatchGrader::finish(Result<> result)
{
    if (!m_promise)
        return;
    const auto promise = std::move(m_promise);
    auto underWay = std::exchange(m_underWay, {});
    for (auto &future : underWay)
        future.cancel();
    m_queue.clear();
    m_alone.clear();
    promise->addResult(std::move(result));
    promise->finish();
}

} // namespace ringside::classroom
