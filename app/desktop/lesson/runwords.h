#pragma once

#include "lens/shortages.h"

#include <QStringList>

namespace ringside::desktop {

/// One line on how a run ended: "exit 0 · 42 ms", "killed by SIGSEGV · 12 ms", "stopped after 5 s".
[[nodiscard]] QString endingText(const sandbox::RunReport &report);

/// Whether that is a few words; where it is a sentence, it wants a line of its own.
[[nodiscard]] bool endsInWords(const sandbox::RunReport &report);

/// What became of the output of a program without a terminal that was ended from outside, as a sentence; nothing about
/// any other. To have it unbuffered would change the calls that the lens shows.
[[nodiscard]] QString unflushedText(sandbox::Ending ending);

/// "42 ms".
[[nodiscard]] QString tookText(const sandbox::RunReport &report);

/// A sentence on each: "The disk of the box was full: 16 MiB."
[[nodiscard]] QStringList shortageTexts(const QList<lens::Shortage> &shortages);

} // namespace ringside::desktop
