#pragma once

#include <cstdint>
#include <string>

namespace ringside::supervisor {

/// What the lens says to the steward, one message each.
struct LensWord
{
    enum class Kind : std::uint8_t {
        Seized, ///< the program is held and has been let go; it runs
        Failed, ///< it could not be held: `step`, `errnum`
        Snapshot, ///< everything in the box stands still after change `figure`: read the trees
        Attack, ///< everything stands still: carry out attack `figure`
        OverLimit, ///< more calls than may be counted, or too much to remember of `figure` calls: the program has been ended
    };
    Kind kind = Kind::Seized;
    std::uint32_t figure = 0;
    std::string step;
    std::int32_t errnum = 0;
    void visit(auto &fields) { fields(kind, figure, step, errnum); }
};

constexpr LensWord::Kind lastOf(LensWord::Kind)
{
    return LensWord::Kind::OverLimit;
}

/// The steward's answer to Snapshot and Attack.
inline constexpr char lensGoOn[] = "go on";

} // namespace ringside::supervisor
