#include "base/bytes.h"
#include "classroom/exchange.h"
#include "cli/console.h"
#include "cli/gradeaccess.h"
#include "cli/session.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using classroom::GradeCell;
using classroom::GradeFolder;
using classroom::GradeRow;
using classroom::RubricRow;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// An answer to an open question, in the gradebook.
struct Answer
{
    const GradeRow *row = nullptr;
    const GradeCell *cell = nullptr;
};

/// The answer the options name; without them the first that is to be read.
Answer answerIn(const classroom::Gradebook &book, const Arguments &arguments)
{
    for (const GradeRow &row : book.rows) {
        for (const GradeCell &cell : row.cells) {
            const bool isWanted = arguments.has(u"student"_s) || arguments.has(u"exercise"_s)
                ? row.student.id == arguments.value(u"student"_s)
                    && cell.slug == arguments.value(u"exercise"_s)
                : cell.isOpen();
            if (cell.isQuestion && isWanted)
                return {&row, &cell};
        }
    }
    return {};
}

/// What a person found in it; or what there is to find.
QList<RubricRow> rowsOf(const GradeCell &cell)
{
    const course::Question *question = Session::current().course().question(cell.slug);
    return cell.rows.isEmpty() && question ? classroom::rubricOf(*question, cell.most) : cell.rows;
}

QString promptOf(const GradeCell &cell)
{
    const course::Question *question = Session::current().course().question(cell.slug);
    return question ? question->prompt : QString();
}

QJsonObject toJson(const Answer &answer, const QByteArray &text, qsizetype unread)
{
    const auto [row, cell] = answer;
    QJsonArray rows;
    for (const RubricRow &one : rowsOf(*cell))
        rows.append(QJsonObject{{u"text"_s, one.text},
            {u"points"_s, classroom::roundedPoints(one.points)}, {u"given"_s, one.isGiven}});
    return {{u"student"_s, row->student.id}, {u"question"_s, cell->slug},
        {u"prompt"_s, promptOf(*cell)}, {u"answer"_s, QString::fromUtf8(text)}, {u"rows"_s, rows},
        {u"points"_s, cell->isOpen() ? QJsonValue::Null : QJsonValue(cell->points)},
        {u"max_points"_s, cell->most}, {u"comment"_s, cell->comment},
        {u"handed_in_again"_s, cell->isHandedInAgain}, {u"unread"_s, unread}};
}

void print(const Answer &answer, const QByteArray &text, qsizetype unread)
{
    const auto [row, cell] = answer;
    Console console;
    console.printLines(
        console.toned(displayName(row->student.id.toUtf8()) + u"  "_s + cell->slug, Tone::Strong), 0);
    console.print(promptOf(*cell));
    console.printLines(displayText(text), 4);
    if (cell->isHandedInAgain)
        console.print(Words::tr("Handed in again since it was read. The answer before had %1 of %2 points:")
                          .arg(classroom::pointsText(cell->points), classroom::pointsText(cell->most)));
    int number = 0;
    for (const RubricRow &one : rowsOf(*cell))
        console.print((one.isGiven ? u"[x] %1. %2 (%3)"_s : u"[ ] %1. %2 (%3)"_s)
                          .arg(++number)
                          .arg(one.text, classroom::pointsText(one.points)));
    console.printLines(Words::tr("%n answer(s) not read yet.", nullptr, int(unread)), 0);
}

int read(const Arguments &arguments)
{
    const auto open = openClass(arguments);
    if (!open)
        return open.error();
    const auto results = open->folder.results();
    if (!results)
        return complain(results.error());
    const auto book
        = classroom::makeGradebook(open->folder.plan(), *results, open->journal.entries());
    const Answer answer = answerIn(book, arguments);
    if (!answer.cell && arguments.has(u"student"_s))
        return complain(BadUsage, Words::tr("there is no such answer"),
            Words::tr("Say --student ID and --exercise ID, as gradebook.csv has them."));
    if (!answer.cell && arguments.has(u"json"_s))
        return printJson({{u"unread"_s, 0}});
    if (!answer.cell) {
        Console().printLines(Words::tr("Every answer was read."), 0);
        return Good;
    }
    const auto text = answer.cell->source.isEmpty() ? Result<QByteArray>(QByteArray())
                                                    : open->folder.answer(answer.cell->source);
    if (!text)
        return complainOf(text.error());
    if (arguments.has(u"json"_s))
        return printJson(toJson(answer, *text, book.unread()));
    print(answer, *text, book.unread());
    return Good;
}

} // namespace

std::expected<classroom::JournalEntry, int> rubricEntry(
    const Arguments &arguments, const GradeFolder &folder, classroom::JournalEntry entry)
{
    const classroom::LabQuestion *inLab = folder.plan().lab.question(entry.slug);
    if (!inLab)
        return std::unexpected(complain(BadUsage, Words::tr("--rows is for open questions")));
    const course::Question *question = Session::current().course().question(inLab->id);
    if (!question)
        return std::unexpected(
            complain(Impossible, Words::tr("this Ringside has no question %1").arg(inLab->id)));
    entry.rows = classroom::rubricOf(*question, inLab->points);
    const QString given = arguments.value(u"rows"_s);
    for (const QString &word : given == u"none" ? QStringList() : given.split(u',')) {
        const int number = word.trimmed().toInt();
        if (number < 1 || number > entry.rows.size())
            return std::unexpected(complain(BadUsage,
                Words::tr("--rows: %1 is no row from 1 to %2").arg(word).arg(entry.rows.size())));
        entry.rows[number - 1].isGiven = true;
    }
    entry.points = classroom::givenPoints(entry.rows);
    entry.text = arguments.value(u"comment"_s);
    return entry;
}

Command gradeReadCommand()
{
    return {.name = u"grade read"_s,
        .summary = Words::tr("For instructors: shows an answer to an open question and its rubric."),
        .description = Words::tr(
            "The first that nobody has read since it was handed in, or the one that is named. `ringside grade mark FOLDER "
            "--student ID\n--exercise QUESTION --rows 1,3 --comment TEXT` gives the points of its "
            "rows 1 and 3. The window's page\nGrading does both by the keyboard."),
        .arguments = {folderArgument()},
        .options = {{u"student"_s, u"ID"_s, Words::tr("whose answer")},
            {u"exercise"_s, u"QUESTION"_s, Words::tr("to which question")}, jsonOption()},
        .run = read};
}

} // namespace ringside::cli
