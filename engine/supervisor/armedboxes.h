#pragma once

#include "supervisor/boxprocess.h"
#include "supervisor/runfiles.h"
#include "supervisor/zygotepool.h"

#include <deque>
#include <map>
#include <optional>

namespace ringside::supervisor {

/// A box that was made before anyone asked for it: its program has no right left, and waits for its go. The file
/// systems are empty and have the usual sizes.
struct ArmedBox
{
    RunFiles files;
    BoxProcess process;
};

/// A few boxes ahead, so that a run need not wait for its box to be made.
class ArmedBoxes
{
public:
    /// Which zygote it is made of; none: a cold one.
    using Kind = std::optional<ZygoteKind>;

    ArmedBoxes(ZygotePool &zygotes, BoxGroups &groups, const BoxFilters &filters)
        : m_zygotes(zygotes)
        , m_groups(groups)
        , m_filters(filters)
    {
    }

    /// A box of this kind, if one stands ready; it is the caller's.
    [[nodiscard]] std::optional<ArmedBox> take(Kind kind);
    /// Makes one more where one is missing. Takes about a millisecond: not while somebody waits.
    void armOne();

private:
    [[nodiscard]] bool canMake(Kind kind);
    [[nodiscard]] Outcome<BoxProcess> make(Kind kind, const RunFiles &files);

    ZygotePool &m_zygotes;
    BoxGroups &m_groups;
    const BoxFilters &m_filters;
    std::map<Kind, std::deque<ArmedBox>> m_boxes;
    std::map<Kind, bool> m_isWanted{{ZygoteKind::Slim, true}, {ZygoteKind::Stocked, false}, {std::nullopt, false}};
};

} // namespace ringside::supervisor
