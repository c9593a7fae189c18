#pragma once

#include "course/lesson.h"
#include "course/problems.h"
#include "course/toml.h"

namespace ringside::course {

/// Reads questions.toml of a lesson whose blocks are known: a question may name a part.
[[nodiscard]] QList<Question> readQuestions(
    const TomlNode &file, const Lesson &lesson, Problems &problems);

} // namespace ringside::course
