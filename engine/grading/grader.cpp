#include "grading/grader.h"

#include "grading/gradejob.h"
#include "grading/ownruns.h"

namespace ringside::grading {

Grader::Grader(sandbox::Sandbox &sandbox, QObject *parent)
    : QObject(parent)
    , m_sandbox(sandbox)
    , m_ownRuns(new OwnRuns(sandbox, this))
{
}

Grader::~Grader() = default;

QFuture<Result<Verdict>> Grader::grade(GradeRequest request)
{
    auto *job = new GradeJob(m_sandbox, *m_ownRuns, std::move(request), this);
    return job->start();
}

} // namespace ringside::grading
