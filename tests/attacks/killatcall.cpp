// killatcall call|step N SUPERVISOR: starts a supervisor and kills its steward before the Nth of the steward's system
// calls, so that a test can cut it short wherever it is. Of all calls those are steps that change what others have of
// the steward: processes, mounts, sockets, messages. Between two of them it only reads, and writes what is its own alone.

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int syscallStop = SIGTRAP | 0x80; // of PTRACE_O_TRACESYSGOOD
constexpr int notStarted = 126;

constexpr std::array stepCalls{SYS_clone3, SYS_clone, SYS_execveat, SYS_exit_group, SYS_prctl, SYS_ptrace, SYS_dup2,
    SYS_mount, SYS_umount2, SYS_fsopen, SYS_fsmount, SYS_open_tree, SYS_move_mount, SYS_mount_setattr, SYS_pivot_root,
    SYS_fchdir, SYS_chdir, SYS_socketpair, SYS_pipe2, SYS_sendmsg, SYS_setsockopt, SYS_pidfd_send_signal,
    SYS_landlock_create_ruleset};

enum class Count { Calls, Steps };

/// The tracee is about to make a call that counts.
bool counts(pid_t steward, Count count)
{
    __ptrace_syscall_info info{};
    if (::ptrace(PTRACE_GET_SYSCALL_INFO, steward, sizeof info, &info) <= 0 || info.op != PTRACE_SYSCALL_INFO_ENTRY)
        return false;
    return count == Count::Calls || std::ranges::contains(stepCalls, static_cast<long>(info.entry.nr));
}

void traceMe(char **command)
{
    ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    ::raise(SIGSTOP); // until the options are set
    ::execv(command[0], command);
    ::_exit(notStarted);
}

/// The first child of the launcher, stopped before its first instruction. The launcher itself is let go.
pid_t waitForSteward(pid_t launcher)
{
    int status = 0;
    ::waitpid(launcher, &status, 0);
    ::ptrace(PTRACE_SETOPTIONS, launcher, nullptr, PTRACE_O_TRACEFORK | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL);
    ::ptrace(PTRACE_CONT, launcher, nullptr, nullptr);
    while (::waitpid(launcher, &status, 0) == launcher && WIFSTOPPED(status)) {
        const int event = status >> 16;
        if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_CLONE) {
            unsigned long steward = 0;
            ::ptrace(PTRACE_GETEVENTMSG, launcher, nullptr, &steward);
            ::ptrace(PTRACE_DETACH, launcher, nullptr, nullptr);
            return static_cast<pid_t>(steward);
        }
        ::ptrace(PTRACE_CONT, launcher, nullptr, nullptr);
    }
    std::exit(notStarted);
}

void killAt(pid_t steward, Count count, long number)
{
    int status = 0;
    ::waitpid(steward, &status, __WALL);
    ::ptrace(PTRACE_SETOPTIONS, steward, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    long counted = 0;
    for (;;) {
        const bool isCall = WIFSTOPPED(status) && WSTOPSIG(status) == syscallStop;
        if (isCall && counts(steward, count) && ++counted == number)
            ::kill(steward, SIGKILL);
        const int signal = isCall || !WIFSTOPPED(status) || WSTOPSIG(status) == SIGTRAP || WSTOPSIG(status) == SIGSTOP
            ? 0
            : WSTOPSIG(status);
        ::ptrace(PTRACE_SYSCALL, steward, nullptr, static_cast<long>(signal));
        if (::waitpid(steward, &status, __WALL) < 0 || WIFEXITED(status) || WIFSIGNALED(status))
            return;
    }
}

} // namespace

int main(int argumentCount, char **arguments)
{
    if (argumentCount < 4)
        return notStarted;
    const pid_t launcher = ::fork();
    if (launcher == 0)
        traceMe(arguments + 3);
    const Count count = std::strcmp(arguments[1], "step") == 0 ? Count::Steps : Count::Calls;
    killAt(waitForSteward(launcher), count, std::atol(arguments[2]));
    int status = 0;
    ::waitpid(launcher, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : notStarted;
}
