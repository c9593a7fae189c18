#pragma once

#include "base/result.h"
#include "filesystem/entryerror.h"
#include "filesystem/tree.h"

#include <QList>
#include <QMap>

namespace ringside::filesystem {

struct CensusOptions
{
    bool recursive = false;
    bool hidden = true; ///< counts names that begin with a dot, and enters such directories
};

struct Census
{
    /// Regular files by extension: ".py", or "(no ext)". A symbolic link to a regular file counts
    /// by its own name; one that leads nowhere or in circles, and everything else, does not count.
    QMap<QByteArray, qint64> counts;
    QList<EntryError>
        errors; ///< directories that cannot be read, links whose target cannot be looked at
};

/// The extension of a name as os.path.splitext(name)[1].lower() has it, bytes that are not UTF-8
/// kept. Empty for none: "Makefile", ".env", "name.".
[[nodiscard]] QByteArray extensionOf(const QByteArray &name);

/// Counts by the types a listing tells; only links are looked at, one fstatat each.
/// Errors: System, when `root` cannot be opened or read: with EACCES, ENOENT, ENOTDIR.
[[nodiscard]] Result<Census> countByExtension(
    const QByteArray &root, CensusOptions options = {}, size_t threads = 0);

/// The same for a directory of a tree that is not on a disk; see ListedTree for what can be read.
[[nodiscard]] Result<Census> countByExtension(
    const Tree &tree, const QByteArray &root, CensusOptions options = {});

} // namespace ringside::filesystem
