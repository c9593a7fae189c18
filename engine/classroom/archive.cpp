#include "classroom/archive.h"

#include "classroom/files.h"

#include <QFile>

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t blockBytes = 64 * 1024;

/// In UTF-8 where the archive says how its names are to be read, else the bytes it has.
QByteArray nameOf(archive_entry *entry)
{
    if (const char *name = archive_entry_pathname_utf8(entry))
        return name;
    const char *raw = archive_entry_pathname(entry);
    return raw ? QByteArray(raw) : QByteArray();
}

ArchiveEntry::Kind kindOf(archive_entry *entry)
{
    if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) == AE_IFLNK)
        return ArchiveEntry::Kind::Link;
    switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
        return ArchiveEntry::Kind::File;
    case AE_IFDIR:
        return ArchiveEntry::Kind::Folder;
    default:
        return ArchiveEntry::Kind::Special;
    }
}

archive *makeReader()
{
    archive *reader = archive_read_new();
    archive_read_support_filter_all(reader);
    archive_read_support_format_zip(reader);
    archive_read_support_format_tar(reader);
    archive_read_support_format_7zip(reader);
    return reader;
}

/// Sends what libarchive writes into a byte array.
la_ssize_t append(archive *, void *bytes, const void *block, size_t size)
{
    static_cast<QByteArray *>(bytes)->append(
        static_cast<const char *>(block), static_cast<qsizetype>(size));
    return static_cast<la_ssize_t>(size);
}

struct WriterCloser
{
    void operator()(archive *writer) const { archive_write_free(writer); }
};
using Writer = std::unique_ptr<archive, WriterCloser>;

bool writeFile(archive *writer, const ArchiveFile &file)
{
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(
        archive_entry_new(), archive_entry_free);
    archive_entry_set_pathname_utf8(entry.get(), file.name.constData());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), file.content.size());
    archive_entry_set_mtime(entry.get(), static_cast<time_t>(file.modified), 0);
    return archive_write_header(writer, entry.get()) == ARCHIVE_OK
        && archive_write_data(
               writer, file.content.constData(), static_cast<size_t>(file.content.size()))
        == file.content.size();
}

} // namespace

void ArchiveReader::Closer::operator()(archive *reader) const
{
    archive_read_free(reader);
}

ArchiveReader::ArchiveReader(QString name, ArchiveLimits limits)
    : m_reader(makeReader())
    , m_name(std::move(name))
    , m_limits(limits)
{
}

std::unexpected<Error> ArchiveReader::damaged() const
{
    const char *why = archive_error_string(m_reader.get());
    return contentError(
        m_name, 0, why ? QString::fromLocal8Bit(why) : u"the archive is damaged"_s);
}

Result<ArchiveReader> ArchiveReader::open(const QString &path, ArchiveLimits limits)
{
    ArchiveReader reader(path, limits);
    if (archive_read_open_filename(
            reader.m_reader.get(), QFile::encodeName(path).constData(), blockBytes)
        != ARCHIVE_OK) {
        if (!QFile::exists(path))
            return systemError(u"open "_s + path, ENOENT);
        return reader.damaged();
    }
    return reader;
}

Result<ArchiveReader> ArchiveReader::fromBytes(
    QByteArray bytes, const QString &name, ArchiveLimits limits)
{
    ArchiveReader reader(name, limits);
    reader.m_bytes = std::move(bytes);
    if (archive_read_open_memory(reader.m_reader.get(), reader.m_bytes.constData(),
            static_cast<size_t>(reader.m_bytes.size()))
        != ARCHIVE_OK)
        return reader.damaged();
    return reader;
}

Result<std::optional<ArchiveEntry>> ArchiveReader::next()
{
    archive_entry *entry = nullptr;
    const int status = archive_read_next_header(m_reader.get(), &entry);
    if (status == ARCHIVE_EOF)
        return std::nullopt;
    // A warning is a name that is no text: it is taken as bytes.
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
        return damaged();
    if (++m_entries > m_limits.entries)
        return contentError(
            m_name, 0, u"the archive has more than %1 entries"_s.arg(m_limits.entries));
    // A tar must be unpacked to be skipped through; a zip need not.
    if (std::max<qint64>(m_unpacked, archive_filter_bytes(m_reader.get(), 0)) > m_limits.allBytes)
        return contentError(
            m_name, 0, u"the archive unpacks to more than %1 bytes"_s.arg(m_limits.allBytes));
    return ArchiveEntry{.name = nameOf(entry),
        .kind = kindOf(entry),
        .modified = archive_entry_mtime_is_set(entry) ? archive_entry_mtime(entry) : 0,
        .isEncrypted = archive_entry_is_encrypted(entry) != 0};
}

Result<QByteArray> ArchiveReader::read()
{
    QByteArray content;
    QByteArray block(blockBytes, Qt::Uninitialized);
    while (true) {
        const la_ssize_t size = archive_read_data(m_reader.get(), block.data(), blockBytes);
        if (size == 0)
            return content;
        if (size < 0)
            return damaged();
        m_unpacked += size;
        if (content.size() + size > m_limits.fileBytes)
            return tooLarge(m_name, m_limits.fileBytes);
        content.append(block.constData(), size);
    }
}

Result<QHash<QByteArray, QByteArray>> membersOf(
    const QByteArray &bytes, const QString &name, ArchiveLimits limits)
{
    auto reader = ArchiveReader::fromBytes(bytes, name, limits);
    if (!reader)
        return std::unexpected(reader.error());
    QHash<QByteArray, QByteArray> members;
    while (true) {
        const auto entry = reader->next();
        if (!entry)
            return std::unexpected(entry.error());
        if (!*entry)
            return members;
        if ((*entry)->kind != ArchiveEntry::Kind::File || members.contains((*entry)->name))
            return contentError(name, 0, u"it holds something that is no file of it"_s);
        const auto content = reader->read();
        if (!content)
            return std::unexpected(content.error());
        members.insert((*entry)->name, *content);
    }
}

Result<QByteArray> makeZip(const QList<ArchiveFile> &files)
{
    QByteArray zip;
    const Writer writer(archive_write_new());
    const auto failed
        = [&] { return internalError(QString::fromUtf8(archive_error_string(writer.get()))); };
    // Names are UTF-8 in the archive whatever the locale of this process is.
    if (archive_write_set_format_zip(writer.get()) != ARCHIVE_OK
        || archive_write_set_options(writer.get(), "hdrcharset=UTF-8") != ARCHIVE_OK
        || archive_write_set_bytes_in_last_block(writer.get(), 1) != ARCHIVE_OK
        || archive_write_open(writer.get(), &zip, nullptr, append, nullptr) != ARCHIVE_OK)
        return failed();
    for (const ArchiveFile &file : files) {
        if (!writeFile(writer.get(), file))
            return failed();
    }
    if (archive_write_close(writer.get()) != ARCHIVE_OK)
        return failed();
    return zip;
}

} // namespace ringside::classroom
