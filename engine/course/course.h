#pragma once

#include "course/exercise.h"
#include "course/interviews.h"
#include "course/lesson.h"

namespace ringside::course {

/// A lesson or exercise with mistakes: it is listed with all of them, the rest of the course goes
/// on.
struct Broken
{
    QString folder;
    QList<Error> errors;
    /// True when it is in the course all the same: only what it says about other parts is wrong, a
    /// link that leads nowhere or a prerequisite that does not exist. False: it could not be taken
    /// up.
    bool usable = false;
};

struct Course
{
    QList<Lesson> lessons; ///< by number
    QList<Exercise> exercises; ///< by lesson number, then `code`
    InterviewContent interviews; ///< what belongs to no single lesson
    QList<Broken> broken;

    /// Null also for an exercise's lesson that is broken: its exercises stay.
    [[nodiscard]] const Lesson *lesson(QStringView id) const;
    /// By slug, id or code.
    [[nodiscard]] const Exercise *exercise(QStringView name) const;
    [[nodiscard]] QList<const Exercise *> exercisesOf(QStringView lessonId) const;
    /// Also those across lessons.
    [[nodiscard]] const Question *question(QStringView id) const;
};

/// Reads lessons/ and exercises/ below `dataFolder`. Never fails as a whole: what is broken is in
/// `broken`, also double ids, references to lessons that do not exist, and an unreadable folder.
/// Reads on all cores; the result does not depend on how many there are.
[[nodiscard]] Course loadCourse(const QString &dataFolder);

} // namespace ringside::course
