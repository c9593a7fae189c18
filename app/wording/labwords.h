#pragma once

#include "classroom/lab.h"

namespace ringside::wording {

/// A day and an hour as this desktop writes them, in its own zone.
[[nodiscard]] QString momentText(const QDateTime &time);

/// What the lab withholds while it runs; empty when it withholds nothing.
[[nodiscard]] QString withheldText(const classroom::Lab &lab);

/// What lateness costs, as a student reads it; empty where there is no deadline.
[[nodiscard]] QString lateText(const classroom::Lab &lab);

/// What to do about Moodle's limit; empty when the points keep to it.
[[nodiscard]] QString moodleHint(double points);

} // namespace ringside::wording
