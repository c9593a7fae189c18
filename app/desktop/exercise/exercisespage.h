#pragma once

#include "course/course.h"
#include "desktop/exercise/exerciselistmodel.h"
#include "desktop/page/page.h"

#include <QStyledItemDelegate>

class QListView;
class QStackedWidget;

namespace ringside::desktop {

class EmptyState;
class Label;

/// One exercise as a card in a list: status, code, title, level, time, points.
class ExerciseDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// All exercises, to choose one.
class ExercisesPage : public Page
{
    Q_OBJECT

public:
    ExercisesPage(const ExerciseRecords &records, const DraftStore &drafts, QWidget *parent = nullptr);

    void setCourse(const std::shared_ptr<const course::Course> &course) override;
    void refresh(const course::ExerciseId &exercise) { m_model->refresh(exercise); }

    QList<QWidget *> panes() const override;
    [[nodiscard]] QListView *list() const { return m_list; }

signals:
    void exerciseRequested(const QString &slug);

private:
    void choose(const QModelIndex &index);
    void showCounts();

    ExerciseListModel *m_model;
    QListView *m_list;
    Label *m_counts;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
};

} // namespace ringside::desktop
