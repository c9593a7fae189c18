#include "classroom/latepolicy.h"

#include <algorithm>

namespace ringside::classroom {

namespace {

double percentOf(const LatePolicy &policy, std::chrono::seconds late)
{
    double percent = 0;
    for (const LatePolicy::Step &step : policy.steps) {
        if (late >= step.after)
            percent = step.percent;
    }
    const auto begun = (late + policy.unit - std::chrono::seconds(1)) / policy.unit;
    percent += policy.percentPerUnit * static_cast<double>(begun);
    return std::min(percent, policy.mostPercent);
}

} // namespace

Lateness latenessOf(const LatePolicy &policy, std::chrono::sys_seconds due,
    std::chrono::seconds extension, std::chrono::sys_seconds submitted)
{
    const std::chrono::seconds late = submitted - (due + extension);
    if (late <= std::max(policy.grace, std::chrono::seconds(0)))
        return {.late = std::max(late, std::chrono::seconds(0))};
    if (policy.cutOff && late > *policy.cutOff)
        return {.late = late, .percentLost = 100, .isCutOff = true};
    return {.late = late, .percentLost = percentOf(policy, late)};
}

} // namespace ringside::classroom
