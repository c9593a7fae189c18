#pragma once

#include "sandbox/protocol.h"
#include "supervisor/outcome.h"

#include <map>
#include <string>

namespace ringside::supervisor {

/// Steps whose failure has a known cause.
namespace steps {
inline constexpr char dropRoot[] = "become a plain user";
inline constexpr char createOuterNamespaces[] = "create the namespaces of the supervisor";
inline constexpr char createBoxNamespaces[] = "create the namespaces of a box";
inline constexpr char mapIds[] = "map the ids of the supervisor";
inline constexpr char mapBoxUser[] = "map the user of the box";
inline constexpr char makeMountsPrivate[] = "make the mounts private";
inline constexpr char mountProc[] = "mount /proc";
inline constexpr char mountBoxProc[] = "mount /proc in the box";
inline constexpr char installFilter[] = "install the system call filter";
inline constexpr char findPython[] = "find /usr/bin/python3";
inline constexpr char runPython[] = "run Python in a box";
inline constexpr char startPython[] = "start Python";
inline constexpr char selfTest[] = "hold the attacks of the self-test";
inline constexpr char checkKernel[] = "find a kernel from 6.1 on";
}

/// Settings and facts of the machine that decide between causes with the same errno.
struct SystemFacts
{
    std::string kernel; ///< "6.12.107+deb13-amd64"
    std::map<std::string, std::int64_t> settings; ///< "user.max_user_namespaces"; only those that exist

    /// As the machine is now.
    [[nodiscard]] static SystemFacts read();
    [[nodiscard]] bool has(const std::string &setting, std::int64_t value) const;
    /// 6.1 or newer, which Landlock with REFER, cgroup.kill and the mount calls we use ask for.
    [[nodiscard]] bool isKernelNewEnough() const;
};

/// What seems to be behind a failure of the start-up.
[[nodiscard]] sandbox::protocol::Obstacle obstacleBehind(const Failure &failure, const SystemFacts &facts);

/// The message to the client.
[[nodiscard]] sandbox::protocol::Unavailable unavailable(const Failure &failure);

} // namespace ringside::supervisor
