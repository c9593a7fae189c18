#pragma once

#include <QListView>
#include <QStyledItemDelegate>

namespace ringside::desktop {

/// Draws the rows of a VerdictModel: tiers as headings with their points, checks with a mark, a title and a line.
class CheckDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintTier(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintCheck(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
};

/// The list of checks.
class CheckList : public QListView
{
    Q_OBJECT

public:
    explicit CheckList(QWidget *parent = nullptr);

    /// Keeps the chosen check whole in view, whatever has made the list lower.
    void doItemsLayout() override;

signals:
    void currentChecked(const QModelIndex &index);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void resizeEvent(QResizeEvent *event) override;
};

} // namespace ringside::desktop
