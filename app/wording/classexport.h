#pragma once

#include "classroom/gradebook.h"

#include <functional>

namespace ringside::wording {

/// The formats in which marks and reports leave a class.
enum class ExportFormat : quint8 {
    Moodle,
    Canvas,
    Table,
    Nbgrader,
    GithubClassroom,
    Ags,
    Feedback,
    Pdf,
    CanvasFeedback,
    Gradescope,
    Check50,
    Junit,
    Text,
    Json,
};
/// Whether a format is a folder with a file for each student.
[[nodiscard]] constexpr bool isFolder(ExportFormat format) { return format >= ExportFormat::Gradescope; }

/// What a format is called, and what it is for.
struct ExportKind
{
    ExportFormat format{};
    QString word; ///< the command's
    QString name; ///< of the file or folder
    QString title;
    QString purpose; ///< one line
};

/// All of them, folders last.
[[nodiscard]] QList<ExportKind> exportKinds();

struct ExportOptions
{
    QString to; ///< the file or folder that is written
    QString column; ///< title of Canvas's
    bool isScaled = false; ///< Moodle: out of what it takes at most
    std::function<QByteArray(const QString &html, const QString &title)> pdf; ///< a page of HTML as PDF
};

/// Writes a class in a format. Reads and writes the disk. Errors: System; Unsupported, for PDF without what makes it.
[[nodiscard]] Result<> writeExport(ExportFormat format, const classroom::GradeFolder &folder,
    const classroom::Gradebook &book, const QList<classroom::GradedItem> &results, const ExportOptions &options);

/// Students whose mark is not complete: no format has it.
[[nodiscard]] QStringList withoutMark(const classroom::Gradebook &book);

/// A file name for a student, whatever the student is called: no two are the same.
[[nodiscard]] QString fileNameOfStudent(const QString &student, const QString &ending);

} // namespace ringside::wording
