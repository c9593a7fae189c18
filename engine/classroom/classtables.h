#pragma once

#include "classroom/exchange.h"

namespace ringside::classroom {

// A class's marks as other programs import them. No cell that begins as a formula does is left as it
// is, and a mark that is not complete is left out: it never becomes a number.

/// What nbgrader exports, with every cell quoted that needs it: one line for each student, the lab
/// as the assignment. Source: nbgrader, ExportPlugin.
[[nodiscard]] QByteArray nbgraderCsv(const Gradebook &book, const Lab &lab);

/// A table for Moodle's import of grades: "ID number", "Email address", the lab, and comments. "-"
/// stands for no grade.
[[nodiscard]] QByteArray moodleGradesCsv(const Gradebook &book);

/// A table for Canvas's import of grades; the students' ids are Canvas's. `column` is the title of
/// the assignment, best with its id: "Week 3 (881)". Without one of that name Canvas makes it.
[[nodiscard]] QByteArray canvasCsv(const Gradebook &book, const QString &column);

/// One JSON object a line for each student: the scores of LTI's Assignment and Grade Services, for a
/// relay that has the platform's token. `now` orders them: the platform keeps the latest.
[[nodiscard]] QByteArray agsLines(const Gradebook &book, const QDateTime &now);

/// A student's report on its way into an archive.
struct StudentReport
{
    Student student;
    QByteArray content;
};

/// A zip with a file `name` for each student. Where all ids are numbers it is laid out as Moodle's
/// upload of feedback files wants it, else a folder for each id.
[[nodiscard]] Result<QByteArray> feedbackZip(
    const QList<StudentReport> &reports, const QByteArray &name);

} // namespace ringside::classroom
