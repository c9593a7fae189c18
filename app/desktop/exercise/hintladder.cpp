#include "desktop/exercise/hintladder.h"

namespace ringside::desktop {

void HintLadder::setHints(const QList<course::Hint> &hints)
{
    m_hints = hints;
    m_failed.clear();
    m_shown.clear();
}

std::optional<int> HintLadder::next() const
{
    std::optional<int> first;
    for (int i = 0; i < m_hints.size(); ++i) {
        if (m_shown.contains(i))
            continue;
        if (m_failed.contains(m_hints[i].when))
            return i;
        if (!first)
            first = i;
    }
    return first;
}

std::optional<int> HintLadder::take()
{
    const std::optional<int> index = next();
    if (index)
        m_shown.append(*index);
    return index;
}

QString HintLadder::occasion() const
{
    const std::optional<int> index = next();
    return index && m_failed.contains(m_hints[*index].when) ? m_hints[*index].when : QString();
}

} // namespace ringside::desktop
