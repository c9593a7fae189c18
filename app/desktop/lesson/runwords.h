#pragma once

#include "lens/shortages.h"

#include <QStringList>

namespace ringside::desktop {

/// One line on how a run ended: "exit 0 · 42 ms", "killed by SIGSEGV · 12 ms", "stopped after 5 s".
[[nodiscard]] QString endingText(const sandbox::RunReport &report);

/// Whether that is a few words; where it is a sentence, it wants a line of its own.
[[nodiscard]] bool endsInWords(const sandbox::RunReport &report);

/// "42 ms".
[[nodiscard]] QString tookText(const sandbox::RunReport &report);

/// A sentence on each: "The disk of the box was full: 16 MiB."
[[nodiscard]] QStringList shortageTexts(const QList<lens::Shortage> &shortages);

} // namespace ringside::desktop
