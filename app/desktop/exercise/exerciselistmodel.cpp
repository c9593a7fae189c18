#include "desktop/exercise/exerciselistmodel.h"

#include "desktop/course/brokencontent.h"
#include "desktop/exercise/draftstore.h"
#include "desktop/exercise/exerciserecords.h"

#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

double pointsOf(const course::Exercise &exercise)
{
    double points = 0;
    for (const course::Check &check : exercise.checks)
        points += check.points;
    return points;
}

} // namespace

QString levelText(course::Level level)
{
    switch (level) {
    case course::Level::Beginner: return ExerciseListModel::tr("beginner");
    case course::Level::Intermediate: return ExerciseListModel::tr("intermediate");
    case course::Level::Advanced: return ExerciseListModel::tr("advanced");
    }
    Q_UNREACHABLE_RETURN({});
}

QString statusText(ExerciseListModel::Status status)
{
    using Status = ExerciseListModel::Status;
    switch (status) {
    case Status::Untouched: return ExerciseListModel::tr("not begun");
    case Status::Started: return ExerciseListModel::tr("begun");
    case Status::Failed: return ExerciseListModel::tr("not passed yet");
    case Status::Passed: return ExerciseListModel::tr("passed");
    case Status::Mastered: return ExerciseListModel::tr("mastered");
    case Status::Broken: return ExerciseListModel::tr("could not be loaded");
    }
    Q_UNREACHABLE_RETURN({});
}

ExerciseListModel::ExerciseListModel(
    const ExerciseRecords &records, const DraftStore &drafts, QObject *parent)
    : QAbstractListModel(parent)
    , m_records(records)
    , m_drafts(drafts)
{
    connect(&records, &ExerciseRecords::changed, this, &ExerciseListModel::refresh);
}

void ExerciseListModel::setCourse(const course::Course &course)
{
    beginResetModel();
    m_rows.clear();
    for (const course::Exercise &exercise : course.exercises) {
        const course::Lesson *lesson = course.lesson(exercise.lesson);
        m_rows.append({.id = exercise.id, .slug = exercise.slug, .code = exercise.code,
            .title = exercise.title, .lesson = lesson ? lesson->title : QString(),
            .lessonId = exercise.lesson, .level = exercise.level, .minutes = exercise.minutes,
            .maxPoints = pointsOf(exercise)});
        fillStatus(m_rows.last());
    }
    for (const course::Broken &broken : course.broken) {
        if (isExercise(broken) && !broken.usable)
            m_rows.append({.title = QDir(broken.folder).dirName(), .problem = problemText(broken),
                .status = Status::Broken});
    }
    endResetModel();
}

void ExerciseListModel::fillStatus(Row &row) const
{
    const auto record = m_records.record(row.id);
    if (!record) {
        row.status = m_drafts.has(row.id) ? Status::Started : Status::Untouched;
        return;
    }
    row.points = record->points;
    row.status = record->outcome == grading::Outcome::Mastered ? Status::Mastered
        : record->outcome == grading::Outcome::Passed          ? Status::Passed
                                                               : Status::Failed;
}

void ExerciseListModel::refresh(const course::ExerciseId &exercise)
{
    const auto row = std::ranges::find(m_rows, exercise, &Row::id);
    if (row == m_rows.end())
        return;
    fillStatus(*row);
    const QModelIndex changed = index(int(row - m_rows.begin()));
    emit dataChanged(changed, changed, {StatusRole, PointsRole, MaxPointsRole});
}

int ExerciseListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QString ExerciseListModel::accessibleText(const Row &row)
{
    if (row.status == Status::Broken)
        return tr("%1, could not be loaded: %2").arg(row.title, row.problem);
    return tr("Exercise %1, %2, %3, %4").arg(row.code, row.title, levelText(row.level), statusText(row.status));
}

QVariant ExerciseListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole: return row.title;
    case Qt::ToolTipRole: return row.problem;
    case Qt::AccessibleTextRole: return accessibleText(row);
    case SlugRole: return row.slug;
    case CodeRole: return row.code;
    case LessonRole: return row.lesson;
    case LessonIdRole: return row.lessonId;
    case LevelRole: return QVariant::fromValue(row.level);
    case MinutesRole: return row.minutes;
    case StatusRole: return QVariant::fromValue(row.status);
    case PointsRole: return row.points;
    case MaxPointsRole: return row.maxPoints;
    default: return {};
    }
}

} // namespace ringside::desktop
