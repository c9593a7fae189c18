#include "classroom/gradebook.h"

#include "filesystem/digest.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

using Key = std::pair<QString, QString>; // student, slug
using What = JournalEntry::What;

const QStringList outcomes{u"mastered"_s, u"passed"_s, u"failed"_s, u"ungraded"_s};

/// A record of the journal and its number.
struct Numbered
{
    qint64 number = 0;
    JournalEntry entry;
};

/// What persons and the grader have said last.
struct Said
{
    QHash<Key, Numbered> marks;
    QHash<Key, Numbered> manual;
    QHash<Key, QString> comments;
    QHash<QString, qint64> extensions; ///< minutes, by student
};

Said lastWords(const QList<JournalEntry> &journal)
{
    Said said;
    const QSet<qint64> undone = undoneRecords(journal);
    qint64 number = 0;
    for (const JournalEntry &entry : journal) {
        if (undone.contains(++number))
            continue;
        const Key key(entry.student, entry.slug);
        if (!entry.rows.isEmpty())
            said.comments.insert(key, entry.text);
        if (entry.what == What::Mark)
            said.marks.insert(key, {number, entry});
        else if (entry.what == What::Manual && entry.points)
            said.manual.insert(key, {number, entry});
        else if (entry.what == What::Manual)
            said.manual.remove(key);
        else if (entry.what == What::Comment)
            said.comments.insert(key, entry.text);
        else if (entry.what == What::Extension)
            said.extensions.insert(entry.student, entry.minutes);
    }
    return said;
}

QHash<Key, GradedItem> byPlace(const QList<GradedItem> &results)
{
    QHash<Key, GradedItem> items;
    for (const GradedItem &item : results)
        items.insert({item.student, item.slug}, item);
    return items;
}

class BookMaker
{
public:
    BookMaker(
        const Plan &plan, const QList<GradedItem> &results, const QList<JournalEntry> &journal)
        : m_plan(plan)
        , m_results(byPlace(results))
        , m_said(lastWords(journal))
    {
        for (const PlannedItem &item : plan.items + plan.answers)
            m_items.insert({item.student, item.slug}, item);
    }

    Gradebook make() const
    {
        Gradebook book{.title = m_plan.lab.title, .most = m_plan.lab.points()};
        for (const LabExercise &exercise : m_plan.lab.exercises)
            book.slugs.append(exercise.slug);
        for (const LabQuestion &question : m_plan.lab.questions)
            book.slugs.append(question.id);
        for (const Student &student : m_plan.students)
            book.rows.append(rowOf(student));
        return book;
    }

private:
    [[nodiscard]] GradeRow rowOf(const Student &student) const
    {
        GradeRow row{.student = student};
        for (const LabExercise &exercise : m_plan.lab.exercises)
            addCell(row, {.slug = exercise.slug, .most = exercise.points}, &exercise);
        for (const LabQuestion &question : m_plan.lab.questions)
            addCell(row, {.slug = question.id, .isQuestion = true, .most = question.points}, nullptr);
        row.points = roundedPoints(row.points);
        return row;
    }

    void addCell(GradeRow &row, GradeCell cell, const LabExercise *exercise) const
    {
        const Key key(row.student.id, cell.slug);
        cell.comment = m_said.comments.value(key);
        if (const auto item = m_items.constFind(key); item != m_items.constEnd()) {
            takeFile(cell, row.student, *item);
            if (exercise)
                grade(cell, *exercise, *item);
        }
        if (const auto manual = m_said.manual.constFind(key); manual != m_said.manual.constEnd()) {
            const JournalEntry &entry = manual->entry;
            cell.state = GradeCell::State::Manual;
            cell.record = manual->number;
            cell.manual = entry.points;
            cell.points = roundedPoints(*entry.points);
            cell.lateness = {.late = cell.lateness.late}; // of which they lose nothing
            cell.rows = entry.rows;
            cell.isHandedInAgain = !entry.source.isEmpty() && !cell.source.isEmpty()
                && entry.source != cell.source;
        }
        if (cell.isOpen())
            cell.record = 0;
        row.points += cell.points;
        row.isComplete = row.isComplete && !cell.isOpen();
        row.cells.append(cell);
    }

    void takeFile(GradeCell &cell, const Student &student, const PlannedItem &item) const
    {
        cell.source = item.source;
        cell.submitted = student.submitted != 0 ? student.submitted : item.submitted;
        cell.lateness = latenessOf(student, cell.submitted);
        cell.state = cell.isQuestion ? GradeCell::State::Unread : GradeCell::State::Ungraded;
    }

    void grade(GradeCell &cell, const LabExercise &exercise, const PlannedItem &item) const
    {
        const auto result = m_results.constFind({item.student, item.slug});
        if (result == m_results.constEnd() || result->source != item.source)
            return;
        cell.outcome = outcomes[qsizetype(result->verdict.outcome)];
        cell.automatic = labPoints(exercise, *result);
        if (!cell.automatic)
            return;
        cell.state = GradeCell::State::Graded;
        const Numbered mark = m_said.marks.value({item.student, item.slug});
        if (mark.entry.source == result->source && mark.entry.exercise == result->exercise && mark.entry.points == cell.automatic)
            cell.record = mark.number;
        cell.points = roundedPoints(*cell.automatic * (1 - cell.lateness.percentLost / 100));
    }

    [[nodiscard]] Lateness latenessOf(const Student &student, qint64 submitted) const
    {
        const Lab &lab = m_plan.lab;
        // Nobody is late whose time nobody knows.
        if (!lab.due.isValid() || submitted == 0)
            return {};
        const std::chrono::minutes extension(
            m_said.extensions.value(student.id, student.extensionMinutes));
        const auto at = [](qint64 seconds) {
            return std::chrono::sys_seconds(std::chrono::seconds(seconds));
        };
        return classroom::latenessOf(
            lab.late, at(lab.due.toSecsSinceEpoch()), extension, at(submitted));
    }

    const Plan &m_plan;
    QHash<Key, GradedItem> m_results;
    QHash<Key, PlannedItem> m_items;
    Said m_said;
};

} // namespace

double roundedPoints(double points)
{
    return std::floor(points * 100 + 0.5 + 1e-9) / 100;
}

const GradeRow *Gradebook::row(QStringView student) const
{
    const auto found = std::ranges::find(
        rows, student, [](const GradeRow &row) { return QStringView(row.student.id); });
    return found == rows.end() ? nullptr : &*found;
}

qsizetype Gradebook::unread() const
{
    qsizetype count = 0;
    for (const GradeRow &row : rows)
        count += std::ranges::count_if(
            row.cells, [](const GradeCell &cell) { return cell.isQuestion && cell.isOpen(); });
    return count;
}

qsizetype Gradebook::ungraded() const
{
    return std::ranges::count_if(rows, [](const GradeRow &row) {
        return std::ranges::contains(row.cells, GradeCell::State::Ungraded, &GradeCell::state);
    });
}

std::optional<double> labPoints(const LabExercise &exercise, const GradedItem &item)
{
    const grading::Verdict &verdict = item.verdict;
    const bool isOpen = std::ranges::any_of(verdict.checks, [&](const auto &check) {
        const bool counts
            = exercise.counted == Counted::All || check.tier == course::Tier::Core;
        return counts && check.outcome == grading::CheckOutcome::Ungraded;
    });
    if (isOpen || verdict.outcome == grading::Outcome::Ungraded)
        return std::nullopt;
    const grading::Points &earned
        = exercise.counted == Counted::Core ? verdict.core : verdict.total;
    return earned.maxPoints > 0 ? exercise.points * earned.points / earned.maxPoints
                                : exercise.points;
}

Gradebook makeGradebook(
    const Plan &plan, const QList<GradedItem> &results, const QList<JournalEntry> &journal)
{
    return BookMaker(plan, results, journal).make();
}

Result<QList<MarkChange>> enterMarks(
    Journal &journal, const Plan &plan, const QList<GradedItem> &results, const QDateTime &now)
{
    const Said said = lastWords(journal.entries());
    QList<MarkChange> changes;
    QList<JournalEntry> entries;
    for (const GradedItem &item : results) {
        const LabExercise *exercise = plan.lab.exercise(item.slug);
        if (!exercise)
            continue;
        const Key key(item.student, item.slug);
        const QByteArray result = filesystem::digestOf(toLine(item)).toHex();
        const auto before = said.marks.constFind(key);
        const bool isNew = before == said.marks.constEnd();
        if (!isNew && before->entry.result == result)
            continue;
        const auto points = labPoints(*exercise, item);
        const auto old = isNew ? std::nullopt : before->entry.points;
        if (isNew || old != points)
            changes.append({item.student, item.slug, old, points, said.manual.contains(key)});
        entries.append(JournalEntry{.what = What::Mark,
            .at = now,
            .actor = u"grader"_s,
            .student = item.student,
            .slug = item.slug,
            .points = points,
            .outcome = outcomes[qsizetype(item.verdict.outcome)],
            .source = item.source,
            .exercise = item.exercise,
            .result = result});
    }
    return journal.add(entries).transform([&] { return changes; });
}

Result<qsizetype> enterHandIns(Journal &journal, const Plan &plan, const QDateTime &now)
{
    QHash<Key, QByteArray> told;
    for (const JournalEntry &entry : journal.entries()) {
        if (entry.what == What::HandedInAgain)
            told.insert({entry.student, entry.slug}, entry.source);
    }
    qsizetype count = 0;
    QList<JournalEntry> entries;
    const Gradebook book = makeGradebook(plan, {}, journal.entries());
    for (const GradeRow &row : book.rows) {
        for (const GradeCell &cell : row.cells) {
            if (!cell.isHandedInAgain)
                continue;
            ++count;
            if (told.value({row.student.id, cell.slug}) != cell.source)
                entries.append(JournalEntry{.what = What::HandedInAgain,
                    .at = now,
                    .actor = u"grader"_s,
                    .student = row.student.id,
                    .slug = cell.slug,
                    .source = cell.source});
        }
    }
    return journal.add(entries).transform([&] { return count; });
}

Result<> noteHandIns(const GradeFolder &folder, const QDateTime &now)
{
    auto journal = Journal::open(folder.path(), folder.key().keys);
    if (!journal)
        return std::unexpected(journal.error());
    return enterHandIns(*journal, folder.plan(), now).transform([](qsizetype) {});
}

} // namespace ringside::classroom
