#include "filesystem/usage.h"

#include "filesystem/treewalk.h"

#include <cerrno>
#include <unordered_set>

namespace ringside::filesystem {

namespace {

constexpr qint64 blockBytes = 512;

struct LinkedFile
{
    quint64 inode = 0;
    qint64 blocks = 0;
    qint64 apparent = 0;
};

/// Length as du counts it: what a directory or a device says of its size is no content.
qint64 apparentSize(EntryType type, const struct statx &status)
{
    const bool counts = type == EntryType::File || type == EntryType::SymbolicLink;
    return counts ? static_cast<qint64>(status.stx_size) : 0;
}

class Counter : public WalkVisitor
{
public:
    explicit Counter(quint64 device)
        : m_device(device)
    {
    }

    Want want(const char *, std::optional<EntryType>) override { return Want::Status; }

    Descend visit(const WalkItem &item) override
    {
        if (deviceOf(*item.status) != m_device)
            return Descend::Past;
        const auto blocks = static_cast<qint64>(item.status->stx_blocks);
        const bool directory = item.type == EntryType::Directory;
        const qint64 apparent = apparentSize(item.type, *item.status);
        if (!directory && item.status->stx_nlink > 1) {
            linked.push_back({item.status->stx_ino, blocks, apparent});
            return Descend::Past;
        }
        usage.bytes += blocks * blockBytes;
        usage.apparentBytes += apparent;
        ++(directory ? usage.directories : usage.files);
        return Descend::Into;
    }

    DiskUsage usage;
    std::vector<LinkedFile> linked; ///< counted when all names of an inode are known

private:
    quint64 m_device;
};

void addLinked(
    const std::vector<LinkedFile> &linked, std::unordered_set<quint64> &seen, DiskUsage &sum)
{
    for (const LinkedFile &file : linked) {
        if (!seen.insert(file.inode).second)
            continue;
        sum.bytes += file.blocks * blockBytes;
        sum.apparentBytes += file.apparent;
        ++sum.files;
    }
}

} // namespace

Result<DiskUsage> diskUsage(const QByteArray &root, size_t threads)
{
    const auto directory = openRoot(root);
    if (!directory)
        return std::unexpected(directory.error());
    struct statx status;
    if (!statusOf(directory->get(), status))
        return systemError(QStringLiteral("look at the directory"), errno);
    DiskUsage sum{.bytes = static_cast<qint64>(status.stx_blocks) * blockBytes, .directories = 1};
    auto [visitors, errors]
        = walkWith<Counter>(directory->get(), threads ? threads : walkThreads(), deviceOf(status));
    std::unordered_set<quint64> seen;
    for (const auto &visitor : visitors) {
        const auto &counter = static_cast<const Counter &>(*visitor);
        sum.bytes += counter.usage.bytes;
        sum.apparentBytes += counter.usage.apparentBytes;
        sum.files += counter.usage.files;
        sum.directories += counter.usage.directories;
        addLinked(counter.linked, seen, sum);
    }
    sum.errors = std::move(errors);
    return sum;
}

Result<DiskUsage> diskUsage(const Tree &tree, const QByteArray &root)
{
    const ListedTree listed(tree);
    const auto directory = listed.root(root);
    if (!directory)
        return std::unexpected(directory.error());
    const Entry *top = tree.find(*directory);
    Counter counter(top ? top->device : 0);
    counter.usage = {.bytes = top ? top->blocks * blockBytes : 0, .directories = 1};
    counter.usage.errors = listed.walk(*directory, counter);
    std::unordered_set<quint64> seen;
    addLinked(counter.linked, seen, counter.usage);
    return counter.usage;
}

} // namespace ringside::filesystem
