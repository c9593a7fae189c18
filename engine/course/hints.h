#pragma once

#include "course/exercise.h"
#include "course/problems.h"

namespace ringside::course {

/// A rung with the line of its title, for messages and links.
struct HintRung
{
    Hint hint;
    int line = 0;
    int textLine = 0; ///< on which `text` begins
};

/// Splits hints.md into its rungs: `#` headings outside of code, an optional `when: CHECK` line,
/// text.
[[nodiscard]] QList<HintRung> readHints(const QString &text, Problems &problems);

} // namespace ringside::course
