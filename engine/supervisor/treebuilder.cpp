#include "supervisor/treebuilder.h"

#include <algorithm>
#include <array>
#include <climits>
#include <fcntl.h>
#include <linux/openat2.h>
#include <ranges>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>

namespace ringside::supervisor {

using sandbox::protocol::Entry;
using sandbox::protocol::EntryKind;

namespace {

constexpr std::size_t stepBytes = 3000; // below PATH_MAX with room for one long name
constexpr std::size_t pageBytes = 4096;

FileDescriptor openStep(
    int folder, std::string_view path, std::uint64_t flags, std::uint64_t mode)
{
    open_how how{};
    how.flags = flags | O_CLOEXEC;
    how.mode = mode;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
    const std::string text(path);
    return FileDescriptor(
        static_cast<int>(::syscall(SYS_openat2, folder, text.c_str(), &how, sizeof how)));
}

bool isPossibleName(std::string_view name)
{
    return !name.empty() && name != "." && name != ".." && !name.contains('\0');
}

bool isPossiblePath(std::string_view path)
{
    return !path.empty()
        && std::ranges::all_of(path | std::views::split('/'),
            [](const auto &name) { return isPossibleName(std::string_view(name)); });
}

std::array<timespec, 2> bothTimes(std::int64_t nanoseconds)
{
    constexpr std::int64_t second = 1'000'000'000;
    std::int64_t part = nanoseconds % second;
    if (part < 0)
        part += second;
    const timespec time{.tv_sec = (nanoseconds - part) / second, .tv_nsec = part};
    return {time, time};
}

std::unexpected<Failure> failedFor(const char *step, const std::string &path)
{
    return failed(step + (" \"" + path) + "\"");
}

bool isZero(std::string_view bytes)
{
    return std::ranges::all_of(bytes, [](char byte) { return byte == 0; });
}

} // namespace

FileDescriptor openBelow(int root, std::string_view path, std::uint64_t flags, std::uint64_t mode)
{
    FileDescriptor folder;
    while (path.size() > stepBytes) {
        const std::size_t slash = path.rfind('/', stepBytes);
        if (slash == std::string_view::npos) {
            errno = ENAMETOOLONG;
            return {};
        }
        folder = openStep(folder ? folder.get() : root, path.substr(0, slash),
            O_PATH | O_DIRECTORY | O_NOFOLLOW, 0);
        if (!folder)
            return {};
        path.remove_prefix(slash + 1);
    }
    return openStep(folder ? folder.get() : root, path, flags, mode);
}

/// By way of /proc, since fchmod(2) takes no such descriptor.
bool setModeOf(const FileDescriptor &entry, std::uint32_t mode)
{
    const std::string way = "/proc/self/fd/" + std::to_string(entry.get());
    return entry && ::chmod(way.c_str(), mode & 07777) == 0;
}

Outcome<> TreeBuilder::add(const Entry &entry)
{
    if (Outcome<> finished = finishFile(); !finished)
        return finished;
    if (entry.path == ".") {
        m_folders.insert(m_folders.begin(), {".", entry.mode, entry.modifiedNs});
        return {};
    }
    if (!isPossiblePath(entry.path))
        return wrongContent("impossible path \"" + entry.path + "\"");
    if (Outcome<> opened = openParent(entry.path); !opened)
        return opened;
    return make(entry);
}

Outcome<> TreeBuilder::openParent(const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    m_name = slash == std::string::npos ? path : path.substr(slash + 1);
    const std::string parentPath = slash == std::string::npos ? "" : path.substr(0, slash);
    if (m_parent && parentPath == m_parentPath)
        return {};
    // Most often the new parent is the old one or lies below it: then only the rest of the way is walked.
    const bool below = m_parent && !m_parentPath.empty() && parentPath.starts_with(m_parentPath + '/');
    const std::string rest = below ? parentPath.substr(m_parentPath.size() + 1) : parentPath;
    FileDescriptor parent = openBelow(below ? m_parent.get() : m_root, rest.empty() ? "." : rest,
        O_PATH | O_DIRECTORY | O_NOFOLLOW);
    if (!parent && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP))
        return wrongContent("the entry \"" + path + "\" has no parent directory");
    if (!parent)
        return failedFor("open the parent of", path);
    m_parent = std::move(parent);
    m_parentPath = parentPath;
    return {};
}

Outcome<> TreeBuilder::make(const Entry &entry)
{
    const int parent = m_parent.get();
    int made = 0;
    if (entry.inode != 0 && entry.kind != EntryKind::Directory) {
        if (m_twins.contains({entry.device, entry.inode}))
            return makeLinkToTwin(entry);
        m_twins.emplace(std::pair(entry.device, entry.inode), entry.path);
    }
    switch (entry.kind) {
    case EntryKind::File:
        return makeFile(entry);
    case EntryKind::Directory:
        m_folders.push_back({entry.path, entry.mode, entry.modifiedNs});
        made = ::mkdirat(parent, m_name.c_str(), 0700);
        break;
    case EntryKind::SymbolicLink:
        made = ::symlinkat(entry.target.c_str(), parent, m_name.c_str());
        break;
    case EntryKind::Fifo:
        made = ::mkfifoat(parent, m_name.c_str(), 0600);
        break;
    case EntryKind::Socket:
        made = ::mknodat(parent, m_name.c_str(), S_IFSOCK | 0600, 0);
        break;
    case EntryKind::CharDevice:
    case EntryKind::BlockDevice:
        return wrongContent("a box can hold no device node: \"" + entry.path + "\"");
    }
    if (made < 0)
        return failedFor("make", entry.path);
    return setAttributes(entry);
}

Outcome<> TreeBuilder::makeLinkToTwin(const Entry &entry)
{
    const std::string &twin = m_twins.at({entry.device, entry.inode});
    // By descriptor: the twin's path may be longer than one call takes.
    const FileDescriptor target = openBelow(m_root, twin, O_PATH | O_NOFOLLOW);
    if (!target)
        return failedFor("open for a hard link", twin);
    const std::string way = "/proc/self/fd/" + std::to_string(target.get());
    // This follows the link in /proc only: what it leads to is taken as it is, a symbolic link too.
    if (::linkat(AT_FDCWD, way.c_str(), m_parent.get(), m_name.c_str(), AT_SYMLINK_FOLLOW) < 0)
        return failedFor("make the hard link", entry.path);
    return {};
}

Outcome<> TreeBuilder::makeFile(const Entry &entry)
{
    m_file.reset(::openat(
        m_parent.get(), m_name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!m_file)
        return failedFor("make the file", entry.path);
    m_fileEntry = entry;
    m_fileEntry.content.clear();
    m_written = 0;
    return writeContent(entry.content);
}

Outcome<> TreeBuilder::addContent(std::string_view bytes)
{
    if (!m_file)
        return wrongContent("content without a file");
    return writeContent(bytes);
}

/// A file that takes fewer blocks than its size has holes: pages of zeros are left out of it again.
Outcome<> TreeBuilder::writeContent(std::string_view bytes)
{
    const bool hasHoles = m_fileEntry.blocks > 0 && m_fileEntry.blocks * 512 < m_fileEntry.size;
    while (!bytes.empty()) {
        const std::string_view part = hasHoles ? bytes.substr(0, pageBytes) : bytes;
        ssize_t taken = static_cast<ssize_t>(part.size());
        if (!hasHoles || !isZero(part))
            taken = ::pwrite(m_file.get(), part.data(), part.size(), m_written);
        if (taken < 0 && errno != EINTR)
            return failedFor("write the file", m_fileEntry.path);
        m_written += std::max<ssize_t>(taken, 0);
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(taken, 0)));
    }
    return {};
}

Outcome<> TreeBuilder::finishFile()
{
    if (!m_file)
        return {};
    // A size beyond the content is a hole at the end; also one that writeContent() left there.
    if (::ftruncate(m_file.get(), std::max(m_written, m_fileEntry.size)) < 0)
        return failedFor("set the size of", m_fileEntry.path);
    for (const auto &[name, value] : m_fileEntry.attributes)
        if (::fsetxattr(m_file.get(), name.c_str(), value.data(), value.size(), 0) < 0)
            return failedFor("set an attribute of", m_fileEntry.path);
    if (::fchmod(m_file.get(), m_fileEntry.mode & 07777) < 0)
        return failedFor("set the mode of", m_fileEntry.path);
    if (::futimens(m_file.get(), bothTimes(m_fileEntry.modifiedNs).data()) < 0)
        return failedFor("set the time of", m_fileEntry.path);
    m_file.reset();
    return {};
}

/// Of entries that are not regular files. A directory's mode and time wait for finish().
Outcome<> TreeBuilder::setAttributes(const Entry &entry)
{
    const int parent = m_parent.get();
    if (!entry.attributes.empty()) {
        const FileDescriptor folder
            = openBelow(parent, m_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
        for (const auto &[name, value] : entry.attributes)
            if (!folder
                || ::fsetxattr(folder.get(), name.c_str(), value.data(), value.size(), 0) < 0)
                return failedFor("set an attribute of", entry.path);
    }
    if (entry.kind == EntryKind::Directory)
        return {};
    // A link's own mode cannot be set: it is 0777 always. In a session a program may put one in the entry's place.
    if (entry.kind != EntryKind::SymbolicLink && !setModeOf(openBelow(parent, m_name, O_PATH | O_NOFOLLOW), entry.mode))
        return failedFor("set the mode of", entry.path);
    if (::utimensat(
            parent, m_name.c_str(), bothTimes(entry.modifiedNs).data(), AT_SYMLINK_NOFOLLOW)
        < 0)
        return failedFor("set the time of", entry.path);
    return {};
}

Outcome<> TreeBuilder::finish()
{
    if (Outcome<> finished = finishFile(); !finished)
        return finished;
    m_parent.reset();
    FileDescriptor last;
    std::string lastPath;
    for (const Folder &folder : m_folders | std::views::reverse) {
        // In a deep chain the next folder is the last one's parent: one step, not the whole way again.
        const std::size_t slash = lastPath.rfind('/');
        const bool isParent = slash != std::string::npos && folder.path == lastPath.substr(0, slash);
        last = isParent ? FileDescriptor(::openat(last.get(), "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC))
                        : openBelow(m_root, folder.path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
        lastPath = folder.path;
        if (!last || ::fchmod(last.get(), folder.mode & 07777) < 0
            || ::futimens(last.get(), bothTimes(folder.modifiedNs).data()) < 0)
            return failedFor("set mode and time of", folder.path);
    }
    return {};
}

} // namespace ringside::supervisor
