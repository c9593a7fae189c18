#include "desktop/lens/leftmodel.h"

#include "base/bytes.h"
#include "desktop/lens/crashdelegate.h"
#include "wording/cause.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

using filesystem::EntryType;
using lens::Standing;

namespace {

QString standingText(Standing standing)
{
    switch (standing) {
    case Standing::AsBefore: return LeftModel::tr("as before");
    case Standing::AsAfter: return LeftModel::tr("as at the end");
    case Standing::Neither: return LeftModel::tr("broken");
    case Standing::Missing: return LeftModel::tr("gone");
    case Standing::LeftOver: return LeftModel::tr("left over");
    }
    Q_UNREACHABLE_RETURN({});
}

QString explanation(Standing standing)
{
    switch (standing) {
    case Standing::AsBefore: return LeftModel::tr("As it was before the program.");
    case Standing::AsAfter: return LeftModel::tr("As it is at the end of the program.");
    case Standing::Neither: return LeftModel::tr("Neither as it was before the program nor as it is at its end.");
    case Standing::Missing: return LeftModel::tr("It is there before the program and at its end, but not here.");
    case Standing::LeftOver: return LeftModel::tr("It is here, but neither before the program nor at its end.");
    }
    Q_UNREACHABLE_RETURN({});
}

QString nameText(const filesystem::Entry &entry)
{
    return displayName(entry.path) + (entry.type == EntryType::Directory ? u"/"_s : QString());
}

QString sizeText(const lens::LeftEntry &left)
{
    const bool hasSize = left.entry.type == EntryType::File && left.standing != Standing::Missing;
    return hasSize ? wording::sizeText(left.entry.size) : QString();
}

} // namespace

void LeftModel::setLeft(const lens::LeftTree &left)
{
    beginResetModel();
    m_left = left;
    endResetModel();
}

const lens::LeftEntry *LeftModel::entry(const QModelIndex &index) const
{
    return index.isValid() ? &m_left.entries[index.row()] : nullptr;
}

QModelIndex LeftModel::mostTelling() const
{
    const QList<lens::LeftEntry> &entries = m_left.entries;
    const auto found = [&](const auto &isWanted) { return std::ranges::find_if(entries, isWanted) - entries.begin(); };
    qsizetype row = found(&lens::LeftEntry::isBroken);
    if (row == entries.size())
        row = found([](const lens::LeftEntry &left) { return left.standing != Standing::AsBefore; });
    return index(row == entries.size() ? 0 : int(row), NameColumn);
}

int LeftModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_left.entries.size());
}

int LeftModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LeftModel::data(const QModelIndex &index, int role) const
{
    const lens::LeftEntry *left = entry(index);
    if (!left)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == NameColumn ? nameText(left->entry)
            : index.column() == SizeColumn  ? sizeText(*left)
                                            : standingText(left->standing);
    case Qt::ToolTipRole:
        return index.column() == StandingColumn ? explanation(left->standing) : nameText(left->entry);
    case CrashDelegate::BrokenRole: return index.column() == StandingColumn && left->isBroken();
    case CrashDelegate::CodeRole: return false;
    default: return {};
    }
}

QVariant LeftModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn: return tr("Name");
    case SizeColumn: return tr("Size");
    default: return tr("It is");
    }
}

} // namespace ringside::desktop
