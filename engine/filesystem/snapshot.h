#pragma once

#include "base/result.h"
#include "filesystem/entryerror.h"
#include "filesystem/tree.h"

namespace ringside::filesystem {

enum class Contents : quint8 {
    None,
    Kept, ///< Entry::content
    Digested, ///< Entry::digest
    KeptAndDigested,
};

struct SnapshotOptions
{
    Contents contents = Contents::Kept;
    qint64 maxEntries = 100'000;
    qint64 maxBytes = 256 << 20; ///< of all kept contents together
    qint64 maxFileBytes
        = 16 << 20; ///< of one kept content; the digest is of the whole file all the same
    int maxDepth = 10'000; ///< names below the root
    bool xattrs = false; ///< user.* attributes of files and directories
    bool oneFileSystem = true; ///< does not enter a directory on which something else is mounted
};

struct Snapshot
{
    Tree tree; ///< with the root itself as "."
    QList<EntryError> errors; ///< directories and files that could not be read, by path
};

/// The tree below a directory as it is now, or a part of it with Tree::truncated set. Links are
/// recorded, never followed; a FIFO or a device is never read. Safe on a tree made by somebody
/// hostile, as long as nobody changes it meanwhile; when somebody does, each entry is still true
/// for some moment of the call. Which part is kept does not depend on the order of the listing,
/// unless one directory alone holds more than `maxEntries`. Errors: System, when `root` cannot be
/// opened.
[[nodiscard]] Result<Snapshot> snapshot(
    const QByteArray &root, const SnapshotOptions &options = {});

/// The same for a directory that is open. The descriptor stays the caller's.
[[nodiscard]] Result<Snapshot> snapshot(int root, const SnapshotOptions &options = {});

} // namespace ringside::filesystem
