#include "base/paths.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/session.h"
#include "grading/coursecheck.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using grading::CourseReport;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// What of a course is to be looked at, and what of it could not even be read.
struct Selection
{
    QList<course::Lesson> lessons;
    QList<course::Exercise> exercises;
    QList<Error> errors;
};

bool isCourseFolder(const QDir &folder)
{
    return folder.exists(u"lessons"_s) || folder.exists(u"exercises"_s);
}

/// The course that a path belongs to: the nearest folder above, or the path itself, with lessons/
/// or exercises/.
QString courseFolderOf(const QString &path)
{
    for (QDir folder(path);;) {
        if (isCourseFolder(folder))
            return folder.absolutePath();
        if (!folder.cdUp())
            return {};
    }
}

bool isAtOrBelow(const QString &path, const QString &top)
{
    const auto isBelow = [](const QString &one, const QString &other) {
        return one == other || one.startsWith(other + u'/');
    };
    return isBelow(QFileInfo(path).canonicalFilePath(), QFileInfo(top).canonicalFilePath())
        || isBelow(QDir::cleanPath(QFileInfo(path).absoluteFilePath()), QDir::cleanPath(QFileInfo(top).absoluteFilePath()));
}

Selection selectFrom(const course::Course &course, const QString &path)
{
    Selection selection;
    for (const course::Lesson &lesson : course.lessons) {
        if (isAtOrBelow(lesson.folder, path))
            selection.lessons.append(lesson);
    }
    for (const course::Exercise &exercise : course.exercises) {
        if (isAtOrBelow(exercise.folder, path))
            selection.exercises.append(exercise);
    }
    for (const course::Broken &broken : course.broken) {
        if (isAtOrBelow(broken.folder, path))
            selection.errors.append(broken.errors);
    }
    return selection;
}

/// A folder that stands alone, outside of any course.
Selection selectAlone(const QString &path)
{
    Selection selection;
    if (QFileInfo::exists(path + u"/lesson.md"_s)) {
        const auto lesson = course::loadLesson(path);
        if (lesson)
            selection.lessons.append(*lesson);
        else
            selection.errors = lesson.error();
    } else {
        const auto exercise = course::loadExercise(path);
        if (exercise)
            selection.exercises.append(*exercise);
        else
            selection.errors = exercise.error();
    }
    return selection;
}

Selection select(const QString &path)
{
    const QString folder = courseFolderOf(path);
    return folder.isEmpty() ? selectAlone(path) : selectFrom(course::loadCourse(folder), path);
}

/// Paths below the current folder are shown relative to it, so that editors and people find them.
QString lineFor(Error error)
{
    const QString relative = QDir::current().relativeFilePath(error.file);
    if (!error.file.isEmpty() && !relative.startsWith(u".."))
        error.file = relative;
    return describe(error);
}

QJsonArray toJson(const QList<Error> &errors)
{
    QJsonArray json;
    for (const Error &error : errors)
        json.append(QJsonObject{
            {u"file"_s, error.file}, {u"line"_s, error.line}, {u"text"_s, error.doing}});
    return json;
}

void printJson(const CourseReport &report)
{
    QJsonArray coverage;
    for (const grading::CheckCoverage &check : report.coverage)
        coverage.append(QJsonObject{{u"exercise"_s, check.exercise}, {u"check"_s, check.check},
            {u"gradable"_s, check.gradable},
            {u"failed_by"_s, QJsonArray::fromStringList(check.failedBy)}});
    Console().printRaw(
        QJsonDocument(QJsonObject{{u"format"_s, 1}, {u"ok"_s, report.problems.isEmpty()},
                          {u"lessons"_s, report.lessons}, {u"exercises"_s, report.exercises},
                          {u"runs"_s, report.runs}, {u"problems"_s, toJson(report.problems)},
                          {u"notes"_s, toJson(report.notes)}, {u"coverage"_s, coverage}})
            .toJson());
}

/// Every check with the wrong solutions it caught.
void printMutations(const CourseReport &report)
{
    Console console;
    QString exercise;
    qsizetype caught = 0;
    for (const grading::CheckCoverage &check : report.coverage) {
        if (check.exercise != exercise)
            console.printLines(console.toned(check.exercise, Tone::Strong), 0);
        exercise = check.exercise;
        caught += check.failedBy.isEmpty() ? 0 : 1;
        const QString by = check.gradable ? check.failedBy.join(u", "_s)
                                          : Words::tr("(cannot be graded here)");
        console.printLines(check.check + u": "_s + (by.isEmpty() ? Words::tr("nothing") : by), 2);
    }
    console.printLines(
        Words::tr("%1 of %2 checks caught a wrong solution").arg(caught).arg(report.coverage.size()),
        0);
}

void printText(const CourseReport &report)
{
    Console console;
    for (const Error &note : report.notes)
        console.printLines(console.toned(Words::tr("note: %1").arg(lineFor(note)), Tone::Quiet), 0);
    for (const Error &problem : report.problems)
        console.printLines(console.toned(lineFor(problem), Tone::Bad), 0);
    const QString looked = Words::tr("%n lesson(s), ", nullptr, report.lessons)
        + Words::tr("%n exercise(s), ", nullptr, report.exercises)
        + Words::tr("%n program(s) run: ", nullptr, report.runs);
    const auto problems = static_cast<int>(report.problems.size());
    console.printLines(looked
            + console.toned(problems == 0 ? Words::tr("all is as it should be")
                                          : Words::tr("%n problem(s)", nullptr, problems),
                problems == 0 ? Tone::Good : Tone::Bad),
        0);
}

int checkOnce(const Arguments &arguments, const QString &path, int seeds)
{
    Selection selection = select(path);
    const bool nothing = selection.lessons.isEmpty() && selection.exercises.isEmpty()
        && selection.errors.isEmpty();
    if (nothing)
        return complain(BadUsage, Words::tr("there is no lesson and no exercise in %1").arg(path));
    Session &session = Session::current();
    grading::CourseChecker checker(session.sandbox());
    auto report = session.wait(
        checker.check(
            {.lessons = selection.lessons, .exercises = selection.exercises, .seeds = seeds}),
        [](int done, int all) { Console::showProgress(Words::tr("%1 of %2").arg(done).arg(all)); });
    Console::hideProgress();
    if (!report)
        return complain(report.error());
    report->problems = selection.errors + report->problems;
    if (arguments.has(u"json"_s))
        printJson(*report);
    else
        printText(*report);
    if (arguments.has(u"mutations"_s) && !arguments.has(u"json"_s))
        printMutations(*report);
    return report->problems.isEmpty() ? Good : NotPassed;
}

/// Looks again whenever a file below `path` has changed. Ends by Ctrl-C.
int watch(const Arguments &arguments, const QString &path, int seeds)
{
    constexpr int settle = 200; // editors write a file in several steps
    QFileSystemWatcher watcher;
    QTimer timer;
    timer.setSingleShot(true);
    QEventLoop loop;
    QObject::connect(&timer, &QTimer::timeout, &loop, &QEventLoop::quit);
    const auto changed = [&timer] { timer.start(settle); };
    QObject::connect(&watcher, &QFileSystemWatcher::fileChanged, &timer, changed);
    QObject::connect(&watcher, &QFileSystemWatcher::directoryChanged, &timer, changed);
    for (;;) {
        (void)checkOnce(arguments, path, seeds);
        QStringList paths{path};
        QDirIterator below(
            path, QDir::AllEntries | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        while (below.hasNext())
            paths.append(below.next());
        watcher.addPaths(paths);
        loop.exec();
    }
}

int checkCourse(const Arguments &arguments)
{
    const QString given = arguments.argument(u"PATH"_s);
    const QString path
        = given.isEmpty() ? dataFolder() : QDir::cleanPath(QDir::current().absoluteFilePath(given));
    if (!QFileInfo(path).isDir())
        return complain(BadUsage,
            Words::tr("%1 is no folder").arg(given.isEmpty() ? Words::tr("the course") : given));
    bool isNumber = true;
    const int seeds = arguments.has(u"seeds"_s) ? arguments.value(u"seeds"_s).toInt(&isNumber) : 20;
    if (!isNumber || seeds < 2 || seeds > 1000)
        return complain(BadUsage,
            Words::tr("--seeds: %1 is no number from 2 to 1000").arg(arguments.value(u"seeds"_s)));
    return arguments.has(u"watch"_s) ? watch(arguments, path, seeds)
                                     : checkOnce(arguments, path, seeds);
}

} // namespace

Command courseCheckCommand()
{
    return {.name = u"course check"_s,
        .summary = Words::tr("For authors: holds lessons and exercises to what they say."),
        .description = Words::tr(
            "Runs every example, quiz, reference, starter and wrong solution below PATH, and "
            "reports what is not as\n"
            "the files say, each with file and line. The status is 1 when there is such a thing."),
        .arguments = {{u"PATH"_s,
            Words::tr("a lesson, an exercise, or a folder of them; the whole course when nothing "
                      "is given"),
            Argument::Count::Optional, {}}},
        .options = {{u"seeds"_s, u"N"_s,
                        Words::tr("on how many seeds the reference must master: 20 unless given")},
            {u"mutations"_s, {}, Words::tr("list the wrong solutions that each check caught")},
            {u"watch"_s, {}, Words::tr("look again whenever a file changes")},
            {u"json"_s, {}, Words::tr("print the report as one object")}},
        .run = checkCourse};
}

} // namespace ringside::cli
