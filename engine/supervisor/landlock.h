#pragma once

#include "base/filedescriptor.h"
#include "supervisor/outcome.h"

#include <cstdint>
#include <string>

namespace ringside::supervisor {

/// The second wall behind the mounts: what the learner's processes may do with which part of the box's file
/// system, no matter what a descriptor or a forgotten mount would allow. Source: landlock(7).
class LandlockRules
{
public:
    /// The kernel's Landlock version; 0 when there is none.
    [[nodiscard]] static int abi();

    /// The rules of a box. To be made inside it: they hold on to what the paths name there. Without Landlock
    /// the rules are empty and restrictSelf() does nothing.
    [[nodiscard]] static Outcome<LandlockRules> forBox();

    /// Needs no_new_privs. The rules are used up.
    [[nodiscard]] Outcome<> restrictSelf() &&;

private:
    [[nodiscard]] Outcome<> allow(const std::string &path, std::uint64_t access);

    FileDescriptor m_ruleset;
    std::uint64_t m_handled = 0;
};

} // namespace ringside::supervisor
