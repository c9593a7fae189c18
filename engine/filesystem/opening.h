#pragma once

#include "base/filedescriptor.h"
#include "base/result.h"
#include "filesystem/tree.h"

#include <QByteArray>

#include <dirent.h>
#include <optional>
#include <sys/stat.h>

namespace ringside::filesystem {

/// Opens the directory a walk begins at. A link is followed here and nowhere else: the caller named
/// it.
[[nodiscard]] Result<FileDescriptor> openRoot(const QByteArray &path);

/// Opens what stands at `path` below `directory`, following no link on the way and none at the end.
/// The path may be longer than PATH_MAX. Does not wait for a FIFO's writer. Invalid with errno set
/// when it fails. Source: openat2(2), RESOLVE_NO_SYMLINKS; where the kernel has none, openat(2)
/// name by name.
[[nodiscard]] FileDescriptor openBeneath(int directory, const QByteArray &path, int flags);

/// What openBeneath() does where there is no openat2. By itself for tests only.
[[nodiscard]] FileDescriptor openNameByName(int directory, const QByteArray &path, int flags);

/// True for the errors of an entry that was listed and is gone, or is something else by now.
[[nodiscard]] bool meansVanished(int errnum);

/// Status of a name in a directory, the name itself and not what it links to. False with errno set.
[[nodiscard]] bool statusOf(int directory, const char *name, struct statx &status);

/// Status of an open descriptor.
[[nodiscard]] bool statusOf(int descriptor, struct statx &status);

[[nodiscard]] EntryType typeOfMode(quint32 mode);
/// S_IFDIR for a directory, and so on.
[[nodiscard]] quint32 typeBits(EntryType type);
/// Type of a directory entry where the file system tells it; none for DT_UNKNOWN.
[[nodiscard]] std::optional<EntryType> typeOfEntry(const dirent64 &entry);

[[nodiscard]] quint64 deviceOf(const struct statx &status);
[[nodiscard]] qint64 nanoseconds(const struct statx_timestamp &time);

/// "name" in the root, "directory/name" below it.
[[nodiscard]] QByteArray joined(const QByteArray &directory, QByteArrayView name);

} // namespace ringside::filesystem
