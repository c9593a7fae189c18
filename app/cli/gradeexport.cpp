#include "base/bytes.h"
#include "classroom/classtables.h"
#include "classroom/files.h"
#include "cli/console.h"
#include "cli/gradeaccess.h"
#include "cli/gradeoutput.h"
#include "cli/session.h"
#include "wording/classexport.h"
#include "wording/labwords.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QProcess>

#include <algorithm>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using classroom::GradedItem;
using classroom::GradeFolder;
using classroom::Gradebook;
using classroom::Journal;
using wording::ExportFormat;
using wording::ExportKind;

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

QString columnOf(const Arguments &arguments, const Class &graded)
{
    return arguments.has(u"column"_s) ? arguments.value(u"column"_s) : graded.book.title;
}

void printHint(const Arguments &arguments, const QString &hint)
{
    if (!arguments.has(u"json"_s) && !hint.isEmpty())
        Console().printLines(hint, 0);
}

/// The window's program lays pages out, without a window and without a display.
int exportPdf(const Arguments &arguments, const Class &graded, const QString &to)
{
    const QString program = QCoreApplication::applicationDirPath() + u"/ringside-desktop"_s;
    if (!QFileInfo(program).isExecutable())
        return complain(Impossible, Words::tr("what makes PDF is not part of this installation"),
            Words::tr("`--format feedback` makes pages of HTML."));
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
    return printWritten(arguments, to, wording::withoutMark(graded.book));
}

int exportOne(const Arguments &arguments, const Class &graded, const ExportKind &kind)
{
    const QString to = arguments.has(u"to"_s) ? pathOf(arguments.value(u"to"_s)) : graded.folder.file(kind.name);
    if (kind.format == ExportFormat::Pdf)
        return exportPdf(arguments, graded, to);
    const bool isScaled = arguments.has(u"scale"_s);
    const auto written = wording::writeExport(kind.format, graded.folder, graded.book, graded.results,
        {.to = to, .column = columnOf(arguments, graded), .isScaled = isScaled});
    if (!written)
        return complain(written.error());
    const int status = printWritten(arguments, to, wording::withoutMark(graded.book));
    if (kind.format == ExportFormat::Moodle)
        printHint(arguments, wording::moodleHint(isScaled ? classroom::usualMostInMoodle : graded.book.most));
    return status;
}

// ---------------------------------------------------------------- the command

QStringList wordsOf(const QList<ExportKind> &kinds)
{
    QStringList words;
    for (const ExportKind &kind : kinds)
        words.append(kind.word);
    return words;
}

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
    const QList<ExportKind> kinds = wording::exportKinds();
    const auto kind = std::ranges::find(kinds, word, &ExportKind::word);
    if (!word.isEmpty() && kind == kinds.end())
        return complain(BadUsage, Words::tr("--format: %1 is none of: %2").arg(word, wordsOf(kinds).join(u", "_s)));
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
        return exportOne(arguments, graded, *kind);
    return arguments.has(u"sheet"_s) ? fillSheet(arguments, graded)
                                     : refresh(arguments, graded, open->journal);
}

/// Of the formats that are folders, or of the others: what each is called, what it writes, and what that is.
QString formatLines(bool ofFolders)
{
    QString lines;
    for (const ExportKind &kind : wording::exportKinds()) {
        if (wording::isFolder(kind.format) == ofFolders)
            lines += u"  %1%2%3\n"_s.arg(kind.word.leftJustified(18), ofFolders ? QString() : kind.name + u": "_s, kind.purpose);
    }
    return lines;
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
            "With --format, one file into FOLDER:\n\n%1\nor a file for each student into a folder of that name:\n\n%2\n"
            "A mark that is not complete is in none of them: the command tells whose it is.")
                           .arg(formatLines(false), formatLines(true)),
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
