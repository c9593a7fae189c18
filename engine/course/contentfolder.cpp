#include "course/contentfolder.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>

namespace ringside::course {

namespace {

// The longest lesson of the course has 60 KB.
constexpr qint64 largestText = 1 << 20;

Error unreadable(const QString &path, int errnum)
{
    return contentError(path, 0,
        QStringLiteral("cannot be read: %1 (%2)")
            .arg(QString::fromLocal8Bit(std::strerror(errnum)), errnoName(errnum)))
        .error();
}

/// Swap files, backups and caches that appear while somebody edits and tries things out.
bool isLeftByTools(const QString &name)
{
    return name.endsWith(u'~') || name.startsWith(u".#") || name == u"__pycache__"
        || (name.startsWith(u'.') && (name.endsWith(u".swp") || name.endsWith(u".swx")))
        || (name.startsWith(u'#') && name.endsWith(u'#'));
}

/// The first line that is not well-formed UTF-8, 0 when all are. No character of UTF-8 holds the
/// byte of a line end, so the lines can be looked at one by one.
int firstLineNotUtf8(QByteArrayView bytes)
{
    if (bytes.isValidUtf8())
        return 0;
    int line = 1;
    for (qsizetype start = 0; start < bytes.size(); ++line) {
        const qsizetype lineEnd = bytes.indexOf('\n', start);
        const qsizetype end = lineEnd < 0 ? bytes.size() : lineEnd;
        if (!bytes.sliced(start, end - start).isValidUtf8())
            return line;
        start = end + 1;
    }
    return line;
}

int lineAt(QByteArrayView bytes, qsizetype offset)
{
    return 1 + static_cast<int>(std::count(bytes.begin(), bytes.begin() + offset, '\n'));
}

/// What keeps the bytes from being the text of a lesson; nothing when all is well.
std::optional<Error> textProblem(const QString &path, QByteArrayView bytes)
{
    if (bytes.startsWith("\xef\xbb\xbf"))
        return contentError(
            path, 1, QStringLiteral("starts with a byte order mark, expected plain UTF-8"))
            .error();
    if (const int bad = firstLineNotUtf8(bytes); bad > 0)
        return contentError(path, bad, QStringLiteral("is not UTF-8")).error();
    if (const qsizetype nul = bytes.indexOf('\0'); nul >= 0)
        return contentError(
            path, lineAt(bytes, nul), QStringLiteral("holds a NUL byte, expected text"))
            .error();
    if (const qsizetype cr = bytes.indexOf('\r'); cr >= 0)
        return contentError(path, lineAt(bytes, cr),
            QStringLiteral("holds a carriage return, expected lines that end with LF alone"))
            .error();
    return std::nullopt;
}

} // namespace

ContentFolder::ContentFolder(FileDescriptor descriptor, QString path)
    : m_descriptor(std::move(descriptor))
    , m_path(std::move(path))
{
}

Result<ContentFolder> ContentFolder::open(const QString &path)
{
    FileDescriptor descriptor(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor)
        return std::unexpected(unreadable(path, errno));
    return ContentFolder(std::move(descriptor), path);
}

Result<ContentFolder> ContentFolder::folder(const QString &name) const
{
    FileDescriptor descriptor(::openat(m_descriptor.get(), QFile::encodeName(name).constData(),
        O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!descriptor)
        return std::unexpected(unreadable(pathOf(name), errno));
    return ContentFolder(std::move(descriptor), pathOf(name));
}

Result<QStringList> ContentFolder::names() const
{
    FileDescriptor own(::openat(m_descriptor.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!own)
        return std::unexpected(unreadable(m_path, errno));
    const std::unique_ptr<DIR, int (*)(DIR *)> listing(::fdopendir(own.get()), &::closedir);
    if (!listing)
        return std::unexpected(unreadable(m_path, errno));
    (void)own.release(); // the listing owns it now
    QStringList found;
    errno = 0;
    while (const dirent *entry = ::readdir(listing.get())) {
        const QString name = QFile::decodeName(entry->d_name);
        if (name != u"." && name != u".." && !isLeftByTools(name))
            found.append(name);
        errno = 0;
    }
    if (errno != 0)
        return std::unexpected(unreadable(m_path, errno));
    found.sort();
    return found;
}

bool ContentFolder::isFolder(const QString &name) const
{
    struct stat status{};
    return ::fstatat(m_descriptor.get(), QFile::encodeName(name).constData(), &status,
               AT_SYMLINK_NOFOLLOW)
        == 0
        && S_ISDIR(status.st_mode);
}

bool ContentFolder::isFile(const QString &name) const
{
    struct stat status{};
    return ::fstatat(m_descriptor.get(), QFile::encodeName(name).constData(), &status,
               AT_SYMLINK_NOFOLLOW)
        == 0
        && S_ISREG(status.st_mode);
}

Result<QByteArray> ContentFolder::readBytes(const QString &name) const
{
    // O_NONBLOCK: opening a FIFO in place of a file must not wait for a writer.
    const FileDescriptor file(::openat(m_descriptor.get(), QFile::encodeName(name).constData(),
        O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status{};
    if (!file || ::fstat(file.get(), &status) != 0)
        return std::unexpected(unreadable(pathOf(name), errno));
    if (!S_ISREG(status.st_mode))
        return contentError(pathOf(name), 0, QStringLiteral("is not a regular file"));
    if (status.st_size > largestText)
        return contentError(pathOf(name), 0,
            QStringLiteral("has %1 bytes, expected %2 at most")
                .arg(status.st_size)
                .arg(largestText));
    QByteArray bytes(status.st_size, Qt::Uninitialized);
    qsizetype filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got
            = ::read(file.get(), bytes.data() + filled, static_cast<size_t>(bytes.size() - filled));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return std::unexpected(unreadable(pathOf(name), errno));
        if (got == 0)
            break;
        filled += got;
    }
    bytes.truncate(filled);
    return bytes;
}

std::optional<QString> ContentFolder::readText(const QString &name, QList<Error> &errors) const
{
    const Result<QByteArray> bytes = readBytes(name);
    if (!bytes) {
        errors.append(bytes.error());
        return std::nullopt;
    }
    if (const auto problem = textProblem(pathOf(name), *bytes)) {
        errors.append(*problem);
        return std::nullopt;
    }
    return QString::fromUtf8(*bytes);
}

} // namespace ringside::course
