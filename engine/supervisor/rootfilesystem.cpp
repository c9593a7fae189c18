#include "supervisor/rootfilesystem.h"

#include "supervisor/boxplan.h"
#include "supervisor/mount.h"
#include "supervisor/obstacles.h"

#include <array>
#include <climits>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>

namespace ringside::supervisor {

namespace {

constexpr const char *folders[]{"dev", "dev/pts", "etc", "home", "home/learner", "mnt", "proc", "tmp",
    "usr"};

struct Named
{
    const char *path;
    const char *text;
};

constexpr Named files[]{
    {"etc/passwd",
        "root:x:0:0:root:/root:/usr/sbin/nologin\n"
        "learner:x:1000:1000:Learner:/home/learner:/bin/sh\n"
        "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"},
    {"etc/group", "root:x:0:\nlearner:x:1000:\nnogroup:x:65534:\n"},
    {"etc/hosts", "127.0.0.1 localhost\n"},
    {"etc/hostname", "playground\n"},
    {"etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"},
    {"etc/shells", "/bin/sh\n/bin/bash\n"},
};

constexpr Named links[]{
    {"dev/shm", "/tmp"},
    {"dev/ptmx", "pts/ptmx"},
    {"dev/fd", "/proc/self/fd"},
    {"dev/stdin", "/proc/self/fd/0"},
    {"dev/stdout", "/proc/self/fd/1"},
    {"dev/stderr", "/proc/self/fd/2"},
};

/// Where systems keep links into /usr, or, when older, directories beside it.
constexpr const char *systemFolders[]{"bin", "sbin", "lib", "lib32", "lib64", "libx32"};

constexpr const char *devices[]{"null", "zero", "full", "random", "urandom"};

constexpr std::uint64_t systemAttributes = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
/// Read-only is for the times of the node itself; what is written to the device goes through.
constexpr std::uint64_t deviceAttributes = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC;

/// Builds the tree on a tmpfs that nobody else sees, then moves into it.
class RootFileSystem
{
public:
    [[nodiscard]] Outcome<> create();
    [[nodiscard]] Outcome<> makeFoldersAndFiles();
    [[nodiscard]] Outcome<> bindSystem();
    [[nodiscard]] Outcome<> bindDevices();
    [[nodiscard]] Outcome<> mountProc();
    [[nodiscard]] Outcome<> moveIn();

private:
    [[nodiscard]] Outcome<> makeFolder(const std::string &path);
    [[nodiscard]] Outcome<> makeFile(const std::string &path, std::string_view text);
    [[nodiscard]] Outcome<> makeLink(const std::string &path, const std::string &target);
    [[nodiscard]] Outcome<> bindFolder(const std::string &name);
    [[nodiscard]] int root() const { return m_root.descriptor(); }

    Mount m_root;
};

Outcome<> RootFileSystem::create()
{
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) < 0)
        return failed(steps::makeMountsPrivate);
    Outcome<Mount> root = Mount::tmpfs({.bytes = 1 << 20, .inodes = 256});
    if (!root)
        return std::unexpected(root.error());
    m_root = std::move(*root);
    // A root can only be entered when it is attached somewhere; this place is gone a moment later.
    return m_root.attach(AT_FDCWD, "/tmp");
}

Outcome<> RootFileSystem::makeFoldersAndFiles()
{
    for (const char *folder : folders)
        if (Outcome<> made = makeFolder(folder); !made)
            return made;
    for (const Named &file : files)
        if (Outcome<> made = makeFile(file.path, file.text); !made)
            return made;
    for (const Named &link : links)
        if (Outcome<> made = makeLink(link.path, link.text); !made)
            return made;
    return {};
}

Outcome<> RootFileSystem::bindSystem()
{
    if (Outcome<> bound = bindFolder("usr"); !bound)
        return bound;
    for (const std::string name : systemFolders) {
        std::array<char, PATH_MAX> target{};
        const std::string path = '/' + name;
        if (::readlink(path.c_str(), target.data(), target.size() - 1) > 0) {
            if (Outcome<> made = makeLink(name, target.data()); !made)
                return made;
        } else if (errno == EINVAL) { // a directory of its own
            if (Outcome<> made = makeFolder(name).and_then([&] { return bindFolder(name); }); !made)
                return made;
        }
    }
    return {};
}

Outcome<> RootFileSystem::bindDevices()
{
    for (const std::string name : devices) {
        if (Outcome<> made = makeFile("dev/" + name, ""); !made)
            return made;
        Outcome<Mount> device = Mount::copyOf("/dev/" + name, Mount::Below::LeaveOut);
        if (!device)
            return std::unexpected(device.error());
        if (Outcome<> bound
            = device->restrict(deviceAttributes)
                  .and_then([&] { return device->attach(root(), "dev/" + name); });
            !bound)
            return bound;
    }
    return {};
}

/// The steward needs it to watch the boxes, and a box may only mount a /proc of its own where one is in sight.
Outcome<> RootFileSystem::mountProc()
{
    const std::string place = "/proc/self/fd/" + std::to_string(root()) + "/proc";
    if (::mount("proc", place.c_str(), "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) < 0)
        return failed(steps::mountProc);
    return {};
}

Outcome<> RootFileSystem::moveIn()
{
    if (::fchdir(root()) < 0)
        return failed("enter the new root");
    // Old and new root on the same place: the old one then lies on top, and goes.
    if (::syscall(SYS_pivot_root, ".", ".") < 0)
        return failed("change the root");
    if (::umount2(".", MNT_DETACH) < 0)
        return failed("let go of the old root");
    if (::chdir("/") < 0)
        return failed("enter the root");
    return m_root.restrict(MOUNT_ATTR_RDONLY);
}

Outcome<> RootFileSystem::makeFolder(const std::string &path)
{
    if (::mkdirat(root(), path.c_str(), 0755) < 0)
        return failed("make the folder /" + path);
    return {};
}

Outcome<> RootFileSystem::makeFile(const std::string &path, std::string_view text)
{
    const FileDescriptor file(
        ::openat(root(), path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!file || ::fchmod(file.get(), 0644) < 0
        || ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        return failed("write the file /" + path);
    return {};
}

Outcome<> RootFileSystem::makeLink(const std::string &path, const std::string &target)
{
    if (::symlinkat(target.c_str(), root(), path.c_str()) < 0)
        return failed("make the link /" + path);
    return {};
}

Outcome<> RootFileSystem::bindFolder(const std::string &name)
{
    Outcome<Mount> folder = Mount::copyOf('/' + name, Mount::Below::Include);
    if (!folder)
        return std::unexpected(folder.error());
    return folder->restrict(systemAttributes, Mount::Below::Include).and_then([&] {
        return folder->attach(root(), name);
    });
}

} // namespace

Outcome<> enterRootFileSystem()
{
    const mode_t oldMask = ::umask(022); // what is made here is for the learner to read
    RootFileSystem root;
    const Outcome<> entered = root.create()
                                  .and_then([&] { return root.makeFoldersAndFiles(); })
                                  .and_then([&] { return root.bindSystem(); })
                                  .and_then([&] { return root.bindDevices(); })
                                  .and_then([&] { return root.mountProc(); })
                                  .and_then([&] { return root.moveIn(); });
    ::umask(oldMask);
    return entered;
}

} // namespace ringside::supervisor
