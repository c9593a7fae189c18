#include "progress/place.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cerrno>

#include <linux/magic.h>
#include <sys/vfs.h>

namespace ringside::progress {

namespace {

// The local ones are named, not the remote ones: an unknown file system gets the careful treatment,
// which is right everywhere and only a little slower. FUSE stays unnamed, it may be sshfs.
constexpr std::array<quint64, 12> localTypes{
    EXT4_SUPER_MAGIC, // also ext2 and ext3
    BTRFS_SUPER_MAGIC, XFS_SUPER_MAGIC, TMPFS_MAGIC, RAMFS_MAGIC, F2FS_SUPER_MAGIC,
    OVERLAYFS_SUPER_MAGIC, REISERFS_SUPER_MAGIC,
    0x2FC12FC1, // ZFS
    0x3153464A, // JFS
    0xCA451A4E, // bcachefs
    0xF15F, // eCryptfs: encrypted homes
};

} // namespace

bool isLocalFileSystem(quint64 type)
{
    return std::ranges::contains(localTypes, type);
}

Place placeOf(const QString &path)
{
    QString folder = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    struct statfs information{};
    while (statfs(QFile::encodeName(folder).constData(), &information) != 0) {
        // The folder is made only after its place is known.
        if (errno != ENOENT || folder == QDir::rootPath())
            return Place::Network;
        folder = QFileInfo(folder).path();
    }
    // f_type is signed on some machines; the constants are not.
    const auto type = static_cast<quint32>(information.f_type);
    return isLocalFileSystem(type) ? Place::Local : Place::Network;
}

} // namespace ringside::progress
