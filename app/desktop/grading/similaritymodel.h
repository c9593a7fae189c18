#pragma once

#include "classroom/gradebook.h"
#include "classroom/similarfiles.h"
#include "course/course.h"

#include <QAbstractTableModel>

namespace ringside::desktop {

/// Pairs of similar files, the most similar first, whatever exercise they are of.
class SimilarityModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Exercise, First, Second, Similarity, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Students are called as the book calls them, exercises as the course does.
    void setPairs(QList<classroom::SimilarFiles> pairs, const classroom::Gradebook &book, const course::Course &course);
    [[nodiscard]] const QList<classroom::SimilarFiles> &pairs() const { return m_pairs; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<classroom::SimilarFiles> m_pairs;
    QList<std::array<QString, ColumnCount>> m_texts;
};

} // namespace ringside::desktop
