#pragma once

#include "classroom/archive.h"
#include "classroom/lab.h"

#include <QList>

namespace ringside::classroom {

/// How the folders and names of a source tell whose a file is.
enum class Layout : quint8 {
    Auto, ///< whichever fits most of the names
    Moodle, ///< "Ann Lee_123_assignsubmission_file_/tidy.py"
    Canvas, ///< "leeann_LATE_123_456_tidy.py"
    Nbgrader, ///< "submitted/ann/week3/tidy.py" and timestamp.txt
    Plain, ///< "ann/tidy.py"
};

/// What became of one file.
enum class Fate : quint8 {
    Taken,
    Superseded, ///< the same student's later file for the same exercise was taken
    Duplicate, ///< as Superseded, and the names were the same but for capital letters
    Ignored, ///< what systems and editors leave behind
    NotPython, ///< nor an answer to a question of the lab
    NoExercise, ///< its name fits no exercise of the lab
    NoStudent, ///< its place tells nobody's name
    UnsafeName, ///< absolute, with "..", not UTF-8, control characters
    Link,
    Special, ///< a device, a socket, a FIFO
    TooLarge,
    Encrypted,
    Unreadable, ///< damaged, or the system refused
    OtherLab, ///< a hand-in for another lab
    BrokenSeal, ///< a hand-in that was changed
    WholeSource, ///< nothing was taken of the archive or folder: see `error`
};

/// One line of the report.
struct IntakeNote
{
    QString source; ///< the archive or folder as it was named
    QByteArray name; ///< inside of it, as it is; empty for WholeSource
    Fate fate = Fate::Taken;
    QString student; ///< empty when it is not known
    QString slug;
    std::chrono::seconds clockSetBy{}; ///< a hand-in's log tells so; the furthest of several times
    std::optional<Error> error; ///< for Unreadable, TooLarge, BrokenSeal and WholeSource

    bool operator==(const IntakeNote &) const = default;
};

struct Submission
{
    QString student; ///< the id in the layout: Moodle's participant number, Canvas's user id, a folder's name
    QString studentName; ///< empty when the layout tells none
    QString slug; ///< of the exercise, or the id of an open question
    QByteArray content;
    qint64 submitted = 0; ///< seconds since 1970, of the file or its layout; 0: nothing tells
    bool isMarkedLate = false; ///< Canvas says so

    bool operator==(const Submission &) const = default;
};

struct Intake
{
    QList<Submission> submissions; ///< one for each student and exercise; by student, then slug
    QList<IntakeNote> notes; ///< one for each file that was found

    [[nodiscard]] qsizetype count(Fate fate) const;
};

struct IntakeLimits
{
    ArchiveLimits archive{.fileBytes = 4 << 20, .allBytes = 256 << 20};
    qint64 sourceBytes = 1 << 20; ///< of one Python file or answer
};

/// Takes in what was handed in: archives and folders, in any mix, and single hand-ins. Nothing is
/// unpacked to the disk, no name of a student becomes the name of a file, no link is followed.
/// Never fails as a whole: what could not be taken is in the notes.
[[nodiscard]] Intake takeIn(const QStringList &sources, const Lab &lab,
    Layout layout = Layout::Auto, const IntakeLimits &limits = {});

} // namespace ringside::classroom
