#include "grading/disturbances.h"

namespace ringside::grading {

namespace {

using sandbox::AttackStep;
using sandbox::TraceAction;

/// The first time the link is made and takes the place of the path. From then on there is a link
/// already, so that the two only change places.
QList<AttackStep> swapSteps(const Disturbance &disturbance)
{
    return {{.kind = AttackStep::Kind::Link, .path = swappedName, .other = disturbance.other},
        {.kind = AttackStep::Kind::Swap, .path = disturbance.path, .other = swappedName}};
}

QList<AttackStep> stepsOf(const Disturbance &disturbance)
{
    if (disturbance.kind == Disturbance::Kind::Swap)
        return swapSteps(disturbance);
    const auto kind
        = disturbance.other.isEmpty() ? AttackStep::Kind::Remove : AttackStep::Kind::Rename;
    return {{.kind = kind, .path = disturbance.path, .other = disturbance.other}};
}

} // namespace

void addDisturbances(sandbox::RunRequest &request, const World &world)
{
    sandbox::TraceOptions &options = *request.trace;
    for (const Disturbance &disturbance : world.disturbances) {
        sandbox::TraceRule rule{.calls = disturbance.calls,
            .path = disturbance.on,
            .nth = static_cast<quint32>(disturbance.atCall)};
        if (disturbance.kind == Disturbance::Kind::Signal) {
            rule.action = TraceAction::Signal;
            rule.figure = disturbance.signal;
        } else {
            rule.action = TraceAction::Attack;
            rule.figure = options.attacks.size();
            options.attacks.append(stepsOf(disturbance));
        }
        options.rules.append(rule);
    }
}

} // namespace ringside::grading
