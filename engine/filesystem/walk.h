#pragma once

#include "base/result.h"
#include "filesystem/entryerror.h"
#include "filesystem/opening.h"
#include "filesystem/tree.h"

#include <QList>

#include <memory>
#include <optional>
#include <vector>

namespace ringside::filesystem {

/// An entry a walk has come to. The references hold during the call only.
struct WalkItem
{
    const QByteArray &directory; ///< its path relative to the root
    int descriptor; ///< of the directory
    const char *name;
    EntryType type;
    const struct statx *status; ///< null unless the visitor wanted it

    [[nodiscard]] QByteArray path() const { return joined(directory, name); }
};

/// What a visitor needs to know of an entry whose name and type it was shown.
enum class Want : quint8 {
    Nothing, ///< leave it out, and all that is below it
    Name,
    Status, ///< one statx, of the entry itself
};

enum class Descend : quint8 { Into, Past };

/// Sees a part of a tree, always the whole of a directory's listing piece by piece. Each thread of
/// a walk has a visitor of its own, so that none needs a lock; what they have seen is put together
/// and sorted after.
class WalkVisitor
{
public:
    virtual ~WalkVisitor() = default;
    /// `type` is empty when the file system does not tell.
    virtual Want want(const char *name, std::optional<EntryType> type) = 0;
    /// Called for what was wanted. The answer matters for directories.
    virtual Descend visit(const WalkItem &item) = 0;

    /// Reports what goes wrong with an entry the visitor looks at itself.
    void fail(QByteArray path, int errnum) { m_errors.append({.path = std::move(path), .errnum = errnum}); }
    [[nodiscard]] QList<EntryError> &errors() { return m_errors; }

private:
    QList<EntryError> m_errors;
};

/// Threads for a walk: as many as there are cores, eight at most.
[[nodiscard]] size_t walkThreads();

/// Shows every entry below `root` to one of the visitors, on one thread for each of them. Links are
/// never followed, directories are opened relative to `root` by descriptors, nothing recurses, and
/// only as many descriptors are open as there are threads, however deep the tree is. Gives back all
/// errors, the visitors' own among them, sorted. Source: getdents64(2), statx(2), openat2(2).
[[nodiscard]] QList<EntryError> walk(
    int root, const std::vector<std::unique_ptr<WalkVisitor>> &visitors);

/// walk() with visitors of one type, which are given back.
template <typename Visitor, typename... Arguments>
std::pair<std::vector<std::unique_ptr<WalkVisitor>>, QList<EntryError>> walkWith(
    int root, size_t threads, const Arguments &...arguments)
{
    std::vector<std::unique_ptr<WalkVisitor>> visitors;
    visitors.reserve(threads);
    for (size_t i = 0; i < threads; ++i)
        visitors.push_back(std::make_unique<Visitor>(arguments...));
    QList<EntryError> errors = walk(root, visitors);
    return {std::move(visitors), std::move(errors)};
}

} // namespace ringside::filesystem
