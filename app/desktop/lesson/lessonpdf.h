#pragma once

#include "base/result.h"
#include "course/lesson.h"

class QTextDocument;

namespace ringside::desktop {

/// A whole lesson as one document on paper: black on white, examples with what they print, figures as pictures,
/// quizzes without their answers. Addresses of links stay out: on paper nobody follows them.
void fillDocument(QTextDocument &document, const course::Lesson &lesson);

/// Writes the lesson as a PDF of A4 pages with page numbers. Whole or not at all. Errors: System.
[[nodiscard]] Result<> saveLessonAsPdf(const course::Lesson &lesson, const QString &file);

} // namespace ringside::desktop
