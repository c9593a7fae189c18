#include "desktop/grading/similaritymodel.h"

#include "base/bytes.h"
#include "wording/feedback.h"
#include "wording/similarity.h"

#include <algorithm>

namespace ringside::desktop {

using classroom::SimilarFiles;

void SimilarityModel::setPairs(
    QList<SimilarFiles> pairs, const classroom::Gradebook &book, const course::Course &course)
{
    beginResetModel();
    std::ranges::stable_sort(pairs, [](const SimilarFiles &one, const SimilarFiles &other) {
        return std::tuple(one.pair.isTooShort, -one.pair.similarity, -one.pair.outlier)
            < std::tuple(other.pair.isTooShort, -other.pair.similarity, -other.pair.outlier);
    });
    m_pairs = std::move(pairs);
    m_texts.clear();
    const auto nameOf = [&](const QString &student) {
        return displayName(wording::studentName(book, student).toUtf8());
    };
    for (const SimilarFiles &files : std::as_const(m_pairs)) {
        const course::Exercise *exercise = course.exercise(QStringView(files.slug));
        m_texts.append({exercise ? exercise->title : files.slug, nameOf(files.first),
            wording::secondName(files, nameOf(files.second)), wording::similarityText(files.pair)});
    }
    endResetModel();
}

int SimilarityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_pairs.size());
}

int SimilarityModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant SimilarityModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return m_texts[index.row()][size_t(index.column())];
    return {};
}

QVariant SimilarityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Exercise: return tr("Exercise");
    case First: return tr("Student");
    case Second: return tr("Other student");
    case Similarity: return tr("How similar");
    default: return {};
    }
}

} // namespace ringside::desktop
