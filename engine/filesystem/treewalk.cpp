#include "filesystem/treewalk.h"

#include <algorithm>
#include <cerrno>

namespace ringside::filesystem {

namespace {

constexpr int mostLinks = 40; // MAXSYMLINKS of the kernel

const Entry &topEntry()
{
    static const Entry top{
        .path = QByteArrayLiteral("."), .type = EntryType::Directory, .mode = 0755};
    return top;
}

QByteArray parentOf(const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    return slash < 0 ? QByteArrayLiteral(".") : path.first(slash);
}

const char *nameOf(const Entry &entry)
{
    return entry.path.constData() + entry.path.lastIndexOf('/') + 1;
}

struct statx statusOf(const Entry &entry)
{
    struct statx status{};
    status.stx_mode = static_cast<__u16>(typeBits(entry.type) | entry.mode);
    status.stx_ino = entry.inode;
    status.stx_dev_minor = static_cast<__u32>(entry.device);
    status.stx_nlink = entry.linkCount;
    status.stx_size = static_cast<__u64>(entry.size);
    status.stx_blocks = static_cast<__u64>(entry.blocks);
    status.stx_mtime.tv_sec = entry.modifiedNs / 1'000'000'000;
    status.stx_mtime.tv_nsec = static_cast<__u32>(entry.modifiedNs % 1'000'000'000);
    return status;
}

bool mayList(const Entry &directory)
{
    return (directory.mode & S_IRUSR) != 0;
}

bool maySearch(const Entry &directory)
{
    return (directory.mode & S_IXUSR) != 0;
}

} // namespace

ListedTree::ListedTree(const Tree &tree)
    : m_tree(tree)
{
    for (const Entry &entry : tree.entries)
        if (entry.path != ".")
            m_children[parentOf(entry.path)].append(&entry);
}

const Entry *ListedTree::resolve(const QByteArray &path, int &errnum) const
{
    // The names that are still to be walked, the next one last.
    QByteArrayList names = path.split('/');
    std::ranges::reverse(names);
    const Entry *at = &topEntry();
    const auto fail = [&errnum](int number) {
        errnum = number;
        return nullptr;
    };
    for (int links = 0; !names.isEmpty();) {
        const QByteArray name = names.takeLast();
        if (at->type != EntryType::Directory)
            return fail(ENOTDIR);
        if (name.isEmpty() || name == ".")
            continue;
        if (!maySearch(*at))
            return fail(EACCES);
        if (name == "..") {
            const QByteArray up = parentOf(at->path);
            at = up == "." ? &topEntry() : m_tree.find(up);
            continue;
        }
        const Entry *next = m_tree.find(joined(at->path, name));
        if (!next)
            return fail(ENOENT);
        if (next->type != EntryType::SymbolicLink) {
            at = next;
            continue;
        }
        if (++links > mostLinks)
            return fail(ELOOP);
        // What lies outside the tree cannot be seen.
        if (next->target.startsWith('/'))
            return fail(ENOENT);
        QByteArrayList more = next->target.split('/');
        std::ranges::reverse(more);
        names += more;
    }
    return at;
}

Result<QByteArray> ListedTree::root(const QByteArray &path) const
{
    const QString doing = QStringLiteral("open the directory");
    int errnum = 0;
    const Entry *entry = resolve(path, errnum);
    if (!entry)
        return systemError(doing, errnum);
    if (entry->type != EntryType::Directory)
        return systemError(doing, ENOTDIR);
    if (!mayList(*entry))
        return systemError(doing, EACCES);
    return entry->path;
}

QList<EntryError> ListedTree::walk(const QByteArray &root, WalkVisitor &visitor) const
{
    QList<QByteArray> open{QByteArrayLiteral(".")};
    while (!open.isEmpty())
        list(root, open.takeLast(), visitor, open);
    QList<EntryError> errors = std::move(visitor.errors());
    std::ranges::sort(errors);
    return errors;
}

/// Shows the entries of one directory; `path` is relative to the root of the walk.
void ListedTree::list(const QByteArray &root, const QByteArray &path, WalkVisitor &visitor,
    QList<QByteArray> &below) const
{
    const QByteArray full = path == "." ? root : joined(root, path);
    const Entry &directory = full == "." ? topEntry() : *m_tree.find(full);
    if (!mayList(directory))
        return visitor.fail(path, EACCES);
    for (const Entry *entry : m_children.value(full)) {
        const char *name = nameOf(*entry);
        const Want want = visitor.want(name, entry->type);
        if (want == Want::Nothing)
            continue;
        if (want == Want::Status && !maySearch(directory)) {
            visitor.fail(joined(path, name), EACCES);
            continue;
        }
        const struct statx status = statusOf(*entry);
        const Descend answer = visitor.visit({.directory = path,
            .descriptor = -1,
            .name = name,
            .type = entry->type,
            .status = want == Want::Status ? &status : nullptr});
        if (entry->type != EntryType::Directory || answer != Descend::Into)
            continue;
        if (maySearch(directory))
            below.append(joined(path, name));
        else
            visitor.fail(joined(path, name), EACCES);
    }
}

} // namespace ringside::filesystem
