#include "grading/coursejob.h"

#include <QThread>

#include <algorithm>

namespace ringside::grading {

namespace {

bool comesFirst(const Error &left, const Error &right)
{
    return std::tie(left.file, left.line, left.doing)
        < std::tie(right.file, right.line, right.doing);
}

/// By file and line; what two runs found alike is said once.
void putInOrder(QList<Error> &errors)
{
    std::ranges::sort(errors, comesFirst);
    const auto repeated = std::ranges::unique(errors);
    errors.erase(repeated.begin(), repeated.end());
}

} // namespace

CourseJob::CourseJob(sandbox::Sandbox &sandbox, CourseCheckRequest request, QObject *parent)
    : QObject(parent)
    , m_sandbox(sandbox)
    , m_grader(sandbox)
    , m_request(std::move(request))
{
}

/// Nobody waits for runs that are still under way. Those of the grader end with its jobs.
CourseJob::~CourseJob()
{
    for (QFuture<Result<sandbox::RunReport>> &run : m_underWay)
        run.cancel();
}

QFuture<Result<CourseReport>> CourseJob::start()
{
    m_promise.start();
    QFuture<Result<CourseReport>> future = m_promise.future();
    connect(&m_watcher, &QFutureWatcherBase::canceled, this, &CourseJob::stop);
    m_watcher.setFuture(future);
    m_report.lessons = static_cast<int>(m_request.lessons.size());
    m_report.exercises = static_cast<int>(m_request.exercises.size());
    for (const course::Exercise &exercise : std::as_const(m_request.exercises))
        checkExercise(*this, exercise, m_request);
    for (const course::Lesson &lesson : std::as_const(m_request.lessons))
        checkLesson(*this, lesson);
    m_promise.setProgressRange(0, static_cast<int>(m_tasks.size()));
    m_sandbox.features().then(this, [this](const Result<sandbox::Features> &features) {
        if (!features)
            return give(std::unexpected(features.error()));
        startTasks();
    });
    return future;
}

void CourseJob::add(Task task)
{
    m_tasks.push_back(std::move(task));
}

void CourseJob::problem(const QString &file, int line, const QString &what)
{
    m_report.problems.append(contentError(file, line, what).error());
}

void CourseJob::note(const QString &file, int line, const QString &what)
{
    m_report.notes.append(contentError(file, line, what).error());
}

void CourseJob::cover(CheckCoverage coverage)
{
    m_report.coverage.append(std::move(coverage));
}

void CourseJob::grade(GradeRequest request, std::function<void(const Verdict &)> answer)
{
    m_grader.grade(std::move(request))
        .then(this, [this, answer = std::move(answer)](const Result<Verdict> &verdict) {
            if (!verdict)
                return give(std::unexpected(verdict.error()));
            ++m_report.runs;
            answer(*verdict);
        });
}

void CourseJob::run(const sandbox::RunRequest &request, const QString &file, int line, const Answer &answer)
{
    runOnce(request, file, line, [=, this](const Result<sandbox::RunReport> &report) {
        if (!report || report->ending != sandbox::Ending::WallLimit)
            return answer(report);
        sandbox::RunRequest longer = request;
        longer.limits.wall *= patience;
        runOnce(longer, file, line, answer);
    });
}

void CourseJob::runOnce(const sandbox::RunRequest &request, const QString &file, int line, const Answer &answer)
{
    ++m_report.runs;
    QFuture<Result<sandbox::RunReport>> future = m_sandbox.run(request);
    m_underWay.removeIf([](const auto &other) { return other.isFinished(); });
    m_underWay.append(future);
    future.then(this, [this, file, line, answer](const Result<sandbox::RunReport> &report) {
        if (!report)
            problem(file, line, QStringLiteral("it could not be run: ") + describe(report.error()));
        answer(report);
    });
}

void CourseJob::startTasks()
{
    while (!m_isOver && m_active < QThread::idealThreadCount() && !m_tasks.empty()) {
        const Task task = std::move(m_tasks.front());
        m_tasks.pop_front();
        ++m_active;
        task([this] {
            QMetaObject::invokeMethod(this, &CourseJob::taskDone, Qt::QueuedConnection);
        });
    }
    if (!m_isOver && m_active == 0 && m_tasks.empty())
        give(m_report);
}

void CourseJob::taskDone()
{
    --m_active;
    m_promise.setProgressValue(++m_done);
    startTasks();
}

void CourseJob::give(Result<CourseReport> result)
{
    if (m_isOver)
        return;
    m_isOver = true;
    if (result) {
        putInOrder(result->problems);
        putInOrder(result->notes);
        std::ranges::sort(
            result->coverage, [](const CheckCoverage &left, const CheckCoverage &right) {
                return left.exercise < right.exercise;
            });
    }
    m_promise.addResult(std::move(result));
    m_promise.finish();
    deleteLater();
}

void CourseJob::stop()
{
    m_isOver = true;
    m_tasks.clear();
    m_promise.finish();
    deleteLater();
}

} // namespace ringside::grading
