#pragma once

#include "desktop/lesson/blockwidget.h"

namespace ringside::desktop {

/// The selection of a page: from a place in one part to a place in another. Parts are in reading order.
class ReaderSelection
{
public:
    struct Place
    {
        int part = -1;
        int position = 0;

        auto operator<=>(const Place &) const = default;
    };
    enum class Step : quint8 { Character, Word, Part };

    void setParts(const QList<TextPart *> &parts);
    void clear();
    void selectAll();
    void selectWord(Place at);
    void selectPart(Place at);
    void begin(Place at);
    void extend(Place to);
    /// Moves the end of the selection by the keyboard.
    void extendBy(Step step, int direction);

    /// The place nearest to a point of `column`, which holds the parts.
    [[nodiscard]] Place placeAt(const QWidget *column, QPoint point) const;
    [[nodiscard]] bool isEmpty() const { return m_anchor == m_end; }
    /// Parts are joined by an empty line.
    [[nodiscard]] QString text() const;
    [[nodiscard]] Place end() const { return m_end; }
    struct Range
    {
        int part;
        int from, to;
    };
    /// What is selected of each part; a part of which nothing is selected is left out.
    [[nodiscard]] QList<Range> ranges() const;
    [[nodiscard]] TextPart *part(int index) const { return m_parts.value(index); }

private:
    void show();
    [[nodiscard]] int length(int part) const;

    QList<TextPart *> m_parts;
    Place m_anchor;
    Place m_end;
};

} // namespace ringside::desktop
