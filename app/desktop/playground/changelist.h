#pragma once

#include <QListView>
#include <QStyledItemDelegate>

namespace ringside::desktop {

class TreeChangeModel;

/// Draws a TreeChangeModel: a sign, the name, and below it what happened.
class ChangeDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// A list of changes, with a sentence where there is none.
class ChangeList : public QListView
{
    Q_OBJECT

public:
    ChangeList(const QString &name, const QString &nothing, TreeChangeModel *model, QWidget *parent = nullptr);

    /// The sentence that stands there when the list is empty.
    void setNothing(const QString &text);

signals:
    void pathChosen(const QByteArray &path);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_nothing;
};

} // namespace ringside::desktop
