#pragma once

#include "course/course.h"
#include "progress/answer.h"
#include "progress/store.h"
#include "progress/summary.h"
#include "wording/trouble.h"

namespace ringside::wording {

/// By outcome, never by a feeling: "Did not recall", "Recalled".
[[nodiscard]] QString gradeName(progress::Grade grade, progress::GradeScale scale);

/// When a card comes back: "in 10 minutes", "tomorrow", "in 12 days, on 3 Dec".
[[nodiscard]] QString waitText(const progress::GradeChoice &choice, const progress::Moment &now);

/// "Open question", "Predict the output" …
[[nodiscard]] QString kindName(progress::QuestionKind kind);
/// What is asked of somebody. Cards made from the examples of lessons bear the heading alone.
[[nodiscard]] QString questionText(progress::QuestionKind kind, const QString &prompt);

/// "junior", "mid", "senior".
[[nodiscard]] QString levelName(course::QuestionLevel level);

/// The lesson's title; own words for what belongs to no lesson.
[[nodiscard]] QString topicTitle(const course::Course &course, const QString &topic);

/// "Review 18 cards that are due", and the link that leads there.
[[nodiscard]] QString stepText(const progress::NextStep &step, const course::Course &course);
[[nodiscard]] QString stepLink(const progress::NextStep &step);

/// "4 h 20 min", "12 min", "0 min".
[[nodiscard]] QString timeText(qint64 ms);

/// "1 card", "7 cards".
[[nodiscard]] QString cardsText(int cards);
/// "1 answer", "7 answers".
[[nodiscard]] QString answersText(int answers);

/// Why the learner's file was not opened, and what one may do about it.
[[nodiscard]] Trouble explain(const progress::OpenFailure &failure);
[[nodiscard]] QString choiceText(progress::OpenFailure::Choice choice);

} // namespace ringside::wording
