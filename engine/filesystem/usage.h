#pragma once

#include "base/result.h"
#include "filesystem/entryerror.h"
#include "filesystem/tree.h"

#include <QList>

namespace ringside::filesystem {

/// What a tree takes on disk, as `du -x` counts it: each inode once however many names it has,
/// directories and links with what they take themselves, one file system.
struct DiskUsage
{
    qint64 bytes = 0; ///< allocated: st_blocks times 512
    qint64 apparentBytes = 0; ///< lengths of regular files and link texts, as `du --apparent-size`
    qint64 files = 0; ///< inodes that are not directories
    qint64 directories = 0; ///< with the root
    QList<EntryError> errors; ///< what could not be counted
};

/// `threads` 0: as many as there are cores; the result does not depend on it.
/// Errors: System, when `root` cannot be opened.
[[nodiscard]] Result<DiskUsage> diskUsage(const QByteArray &root, size_t threads = 0);

/// The same for a directory of a tree that is not on a disk; see ListedTree for what can be read.
/// What is allocated is only known of a tree that was read from one: Entry::blocks.
[[nodiscard]] Result<DiskUsage> diskUsage(const Tree &tree, const QByteArray &root);

} // namespace ringside::filesystem
