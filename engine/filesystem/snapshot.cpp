#include "filesystem/snapshot.h"

#include "filesystem/digest.h"
#include "filesystem/opening.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <sys/xattr.h>
#include <unistd.h>
#include <vector>

namespace ringside::filesystem {

namespace {

constexpr size_t listingBytes = 64 << 10;
constexpr size_t chunkBytes = 256 << 10;
// The kernel's own limits. Source: xattr(7), symlink(7).
constexpr qsizetype longestAttribute = 64 << 10;
constexpr qsizetype longestTarget = 4096;

struct Directory
{
    QByteArray path;
    int depth = 0;
};

bool keeps(Contents contents)
{
    return contents == Contents::Kept || contents == Contents::KeptAndDigested;
}

bool digests(Contents contents)
{
    return contents == Contents::Digested || contents == Contents::KeptAndDigested;
}

class Photographer
{
public:
    Photographer(int root, const SnapshotOptions &options)
        : m_root(root)
        , m_options(options)
    {
    }

    Result<Snapshot> take()
    {
        struct statx status;
        if (!statusOf(m_root, status))
            return systemError(QStringLiteral("look at the directory"), errno);
        m_device = deviceOf(status);
        Entry root = entryOf(QByteArrayLiteral("."), status);
        readAttributes(root, m_root);
        m_shot.tree.entries.append(std::move(root));
        m_waiting.push_back({.path = QByteArrayLiteral("."), .depth = 0});
        while (!m_waiting.empty()) {
            const Directory next = std::move(m_waiting.back());
            m_waiting.pop_back();
            takeDirectory(next);
        }
        std::ranges::sort(m_shot.tree.entries, {}, &Entry::path);
        std::ranges::sort(m_shot.errors);
        return std::move(m_shot);
    }

private:
    static Entry entryOf(const QByteArray &path, const struct statx &status)
    {
        return {.path = path,
            .type = typeOfMode(status.stx_mode),
            .mode = static_cast<quint32>(status.stx_mode & 07777),
            .size = static_cast<qint64>(status.stx_size),
            .blocks = static_cast<qint64>(status.stx_blocks),
            .modifiedNs = nanoseconds(status.stx_mtime),
            .inode = status.stx_ino,
            .device = deviceOf(status),
            .linkCount = status.stx_nlink};
    }

    void takeDirectory(const Directory &directory)
    {
        const FileDescriptor opened = openBeneath(m_root, directory.path, O_RDONLY | O_DIRECTORY);
        if (!opened) {
            fail(directory.path, errno);
            return;
        }
        std::vector<Directory> below;
        for (const QByteArray &name : namesIn(directory.path, opened.get())) {
            if (isFull())
                return;
            takeEntry(directory, opened.get(), name, below);
        }
        // The stack gives back what came last.
        std::ranges::move(below.rbegin(), below.rend(), std::back_inserter(m_waiting));
    }

    bool isFull()
    {
        if (m_shot.tree.entries.size() < m_options.maxEntries)
            return false;
        m_shot.tree.truncated = true;
        m_waiting.clear();
        return true;
    }

    /// Sorted, so that a snapshot that is cut is cut at the same place every time; one more than
    /// the cap at most, so that a directory of ten million names costs no memory.
    QList<QByteArray> namesIn(const QByteArray &path, int directory)
    {
        QList<QByteArray> names;
        alignas(dirent64) static thread_local char buffer[listingBytes];
        for (;;) {
            const ssize_t filled = ::getdents64(directory, buffer, sizeof buffer);
            if (filled < 0)
                fail(path, errno);
            if (filled <= 0 || names.size() > m_options.maxEntries)
                break;
            for (ssize_t at = 0; at < filled;) {
                const auto *entry = reinterpret_cast<const dirent64 *>(buffer + at);
                at += entry->d_reclen;
                if (qstrcmp(entry->d_name, ".") != 0 && qstrcmp(entry->d_name, "..") != 0)
                    names.append(entry->d_name);
            }
        }
        std::ranges::sort(names);
        return names;
    }

    void takeEntry(const Directory &directory, int descriptor, const QByteArray &name,
        std::vector<Directory> &below)
    {
        const QByteArray path = joined(directory.path, name);
        struct statx status;
        if (!statusOf(descriptor, name.constData(), status)) {
            fail(path, errno);
            return;
        }
        Entry entry = entryOf(path, status);
        if (entry.type == EntryType::SymbolicLink && !readTarget(entry, descriptor, name))
            return;
        if (entry.type == EntryType::File)
            readFile(entry, descriptor, name);
        if (entry.type == EntryType::Directory) {
            readDirectoryAttributes(entry, descriptor, name);
            enter(entry, directory.depth + 1, below);
        }
        m_shot.tree.entries.append(std::move(entry));
    }

    void readDirectoryAttributes(Entry &entry, int parent, const QByteArray &name)
    {
        if (!m_options.xattrs)
            return;
        // Where this fails, listing the directory fails too and reports it.
        if (const FileDescriptor directory = openBeneath(parent, name, O_RDONLY | O_DIRECTORY))
            readAttributes(entry, directory.get());
    }

    void enter(const Entry &entry, int depth, std::vector<Directory> &below)
    {
        if (m_options.oneFileSystem && entry.device != m_device)
            return;
        if (depth >= m_options.maxDepth)
            m_shot.tree.truncated = true;
        else
            below.push_back({.path = entry.path, .depth = depth});
    }

    /// False when the link is gone, or its text cannot be had.
    bool readTarget(Entry &entry, int directory, const QByteArray &name)
    {
        QByteArray target(longestTarget, Qt::Uninitialized);
        const ssize_t length = ::readlinkat(
            directory, name.constData(), target.data(), static_cast<size_t>(target.size()));
        if (length < 0) {
            // EINVAL: what was a link is something else by now.
            if (errno != EINVAL)
                fail(entry.path, errno);
            return false;
        }
        target.truncate(length);
        entry.target = target;
        return true;
    }

    /// Fills in what only an open file tells. What was a file when it was looked at may be a FIFO
    /// when it is opened: the descriptor decides, and is not waited for.
    void readFile(Entry &entry, int directory, const QByteArray &name)
    {
        entry.contentComplete = entry.size == 0;
        if (m_options.contents == Contents::None && !m_options.xattrs)
            return;
        const FileDescriptor file = openBeneath(directory, name, O_RDONLY);
        struct statx status;
        if (!file || !statusOf(file.get(), status)) {
            fail(entry.path, errno);
            return;
        }
        entry = entryOf(entry.path, status);
        entry.contentComplete = entry.type != EntryType::File || entry.size == 0;
        if (entry.type != EntryType::File)
            return;
        if (m_options.contents != Contents::None)
            readContent(entry, file.get());
        readAttributes(entry, file.get());
    }

    void readContent(Entry &entry, int file)
    {
        const bool keep = keeps(m_options.contents);
        const qint64 room = keep ? m_options.maxBytes - m_keptBytes : 0;
        const qint64 most = std::min(room, m_options.maxFileBytes);
        std::optional<Digest> digest;
        if (digests(m_options.contents))
            digest.emplace();
        qint64 total = 0;
        // Without a digest, one byte more than is kept tells that there is more.
        while (digest || total <= most) {
            const qint64 got = readChunk(file);
            if (got < 0)
                fail(entry.path, errno);
            if (got <= 0)
                break;
            total += got;
            entry.content.append(m_chunk.get(), std::min(got, most - entry.content.size()));
            if (digest)
                digest->add(QByteArrayView(m_chunk.get(), got));
        }
        if (digest)
            entry.digest = digest->result();
        entry.contentComplete = entry.content.size() == std::max(total, entry.size);
        if (keep && total > entry.content.size() && most == room)
            m_shot.tree.truncated = true;
        m_keptBytes += entry.content.size();
    }

    /// Reads into m_chunk: bytes, 0 at the end, -1 with errno.
    qint64 readChunk(int file)
    {
        if (!m_chunk)
            m_chunk = std::make_unique<char[]>(chunkBytes);
        ssize_t got = 0;
        do
            got = ::read(file, m_chunk.get(), chunkBytes);
        while (got < 0 && errno == EINTR);
        return got;
    }

    void readAttributes(Entry &entry, int file)
    {
        if (!m_options.xattrs)
            return;
        QByteArray names(longestAttribute, Qt::Uninitialized);
        const ssize_t length = ::flistxattr(file, names.data(), static_cast<size_t>(names.size()));
        if (length < 0) {
            if (errno != ENOTSUP)
                fail(entry.path, errno);
            return;
        }
        names.truncate(length);
        for (const QByteArray &name : names.split('\0'))
            if (name.startsWith("user."))
                readAttribute(entry, file, name);
        std::ranges::sort(entry.xattrs);
    }

    void readAttribute(Entry &entry, int file, const QByteArray &name)
    {
        QByteArray value(longestAttribute, Qt::Uninitialized);
        const ssize_t length
            = ::fgetxattr(file, name.constData(), value.data(), static_cast<size_t>(value.size()));
        if (length >= 0)
            entry.xattrs.emplaceBack(name, value.first(length));
        else if (errno != ENODATA)
            fail(entry.path, errno);
    }

    void fail(const QByteArray &path, int errnum)
    {
        if (!meansVanished(errnum))
            m_shot.errors.append({.path = path, .errnum = errnum});
    }

    int m_root;
    const SnapshotOptions &m_options;
    Snapshot m_shot;
    std::vector<Directory> m_waiting;
    std::unique_ptr<char[]> m_chunk;
    quint64 m_device = 0;
    qint64 m_keptBytes = 0;
};

} // namespace

Result<Snapshot> snapshot(const QByteArray &root, const SnapshotOptions &options)
{
    return openRoot(root).and_then(
        [&](const FileDescriptor &directory) { return snapshot(directory.get(), options); });
}

Result<Snapshot> snapshot(int root, const SnapshotOptions &options)
{
    return Photographer(root, options).take();
}

} // namespace ringside::filesystem
