#pragma once

#include <QByteArray>
#include <QList>

#include <optional>

namespace ringside::filesystem {

enum class EntryType : quint8 { Directory, File, SymbolicLink, Fifo, Socket, CharDevice, BlockDevice };

/// One name in a directory tree, as the kernel has it. Worlds are built from such entries, a workspace is
/// read back into them, and two trees are compared by them. Names are bytes.
struct Entry
{
    QByteArray path; ///< relative to the tree's root, '/' between names, never empty; the root itself is "."
    EntryType type = EntryType::File;
    quint32 mode = 0644; ///< permission and special bits, 07777
    qint64 size = 0; ///< st_size: bytes of a file, length of a link's text
    qint64 blocks = 0; ///< st_blocks, units of 512 bytes; 0 in a world not yet built
    qint64 modifiedNs = 0; ///< mtime, nanoseconds since 1970
    quint64 inode = 0; ///< with `device` the identity of the object; equal for hard links
    quint64 device = 0;
    quint32 linkCount = 1;
    QByteArray target; ///< text of a symbolic link
    QByteArray content; ///< bytes of a file, as far as the reader's cap allowed
    bool contentComplete = true; ///< false: `content` holds less than `size` bytes
    QByteArray digest; ///< SHA-256 of the whole file (32 bytes); empty when it was not computed
    QList<std::pair<QByteArray, QByteArray>> xattrs; ///< user.* attributes, sorted by name

    bool operator==(const Entry &) const = default;
};

/// A whole tree, entries sorted by path bytes, so that parents come before their children.
struct Tree
{
    QList<Entry> entries;
    bool truncated = false; ///< a cap on entries, bytes or depth was reached: there is more than is listed

    [[nodiscard]] const Entry *find(QByteArrayView path) const;

    bool operator==(const Tree &) const = default;
};

enum class Change : quint8 { Added, Removed, Modified };

/// What differs in one path between two trees. `fields` says in what, for Modified.
struct Difference
{
    enum Field : quint16 {
        Type = 1,
        Mode = 2,
        Size = 4,
        Content = 8,
        ModifiedTime = 16,
        LinkTarget = 32,
        Identity = 64, ///< another object now has this name (inode changed)
        LinkCount = 128,
        Attributes = 256,
    };
    QByteArray path;
    Change change = Change::Modified;
    quint16 fields = 0;
    std::optional<Entry> before;
    std::optional<Entry> after;
};

/// Differences sorted by path. A directory's size, mtime and link count are compared too: a caller that
/// does not care masks the fields out.
[[nodiscard]] QList<Difference> difference(const Tree &before, const Tree &after);

} // namespace ringside::filesystem
