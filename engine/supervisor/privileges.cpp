#include "supervisor/privileges.h"

#include "supervisor/obstacles.h"

#include <array>
#include <grp.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

// An id that no distribution hands out (below systemd's range of dynamic users, above that of people). Not
// "nobody": other services run under that name, and a shared id lets one reach the other.
constexpr uid_t plainId = 60987;
constexpr uid_t nobody = 65534; // where a container maps only part of the ids

Outcome<> limitResource(__rlimit_resource_t resource, rlim_t soft, rlim_t hard, const char *name)
{
    const rlimit limit{.rlim_cur = soft, .rlim_max = hard};
    if (::setrlimit(resource, &limit) < 0)
        return failed(std::string("set the limit ") + name);
    return {};
}

/// No core file, and no program of kernel.core_pattern either: for that one the kernel takes 0 as any other limit, but
/// not 1. Where an administrator has set 0, it stays: such programs are told of it and write nothing.
/// Source: core(5), and do_coredump() in the kernel.
Outcome<> limitCoreFiles()
{
    if (limitResource(RLIMIT_CORE, 1, 1, "CORE"))
        return {};
    return limitResource(RLIMIT_CORE, 0, 0, "CORE");
}

Outcome<> becomeUser(uid_t id)
{
    if (::setresgid(id, id, id) < 0)
        return failed(steps::dropRoot);
    if (::setresuid(id, id, id) < 0)
        return failed(steps::dropRoot);
    return {};
}

} // namespace

Outcome<> limitResources(const ProcessLimits &limits)
{
    struct Limit
    {
        __rlimit_resource_t resource;
        rlim_t soft;
        rlim_t hard;
        const char *name;
    };
    constexpr rlim_t mebibyte = 1U << 20;
    const std::array table{
        // The steward ends a program at its CPU limit, exactly; this is for the case that it cannot.
        Limit{RLIMIT_CPU, limits.cpuSeconds, limits.cpuSeconds + 1, "CPU"},
        Limit{RLIMIT_AS, limits.addressSpaceBytes, limits.addressSpaceBytes, "AS"},
        Limit{RLIMIT_FSIZE, limits.fileBytes, limits.fileBytes, "FSIZE"},
        Limit{RLIMIT_NOFILE, limits.descriptors, limits.descriptors, "NOFILE"},
        Limit{RLIMIT_NPROC, limits.processes, limits.processes, "NPROC"},
        Limit{RLIMIT_STACK, 8 * mebibyte, 64 * mebibyte, "STACK"},
        Limit{RLIMIT_SIGPENDING, 256, 256, "SIGPENDING"},
        Limit{RLIMIT_MEMLOCK, 0, 0, "MEMLOCK"},
        Limit{RLIMIT_MSGQUEUE, 0, 0, "MSGQUEUE"},
        Limit{RLIMIT_RTPRIO, 0, 0, "RTPRIO"},
        Limit{RLIMIT_NICE, 0, 0, "NICE"},
    };
    for (const Limit &limit : table)
        if (Outcome<> set = limitResource(limit.resource, limit.soft, limit.hard, limit.name); !set)
            return set;
    return limitCoreFiles();
}

Outcome<> emptyBoundingSet()
{
    // The kernel answers EINVAL past its last capability, whichever that is.
    for (unsigned long capability = 0;; ++capability) {
        const int isThere = ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
        if (isThere < 0)
            return {};
        if (isThere > 0 && ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0)
            return failed("empty the bounding set");
    }
}

Outcome<> dropCapabilities()
{
    constexpr unsigned long bits = SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP
        | SECBIT_NO_SETUID_FIXUP_LOCKED | SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE
        | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED;
    if (::prctl(PR_SET_SECUREBITS, bits, 0, 0, 0) < 0)
        return failed("lock the securebits");
    if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
        return failed("clear the ambient capabilities");
    if (Outcome<> emptied = emptyBoundingSet(); !emptied)
        return emptied;
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    const std::array<__user_cap_data_struct, 2> none{};
    if (::syscall(SYS_capset, &header, none.data()) < 0)
        return failed("drop the capabilities");
    if (::prctl(PR_CAPBSET_READ, 0UL, 0, 0, 0) != 0)
        return failed("empty the bounding set", EPERM);
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return failed("set no_new_privs");
    return {};
}

Outcome<> keepOneCapabilityAtExec(int capability)
{
    // A process of user id 0 gets its bounding set at exec, no more.
    for (int other = 0; ::prctl(PR_CAPBSET_READ, other, 0, 0, 0) >= 0; ++other)
        if (other != capability && ::prctl(PR_CAPBSET_DROP, other, 0, 0, 0) < 0)
            return failed("limit the capabilities");
    return {};
}

Outcome<bool> dropRoot()
{
    if (::geteuid() != 0)
        return false;
    if (::setgroups(0, nullptr) < 0)
        return failed(steps::dropRoot);
    if (!becomeUser(plainId))
        if (Outcome<> become = becomeUser(nobody); !become)
            return std::unexpected(become.error());
    // Changing ids clears this, and /proc/self would stay root's: the id map could not be written.
    if (::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) < 0)
        return failed("become dumpable again");
    return true;
}

} // namespace ringside::supervisor
