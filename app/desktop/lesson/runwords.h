#pragma once

#include "lens/shortages.h"

#include <QStringList>

namespace ringside::desktop {

/// One line on how a run ended: "exit 0 · 42 ms", "killed by SIGSEGV · 12 ms", "stopped after 5 s".
[[nodiscard]] QString endingText(const sandbox::RunReport &report);

/// A sentence on each: "The disk of the box was full: 16 MiB."
[[nodiscard]] QStringList shortageTexts(const QList<lens::Shortage> &shortages);

} // namespace ringside::desktop
