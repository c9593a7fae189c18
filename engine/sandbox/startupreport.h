#pragma once

#include "sandbox/features.h"

#include <QList>

#include <optional>

namespace ringside::sandbox {

/// Why there is no sandbox on this machine. The words for people, and the remedies, are the app's.
enum class Obstacle : quint8 {
    Other,
    OldKernel, ///< before Linux 6.1
    RootCannotBeDropped, ///< started by root without the right to become somebody else
    NamespacesSwitchedOff, ///< kernel.unprivileged_userns_clone is 0
    NamespacesUsedUp, ///< user.max_user_namespaces, or namespaces nested too deeply
    NamespacesFiltered, ///< refused with no setting in sight: the filter of a container
    AppArmor, ///< kernel.apparmor_restrict_unprivileged_userns is 1 and no profile allows us
    ProcCovered, ///< parts of /proc are covered, as in containers: no fresh one can be mounted
    MountsRefused, ///< the new mount calls or tmpfs are refused
    NoSeccomp,
    NoPython, ///< no /usr/bin/python3, or it does not run
    SelfTestFailed, ///< an attack of the self-test was not held: see SelfTestResult
    NoSupervisor, ///< our own helper program is missing or cannot be started
};

/// One attack on the sandbox that is tried at every start.
struct SelfTestResult
{
    QByteArray attack; ///< "read-host-files", "write-system", "network", "namespaces", "kill-all", "processes",
                       ///< "disk" or "environment"
    bool held = false;
    bool operator==(const SelfTestResult &) const = default;
};

/// A setting of the kernel that has to do with an obstacle, as it is now.
struct KernelSetting
{
    QByteArray name; ///< "user.max_user_namespaces"
    qint64 value = 0;
    bool operator==(const KernelSetting &) const = default;
};

/// What the supervisor found out when it started. Nothing of it is kept from an earlier start.
struct StartupReport
{
    std::optional<Features> features; ///< none: there is no sandbox, and the fields below say why
    Obstacle obstacle = Obstacle::Other;
    QString step; ///< the first that failed, for logs
    int errnum = 0;
    QString kernel;
    QList<KernelSetting> settings;
    QList<SelfTestResult> selfTest;
};

} // namespace ringside::sandbox
