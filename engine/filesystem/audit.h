#pragma once

#include "base/result.h"
#include "filesystem/entryerror.h"
#include "filesystem/tree.h"

#include <QList>

#include <compare>

namespace ringside::filesystem {

/// Why a mode is a risk. The spelling of the exercises is toString().
enum class Risk : quint8 {
    WorldWritableFile, ///< a regular file
    WorldWritableDirectory, ///< without the sticky bit, which keeps others from renaming and
                            ///< deleting
    SetUserId, ///< on a regular file
    SetGroupId, ///< on a regular file: on a directory the bit only passes the group on
    LooseKey, ///< a private key by its name (id_*, *.key, *.pem) with any bit for group or others
};

[[nodiscard]] QByteArray toString(Risk risk);

struct Finding
{
    QByteArray path; ///< relative to the root, "." the root itself
    Risk risk{};
    quint32 mode = 0; ///< permission and special bits

    bool operator==(const Finding &) const = default;
};

struct Audit
{
    QList<Finding> findings; ///< by path, then by risk
    QList<EntryError>
        errors; ///< what could not be looked at: an audit with errors is no clean bill
};

/// Looks at the mode of everything below `root` and of `root` itself. Links are never followed and
/// have no mode of their own. `threads` 0: as many as there are cores; the result does not depend
/// on it. Errors: System, when `root` cannot be opened.
[[nodiscard]] Result<Audit> auditPermissions(const QByteArray &root, size_t threads = 0);

/// The same for a directory of a tree that is not on a disk; see ListedTree for what can be read.
[[nodiscard]] Result<Audit> auditPermissions(const Tree &tree, const QByteArray &root);

} // namespace ringside::filesystem
