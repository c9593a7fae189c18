#include "grading/worldbuilder.h"

#include "base/bytes.h"

#include <QCryptographicHash>

namespace ringside::grading {

namespace {

// A digest of every file is wanted for comparison, but nobody waits for one over a gigabyte of
// holes.
constexpr qint64 largestDigest = 64 << 20;

QByteArray parentOf(const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    return slash < 0 ? QByteArray() : path.first(slash);
}

/// A relative path without empty, "." and ".." parts: what the kernel would give back.
bool isPlain(const QByteArray &path)
{
    const QByteArrayList parts = path.split('/');
    return std::ranges::none_of(parts, [](const QByteArray &part) {
        return part.isEmpty() || part == "." || part == ".." || part.size() > 255;
    });
}

} // namespace

void WorldBuilder::beginWorld()
{
    ++m_world;
}

void WorldBuilder::refuse(const QString &what)
{
    if (m_problem.isEmpty())
        m_problem = what;
}

const filesystem::Entry *WorldBuilder::find(const QByteArray &path) const
{
    const auto it = m_entries.find(path);
    return it == m_entries.end() ? nullptr : &it->second;
}

void WorldBuilder::add(Entry entry)
{
    const QByteArray path = entry.path;
    if (!isPlain(path))
        return refuse(QStringLiteral("\"%1\" is no relative path, or a name in it is too long")
                          .arg(displayName(path)));
    makeParents(path);
    const auto earlier = m_worldOf.find(path);
    const Entry *present = find(path);
    const bool impliedDirectory
        = present && present->type == Type::Directory && entry.type == Type::Directory;
    if (earlier != m_worldOf.end() && earlier->second == m_world && !impliedDirectory)
        return refuse(QStringLiteral("\"%1\" is there already").arg(displayName(path)));
    if (present && present->type == Type::Directory && entry.type != Type::Directory)
        remove(path);
    if (entry.modifiedNs == 0)
        entry.modifiedNs = worldTimeSeconds * 1'000'000'000;
    if (entry.inode == 0)
        entry.inode = ++m_lastInode;
    m_entries.insert_or_assign(path, std::move(entry));
    m_worldOf.insert_or_assign(path, m_world);
}

void WorldBuilder::makeParents(const QByteArray &path)
{
    const QByteArray parent = parentOf(path);
    if (parent.isEmpty())
        return;
    const Entry *present = find(parent);
    if (!present)
        addDirectory(parent);
    else if (present->type != Type::Directory)
        refuse(QStringLiteral("\"%1\" is no directory").arg(displayName(parent)));
}

void WorldBuilder::addDirectory(const QByteArray &path, quint32 mode)
{
    add({.path = path, .type = Type::Directory, .mode = mode});
}

void WorldBuilder::addFile(const QByteArray &path, const QByteArray &content, quint32 mode)
{
    add({.path = path, .mode = mode, .size = content.size(), .content = content});
}

void WorldBuilder::addSparseFile(const QByteArray &path, qint64 size, quint32 mode)
{
    add({.path = path, .mode = mode, .size = size, .contentComplete = size == 0});
}

void WorldBuilder::addLink(const QByteArray &path, const QByteArray &target)
{
    if (target.isEmpty() || target.contains('\0'))
        return refuse(QStringLiteral("\"%1\": a link needs a target").arg(displayName(path)));
    add({.path = path,
        .type = Type::SymbolicLink,
        .mode = 0777,
        .size = target.size(),
        .target = target});
}

void WorldBuilder::addHardLink(const QByteArray &path, const QByteArray &of)
{
    const Entry *first = find(of);
    if (!first || first->type == Type::Directory)
        return refuse(QStringLiteral("\"%1\" is no file that stands above").arg(displayName(of)));
    Entry entry = *first;
    entry.path = path;
    add(std::move(entry));
}

void WorldBuilder::addSpecial(Type type, const QByteArray &path, quint32 mode)
{
    add({.path = path, .type = type, .mode = mode});
}

void WorldBuilder::remove(const QByteArray &path)
{
    if (!has(path))
        return refuse(QStringLiteral("\"%1\" is not there").arg(displayName(path)));
    const QByteArray below = path + '/';
    std::erase_if(m_entries,
        [&](const auto &item) { return item.first == path || item.first.startsWith(below); });
    std::erase_if(m_worldOf,
        [&](const auto &item) { return item.first == path || item.first.startsWith(below); });
}

void WorldBuilder::setTime(const QByteArray &path, qint64 seconds)
{
    const auto it = m_entries.find(path);
    if (it == m_entries.end())
        return;
    // One object has one time, whichever of its names it was given by.
    for (auto &[name, entry] : m_entries) {
        if (entry.inode == it->second.inode)
            entry.modifiedNs = seconds * 1'000'000'000;
    }
}

void WorldBuilder::countLinks()
{
    QHash<quint64, quint32> names;
    for (const auto &[path, entry] : m_entries)
        ++names[entry.inode];
    for (auto &[path, entry] : m_entries)
        entry.linkCount = entry.type == Type::Directory ? 2 : names[entry.inode];
    for (const auto &[path, entry] : m_entries) {
        const auto parent = m_entries.find(parentOf(path));
        if (entry.type == Type::Directory && parent != m_entries.end())
            ++parent->second.linkCount;
    }
}

filesystem::Tree WorldBuilder::take()
{
    countLinks();
    filesystem::Tree tree;
    tree.entries.reserve(static_cast<qsizetype>(m_entries.size()));
    for (auto &[path, entry] : m_entries) {
        if (entry.type == Type::File && entry.contentComplete && entry.size <= largestDigest)
            entry.digest = QCryptographicHash::hash(entry.content, QCryptographicHash::Sha256);
        tree.entries.append(std::move(entry));
    }
    m_entries.clear();
    m_worldOf.clear();
    return tree;
}

QByteArray joinPath(const QByteArray &folder, const QByteArray &name)
{
    return folder.isEmpty() || folder == "." ? name : folder + '/' + name;
}

} // namespace ringside::grading
