#pragma once

#include "desktop/lesson/coderun.h"
#include "desktop/lesson/readerselection.h"
#include "desktop/lesson/textblock.h"

#include <QElapsedTimer>
#include <QTimer>

namespace ringside::desktop {

/// The text of a page: block widgets one below the other, in a column of comfortable width. Blocks that
/// are on screen are made at once, the rest a few at a time while nothing else is to do.
class ReaderColumn : public QWidget
{
    Q_OBJECT

public:
    ReaderColumn(Density density, QWidget *parent = nullptr);

    void setBlocks(ReaderBlocks blocks, const CodeRuns &runs, QWidget *footer);
    void completeAll();
    [[nodiscard]] bool isComplete() const { return m_widgets.size() == std::ssize(m_blocks); }

    /// The part of the screen the column is seen through decides its size.
    void setViewport(QSize size);
    [[nodiscard]] int columnWidth() const;
    /// The room in which the column and what is around it are as wide as they are meant to be.
    [[nodiscard]] int fullWidth() const;
    void restyle();

    [[nodiscard]] const QList<BlockWidget *> &blocks() const { return m_widgets; }
    [[nodiscard]] QList<TextBlock *> headings() const;
    [[nodiscard]] const QList<TextPart *> &parts() const { return m_parts; }
    [[nodiscard]] ReaderSelection &selection() { return m_selection; }
    void copySelection() const;

signals:
    void completed();
    void heightChanged();
    void linkActivated(const QString &link);
    void showRequested(QPoint point); ///< a place that should be scrolled to while selecting
    /// A place of the text was clicked that is no link; nothing is selected.
    void placeClicked(int part, int position);
    void menuRequested(QPoint global);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    [[nodiscard]] BlockWidget *makeBlock(const ReaderBlock &block, QWidget *parent);
    void makeBlocks(int untilY, int milliseconds);
    void finishBlocks();
    void layOut();
    [[nodiscard]] int gapAbove(qsizetype index) const;
    [[nodiscard]] int topMargin() const;
    [[nodiscard]] int bottomMargin() const;
    [[nodiscard]] TextBlock *textBlockAt(QPoint point, QPoint *local) const;
    [[nodiscard]] QString linkAt(QPoint point) const;
    [[nodiscard]] bool extendByKey(const QKeyEvent &event);

    Density m_density;
    ReaderBlocks m_blocks;
    CodeRuns m_runs;
    QList<BlockWidget *> m_widgets;
    QList<TextPart *> m_parts;
    QWidget *m_footer = nullptr;
    ReaderSelection m_selection;
    QSize m_viewport;
    QTimer m_more;
    QString m_pressedLink;
    bool m_selecting = false;
    QElapsedTimer m_doubleClick;
};

} // namespace ringside::desktop
