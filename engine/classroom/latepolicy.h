#pragma once

#include <QList>

#include <chrono>
#include <optional>

namespace ringside::classroom {

/// What lateness costs. All times are lengths, so a day has 24 hours also when the clocks change.
struct LatePolicy
{
    /// From `after` the deadline on, `percent` of the points are lost.
    struct Step
    {
        std::chrono::seconds after{};
        double percent = 0;

        bool operator==(const Step &) const = default;
    };

    std::chrono::seconds grace{}; ///< this much late counts as in time
    QList<Step> steps; ///< rising; the last one passed counts
    double percentPerUnit = 0; ///< for every unit that was begun; added to the step
    std::chrono::seconds unit = std::chrono::days(1);
    double mostPercent = 100; ///< no more is ever lost
    std::optional<std::chrono::seconds> cutOff; ///< later than this earns nothing

    bool operator==(const LatePolicy &) const = default;
};

struct Lateness
{
    std::chrono::seconds late{}; ///< after the deadline and its extension; 0 when in time
    double percentLost = 0;
    bool isCutOff = false; ///< too late to count at all; percentLost is 100

    bool operator==(const Lateness &) const = default;
};

/// A pure function: whoever changes a deadline or grants an extension computes again. Lateness counts
/// from the deadline, the grace included, once the grace is over.
[[nodiscard]] Lateness latenessOf(const LatePolicy &policy, std::chrono::sys_seconds due,
    std::chrono::seconds extension, std::chrono::sys_seconds submitted);

} // namespace ringside::classroom
