#pragma once

#include "progress/weights.h"

#include <QtTypes>

#include <optional>
#include <span>

namespace ringside::progress {

/// How an answer went. Hard is a pass: recalled means better than Again.
enum class Grade : quint8 { Again = 1, Hard, Good, Easy };

constexpr bool isPass(Grade grade)
{
    return grade != Grade::Again;
}

/// What FSRS believes about one card in one head.
struct Memory
{
    double stability = 0; ///< days after which recall is 90 % likely; 0.001 to 36500
    double difficulty = 0; ///< 1 to 10

    bool operator==(const Memory &) const = default;
};

constexpr double leastStability = 0.001;
constexpr double mostStability = 36500;

/// How likely recall is after `days` days. An estimate; poor within the day of a review.
[[nodiscard]] double retrievability(const Weights &weights, double days, double stability);

/// Days until recall has fallen to `retention`, not rounded.
[[nodiscard]] double exactInterval(const Weights &weights, double stability, double retention);

/// Rounded (halves to even), at least one day, at most `maximumDays`.
[[nodiscard]] int wholeDays(double interval, int maximumDays);

/// The memory after an answer. `before` is nothing for a first review; `elapsedDays` counts study
/// days, and chooses between the same-day and the long-term rule whatever state the card is in.
[[nodiscard]] Memory nextMemory(
    const Weights &weights, const std::optional<Memory> &before, Grade grade, int elapsedDays);

/// One answer as the loss sees it.
struct ScoredAnswer
{
    Grade grade{};
    int elapsedDays = 0;
};

/// Sum and number of scored predictions, so that cards can be added up.
struct Loss
{
    double sum = 0;
    int scored = 0;

    [[nodiscard]] double mean() const { return scored == 0 ? 0 : sum / scored; }
};

/// How badly the weights predict the answers of one card: minus the logarithm of the probability
/// given to what happened. Only answers on a later day than the one before count.
[[nodiscard]] Loss logLoss(const Weights &weights, std::span<const ScoredAnswer> answers);

} // namespace ringside::progress
