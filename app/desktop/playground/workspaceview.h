#pragma once

#include <QStyledItemDelegate>
#include <QTreeView>

#include <optional>

namespace ringside::desktop {

class WorkspaceModel;

/// Draws rows of a WorkspaceModel: icons, the mode in three groups of letters, what others may write in the colour of
/// danger.
class WorkspaceDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// Which of modeBits() a point of the column of modes is on.
    [[nodiscard]] static std::optional<int> bitAt(const QRect &cell, QPoint point, const QWidget *widget);
    [[nodiscard]] static int modeWidth(const QWidget *widget);

private:
    void paintName(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintMode(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
};

/// The files, with mode bits one can click.
class WorkspaceView : public QTreeView
{
    Q_OBJECT

public:
    explicit WorkspaceView(WorkspaceModel *model, QWidget *parent = nullptr);

    [[nodiscard]] QByteArray currentPath() const;

signals:
    void modeRequested(const QByteArray &path, quint32 mode);
    void openRequested(const QByteArray &path);
    void removeRequested(const QByteArray &path);
    void menuRequested(const QByteArray &path, QPoint globalPlace);

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;

private:
    void fitColumns();
    [[nodiscard]] std::optional<int> bitAt(QPoint point) const;
};

} // namespace ringside::desktop
