#include "filesystem/opening.h"

#include "base/bytes.h"

#include <cerrno>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace ringside::filesystem {

namespace {

// Below PATH_MAX (4096) with room for the final NUL. A longer path is opened in pieces.
constexpr qsizetype longestPiece = 4000;
constexpr int always = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;

FileDescriptor openKernel(int directory, const char *path, int flags)
{
    open_how how{};
    how.flags = static_cast<quint64>(flags);
    how.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH;
    return FileDescriptor(
        static_cast<int>(::syscall(SYS_openat2, directory, path, &how, sizeof how)));
}

/// Kernels before 5.6 have no openat2, and some containers forbid it.
bool hasOpenat2()
{
    static const bool has = openKernel(AT_FDCWD, ".", O_PATH | O_CLOEXEC).isValid();
    return has;
}

/// Another descriptor for a directory that may be read but not searched: to look up "." in it is a
/// search.
FileDescriptor duplicated(int directory)
{
    FileDescriptor copy(::fcntl(directory, F_DUPFD_CLOEXEC, 0));
    if (copy)
        ::lseek(copy.get(), 0, SEEK_SET);
    return copy;
}

} // namespace

Result<FileDescriptor> openRoot(const QByteArray &path)
{
    FileDescriptor root(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!root)
        return systemError(
            QStringLiteral("open the directory %1").arg(displayName(path)), errno);
    return root;
}

FileDescriptor openNameByName(int directory, const QByteArray &path, int flags)
{
    FileDescriptor parent;
    qsizetype start = 0;
    for (qsizetype slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
        const QByteArray name = path.sliced(start, slash - start);
        if (name == "..") {
            errno = EXDEV; // as openat2 says it
            return {};
        }
        FileDescriptor next(::openat(parent ? parent.get() : directory, name.constData(),
            O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!next)
            return {};
        parent = std::move(next);
        start = slash + 1;
    }
    return FileDescriptor(::openat(parent ? parent.get() : directory, path.constData() + start,
        flags | O_NOFOLLOW | O_CLOEXEC));
}

FileDescriptor openBeneath(int directory, const QByteArray &path, int flags)
{
    flags |= always;
    if (flags & O_PATH)
        flags &= ~(O_NONBLOCK | O_NOCTTY); // openat2 refuses what O_PATH would ignore
    if (path == ".") {
        FileDescriptor opened(::openat(directory, ".", flags));
        return !opened && errno == EACCES ? duplicated(directory) : std::move(opened);
    }
    if (!hasOpenat2())
        return openNameByName(directory, path, flags);
    FileDescriptor parent;
    QByteArray rest = path;
    while (rest.size() > longestPiece) {
        const qsizetype slash = rest.lastIndexOf('/', longestPiece);
        FileDescriptor next = openKernel(parent ? parent.get() : directory,
            rest.first(slash).constData(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (!next)
            return {};
        parent = std::move(next);
        rest = rest.sliced(slash + 1);
    }
    return openKernel(parent ? parent.get() : directory, rest.constData(), flags);
}

bool meansVanished(int errnum)
{
    // EXDEV: moved out of the directory while openat2 was under way.
    return errnum == ENOENT || errnum == ENOTDIR || errnum == ELOOP || errnum == EXDEV;
}

bool statusOf(int directory, const char *name, struct statx &status)
{
    return ::statx(
               directory, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_BASIC_STATS, &status)
        == 0;
}

bool statusOf(int descriptor, struct statx &status)
{
    return ::statx(descriptor, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &status) == 0;
}

EntryType typeOfMode(quint32 mode)
{
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return EntryType::Directory;
    case S_IFLNK:
        return EntryType::SymbolicLink;
    case S_IFIFO:
        return EntryType::Fifo;
    case S_IFSOCK:
        return EntryType::Socket;
    case S_IFCHR:
        return EntryType::CharDevice;
    case S_IFBLK:
        return EntryType::BlockDevice;
    default:
        return EntryType::File;
    }
}

quint32 typeBits(EntryType type)
{
    switch (type) {
    case EntryType::Directory:
        return S_IFDIR;
    case EntryType::File:
        return S_IFREG;
    case EntryType::SymbolicLink:
        return S_IFLNK;
    case EntryType::Fifo:
        return S_IFIFO;
    case EntryType::Socket:
        return S_IFSOCK;
    case EntryType::CharDevice:
        return S_IFCHR;
    case EntryType::BlockDevice:
        return S_IFBLK;
    }
    return 0;
}

std::optional<EntryType> typeOfEntry(const dirent64 &entry)
{
    if (entry.d_type == DT_UNKNOWN)
        return std::nullopt;
    return typeOfMode(DTTOIF(static_cast<quint32>(entry.d_type)));
}

quint64 deviceOf(const struct statx &status)
{
    return ::makedev(status.stx_dev_major, status.stx_dev_minor);
}

qint64 nanoseconds(const struct statx_timestamp &time)
{
    return (qint64(time.tv_sec) * 1'000'000'000) + time.tv_nsec;
}

QByteArray joined(const QByteArray &directory, QByteArrayView name)
{
    if (directory == ".")
        return name.toByteArray();
    QByteArray path;
    path.reserve(directory.size() + 1 + name.size());
    path.append(directory).append('/').append(name);
    return path;
}

} // namespace ringside::filesystem
