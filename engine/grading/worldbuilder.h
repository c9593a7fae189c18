#pragma once

#include "grading/random.h"
#include "grading/settings.h"
#include "grading/world.h"

#include <map>

namespace ringside::grading {

/// Collects the entries of a world. A path that is taken is an error within one world; a world that
/// extends another replaces what it names again.
class WorldBuilder
{
public:
    using Entry = filesystem::Entry;
    using Type = filesystem::EntryType;

    /// Starts the entries of the next world of a chain: from here on earlier paths may be replaced.
    void beginWorld();

    void addDirectory(const QByteArray &path, quint32 mode = 0755);
    void addFile(const QByteArray &path, const QByteArray &content, quint32 mode = 0644);
    /// `size` bytes of which none is stored.
    void addSparseFile(const QByteArray &path, qint64 size, quint32 mode = 0644);
    void addLink(const QByteArray &path, const QByteArray &target);
    void addHardLink(const QByteArray &path, const QByteArray &of);
    void addSpecial(Type type, const QByteArray &path, quint32 mode = 0644);
    void add(Entry entry);
    /// Takes away a path and all below it.
    void remove(const QByteArray &path);

    [[nodiscard]] bool has(const QByteArray &path) const { return m_entries.contains(path); }
    [[nodiscard]] const Entry *find(const QByteArray &path) const;
    void setTime(const QByteArray &path, qint64 seconds);

    /// The finished tree: parents made, links counted, digests computed.
    [[nodiscard]] filesystem::Tree take();

    /// The first thing that could not be done, without a line: the caller knows on which it works.
    [[nodiscard]] const QString &problem() const { return m_problem; }

private:
    void makeParents(const QByteArray &path);
    void countLinks();
    void refuse(const QString &what);

    std::map<QByteArray, Entry> m_entries;
    std::map<QByteArray, int> m_worldOf; // by path: the number of the world that added it
    int m_world = 0;
    quint64 m_lastInode = 0;
    QString m_problem;
};

/// Adds one fixture of the catalogue (curriculum, chapter 0), FX-…, to a world. What it takes is in
/// `keys`.
void addFixture(WorldBuilder &builder, World &world, Settings &keys, Random &random);

/// A word of the list worlds draw from: small letters only.
[[nodiscard]] QByteArray drawWord(Random &random);

/// "tree" + "a.txt", and "." + "a.txt" is "a.txt".
[[nodiscard]] QByteArray joinPath(const QByteArray &folder, const QByteArray &name);

} // namespace ringside::grading
