#pragma once

#include "course/course.h"

namespace ringside::desktop {

[[nodiscard]] bool isExercise(const course::Broken &broken);

/// One line per mistake, with files named from the folder on.
[[nodiscard]] QString problemText(const course::Broken &broken);

} // namespace ringside::desktop
