#pragma once

#include "classroom/batchgrader.h"
#include "classroom/intake.h"
#include "classroom/roster.h"

#include <optional>

namespace ringside::classroom {

/// Everything that is to be graded, frozen: every machine that takes a share reads the same.
struct Plan
{
    Lab lab;
    QList<Student> students; ///< of the instructor's list and of the hand-ins, by id
    QList<PlannedItem> items; ///< by student, then slug
    QList<PlannedItem> answers; ///< to open questions: persons read them, they are in no share
    QByteArray digest; ///< of the file it was read from

    [[nodiscard]] const Student *student(QStringView id) const;
    /// The digest of what a student handed in for an exercise or a question; empty when nothing.
    [[nodiscard]] QByteArray sourceOf(QStringView student, QStringView slug) const;
};

/// One share of a plan: number `number` of `of`, from 1. Which items are in it depends on nothing
/// but their student and exercise.
struct Shard
{
    int number = 1;
    int of = 1;

    [[nodiscard]] bool holds(const PlannedItem &item) const;
};

/// What is to be graded again, although there is a result; empty strings stand for all.
struct Selection
{
    QString student;
    QString slug;

    [[nodiscard]] bool holds(const PlannedItem &item) const;
};

/// What a share still has to do.
struct ShardWork
{
    QList<GradedItem> done; ///< from an earlier run that was stopped, or another plan with the same files
    QList<PlannedItem> open;
    qsizetype outdated = 0; ///< of those done: by the exercise as it was before, left alone by a selection
};

/// How far a plan is.
struct ShardStatus
{
    int of = 0; ///< shares the class was divided into; 0: nobody has begun
    QList<int> missing; ///< numbers of shares that are not there, or of another plan
    qsizetype graded = 0;
    qsizetype ungraded = 0; ///< by our fault: to be run again
    qsizetype open = 0;
};

/// The folder in which a class is graded: the instructor's own, because plan and key are in it.
///
///   lab.ringlab, lab.ringkey    copies
///   plan.json                   students, files, seeds
///   intake.jsonl                what became of every file that was handed in, of all sources so far
///   sources/DIGEST.py           the files, by their content: no student's name is a file's name;
///                               answers to open questions are DIGEST.txt
///   results/shard-I-of-N.jsonl  one share, complete; …partial while it is under way
///   results.jsonl               all shares together
///   audit.jsonl                 see journal.h
class GradeFolder
{
public:
    /// Makes the folder or plans anew in it: results whose file and exercise are the same stay.
    /// Errors: System; Content, when the folder is of another lab.
    [[nodiscard]] static Result<GradeFolder> plan(const QString &path, const QByteArray &labBytes,
        const LabKey &key, const Intake &intake, const QList<Student> &roster);
    /// As plan(), and what an earlier plan of the folder has stays: its students, and its files where no
    /// later one has come. The intake is then all of it; a file of it that is older than the one that was
    /// there is Superseded. Errors: as plan(); Content, when the earlier plan cannot be read.
    [[nodiscard]] static Result<GradeFolder> planMore(const QString &path, const QByteArray &labBytes,
        const LabKey &key, Intake &intake, const QList<Student> &roster);
    /// Errors: System; Content, when it is no such folder.
    [[nodiscard]] static Result<GradeFolder> open(const QString &path);

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] QString file(const QString &name) const { return m_path + u'/' + name; }
    [[nodiscard]] const Plan &plan() const { return m_plan; }
    [[nodiscard]] const LabKey &key() const { return m_key; }

    /// Under which name, in its archive or folder, a file of each student's was taken in last; by student.
    [[nodiscard]] Result<QHash<QString, QByteArray>> handedInAs() const;

    [[nodiscard]] Result<QByteArray> source(const QByteArray &digest) const;
    [[nodiscard]] Result<QByteArray> answer(const QByteArray &digest) const;

    /// The exercises of the lab as it grades them. Errors: Unsupported, when this course lacks one.
    [[nodiscard]] Result<QHash<QString, BatchExercise>> exercises(
        const course::Course &course) const;

    /// What is left of a share. What `again` selects is left over in any case; the rest then keeps its
    /// results, also those of an exercise that was changed since: see ShardWork::outdated.
    [[nodiscard]] Result<ShardWork> work(const Shard &shard,
        const QHash<QString, BatchExercise> &exercises,
        const std::optional<Selection> &again = std::nullopt) const;
    /// Keeps one result of a share that is under way.
    [[nodiscard]] Result<> keep(const Shard &shard, const GradedItem &item) const;
    /// A share is complete. The file is whole or not there.
    [[nodiscard]] Result<> complete(const Shard &shard, QList<GradedItem> items) const;

    [[nodiscard]] Result<ShardStatus> status() const;
    /// The shares that are not there of a class divided into `of`.
    [[nodiscard]] QList<int> missing(int of) const;
    /// Puts all shares together into results.jsonl. Errors: Content, when a share is missing.
    [[nodiscard]] Result<QList<GradedItem>> merge() const;
    /// What merge() wrote last; empty before.
    [[nodiscard]] Result<QList<GradedItem>> results() const;

private:
    GradeFolder(QString path, Plan plan, LabKey key);

    [[nodiscard]] static Result<GradeFolder> write(const QString &path, const QByteArray &labBytes,
        const LabKey &key, const Intake &intake, const QList<Student> &roster, const QByteArray &earlierNotes);
    [[nodiscard]] Result<> mergeInto(Intake &intake) const;
    [[nodiscard]] Result<QByteArray> stored(const QByteArray &digest, const QString &ending) const;
    [[nodiscard]] QString shardPath(const Shard &shard) const;
    [[nodiscard]] QString partialPath(const Shard &shard) const;
    [[nodiscard]] QStringList shardFiles(const QString &pattern) const;
    [[nodiscard]] std::optional<QList<GradedItem>> completeShard(const Shard &shard) const;

    QString m_path;
    Plan m_plan;
    LabKey m_key;
};

} // namespace ringside::classroom
