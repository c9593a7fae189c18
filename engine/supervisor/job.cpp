#include "supervisor/job.h"

#include <cerrno>

namespace ringside::supervisor {

namespace {

constexpr std::uint64_t addressSpaceBytes = 4ULL << 30; // 1 GiB would hold a program to 21 threads

} // namespace

BoxPlan planFor(const sandbox::protocol::RunBegin &settings)
{
    BoxPlan plan;
    plan.limits = {.addressSpaceBytes = addressSpaceBytes,
        .fileBytes = static_cast<std::uint64_t>(settings.fileBytes),
        .cpuSeconds = static_cast<std::uint64_t>(settings.cpuMs / 1000 + 2),
        .processes = static_cast<std::uint64_t>(settings.processes),
        .descriptors = static_cast<std::uint64_t>(settings.descriptors)};
    plan.umask = settings.umask;
    plan.arguments = settings.arguments;
    plan.environment = boxEnvironment(settings.hashSeed);
    for (const auto &[name, value] : settings.environment) {
        std::erase_if(plan.environment,
            [&](const std::string &variable) { return variable.starts_with(name + '='); });
        plan.environment.push_back(name + '=' + value);
    }
    for (const auto &mount : settings.mounts)
        plan.mounts.push_back(mount.path);
    plan.valueChannel = settings.valueChannel;
    plan.session = settings.session;
    return plan;
}

Failure asSeenByAuthor(Failure failure)
{
    if (failure.errnum != ENOSPC)
        return failure;
    return wrongContent("the workspace does not fit into its limits: " + failure.step).error();
}

} // namespace ringside::supervisor
