#pragma once

#include "classroom/gradebook.h"

#include <QAbstractTableModel>

namespace ringside::desktop {

/// A class as a table: a row for each student, a column for each exercise and question between the
/// names and the sum.
class GradebookModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Id, Name, FirstExercise };
    enum Role {
        OpenRole = Qt::UserRole, ///< whether a mark is still to come, of an exercise's cell
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setBook(const classroom::Gradebook &book);
    [[nodiscard]] const classroom::Gradebook &book() const { return m_book; }

    /// The cell of an exercise; null in the other columns.
    [[nodiscard]] const classroom::GradeCell *cell(const QModelIndex &index) const;
    /// Where the mark of a student for an exercise or question stands; the sum, where neither is named.
    [[nodiscard]] QModelIndex place(const QString &student, const QString &slug) const;
    /// The next cell that has no mark yet, row by row, from behind `index` on and around the
    /// end.
    [[nodiscard]] QModelIndex nextOpen(const QModelIndex &index) const;
    [[nodiscard]] int openCount() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const classroom::GradeRow &row, int column) const;

    classroom::Gradebook m_book;
};

} // namespace ringside::desktop
