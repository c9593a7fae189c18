#include "filesystem/duplicates.h"

#include "filesystem/contents.h"
#include "filesystem/treewalk.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <map>
#include <thread>

namespace ringside::filesystem {

namespace {

/// A candidate while the walk goes on: with the number of its names, so that only inodes with
/// several of them have to be brought together.
struct Seen
{
    Candidate file;
    quint32 names = 1;
};

class Collector : public WalkVisitor
{
public:
    explicit Collector(DuplicateOptions options)
        : m_options(options)
    {
    }

    Want want(const char *name, std::optional<EntryType> type) override
    {
        const bool hidden = name[0] == '.' && !m_options.hidden;
        const bool cache = !m_options.caches && std::strcmp(name, "__pycache__") == 0;
        if (hidden || cache)
            return Want::Nothing;
        if (type == EntryType::Directory)
            return Want::Name;
        return !type || type == EntryType::File ? Want::Status : Want::Nothing;
    }

    Descend visit(const WalkItem &item) override
    {
        const struct statx *status = item.status;
        if (item.type == EntryType::File && (status->stx_size > 0 || m_options.empty))
            seen.push_back({.file = {.path = item.path(),
                                .size = static_cast<qint64>(status->stx_size),
                                .inode = status->stx_ino,
                                .device = deviceOf(*status),
                                .modifiedNs = nanoseconds(status->stx_mtime),
                                .changedNs = nanoseconds(status->stx_ctime)},
                .names = status->stx_nlink});
        return Descend::Into;
    }

    std::vector<Seen> seen;

private:
    DuplicateOptions m_options;
};

/// Files of one size, an inode once.
using SizeGroup = ContentSorter::Class;

/// Leaves the first path of each inode.
void uniteNames(std::vector<const Seen *> &sameSize)
{
    const auto severalNames
        = std::ranges::partition(sameSize, [](const Seen *seen) { return seen->names == 1; });
    std::ranges::sort(severalNames, [](const Seen *left, const Seen *right) {
        const auto identity
            = [](const Seen *seen) { return std::pair(seen->file.device, seen->file.inode); };
        return identity(left) != identity(right) ? identity(left) < identity(right)
                                                 : left->file.path < right->file.path;
    });
    const auto doubles = std::ranges::unique(severalNames, [](const Seen *left, const Seen *right) {
        return left->file.device == right->file.device && left->file.inode == right->file.inode;
    });
    sameSize.erase(doubles.begin(), sameSize.end());
}

/// Candidates that share their size with another inode, by size.
std::vector<SizeGroup> groupBySize(const std::vector<Seen> &seen)
{
    std::vector<const Seen *> bySize;
    bySize.reserve(seen.size());
    for (const Seen &one : seen)
        bySize.push_back(&one);
    const auto size = [](const Seen *one) { return one->file.size; };
    std::ranges::sort(bySize, {}, size);
    std::vector<SizeGroup> groups;
    for (auto first = bySize.begin(); first != bySize.end();) {
        const auto last = std::upper_bound(first, bySize.end(), size(*first),
            [&](qint64 value, const Seen *one) { return value < size(one); });
        std::vector<const Seen *> sameSize(first, last);
        first = last;
        if (sameSize.size() > 1)
            uniteNames(sameSize);
        if (sameSize.size() < 2)
            continue;
        SizeGroup group;
        for (const Seen *one : sameSize)
            group.push_back(&one->file);
        groups.push_back(std::move(group));
    }
    return groups;
}

DuplicateGroup reported(const SizeGroup &files)
{
    DuplicateGroup group{.size = files.front()->size};
    for (const Candidate *file : files)
        group.paths.append(file->path);
    std::ranges::sort(group.paths);
    return group;
}

void sortGroups(QList<DuplicateGroup> &groups)
{
    std::ranges::sort(groups, [](const DuplicateGroup &left, const DuplicateGroup &right) {
        return left.size != right.size ? left.size < right.size
                                       : left.paths.first() < right.paths.first();
    });
}

struct Candidates
{
    std::vector<Seen> seen;
    QList<EntryError> errors;
};

Candidates collect(int root, DuplicateOptions options, size_t threads)
{
    auto [visitors, errors] = walkWith<Collector>(root, threads, options);
    Candidates all{.errors = std::move(errors)};
    for (const auto &visitor : visitors) {
        auto &seen = static_cast<Collector &>(*visitor).seen;
        if (all.seen.empty())
            all.seen = std::move(seen);
        else
            std::ranges::move(seen, std::back_inserter(all.seen));
    }
    return all;
}

/// What one thread has found.
struct Share
{
    explicit Share(int root)
        : sorter(root)
    {
    }
    ContentSorter sorter;
    QList<DuplicateGroup> groups;
};

/// Sorts every group by content, on several threads; a group is done by one of them.
std::vector<Share> sortByContent(int root, const std::vector<SizeGroup> &sizes, size_t threads)
{
    std::vector<Share> shares(std::max<size_t>(1, std::min(threads, sizes.size())), Share(root));
    // The largest sizes come first: a long job that starts last would be waited for.
    std::atomic<size_t> next = 0;
    const auto work = [&](Share &share) {
        for (size_t done = next++; done < sizes.size(); done = next++)
            for (const SizeGroup &alike : share.sorter.classes(sizes[sizes.size() - 1 - done]))
                share.groups.append(reported(alike));
    };
    std::vector<std::jthread> helpers;
    for (size_t i = 1; i < shares.size(); ++i)
        helpers.emplace_back([&work, &share = shares[i]] { work(share); });
    work(shares.front());
    helpers.clear(); // joins them
    return shares;
}

} // namespace

Result<Duplicates> findDuplicatesBySize(
    const QByteArray &root, DuplicateOptions options, size_t threads)
{
    const auto directory = openRoot(root);
    if (!directory)
        return std::unexpected(directory.error());
    Candidates all = collect(directory->get(), options, threads ? threads : walkThreads());
    Duplicates found{.errors = std::move(all.errors)};
    for (const SizeGroup &group : groupBySize(all.seen))
        found.groups.append(reported(group));
    return found;
}

Result<Duplicates> findDuplicatesByContent(
    const QByteArray &root, DuplicateOptions options, size_t threads)
{
    const auto directory = openRoot(root);
    if (!directory)
        return std::unexpected(directory.error());
    threads = threads ? threads : walkThreads();
    Candidates all = collect(directory->get(), options, threads);
    Duplicates found{.errors = std::move(all.errors)};
    for (Share &share : sortByContent(directory->get(), groupBySize(all.seen), threads)) {
        found.groups.append(std::move(share.groups));
        found.errors.append(std::move(share.sorter.errors()));
        found.changed.append(std::move(share.sorter.changed()));
    }
    sortGroups(found.groups);
    std::ranges::sort(found.errors);
    std::ranges::sort(found.changed);
    return found;
}

Result<Duplicates> findDuplicatesBySize(
    const Tree &tree, const QByteArray &root, DuplicateOptions options)
{
    const ListedTree listed(tree);
    const auto directory = listed.root(root);
    if (!directory)
        return std::unexpected(directory.error());
    Collector collector(options);
    Duplicates found{.groups = {}, .errors = listed.walk(*directory, collector)};
    for (const SizeGroup &group : groupBySize(collector.seen))
        found.groups.append(reported(group));
    return found;
}

namespace {

/// Splits files of one size by their contents; one that its owner may not read drops out.
std::map<QByteArray, SizeGroup> splitByContent(
    const ListedTree &tree, const QByteArray &root, const SizeGroup &sameSize, Duplicates &found)
{
    std::map<QByteArray, SizeGroup> parts;
    for (const Candidate *file : sameSize) {
        int errnum = 0;
        const Entry *entry = tree.resolve(joined(root, file->path), errnum);
        if (entry && !(entry->mode & S_IRUSR))
            errnum = EACCES;
        if (errnum != 0) {
            found.errors.append({.path = file->path, .errnum = errnum});
            continue;
        }
        QByteArray content = entry->content;
        while (content.endsWith('\0'))
            content.chop(1);
        parts[content].push_back(file);
    }
    return parts;
}

} // namespace

Result<Duplicates> findDuplicatesByContent(
    const Tree &tree, const QByteArray &root, DuplicateOptions options)
{
    const ListedTree listed(tree);
    const auto directory = listed.root(root);
    if (!directory)
        return std::unexpected(directory.error());
    Collector collector(options);
    Duplicates found{.groups = {}, .errors = listed.walk(*directory, collector)};
    for (const SizeGroup &sameSize : groupBySize(collector.seen)) {
        for (const auto &[content, files] : splitByContent(listed, *directory, sameSize, found))
            if (files.size() > 1)
                found.groups.append(reported(files));
    }
    sortGroups(found.groups);
    std::ranges::sort(found.errors);
    return found;
}

} // namespace ringside::filesystem
