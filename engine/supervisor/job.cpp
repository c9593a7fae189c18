#include "supervisor/job.h"

#include <cerrno>

namespace ringside::supervisor {

namespace {

constexpr std::uint64_t addressSpaceBytes = 4ULL << 30; // 1 GiB would hold a program to 21 threads

} // namespace

BoxPlan planFor(const sandbox::protocol::RunBegin &settings)
{
    BoxPlan plan{.mounts = {}, .session = settings.session, .program = {}};
    for (const auto &mount : settings.mounts)
        plan.mounts.push_back(mount.path);
    ProgramPlan &program = plan.program;
    program.limits = {.addressSpaceBytes = addressSpaceBytes,
        .fileBytes = static_cast<std::uint64_t>(settings.fileBytes),
        .cpuSeconds = static_cast<std::uint64_t>(settings.cpuMs / 1000 + 2),
        .processes = static_cast<std::uint64_t>(settings.processes),
        .descriptors = static_cast<std::uint64_t>(settings.descriptors)};
    program.umask = settings.umask;
    program.arguments = settings.arguments;
    program.environment = boxEnvironment(settings.hashSeed);
    for (const auto &[name, value] : settings.environment) {
        std::erase_if(program.environment,
            [&](const std::string &variable) { return variable.starts_with(name + '='); });
        program.environment.push_back(name + '=' + value);
    }
    program.valueChannel = settings.valueChannel;
    program.traced = settings.trace.isOn;
    return plan;
}

Failure asSeenByAuthor(Failure failure)
{
    if (failure.errnum != ENOSPC)
        return failure;
    return wrongContent("the workspace does not fit into its limits: " + failure.step).error();
}

} // namespace ringside::supervisor
