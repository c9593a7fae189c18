#pragma once

#include "lens/trace.h"
#include "sandbox/run.h"

namespace ringside::tests {

/// The directories of a run's tree that the lens has not seen in the making, or has seen elsewhere than their names
/// say: see AttackProgram. Empty when all is as it should be.
[[nodiscard]] QByteArrayList unseen(const sandbox::RunReport &report, const lens::Trace &trace);

} // namespace ringside::tests
