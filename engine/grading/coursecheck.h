#pragma once

#include "course/course.h"
#include "grading/grader.h"

namespace ringside::grading {

/// Which wrong solutions fail a check. A check that none fails is untested.
struct CheckCoverage
{
    QString exercise; ///< slug
    QString check;
    QStringList failedBy; ///< names of wrong solutions that did fail it
    bool gradable
        = true; ///< false: it cannot be graded on this machine; the manifest's word is all there is
};

/// What the check of a course found. The order is that of files and lines, whatever ended first.
struct CourseReport
{
    QList<Error> problems; ///< each with file and line
    QList<Error> notes; ///< what could not be looked at here, and why
    QList<CheckCoverage> coverage;
    int lessons = 0;
    int exercises = 0;
    int runs = 0; ///< programs that were run
};

struct CourseCheckRequest
{
    /// Full: each wrong solution is held to every check. Named: only to those it is to fail, and what these wait for;
    /// a fraction of the runs.
    enum class Depth : quint8 { Full, Named };
    QList<course::Lesson> lessons;
    QList<course::Exercise> exercises;
    int seeds = 20; ///< on how many the reference must master
    Depth depth = Depth::Full;
};

/// Holds lessons and exercises to what they say, by running all of it: the reference masters on
/// every seed, the starter and the doing of nothing fail, each wrong solution fails exactly the
/// checks it names with the words it names, every check is failed by a wrong solution; examples
/// print what the lesson shows, clinics are broken and their repairs are not, a quiz has one right
/// answer. The future tells its progress in steps; cancelling it stops the runs. Errors:
/// Unsupported, System.
class CourseChecker : public QObject
{
    Q_OBJECT

public:
    explicit CourseChecker(sandbox::Sandbox &sandbox, QObject *parent = nullptr);

    [[nodiscard]] QFuture<Result<CourseReport>> check(CourseCheckRequest request);

private:
    sandbox::Sandbox &m_sandbox;
};

} // namespace ringside::grading
