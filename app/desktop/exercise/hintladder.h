#pragma once

#include "course/exercise.h"

#include <QList>
#include <QSet>

#include <optional>

namespace ringside::desktop {

/// Which hint comes next: one made for a check that failed, else the first not yet shown.
class HintLadder
{
public:
    void setHints(const QList<course::Hint> &hints);
    void setFailedChecks(const QSet<QString> &checks) { m_failed = checks; }

    [[nodiscard]] int count() const { return int(m_hints.size()); }
    [[nodiscard]] int shownCount() const { return int(m_shown.size()); }
    /// Index of the hint that would be shown next; none when all are.
    [[nodiscard]] std::optional<int> next() const;
    /// Shows the next hint.
    std::optional<int> take();
    [[nodiscard]] const course::Hint &hint(int index) const { return m_hints[index]; }
    /// The check that has just failed and that the next hint is for; empty when it is a general one.
    [[nodiscard]] QString occasion() const;

private:
    QList<course::Hint> m_hints;
    QSet<QString> m_failed;
    QList<int> m_shown;
};

} // namespace ringside::desktop
