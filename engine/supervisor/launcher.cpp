#include "supervisor/launcher.h"

#include "base/filedescriptor.h"
#include "supervisor/box.h"
#include "supervisor/clientchannel.h"
#include "supervisor/delegation.h"
#include "supervisor/kernel.h"
#include "supervisor/obstacles.h"
#include "supervisor/privileges.h"
#include "supervisor/steward.h"

#include <algorithm>
#include <array>
#include <climits>
#include <csignal>
#include <fcntl.h>
#include <linux/sched.h>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

constexpr int usageStatus = 2;
constexpr int unavailableStatus = 3;

/// A steward with a few deep trees in hand may need more than the usual 1,024.
void raiseDescriptorLimit()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// What becoming the steward needs from the host, opened while we may still be root: the folder it is in may be
/// closed to others. The zygote's parts may be missing; runs are then cold.
struct Installed
{
    FileDescriptor executable;
    FileDescriptor extension;
    FileDescriptor hook;
};

Installed openInstalled()
{
    std::array<char, PATH_MAX> path{};
    const ssize_t length = ::readlink("/proc/self/exe", path.data(), path.size() - 1);
    const std::string own(path.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    const std::string folder = own.substr(0, own.rfind('/')) + "/zygote/";
    const auto open = [](const std::string &name, int flags) {
        const FileDescriptor opened(::open(name.c_str(), flags | O_CLOEXEC));
        // Away from the numbers the steward is to find them under.
        return FileDescriptor(::fcntl(opened.get(), F_DUPFD_CLOEXEC, 16));
    };
    return {.executable = open("/proc/self/exe", O_PATH),
        .extension = open(folder + "ringside_zygote.abi3.so", O_RDONLY),
        .hook = open(folder + "sitecustomize.py", O_RDONLY)};
}

/// In its namespace the steward is 0: the owner of the mounts it makes and of the boxes' namespaces.
Outcome<> mapToRoot(uid_t user, gid_t group)
{
    if (!writeFile("/proc/self/setgroups", "deny")
        || !writeFile("/proc/self/uid_map", "0 " + std::to_string(user) + " 1")
        || !writeFile("/proc/self/gid_map", "0 " + std::to_string(group) + " 1"))
        return failed(steps::mapIds);
    return {};
}

int reportUnavailable(ClientChannel &client, const Failure &failure)
{
    client.send(unavailable(failure));
    client.flushAll();
    return unavailableStatus;
}

/// The group to divide among the boxes, away from the number the steward is to find it under. None where the kernel
/// refuses after all: then boxes are watched.
FileDescriptor settle(const std::optional<Delegation> &delegation)
{
    if (!delegation || !Delegation::settle(delegation->group()))
        return {};
    return FileDescriptor(::fcntl(delegation->group().descriptor(), F_DUPFD_CLOEXEC, 16));
}

/// By exec, with an empty environment: what a box is cloned from has then never seen anything of the user's, and
/// its memory belongs to the new namespace, without which the kernel would not let the steward watch the boxes.
Outcome<> becomeSteward(Origin origin, uid_t user, gid_t group, const Installed &installed,
    const std::optional<Delegation> &delegation)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (Outcome<> mapped = mapToRoot(user, group); !mapped)
        return mapped;
    const FileDescriptor boxGroups = settle(delegation);
    if (boxGroups)
        ::dup2(boxGroups.get(), groupDescriptor);
    if (installed.extension && installed.hook) {
        ::dup2(installed.extension.get(), extensionDescriptor);
        ::dup2(installed.hook.get(), hookDescriptor);
    }
    std::string name = "ringside-supervisor";
    std::string role = origin == Origin::DroppedRoot ? droppedRootRole : plainUserRole;
    const std::array<char *, 3> arguments{name.data(), role.data(), nullptr};
    const std::array<char *, 1> environment{nullptr};
    ::execveat(installed.executable.get(), "", arguments.data(), environment.data(), AT_EMPTY_PATH);
    return failed("start the steward");
}

pid_t startInNewNamespaces(const std::optional<Delegation> &delegation)
{
    clone_args arguments{};
    arguments.flags = Box::cloneFlags();
    arguments.exit_signal = SIGCHLD;
    if (delegation) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = static_cast<std::uint64_t>(delegation->group().descriptor());
    }
    return static_cast<pid_t>(::syscall(SYS_clone3, &arguments, sizeof arguments));
}

} // namespace

int runLauncher()
{
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    ::umask(077);
    raiseDescriptorLimit();
    const Installed installed = openInstalled();

    ClientChannel client;
    if (!SystemFacts::read().isKernelNewEnough())
        return reportUnavailable(client, {.step = steps::checkKernel, .errnum = ENOSYS});
    const Outcome<bool> dropped = dropRoot();
    if (!dropped)
        return reportUnavailable(client, dropped.error());
    const Origin origin = *dropped ? Origin::DroppedRoot : Origin::PlainUser;
    const uid_t user = ::getuid();
    const gid_t group = ::getgid();
    const std::optional<Delegation> delegation = Delegation::claim();
    const pid_t steward = startInNewNamespaces(delegation);
    if (steward < 0)
        return reportUnavailable(
            client, {.step = steps::createOuterNamespaces, .errnum = errno});
    if (steward == 0)
        ::_exit(reportUnavailable(client, becomeSteward(origin, user, group, installed, delegation).error()));

    // From here only the steward holds the client's pipes: it alone sees the client go.
    ::close(STDIN_FILENO);
    ::close(STDOUT_FILENO);
    int status = 0;
    while (::waitpid(steward, &status, 0) < 0 && errno == EINTR) { }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int runSteward(Origin origin)
{
    // Started by hand, and by root, it would change the mounts of the whole machine.
    if (::getpid() != 1)
        return usageStatus;
    ::prctl(PR_SET_NAME, "steward", 0, 0, 0);
    ::signal(SIGPIPE, SIG_IGN);
    ClientChannel client;
    Steward steward(client, origin);
    if (Outcome<> ready = steward.setUp(); !ready) {
        sandbox::protocol::Unavailable message = unavailable(ready.error());
        message.selfTest = steward.selfTest();
        client.send(message);
        client.flushAll();
        return unavailableStatus;
    }
    steward.serve();
    return 0; // the kernel ends everything in this pid namespace with us
}

} // namespace ringside::supervisor
