#pragma once

#include "classroom/intake.h"
#include "course/course.h"

namespace ringside::desktop {

// All functions here read or write the disk: they are called from other threads than the window's.

/// Of what a class is made.
struct ClassSources
{
    QString lab; ///< the .ringlab; its key lies beside it
    QStringList handIns; ///< folders, archives, single hand-ins
    QString folder; ///< where the class is graded; made when it is not there
};

/// What was taken in, and how many files of earlier times stay beside it.
struct TakenIn
{
    classroom::Intake intake;
    qsizetype stayed = 0;
};

/// Takes everything in and plans the class; where the folder holds one, beside what is there: see
/// GradeFolder::planMore(). Errors: System; Content, also when nothing could be taken in.
[[nodiscard]] Result<TakenIn> takeInClass(const ClassSources &sources);

/// A lab somebody has made.
struct NewLab
{
    QString lab, key; ///< the files
    QString startWord; ///< of an exam
};

/// Makes the files NAME.ringlab, NAME.ringkey and NAME.toml from a description, as `ringside lab make`
/// does; a key that is there already stays. Errors: System, Content.
[[nodiscard]] Result<NewLab> makeLabFiles(
    const QByteArray &definition, const QString &labFile, const course::Course &course);

} // namespace ringside::desktop
