#pragma once

#include "base/result.h"
#include "filesystem/tree.h"

#include <QList>
#include <QStringList>

class QMimeData;

namespace ringside::desktop {

// Files and folders of the learner's own machine, on their way into a playground.

constexpr qint64 mostImportedBytes = qint64(12) << 20; ///< the box holds 16 MiB, and programs want to write, too
constexpr qint64 mostImportedEntries = 3000;

/// A folder with all that is in it, but what no box holds (sockets, devices). Errors: Content where it is more than a
/// playground holds, System with the first path that could not be read.
[[nodiscard]] Result<filesystem::Tree> readFolder(const QString &folder);

/// Files by their bare names, in the order of `paths`. Errors as above.
[[nodiscard]] Result<QList<filesystem::Entry>> readFiles(const QStringList &paths);

/// The files and folders of this machine that are dragged; nothing when anything else is.
[[nodiscard]] QStringList draggedFiles(const QMimeData *data);

} // namespace ringside::desktop
