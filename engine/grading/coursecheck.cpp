#include "grading/coursecheck.h"

#include "grading/coursejob.h"

namespace ringside::grading {

CourseChecker::CourseChecker(sandbox::Sandbox &sandbox, QObject *parent)
    : QObject(parent)
    , m_sandbox(sandbox)
{
}

QFuture<Result<CourseReport>> CourseChecker::check(CourseCheckRequest request)
{
    auto *job = new CourseJob(m_sandbox, std::move(request), this);
    return job->start();
}

} // namespace ringside::grading
