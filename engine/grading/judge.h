#pragma once

#include "grading/checks.h"

namespace ringside::grading {

/// The run of judge.py on what is known of a case: its function of the check's id (hyphens as
/// underscores) is called with a `Run` (engine/python/judgement.py). It runs in a box of its own,
/// where nothing of the learner's code is; what comes back is read like any other answer.
[[nodiscard]] sandbox::RunRequest composeJudge(
    const course::Check &check, const Evidence &evidence, quint64 seed);

} // namespace ringside::grading
