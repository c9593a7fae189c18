#pragma once

#include "course/lessontext.h"
#include "course/links.h"

namespace ringside::course {

/// Makes the blocks of a lesson out of its text: examples with what they print, quizzes, figures,
/// callouts. `lesson` has its folder and worlds already.
void readBlocks(const QList<RawBlock> &raw, Lesson &lesson, QList<Link> &links, Problems &problems);

/// Reads the TOML inside a ```quiz fence.
[[nodiscard]] std::optional<Quiz> readQuiz(
    const RawBlock &raw, QList<Link> &links, Problems &problems);

} // namespace ringside::course
