#pragma once

#include "grading/checks.h"

#include <map>

namespace ringside::grading {

/// What one case on one seed came to: the findings by position of the check in the exercise.
struct RoundFindings
{
    QString caseId;
    quint64 seed = 0;
    QString fixture;
    std::map<qsizetype, Finding> findings;
};

/// Why a solution cannot be run at all: then every check fails of it, and no other run is needed.
[[nodiscard]] bool isHopeless(Cause cause);

/// Puts the verdict together: of every check the first round in which it failed, in the order of
/// its cases and of the seeds; `after`; points, gates and outcome. Which rounds there are beyond a
/// failed one does not matter. `hopeless` stands for all findings when it is given.
[[nodiscard]] Verdict assembleVerdict(const course::Exercise &exercise,
    const QList<RoundFindings> &rounds, const QList<quint64> &seeds,
    const std::optional<Finding> &hopeless);

} // namespace ringside::grading
