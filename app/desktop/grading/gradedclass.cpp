#include "desktop/grading/gradedclass.h"

#include "classroom/exchange.h"
#include "classroom/files.h"
#include "desktop/widgets/paper.h"

#include <algorithm>

namespace ringside::desktop {

using namespace Qt::StringLiterals;
using classroom::GradedItem;
using classroom::GradeFolder;
using classroom::Journal;
using classroom::JournalEntry;

namespace {

constexpr qint64 largestSheet = 64 << 20;

/// The lab's exercises as their files are now: a check may have been put right since the window opened.
Result<course::Course> exercisesNow(const classroom::Lab &lab, const course::Course &course)
{
    course::Course now;
    for (const classroom::LabExercise &inLab : lab.exercises) {
        const course::Exercise *known = course.exercise(inLab.id);
        if (!known)
            continue; // GradeFolder::exercises() says so
        auto exercise = course::loadExercise(known->folder);
        if (!exercise)
            return std::unexpected(exercise.error().first());
        now.exercises.append(std::move(*exercise));
    }
    return now;
}

} // namespace

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

Result<> exportClass(const GradedClass &graded, wording::ExportFormat format, wording::ExportOptions options)
{
    options.pdf = pdfOf;
    return wording::writeExport(format, *graded.folder, graded.book, graded.results, options);
}

Result<FilledSheet> fillSheetFile(const GradedClass &graded, const wording::ExportOptions &options)
{
    const auto bytes = classroom::readFile(options.to, largestSheet);
    if (!bytes)
        return std::unexpected(bytes.error());
    const auto filling = classroom::fillSheet(*bytes, options.to, graded.book,
        options.column.isEmpty() ? graded.book.title : options.column,
        options.isScaled ? classroom::MarksIn::Proportion : classroom::MarksIn::LabPoints);
    if (!filling)
        return std::unexpected(filling.error());
    const FilledSheet filled{.file = filledSheetName(options.to), .filled = filling->filled,
        .without = filling->without, .most = filling->most};
    return classroom::writeFile(filled.file, filling->bytes, classroom::Readers::OwnerOnly)
        .transform([&] { return filled; });
}

QString filledSheetName(const QString &sheet)
{
    QString name = sheet;
    return name.insert(sheet.endsWith(u".csv"_s) ? sheet.size() - 4 : sheet.size(), u"-graded"_s);
}

Result<Replay> replayOf(const GradeFolder &folder, const course::Course &course, const GradedItem &item,
    const grading::CheckResult &check)
{
    const auto exercises = exercisesNow(folder.plan().lab, course)
                               .and_then([&](const course::Course &now) { return folder.exercises(now); });
    if (!exercises)
        return std::unexpected(exercises.error());
    const auto source = folder.source(item.source);
    if (!source)
        return std::unexpected(source.error());
    const classroom::BatchExercise now = exercises->value(item.slug);
    Replay replay{now.exercise, *source, check, now.digest != item.exercise};
    replay.exercise.checks.removeIf([&](const course::Check &one) { return one.id != check.id; });
    replay.exercise.cases.removeIf([&](const course::Case &one) { return one.id != check.caseId; });
    if (replay.exercise.checks.isEmpty() || replay.exercise.cases.isEmpty())
        return unsupported(u"the exercise has no such check any more"_s);
    replay.exercise.checks.first().after.clear();
    replay.exercise.checks.first().cases = {check.caseId};
    replay.exercise.cases.first().seeds = 1;
    return replay;
}

Result<ClassWork> workOf(const GradeFolder &folder, const course::Course &course,
    const std::optional<classroom::Selection> &again)
{
    const auto exercises = exercisesNow(folder.plan().lab, course)
                               .and_then([&](const course::Course &now) { return folder.exercises(now); });
    if (!exercises)
        return std::unexpected(exercises.error());
    auto work = folder.work({}, *exercises, again);
    if (!work)
        return std::unexpected(work.error());
    ClassWork result{{.exercises = *exercises, .rounds = folder.plan().lab.rounds},
        std::move(work->done), work->outdated};
    for (const classroom::PlannedItem &item : std::as_const(work->open)) {
        const auto content = folder.source(item.source);
        if (!content)
            return std::unexpected(content.error());
        result.request.items.append({item, *content});
    }
    return result;
}

Result<QList<classroom::MarkChange>> enterResults(const GradeFolder &folder, const QList<GradedItem> &items)
{
    auto journal = Journal::open(folder.path(), folder.key().keys);
    if (!journal)
        return std::unexpected(journal.error());
    if (const auto written = folder.complete({}, items); !written)
        return std::unexpected(written.error());
    return folder.merge().and_then([&](const QList<GradedItem> &results) {
        return classroom::enterMarks(
            *journal, folder.plan(), results, QDateTime::currentDateTimeUtc());
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
