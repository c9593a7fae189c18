#pragma once

#include "course/course.h"
#include "desktop/playground/environmentmodel.h"
#include "sandbox/sandbox.h"

#include <QFuture>

namespace ringside::desktop {

/// Files to begin a playground with, and what a run of them gets.
struct StartingPoint
{
    QString name; ///< for people; empty: the program everybody begins with
    filesystem::Tree files;
    QList<sandbox::ExtraMount> mounts;
    QByteArray shown; ///< file to open in the editor
    QString arguments;
    std::optional<QString> input;
    EnvironmentVariables environment;
};

/// One thing of the course a playground can begin with, not built yet.
struct StartingChoice
{
    QString title;
    QString detail; ///< "Exercise E05.1", "Lesson 5"
    QString place; ///< for startingPoint()
};

/// The program everybody begins with.
[[nodiscard]] StartingPoint firstStart();

/// Every exercise and every example of the course that can be run, in its order.
[[nodiscard]] QList<StartingChoice> startingChoices(const course::Course &course);

/// Where an example of a lesson, or an exercise, is: "example/os-module/12", "exercise/count-by-extension".
[[nodiscard]] QString examplePlace(const QString &lesson, qsizetype block);
[[nodiscard]] QString exercisePlace(const QString &slug);

/// The files of a place: of an example the tree it runs in, for which those that come before are run when it goes on
/// from them; of an exercise the world of its first case with the starter. Errors: Content when there is no such place
/// or its world cannot be built, and those of Sandbox::run().
[[nodiscard]] QFuture<Result<StartingPoint>> startingPoint(
    sandbox::Sandbox &sandbox, const course::Course &course, const QString &place);

} // namespace ringside::desktop
