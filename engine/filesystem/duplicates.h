#pragma once

#include "base/result.h"
#include "filesystem/entryerror.h"
#include "filesystem/tree.h"

#include <QList>

namespace ringside::filesystem {

/// Which files are looked at. Symbolic links and special files never are.
struct DuplicateOptions
{
    bool hidden
        = false; ///< names that begin with a dot; a hidden directory hides all that is in it
    bool caches = false; ///< what is named __pycache__
    bool empty = false; ///< files without content
};

/// Two files or more that are alike. An inode with several names counts once, under its first path.
struct DuplicateGroup
{
    qint64 size = 0; ///< of one file
    QList<QByteArray> paths; ///< relative to the root, sorted by bytes

    bool operator==(const DuplicateGroup &) const = default;
};

struct Duplicates
{
    QList<DuplicateGroup> groups; ///< by size, then by first path
    QList<EntryError> errors; ///< directories and files that could not be read
    QList<QByteArray> changed; ///< files that changed while they were compared, in no group
};

/// Files of one size. Looks at each candidate once and opens none.
/// Errors: System, when `root` cannot be opened.
[[nodiscard]] Result<Duplicates> findDuplicatesBySize(
    const QByteArray &root, DuplicateOptions options = {}, size_t threads = 0);

/// Files of one content. What has a size of its own is not opened; of large files the first 4 KiB
/// decide before the rest is read. Contents are compared byte by byte, or by SHA-256 where too many
/// large files would have to be open at once. `threads` 0: as many as there are cores; the result
/// does not depend on it. Errors: System, when `root` cannot be opened.
[[nodiscard]] Result<Duplicates> findDuplicatesByContent(
    const QByteArray &root, DuplicateOptions options = {}, size_t threads = 0);

/// The same for a directory of a tree that is not on a disk; see ListedTree for what can be read. A
/// content that is not all there is taken to end in zeros, as the hole of a sparse file does.
[[nodiscard]] Result<Duplicates> findDuplicatesBySize(
    const Tree &tree, const QByteArray &root, DuplicateOptions options = {});
[[nodiscard]] Result<Duplicates> findDuplicatesByContent(
    const Tree &tree, const QByteArray &root, DuplicateOptions options = {});

} // namespace ringside::filesystem
