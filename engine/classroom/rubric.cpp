#include "classroom/rubric.h"

#include "classroom/gradebook.h"

#include <algorithm>

namespace ringside::classroom {

namespace {

double weightOf(const course::KeyPoint &point)
{
    return point.essential ? 2 : 1;
}

} // namespace

double usualPoints(const course::Question &question)
{
    double sum = 0;
    for (const course::KeyPoint &point : question.keyPoints)
        sum += weightOf(point);
    return sum;
}

QList<RubricRow> rubricOf(const course::Question &question, double points)
{
    // Not rounded: all rows together are worth exactly what the question is.
    const double unit = points / std::max(usualPoints(question), 1.0);
    QList<RubricRow> rows;
    for (const course::KeyPoint &point : question.keyPoints)
        rows.append({.text = point.text, .points = weightOf(point) * unit});
    return rows;
}

double givenPoints(const QList<RubricRow> &rows)
{
    double sum = 0;
    for (const RubricRow &row : rows)
        sum += row.isGiven ? row.points : 0;
    return roundedPoints(sum);
}

} // namespace ringside::classroom
