#include "desktop/reference/referencemodel.h"

#include "desktop/lesson/readercontent.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

QString partTitle(const course::Lesson &lesson, const QList<LessonPart> &parts, const QString &anchor)
{
    const int part = partWithAnchor(lesson, anchor);
    return part < 0 ? lesson.title : parts[part].title;
}

} // namespace

void ReferenceModel::setCourse(const course::Course &course)
{
    beginResetModel();
    m_rows.clear();
    for (const course::Lesson &lesson : course.lessons) {
        const QList<LessonPart> parts = partsOf(lesson);
        for (const course::ReferenceRow &row : course::referenceOf(lesson))
            m_rows.append({&lesson, row, markdown::plainText(row.call), markdown::plainText(row.remark),
                partTitle(lesson, parts, row.part)});
    }
    endResetModel();
}

int ReferenceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant ReferenceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[index.row()];
    const QString place = tr("Lesson %1 · %2").arg(row.lesson->number).arg(row.partTitle);
    switch (role) {
    case Qt::DisplayRole: return row.call;
    case Qt::AccessibleTextRole: return tr("%1: %2. %3").arg(row.call, row.remark, place);
    case RemarkRole: return row.remark;
    case PlaceRole: return place;
    case LinkRole: return u"lesson:%1#%2"_s.arg(row.lesson->id, row.reference.part);
    case SearchRole:
        return QString(row.call + u'\n' + row.remark + u'\n' + row.lesson->title + u'\n' + row.partTitle).toCaseFolded();
    default: return {};
    }
}

void ReferenceProxy::setTyped(const QString &typed)
{
    m_words = typed.toCaseFolded().split(u' ', Qt::SkipEmptyParts);
    invalidateRowsFilter();
}

bool ReferenceProxy::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QString text = sourceModel()->index(row, 0, parent).data(ReferenceModel::SearchRole).toString();
    return std::ranges::all_of(m_words, [&text](const QString &word) { return text.contains(word); });
}

} // namespace ringside::desktop
