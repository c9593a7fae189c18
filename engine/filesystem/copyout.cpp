#include "filesystem/copyout.h"

#include "base/bytes.h"
#include "filesystem/opening.h"

#include <QHash>

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <ranges>
#include <sys/stat.h>
#include <unistd.h>

namespace ringside::filesystem {

namespace {

using namespace Qt::StringLiterals;

constexpr quint32 keptBits = 01777;

std::unexpected<Error> failed(const QByteArray &path)
{
    const int errnum = errno;
    return systemError(u"write "_s + displayName(path), errnum);
}

Result<> isEmpty(int directory, const QByteArray &path)
{
    const int copy = ::fcntl(directory, F_DUPFD_CLOEXEC, 0);
    const std::unique_ptr<DIR, int (*)(DIR *)> listing(::fdopendir(copy), &::closedir);
    if (!listing)
        return failed(path);
    while (const dirent64 *entry = ::readdir64(listing.get())) {
        const QByteArrayView name(entry->d_name);
        if (name != "." && name != "..")
            return systemError(u"write into "_s + displayName(path), ENOTEMPTY);
    }
    return {};
}

bool staysInside(const QByteArray &path)
{
    for (const QByteArray &name : path.split('/')) {
        if (name.isEmpty() || name == "." || name == "..")
            return false;
    }
    return !path.contains('\0');
}

/// One tree on its way out. Parents come before their children, so that no name is met before its folder.
class Writer
{
public:
    Writer(int root, const Tree &tree)
        : m_root(root)
        , m_tree(tree)
    {
    }

    Result<> write();

private:
    [[nodiscard]] Result<> writeEntry(const Entry &entry);
    [[nodiscard]] Result<> writeFile(int folder, const QByteArray &name, const Entry &entry);
    [[nodiscard]] Result<> linkTo(const QByteArray &other, int folder, const QByteArray &name, const Entry &entry);
    [[nodiscard]] Result<> finish(const Entry &entry);

    int m_root;
    const Tree &m_tree;
    QHash<std::pair<quint64, quint64>, QByteArray> m_objects; ///< first name of each inode
};

FileDescriptor folderOf(int root, const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    return openBeneath(root, slash < 0 ? "."_ba : path.first(slash), O_RDONLY | O_DIRECTORY);
}

Result<> Writer::write()
{
    for (const Entry &entry : m_tree.entries) {
        if (entry.path == ".")
            continue;
        if (!staysInside(entry.path) || !entry.contentComplete)
            return contentError({}, 0, displayName(entry.path));
        if (Result<> written = writeEntry(entry); !written)
            return written;
    }
    // Modes of folders last: one that nobody may write can have entries, too. Their times, because entries change them.
    for (const Entry &entry : m_tree.entries | std::views::reverse) {
        if (entry.path != "." && entry.type == EntryType::Directory)
            if (Result<> finished = finish(entry); !finished)
                return finished;
    }
    return {};
}

Result<> Writer::writeEntry(const Entry &entry)
{
    const FileDescriptor folder = folderOf(m_root, entry.path);
    if (!folder.isValid())
        return failed(entry.path);
    const QByteArray name = entry.path.mid(entry.path.lastIndexOf('/') + 1);
    const auto object = std::pair(entry.device, entry.inode);
    if (entry.type != EntryType::Directory && entry.inode != 0) {
        if (const auto first = m_objects.constFind(object); first != m_objects.cend())
            return linkTo(*first, folder.get(), name, entry);
        m_objects.insert(object, entry.path);
    }
    switch (entry.type) {
    case EntryType::Directory:
        if (::mkdirat(folder.get(), name.constData(), 0700) < 0)
            return failed(entry.path);
        return {};
    case EntryType::File: return writeFile(folder.get(), name, entry);
    case EntryType::SymbolicLink:
        if (::symlinkat(entry.target.constData(), folder.get(), name.constData()) < 0)
            return failed(entry.path);
        return {};
    case EntryType::Fifo:
        if (::mkfifoat(folder.get(), name.constData(), 0600) < 0)
            return failed(entry.path);
        return finish(entry);
    default: return {};
    }
}

Result<> Writer::linkTo(const QByteArray &other, int folder, const QByteArray &name, const Entry &entry)
{
    const FileDescriptor source = folderOf(m_root, other);
    const QByteArray sourceName = other.mid(other.lastIndexOf('/') + 1);
    if (::linkat(source.get(), sourceName.constData(), folder, name.constData(), 0) < 0)
        return failed(entry.path);
    return {};
}

Result<> Writer::writeFile(int folder, const QByteArray &name, const Entry &entry)
{
    const FileDescriptor file(::openat(folder, name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isValid())
        return failed(entry.path);
    for (qsizetype written = 0; written < entry.content.size();) {
        const ssize_t step = ::write(file.get(), entry.content.constData() + written, std::size_t(entry.content.size() - written));
        if (step < 0 && errno != EINTR)
            return failed(entry.path);
        written += qMax<ssize_t>(step, 0);
    }
    if (::ftruncate(file.get(), entry.size) < 0)
        return failed(entry.path);
    return finish(entry);
}

Result<> Writer::finish(const Entry &entry)
{
    const FileDescriptor folder = folderOf(m_root, entry.path);
    const QByteArray name = entry.path.mid(entry.path.lastIndexOf('/') + 1);
    const timespec time{.tv_sec = entry.modifiedNs / 1'000'000'000, .tv_nsec = entry.modifiedNs % 1'000'000'000};
    const timespec times[2] = {time, time};
    if (::utimensat(folder.get(), name.constData(), times, AT_SYMLINK_NOFOLLOW) < 0
        || ::fchmodat(folder.get(), name.constData(), entry.mode & keptBits, 0) < 0)
        return failed(entry.path);
    return {};
}

} // namespace

Result<> copyOut(const Tree &tree, const QByteArray &folder)
{
    if (::mkdir(folder.constData(), 0755) < 0 && errno != EEXIST)
        return failed(folder);
    const Result<FileDescriptor> root = openRoot(folder);
    if (!root)
        return std::unexpected(root.error());
    if (Result<> empty = isEmpty(root->get(), folder); !empty)
        return empty;
    return Writer(root->get(), tree).write();
}

} // namespace ringside::filesystem
