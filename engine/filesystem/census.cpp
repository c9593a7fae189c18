#include "filesystem/census.h"

#include "filesystem/lowercase.h"
#include "filesystem/treewalk.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

namespace ringside::filesystem {

namespace {

class Counter : public WalkVisitor
{
public:
    explicit Counter(CensusOptions options)
        : m_options(options)
    {
    }

    Want want(const char *name, std::optional<EntryType>) override
    {
        return m_options.hidden || name[0] != '.' ? Want::Name : Want::Nothing;
    }

    Descend visit(const WalkItem &item) override
    {
        if (item.type == EntryType::File
            || (item.type == EntryType::SymbolicLink && leadsToFile(item)))
            count(item.name);
        return m_options.recursive ? Descend::Into : Descend::Past;
    }

    QMap<QByteArray, qint64> counts;

protected:
    /// Looks at what a link leads to, by the link's own name in its directory.
    virtual bool leadsToFile(const WalkItem &item)
    {
        struct stat status{};
        if (::fstatat(item.descriptor, item.name, &status, 0) == 0)
            return S_ISREG(status.st_mode);
        if (!meansVanished(errno))
            fail(item.path(), errno);
        return false;
    }

private:
    void count(const char *name)
    {
        const QByteArray extension = extensionOf(QByteArray::fromRawData(name, qstrlen(name)));
        ++counts[extension.isEmpty() ? QByteArrayLiteral("(no ext)") : extension];
    }

    CensusOptions m_options;
};

/// For a tree that is not on a disk.
class ListedCounter : public Counter
{
public:
    ListedCounter(CensusOptions options, const ListedTree &tree, const QByteArray &root)
        : Counter(options)
        , m_tree(tree)
        , m_root(root)
    {
    }

protected:
    bool leadsToFile(const WalkItem &item) override
    {
        int errnum = 0;
        const Entry *entry = m_tree.resolve(joined(m_root, item.path()), errnum);
        if (!entry && !meansVanished(errnum))
            fail(item.path(), errnum);
        return entry && entry->type == EntryType::File;
    }

private:
    const ListedTree &m_tree;
    const QByteArray &m_root;
};

} // namespace

QByteArray extensionOf(const QByteArray &name)
{
    const auto notDot = std::ranges::find_if(name, [](char c) { return c != '.'; });
    const qsizetype first = notDot - name.begin(); // dots in front begin no extension
    const qsizetype dot = name.lastIndexOf('.');
    if (dot <= first || dot == name.size() - 1)
        return {};
    return lowerCase(name.sliced(dot));
}

Result<Census> countByExtension(const QByteArray &root, CensusOptions options, size_t threads)
{
    const auto directory = openRoot(root);
    if (!directory)
        return std::unexpected(directory.error());
    if (threads == 0)
        threads = options.recursive ? walkThreads() : 1;
    auto [visitors, errors] = walkWith<Counter>(directory->get(), threads, options);
    Census census{.errors = std::move(errors)};
    for (const auto &visitor : visitors) {
        const auto &counts = static_cast<const Counter &>(*visitor).counts;
        for (auto count = counts.begin(); count != counts.end(); ++count)
            census.counts[count.key()] += count.value();
    }
    return census;
}

Result<Census> countByExtension(const Tree &tree, const QByteArray &root, CensusOptions options)
{
    const ListedTree listed(tree);
    const auto directory = listed.root(root);
    if (!directory)
        return std::unexpected(directory.error());
    ListedCounter counter(options, listed, *directory);
    Census census{.errors = listed.walk(*directory, counter)};
    census.counts = std::move(counter.counts);
    return census;
}

} // namespace ringside::filesystem
