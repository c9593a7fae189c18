#include "filesystem/tree.h"

#include "filesystem/digest.h"

#include <algorithm>

namespace ringside::filesystem {

namespace {

/// Whether two contents are known to differ. Where a content was not kept, its digest stands for
/// it; where neither is there, only what both have kept can be compared.
bool contentsDiffer(const Entry &before, const Entry &after)
{
    if (before.size != after.size)
        return true;
    if (before.contentComplete && after.contentComplete)
        return before.content != after.content;
    const auto digest = [](const Entry &entry) {
        return entry.digest.isEmpty() && entry.contentComplete ? digestOf(entry.content)
                                                               : entry.digest;
    };
    const QByteArray digestBefore = digest(before);
    const QByteArray digestAfter = digest(after);
    if (!digestBefore.isEmpty() && !digestAfter.isEmpty())
        return digestBefore != digestAfter;
    const qsizetype both = std::min(before.content.size(), after.content.size());
    return before.content.first(both) != after.content.first(both);
}

/// A world that is not built yet has no inodes.
bool identitiesDiffer(const Entry &before, const Entry &after)
{
    const bool known = before.inode != 0 && after.inode != 0;
    return known && (before.inode != after.inode || before.device != after.device);
}

quint16 changedFields(const Entry &before, const Entry &after)
{
    quint16 fields = 0;
    const auto note = [&fields](bool differs, Difference::Field field) {
        if (differs)
            fields = static_cast<quint16>(fields | field);
    };
    const bool sameType = before.type == after.type;
    note(!sameType, Difference::Type);
    note(before.mode != after.mode, Difference::Mode);
    note(before.size != after.size, Difference::Size);
    note(sameType && before.type == EntryType::File && contentsDiffer(before, after),
        Difference::Content);
    note(before.modifiedNs != after.modifiedNs, Difference::ModifiedTime);
    note(sameType && before.target != after.target, Difference::LinkTarget);
    note(identitiesDiffer(before, after), Difference::Identity);
    note(before.linkCount != after.linkCount, Difference::LinkCount);
    note(before.xattrs != after.xattrs, Difference::Attributes);
    return fields;
}

} // namespace

const Entry *Tree::find(QByteArrayView path) const
{
    const auto found = std::ranges::lower_bound(
        entries, path, {}, [](const Entry &entry) { return QByteArrayView(entry.path); });
    return found != entries.end() && found->path == path ? &*found : nullptr;
}

QList<Difference> difference(const Tree &before, const Tree &after)
{
    QList<Difference> found;
    auto left = before.entries.begin();
    auto right = after.entries.begin();
    while (left != before.entries.end() || right != after.entries.end()) {
        const bool onlyBefore = right == after.entries.end()
            || (left != before.entries.end() && left->path < right->path);
        const bool onlyAfter
            = !onlyBefore && (left == before.entries.end() || right->path < left->path);
        if (onlyBefore) {
            found.append({.path = left->path, .change = Change::Removed, .before = *left});
            ++left;
        } else if (onlyAfter) {
            found.append({.path = right->path, .change = Change::Added, .after = *right});
            ++right;
        } else {
            if (const quint16 fields = changedFields(*left, *right))
                found.append({.path = left->path,
                    .change = Change::Modified,
                    .fields = fields,
                    .before = *left,
                    .after = *right});
            ++left;
            ++right;
        }
    }
    return found;
}

} // namespace ringside::filesystem
