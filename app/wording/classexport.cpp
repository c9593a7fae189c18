#include "wording/classexport.h"

#include "classroom/classtables.h"
#include "classroom/exchange.h"
#include "classroom/files.h"
#include "classroom/studentresults.h"
#include "filesystem/digest.h"
#include "wording/feedback.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>
#include <cerrno>

namespace ringside::wording {

namespace {

using namespace Qt::StringLiterals;
using classroom::GradedItem;
using classroom::GradeFolder;
using classroom::Gradebook;
using classroom::GradeRow;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// A class with everything an export takes.
struct Class
{
    const GradeFolder &folder;
    const Gradebook &book;
    const QList<GradedItem> &results;
};

QList<GradedItem> shownOf(const Class &graded, const GradeRow &row)
{
    QList<GradedItem> shown;
    for (const GradedItem &item : graded.results) {
        const bool counts = std::ranges::any_of(row.cells, [&](const classroom::GradeCell &cell) {
            return cell.slug == item.slug && cell.source == item.source;
        });
        if (item.student == row.student.id && counts)
            shown.append(asShown(item));
    }
    return shown;
}

// ---------------------------------------------------------------- archives of reports

Result<QByteArray> feedback(const Class &graded)
{
    QList<classroom::StudentReport> reports;
    for (const GradeRow &row : graded.book.rows)
        reports.append({row.student, feedbackHtml(graded.book, row, graded.results).toUtf8()});
    return classroom::feedbackZip(reports, "feedback.html");
}

Result<QByteArray> feedbackInPdf(const Class &graded, const ExportOptions &options)
{
    if (!options.pdf)
        return unsupported(u"make PDF without the window's program"_s);
    QList<classroom::StudentReport> reports;
    for (const GradeRow &row : graded.book.rows)
        reports.append(
            {row.student, options.pdf(feedbackHtml(graded.book, row, graded.results), graded.book.title)});
    return classroom::feedbackZip(reports, "feedback.pdf");
}

Result<QByteArray> canvasFeedback(const Class &graded)
{
    const auto names = graded.folder.handedInAs();
    if (!names)
        return std::unexpected(names.error());
    QList<classroom::StudentReport> reports;
    for (const GradeRow &row : graded.book.rows)
        reports.append({row.student, feedbackText(graded.book, row, graded.results).toUtf8(),
            names->value(row.student.id)});
    return classroom::canvasFeedbackZip(reports);
}

Result<QByteArray> oneFile(ExportFormat format, const Class &graded, const ExportOptions &options)
{
    using enum ExportFormat;
    switch (format) {
    case Moodle:
        return classroom::moodleGradesCsv(
            options.isScaled ? classroom::outOf(classroom::usualMostInMoodle, graded.book) : graded.book);
    case Canvas:
        return classroom::canvasCsv(graded.book, options.column.isEmpty() ? graded.book.title : options.column);
    case Table:
        return classroom::gradebookCsv(graded.book);
    case Nbgrader:
        return classroom::nbgraderCsv(graded.book, graded.folder.plan().lab);
    case GithubClassroom:
        return classroom::githubClassroomCsv(graded.book);
    case Ags:
        return classroom::agsLines(graded.book, QDateTime::currentDateTimeUtc());
    case Feedback:
        return feedback(graded);
    case Pdf:
        return feedbackInPdf(graded, options);
    case CanvasFeedback:
        return canvasFeedback(graded);
    case Gradescope:
    case Check50:
    case Junit:
    case Text:
    case Json:
        break;
    }
    Q_UNREACHABLE_RETURN({});
}

// ---------------------------------------------------------------- a file for each student

using NamedFiles = QList<std::pair<QString, QByteArray>>; ///< by the ending of the name

NamedFiles filesOf(ExportFormat format, const Class &graded, const GradeRow &row)
{
    using enum ExportFormat;
    NamedFiles files;
    switch (format) {
    case Gradescope:
        // Without a sum Gradescope would add up the parts: a mark that is not complete has no file.
        if (row.isComplete)
            files.append({u".json"_s,
                classroom::gradescopeJson(graded.folder.plan().lab, row, shownOf(graded, row))});
        break;
    case Check50:
        for (const GradedItem &item : shownOf(graded, row))
            files.append({u'-' + item.slug + u".json"_s,
                classroom::check50Json(item, QCoreApplication::applicationVersion())});
        break;
    case Junit:
        files.append({u".xml"_s, classroom::junitXml(graded.book, row, shownOf(graded, row))});
        break;
    case Text:
        files.append({u".txt"_s, feedbackText(graded.book, row, graded.results).toUtf8()});
        break;
    case Json:
        files.append({u".json"_s, feedbackJson(graded.book, row, graded.results)});
        break;
    default:
        Q_UNREACHABLE();
    }
    return files;
}

Result<> writeEach(ExportFormat format, const Class &graded, const QString &folder)
{
    const QDir to(folder);
    if (!to.mkpath(u"."_s))
        return systemError(u"make the folder "_s + to.path(), errno);
    for (const GradeRow &row : graded.book.rows) {
        for (const auto &[ending, bytes] : filesOf(format, graded, row)) {
            const auto written = classroom::writeFile(
                to.filePath(fileNameOfStudent(row.student.id, ending)), bytes, classroom::Readers::OwnerOnly);
            if (!written)
                return written;
        }
    }
    return {};
}

} // namespace

QList<ExportKind> exportKinds()
{
    using enum ExportFormat;
    return {
        {Moodle, u"moodle"_s, u"moodle.csv"_s, Words::tr("Moodle"),
            Words::tr("marks for Moodle's import of grades")},
        {Canvas, u"canvas"_s, u"canvas.csv"_s, Words::tr("Canvas"),
            Words::tr("marks for Canvas's import of grades")},
        {Table, u"gradebook"_s, u"gradebook.csv"_s, Words::tr("The gradebook as a table"),
            Words::tr("every mark with its comment, for a spreadsheet")},
        {Nbgrader, u"nbgrader"_s, u"nbgrader.csv"_s, Words::tr("nbgrader"),
            Words::tr("marks as nbgrader exports them")},
        {GithubClassroom, u"github-classroom"_s, u"github-classroom.csv"_s, Words::tr("GitHub Classroom"),
            Words::tr("marks as GitHub Classroom gives them out")},
        {Ags, u"ags"_s, u"ags.jsonl"_s, Words::tr("LTI"),
            Words::tr("scores of LTI's Assignment and Grade Services, for a relay")},
        {Feedback, u"feedback"_s, u"feedback.zip"_s, Words::tr("Reports as pages"),
            Words::tr("a page for each student, in an archive as Moodle takes it")},
        {Pdf, u"pdf"_s, u"feedback-pdf.zip"_s, Words::tr("Reports in PDF"),
            Words::tr("the same pages in PDF")},
        {CanvasFeedback, u"canvas-feedback"_s, u"canvas-feedback.zip"_s, Words::tr("Reports for Canvas"),
            Words::tr("text that Canvas shows as comments, under the names of its archive")},
        {Gradescope, u"gradescope"_s, u"gradescope"_s, Words::tr("Gradescope"),
            Words::tr("results.json of Gradescope's autograders")},
        {Check50, u"check50"_s, u"check50"_s, Words::tr("check50"),
            Words::tr("what check50 -o json prints, for each exercise")},
        {Junit, u"junit"_s, u"junit"_s, Words::tr("JUnit"),
            Words::tr("JUnit's XML, for what shows the results of tests")},
        {Text, u"text"_s, u"text"_s, Words::tr("Reports as text"),
            Words::tr("what the pages say, to be sent by mail")},
        {Json, u"json"_s, u"json"_s, Words::tr("Reports as JSON"),
            Words::tr("what the pages say, for programs of your own")},
    };
}

Result<> writeExport(ExportFormat format, const GradeFolder &folder, const Gradebook &book,
    const QList<GradedItem> &results, const ExportOptions &options)
{
    const Class graded{folder, book, results};
    if (isFolder(format))
        return writeEach(format, graded, options.to);
    return oneFile(format, graded, options).and_then([&](const QByteArray &bytes) {
        return classroom::writeFile(options.to, bytes, classroom::Readers::OwnerOnly);
    });
}

QStringList withoutMark(const Gradebook &book)
{
    QStringList students;
    for (const GradeRow &row : book.rows) {
        if (!row.isComplete)
            students.append(row.student.id);
    }
    return students;
}

QString fileNameOfStudent(const QString &student, const QString &ending)
{
    const QByteArray id = student.toUtf8();
    QString name;
    for (const char c : id) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        name += isPlain ? QString(QLatin1Char(c)) : u"%%1"_s.arg(uchar(c), 2, 16, QLatin1Char('0'));
    }
    if (name.size() > 150)
        name = name.left(80) + u'-' + QString::fromLatin1(filesystem::digestOf(id).toHex());
    return name + ending;
}

} // namespace ringside::wording
