#pragma once

#include "desktop/lesson/readercolumn.h"
#include "grading/verdict.h"

namespace ringside::desktop {

/// A finding as a small page of its own: message, expected beside found, and the files it happened on.
[[nodiscard]] ReaderBlocks findingBlocks(const grading::CheckResult &result);

} // namespace ringside::desktop
