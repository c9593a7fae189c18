#pragma once

#include "progress/memory.h"
#include "progress/studyday.h"

#include <QList>
#include <QString>

#include <optional>

namespace ringside::progress {

enum class Phase : quint8 { New, Learning, Review, Relearning };

/// Where one card stands. A cache: a replay of the log gives it again.
struct CardState
{
    Phase phase = Phase::New;
    int step = 0; ///< position in the list of steps; only in Learning and Relearning
    std::optional<Memory> memory; ///< nothing for a new card
    qint64 lastAtMs = 0;
    int lastDay = 0; ///< study day of the last review
    qint64 dueAtMs = 0; ///< in Learning and Relearning: due at this moment
    int dueDay = 0; ///< in Review: due at any time of this study day
    int reps = 0;
    int lapses = 0;

    bool operator==(const CardState &) const = default;
    [[nodiscard]] bool inSteps() const
    {
        return phase == Phase::Learning || phase == Phase::Relearning;
    }
    [[nodiscard]] bool isDue(const Moment &now) const;
};

/// What decides about intervals. A set of these is stored with every review.
struct SchedulerSettings
{
    Weights weights = defaultWeights();
    double retention = 0.90; ///< 0.70 to 0.97: how likely recall should be when a card comes back
    QList<int> learningSteps{600}; ///< seconds, each below one day
    QList<int> relearningSteps{600};
    int maximumDays = 36500;

    bool operator==(const SchedulerSettings &) const = default;
};

/// Weights clipped, retention and steps within their bounds: for whatever comes from a file or a
/// person.
[[nodiscard]] SchedulerSettings sane(SchedulerSettings settings);

enum class Spread : quint8 {
    None,
    Fuzz
}; ///< Fuzz: cards answered together do not come back together
enum class ButtonOrder : quint8 {
    Free,
    Enforced
}; ///< Enforced: a better grade never comes back earlier

/// How long until a card comes back: a step in seconds or an interval in whole days.
struct Wait
{
    int days = 0; ///< 0: a step
    qint64 seconds = 0;

    bool operator==(const Wait &) const = default;
};

/// What one answer does to a card.
struct Answered
{
    CardState after;
    Wait wait;
    int elapsedDays = 0;
    std::optional<double> predicted; ///< recall expected just before; nothing for a first review
    bool clockSetBack = false; ///< the last review was on a later day: counted as the same day
};

/// One answer button: what it would do. The words are the window's.
struct GradeChoice
{
    Grade grade{};
    Wait wait;
    int dueDay = 0;
    qint64 dueAtMs = 0;
};

/// Sets when the card is due: in Review a day, in the steps a moment.
void setDue(CardState &card, const Wait &wait, const Moment &reviewed);

/// Where an answer leads in the machine of phases and steps.
struct StepMove
{
    bool graduates = false; ///< to Review
    int step = 0;
    qint64 seconds = 0; ///< until the step is due
};
[[nodiscard]] StepMove moveInSteps(const QList<int> &steps, int step, Grade grade);

/// Moves phase, step and lapses of `card` on; memory and due date are the caller's.
StepMove move(CardState &card, Grade grade, const SchedulerSettings &settings);

/// FSRS-6 with its states and steps. A value without a clock: the same input gives the same answer.
/// The settings are taken as they are: see sane().
class Scheduler
{
public:
    explicit Scheduler(SchedulerSettings settings, Spread spread = Spread::Fuzz,
        ButtonOrder order = ButtonOrder::Enforced);

    [[nodiscard]] const SchedulerSettings &settings() const { return m_settings; }

    /// The card after `grade`. `cardUid` only feeds the spread, so that preview and answer agree.
    /// `latestDay`, when given, is the last study day on which the card may come back: the day of
    /// an interview.
    [[nodiscard]] Answered answer(const CardState &card, Grade grade, const Moment &now,
        const QString &cardUid, std::optional<int> latestDay = {}) const;

    /// As `answer` with the elapsed days given: for replays and for reference data.
    [[nodiscard]] Answered answerAfter(const CardState &card, Grade grade, const Moment &now,
        int elapsedDays, const QString &cardUid, std::optional<int> latestDay = {}) const;

    /// What each of `grades` would do, in their order.
    [[nodiscard]] QList<GradeChoice> choices(const CardState &card, const QList<Grade> &grades,
        const Moment &now, const QString &cardUid, std::optional<int> latestDay = {}) const;

    /// Chance of recall on `studyDay`. Nothing for new cards and on the day of the last review,
    /// when the estimate is worse than a constant. Call it an estimate.
    [[nodiscard]] std::optional<double> recallOn(const CardState &card, int studyDay) const;

    /// The days until a review card comes back, without spread: for forecasts and reschedules.
    [[nodiscard]] int plainInterval(const Memory &memory) const;

private:
    struct Context;
    [[nodiscard]] int reviewDays(const Context &context, Grade grade) const;
    [[nodiscard]] int orderedReviewDays(const Context &context, Grade grade) const;

    SchedulerSettings m_settings;
    Spread m_spread;
    ButtonOrder m_order;
};

/// The days a fuzzed interval may take.
struct FuzzRange
{
    int low = 1;
    int high = 1;

    bool operator==(const FuzzRange &) const = default;
};
[[nodiscard]] FuzzRange fuzzRange(double interval, int minimum, int maximum);

/// 0 <= u < 1 chooses within the range.
[[nodiscard]] int fuzzed(double interval, int minimum, int maximum, double u);

/// The same number for the same card and review count on every machine.
[[nodiscard]] double fuzzFraction(const QString &cardUid, int reps);

} // namespace ringside::progress
