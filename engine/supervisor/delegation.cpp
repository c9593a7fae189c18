#include "supervisor/delegation.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sched.h>
#include <sstream>
#include <sys/xattr.h>
#include <unistd.h>
#include <vector>

namespace ringside::supervisor {

namespace {

constexpr char mountPoint[] = "/sys/fs/cgroup";
constexpr char restName[] = "ringside-rest";
constexpr std::string_view ownPrefix = "ringside-"; // then the launcher's process number
constexpr int movingRounds = 10; // processes may be born while others are moved
constexpr int removingRounds = 200;
constexpr useconds_t removingPause = 5'000; // a process that was waited for may take a moment to leave its group

std::string textOf(const char *path)
{
    const FileDescriptor file(::open(path, O_RDONLY | O_CLOEXEC));
    std::array<char, 4096> buffer;
    const ssize_t got = file ? ::read(file.get(), buffer.data(), buffer.size()) : -1;
    return {buffer.data(), static_cast<std::size_t>(got > 0 ? got : 0)};
}

/// Where we are in the tree of version 2. None: elsewhere than what is mounted here.
std::optional<std::string> ownPath()
{
    std::istringstream lines(textOf("/proc/self/cgroup"));
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("0::/") && !line.contains("/.."))
            return mountPoint + (line == "0::/" ? "" : line.substr(3));
    return std::nullopt;
}

/// A supervisor that is started again finds its client where the first one has moved it.
std::string withoutRest(const std::string &path)
{
    const std::string suffix = std::string("/") + restName;
    return path.ends_with(suffix) ? path.substr(0, path.size() - suffix.size()) : path;
}

bool mayWrite(const std::string &path)
{
    return ::access(path.c_str(), W_OK) == 0;
}

/// Systemd marks what it gives away. Without the mark it is ours where our rights begin: a group is delegated with its
/// files, and not the group above it. What is ours only because all of a session is belongs to systemd.
bool isDelegated(const std::string &path)
{
    if (!mayWrite(path) || !mayWrite(path + "/cgroup.procs") || !mayWrite(path + "/cgroup.subtree_control"))
        return false;
    std::array<char, 8> mark{};
    const ssize_t length = ::getxattr(path.c_str(), "user.delegate", mark.data(), mark.size());
    return (length == 1 && mark[0] == '1') || path == mountPoint || !mayWrite(path.substr(0, path.rfind('/')));
}

bool offers(const ControlGroup &group, const std::string &controller)
{
    std::istringstream controllers(group.read("cgroup.controllers"));
    for (std::string name; controllers >> name;)
        if (name == controller)
            return true;
    return false;
}

std::vector<std::string> childrenOf(const ControlGroup &group)
{
    std::vector<std::string> names;
    const int descriptor = ::openat(group.descriptor(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, int (*)(DIR *)> entries(::fdopendir(descriptor), ::closedir);
    while (const dirent *entry = entries ? ::readdir(entries.get()) : nullptr)
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            names.emplace_back(entry->d_name);
    return names;
}

/// With the groups of its boxes. Not while a process is in one of them.
bool removeWithChildren(const ControlGroup &parent, const std::string &name)
{
    if (parent.removeChild(name))
        return true;
    if (const Outcome<ControlGroup> group = parent.makeChild(name))
        for (const std::string &child : childrenOf(*group))
            (void)group->removeChild(child);
    return parent.removeChild(name);
}

/// Of launchers that were killed before they could.
void removeLeavings(const ControlGroup &parent)
{
    for (const std::string &name : childrenOf(parent)) {
        const pid_t launcher = name.starts_with(ownPrefix) ? std::atoi(name.c_str() + ownPrefix.size()) : 0;
        if (launcher > 0 && ::kill(launcher, 0) < 0 && errno == ESRCH)
            (void)removeWithChildren(parent, name);
    }
}

bool moveAll(const ControlGroup &from, const ControlGroup &to)
{
    for (int round = 0; round < movingRounds; ++round) {
        std::istringstream processes(from.read("cgroup.procs"));
        std::string process;
        if (!(processes >> process))
            return true;
        do
            (void)to.set("cgroup.procs", process); // or it has just ended
        while (processes >> process);
    }
    return false;
}

} // namespace

std::optional<Delegation> Delegation::claim()
{
    const std::optional<std::string> path = ownPath().transform(withoutRest);
    if (!path || !isDelegated(*path))
        return std::nullopt;
    Outcome<ControlGroup> parent = ControlGroup::open(*path);
    if (!parent || !offers(*parent, "memory") || !offers(*parent, "pids"))
        return std::nullopt;
    removeLeavings(*parent);
    const Outcome<ControlGroup> rest = parent->makeChild(restName);
    if (!rest || !moveAll(*parent, *rest) || !parent->limitBelow())
        return std::nullopt;
    std::string name = std::string(ownPrefix) + std::to_string(::getpid());
    Outcome<ControlGroup> group = parent->makeChild(name);
    if (!group)
        return std::nullopt;
    return Delegation(std::move(*parent), std::move(name), std::move(*group));
}

Outcome<> Delegation::settle(const ControlGroup &group)
{
    if (::unshare(CLONE_NEWCGROUP) < 0)
        return failed("make a namespace of control groups");
    const Outcome<ControlGroup> own = group.makeChild("steward");
    if (!own)
        return std::unexpected(own.error());
    return own->set("cgroup.procs", "0").and_then([&group] { return group.limitBelow(); });
}

Delegation::Delegation(ControlGroup parent, std::string name, ControlGroup group)
    : m_parent(std::move(parent))
    , m_name(std::move(name))
    , m_group(std::move(group))
{
}

Delegation::~Delegation()
{
    for (int round = 0; m_parent.isOpen() && !removeWithChildren(m_parent, m_name) && round < removingRounds; ++round)
        ::usleep(removingPause);
}

} // namespace ringside::supervisor
