#pragma once

#include "classroom/csv.h"
#include "classroom/gradebook.h"

namespace ringside::classroom {

/// The whole gradebook, one line for each student: for spreadsheets and other programs. Each mark is
/// followed by the number of its record in the audit log. No cell is a formula, whatever students are called.
[[nodiscard]] QByteArray gradebookCsv(const Gradebook &book);

/// The same as one object, with the end of the audit log it goes back to.
[[nodiscard]] QByteArray gradebookJson(const Gradebook &book, const ChainEnd &log);

/// Comments on all exercises in one text, each with its exercise where there are several.
[[nodiscard]] QString commentsOf(const GradeRow &row);

/// "12.5": at most two decimals, always with a point.
[[nodiscard]] QString pointsText(double points);

/// The kind of a platform's own sheet.
enum class Sheet : quint8 { Moodle, Canvas };

/// The marks in a platform's sheet: as the lab has them, or in proportion to the platform's maximum.
enum class MarksIn : quint8 { LabPoints, Proportion };

/// What Moodle takes at most, for an activity and in its import of grades, unless its site says otherwise.
inline constexpr double usualMostInMoodle = 100;

/// The class with its sums in proportion to another maximum.
[[nodiscard]] Gradebook outOf(double most, Gradebook book);

/// What became of a sheet.
struct SheetFilling
{
    Sheet sheet{};
    std::optional<double> most; ///< the sheet's maximum, in its first row; none when it tells none
    QByteArray bytes; ///< the platform's own file: nothing but grades and comments has changed
    int filled = 0;
    QStringList without; ///< students of the sheet whose mark is not complete, or who are not in the plan
};

/// Puts the sums into the sheet an instructor downloaded: Moodle's grading worksheet, whose words
/// may be in any language, or Canvas's gradebook. For Canvas `column` is the title of the
/// assignment's column, with or without its id; it is made when it is not there. Comments go where
/// the platform has a place for them. A mark that is not complete is left out. Errors: Content, when
/// the sheet is of neither kind or the points do not fit the platform's maximum: see isOverMaximum().
[[nodiscard]] Result<SheetFilling> fillSheet(const QByteArray &sheet, const QString &file,
    const Gradebook &book, const QString &column, MarksIn marks = MarksIn::LabPoints);

[[nodiscard]] bool isOverMaximum(const Error &error);

} // namespace ringside::classroom
