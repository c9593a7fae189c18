// obstruct OBSTACLE PROGRAM: runs the program where something the sandbox needs is missing. Each obstacle is one that
// real machines have. Exit status 77: this machine cannot show the obstacle.

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <string>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
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

/// A namespace in which everybody is still the same, and root may become somebody else.
static void enterRootsNamespace()
{
    constexpr char everybody[] = "0 0 65536";
    const std::string process = "/proc/" + std::to_string(::getpid());
    std::array<int, 2> entered{};
    require(::pipe2(entered.data(), O_CLOEXEC) == 0, "make a pipe");
    const pid_t mapper = ::fork(); // stays outside, where it has the right to
    if (mapper == 0) {
        char byte = 0;
        ::close(entered[1]);
        if (::read(entered[0], &byte, 1) == 1) {
            write((process + "/uid_map").c_str(), everybody);
            write((process + "/gid_map").c_str(), everybody);
        }
        ::_exit(0);
    }
    int status = 0;
    require(::unshare(CLONE_NEWUSER) == 0 && ::write(entered[1], "", 1) == 1 && ::waitpid(mapper, &status, 0) == mapper
            && status == 0,
        "make a user namespace");
}

static void enterNamespaceOfNoOthers()
{
    ::geteuid() == 0 ? enterRootsNamespace() : enterUserNamespace(0);
    write("/proc/sys/user/max_user_namespaces", "0");
}

static void enterMountNamespace()
{
    if (::geteuid() == 0)
        require(::unshare(CLONE_NEWNS) == 0, "make a mount namespace");
    else
        enterUserNamespace(CLONE_NEWNS);
    require(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, "make mounts private");
}

/// Over a place, the file or folder of another, for us alone.
static void cover(const char *path, const char *with)
{
    enterMountNamespace();
    require(::mount(with, path, nullptr, MS_BIND, nullptr) == 0, path);
}

static void coverProc()
{
    enterMountNamespace();
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

/// A setting that only the kernels of some distributions have: it takes a file system to show it on others.
static void showSetting(const std::string &name, const char *value)
{
    constexpr char folder[] = "/proc/sys/kernel";
    require(::mount("tmpfs", folder, "tmpfs", 0, nullptr) == 0, folder);
    const int file = ::open((folder + ('/' + name)).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    require(file >= 0 && ::write(file, value, 1) == 1 && ::fchmod(file, 0644) == 0, name.c_str());
    ::close(file);
}

/// In a root that is not the one of its mounts nobody gets a user namespace: the kernel itself says EPERM, as it does
/// where a setting forbids them.
static void loseNamespaces()
{
    require(::mount("/", "/mnt", nullptr, MS_BIND | MS_REC, nullptr) == 0 && ::chroot("/mnt") == 0 && ::chdir("/") == 0,
        "change the root");
}

static int openPath(const std::string &path)
{
    return ::open(path.c_str(), O_PATH | O_CLOEXEC);
}

/// From here on namespaces come about and are worth nothing, as by AppArmor's rule on Ubuntu: another guard of the
/// kernel, Landlock, refuses to write what is in /proc, the maps of ids for example, or only to change mounts.
static void guard(std::uint64_t accesses)
{
    const landlock_ruleset_attr attributes{.handled_access_fs = accesses, .handled_access_net = 0, .scoped = 0};
    const auto rules = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0));
    require(rules >= 0, "make rules of Landlock");
    DIR *root = ::opendir("/");
    while (const dirent *entry = root ? ::readdir(root) : nullptr) {
        const std::string name = entry->d_name;
        if (name == "." || name == ".." || name == "proc" || entry->d_type == DT_LNK)
            continue;
        const landlock_path_beneath_attr rule{
            .allowed_access = entry->d_type == DT_DIR ? accesses : accesses & LANDLOCK_ACCESS_FS_WRITE_FILE,
            .parent_fd = openPath('/' + name)};
        require(rule.allowed_access == 0 || ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0,
            name.c_str());
    }
    require(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::syscall(SYS_landlock_restrict_self, rules, 0) == 0,
        "apply rules of Landlock");
}

static void obstructAsUbuntu(std::uint64_t guarded)
{
    enterMountNamespace();
    showSetting("apparmor_restrict_unprivileged_userns", "1");
    guarded != 0 ? guard(guarded) : loseNamespaces();
}

static void dropCapability(int capability)
{
    require(::geteuid() == 0, "be root");
    require(::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0, "give up a capability");
}

static void obstruct(const std::string &obstacle)
{
    if (obstacle == "used-up-namespaces") {
        enterNamespaceOfNoOthers();
    } else if (obstacle == "switched-off-namespaces") {
        enterMountNamespace();
        showSetting("unprivileged_userns_clone", "0");
        loseNamespaces();
    } else if (obstacle == "lost-namespaces") {
        enterMountNamespace();
        loseNamespaces();
    } else if (obstacle == "no-namespaces-by-apparmor") {
        obstructAsUbuntu(0);
    } else if (obstacle == "no-ids-by-apparmor") {
        obstructAsUbuntu(LANDLOCK_ACCESS_FS_WRITE_FILE);
    } else if (obstacle == "no-mounts-by-apparmor") {
        obstructAsUbuntu(LANDLOCK_ACCESS_FS_MAKE_CHAR);
    } else if (obstacle == "filtered-namespaces") {
        refuse(SYS_clone3, EPERM);
    } else if (obstacle == "old-kernel") {
        require(::personality(UNAME26) >= 0, "pretend to be an old kernel");
    } else if (obstacle == "no-python") {
        cover("/usr/bin/python3", "/dev/null");
    } else if (obstacle.starts_with("own-programs=")) {
        cover("/usr/bin", obstacle.c_str() + std::strlen("own-programs="));
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
