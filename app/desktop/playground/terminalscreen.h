#pragma once

#include <QColor>
#include <QList>
#include <QObject>
#include <QPoint>
#include <QString>

#include <array>
#include <deque>
#include <memory>
#include <optional>

namespace ringside::desktop {

/// One place of the screen. A wide character has a second cell of width 0 behind it.
struct TerminalCell
{
    enum Attribute : quint8 { Bold = 1, Italic = 2, Underline = 4, Reverse = 8, Strike = 16 };
    /// The default colour is 0, the sixteen the theme decides on are 1 to 16, others are opaque RGB values.
    using Color = QRgb;

    std::array<char32_t, 3> letters{}; ///< one, and marks that combine with it; none: blank
    Color foreground = 0;
    Color background = 0;
    quint8 attributes = 0;
    quint8 width = 1;

    [[nodiscard]] QString text() const;
    [[nodiscard]] bool looksLike(const TerminalCell &other) const
    {
        return foreground == other.foreground && background == other.background && attributes == other.attributes;
    }
};

using TerminalLine = QList<TerminalCell>;

/// A terminal without a window: bytes of a program in, lines of cells and the bytes of keys out. libvterm knows the
/// escape sequences of xterm. Lines that leave at the top are kept as history.
class TerminalScreen : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype mostHistory = 5000;

    explicit TerminalScreen(QObject *parent = nullptr);
    ~TerminalScreen() override;

    /// What a program wrote.
    void feed(const QByteArray &bytes);
    void resize(int rows, int columns);
    /// As it was at first, without history.
    void clear();

    [[nodiscard]] int rows() const { return m_rows; }
    [[nodiscard]] int columns() const { return m_columns; }
    [[nodiscard]] int historySize() const { return int(m_history.size()); }
    [[nodiscard]] int lineCount() const { return historySize() + m_rows; }
    /// By number from the top of the history.
    [[nodiscard]] TerminalLine line(int number) const;
    /// Without blanks at its end.
    [[nodiscard]] QString text(int number) const;
    /// The last `lines`, without empty ones at the end.
    [[nodiscard]] QString allText(int lines = mostHistory) const;
    /// Column, and line as for line().
    [[nodiscard]] QPoint cursor() const { return {m_cursor.x(), historySize() + m_cursor.y()}; }
    [[nodiscard]] bool isCursorVisible() const { return m_cursorVisible; }
    /// A program fills the screen, an editor for example: there is no history behind it.
    [[nodiscard]] bool isAlternate() const { return m_alternate; }
    [[nodiscard]] bool wantsMouse() const { return m_wantsMouse; }

    /// A key, given as its event has it. False when a terminal knows no such key.
    bool press(int key, Qt::KeyboardModifiers modifiers, const QString &text);
    void paste(const QString &text);
    /// The mouse at a place of the screen, for programs that want it. Buttons 4 and 5 are the wheel.
    void mouse(QPoint place, int button, bool pressed);

signals:
    void changed();
    /// Bytes for the program.
    void typed(const QByteArray &bytes);

private:
    struct Private;
    friend struct Private;
    [[nodiscard]] TerminalLine screenLine(int row) const;

    std::deque<TerminalLine> m_history;
    int m_rows = 24;
    int m_columns = 80;
    QPoint m_cursor;
    bool m_cursorVisible = true;
    bool m_alternate = false;
    bool m_wantsMouse = false;
    std::unique_ptr<Private> d; ///< after what it begins with
};

} // namespace ringside::desktop
