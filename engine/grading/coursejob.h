#pragma once

#include "grading/coursecheck.h"
#include "grading/example.h"

#include <QFutureWatcher>
#include <QPromise>

#include <deque>
#include <functional>
#include <memory>

namespace ringside::grading {

/// A busy machine is no mistake of the author's: what runs out of time, and is not to, runs once more with this much more
/// of it.
inline constexpr int patience = 5;

/// One check of a course; see CourseChecker. Deletes itself when it has given its answer.
///
/// How it works: the course is cut into tasks, one for each solution that is graded and each chain
/// of examples that follow on each other. A few are under way at once; each writes its findings
/// into the report, which is put in order at the end.
class CourseJob : public QObject
{
    Q_OBJECT

public:
    CourseJob(sandbox::Sandbox &sandbox, CourseCheckRequest request, QObject *parent);
    ~CourseJob() override;

    [[nodiscard]] QFuture<Result<CourseReport>> start();

    // For the parts that look at one exercise or lesson.
    using Task = std::function<void(std::function<void()> done)>;
    void add(Task task);
    void problem(const QString &file, int line, const QString &what);
    void note(const QString &file, int line, const QString &what);
    void cover(CheckCoverage coverage);
    void grade(GradeRequest request, std::function<void(const Verdict &)> answer);
    using Answer = std::function<void(const Result<sandbox::RunReport> &)>;
    void run(const sandbox::RunRequest &request, const QString &file, int line, const Answer &answer);

private:
    void runOnce(const sandbox::RunRequest &request, const QString &file, int line, const Answer &answer);
    void startTasks();
    void taskDone();
    void give(Result<CourseReport> result);
    void stop();

    sandbox::Sandbox &m_sandbox;
    Grader m_grader;
    CourseCheckRequest m_request;
    CourseReport m_report;
    QPromise<Result<CourseReport>> m_promise;
    QFutureWatcher<Result<CourseReport>> m_watcher; ///< for the caller's cancel()
    QList<QFuture<Result<sandbox::RunReport>>> m_underWay;
    std::deque<Task> m_tasks;
    int m_active = 0;
    int m_done = 0;
    bool m_isOver = false;
};

/// Adds the tasks of one exercise to a job.
void checkExercise(CourseJob &job, const course::Exercise &exercise, const CourseCheckRequest &request);

/// Adds the tasks of one lesson to a job.
void checkLesson(CourseJob &job, const course::Lesson &lesson);

} // namespace ringside::grading
