#pragma once

#include "filesystem/entryerror.h"

#include <QByteArray>
#include <QList>

#include <vector>

namespace ringside::filesystem {

/// A regular file as the walk met it: enough to know it again.
struct Candidate
{
    QByteArray path;
    qint64 size = 0;
    quint64 inode = 0;
    quint64 device = 0;
    qint64 modifiedNs = 0;
    qint64 changedNs = 0; ///< ctime
};

/// Sorts files of one size by their contents.
class ContentSorter
{
public:
    explicit ContentSorter(int root)
        : m_root(root)
    {
    }

    using Class = std::vector<const Candidate *>;

    /// The classes of equal content with two members or more. A file that cannot be read is in none
    /// and in errors(); one that is not what the walk saw any more is in none and in changed().
    [[nodiscard]] std::vector<Class> classes(const Class &sameSize);

    [[nodiscard]] QList<EntryError> &errors() { return m_errors; }
    [[nodiscard]] QList<QByteArray> &changed() { return m_changed; }

private:
    [[nodiscard]] std::vector<Class> byBeginning(const Class &files, qint64 length);
    [[nodiscard]] std::vector<Class> sideBySide(const Class &files);
    [[nodiscard]] std::vector<Class> byDigest(const Class &files);

    [[nodiscard]] QByteArrayView beginning(const Candidate &file, qint64 length);
    [[nodiscard]] bool isUnchanged(const Candidate &file, int descriptor);
    void fail(const Candidate &file, int errnum);

    int m_root;
    QByteArray m_buffer;
    QList<EntryError> m_errors;
    QList<QByteArray> m_changed;
};

} // namespace ringside::filesystem
