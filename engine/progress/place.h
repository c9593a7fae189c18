#pragma once

#include <QString>

namespace ringside::progress {

/// Where a folder lies. On a network file system several machines may have the same file open, and
/// the shared memory that SQLite's write-ahead log needs does not exist.
enum class Place : quint8 { Local, Network };

/// The place of the nearest existing folder above `path`. What is not known to be local counts as
/// network. Source: statfs(2).
[[nodiscard]] Place placeOf(const QString &path);

/// Whether a file system of this type (statfs f_type) is on this machine.
[[nodiscard]] bool isLocalFileSystem(quint64 type);

} // namespace ringside::progress
