#pragma once

#include "classroom/exchange.h"
#include "wording/classexport.h"

#include <memory>

namespace ringside::desktop {

/// A class as its folder has it. All functions here read or write the disk: they are called from
/// other threads than the window's.
struct GradedClass
{
    std::shared_ptr<const classroom::GradeFolder> folder;
    QList<classroom::GradedItem> results;
    classroom::Gradebook book;

    [[nodiscard]] const classroom::GradedItem *result(
        const QString &student, const QString &slug) const;
};

[[nodiscard]] Result<GradedClass> readClass(const QString &path);

/// Writes it in any format. Errors: System.
[[nodiscard]] Result<> exportClass(
    const GradedClass &graded, wording::ExportFormat format, wording::ExportOptions options);

/// Puts the marks into the sheet `options.to` that an instructor downloaded, in a file beside it. What became of it.
struct FilledSheet
{
    QString file;
    int filled = 0;
    QStringList without; ///< students who have no complete mark
    std::optional<double> most; ///< the sheet's maximum; none when it tells none
};
[[nodiscard]] Result<FilledSheet> fillSheetFile(
    const GradedClass &graded, const wording::ExportOptions &options);
/// The name of that file: "worksheet-graded.csv" of "worksheet.csv".
[[nodiscard]] QString filledSheetName(const QString &sheet);

/// Everything that is left to be graded, with the files; and what is to be graded again.
struct ClassWork
{
    classroom::BatchRequest request;
    QList<classroom::GradedItem> done;
    qsizetype outdated = 0; ///< see ShardWork
};
[[nodiscard]] Result<ClassWork> workOf(
    const classroom::GradeFolder &folder, const course::Course &course,
    const std::optional<classroom::Selection> &again);

/// A check of somebody's file, to be run again on the files on which it failed.
struct Replay
{
    course::Exercise exercise; ///< as the lab grades it now: this check alone, in the case it failed in
    QByteArray source;
    grading::CheckResult then; ///< what came of it
    bool isOfAnother = false; ///< the exercise has changed since
};
/// Errors: Unsupported, when the exercise has no such check any more.
[[nodiscard]] Result<Replay> replayOf(const classroom::GradeFolder &folder, const course::Course &course,
    const classroom::GradedItem &item, const grading::CheckResult &check);

/// Puts the results of a whole class into the folder and its marks into the journal. Which marks are
/// new or other than before.
[[nodiscard]] Result<QList<classroom::MarkChange>> enterResults(
    const classroom::GradeFolder &folder, const QList<classroom::GradedItem> &items);

/// Enters what a person decided.
[[nodiscard]] Result<> enterByHand(
    const classroom::GradeFolder &folder, const QList<classroom::JournalEntry> &entries);

/// Takes back what a person entered last. What that was; nothing when there is nothing left.
[[nodiscard]] Result<std::optional<classroom::JournalEntry>> takeBack(
    const classroom::GradeFolder &folder, const QString &actor);

} // namespace ringside::desktop
