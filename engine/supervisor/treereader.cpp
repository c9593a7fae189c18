#include "supervisor/treereader.h"

#include "supervisor/sha256.h"
#include "supervisor/treebuilder.h"

#include <algorithm>
#include <array>
#include <climits>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <limits>
#include <span>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace ringside::supervisor {

using sandbox::protocol::contentChunk;
using sandbox::protocol::Entry;
using sandbox::protocol::EntryKind;

namespace {

constexpr std::size_t openLevels = 64; // directories held open above the current one
constexpr std::int64_t bytesPerStep = 4 << 20; // digesting them takes some 20 ms, in which nobody watches the boxes
constexpr std::uint64_t directoryFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
constexpr std::uint64_t fileFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;

EntryKind kindOf(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return EntryKind::Directory;
    case S_IFLNK:
        return EntryKind::SymbolicLink;
    case S_IFIFO:
        return EntryKind::Fifo;
    case S_IFSOCK:
        return EntryKind::Socket;
    case S_IFCHR:
        return EntryKind::CharDevice;
    case S_IFBLK:
        return EntryKind::BlockDevice;
    default:
        return EntryKind::File;
    }
}

/// Nanoseconds since 1970, as far as 64 bits go: a program may set any second that 64 bits hold.
std::int64_t nanoseconds(const timespec &time)
{
    constexpr std::int64_t perSecond = 1'000'000'000;
    constexpr std::int64_t lastSecond = std::numeric_limits<std::int64_t>::max() / perSecond - 1;
    return std::clamp<std::int64_t>(time.tv_sec, -lastSecond, lastSecond) * perSecond + time.tv_nsec;
}

Entry entryFrom(const struct stat &status, std::string path)
{
    Entry entry;
    entry.path = std::move(path);
    entry.kind = kindOf(status.st_mode);
    entry.mode = status.st_mode & 07777;
    entry.size = status.st_size;
    entry.blocks = status.st_blocks;
    entry.modifiedNs = nanoseconds(status.st_mtim);
    entry.inode = status.st_ino;
    entry.device = status.st_dev;
    entry.linkCount = static_cast<std::uint32_t>(status.st_nlink);
    return entry;
}

std::span<const std::uint8_t> asBytes(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}

} // namespace

TreeReader::TreeReader(int root, TreeCaps caps, Sink sink)
    : m_caps(caps)
    , m_sink(std::move(sink))
{
    enter(FileDescriptor(::openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
}

bool TreeReader::step(int entries)
{
    const std::int64_t bytesBefore = m_allDigestedBytes;
    for (int i = 0; i < entries && !m_levels.empty() && m_allDigestedBytes - bytesBefore < bytesPerStep; ++i)
        readNext();
    return !m_levels.empty();
}

void TreeReader::enter(FileDescriptor directory)
{
    struct stat status{};
    if (!directory || ::fstat(directory.get(), &status) < 0) {
        m_truncated = true;
        return;
    }
    Level level;
    level.names = namesIn(directory.get());
    level.directory = std::move(directory);
    level.device = status.st_dev;
    level.inode = status.st_ino;
    level.pathBytes = m_path.size();
    m_levels.push_back(std::move(level));
    if (m_levels.size() > openLevels)
        m_levels[m_levels.size() - 1 - openLevels].directory.reset();
}

/// Back to the parent. Its descriptor may have been closed on the way down: then it is found again through
/// "..", and must be the same directory as before.
void TreeReader::climb()
{
    const Level child = std::move(m_levels.back());
    m_levels.pop_back();
    if (m_levels.empty())
        return;
    Level &parent = m_levels.back();
    m_path.resize(parent.pathBytes);
    if (parent.directory)
        return;
    parent.directory.reset(
        ::openat(child.directory.get(), "..", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status{};
    if (!parent.directory || ::fstat(parent.directory.get(), &status) < 0
        || status.st_ino != parent.inode || status.st_dev != parent.device) {
        m_truncated = true; // somebody moves directories while we read: there is no way back
        m_levels.clear();
    }
}

void TreeReader::readNext()
{
    Level &level = m_levels.back();
    if (level.names.empty()) {
        climb();
        return;
    }
    const auto [name, isFile] = std::move(level.names.back());
    level.names.pop_back();
    const std::size_t pathBytes = m_path.size() + name.size();
    if (m_entries >= m_caps.entries || pathBytes > m_caps.pathBytes
        || m_allPathBytes + pathBytes > m_caps.allPathBytes) {
        m_truncated = true;
        level.names.clear();
        return;
    }
    ++m_entries;
    m_allPathBytes += pathBytes;
    if (!isFile || !m_caps.readsFiles || !readAsFile(name))
        readEntry(name);
}

/// True when it is a regular file and open to us: the usual case, which this makes fast.
bool TreeReader::readAsFile(const std::string &name)
{
    const FileDescriptor opened = openBelow(m_levels.back().directory.get(), name, fileFlags);
    struct stat status{};
    if (!opened || ::fstat(opened.get(), &status) < 0 || !S_ISREG(status.st_mode))
        return false;
    readFile(opened.get(), entryFrom(status, m_path + name));
    return true;
}

void TreeReader::readEntry(const std::string &name)
{
    const int directory = m_levels.back().directory.get();
    struct stat status{};
    if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) < 0) {
        m_truncated = true; // gone meanwhile: only possible while a program still runs
        return;
    }
    Entry entry = entryFrom(status, m_path + name);
    if (entry.kind == EntryKind::SymbolicLink) {
        std::array<char, PATH_MAX> target;
        const ssize_t length
            = ::readlinkat(directory, name.c_str(), target.data(), target.size());
        entry.target.assign(target.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
        m_sink.entry(std::move(entry));
    } else if (entry.kind == EntryKind::Directory) {
        FileDescriptor opened = openBelow(directory, name, directoryFlags);
        const bool isElsewhere = !opened && errno == EXDEV; // another file system of the living box: not this tree
        if (opened)
            readAttributes(opened.get(), entry);
        m_sink.entry(std::move(entry));
        if (isElsewhere)
            return;
        if (m_levels.size() >= m_caps.depth) {
            m_truncated = true;
            return;
        }
        m_path += name + '/';
        const std::size_t depth = m_levels.size();
        enter(std::move(opened));
        if (m_levels.size() == depth)
            m_path.resize(m_levels.back().pathBytes);
    } else if (entry.kind == EntryKind::File && m_caps.readsFiles) {
        if (readAsFile(name))
            return;
        m_truncated = true;
        entry.contentComplete = entry.size == 0;
        m_sink.entry(std::move(entry));
    } else {
        m_sink.entry(std::move(entry));
    }
}

void TreeReader::readFile(int file, Entry entry)
{
    readAttributes(file, entry);
    const std::int64_t size = entry.size;
    if (m_allDigestedBytes + size > m_caps.allDigestedBytes) {
        m_truncated = true;
        entry.contentComplete = false;
        m_sink.entry(std::move(entry));
        return;
    }
    m_allDigestedBytes += size;
    const std::int64_t room = m_caps.allContentBytes - m_allContentBytes;
    const std::int64_t wanted = std::min({size, m_caps.contentBytes, room});
    m_allContentBytes += wanted;
    entry.contentComplete = wanted == size;

    // The digest belongs to the entry, which goes out before the content: so the content waits here.
    std::string content;
    Sha256 digest;
    std::string part(std::min<std::size_t>(static_cast<std::size_t>(size), contentChunk), '\0');
    std::int64_t offset = 0;
    while (offset < size) {
        const auto rest = static_cast<std::size_t>(size - offset);
        const ssize_t got = ::pread(file, part.data(), std::min(rest, part.size()), offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            m_truncated = true; // shrunk meanwhile, or unreadable
            entry.contentComplete = false;
            break;
        }
        const std::string_view bytes(part.data(), static_cast<std::size_t>(got));
        digest.add(asBytes(bytes));
        const std::int64_t missing = wanted - static_cast<std::int64_t>(content.size());
        content.append(bytes.substr(0, static_cast<std::size_t>(std::min<std::int64_t>(missing, got))));
        offset += got;
    }
    entry.digest = digest.finish();
    entry.content = content.substr(0, contentChunk);
    m_sink.entry(std::move(entry));
    for (std::size_t sent = contentChunk; sent < content.size(); sent += contentChunk)
        m_sink.content(content.substr(sent, contentChunk));
}

/// Attributes of the user's own name space; the kernel holds one value, and all names, to 64 KiB each.
void TreeReader::readAttributes(int file, Entry &entry)
{
    const ssize_t needed = ::flistxattr(file, nullptr, 0);
    if (needed <= 0)
        return;
    std::string names(static_cast<std::size_t>(needed), '\0');
    const ssize_t length = ::flistxattr(file, names.data(), names.size());
    names.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    std::size_t total = 0;
    for (std::size_t start = 0; start < names.size();) {
        const std::string name(names.c_str() + start);
        start += name.size() + 1;
        if (!name.starts_with("user."))
            continue;
        std::string value(XATTR_SIZE_MAX, '\0');
        const ssize_t bytes = ::fgetxattr(file, name.c_str(), value.data(), value.size());
        value.resize(static_cast<std::size_t>(std::max<ssize_t>(bytes, 0)));
        total += name.size() + value.size();
        if (bytes < 0 || total > m_caps.attributeBytes) {
            m_truncated = true;
            break;
        }
        entry.attributes.emplace_back(name, std::move(value));
    }
    std::ranges::sort(entry.attributes);
}

/// Last name first, since they are taken from the end. Not more than the caps allow.
std::vector<TreeReader::Name> TreeReader::namesIn(int directory)
{
    std::vector<Name> names;
    const std::int64_t room = m_caps.entries - m_entries;
    alignas(dirent64) std::array<char, 32U << 10> buffer;
    for (;;) {
        const long got = ::syscall(SYS_getdents64, directory, buffer.data(), buffer.size());
        m_truncated = m_truncated || got < 0;
        if (got <= 0)
            break;
        for (long offset = 0; offset < got;) {
            const auto *found = reinterpret_cast<const dirent64 *>(buffer.data() + offset);
            offset += found->d_reclen;
            if (std::strcmp(found->d_name, ".") != 0 && std::strcmp(found->d_name, "..") != 0)
                names.push_back({.name = found->d_name, .isFile = found->d_type == DT_REG});
        }
        if (static_cast<std::int64_t>(names.size()) > room)
            break;
    }
    std::ranges::sort(names);
    if (static_cast<std::int64_t>(names.size()) > room) {
        m_truncated = true;
        names.resize(static_cast<std::size_t>(room));
    }
    std::ranges::reverse(names);
    return names;
}

} // namespace ringside::supervisor
