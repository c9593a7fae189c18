#pragma once

#include "course/course.h"

#include <QByteArray>

namespace ringside::course {

struct ScaffoldFile
{
    QString name; ///< relative to the exercise's folder: "wrong/skips_hidden.py"
    QByteArray text;
};

/// What a new exercise is called.
struct ScaffoldNames
{
    QString slug; ///< "list-regular-files"
    QString id; ///< a fresh UUID
    QString lesson; ///< id of the lesson
    QString code; ///< "E05.14"
};

/// A small exercise that works as it is: an author changes one piece at a time and has a green
/// check between. It lists the regular files of a directory, and shows one check of each group with
/// the wrong solution that fails it.
[[nodiscard]] QList<ScaffoldFile> exerciseScaffold(const ScaffoldNames &names);

/// Makes the folder of a new exercise below `dataFolder` and gives back its path. The code is the
/// next free one of the lesson. Errors: Content (a slug that cannot be one or is taken, an unknown
/// lesson), System.
[[nodiscard]] Result<QString> createExercise(
    const Course &course, const QString &dataFolder, const QString &slug, const QString &lesson);

} // namespace ringside::course
