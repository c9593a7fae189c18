#pragma once

#include "course/course.h"
#include "progress/card.h"

#include <QHash>

namespace ringside::progress {

/// Topic of cards that belong to no single lesson.
constexpr QLatin1StringView acrossTopic{"across"};

/// The cards that a course holds, in its order: interview questions, quizzes (what does this print,
/// which call), broken code to repair, system calls of an example, steps to order, exercises to
/// solve again. The prompt of a card without words of its own is the heading of its part.
[[nodiscard]] QList<Card> cardsOf(const course::Course &course);

/// Where each card stands in a list.
[[nodiscard]] QHash<QString, qsizetype> indexOf(const QList<Card> &cards);

/// Lines of `broken` (from 1) that the repaired version changes or leaves out. Where it only adds,
/// the line behind which it does; line 1 when it adds in front.
[[nodiscard]] QList<int> changedLines(const QString &broken, const QString &repaired);

/// Positions of the groups a card is about, by the names that stand in its prompt and code.
[[nodiscard]] QList<qsizetype> confusableGroupsOf(
    const Card &card, const QList<course::ConfusableGroup> &groups);

} // namespace ringside::progress
