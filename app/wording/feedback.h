#pragma once

#include "classroom/gradebook.h"

#include <QString>

namespace ringside::wording {

/// A result as the student it is about may see it: with its sentences, and with names for hidden
/// checks that tell nothing but their kind.
[[nodiscard]] classroom::GradedItem asShown(classroom::GradedItem item);
[[nodiscard]] grading::Verdict asShown(grading::Verdict verdict);
/// The exercise that goes with such a verdict.
[[nodiscard]] course::Exercise asShown(course::Exercise exercise);

/// What a student is told, as a page of HTML by itself. Hidden checks show their kind and nothing
/// else, and "everything passed" is said only when every check did, the hidden ones included.
[[nodiscard]] QString feedbackHtml(const classroom::Gradebook &book,
    const classroom::GradeRow &row, const QList<classroom::GradedItem> &results);

/// The same as plain text and as one object.
[[nodiscard]] QString feedbackText(const classroom::Gradebook &book,
    const classroom::GradeRow &row, const QList<classroom::GradedItem> &results);
[[nodiscard]] QByteArray feedbackJson(const classroom::Gradebook &book,
    const classroom::GradeRow &row, const QList<classroom::GradedItem> &results);

/// The table of the whole class, for the instructor.
[[nodiscard]] QString gradebookHtml(const classroom::Gradebook &book);

/// "graded", "nothing handed in" …
[[nodiscard]] QString stateName(const classroom::GradeCell &cell);

/// Why a file was not taken in; of one that was, what is odd about it, or nothing.
[[nodiscard]] QString fateText(const classroom::IntakeNote &note);

/// "Ann Lee (17)", or the id alone of one without a name.
[[nodiscard]] QString studentName(const classroom::Gradebook &book, const QString &id);

/// "10 → 4", of a mark that is new or other than before.
[[nodiscard]] QString changeText(const classroom::MarkChange &change);

/// "10 % less: 1 h 5 min late"; empty when in time.
[[nodiscard]] QString latenessText(const classroom::Lateness &lateness);

} // namespace ringside::wording
