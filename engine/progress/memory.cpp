#include "progress/memory.h"

#include <algorithm>
#include <cmath>
#include <utility>

// FSRS-6, written from the published formulas (open-spaced-repetition: "The Algorithm"). The names
// S, D, R and w are the ones used there.

namespace ringside::progress {

namespace {

double curveFactor(const Weights &w)
{
    return std::pow(0.9, -1 / w[20]) - 1;
}

double firstDifficulty(const Weights &w, int grade)
{
    return w[4] - std::exp(w[5] * (grade - 1)) + 1;
}

double nextDifficulty(const Weights &w, double D, int grade)
{
    const double moved = D + (10 - D) / 9 * (-w[6] * (grade - 3));
    // The target of the pull is the unclamped value for Easy, which is below 1 with the defaults.
    return std::clamp(w[7] * firstDifficulty(w, 4) + (1 - w[7]) * moved, 1.0, 10.0);
}

double sameDayStability(const Weights &w, double S, int grade)
{
    const double k = std::exp(w[17] * (grade - 3 + w[18])) * std::pow(S, -w[19]);
    return S * (grade >= 2 ? std::max(k, 1.0) : k);
}

double stabilityAfterLapse(const Weights &w, const Memory &memory, double R)
{
    const auto &[S, D] = memory;
    const double lapse
        = w[11] * std::pow(D, -w[12]) * (std::pow(S + 1, w[13]) - 1) * std::exp(w[14] * (1 - R));
    return std::min(lapse, S / std::exp(w[17] * w[18]));
}

double stabilityAfterPass(const Weights &w, const Memory &memory, Grade grade, double R)
{
    const auto &[S, D] = memory;
    const double hard = grade == Grade::Hard ? w[15] : 1;
    const double easy = grade == Grade::Easy ? w[16] : 1;
    const double gain = std::exp(w[8]) * (11 - D) * std::pow(S, -w[9])
        * (std::exp(w[10] * (1 - R)) - 1) * hard * easy;
    return S * (1 + gain);
}

double nextStability(const Weights &w, const Memory &memory, Grade grade, int elapsedDays)
{
    if (elapsedDays < 1)
        return sameDayStability(w, memory.stability, std::to_underlying(grade));
    const double R = retrievability(w, elapsedDays, memory.stability);
    return isPass(grade) ? stabilityAfterPass(w, memory, grade, R)
                         : stabilityAfterLapse(w, memory, R);
}

} // namespace

double retrievability(const Weights &weights, double days, double stability)
{
    return std::pow(1 + curveFactor(weights) * days / stability, -weights[20]);
}

double exactInterval(const Weights &weights, double stability, double retention)
{
    return stability / curveFactor(weights) * (std::pow(retention, -1 / weights[20]) - 1);
}

int wholeDays(double interval, int maximumDays)
{
    // Clamped before the conversion: an interval of 10^9 days does not fit into an int.
    return static_cast<int>(
        std::clamp(std::nearbyint(interval), 1.0, double(std::max(1, maximumDays))));
}

Memory nextMemory(
    const Weights &weights, const std::optional<Memory> &before, Grade grade, int elapsedDays)
{
    const int g = std::to_underlying(grade);
    if (!before)
        return {weights[std::size_t(g - 1)], std::clamp(firstDifficulty(weights, g), 1.0, 10.0)};
    return {std::clamp(
                nextStability(weights, *before, grade, elapsedDays), leastStability, mostStability),
        nextDifficulty(weights, before->difficulty, g)};
}

Loss logLoss(const Weights &weights, std::span<const ScoredAnswer> answers)
{
    Loss loss;
    std::optional<Memory> memory;
    for (const ScoredAnswer &answer : answers) {
        if (memory && answer.elapsedDays > 0) {
            const double p = std::clamp(
                retrievability(weights, answer.elapsedDays, memory->stability), 1e-7, 1 - 1e-7);
            loss.sum -= std::log(isPass(answer.grade) ? p : 1 - p);
            ++loss.scored;
        }
        memory = nextMemory(weights, memory, answer.grade, answer.elapsedDays);
    }
    return loss;
}

} // namespace ringside::progress
