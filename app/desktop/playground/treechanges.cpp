#include "desktop/playground/treechanges.h"

#include "base/bytes.h"
#include "wording/cause.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

using filesystem::Change;
using filesystem::Difference;
using filesystem::Entry;
using filesystem::EntryType;

namespace {

struct ChangeWords
{
    Q_DECLARE_TR_FUNCTIONS(ChangeWords)
};

// What a folder's content does to its own entry.
constexpr quint16 noiseOfFolders = Difference::Size | Difference::ModifiedTime | Difference::LinkCount;

TreeChange changeOf(const Difference &difference)
{
    TreeChange change{.kind = TreeChange::Kind::Modified, .path = difference.path, .from = {},
        .before = difference.before, .after = difference.after, .fields = difference.fields};
    if (difference.change == Change::Added)
        change.kind = TreeChange::Kind::Added;
    else if (difference.change == Change::Removed)
        change.kind = TreeChange::Kind::Removed;
    else if (difference.fields & (Difference::Identity | Difference::Type))
        change.kind = TreeChange::Kind::Replaced;
    return change;
}

bool isNoise(const Difference &difference)
{
    return difference.change == Change::Modified && difference.after->type == EntryType::Directory
        && (difference.fields & ~noiseOfFolders) == 0;
}

// The same object under another name. With hard links about, a name that came is no rename of one that stayed.
void joinRenames(QList<TreeChange> &changes)
{
    using Kind = TreeChange::Kind;
    for (TreeChange &added : changes) {
        if (added.kind != Kind::Added || added.after->inode == 0)
            continue;
        const auto removed = std::ranges::find_if(changes, [&](const TreeChange &one) {
            return one.kind == Kind::Removed && one.before->inode == added.after->inode
                && one.before->device == added.after->device && one.before->type == added.after->type;
        });
        if (removed == changes.end())
            continue;
        added.kind = Kind::Renamed;
        added.from = removed->path;
        added.before = removed->before;
        removed->path.clear();
    }
    changes.removeIf([](const TreeChange &change) { return change.path.isEmpty(); });
}

QString describeNew(const Entry &entry)
{
    switch (entry.type) {
    case EntryType::SymbolicLink: return ChangeWords::tr("link to %1").arg(displayName(entry.target));
    case EntryType::Directory: return ChangeWords::tr("folder, mode %1").arg(octalMode(entry.mode));
    case EntryType::File:
        return ChangeWords::tr("created, mode %1, %2").arg(octalMode(entry.mode), wording::sizeText(entry.size));
    default: return ChangeWords::tr("created, mode %1").arg(octalMode(entry.mode));
    }
}

} // namespace

QList<TreeChange> changesBetween(
    const filesystem::Tree &before, const filesystem::Tree &after, Identities identities)
{
    QList<TreeChange> changes;
    for (Difference &difference : filesystem::difference(before, after)) {
        const bool elsewhere = difference.before && difference.after
            && difference.before->device != difference.after->device; // whose numbers mean nothing here
        if (identities == Identities::Ignored || elsewhere)
            difference.fields &= ~Difference::Identity;
        const bool same = difference.change == Change::Modified && difference.fields == 0;
        if (!same && !isNoise(difference))
            changes.append(changeOf(difference));
    }
    joinRenames(changes);
    return changes;
}

QString signText(TreeChange::Kind kind)
{
    switch (kind) {
    case TreeChange::Kind::Added: return u"+"_s;
    case TreeChange::Kind::Removed: return u"\u2212"_s;
    case TreeChange::Kind::Renamed:
    case TreeChange::Kind::Replaced: return u"\u2192"_s;
    case TreeChange::Kind::Modified: return u"~"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString detailText(const TreeChange &change)
{
    using Kind = TreeChange::Kind;
    switch (change.kind) {
    case Kind::Added: return describeNew(*change.after);
    case Kind::Removed: return ChangeWords::tr("removed");
    case Kind::Renamed: return ChangeWords::tr("renamed, was %1").arg(displayName(change.from));
    case Kind::Replaced:
        if (change.before->type != change.after->type)
            return ChangeWords::tr("replaced: %1").arg(describeNew(*change.after));
        return ChangeWords::tr("replaced: inode %1 became %2").arg(change.before->inode).arg(change.after->inode);
    case Kind::Modified: break;
    }
    const Entry &before = *change.before;
    const Entry &after = *change.after;
    QStringList parts;
    if (change.fields & Difference::Mode)
        parts.append(ChangeWords::tr("mode %1 became %2").arg(octalMode(before.mode), octalMode(after.mode)));
    if (change.fields & Difference::Size)
        parts.append(ChangeWords::tr("%1 became %2").arg(wording::sizeText(before.size), wording::sizeText(after.size)));
    else if (change.fields & Difference::Content)
        parts.append(ChangeWords::tr("other content, same size"));
    if (change.fields & Difference::LinkTarget)
        parts.append(ChangeWords::tr("leads to %1").arg(displayName(after.target)));
    if (change.fields & Difference::LinkCount)
        parts.append(ChangeWords::tr("%n name(s)", nullptr, int(after.linkCount)));
    if (change.fields & Difference::Attributes)
        parts.append(ChangeWords::tr("other attributes"));
    if (parts.isEmpty())
        parts.append(ChangeWords::tr("time changed"));
    return parts.join(u", "_s);
}

void TreeChangeModel::setChanges(const QList<TreeChange> &changes)
{
    beginResetModel();
    m_rows.clear();
    for (const TreeChange &change : changes)
        m_rows.append({change});
    endResetModel();
}

void TreeChangeModel::add(const QList<TreeChange> &changes, qint64 timeMs)
{
    if (changes.isEmpty())
        return;
    beginInsertRows({}, 0, int(changes.size()) - 1);
    for (const TreeChange &change : changes)
        m_rows.prepend({change, timeMs});
    endInsertRows();
    if (m_rows.size() <= mostRows)
        return;
    beginRemoveRows({}, int(mostRows), int(m_rows.size()) - 1);
    m_rows.resize(mostRows);
    endRemoveRows();
}

const TreeChange *TreeChangeModel::change(const QModelIndex &index) const
{
    return index.isValid() ? &m_rows[index.row()].change : nullptr;
}

int TreeChangeModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant TreeChangeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto &[change, timeMs] = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole: return displayName(change.path);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: return tr("%1: %2").arg(displayName(change.path), detailText(change));
    case DetailRole: return detailText(change);
    case KindRole: return QVariant::fromValue(change.kind);
    case PathRole: return change.path;
    case TimeRole:
        return timeMs == 0
            ? QString()
            : QLocale().toString(QDateTime::fromMSecsSinceEpoch(timeMs).time(), u"HH:mm:ss"_s);
    default: return {};
    }
}

} // namespace ringside::desktop
