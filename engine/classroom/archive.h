#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <memory>
#include <optional>

struct archive;

namespace ringside::classroom {

/// What is read of an archive that a stranger made; more than this is refused. The sizes an archive
/// claims count for nothing: what comes out of it is counted.
struct ArchiveLimits
{
    qint64 entries = 50'000;
    qint64 fileBytes = 1 << 20; ///< of one file that is read
    qint64 allBytes = qint64(1) << 30; ///< of everything that had to be unpacked
};

/// One entry as the archive describes it: nothing of it is believed.
struct ArchiveEntry
{
    enum class Kind : quint8 { File, Folder, Link, Special };
    QByteArray name; ///< bytes as they are; may be absolute, contain "..", anything
    Kind kind = Kind::File;
    qint64 modified = 0; ///< seconds since 1970; 0: not told
    bool isEncrypted = false;
};

/// Reads zip, tar, 7z and the compressions of tar, entry by entry, into memory. Nothing is written
/// to the disk. Source: libarchive, archive_read(3).
class ArchiveReader
{
public:
    /// Errors: System; Content, when it is no archive.
    [[nodiscard]] static Result<ArchiveReader> open(const QString &path, ArchiveLimits limits = {});
    /// `bytes` are kept. `name` is for messages.
    [[nodiscard]] static Result<ArchiveReader> fromBytes(
        QByteArray bytes, const QString &name, ArchiveLimits limits = {});

    /// The next entry; nothing at the end. Errors: Content, when the archive is damaged, has too
    /// many entries, or unpacks to too much. Then nothing more is to be had.
    [[nodiscard]] Result<std::optional<ArchiveEntry>> next();

    /// The content of the entry next() has just given. Errors: Content, when it is damaged or
    /// larger than a file may be; one can go on with the next.
    [[nodiscard]] Result<QByteArray> read();

private:
    struct Closer
    {
        void operator()(archive *reader) const;
    };

    ArchiveReader(QString name, ArchiveLimits limits);
    [[nodiscard]] std::unexpected<Error> damaged() const;

    QByteArray m_bytes;
    std::unique_ptr<archive, Closer> m_reader;
    QString m_name;
    ArchiveLimits m_limits;
    qint64 m_entries = 0;
    qint64 m_unpacked = 0;
};

/// What a small archive of ours holds, by name. Errors: as of ArchiveReader; Content also for what is no file, or is
/// there twice.
[[nodiscard]] Result<QHash<QByteArray, QByteArray>> membersOf(
    const QByteArray &bytes, const QString &name, ArchiveLimits limits);

/// A file to be put into an archive.
struct ArchiveFile
{
    QByteArray name;
    QByteArray content;
    qint64 modified = 0; ///< seconds since 1970

    bool operator==(const ArchiveFile &) const = default;
};

/// A zip of these files: the same files give the same bytes.
[[nodiscard]] Result<QByteArray> makeZip(const QList<ArchiveFile> &files);

} // namespace ringside::classroom
