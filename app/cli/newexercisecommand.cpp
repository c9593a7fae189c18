#include "base/paths.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/session.h"
#include "course/scaffold.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// The lesson whose exercises lie in the current folder: ".../exercises/05-os-module" belongs to "os-module". None in a
/// folder of another course than the one that is open: the exercise would not be made there.
QString lessonOfCurrentFolder(const course::Course &course)
{
    const QDir here = QDir::current();
    if (QDir(dataFolder() + u"/exercises/"_s + here.dirName()).canonicalPath() != here.canonicalPath())
        return {};
    for (const course::Lesson &lesson : course.lessons) {
        if (QDir(lesson.folder).dirName() == here.dirName())
            return lesson.id;
    }
    return {};
}

int newExercise(const Arguments &arguments)
{
    const course::Course &course = Session::current().course();
    QString lesson = arguments.value(u"lesson"_s);
    if (lesson.isEmpty())
        lesson = lessonOfCurrentFolder(course);
    if (lesson.isEmpty())
        return complain(BadUsage, Words::tr("which lesson is it for?"),
            Words::tr("Say --lesson ID, one of `ringside list lessons`, or go to the folder of its exercises below "
                      "%1. RINGSIDE_DATA names another folder.").arg(dataFolder()));
    const auto folder
        = course::createExercise(course, dataFolder(), arguments.argument(u"SLUG"_s), lesson);
    if (!folder)
        return complain(folder.error().kind == Error::Kind::Content ? BadUsage : Impossible,
            describe(folder.error()));
    const QString shown = QDir::current().relativeFilePath(*folder);
    if (arguments.has(u"json"_s)) {
        Console().printRaw(QJsonDocument(
            QJsonObject{{u"format"_s, 1}, {u"folder"_s, *folder}, {u"lesson"_s, lesson}})
                .toJson());
        return Good;
    }
    Console console;
    console.printLines(
        Words::tr("Made %1. It works as it is; change a piece at a time, and look with:")
            .arg(shown),
        0);
    console.printLines(u"ringside course check --watch "_s + shown, 4);
    return Good;
}

} // namespace

Command newExerciseCommand()
{
    return {.name = u"new exercise"_s,
        .summary = Words::tr("For authors: makes the folder of a new exercise."),
        .description = Words::tr("The new exercise is small and complete: `ringside course check` "
                                 "has nothing against it."),
        .arguments = {{u"SLUG"_s, Words::tr("the function's name with hyphens: count-by-extension"),
            Argument::Count::One, {}}},
        .options = {{u"lesson"_s, u"ID"_s,
                         Words::tr("the lesson; unless given, that whose exercises' folder one is in")},
            {u"json"_s, {}, Words::tr("print where it is, as one object")}},
        .run = newExercise};
}

} // namespace ringside::cli
