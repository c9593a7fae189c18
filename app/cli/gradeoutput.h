#pragma once

#include "classroom/gradebook.h"

#include <QJsonArray>

namespace ringside::cli {

/// What was taken in and what was not, a line for each file that was not; and how many files of
/// earlier plans stay.
void printIntake(const classroom::Intake &intake, qsizetype stayed);

/// Before and after, a line for each mark.
void printChanges(const QList<classroom::MarkChange> &changes, const classroom::Gradebook &book);
[[nodiscard]] QJsonArray changesJson(const QList<classroom::MarkChange> &changes);

/// Everybody's sum, and what is open.
void printGradebook(const classroom::Gradebook &book);

/// Writes gradebook.csv, .json and .html into the folder. Errors: System.
[[nodiscard]] Result<> writeGradebook(const classroom::GradeFolder &folder,
    const classroom::Gradebook &book, const classroom::ChainEnd &log);

/// Writes a report for each student into the folder "reports". Errors: System.
[[nodiscard]] Result<> writeReports(const classroom::GradeFolder &folder,
    const classroom::Gradebook &book, const QList<classroom::GradedItem> &results);

} // namespace ringside::cli
