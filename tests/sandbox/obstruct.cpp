// obstruct OBSTACLE PROGRAM: runs the program where something the sandbox needs is missing. Each obstacle is one that
// real machines have. Exit status 77: this machine cannot show the obstacle.

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <string>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static constexpr int cannotBeShown = 77;

static void require(bool worked, const char *what)
{
    if (worked)
        return;
    std::fprintf(stderr, "obstruct: %s: %s\n", what, std::strerror(errno));
    ::_exit(cannotBeShown);
}

static void write(const char *path, const std::string &text)
{
    const int file = ::open(path, O_WRONLY | O_CLOEXEC);
    require(file >= 0 && ::write(file, text.data(), text.size()) == ssize_t(text.size()), path);
    ::close(file);
}

/// This call answers with this error, as behind the filter of a container.
static void refuse(long call, int errnum)
{
    const std::array<sock_filter, 4> program{
        sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1),
        sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(errnum)),
        sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    const sock_fprog filter{program.size(), const_cast<sock_filter *>(program.data())};
    require(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
            && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0,
        "install a filter");
}

static void becomeOrdinary()
{
    if (::geteuid() == 0)
        require(::setgroups(0, nullptr) == 0 && ::setresgid(60'000, 60'000, 60'000) == 0
                && ::setresuid(60'000, 60'000, 60'000) == 0 && ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0,
            "become an ordinary user");
}

/// A namespace in which the same user is still the same.
static void enterUserNamespace(int more)
{
    const std::string user = std::to_string(::getuid());
    const std::string group = std::to_string(::getgid());
    require(::unshare(CLONE_NEWUSER | more) == 0, "make a user namespace");
    write("/proc/self/setgroups", "deny");
    write("/proc/self/uid_map", user + ' ' + user + " 1");
    write("/proc/self/gid_map", group + ' ' + group + " 1");
}

static void hideFile(const char *path)
{
    if (::geteuid() == 0)
        require(::unshare(CLONE_NEWNS) == 0, "make a mount namespace");
    else
        enterUserNamespace(CLONE_NEWNS);
    require(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, "make mounts private");
    require(::mount("/dev/null", path, nullptr, MS_BIND, nullptr) == 0, path);
}

static void coverProc()
{
    if (::geteuid() == 0)
        require(::unshare(CLONE_NEWNS) == 0, "make a mount namespace");
    else
        enterUserNamespace(CLONE_NEWNS);
    require(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, "make mounts private");
    // Any other /proc in sight would count: leave them by making this one the only one there is.
    FILE *mounts = std::fopen("/proc/self/mounts", "re");
    std::array<char, 4096> line{};
    std::array<char, 4096> place{};
    std::string others;
    while (mounts && std::fgets(line.data(), line.size(), mounts))
        if (std::sscanf(line.data(), "proc %4095s", place.data()) == 1
            && std::strcmp(place.data(), "/proc") != 0)
            require(::umount2(place.data(), MNT_DETACH) == 0, place.data());
    require(::mount("tmpfs", "/proc/sys", "tmpfs", MS_RDONLY, nullptr) == 0, "cover /proc/sys");
}

static void dropCapability(int capability)
{
    require(::geteuid() == 0, "be root");
    require(::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0, "give up a capability");
}

static void obstruct(const std::string &obstacle)
{
    if (obstacle == "used-up-namespaces") {
        becomeOrdinary();
        enterUserNamespace(0);
        write("/proc/sys/user/max_user_namespaces", "0");
    } else if (obstacle == "filtered-namespaces") {
        refuse(SYS_clone3, EPERM);
    } else if (obstacle == "old-kernel") {
        require(::personality(UNAME26) >= 0, "pretend to be an old kernel");
    } else if (obstacle == "no-python") {
        hideFile("/usr/bin/python3");
    } else if (obstacle == "covered-proc") {
        coverProc();
    } else if (obstacle == "no-seccomp") {
        refuse(SYS_seccomp, EINVAL);
    } else if (obstacle == "no-mounts") {
        refuse(SYS_fsopen, EPERM);
    } else if (obstacle == "no-landlock") {
        refuse(SYS_landlock_create_ruleset, EOPNOTSUPP);
    } else if (obstacle == "no-trace") {
        refuse(SYS_ptrace, EPERM);
    } else if (obstacle == "root-without-rights") {
        dropCapability(CAP_SETUID);
    } else {
        std::fprintf(stderr, "obstruct: no such obstacle: %s\n", obstacle.c_str());
        ::_exit(2);
    }
}

int main(int, char **arguments)
{
    // Before we are somebody else, to whom the folder it is in may be closed.
    const int program = ::open(arguments[2], O_PATH | O_CLOEXEC);
    obstruct(arguments[1]);
    ::execveat(program, "", arguments + 2, environ, AT_EMPTY_PATH);
    require(false, arguments[2]);
}
