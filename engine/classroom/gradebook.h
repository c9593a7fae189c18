#pragma once

#include "classroom/gradefolder.h"
#include "classroom/journal.h"

namespace ringside::classroom {

/// One student's exercise, or open question.
struct GradeCell
{
    enum class State : quint8 {
        Missing, ///< nothing was handed in
        Ungraded, ///< by our fault: no number
        Graded,
        Manual, ///< a person's points count
        Unread, ///< an answer no person has read yet: no number
    };

    /// Whether a mark is still to come.
    [[nodiscard]] bool isOpen() const
    {
        return state == State::Ungraded || state == State::Unread || (isQuestion && isHandedInAgain);
    }

    QString slug; ///< or the id of the question
    bool isQuestion = false;
    State state = State::Missing;
    std::optional<double> automatic; ///< the grader's points, before lateness
    std::optional<double> manual;
    /// A person's points are about an earlier file. An exercise keeps them, as it keeps them whatever the
    /// grader says; an answer has to be read again.
    bool isHandedInAgain = false;
    Lateness lateness;
    double points = 0; ///< what counts: two decimals. 0 for Missing and where it is open
    double most = 0;
    QString outcome; ///< "mastered" … empty when there is none
    qint64 record = 0; ///< of the journal, from 1, from which the points that count come; 0: open, or not entered yet
    QString comment;
    QList<RubricRow> rows; ///< what a person found in an answer; empty when the points have no rubric
    QByteArray source; ///< digest of the file; empty when Missing
    qint64 submitted = 0; ///< seconds since 1970; 0: unknown, or Missing
};

struct GradeRow
{
    Student student;
    QList<GradeCell> cells; ///< as the lab's exercises, then its questions
    double points = 0;
    bool isComplete = true; ///< false when something of it is open: the sum is no mark yet
};

/// A class's marks. A pure function of lab, plan, results and journal: whoever moves the deadline or
/// grants an extension gets the new marks at once.
struct Gradebook
{
    QString title;
    QStringList slugs; ///< of exercises, then ids of questions
    double most = 0;
    QList<GradeRow> rows; ///< by student

    [[nodiscard]] const GradeRow *row(QStringView student) const;
    /// How many answers no person has read yet, or not since they were handed in again.
    [[nodiscard]] qsizetype unread() const;
    /// How many students lack a mark by our fault.
    [[nodiscard]] qsizetype ungraded() const;
};

[[nodiscard]] Gradebook makeGradebook(
    const Plan &plan, const QList<GradedItem> &results, const QList<JournalEntry> &journal);

/// The points of a result in the lab's currency; none when it is ungraded.
[[nodiscard]] std::optional<double> labPoints(const LabExercise &exercise, const GradedItem &item);

/// A mark that is new or other than before.
struct MarkChange
{
    QString student;
    QString slug;
    std::optional<double> before; ///< none: there was no mark
    std::optional<double> after;
    bool isManual = false; ///< a person's points stand: the change shows nowhere

    bool operator==(const MarkChange &) const = default;
};

/// Enters the grader's marks into the journal where they are new or other than the last ones, and
/// tells which. Records of persons are not touched. Errors: System.
[[nodiscard]] Result<QList<MarkChange>> enterMarks(
    Journal &journal, const Plan &plan, const QList<GradedItem> &results, const QDateTime &now);

/// Enters which files were handed in again since a person gave their points, each once. How many there
/// are now. Errors: System.
[[nodiscard]] Result<qsizetype> enterHandIns(Journal &journal, const Plan &plan, const QDateTime &now);

/// The same, in the journal of the folder.
[[nodiscard]] Result<> noteHandIns(const GradeFolder &folder, const QDateTime &now);

/// At most two decimals, half up: what all exports say.
[[nodiscard]] double roundedPoints(double points);

} // namespace ringside::classroom
