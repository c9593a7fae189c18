#pragma once

#include "base/result.h"
#include "filesystem/entryerror.h"

#include <QList>

namespace ringside::filesystem {

struct EmptyDirectories
{
    /// In an order in which rmdir can take them: what is inside before what is around it, and
    /// siblings by the bytes of their names.
    QList<QByteArray> paths;
    QList<EntryError> errors; ///< a directory that cannot be read is not taken for empty
};

/// The directories below `root` that hold nothing, or nothing but such directories; never `root`
/// itself. A link to a directory is an entry like any other, so what holds one is not empty.
/// Errors: System, when `root` cannot be opened.
[[nodiscard]] Result<EmptyDirectories> findEmptyDirectories(
    const QByteArray &root, size_t threads = 0);

} // namespace ringside::filesystem
