#pragma once

#include "course/lesson.h"

namespace ringside::classroom {

/// One thing an answer to an open question is held to.
struct RubricRow
{
    QString text;
    double points = 0;
    bool isGiven = false; ///< a person found it in the answer

    bool operator==(const RubricRow &) const = default;
};

/// The key points of a question as rows that are worth `points` together: an essential one twice as
/// much as another. None is given.
[[nodiscard]] QList<RubricRow> rubricOf(const course::Question &question, double points);

/// What a question is worth where nobody says: two points for an essential key point, one for another.
[[nodiscard]] double usualPoints(const course::Question &question);

/// The sum of the rows that are given, with at most two decimals.
[[nodiscard]] double givenPoints(const QList<RubricRow> &rows);

} // namespace ringside::classroom
