#include "desktop/lens/callgroup.h"

#include "sandbox/systemcalls.h"

#include <QCoreApplication>

#include <array>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(CallGroup)
};

constexpr std::string_view processCalls[]{"clone", "fork", "vfork", "execve", "execveat", "exit", "exit_group", "wait4",
    "waitid", "kill", "tkill", "tgkill", "pidfd_open", "pidfd_send_signal", "setsid", "setpgid", "rt_sigaction",
    "setitimer", "alarm", "pause", "pipe", "pipe2"};
constexpr std::string_view directoryCalls[]{"getdents", "getdents64", "chdir", "fchdir", "getcwd"};
constexpr std::string_view statusCalls[]{"access", "faccessat", "faccessat2", "statx", "statfs", "fstatfs", "readlink",
    "readlinkat", "ioctl", "fcntl", "getxattr", "lgetxattr", "fgetxattr", "listxattr", "llistxattr", "flistxattr"};
constexpr std::string_view otherCalls[]{"socket", "socketpair", "bind", "connect", "listen", "accept", "accept4",
    "sendto", "recvfrom", "sendmsg", "recvmsg", "shutdown", "eventfd2", "inotify_init1", "inotify_add_watch", "umask"};

CallGroup findGroup(const sandbox::SystemCall &call)
{
    const auto isIn = [&call](const auto &names) { return std::ranges::find(names, call.name) != std::end(names); };
    if (isIn(processCalls))
        return CallGroup::Processes;
    if (isIn(directoryCalls))
        return CallGroup::Directories;
    if (isIn(otherCalls))
        return CallGroup::Other;
    if (call.has(sandbox::MakesDurable))
        return CallGroup::Sync;
    if (isIn(statusCalls) || call.parameters.contains('s'))
        return CallGroup::Status;
    if (call.has(sandbox::ChangesNames))
        return CallGroup::Names;
    if (call.has(sandbox::GivesDescriptor) || call.name.starts_with("close"))
        return CallGroup::Open;
    return CallGroup::Data;
}

} // namespace

CallGroup groupOf(int callNumber)
{
    static const auto table = [] {
        std::array<CallGroup, sandbox::systemcalls::numberLimit> groups{};
        groups.fill(CallGroup::Other);
        for (const sandbox::SystemCall &call : sandbox::tracedSystemCalls)
            groups[static_cast<std::size_t>(call.number)] = findGroup(call);
        return groups;
    }();
    const bool isKnown = callNumber >= 0 && callNumber < sandbox::systemcalls::numberLimit;
    return isKnown ? table[static_cast<std::size_t>(callNumber)] : CallGroup::Other;
}

QString groupTitle(CallGroup group)
{
    switch (group) {
    case CallGroup::Open: return Words::tr("open, close");
    case CallGroup::Data: return Words::tr("read, write");
    case CallGroup::Status: return Words::tr("questions");
    case CallGroup::Names: return Words::tr("names, modes");
    case CallGroup::Directories: return Words::tr("directories");
    case CallGroup::Sync: return Words::tr("to the disk");
    case CallGroup::Processes: return Words::tr("processes");
    case CallGroup::Other: return Words::tr("other");
    }
    Q_UNREACHABLE_RETURN({});
}

ColorRole groupColor(CallGroup group)
{
    switch (group) {
    case CallGroup::Open: return ColorRole::Accent;
    case CallGroup::Data: return ColorRole::Tip;
    case CallGroup::Status: return ColorRole::Muted;
    case CallGroup::Names: return ColorRole::Exercise;
    case CallGroup::Directories: return ColorRole::Note;
    case CallGroup::Sync: return ColorRole::Warning;
    case CallGroup::Processes: return ColorRole::Danger;
    case CallGroup::Other: return ColorRole::Secondary;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace ringside::desktop
