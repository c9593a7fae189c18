#pragma once

#include "grading/verdict.h"
#include "sandbox/sandbox.h"

#include <QFuture>
#include <QObject>

namespace ringside::grading {

class OwnRuns;

struct GradeRequest
{
    course::Exercise exercise;
    QByteArray solution; ///< the learner's file
    quint64 seed = 1; ///< a case of n seeds runs on this and the n - 1 that follow
    int seeds = 0; ///< at least as many for every case; 0: as the case says
    /// Rounds under way at once; 0: one more than there are cores. No verdict depends on it.
    int jobs = 0;
};

/// Grades solutions. Every run of the learner's code is in a box of its own, the reference's beside
/// it in another, on an identical tree; what is compared never meets the learner's code.
///
/// How it works: a round is one case on one seed. The first round goes alone: if it shows that the
/// file cannot be run at all, that is the verdict. Then `jobs` rounds are under way at once. A
/// round builds its world, runs the learner's code (twice where the case says so),
/// takes the reference's run from memory or makes it, asks the judge, and then evaluates every
/// check of its case. Rounds whose checks have all failed already are left out: they could not
/// change the verdict. The verdict is put together in the order of exercise.toml, whatever the
/// order in which the rounds ended.
///
/// Lives in the thread of its sandbox, which must outlive it.
class Grader : public QObject
{
    Q_OBJECT

public:
    explicit Grader(sandbox::Sandbox &sandbox, QObject *parent = nullptr);
    ~Grader() override;

    /// The future tells its progress in rounds; cancelling it stops the runs. Errors: Unsupported,
    /// System (there is no sandbox on this machine). What goes wrong in one check only is in the
    /// verdict, as Ungraded.
    [[nodiscard]] QFuture<Result<Verdict>> grade(GradeRequest request);

private:
    sandbox::Sandbox &m_sandbox;
    OwnRuns *m_ownRuns = nullptr;
};

} // namespace ringside::grading
