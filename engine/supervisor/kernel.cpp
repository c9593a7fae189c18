#include "supervisor/kernel.h"

#include "base/filedescriptor.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <linux/sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ringside::supervisor {

pid_t cloneProcess(std::uint64_t flags, int &pidfd, int cgroup)
{
    clone_args arguments{};
    arguments.flags = flags | CLONE_PIDFD;
    arguments.pidfd = reinterpret_cast<std::uintptr_t>(&pidfd);
    // A child that is given to our own parent sends what we send: the kernel wants no signal named then.
    arguments.exit_signal = (flags & CLONE_PARENT) != 0 ? 0 : SIGCHLD;
    if (cgroup >= 0) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = static_cast<std::uint64_t>(cgroup);
    }
    return static_cast<pid_t>(::syscall(SYS_clone3, &arguments, sizeof arguments));
}

void killProcess(int pidfd)
{
    ::syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, nullptr, 0);
}

void killAndReap(int pidfd)
{
    killProcess(pidfd);
    siginfo_t info{};
    while (::waitid(P_PIDFD, static_cast<id_t>(pidfd), &info, WEXITED) < 0 && errno == EINTR) { }
}

bool closeAllBut(std::vector<int> kept)
{
    std::ranges::sort(kept);
    unsigned first = 0;
    for (const int descriptor : kept) {
        const auto keep = static_cast<unsigned>(descriptor);
        if (keep > first && ::close_range(first, keep - 1, 0) < 0)
            return false;
        first = keep + 1;
    }
    return ::close_range(first, ~0U, 0) == 0;
}

void restoreSignals()
{
    for (int signal = 1; signal < NSIG; ++signal)
        ::signal(signal, SIG_DFL); // SIGKILL and SIGSTOP refuse, which is right
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

std::vector<char *> pointersTo(std::vector<std::string> &texts)
{
    std::vector<char *> pointers;
    for (std::string &text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

bool writeFile(const char *path, std::string_view text)
{
    const FileDescriptor file(::open(path, O_WRONLY | O_CLOEXEC));
    return file && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

} // namespace ringside::supervisor
