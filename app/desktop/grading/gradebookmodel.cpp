#include "desktop/grading/gradebookmodel.h"

#include "base/bytes.h"
#include "classroom/exchange.h"
#include "wording/feedback.h"

#include <algorithm>

namespace ringside::desktop {

using classroom::GradeCell;

namespace {

int alignmentOf(int column)
{
    return int((column >= GradebookModel::FirstExercise ? Qt::AlignRight : Qt::AlignLeft)
        | Qt::AlignVCenter);
}

} // namespace

void GradebookModel::setBook(const classroom::Gradebook &book)
{
    beginResetModel();
    m_book = book;
    endResetModel();
}

const GradeCell *GradebookModel::cell(const QModelIndex &index) const
{
    const qsizetype exercise = index.column() - FirstExercise;
    if (!index.isValid() || exercise < 0 || exercise >= m_book.slugs.size())
        return nullptr;
    return &m_book.rows[index.row()].cells[exercise];
}

QModelIndex GradebookModel::nextOpen(const QModelIndex &from) const
{
    const int exercises = int(m_book.slugs.size());
    const int all = int(m_book.rows.size()) * exercises;
    const int start = cell(from) ? from.row() * exercises + from.column() - FirstExercise : -1;
    for (int i = 1; i <= all; ++i) {
        const int place = (start + i) % all;
        const QModelIndex at = index(place / exercises, FirstExercise + place % exercises);
        if (cell(at)->isOpen())
            return at;
    }
    return {};
}

int GradebookModel::openCount() const
{
    int open = 0;
    for (const classroom::GradeRow &row : m_book.rows)
        for (const GradeCell &one : row.cells)
            open += one.isOpen() ? 1 : 0;
    return open;
}

int GradebookModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_book.rows.size());
}

int GradebookModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || m_book.slugs.isEmpty() ? 0
                                                      : FirstExercise + int(m_book.slugs.size()) + 1;
}

QModelIndex GradebookModel::place(const QString &student, const QString &slug) const
{
    const auto row = std::ranges::find(m_book.rows, student, [](const auto &one) { return one.student.id; });
    const qsizetype exercise = slug.isEmpty() ? m_book.slugs.size() : m_book.slugs.indexOf(slug);
    if (row == m_book.rows.end() || exercise < 0)
        return {};
    return index(int(row - m_book.rows.begin()), FirstExercise + int(exercise));
}

QString GradebookModel::text(const classroom::GradeRow &row, int column) const
{
    if (column == Id)
        return displayName(row.student.id.toUtf8());
    if (column == Name)
        return displayName(row.student.name.toUtf8());
    const qsizetype exercise = column - FirstExercise;
    if (exercise == m_book.slugs.size())
        return row.isComplete ? classroom::pointsText(row.points) : tr("open");
    const GradeCell &one = row.cells[exercise];
    if (one.isQuestion && one.isHandedInAgain)
        return tr("to read again");
    switch (one.state) {
    case GradeCell::State::Missing:
        return tr("—");
    case GradeCell::State::Ungraded:
        return tr("open");
    case GradeCell::State::Graded:
        return classroom::pointsText(one.points);
    case GradeCell::State::Manual:
        return one.isQuestion ? classroom::pointsText(one.points)
                              : tr("%1 by hand").arg(classroom::pointsText(one.points));
    case GradeCell::State::Unread:
        return tr("to read");
    }
    Q_UNREACHABLE_RETURN({});
}

QVariant GradebookModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const GradeCell *one = cell(index);
    switch (role) {
    case Qt::DisplayRole:
        return text(m_book.rows[index.row()], index.column());
    case Qt::TextAlignmentRole:
        return alignmentOf(index.column());
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return one ? wording::stateName(*one) : QVariant();
    case OpenRole:
        return one && one->isOpen();
    default:
        return {};
    }
}

QVariant GradebookModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role != Qt::DisplayRole)
        return {};
    if (section == Id)
        return tr("Student");
    if (section == Name)
        return tr("Name");
    return m_book.slugs.value(section - FirstExercise, tr("Points"));
}

} // namespace ringside::desktop
