#pragma once

#include "desktop/exercise/tryrun.h"
#include "lens/trace.h"

namespace ringside::desktop {

class OutputView;

/// Tells a run: the tree it began with, how it was called, what it printed and returned, and how it ended. `trace` may
/// be null: then it is not known who used up what was short.
void appendTry(OutputView &output, const TryReport &report, const lens::Trace *trace);

} // namespace ringside::desktop
