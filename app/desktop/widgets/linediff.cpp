#include "desktop/widgets/linediff.h"

#include <QStringList>

#include <algorithm>
#include <vector>

namespace ringside::desktop {

namespace {

using Kind = DiffLine::Kind;

constexpr qsizetype mostCells = 4'000'000; // of the table below: 2,000 lines against 2,000

bool endsWithLine(const QString &text)
{
    return text.isEmpty() || text.endsWith(u'\n');
}

// Where only one of two texts ends its last line, an empty line after it shows the difference.
QStringList linesOf(const QString &text, bool bothEnd)
{
    if (text.isEmpty())
        return {};
    return (bothEnd ? text.chopped(1) : text).split(u'\n');
}

// length[i][k]: lines that before[i…] and after[k…] have in common, in order.
class CommonLengths
{
public:
    CommonLengths(const QStringList &before, const QStringList &after)
        : m_width(std::size_t(after.size()) + 1)
        , m_lengths((std::size_t(before.size()) + 1) * m_width)
    {
        for (qsizetype i = before.size() - 1; i >= 0; --i) {
            for (qsizetype k = after.size() - 1; k >= 0; --k)
                cell(i, k) = before[i] == after[k] ? cell(i + 1, k + 1) + 1
                                                   : std::max(cell(i + 1, k), cell(i, k + 1));
        }
    }

    [[nodiscard]] int &cell(qsizetype i, qsizetype k)
    {
        return m_lengths[std::size_t(i) * m_width + std::size_t(k)];
    }

private:
    std::size_t m_width;
    std::vector<int> m_lengths;
};

QList<DiffLine> replaced(const QStringList &before, const QStringList &after)
{
    QList<DiffLine> lines;
    for (const QString &line : before)
        lines.append({Kind::Removed, line});
    for (const QString &line : after)
        lines.append({Kind::Added, line});
    return lines;
}

QList<DiffLine> diffMiddle(const QStringList &before, const QStringList &after)
{
    if (before.size() * after.size() > mostCells)
        return replaced(before, after);
    CommonLengths lengths(before, after);
    QList<DiffLine> lines;
    qsizetype i = 0;
    qsizetype k = 0;
    while (i < before.size() || k < after.size()) {
        if (i < before.size() && k < after.size() && before[i] == after[k]) {
            lines.append({Kind::Same, before[i]});
            ++i;
            ++k;
        } else if (k >= after.size() || (i < before.size() && lengths.cell(i + 1, k) >= lengths.cell(i, k + 1))) {
            lines.append({Kind::Removed, before[i++]});
        } else {
            lines.append({Kind::Added, after[k++]});
        }
    }
    return lines;
}

} // namespace

QList<DiffLine> diffLines(const QString &before, const QString &after)
{
    const bool bothEnd = endsWithLine(before) && endsWithLine(after);
    const QStringList old = linesOf(before, bothEnd);
    const QStringList fresh = linesOf(after, bothEnd);
    const qsizetype shorter = std::min(old.size(), fresh.size());
    qsizetype head = 0;
    while (head < shorter && old[head] == fresh[head])
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && old[old.size() - 1 - tail] == fresh[fresh.size() - 1 - tail])
        ++tail;

    QList<DiffLine> lines;
    for (const QString &line : old.first(head))
        lines.append({Kind::Same, line});
    lines += diffMiddle(old.sliced(head, old.size() - head - tail), fresh.sliced(head, fresh.size() - head - tail));
    for (const QString &line : old.last(tail))
        lines.append({Kind::Same, line});
    return lines;
}

} // namespace ringside::desktop
