#pragma once

#include "desktop/playground/terminalscreen.h"

#include <QAbstractScrollArea>
#include <QTimer>

namespace ringside::desktop {

/// Shows a TerminalScreen and types into it. Ctrl+Shift+C and V copy and paste; F6, Ctrl+. and other keys of the window
/// that no program in a terminal knows stay the window's.
class TerminalView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit TerminalView(QWidget *parent = nullptr);
    ~TerminalView() override;

    [[nodiscard]] TerminalScreen &screen() { return *m_screen; }
    [[nodiscard]] const TerminalScreen &screen() const { return *m_screen; }

    /// What a program wrote. A flood is taken in slices, so that the window goes on answering.
    void feed(const QByteArray &bytes);
    /// What is still to be taken in by feed().
    [[nodiscard]] qsizetype pending() const { return m_pending.size(); }
    void clear();

    [[nodiscard]] QString selectedText() const;
    void copy() const;
    void paste();

signals:
    /// Keys, for the program.
    void typed(const QByteArray &bytes);
    void sizeChanged(int rows, int columns);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool focusNextPrevChild(bool) override { return false; }

private:
    struct Place ///< between two cells
    {
        int line = 0;
        int column = 0;
        auto operator<=>(const Place &) const = default;
    };

    void takeSlice();
    void showChange();
    void restyle();
    void fit();
    void paintLine(QPainter &painter, int number, qreal top) const;
    void paintSelection(QPainter &painter, int number, qreal top) const;
    void paintCursor(QPainter &painter, int first) const;
    [[nodiscard]] QColor colorOf(TerminalCell::Color color, bool foreground) const;
    [[nodiscard]] Place placeAt(QPointF point) const;
    [[nodiscard]] QPoint cellAt(QPointF point) const; ///< on the screen, not in the history
    [[nodiscard]] std::pair<Place, Place> selection() const;
    void selectWord(Place place);
    [[nodiscard]] bool belongsToWindow(const QKeyEvent &event) const;

    TerminalScreen *m_screen;
    QByteArray m_pending;
    QTimer m_slices;
    QTimer m_repaint;
    qreal m_cellWidth = 8;
    qreal m_cellHeight = 16;
    qreal m_ascent = 12;
    bool m_atEnd = true;
    Place m_anchor, m_head; ///< of what is selected
};

} // namespace ringside::desktop
