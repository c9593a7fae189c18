#include "desktop/grading/gradedclass.h"

#include "classroom/classtables.h"
#include "desktop/widgets/paper.h"
#include "wording/feedback.h"

#include <algorithm>

namespace ringside::desktop {

using namespace Qt::StringLiterals;
using classroom::GradedItem;
using classroom::GradeFolder;
using classroom::Journal;
using classroom::JournalEntry;

const GradedItem *GradedClass::result(const QString &student, const QString &slug) const
{
    const auto found = std::ranges::find_if(results,
        [&](const GradedItem &item) { return item.student == student && item.slug == slug; });
    return found == results.end() ? nullptr : &*found;
}

Result<GradedClass> readClass(const QString &path)
{
    const auto folder = GradeFolder::open(path);
    if (!folder)
        return std::unexpected(folder.error());
    const auto journal = Journal::open(path, folder->key().keys);
    if (!journal)
        return std::unexpected(journal.error());
    const auto results = folder->results();
    if (!results)
        return std::unexpected(results.error());
    return GradedClass{std::make_shared<const GradeFolder>(*folder), *results,
        classroom::makeGradebook(folder->plan(), *results, journal->entries())};
}

Result<QByteArray> reportsIn(const GradedClass &graded)
{
    QList<classroom::StudentReport> reports;
    for (const classroom::GradeRow &row : graded.book.rows)
        reports.append({row.student,
            pdfOf(wording::feedbackHtml(graded.book, row, graded.results), graded.book.title)});
    return classroom::feedbackZip(reports, "feedback.pdf");
}

Result<ClassWork> workOf(const GradeFolder &folder, const course::Course &course)
{
    const auto exercises = folder.exercises(course);
    if (!exercises)
        return std::unexpected(exercises.error());
    auto work = folder.work({}, *exercises);
    if (!work)
        return std::unexpected(work.error());
    ClassWork result{{.exercises = *exercises, .rounds = folder.plan().lab.rounds},
        std::move(work->done)};
    for (const classroom::PlannedItem &item : std::as_const(work->open)) {
        const auto content = folder.source(item.source);
        if (!content)
            return std::unexpected(content.error());
        result.request.items.append({item, *content});
    }
    return result;
}

Result<qsizetype> enterResults(const GradeFolder &folder, const QList<GradedItem> &items)
{
    auto journal = Journal::open(folder.path(), folder.key().keys);
    if (!journal)
        return std::unexpected(journal.error());
    if (const auto written = folder.complete({}, items); !written)
        return std::unexpected(written.error());
    return folder.merge().and_then([&](const QList<GradedItem> &results) {
        return classroom::enterMarks(
            *journal, folder.plan(), results, QDateTime::currentDateTimeUtc())
            .transform([](const auto &changes) { return changes.size(); });
    });
}

Result<> enterByHand(
    const GradeFolder &folder, const QList<classroom::JournalEntry> &entries)
{
    auto journal = Journal::open(folder.path(), folder.key().keys);
    if (!journal)
        return std::unexpected(journal.error());
    return journal->add(entries);
}

Result<std::optional<JournalEntry>> takeBack(const GradeFolder &folder, const QString &actor)
{
    auto journal = Journal::open(folder.path(), folder.key().keys);
    if (!journal)
        return std::unexpected(journal.error());
    const qint64 number = classroom::lastUndoable(journal->entries());
    if (number == 0)
        return std::nullopt;
    const JournalEntry undone = journal->entries()[number - 1];
    const JournalEntry entry{.what = JournalEntry::What::Undo,
        .at = QDateTime::currentDateTimeUtc(),
        .actor = actor,
        .student = undone.student,
        .slug = undone.slug,
        .undone = number};
    return journal->add({entry}).transform([&] { return std::optional(undone); });
}

} // namespace ringside::desktop
