#pragma once

#include "filesystem/walk.h"

#include <QHash>

namespace ringside::filesystem {

/// A tree that is not on a disk, seen as the owner of all of it would see it there: permission bits
/// of the owner hold, links are resolved inside the tree. Refers to the tree, which must outlive
/// it.
class ListedTree
{
public:
    explicit ListedTree(const Tree &tree);

    /// What stands at a path, links on the way and at the end followed; null with `errnum` set.
    [[nodiscard]] const Entry *resolve(const QByteArray &path, int &errnum) const;

    /// The directory a walk begins at: the path that it has in the tree. Errors: System, as
    /// opening and reading it would have them.
    [[nodiscard]] Result<QByteArray> root(const QByteArray &path) const;

    /// walk() on one thread, below a directory that root() gave.
    [[nodiscard]] QList<EntryError> walk(const QByteArray &root, WalkVisitor &visitor) const;

    [[nodiscard]] const Tree &tree() const { return m_tree; }

private:
    void list(const QByteArray &root, const QByteArray &path, WalkVisitor &visitor,
        QList<QByteArray> &below) const;

    const Tree &m_tree;
    QHash<QByteArray, QList<const Entry *>> m_children; ///< by path of the directory, "." the top
};

} // namespace ringside::filesystem
