#pragma once

#include "sandbox/run.h"

#include <QString>

namespace ringside::desktop {

/// One line on how a run ended: "exit 0 · 42 ms", "killed by SIGSEGV · 12 ms", "stopped after 5 s".
[[nodiscard]] QString endingText(const sandbox::RunReport &report);

} // namespace ringside::desktop
