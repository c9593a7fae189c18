#pragma once

#include "course/lesson.h"
#include "grading/world.h"

namespace ringside::grading {

/// The seed of every world of a lesson: a lesson shows one world, and its tests look at the same.
inline constexpr quint64 lessonSeed = 1;

/// The tree in which an example or a quiz of a lesson starts; empty when no world is named. Errors:
/// Content.
[[nodiscard]] Result<World> lessonWorld(const course::Lesson &lesson, const QString &name);

/// The file an example stands in: "main.py" where it names none.
[[nodiscard]] QByteArray exampleFile(const QString &named);

/// The run of code of a lesson as the file `file` of a workspace, "main.py" when that is empty. What an earlier example left of
/// its own program in the tree is replaced.
[[nodiscard]] sandbox::RunRequest composeExample(
    const World &world, const QString &file, const QString &code);

/// The world that an example leaves to one that continues it.
[[nodiscard]] World worldLeft(World world, const sandbox::RunReport &report);

/// Whether a program printed what the lesson shows; line ends at the very end do not count.
[[nodiscard]] bool printsAsShown(
    const QString &shown, const QByteArray &printed, course::OutputMatch match);

/// The last line of a traceback; empty when there is none.
[[nodiscard]] QString lastErrorLine(const QByteArray &errorOutput);

/// What a clinic's repaired version must print: the lines after "# expect: ".
[[nodiscard]] QStringList expectations(const QString &code);

/// Whether an example ended and printed as its lesson shows.
[[nodiscard]] bool runsAsShown(const course::Example &example, const sandbox::RunReport &report);

/// Whether this was the run of a repaired clinic: it ended well, and printed what the clinic expects and nothing else.
[[nodiscard]] bool isRepair(const course::Example &clinic, const sandbox::RunReport &report);

} // namespace ringside::grading
