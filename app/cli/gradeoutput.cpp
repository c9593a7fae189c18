#include "cli/gradeoutput.h"

#include "base/bytes.h"
#include "classroom/exchange.h"
#include "classroom/files.h"
#include "cli/console.h"
#include "wording/classexport.h"
#include "wording/feedback.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <cerrno>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString shown(const QString &text)
{
    return displayName(text.toUtf8());
}

} // namespace

void printIntake(const classroom::Intake &intake, qsizetype stayed)
{
    Console console;
    QString line = Words::tr("%n file(s) taken in.", nullptr, int(intake.count(classroom::Fate::Taken)));
    if (stayed > 0)
        line += u' ' + Words::tr("Kept from before: %1.").arg(stayed);
    console.printLines(line, 0);
    for (const classroom::IntakeNote &note : intake.notes) {
        const QString why = wording::fateText(note);
        if (!why.isEmpty())
            console.printLines(shown(note.source)
                    + (note.name.isEmpty() ? QString() : u": "_s + displayName(note.name)) + u": "_s
                    + displayText(why.toUtf8()),
                2);
    }
}

void printChanges(const QList<classroom::MarkChange> &changes, const classroom::Gradebook &book)
{
    Console console;
    for (const classroom::MarkChange &change : changes)
        console.printLines(shown(wording::studentName(book, change.student)) + u"  "_s + change.slug + u"  "_s
                + wording::changeText(change),
            2);
}

QJsonArray changesJson(const QList<classroom::MarkChange> &changes)
{
    const auto json = [](const std::optional<double> &points) {
        return points ? QJsonValue(*points) : QJsonValue::Null;
    };
    QJsonArray array;
    for (const classroom::MarkChange &change : changes)
        array.append(QJsonObject{{u"student"_s, change.student}, {u"exercise"_s, change.slug},
            {u"before"_s, json(change.before)}, {u"after"_s, json(change.after)},
            {u"manual"_s, change.isManual}});
    return array;
}

void printGradebook(const classroom::Gradebook &book)
{
    Console console;
    for (const classroom::GradeRow &row : book.rows) {
        QString line = (row.isComplete ? classroom::pointsText(row.points) : Words::tr("open")).rightJustified(8)
            + u"  "_s + shown(row.student.id);
        if (!row.student.name.isEmpty())
            line += u"  "_s + shown(row.student.name);
        const auto worst = std::ranges::max_element(row.cells, {},
            [](const classroom::GradeCell &cell) { return cell.lateness.percentLost; });
        if (worst != row.cells.end() && worst->lateness.percentLost > 0)
            line += u"  ("_s + wording::latenessText(worst->lateness) + u')';
        console.printLines(line, 0);
    }
}

Result<> writeGradebook(const classroom::GradeFolder &folder, const classroom::Gradebook &book,
    const classroom::ChainEnd &log)
{
    using classroom::Readers;
    using classroom::writeFile;
    return writeFile(
        folder.file(u"gradebook.csv"_s), classroom::gradebookCsv(book), Readers::OwnerOnly)
        .and_then([&] {
            return writeFile(folder.file(u"gradebook.json"_s),
                classroom::gradebookJson(book, log), Readers::OwnerOnly);
        })
        .and_then([&] {
            return writeFile(folder.file(u"gradebook.html"_s),
                wording::gradebookHtml(book).toUtf8(), Readers::OwnerOnly);
        });
}

Result<> writeReports(const classroom::GradeFolder &folder, const classroom::Gradebook &book,
    const QList<classroom::GradedItem> &results)
{
    const QDir reports(folder.file(u"reports"_s));
    if (!reports.mkpath(u"."_s))
        return systemError(u"make the folder "_s + reports.path(), errno);
    QHash<QString, QList<classroom::GradedItem>> byStudent;
    for (const classroom::GradedItem &item : results)
        byStudent[item.student].append(item);
    for (const classroom::GradeRow &row : book.rows) {
        const auto written
            = classroom::writeFile(reports.filePath(wording::fileNameOfStudent(row.student.id, u".html"_s)),
                wording::feedbackHtml(book, row, byStudent.value(row.student.id)).toUtf8(),
                classroom::Readers::OwnerOnly);
        if (!written)
            return written;
    }
    return {};
}

} // namespace ringside::cli
