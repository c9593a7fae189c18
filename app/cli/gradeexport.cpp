#include "base/bytes.h"
#include "classroom/classtables.h"
#include "classroom/files.h"
#include "classroom/studentresults.h"
#include "cli/console.h"
#include "cli/gradeaccess.h"
#include "cli/gradeoutput.h"
#include "cli/session.h"
#include "wording/feedback.h"
#include "wording/labwords.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QProcess>

#include <algorithm>
#include <cerrno>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using classroom::GradedItem;
using classroom::GradeFolder;
using classroom::Gradebook;
using classroom::GradeRow;
using classroom::Journal;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// A class with everything an export takes.
struct Class
{
    GradeFolder folder;
    Gradebook book;
    QList<GradedItem> results;
};

QList<GradedItem> shownOf(const Class &graded, const GradeRow &row)
{
    QList<GradedItem> shown;
    for (const GradedItem &item : graded.results) {
        const bool counts = std::ranges::any_of(row.cells, [&](const classroom::GradeCell &cell) {
            return cell.slug == item.slug && cell.source == item.source;
        });
        if (item.student == row.student.id && counts)
            shown.append(wording::asShown(item));
    }
    return shown;
}

/// Says where one export went, and whose mark is not in it.
int printWritten(const Arguments &arguments, const QString &to, const QStringList &without)
{
    if (arguments.has(u"json"_s))
        return printJson(
            {{u"file"_s, to}, {u"without"_s, QJsonArray::fromStringList(without)}});
    Console console;
    console.printLines(Words::tr("Written: %1").arg(displayName(to.toUtf8())), 0);
    for (const QString &student : without)
        console.printLines(
            Words::tr("%1 has no complete mark").arg(displayName(student.toUtf8())), 2);
    return Good;
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

// ---------------------------------------------------------------- one file

QString placeOf(const Arguments &arguments, const Class &graded, const QString &name)
{
    return arguments.has(u"to"_s) ? pathOf(arguments.value(u"to"_s)) : graded.folder.file(name);
}

int writeOne(
    const Arguments &arguments, const Class &graded, const QString &name, const QByteArray &bytes)
{
    const QString to = placeOf(arguments, graded, name);
    if (const auto written = classroom::writeFile(to, bytes, classroom::Readers::OwnerOnly);
        !written)
        return complain(written.error());
    return printWritten(arguments, to, withoutMark(graded.book));
}

QString columnOf(const Arguments &arguments, const Class &graded)
{
    return arguments.has(u"column"_s) ? arguments.value(u"column"_s) : graded.book.title;
}

void printHint(const Arguments &arguments, const QString &hint)
{
    if (!arguments.has(u"json"_s) && !hint.isEmpty())
        Console().printLines(hint, 0);
}

int exportMoodle(const Arguments &arguments, const Class &graded)
{
    const bool isScaled = arguments.has(u"scale"_s);
    const Gradebook book
        = isScaled ? classroom::outOf(classroom::usualMostInMoodle, graded.book) : graded.book;
    const int status
        = writeOne(arguments, graded, u"moodle.csv"_s, classroom::moodleGradesCsv(book));
    if (status == Good)
        printHint(arguments, wording::moodleHint(book.most));
    return status;
}

int exportCanvas(const Arguments &arguments, const Class &graded)
{
    return writeOne(arguments, graded, u"canvas.csv"_s,
        classroom::canvasCsv(graded.book, columnOf(arguments, graded)));
}

int exportNbgrader(const Arguments &arguments, const Class &graded)
{
    return writeOne(arguments, graded, u"nbgrader.csv"_s,
        classroom::nbgraderCsv(graded.book, graded.folder.plan().lab));
}

int exportGithubClassroom(const Arguments &arguments, const Class &graded)
{
    return writeOne(arguments, graded, u"github-classroom.csv"_s, classroom::githubClassroomCsv(graded.book));
}

int exportAgs(const Arguments &arguments, const Class &graded)
{
    return writeOne(arguments, graded, u"ags.jsonl"_s,
        classroom::agsLines(graded.book, QDateTime::currentDateTimeUtc()));
}

int exportFeedback(const Arguments &arguments, const Class &graded)
{
    QList<classroom::StudentReport> reports;
    for (const GradeRow &row : graded.book.rows)
        reports.append({row.student,
            wording::feedbackHtml(graded.book, row, graded.results).toUtf8()});
    const auto zip = classroom::feedbackZip(reports, "feedback.html");
    if (!zip)
        return complain(zip.error());
    return writeOne(arguments, graded, u"feedback.zip"_s, *zip);
}

int exportCanvasFeedback(const Arguments &arguments, const Class &graded)
{
    const auto names = graded.folder.handedInAs();
    if (!names)
        return complain(names.error());
    QList<classroom::StudentReport> reports;
    for (const GradeRow &row : graded.book.rows)
        reports.append({row.student, wording::feedbackText(graded.book, row, graded.results).toUtf8(),
            names->value(row.student.id)});
    const auto zip = classroom::canvasFeedbackZip(reports);
    if (!zip)
        return complain(zip.error());
    return writeOne(arguments, graded, u"canvas-feedback.zip"_s, *zip);
}

/// The window's program lays pages out, without a window and without a display.
int exportPdf(const Arguments &arguments, const Class &graded)
{
    const QString program = QCoreApplication::applicationDirPath() + u"/ringside-desktop"_s;
    if (!QFileInfo(program).isExecutable())
        return complain(Impossible, Words::tr("what makes PDF is not part of this installation"),
            Words::tr("`--format feedback` makes pages of HTML."));
    const QString to = placeOf(arguments, graded, u"feedback-pdf.zip"_s);
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    QProcess process;
    process.setProcessEnvironment(variables);
    process.start(program, {u"--feedback"_s, graded.folder.path(), u"--to"_s, to});
    process.waitForFinished(-1);
    if (process.error() != QProcess::UnknownError || process.exitStatus() != QProcess::NormalExit
        || process.exitCode() != 0)
        return complain(Impossible,
            Words::tr("the reports could not be made: %1")
                .arg(displayText(process.readAllStandardError().trimmed())));
    return printWritten(arguments, to, withoutMark(graded.book));
}

// ---------------------------------------------------------------- a file for each student

/// What one student's file is made of; nothing when the student has none.
using Writer = QList<std::pair<QString, QByteArray>> (*)(const Class &graded, const GradeRow &row);

int writeEach(
    const Arguments &arguments, const Class &graded, const QString &folder, Writer contents)
{
    const QDir to(placeOf(arguments, graded, folder));
    if (!to.mkpath(u"."_s))
        return complain(systemError(u"make the folder "_s + to.path(), errno).error());
    for (const GradeRow &row : graded.book.rows) {
        for (const auto &[ending, bytes] : contents(graded, row)) {
            const QString name = to.filePath(fileNameOfStudent(row.student.id, ending));
            if (const auto written = writeReport(name, bytes); !written)
                return complain(written.error());
        }
    }
    return printWritten(arguments, to.path(), withoutMark(graded.book));
}

int exportGradescope(const Arguments &arguments, const Class &graded)
{
    // Without a sum Gradescope would add up the parts: a mark that is not complete has no file.
    return writeEach(arguments, graded, u"gradescope"_s, [](const Class &all, const GradeRow &row) {
        QList<std::pair<QString, QByteArray>> files;
        if (row.isComplete)
            files.append({u".json"_s,
                classroom::gradescopeJson(all.folder.plan().lab, row, shownOf(all, row))});
        return files;
    });
}

int exportCheck50(const Arguments &arguments, const Class &graded)
{
    return writeEach(arguments, graded, u"check50"_s, [](const Class &all, const GradeRow &row) {
        QList<std::pair<QString, QByteArray>> files;
        for (const GradedItem &item : shownOf(all, row))
            files.append({u'-' + item.slug + u".json"_s,
                classroom::check50Json(item, QCoreApplication::applicationVersion())});
        return files;
    });
}

int exportJunit(const Arguments &arguments, const Class &graded)
{
    return writeEach(arguments, graded, u"junit"_s, [](const Class &all, const GradeRow &row) {
        return QList<std::pair<QString, QByteArray>>{
            {u".xml"_s, classroom::junitXml(all.book, row, shownOf(all, row))}};
    });
}

int exportText(const Arguments &arguments, const Class &graded)
{
    return writeEach(arguments, graded, u"text"_s, [](const Class &all, const GradeRow &row) {
        return QList<std::pair<QString, QByteArray>>{
            {u".txt"_s, wording::feedbackText(all.book, row, all.results).toUtf8()}};
    });
}

int exportJson(const Arguments &arguments, const Class &graded)
{
    return writeEach(arguments, graded, u"json"_s, [](const Class &all, const GradeRow &row) {
        return QList<std::pair<QString, QByteArray>>{
            {u".json"_s, wording::feedbackJson(all.book, row, all.results)}};
    });
}

struct Format
{
    QString word;
    int (*write)(const Arguments &arguments, const Class &graded);
};

const QList<Format> &formats()
{
    static const QList<Format> all{{u"moodle"_s, exportMoodle}, {u"canvas"_s, exportCanvas},
        {u"nbgrader"_s, exportNbgrader}, {u"github-classroom"_s, exportGithubClassroom},
        {u"ags"_s, exportAgs}, {u"feedback"_s, exportFeedback},
        {u"canvas-feedback"_s, exportCanvasFeedback}, {u"pdf"_s, exportPdf},
        {u"gradescope"_s, exportGradescope}, {u"check50"_s, exportCheck50},
        {u"junit"_s, exportJunit}, {u"text"_s, exportText}, {u"json"_s, exportJson}};
    return all;
}

QStringList formatWords()
{
    QStringList words;
    for (const Format &format : formats())
        words.append(format.word);
    return words;
}

// ---------------------------------------------------------------- the command

QString maximumRemedy(const Gradebook &book)
{
    return Words::tr("Either the assignment's maximum grade in Moodle becomes %1 and you download the "
                     "sheet again, or --scale makes the marks fit.")
        .arg(classroom::pointsText(book.most));
}

int fillSheet(const Arguments &arguments, const Class &graded)
{
    const QString path = pathOf(arguments.value(u"sheet"_s));
    const auto sheet = classroom::readFile(path, 64 << 20);
    if (!sheet)
        return complain(BadUsage, describe(sheet.error()));
    const auto filling = classroom::fillSheet(*sheet, path, graded.book, columnOf(arguments, graded),
        arguments.has(u"scale"_s) ? classroom::MarksIn::Proportion : classroom::MarksIn::LabPoints);
    if (!filling && classroom::isOverMaximum(filling.error()))
        return complain(NotPassed, describe(filling.error()), maximumRemedy(graded.book));
    if (!filling)
        return complainOf(filling.error());
    QString to = arguments.has(u"to"_s) ? pathOf(arguments.value(u"to"_s)) : path;
    if (!arguments.has(u"to"_s))
        to.insert(to.endsWith(u".csv"_s) ? to.size() - 4 : to.size(), u"-graded"_s);
    if (const auto written = classroom::writeFile(to, filling->bytes, classroom::Readers::OwnerOnly);
        !written)
        return complain(written.error());
    if (arguments.has(u"json"_s))
        return printJson({{u"file"_s, to}, {u"filled"_s, filling->filled},
            {u"without"_s, QJsonArray::fromStringList(filling->without)}});
    Console console;
    console.printLines(Words::tr("%1: %n row(s) filled in.", nullptr, filling->filled)
                           .arg(displayName(to.toUtf8())),
        0);
    for (const QString &student : filling->without)
        console.printLines(
            Words::tr("%1 has no complete mark").arg(displayName(student.toUtf8())), 2);
    if (filling->most && *filling->most != graded.book.most && !arguments.has(u"scale"_s))
        printHint(arguments,
            Words::tr("The sheet's marks are out of %1, the lab's out of %2.")
                    .arg(classroom::pointsText(*filling->most), classroom::pointsText(graded.book.most))
                + u' ' + maximumRemedy(graded.book));
    return Good;
}

/// The gradebook in its own formats, and the reports.
int refresh(const Arguments &arguments, const Class &graded, const Journal &journal)
{
    if (const auto written = writeReports(graded.folder, graded.book, graded.results); !written)
        return complain(written.error());
    if (arguments.has(u"json"_s)) {
        Console().printRaw(classroom::gradebookJson(graded.book, journal.end()));
        return Good;
    }
    printGradebook(graded.book);
    return Good;
}

int exportMarks(const Arguments &arguments)
{
    const QString word = arguments.value(u"format"_s);
    const auto format = std::ranges::find(formats(), word, &Format::word);
    if (!word.isEmpty() && format == formats().end())
        return complain(BadUsage, Words::tr("--format: %1 is none of: %2")
                                      .arg(word, formatWords().join(u", "_s)));
    const auto open = openClass(arguments);
    if (!open)
        return open.error();
    const auto book = writeBook(open->folder, open->journal);
    if (!book)
        return complain(book.error());
    const auto results = open->folder.results();
    if (!results)
        return complain(results.error());
    const Class graded{open->folder, *book, *results};
    if (!word.isEmpty())
        return format->write(arguments, graded);
    return arguments.has(u"sheet"_s) ? fillSheet(arguments, graded)
                                     : refresh(arguments, graded, open->journal);
}

} // namespace

Command gradeExportCommand()
{
    return {.name = u"grade export"_s,
        .summary = Words::tr(
            "For instructors: writes gradebook and reports, or fills in a platform's sheet."),
        .description = Words::tr(
            "With --sheet, Moodle's grading worksheet or Canvas's gradebook, as downloaded, comes "
            "back with the marks in\nit; no other cell changes. The students' ids must be the "
            "platform's, as they are when its archive was\ntaken in.\n\n"
            "With --format, one file into FOLDER:\n\n"
            "  moodle            moodle.csv, for Moodle's import of grades\n"
            "  canvas            canvas.csv, for Canvas's import of grades\n"
            "  nbgrader          nbgrader.csv, as nbgrader exports it\n"
            "  github-classroom  github-classroom.csv, as GitHub Classroom gives out grades\n"
            "  ags               ags.jsonl, scores of LTI's Assignment and Grade Services\n"
            "  feedback          feedback.zip, a page for each student as Moodle takes them\n"
            "  canvas-feedback   canvas-feedback.zip, reports as text under the names of Canvas's archive\n"
            "  pdf               feedback-pdf.zip, as feedback, in PDF\n\n"
            "or a file for each student into a folder of that name:\n\n"
            "  gradescope        results.json of Gradescope's autograders\n"
            "  check50           what check50 -o json prints, for each exercise\n"
            "  junit             JUnit's XML\n"
            "  text, json        what the report in HTML says\n\n"
            "A mark that is not complete is in none of them: the command tells whose it is."),
        .arguments = {folderArgument()},
        .options = {{u"sheet"_s, u"FILE"_s, Words::tr("the sheet to fill in")},
            {u"format"_s, u"KIND"_s, Words::tr("one of the formats above")},
            {u"to"_s, u"PATH"_s,
                Words::tr("where it goes; FILE-graded.csv or inside FOLDER otherwise")},
            {u"scale"_s, {},
                Words::tr("marks in proportion: out of the sheet's maximum, or of 100 in moodle.csv")},
            {u"column"_s, u"TITLE"_s, Words::tr("Canvas's column; the lab's title otherwise")},
            jsonOption()},
        .run = exportMarks};
}

} // namespace ringside::cli
