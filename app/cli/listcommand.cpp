#include "cli/commands.h"
#include "cli/console.h"
#include "cli/session.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// One row: the slug, by which everything is called, and what people want to know of it.
struct Row
{
    QString slug;
    QStringList columns;
    QJsonObject json;
};

QString levelName(course::Level level)
{
    static const QStringList names{u"beginner"_s, u"intermediate"_s, u"advanced"_s};
    return names.at(static_cast<qsizetype>(level));
}

QString levelName(course::QuestionLevel level)
{
    static const QStringList names{u"junior"_s, u"mid"_s, u"senior"_s};
    return names.at(static_cast<qsizetype>(level));
}

QList<Row> lessonRows(const course::Course &course)
{
    QList<Row> rows;
    for (const course::Lesson &lesson : course.lessons) {
        const qsizetype exercises = course.exercisesOf(lesson.id).size();
        rows.append({lesson.id, {Words::tr("%1 min").arg(lesson.minutes), lesson.title},
            {{u"id"_s, lesson.id}, {u"slug"_s, QFileInfo(lesson.folder).fileName()},
                {u"number"_s, lesson.number}, {u"title"_s, lesson.title},
                {u"subtitle"_s, lesson.subtitle}, {u"level"_s, lesson.level},
                {u"minutes"_s, lesson.minutes}, {u"exercises"_s, exercises},
                {u"questions"_s, lesson.questions.size()}}});
    }
    return rows;
}

QList<Row> exerciseRows(const course::Course &course)
{
    QList<Row> rows;
    for (const course::Exercise &exercise : course.exercises)
        rows.append({exercise.slug, {exercise.code, levelName(exercise.level), exercise.title},
            {{u"id"_s, exercise.id}, {u"slug"_s, exercise.slug}, {u"code"_s, exercise.code},
                {u"title"_s, exercise.title}, {u"lesson"_s, exercise.lesson},
                {u"level"_s, levelName(exercise.level)}, {u"minutes"_s, exercise.minutes},
                {u"contract"_s, exercise.contract.signature}}});
    return rows;
}

QList<Row> questionRows(const course::Course &course)
{
    QList<Row> rows;
    for (const course::Lesson &lesson : course.lessons) {
        for (const course::Question &question : lesson.questions)
            rows.append({question.id, {levelName(question.level), question.prompt},
                {{u"id"_s, question.id}, {u"slug"_s, question.id}, {u"title"_s, question.prompt},
                    {u"lesson"_s, lesson.id}, {u"part"_s, question.part},
                    {u"level"_s, levelName(question.level)}}});
    }
    return rows;
}

void printRows(const QList<Row> &rows)
{
    QList<qsizetype> widths;
    for (const Row &row : rows) {
        const QStringList cells = QStringList{row.slug} + row.columns;
        widths.resize(std::max(widths.size(), cells.size()));
        for (qsizetype i = 0; i < cells.size(); ++i)
            widths[i] = std::max(widths[i], cells[i].size());
    }
    Console console;
    for (const Row &row : rows) {
        const QStringList cells = QStringList{row.slug} + row.columns;
        QString line;
        for (qsizetype i = 0; i + 1 < cells.size(); ++i)
            line += cells[i].leftJustified(widths[i] + 2);
        line += cells.last();
        console.printLines(console.isTerminal() ? line.left(console.width()) : line, 0);
    }
}

/// A broken lesson does not hide the others, but nobody shall think it is not there.
void reportBroken(const course::Course &course)
{
    for (const course::Broken &broken : course.broken) {
        for (const Error &error : broken.errors)
            (void)complain(Good, describe(error));
    }
}

int list(const Arguments &arguments)
{
    const course::Course &course = Session::current().course();
    const QString kind = arguments.argument(u"KIND"_s);
    const QList<Row> rows = kind == u"exercises" ? exerciseRows(course)
        : kind == u"questions"                   ? questionRows(course)
                                                 : lessonRows(course);
    reportBroken(course);
    if (course.lessons.isEmpty() && course.exercises.isEmpty() && course.broken.isEmpty())
        return complain(Impossible, Words::tr("there is no course here"),
            Words::tr("Set RINGSIDE_DATA to the folder that holds lessons and exercises."));
    if (!arguments.has(u"json"_s)) {
        printRows(rows);
        return Good;
    }
    QJsonArray json;
    for (const Row &row : rows)
        json.append(row.json);
    Console().printRaw(QJsonDocument(json).toJson());
    return Good;
}

} // namespace

Command listCommand()
{
    return {.name = u"list"_s,
        .summary = Words::tr("Tells what the course holds."),
        .description = Words::tr(
            "Prints one line for each, beginning with the name by which other commands know it."),
        .arguments
        = {{u"KIND"_s, Words::tr("lessons (when nothing is given), exercises or questions"),
            Argument::Count::Optional, {u"lessons"_s, u"exercises"_s, u"questions"_s}}},
        .options = {{u"json"_s, {}, Words::tr("print an array of objects: id, slug, title …")}},
        .run = list};
}

} // namespace ringside::cli
