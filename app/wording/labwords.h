#pragma once

#include "classroom/lab.h"

namespace ringside::wording {

/// What the lab withholds while it runs; empty when it withholds nothing.
[[nodiscard]] QString withheldText(const classroom::Lab &lab);

/// What lateness costs, as a student reads it; empty where there is no deadline.
[[nodiscard]] QString lateText(const classroom::Lab &lab);

/// What to do about Moodle's limit; empty when the points keep to it.
[[nodiscard]] QString moodleHint(double points);

} // namespace ringside::wording
