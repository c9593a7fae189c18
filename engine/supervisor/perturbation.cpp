#include "supervisor/perturbation.h"

#include <algorithm>
#include <fnmatch.h>

namespace ringside::supervisor {

using sandbox::protocol::TracePhase;
using sandbox::protocol::TraceRule;

namespace {

bool matchesPath(const std::string &pattern, const PendingCall &call)
{
    return pattern.empty()
        || std::ranges::any_of(std::array{&call.fullPath, &call.otherFullPath}, [&](const std::string *path) {
               return !path->empty() && ::fnmatch(pattern.c_str(), path->c_str(), 0) == 0;
           });
}

bool matches(const TraceRule &rule, const PendingCall &call, bool mayChange)
{
    return (rule.calls.empty() || std::ranges::contains(rule.calls, call.what->number))
        && (rule.line == 0 || rule.line == call.line) && (!rule.changesOnly || mayChange)
        && matchesPath(rule.path, call);
}

} // namespace

Perturbation::Perturbation(std::vector<TraceRule> rules)
{
    for (TraceRule &rule : rules)
        m_rules.push_back({.rule = std::move(rule)});
}

std::vector<const TraceRule *> Perturbation::rulesFor(const PendingCall &call, bool mayChange)
{
    std::vector<const TraceRule *> found;
    if (call.phase != TracePhase::User && call.phase != TracePhase::Unknown)
        return found;
    for (Counted &counted : m_rules) {
        if (!matches(counted.rule, call, mayChange))
            continue;
        ++counted.matches;
        const bool isLater = counted.rule.onwards && counted.matches > counted.rule.nth;
        if (counted.rule.nth == 0 || counted.rule.nth == counted.matches || isLater)
            found.push_back(&counted.rule);
    }
    return found;
}

} // namespace ringside::supervisor
