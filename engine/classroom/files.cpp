#include "classroom/files.h"

#include "base/filedescriptor.h"
#include "base/readupto.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

/// QFile tells errors as text; the cause is in errno when the call comes back.
std::unexpected<Error> failed(const QString &doing, const QString &path)
{
    return systemError(doing + u' ' + path, errno != 0 ? errno : EIO);
}

bool writeAll(int file, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(file, bytes.data(), static_cast<size_t>(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes = bytes.sliced(written);
    }
    return true;
}

} // namespace

std::unexpected<Error> tooLarge(const QString &file, qint64 most)
{
    return std::unexpected(Error{.kind = Error::Kind::Content,
        .doing = u"the file has more than %1 bytes"_s.arg(most),
        .errnum = EFBIG,
        .file = file});
}

bool isTooLarge(const Error &error)
{
    return error.errnum == EFBIG;
}

Result<> writeFile(const QString &path, const QByteArray &bytes, Readers readers)
{
    // As root QSaveFile would put a file in the place of a device; of a folder it does not tell that it is one.
    if (const QFileInfo before(path); before.exists() && !before.isFile())
        return systemError(u"write "_s + path, before.isDir() ? EISDIR : EOPNOTSUPP);
    QSaveFile file(path);
    errno = 0;
    if (!file.open(QIODevice::WriteOnly))
        return failed(u"write"_s, path);
    if (readers == Readers::OwnerOnly && ::fchmod(file.handle(), 0600) != 0)
        return failed(u"chmod"_s, path);
    if (file.write(bytes) != bytes.size() || !file.flush() || ::fsync(file.handle()) != 0
        || !file.commit())
        return failed(u"write"_s, path);
    return {};
}

Result<QByteArray> readFile(const QString &path, qint64 most)
{
    QFile file(path);
    errno = 0;
    if (!file.open(QIODevice::ReadOnly))
        return failed(u"read"_s, path);
    const QByteArray bytes = readUpTo(file, most + 1);
    if (file.error() != QFileDevice::NoError)
        return failed(u"read"_s, path);
    if (bytes.size() > most)
        return tooLarge(path, most);
    return bytes;
}

Result<> appendToFile(const QString &path, const QByteArray &bytes, Readers readers)
{
    const FileDescriptor file(::open(QFile::encodeName(path).constData(),
        O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, readers == Readers::All ? 0666 : 0600));
    if (!file || !writeAll(file.get(), bytes) || ::fsync(file.get()) != 0)
        return failed(u"append to"_s, path);
    return {};
}

} // namespace ringside::classroom
