#pragma once

#include "course/lesson.h"

namespace ringside::course {

/// One row of a lesson's quick reference, and the place that shows it at work.
struct ReferenceRow
{
    QString call, remark; ///< inline Markdown
    QString part; ///< anchor of the part it is explained in
    qsizetype example = -1; ///< in Lesson::blocks: an example of it that can be run; -1 for none
};

/// The rows of the tables below the heading "Quick reference". A link of a row into its own lesson says where it is
/// shown; without one it is the runnable example that has most of what the row names in code, rare names before
/// common ones.
[[nodiscard]] QList<ReferenceRow> referenceOf(const Lesson &lesson);

} // namespace ringside::course
