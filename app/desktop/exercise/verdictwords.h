#pragma once

#include "grading/verdict.h"

#include <QString>

namespace ringside::desktop {

[[nodiscard]] QString tierText(course::Tier tier);
[[nodiscard]] QString outcomeText(grading::CheckOutcome outcome);

/// One line below a check's title.
[[nodiscard]] QString remarkText(const grading::CheckResult &result);

/// What a verdict comes to: a title and a sentence.
struct Headline
{
    QString title;
    QString text;
};
[[nodiscard]] Headline headline(const grading::Verdict &verdict);

} // namespace ringside::desktop
