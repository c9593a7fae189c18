#include "filesystem/emptydirectories.h"

#include "filesystem/walk.h"

#include <QSet>

#include <algorithm>

namespace ringside::filesystem {

namespace {

/// Notes every directory, and every directory that holds something else than directories.
class Looker : public WalkVisitor
{
public:
    Want want(const char *, std::optional<EntryType>) override { return Want::Name; }

    Descend visit(const WalkItem &item) override
    {
        if (item.type == EntryType::Directory)
            directories.append(item.path());
        else
            kept.insert(item.directory);
        return Descend::Into;
    }

    QList<QByteArray> directories;
    QSet<QByteArray> kept;
};

/// Order in which a walk that goes down first leaves directories: as paths compare name by name,
/// with a directory after all that is in it.
bool leavesFirst(const QByteArray &left, const QByteArray &right)
{
    const auto [atLeft, atRight] = std::ranges::mismatch(left, right);
    if (atRight == right.end())
        return atLeft != left.end() && *atLeft == '/';
    if (atLeft == left.end())
        return *atRight != '/';
    // A name that ends here comes before one that goes on, whatever byte it goes on with.
    if (*atLeft == '/' || *atRight == '/')
        return *atLeft == '/';
    return static_cast<uchar>(*atLeft) < static_cast<uchar>(*atRight);
}

QByteArray parentOf(const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    return slash < 0 ? QByteArrayLiteral(".") : path.first(slash);
}

} // namespace

Result<EmptyDirectories> findEmptyDirectories(const QByteArray &root, size_t threads)
{
    const auto directory = openRoot(root);
    if (!directory)
        return std::unexpected(directory.error());
    auto [visitors, errors] = walkWith<Looker>(directory->get(), threads ? threads : walkThreads());
    QList<QByteArray> directories;
    QSet<QByteArray> kept;
    for (const auto &visitor : visitors) {
        auto &looker = static_cast<Looker &>(*visitor);
        directories.append(std::move(looker.directories));
        kept.unite(looker.kept);
    }
    for (const EntryError &error : std::as_const(errors))
        kept.insert(error.path);
    std::ranges::sort(directories, leavesFirst);
    EmptyDirectories found{.errors = std::move(errors)};
    // Children come first: one that stays is noted before its parent is looked at.
    for (QByteArray &path : directories) {
        if (kept.contains(path))
            kept.insert(parentOf(path));
        else
            found.paths.append(std::move(path));
    }
    return found;
}

} // namespace ringside::filesystem
