#include "cli/commands.h"
#include "cli/console.h"
#include "cli/learner.h"
#include "cli/session.h"
#include "progress/deck.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

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
    const auto add = [&](const course::Question &question) {
        rows.append({question.id, {levelName(question.level), question.prompt},
            {{u"id"_s, question.id}, {u"slug"_s, question.id}, {u"title"_s, question.prompt},
                {u"lesson"_s, question.lesson}, {u"part"_s, question.part},
                {u"level"_s, levelName(question.level)}}});
    };
    for (const course::Lesson &lesson : course.lessons)
        std::ranges::for_each(lesson.questions, add);
    std::ranges::for_each(course.interviews.questions, add); // of no single lesson
    return rows;
}

/// How often a key point was found in an answer, and how often whoever answered said that it is not there.
QList<Row> matchRows(const course::Course &course, const QList<progress::PatternRecord> &patterns)
{
    QHash<QString, progress::PatternRecord> known;
    for (const progress::PatternRecord &pattern : patterns)
        known.insert(pattern.pointUid, pattern);
    QList<Row> rows;
    for (const progress::Card &card : progress::cardsOf(course)) {
        for (const course::KeyPoint &point : card.keyPoints) {
            const auto pattern = known.constFind(progress::pointUid(card, point));
            if (pattern == known.cend())
                continue;
            const QString id = card.uid.section(u':', 1);
            rows.append({id, {Words::tr("found %1").arg(pattern->found), Words::tr("rejected %1").arg(pattern->rejected),
                    pattern->isMuted() ? Words::tr("off") : QString(), point.text},
                {{u"id"_s, id}, {u"slug"_s, id}, {u"title"_s, point.text}, {u"found"_s, pattern->found},
                    {u"rejected"_s, pattern->rejected}, {u"off"_s, pattern->isMuted()}}});
        }
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

/// Nothing where the learner's file cannot be read; what is to be said is said.
std::optional<QList<Row>> rowsFor(const Arguments &arguments, const course::Course &course)
{
    const QString kind = arguments.argument(u"KIND"_s);
    if (!arguments.has(u"matches"_s))
        return kind == u"exercises" ? exerciseRows(course)
            : kind == u"questions"  ? questionRows(course)
                                    : lessonRows(course);
    const auto store = openStore(progress::Store::Access::ReadOnly);
    if (!store)
        return {};
    const auto patterns = store->attempts().patterns();
    if (patterns)
        return matchRows(course, *patterns);
    std::ignore = complain(patterns.error());
    return {};
}

int list(const Arguments &arguments)
{
    const course::Course &course = Session::current().course();
    if (arguments.has(u"matches"_s) && arguments.argument(u"KIND"_s) != u"questions")
        return complain(BadUsage, Words::tr("--matches is of questions"), Words::tr("ringside list questions --matches"));
    const auto found = rowsFor(arguments, course);
    if (!found)
        return Impossible;
    const QList<Row> &rows = *found;
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
        .options = {{u"matches"_s, {}, Words::tr("for authors: how often each key point was found in answers, and rejected")},
            {u"json"_s, {}, Words::tr("print an array of objects: id, slug, title …")}},
        .run = list};
}

} // namespace ringside::cli
