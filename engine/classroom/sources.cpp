#include "classroom/sources.h"

#include "base/readupto.h"
#include "classroom/files.h"
#include "filesystem/walk.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <fcntl.h>
#include <numeric>
#include <unistd.h>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

/// What is read; everything else is only listed.
bool isRead(const QByteArray &name)
{
    static const QRegularExpression answer(u"(\\A|[/_])q(\\d\\d|x)\\.\\d+[^/]*\\.txt\\z"_s);
    const QByteArray lower = name.toLower();
    return lower.endsWith(".py") || lower.endsWith(".ringsub") || lower.endsWith("timestamp.txt")
        || answer.match(QString::fromLatin1(lower)).hasMatch();
}

/// A file that was too large, or one that could not be read: either is told with its error.
void setContent(FoundFile &file, Result<QByteArray> content)
{
    if (content) {
        file.content = std::move(*content);
        return;
    }
    file.error = content.error();
    file.fate = isTooLarge(content.error()) ? Fate::TooLarge : Fate::Unreadable;
}

Fate fateOf(const ArchiveEntry &entry)
{
    if (entry.kind == ArchiveEntry::Kind::Link)
        return Fate::Link;
    if (entry.kind == ArchiveEntry::Kind::Special)
        return Fate::Special;
    return entry.isEncrypted ? Fate::Encrypted : Fate::Taken;
}

Result<QList<FoundFile>> filesInArchive(const QString &path, const ArchiveLimits &limits)
{
    auto reader = ArchiveReader::open(path, limits);
    if (!reader)
        return std::unexpected(reader.error());
    QList<FoundFile> files;
    while (true) {
        const auto entry = reader->next();
        if (!entry)
            return std::unexpected(entry.error());
        if (!*entry)
            return files;
        if ((*entry)->kind == ArchiveEntry::Kind::Folder)
            continue;
        FoundFile file{
            .name = (*entry)->name, .fate = fateOf(**entry), .modified = (*entry)->modified};
        if (file.fate == Fate::Taken && isRead(file.name))
            setContent(file, reader->read());
        files.append(std::move(file));
    }
}

class Collector : public filesystem::WalkVisitor
{
public:
    filesystem::Want want(const char *, std::optional<filesystem::EntryType>) override
    {
        return filesystem::Want::Status;
    }

    filesystem::Descend visit(const filesystem::WalkItem &item) override
    {
        if (item.type == filesystem::EntryType::Directory)
            return filesystem::Descend::Into;
        FoundFile file{.name = item.path(), .modified = item.status->stx_mtime.tv_sec};
        if (item.type == filesystem::EntryType::SymbolicLink)
            file.fate = Fate::Link;
        else if (item.type != filesystem::EntryType::File)
            file.fate = Fate::Special;
        files.append(std::move(file));
        return filesystem::Descend::Past;
    }

    QList<FoundFile> files;
};

Result<QByteArray> readBeneath(int root, const QByteArray &name, qint64 most)
{
    const QString shown = QString::fromUtf8(name);
    const FileDescriptor descriptor
        = filesystem::openBeneath(root, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct statx status{};
    if (!descriptor || !filesystem::statusOf(descriptor.get(), status))
        return systemError(u"read "_s + shown, errno);
    if (filesystem::typeOfMode(status.stx_mode) != filesystem::EntryType::File)
        return systemError(u"read "_s + shown, EINVAL);
    QFile file;
    if (!file.open(descriptor.get(), QIODevice::ReadOnly))
        return systemError(u"read "_s + shown, EIO);
    const QByteArray content = readUpTo(file, most + 1);
    if (content.size() > most)
        return tooLarge(shown, most);
    return content;
}

/// By name. Only places are swapped: for files themselves g++ 14 takes an error that is not there for
/// one that was not initialized.
QList<FoundFile> inOrder(const QList<FoundFile> &files)
{
    QList<qsizetype> order(files.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, {}, [&](qsizetype place) { return files[place].name; });
    QList<FoundFile> sorted;
    for (const qsizetype place : std::as_const(order))
        sorted.append(files[place]);
    return sorted;
}

Result<QList<FoundFile>> filesInFolder(const QString &path, const ArchiveLimits &limits)
{
    const auto root = filesystem::openRoot(QFile::encodeName(path));
    if (!root)
        return std::unexpected(root.error());
    auto [visitors, errors] = filesystem::walkWith<Collector>(root->get(), 1);
    QList<FoundFile> files = std::move(static_cast<Collector &>(*visitors.front()).files);
    if (files.size() > limits.entries)
        return contentError(path, 0, u"the folder has more than %1 files"_s.arg(limits.entries));
    qint64 all = 0;
    for (FoundFile &file : files) {
        if (file.fate != Fate::Taken || !isRead(file.name))
            continue;
        setContent(file, readBeneath(root->get(), file.name, limits.fileBytes));
        all += file.content.size();
        if (all > limits.allBytes)
            return contentError(
                path, 0, u"the files have more than %1 bytes"_s.arg(limits.allBytes));
    }
    for (const filesystem::EntryError &error : std::as_const(errors))
        files.append({.name = error.path,
            .fate = Fate::Unreadable,
            .error = systemError(u"read "_s + QString::fromUtf8(error.path), error.errnum).error()});
    return inOrder(files);
}

} // namespace

Result<QList<FoundFile>> filesIn(const QString &source, const ArchiveLimits &limits)
{
    const QFileInfo info(source);
    if (info.isDir())
        return filesInFolder(source, limits);
    if (!source.endsWith(u".ringsub"_s, Qt::CaseInsensitive))
        return filesInArchive(source, limits);
    // A hand-in by itself is an archive too, but one that is looked at as a whole.
    FoundFile file{.name = QFile::encodeName(info.fileName()),
        .modified = info.lastModified().toSecsSinceEpoch()};
    const auto content = readFile(source, limits.fileBytes);
    if (!content && content.error().kind == Error::Kind::System)
        return std::unexpected(content.error());
    setContent(file, content);
    return QList<FoundFile>{file};
}

} // namespace ringside::classroom
