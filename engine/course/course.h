#pragma once

#include "course/exercise.h"
#include "course/lesson.h"

namespace ringside::course {

/// A lesson or exercise that could not be loaded: it is listed with its errors, the rest goes on.
struct Broken
{
    QString folder;
    QList<Error> errors;
};

struct Course
{
    QList<Lesson> lessons; ///< by number
    QList<Exercise> exercises; ///< by lesson number, then `code`
    QList<Broken> broken;

    [[nodiscard]] const Lesson *lesson(QStringView id) const;
    /// By slug, id or code.
    [[nodiscard]] const Exercise *exercise(QStringView name) const;
    [[nodiscard]] QList<const Exercise *> exercisesOf(QStringView lessonId) const;
};

/// Reads lessons/ and exercises/ below `dataFolder`. Never fails as a whole: what is broken is in `broken`,
/// also double ids, references to lessons that do not exist, and an unreadable folder.
[[nodiscard]] Course loadCourse(const QString &dataFolder);

} // namespace ringside::course
