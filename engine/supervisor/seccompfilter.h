#pragma once

#include "supervisor/outcome.h"
#include "supervisor/syscallpolicy.h"

#include <linux/filter.h>
#include <set>
#include <vector>

namespace ringside::supervisor {

/// The policy of syscallpolicy.h as a program for seccomp(2). Calls of a foreign architecture and x32 calls
/// end the process; calls without a rule answer ENOSYS.
class SeccompFilter
{
public:
    /// Every call of `traced` that the policy allows stops for the tracer instead. Without a tracer such a
    /// call answers ENOSYS. The plain filter has none.
    [[nodiscard]] static SeccompFilter build(const std::set<int> &traced = {});
    /// As above, for another policy than that of boxes.
    [[nodiscard]] static SeccompFilter build(
        const std::map<int, CallRule> &policy, const std::set<int> &traced);

    /// Binds this thread and all it will ever start. Needs no_new_privs.
    [[nodiscard]] Outcome<> install() const;

    [[nodiscard]] const std::vector<sock_filter> &program() const { return m_program; }

private:
    std::vector<sock_filter> m_program;
};

} // namespace ringside::supervisor
