#pragma once

#include "base/result.h"
#include "filesystem/tree.h"

namespace ringside::filesystem {

/// Writes a tree into a folder, which is made, or must be empty: contents, links, holes as zeros, times, and modes
/// without set-user-id and set-group-id, which must not come out of a box. Sockets and devices are left out. Stops at the
/// first failure; what has been written stays. Errors: System; Content when an entry is not complete, or would not be
/// inside the folder.
[[nodiscard]] Result<> copyOut(const Tree &tree, const QByteArray &folder);

} // namespace ringside::filesystem
