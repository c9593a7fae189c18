#pragma once

#include <array>
#include <optional>
#include <span>

namespace ringside::progress {

/// The 21 parameters w0..w20 of FSRS-6.
struct Weights
{
    std::array<double, 21> w{};

    double operator[](std::size_t i) const { return w[i]; }
    bool operator==(const Weights &) const = default;
};

/// The published parameters, trained on many people: good from the first card on.
[[nodiscard]] Weights defaultWeights();

/// A stored set: 21 numbers as they are, 19 (FSRS-5) and 17 (FSRS-4.5) carried over. Not clipped.
/// Nothing for another length or for a number that is not finite: then use the defaults and tell
/// the learner.
[[nodiscard]] std::optional<Weights> weightsFrom(std::span<const double> stored);

/// Every weight within its bounds. With more than one relearning step the two same-day weights are
/// held lower, so that a lapse and its steps together never leave more stability than there was.
[[nodiscard]] Weights clipped(Weights weights, int relearningSteps);

} // namespace ringside::progress
