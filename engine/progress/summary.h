#pragma once

#include "progress/queue.h"
#include "progress/store.h"

namespace ringside::course {
struct Course;
}

namespace ringside::progress {

/// What is known about one topic: a lesson, "across", or a word of the learner's own.
struct TopicSummary
{
    static constexpr int answersLookedAt = 20;
    static constexpr int fewestAnswers = 5;
    static constexpr double weakBelow = 0.6;

    QString topic;
    int parts = 0;
    int partsRead = 0;
    int exercises = 0;
    int passed = 0; ///< mastered ones included
    int mastered = 0;
    int cards = 0;
    int seen = 0;
    int due = 0;
    int answers = 0; ///< the last ones, at most answersLookedAt
    int passes = 0; ///< of these
    int sureAndWrong = 0; ///< of these: not recalled after 75 per cent or more were given
    int lapses = 0; ///< of all its cards

    /// (passes + 2) / (answers + 4). Nothing below five answers: unknown is not weak.
    [[nodiscard]] std::optional<double> score() const;
    [[nodiscard]] bool isWeak() const { return score().value_or(1) < weakBelow; }
};

/// What was done on one study day.
struct DayActivity
{
    int studyDay = 0;
    qint64 activeMs = 0;
    int answers = 0; ///< to cards
    int attempts = 0; ///< at exercises

    bool operator==(const DayActivity &) const = default;
};

/// The one thing to do next.
struct NextStep
{
    enum class Kind : quint8 {
        ReviewCards, ///< `count` are due
        RepeatExercise, ///< tried, not passed; `target` is its slug
        SolveExercise, ///< of a lesson that was read; `target` is its slug
        DrillTopic, ///< a weak one: `target`
        ReadPart, ///< `target` is "LESSON#PART"
        LearnCards, ///< `count` new ones may come today
        MasterExercise, ///< passed, not mastered; `target` is its slug
        MockInterview,
    };

    Kind kind = Kind::MockInterview;
    QString target;
    int count = 0;

    bool operator==(const NextStep &) const = default;
};

/// Where somebody stands in the whole course.
struct Summary
{
    int parts = 0; ///< of lessons
    int partsRead = 0;
    int lessons = 0;
    int lessonsRead = 0;
    int exercises = 0;
    int mastered = 0;
    int passed = 0; ///< mastered ones included
    int tried = 0; ///< with an attempt, and not passed
    int cards = 0;
    int seen = 0;
    int due = 0; ///< today, whether or not the cap lets them in
    int heldBack = 0; ///< due, and over the cap of the day
    int fresh = 0; ///< new cards that may come today
    int suspended = 0;
    QList<DayActivity> days; ///< those with something in them, oldest first
    QList<TopicSummary> topics; ///< in the order of the course, then across lessons, then own ones
    QList<NextStep> next; ///< the best first, at most three

    [[nodiscard]] int weakTopics() const;
    [[nodiscard]] int unknownTopics() const;
    /// Of the `days` study days that end with `today`.
    [[nodiscard]] qint64 activeMs(int today, int days) const;
    [[nodiscard]] DayActivity on(int studyDay) const;
};

/// Reads everything there is to say. 100,000 reviews take about a quarter of a second.
[[nodiscard]] Result<Summary> summarize(
    const Store &store, const course::Course &course, const Moment &now);

/// The parts of a lesson one can mark as read, by the anchor of their heading; as the reader cuts
/// them.
[[nodiscard]] QStringList partAnchors(const course::Lesson &lesson);

[[nodiscard]] QJsonObject toJson(const Summary &summary);
/// "review-cards": for files.
[[nodiscard]] QString nameOf(NextStep::Kind kind);

} // namespace ringside::progress
