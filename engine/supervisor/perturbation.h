#pragma once

#include "sandbox/traceprotocol.h"
#include "supervisor/tracedprocess.h"

#include <vector>

namespace ringside::supervisor {

/// What is to happen to the calls of the learner's program, and how often each rule has met one already.
class Perturbation
{
public:
    explicit Perturbation(std::vector<sandbox::protocol::TraceRule> rules);

    /// The rules that apply to this call, which has come to its entry. Counts it.
    [[nodiscard]] std::vector<const sandbox::protocol::TraceRule *> rulesFor(
        const PendingCall &call, bool mayChange);

private:
    struct Counted
    {
        sandbox::protocol::TraceRule rule;
        std::uint32_t matches = 0;
    };
    std::vector<Counted> m_rules;
};

} // namespace ringside::supervisor
