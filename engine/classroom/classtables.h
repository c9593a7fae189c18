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

/// What GitHub Classroom gives out as an assignment's grades: the students' ids are those of its roster, and what only
/// GitHub knows (names of accounts, addresses of repositories) is left empty.
[[nodiscard]] QByteArray githubClassroomCsv(const Gradebook &book);

/// One JSON object a line for each student: the scores of LTI's Assignment and Grade Services, for a
/// relay that has the platform's token. `now` orders them: the platform keeps the latest.
[[nodiscard]] QByteArray agsLines(const Gradebook &book, const QDateTime &now);

/// A student's report on its way into an archive.
struct StudentReport
{
    Student student;
    QByteArray content;
    QByteArray handedInAs{}; ///< name of a file of the student's in the platform's archive; empty when nobody knows
};

/// A zip with a file `name` for each student. Where all ids are numbers it is laid out as Moodle's
/// upload of feedback files wants it, else a folder for each id.
[[nodiscard]] Result<QByteArray> feedbackZip(
    const QList<StudentReport> &reports, const QByteArray &name);

/// A zip that Canvas takes back as comments: it finds student and submission by the name under which it gave a file
/// out, and shows the report under that file's name, so that plain text is best. Who has no such file is left out.
[[nodiscard]] Result<QByteArray> canvasFeedbackZip(const QList<StudentReport> &reports);

} // namespace ringside::classroom
