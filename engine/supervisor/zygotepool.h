#pragma once

#include "supervisor/mount.h"
#include "supervisor/zygote.h"

#include <optional>
#include <string>
#include <vector>

namespace ringside::supervisor {

enum class ZygoteKind : std::uint8_t { Slim, Stocked };

/// The zygotes of a steward: a slim one, and one stocked with the modules that lessons import most. Both are
/// replaced after some runs, so that no address layout is shared by too many, and when they die.
class ZygotePool
{
public:
    /// Descriptors of the extension and of the hook. Without them no run is warm.
    [[nodiscard]] Outcome<> open(int extension, int hook);

    /// The zygote of this kind; none while it is not ready.
    [[nodiscard]] Zygote *find(ZygoteKind kind);

    /// Takes note of what happened, and replaces what has to be replaced.
    void tend();
    /// The zygote of this kind is ready, or it is clear that there will be none.
    [[nodiscard]] bool isSettled(ZygoteKind kind) const;
    void addPolls(std::vector<pollfd> &polls) const;

private:
    struct Place
    {
        std::string stock;
        std::optional<Zygote> current;
        std::optional<Zygote> next; ///< takes over when it is ready
        int failures = 0; ///< in a row
    };

    void tend(Place &place);
    void start(Place &place, std::optional<Zygote> &zygote);

    Mount m_hook;
    Place m_slim;
    Place m_stocked;
};

} // namespace ringside::supervisor
