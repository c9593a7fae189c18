#pragma once

#include "classroom/gradebook.h"

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

/// Everything that is left to be graded, with the files.
struct ClassWork
{
    classroom::BatchRequest request;
    QList<classroom::GradedItem> done;
};
[[nodiscard]] Result<ClassWork> workOf(
    const classroom::GradeFolder &folder, const course::Course &course);

/// Puts the results of a whole class into the folder and its marks into the journal. How many marks
/// changed.
[[nodiscard]] Result<qsizetype> enterResults(
    const classroom::GradeFolder &folder, const QList<classroom::GradedItem> &items);

/// Enters what a person decided.
[[nodiscard]] Result<> enterByHand(
    const classroom::GradeFolder &folder, const QList<classroom::JournalEntry> &entries);

} // namespace ringside::desktop
