#include "desktop/lesson/readerselection.h"

#include <QStringList>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace ringside::desktop {

void ReaderSelection::setParts(const QList<TextPart *> &parts)
{
    m_parts = parts;
}

int ReaderSelection::length(int part) const
{
    return int(m_parts[part]->partText().size());
}

void ReaderSelection::clear()
{
    m_anchor = m_end = {};
    show();
}

void ReaderSelection::selectAll()
{
    if (m_parts.isEmpty())
        return;
    m_anchor = {0, 0};
    m_end = {int(m_parts.size()) - 1, length(int(m_parts.size()) - 1)};
    show();
}

void ReaderSelection::selectWord(Place at)
{
    if (at.part < 0)
        return;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, m_parts[at.part]->partText());
    finder.setPosition(at.position);
    const qsizetype from = finder.isAtBoundary() ? at.position : finder.toPreviousBoundary();
    finder.setPosition(at.position);
    const qsizetype to = finder.toNextBoundary();
    m_anchor = {at.part, int(std::max<qsizetype>(from, 0))};
    m_end = {at.part, to < 0 ? length(at.part) : int(to)};
    show();
}

void ReaderSelection::selectPart(Place at)
{
    if (at.part < 0)
        return;
    m_anchor = {at.part, 0};
    m_end = {at.part, length(at.part)};
    show();
}

void ReaderSelection::begin(Place at)
{
    m_anchor = m_end = at;
    show();
}

void ReaderSelection::extend(Place to)
{
    if (m_anchor.part < 0)
        m_anchor = to;
    m_end = to;
    show();
}

void ReaderSelection::extendBy(Step step, int direction)
{
    if (m_parts.isEmpty())
        return;
    if (m_end.part < 0)
        m_anchor = m_end = {0, 0};
    Place to = m_end;
    if (step == Step::Part) {
        to.position = direction > 0 ? length(to.part) : 0;
        if (to == m_end)
            to = {to.part + direction, 0};
    } else {
        QTextBoundaryFinder finder(step == Step::Word ? QTextBoundaryFinder::Word
                                                      : QTextBoundaryFinder::Grapheme,
            m_parts[to.part]->partText());
        finder.setPosition(to.position);
        const qsizetype at = direction > 0 ? finder.toNextBoundary() : finder.toPreviousBoundary();
        to = at < 0 ? Place{to.part + direction, 0} : Place{to.part, int(at)};
    }
    if (to.part < 0 || to.part >= m_parts.size())
        return;
    if (to.part < m_end.part)
        to.position = length(to.part);
    extend(to);
}

ReaderSelection::Place ReaderSelection::placeAt(const QWidget *column, QPoint point) const
{
    if (m_parts.isEmpty())
        return {};
    int nearest = 0;
    for (int i = 0; i < m_parts.size(); ++i) {
        if (m_parts[i]->partWidget()->mapTo(column, QPoint()).y() > point.y())
            break;
        nearest = i;
    }
    const QWidget *widget = m_parts[nearest]->partWidget();
    const QPoint local = point - widget->mapTo(column, QPoint());
    if (local.y() > widget->height())
        return {nearest, length(nearest)};
    return {nearest, m_parts[nearest]->positionAt(local)};
}

void ReaderSelection::show()
{
    const auto [from, to] = std::minmax(m_anchor, m_end);
    for (int i = 0; i < m_parts.size(); ++i) {
        const bool inside = from.part >= 0 && from.part <= i && i <= to.part;
        const int begin = inside && i == from.part ? from.position : 0;
        const int end = !inside ? 0 : i == to.part ? to.position : length(i);
        m_parts[i]->setSelection(begin, end);
    }
}

QList<ReaderSelection::Range> ReaderSelection::ranges() const
{
    const auto [from, to] = std::minmax(m_anchor, m_end);
    QList<Range> ranges;
    for (int i = std::max(0, from.part); from.part >= 0 && i <= to.part; ++i) {
        const int begin = i == from.part ? from.position : 0;
        const int end = i == to.part ? to.position : length(i);
        if (end > begin)
            ranges.append({i, begin, end});
    }
    return ranges;
}

QString ReaderSelection::text() const
{
    QStringList texts;
    for (const Range &range : ranges())
        texts.append(m_parts[range.part]->partText().mid(range.from, range.to - range.from));
    return texts.join(QStringLiteral("\n\n"));
}

} // namespace ringside::desktop
