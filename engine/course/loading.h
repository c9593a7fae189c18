#pragma once

#include "course/contentfolder.h"
#include "course/exercise.h"
#include "course/lesson.h"
#include "course/links.h"

namespace ringside::course {

/// An exercise as far as it could be read, with all that is wrong with it. What names other parts
/// of the course is checked when all of them are read.
struct LoadedExercise
{
    Exercise exercise;
    QList<Error> errors;
    QList<Link> links;
};

struct LoadedLesson
{
    Lesson lesson;
    QList<Error> errors;
    QList<Link> links;
};

[[nodiscard]] LoadedExercise readExercise(const ContentFolder &folder);
[[nodiscard]] LoadedLesson readLesson(const ContentFolder &folder);

/// Last part of a path.
[[nodiscard]] inline QString folderName(const QString &path)
{
    return path.section(u'/', -1, -1, QString::SectionSkipEmpty);
}

} // namespace ringside::course
