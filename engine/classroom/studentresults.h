#pragma once

#include "classroom/gradebook.h"

namespace ringside::classroom {

// One student's results as other programs read them. `shown` is what the student may see: sentences
// filled in, hidden checks without what they would tell. Results for other files than the graded
// ones are left out.

/// What Gradescope's autograders leave behind, results.json. The sum is the gradebook's, with
/// lateness and points by hand in it.
[[nodiscard]] QByteArray gradescopeJson(
    const Lab &lab, const GradeRow &row, const QList<GradedItem> &shown);

/// What `check50 -o json` prints, for one exercise. A check that was not run is neither passed nor
/// failed.
[[nodiscard]] QByteArray check50Json(const GradedItem &shown, const QString &version);

/// JUnit's XML: a suite for each exercise. What went wrong on our side is an error, a check that
/// could not be run is skipped.
[[nodiscard]] QByteArray junitXml(
    const Gradebook &book, const GradeRow &row, const QList<GradedItem> &shown);

} // namespace ringside::classroom
