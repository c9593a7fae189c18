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
    explicit ArmedBoxes(ZygotePool &zygotes)
        : m_zygotes(zygotes)
    {
    }

    /// A box of this kind, if one stands ready; it is the caller's.
    [[nodiscard]] std::optional<ArmedBox> take(ZygoteKind kind);
    /// Makes one more where one is missing. Takes about a millisecond: not while somebody waits.
    void armOne();

private:
    ZygotePool &m_zygotes;
    std::map<ZygoteKind, std::deque<ArmedBox>> m_boxes;
    std::map<ZygoteKind, bool> m_isWanted{{ZygoteKind::Slim, true}, {ZygoteKind::Stocked, false}};
};

} // namespace ringside::supervisor
