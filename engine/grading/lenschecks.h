#pragma once

#include "grading/checks.h"

namespace ringside::grading {

/// Whether a check of this kind looks at the system calls of a run, so that it cannot be graded without the lens.
[[nodiscard]] bool needsLens(course::CheckKind kind);

/// What the lens shall watch in a run of a case. The driver's own calls are told apart from the learner's.
[[nodiscard]] sandbox::TraceOptions traceOptions(const sandbox::RunRequest &request);

/// The learner's line behind a call, and the call as text.
[[nodiscard]] Where placeOf(const lens::Trace &trace, const lens::Event &event);

/// The evaluators of the kinds of needsLens(). The evidence has a complete trace.
[[nodiscard]] Finding checkBudget(const course::Check &check, const Evidence &evidence);
[[nodiscard]] Finding checkOrder(const course::Check &check, const Evidence &evidence);
[[nodiscard]] Finding checkDescriptorsClosed(const course::Check &check, const Evidence &evidence);
[[nodiscard]] Finding checkChildrenReaped(const course::Check &check, const Evidence &evidence);

} // namespace ringside::grading
