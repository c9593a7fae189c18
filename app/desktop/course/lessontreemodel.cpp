#include "desktop/course/lessontreemodel.h"

#include "desktop/course/brokencontent.h"
#include "desktop/course/readingstate.h"
#include "desktop/lesson/readercontent.h"

#include <QDir>

#include <algorithm>

namespace ringside::desktop {

namespace {

// Lessons are the children of the root, with this in their internal id; a part has its lesson's row there.
constexpr quintptr lessonLevel = ~quintptr(0);

} // namespace

LessonTreeModel::LessonTreeModel(const ReadingState &reading, QObject *parent)
    : QAbstractItemModel(parent)
    , m_reading(reading)
{
    connect(&reading, &ReadingState::readChanged, this, &LessonTreeModel::readChanged);
}

void LessonTreeModel::setCourse(const course::Course &course)
{
    beginResetModel();
    m_rows.clear();
    for (const course::Lesson &lesson : course.lessons) {
        Row row{Kind::Lesson, lesson.id, lesson.title, lesson.number, {}, {}};
        for (const LessonPart &part : partsOf(lesson))
            row.parts.append({part.anchor, part.title});
        m_rows.append(row);
    }
    for (const course::Broken &broken : course.broken) {
        if (!broken.usable)
            m_rows.append({Kind::Broken, broken.folder, QDir(broken.folder).dirName(), 0, {},
                problemText(broken)});
    }
    endResetModel();
}

void LessonTreeModel::setCurrent(const QString &lesson, const QString &part)
{
    const QModelIndex before = indexOf(m_currentLesson, m_currentPart);
    m_currentLesson = lesson;
    m_currentPart = part;
    const QModelIndex after = indexOf(lesson, part);
    for (const QModelIndex &changed : {before, after}) {
        if (changed.isValid())
            emit dataChanged(changed, changed, {CurrentRole});
    }
}

QModelIndex LessonTreeModel::indexOf(const QString &lesson, const QString &part) const
{
    const auto row = std::ranges::find(m_rows, lesson, &Row::id);
    if (row == m_rows.end())
        return {};
    const int at = int(row - m_rows.begin());
    if (part.isEmpty() && (row->parts.isEmpty() || !row->parts.first().anchor.isEmpty()))
        return index(at, 0);
    const auto found = std::ranges::find(row->parts, part, &Part::anchor);
    return found == row->parts.end() ? index(at, 0)
                                     : index(int(found - row->parts.begin()), 0, index(at, 0));
}

void LessonTreeModel::readChanged(const QString &lesson)
{
    const auto row = std::ranges::find(m_rows, lesson, &Row::id);
    if (row == m_rows.end())
        return;
    const QModelIndex changed = index(int(row - m_rows.begin()), 0);
    emit dataChanged(changed, changed, {ReadRole});
    if (!row->parts.isEmpty())
        emit dataChanged(index(0, 0, changed), index(int(row->parts.size()) - 1, 0, changed), {ReadRole});
}

QModelIndex LessonTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) : lessonLevel);
}

QModelIndex LessonTreeModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == lessonLevel)
        return {};
    return createIndex(int(child.internalId()), 0, lessonLevel);
}

int LessonTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_rows.size());
    return parent.internalId() == lessonLevel ? int(m_rows[parent.row()].parts.size()) : 0;
}

int LessonTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

int LessonTreeModel::readCount(const Row &row) const
{
    return int(std::ranges::count_if(
        row.parts, [&](const Part &part) { return m_reading.isRead(row.id, part.anchor); }));
}

QVariant LessonTreeModel::rowData(const Row &row, int role) const
{
    switch (role) {
    case Qt::DisplayRole: return row.title;
    case Qt::ToolTipRole: return row.problem;
    case Qt::AccessibleTextRole:
        return row.kind == Kind::Broken
            ? tr("%1, could not be loaded").arg(row.title)
            : tr("Lesson %1, %2, %3 of %4 parts read").arg(row.number).arg(row.title)
                  .arg(readCount(row)).arg(row.parts.size());
    case KindRole: return QVariant::fromValue(row.kind);
    case LessonRole: return row.id;
    case NumberRole: return row.number;
    case ReadRole: return readCount(row);
    case PartCountRole: return int(row.parts.size());
    case CurrentRole: return row.id == m_currentLesson && row.parts.size() <= 1;
    default: return {};
    }
}

QVariant LessonTreeModel::partData(const Row &row, const Part &part, int role) const
{
    const bool read = m_reading.isRead(row.id, part.anchor);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole: return part.title;
    case Qt::AccessibleTextRole: return read ? tr("%1, read").arg(part.title) : part.title;
    case KindRole: return QVariant::fromValue(Kind::Part);
    case LessonRole: return row.id;
    case PartRole: return part.anchor;
    case ReadRole: return read;
    case CurrentRole: return row.id == m_currentLesson && part.anchor == m_currentPart;
    default: return {};
    }
}

QVariant LessonTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (index.internalId() == lessonLevel)
        return rowData(m_rows[index.row()], role);
    const Row &row = m_rows[qsizetype(index.internalId())];
    return partData(row, row.parts[index.row()], role);
}

} // namespace ringside::desktop
