// killatcall N SUPERVISOR: starts a supervisor and kills its steward before the Nth of the steward's system calls, so that
// a test can cut it short at each of its steps.

#include <csignal>
#include <cstdlib>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int syscallStop = SIGTRAP | 0x80; // of PTRACE_O_TRACESYSGOOD
constexpr int notStarted = 126;

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

void killAtCall(pid_t steward, long call)
{
    int status = 0;
    ::waitpid(steward, &status, __WALL);
    ::ptrace(PTRACE_SETOPTIONS, steward, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    long stops = 0; // two for each call: before and after
    for (;;) {
        const bool isCall = WIFSTOPPED(status) && WSTOPSIG(status) == syscallStop;
        if (isCall && ++stops == 2 * call - 1)
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
    if (argumentCount < 3)
        return notStarted;
    const pid_t launcher = ::fork();
    if (launcher == 0)
        traceMe(arguments + 2);
    killAtCall(waitForSteward(launcher), std::atol(arguments[1]));
    int status = 0;
    ::waitpid(launcher, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : notStarted;
}
