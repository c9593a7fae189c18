#include "desktop/playground/environmentmodel.h"

#include "base/bytes.h"

#include <QFont>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

void EnvironmentModel::setGiven(const EnvironmentVariables &given)
{
    m_given = given;
    arrange();
}

void EnvironmentModel::setOwn(const EnvironmentVariables &own)
{
    if (own == m_own)
        return;
    m_own = own;
    arrange();
    emit ownChanged();
}

void EnvironmentModel::arrange()
{
    beginResetModel();
    m_rows.clear();
    for (const auto &[name, value] : std::as_const(m_given))
        m_rows.append({.name = name, .value = value, .own = false, .given = true});
    for (const auto &[name, value] : std::as_const(m_own)) {
        const auto row = std::ranges::find(m_rows, name, &Row::name);
        if (row == m_rows.end())
            m_rows.append({.name = name, .value = value, .own = true, .given = false});
        else
            std::tie(row->value, row->own) = std::pair(value, true);
    }
    std::ranges::sort(m_rows, {}, &Row::name);
    endResetModel();
}

void EnvironmentModel::set(const QByteArray &name, const QByteArray &value)
{
    EnvironmentVariables own = m_own;
    const auto there = std::ranges::find(own, name, &std::pair<QByteArray, QByteArray>::first);
    if (there == own.end())
        own.append({name, value});
    else
        there->second = value;
    setOwn(own);
}

void EnvironmentModel::takeBack(const QModelIndex &index)
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return;
    EnvironmentVariables own = m_own;
    own.removeIf([name = m_rows[index.row()].name](const auto &variable) { return variable.first == name; });
    setOwn(own);
}

int EnvironmentModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size()) + 1;
}

int EnvironmentModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 2;
}

QVariant EnvironmentModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (index.row() == m_rows.size()) // the row that adds one
        return role == Qt::DisplayRole && index.column() == Name ? tr("Add …")
            : role == Qt::AccessibleTextRole                     ? tr("Add a variable")
            : role == OwnRole                                    ? QVariant(false)
                                                                 : QVariant();
    const Row &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return displayName(index.column() == Name ? row.name : row.value);
    case Qt::ToolTipRole:
        return !row.own      ? tr("set by the box")
            : row.given ? tr("set by you, in place of the box's; Delete takes it back")
                        : tr("set by you; Delete takes it away");
    case Qt::FontRole: {
        QFont font;
        font.setBold(row.own);
        return font;
    }
    case OwnRole: return row.own;
    default: return {};
    }
}

// A name the kernel can hold and `env` can set.
bool EnvironmentModel::rename(const QByteArray &before, const QByteArray &name)
{
    if (name.isEmpty() || name == before || name.contains('=') || name.contains('\0') || name.startsWith('-'))
        return false;
    EnvironmentVariables own = m_own;
    own.removeIf([&](const auto &variable) { return variable.first == name; });
    const auto there = std::ranges::find(own, before, &std::pair<QByteArray, QByteArray>::first);
    if (before.isEmpty())
        own.append({name, {}});
    else if (there != own.end())
        there->first = name;
    setOwn(own);
    return true;
}

bool EnvironmentModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::EditRole)
        return false;
    const QByteArray bytes = value.toString().toUtf8();
    const bool adds = index.row() == m_rows.size();
    if (index.column() == Name)
        return rename(adds ? QByteArray() : m_rows[index.row()].name, bytes);
    if (adds || bytes.contains('\0') || bytes == m_rows[index.row()].value)
        return false;
    set(m_rows[index.row()].name, bytes);
    return true;
}

QVariant EnvironmentModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Variable") : tr("Value");
}

Qt::ItemFlags EnvironmentModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    const bool adds = index.row() == m_rows.size();
    const bool editable = adds ? index.column() == Name : index.column() == Value || m_rows[index.row()].own;
    return editable ? flags | Qt::ItemIsEditable : flags;
}

} // namespace ringside::desktop
