#pragma once

#include "base/result.h"
#include "filesystem/tree.h"

#include <QByteArray>

namespace ringside::filesystem {

/// "-rwxr-xr-x" for 0100755: type letter and nine permission letters as `ls -l` has them, '?' for a
/// mode without a type. Capital S and T: the special bit without the x below it.
[[nodiscard]] QByteArray modeText(quint32 mode);
[[nodiscard]] QByteArray modeText(EntryType type, quint32 permissions);

/// Sets the twelve permission bits of `path` below `directory`. Follows no link, neither on the way
/// nor at the end: a link itself has no mode, which is EOPNOTSUPP. Errors: System. Source:
/// fchmodat2(2); before Linux 6.6 by a descriptor and /proc/self/fd.
[[nodiscard]] Result<> changeMode(int directory, const QByteArray &path, quint32 permissions);

} // namespace ringside::filesystem
