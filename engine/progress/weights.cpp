#include "progress/weights.h"

#include <algorithm>
#include <cmath>

namespace ringside::progress {

namespace {

struct Bounds
{
    double least;
    double most;
};

constexpr std::array<Bounds, 21> bounds{{
    {0.001, 100}, {0.001, 100}, {0.001, 100}, {0.001, 100}, // first stability by grade
    {1, 10}, {0.001, 4}, {0.001, 4}, {0.001, 0.75}, // difficulty
    {0, 4.5}, {0, 0.8}, {0.001, 3.5}, // gain after a pass
    {0.001, 5}, {0.001, 0.25}, {0.001, 0.9}, {0, 4}, // stability after a lapse
    {0, 1}, {1, 6}, // Hard, Easy
    {0, 2}, {0, 2}, {0.01, 0.8}, // same day
    {0.1, 0.8}, // decay
}};

double sameDayBound(const Weights &w, int relearningSteps)
{
    if (relearningSteps < 2)
        return 2;
    const double room = -(std::log(w[11]) + std::log(std::exp2(w[13]) - 1) + 0.3 * w[14]);
    return std::min(2.0, std::sqrt(std::max(0.01, room / relearningSteps)));
}

Weights fromFourFive(std::span<const double> stored)
{
    Weights weights;
    std::ranges::copy(stored, weights.w.begin());
    auto &w = weights.w;
    w[4] += 2 * w[5];
    w[5] = std::log(3 * w[5] + 1) / 3;
    w[6] += 0.5;
    w[20] = 0.5;
    return weights;
}

} // namespace

Weights defaultWeights()
{
    return {{0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
        1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542}};
}

std::optional<Weights> weightsFrom(std::span<const double> stored)
{
    if (!std::ranges::all_of(stored, [](double value) { return std::isfinite(value); }))
        return {};
    Weights weights;
    switch (stored.size()) {
    case 17:
        weights = fromFourFive(stored);
        break;
    case 19:
        std::ranges::copy(stored, weights.w.begin());
        weights.w[20] = 0.5;
        break;
    case 21:
        std::ranges::copy(stored, weights.w.begin());
        break;
    default:
        return {};
    }
    // The conversion of a wild old set can leave the numbers: ln of a negative one.
    if (!std::ranges::all_of(weights.w, [](double value) { return std::isfinite(value); }))
        return {};
    return weights;
}

Weights clipped(Weights weights, int relearningSteps)
{
    for (std::size_t i = 0; i < bounds.size(); ++i)
        weights.w[i] = std::clamp(weights.w[i], bounds[i].least, bounds[i].most);
    const double most = sameDayBound(weights, relearningSteps);
    weights.w[17] = std::min(weights.w[17], most);
    weights.w[18] = std::min(weights.w[18], most);
    return weights;
}

} // namespace ringside::progress
