#include "supervisor/obstacles.h"

#include "base/filedescriptor.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace ringside::supervisor {

using sandbox::protocol::Obstacle;

namespace {

constexpr char unprivilegedClone[] = "kernel.unprivileged_userns_clone"; // Debian and its descendants
constexpr char maximumNamespaces[] = "user.max_user_namespaces";
constexpr char appArmor[] = "kernel.apparmor_restrict_unprivileged_userns"; // Ubuntu

constexpr std::array relevantSettings{unprivilegedClone, maximumNamespaces, appArmor, "kernel.yama.ptrace_scope"};

std::string pathOf(std::string setting)
{
    std::ranges::replace(setting, '.', '/');
    return "/proc/sys/" + setting;
}

/// Creating user namespaces was refused. EPERM has three causes that look alike.
Obstacle behindRefusedNamespaces(int errnum, const SystemFacts &facts)
{
    if (errnum == ENOSPC || errnum == EUSERS || facts.has(maximumNamespaces, 0))
        return Obstacle::NamespacesUsedUp;
    if (facts.has(unprivilegedClone, 0))
        return Obstacle::NamespacesSwitchedOff;
    if (facts.has(appArmor, 1))
        return Obstacle::AppArmor;
    return Obstacle::NamespacesFiltered;
}

} // namespace

SystemFacts SystemFacts::read()
{
    SystemFacts facts;
    utsname machine{};
    ::uname(&machine);
    facts.kernel = machine.release;
    for (const char *setting : relevantSettings) {
        const FileDescriptor file(::open(pathOf(setting).c_str(), O_RDONLY | O_CLOEXEC));
        std::array<char, 32> text{};
        if (file && ::read(file.get(), text.data(), text.size() - 1) > 0)
            facts.settings[setting] = std::atoll(text.data());
    }
    return facts;
}

bool SystemFacts::has(const std::string &setting, std::int64_t value) const
{
    const auto found = settings.find(setting);
    return found != settings.end() && found->second == value;
}

bool SystemFacts::isKernelNewEnough() const
{
    int major = 0;
    int minor = 0;
    const int parts = std::sscanf(kernel.c_str(), "%d.%d", &major, &minor);
    return parts == 2 && (major > 6 || (major == 6 && minor >= 1));
}

Obstacle obstacleBehind(const Failure &failure, const SystemFacts &facts)
{
    const auto isOneOf = [&](std::initializer_list<const char *> names) {
        return std::ranges::any_of(names, [&](const char *name) { return failure.step == name; });
    };
    if (isOneOf({steps::checkKernel}))
        return Obstacle::OldKernel;
    if (isOneOf({steps::dropRoot}))
        return Obstacle::RootCannotBeDropped;
    if (isOneOf({steps::createOuterNamespaces, steps::createBoxNamespaces}))
        return behindRefusedNamespaces(failure.errnum, facts);
    // Ubuntu lets the namespace come about, but without any right in it.
    if (isOneOf({steps::mapIds, steps::mapBoxUser, steps::makeMountsPrivate})
        && (failure.errnum == EPERM || failure.errnum == EACCES))
        return facts.has(appArmor, 1) ? Obstacle::AppArmor : Obstacle::NamespacesFiltered;
    if (isOneOf({steps::mountProc, steps::mountBoxProc}) && failure.errnum == EPERM)
        return Obstacle::ProcCovered;
    if (isOneOf({steps::installFilter}))
        return Obstacle::NoSeccomp;
    if (isOneOf({steps::findPython, steps::runPython, steps::startPython}))
        return Obstacle::NoPython;
    if (isOneOf({steps::selfTest}))
        return Obstacle::SelfTestFailed;
    if (failure.step.contains("mount") || failure.step.contains("tmpfs") || failure.step.contains("root"))
        return Obstacle::MountsRefused;
    return Obstacle::Other;
}

sandbox::protocol::Unavailable unavailable(const Failure &failure)
{
    const SystemFacts facts = SystemFacts::read();
    sandbox::protocol::Unavailable message{.obstacle = obstacleBehind(failure, facts),
        .step = failure.step,
        .errnum = failure.errnum,
        .kernel = facts.kernel};
    message.settings.assign(facts.settings.begin(), facts.settings.end());
    return message;
}

} // namespace ringside::supervisor
