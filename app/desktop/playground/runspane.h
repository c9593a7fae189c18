#pragma once

#include "filesystem/tree.h"

#include <QListView>
#include <QStyledItemDelegate>
#include <QWidget>

namespace ringside::desktop {

class Button;
class ChangeList;
class DiffView;
class Label;
class RunModel;
class TreeChangeModel;

/// Draws a RunModel: number, command, how it ended.
class RunDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// The runs, and the ways back to before and after the chosen one.
class RunsPane : public QWidget
{
    Q_OBJECT

public:
    explicit RunsPane(RunModel *model, QWidget *parent = nullptr);

    [[nodiscard]] QListView *list() const { return m_list; }
    [[nodiscard]] Button *before() const { return m_before; }
    [[nodiscard]] Button *after() const { return m_after; }
    void chooseNewest();

signals:
    void rewindRequested(const ringside::filesystem::Tree &files, const QString &when);
    void currentChanged(const QModelIndex &index);

private:
    void showCurrent();

    RunModel *m_model;
    QListView *m_list;
    Label *m_nothing;
    QWidget *m_buttons;
    Button *m_before;
    Button *m_after;
};

/// What one run did to the files: the names, and for text what became of its lines.
class DifferencePane : public QWidget
{
    Q_OBJECT

public:
    explicit DifferencePane(QWidget *parent = nullptr);

    void show(const filesystem::Tree &before, const filesystem::Tree &after);
    void clear();
    [[nodiscard]] ChangeList *list() const { return m_list; }
    [[nodiscard]] DiffView *text() const { return m_text; }
    [[nodiscard]] TreeChangeModel *model() const { return m_model; }

signals:
    void pathChosen(const QByteArray &path);

private:
    void showCurrent();

    TreeChangeModel *m_model;
    ChangeList *m_list;
    DiffView *m_text;
    Label *m_about;
};

} // namespace ringside::desktop
