#include "course/suggestion.h"

#include <algorithm>
#include <vector>

namespace ringside::course {

namespace {

// A list that is longer is not read.
constexpr qsizetype longestList = 20;

/// Number of single changes between two words, two swapped neighbours counting as one.
/// Source: optimal string alignment, three rows of the usual table.
int changesBetween(QStringView left, QStringView right)
{
    const auto width = static_cast<size_t>(right.size()) + 1;
    std::vector<int> older(width);
    std::vector<int> previous(width);
    std::vector<int> current(width);
    for (size_t column = 0; column < width; ++column)
        previous[column] = static_cast<int>(column);
    for (qsizetype row = 1; row <= left.size(); ++row) {
        current[0] = static_cast<int>(row);
        for (qsizetype column = 1; column <= right.size(); ++column) {
            const auto at = static_cast<size_t>(column);
            const bool same = left[row - 1] == right[column - 1];
            current[at] = std::min(
                {previous[at] + 1, current[at - 1] + 1, previous[at - 1] + (same ? 0 : 1)});
            const bool swapped = row > 1 && column > 1 && left[row - 1] == right[column - 2]
                && left[row - 2] == right[column - 1];
            if (swapped)
                current[at] = std::min(current[at], older[at - 2] + 1);
        }
        std::swap(older, previous);
        std::swap(previous, current);
    }
    return previous.back();
}

} // namespace

QString nearest(QStringView word, const QStringList &candidates)
{
    const int allowed = word.size() <= 4 ? 1 : 2;
    QString best;
    int bestChanges = allowed + 1;
    for (const QString &candidate : candidates) {
        const int changes = changesBetween(word, candidate);
        if (changes < bestChanges) {
            best = candidate;
            bestChanges = changes;
        }
    }
    return best;
}

QString unknownWord(QStringView what, QStringView word, const QStringList &candidates)
{
    const QString start = QStringLiteral("unknown %1 `%2`").arg(what, word);
    const QString meant = nearest(word, candidates);
    if (!meant.isEmpty())
        return start + QStringLiteral(", did you mean `%1`?").arg(meant);
    if (candidates.isEmpty())
        return start + QStringLiteral(", expected none");
    if (candidates.size() > longestList)
        return start + QStringLiteral(", none of the %1 known is like it").arg(candidates.size());
    return start
        + QStringLiteral(", expected one of: %1").arg(candidates.join(QStringLiteral(", ")));
}

} // namespace ringside::course
