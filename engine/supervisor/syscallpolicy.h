#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace ringside::supervisor {

/// What becomes of a system call.
struct Action
{
    enum class Kind : std::uint8_t { Allow, Refuse, Kill };
    Kind kind = Kind::Refuse;
    int errnum = 0; ///< for Refuse
    bool operator==(const Action &) const = default;
};

/// A test of one argument. The kernel reads the numbers tested here as 32-bit ones, so only the low half of them
/// counts: a caller could put anything into the high one. Of a pointer both halves count.
struct Condition
{
    enum class Test : std::uint8_t {
        OneOf, ///< equals one of `values`
        WithoutBits, ///< has no bit of `values[0]`
        IsNull, ///< a null pointer
    };
    unsigned argument = 0;
    Test test = Test::OneOf;
    std::vector<std::uint32_t> values;
};

/// When every condition holds, `action`.
struct Clause
{
    std::vector<Condition> conditions;
    Action action;
};

/// Clauses in order, then `otherwise`. Most calls have no clause.
struct CallRule
{
    std::vector<Clause> clauses;
    Action otherwise;
};

/// The rule of every call we have an opinion on, by its number. Every other call answers ENOSYS, as on a
/// kernel that does not have it: programs then take their fallback.
[[nodiscard]] const std::map<int, CallRule> &syscallPolicy();

/// Of the first process of a box, once its program runs: it waits, tells how the program ended, and goes.
[[nodiscard]] const std::map<int, CallRule> &initPolicy();

/// The only user and group id of a box.
inline constexpr std::uint32_t learnerId = 1000;

} // namespace ringside::supervisor
