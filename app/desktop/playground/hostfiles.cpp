#include "desktop/playground/hostfiles.h"

#include "base/bytes.h"
#include "base/readupto.h"
#include "filesystem/snapshot.h"

#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <cerrno>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

/// What can be put into a box: no sockets, no devices, and the folder's own mode does not matter.
void keepWhatABoxHolds(filesystem::Tree &tree)
{
    using filesystem::EntryType;
    tree.entries.removeIf([](const filesystem::Entry &entry) {
        return entry.path == "." || entry.type == EntryType::Socket || entry.type == EntryType::CharDevice
            || entry.type == EntryType::BlockDevice;
    });
}

} // namespace

Result<filesystem::Tree> readFolder(const QString &folder)
{
    const filesystem::SnapshotOptions options{.maxEntries = mostImportedEntries, .maxBytes = mostImportedBytes};
    Result<filesystem::Snapshot> seen = filesystem::snapshot(QFile::encodeName(folder), options);
    if (!seen)
        return std::unexpected(seen.error());
    keepWhatABoxHolds(seen->tree);
    const bool whole = !seen->tree.truncated && std::ranges::all_of(seen->tree.entries, &filesystem::Entry::contentComplete);
    if (!seen->errors.isEmpty())
        return systemError(displayName(seen->errors.first().path), seen->errors.first().errnum);
    return whole ? Result<filesystem::Tree>(seen->tree) : contentError(folder, 0, u"more than a playground holds"_s);
}

Result<QList<filesystem::Entry>> readFiles(const QStringList &paths)
{
    QList<filesystem::Entry> files;
    qint64 room = mostImportedBytes;
    for (const QString &path : paths) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return systemError(path, errno);
        const QByteArray content = readUpTo(file, room + 1);
        if (file.error() != QFile::NoError)
            return systemError(path, errno);
        room -= content.size();
        if (room < 0)
            return contentError(path, 0, u"more than a playground holds"_s);
        files.append({.path = QFile::encodeName(QFileInfo(path).fileName()),
            .mode = QFileInfo(path).isExecutable() ? 0755U : 0644U,
            .size = content.size(),
            .content = content});
    }
    return files;
}

QStringList draggedFiles(const QMimeData *data)
{
    QStringList paths;
    for (const QUrl &url : data->urls()) {
        if (!url.isLocalFile())
            return {};
        paths.append(url.toLocalFile());
    }
    return paths;
}

} // namespace ringside::desktop
