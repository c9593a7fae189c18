#pragma once

#include "course/lesson.h"
#include "course/problems.h"
#include "course/tablereader.h"
#include "course/toml.h"

namespace ringside::course {

/// Reads questions.toml of a lesson whose blocks are known: a question may name a part.
[[nodiscard]] QList<Question> readQuestions(
    const TomlNode &file, const Lesson &lesson, Problems &problems);

/// One question that belongs to no lesson: "QX.1".
[[nodiscard]] Question readCrossQuestion(const TomlNode &table, Problems &problems);

/// What an answer is held to: `key_points`, `wrong`, `follow_up`. The caller finishes the reader.
void readRubric(TableReader &reader, Question &question, Presence keyPoints);

} // namespace ringside::course
