#include "desktop/playground/workspacemodel.h"

#include "base/bytes.h"
#include "filesystem/modes.h"
#include "wording/cause.h"

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

using filesystem::Entry;
using filesystem::EntryType;

struct WorkspaceModel::Node
{
    Entry entry;
    Node *parent = nullptr;
    Nodes children; ///< folders first, then by name
    bool fresh = false;

    [[nodiscard]] QByteArray name() const { return entry.path.mid(entry.path.lastIndexOf('/') + 1); }
    [[nodiscard]] int row() const
    {
        const auto at = std::ranges::find(parent->children, this, [](const auto &child) { return child.get(); });
        return int(at - parent->children.begin());
    }
    /// What it is sorted by: no file has the name of a folder.
    [[nodiscard]] std::pair<bool, QByteArray> order() const
    {
        return {entry.type != EntryType::Directory, entry.path};
    }
};

namespace {

// Files that were brought back are other objects with nothing new in them.
bool isSameBut(Entry before, const Entry &after)
{
    before.inode = after.inode;
    before.device = after.device;
    return before == after;
}

QString typeText(EntryType type)
{
    switch (type) {
    case EntryType::Directory: return WorkspaceModel::tr("folder");
    case EntryType::File: return WorkspaceModel::tr("file");
    case EntryType::SymbolicLink: return WorkspaceModel::tr("symbolic link");
    case EntryType::Fifo: return WorkspaceModel::tr("pipe");
    case EntryType::Socket: return WorkspaceModel::tr("socket");
    case EntryType::CharDevice:
    case EntryType::BlockDevice: return WorkspaceModel::tr("device");
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

QString sizeColumnText(const Entry &entry)
{
    if (entry.type == EntryType::Directory)
        return {};
    return entry.size < 1024 ? QString::number(entry.size) : wording::sizeText(entry.size); // as `ls -lh`
}

WorkspaceModel::WorkspaceModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>())
{
}

WorkspaceModel::~WorkspaceModel() = default;

// Parents come before their children.
std::unique_ptr<WorkspaceModel::Node> WorkspaceModel::grow(const filesystem::Tree &tree)
{
    auto root = std::make_unique<Node>();
    std::map<QByteArray, Node *> folders{{{}, root.get()}};
    for (const Entry &entry : tree.entries) {
        const qsizetype slash = entry.path.lastIndexOf('/');
        const auto folder = folders.find(slash < 0 ? QByteArray() : entry.path.first(slash));
        if (entry.path == "." || folder == folders.end())
            continue;
        auto node = std::make_unique<Node>();
        node->entry = entry;
        node->parent = folder->second;
        if (entry.type == EntryType::Directory)
            folders.emplace(entry.path, node.get());
        folder->second->children.push_back(std::move(node));
    }
    for (const auto &[path, folder] : folders)
        std::ranges::sort(folder->children, {}, [](const auto &node) { return node->order(); });
    return root;
}

void WorkspaceModel::update(const filesystem::Tree &tree)
{
    if (tree == m_tree)
        return;
    clearFresh(*m_root, {});
    const std::unique_ptr<Node> now = grow(tree);
    follow(*m_root, *now, {});
    m_tree = tree;
}

void WorkspaceModel::begin(const filesystem::Tree &tree)
{
    beginResetModel();
    m_root = grow(tree);
    m_tree = tree;
    endResetModel();
}

void WorkspaceModel::clearFresh(Node &node, const QModelIndex &index)
{
    if (node.fresh) {
        node.fresh = false;
        emit dataChanged(index, index.siblingAtColumn(Size), {FreshRole});
    }
    for (std::size_t i = 0; i < node.children.size(); ++i)
        clearFresh(*node.children[i], this->index(int(i), 0, index));
}

// Two sorted lists side by side: what is only shown goes, what is only there now comes, the rest is compared.
void WorkspaceModel::follow(Node &shown, Node &now, const QModelIndex &index)
{
    int row = 0;
    std::size_t next = 0;
    while (row < int(shown.children.size()) || next < now.children.size()) {
        Node *old = row < int(shown.children.size()) ? shown.children[std::size_t(row)].get() : nullptr;
        Node *fresh = next < now.children.size() ? now.children[next].get() : nullptr;
        if (!fresh || (old && old->order() < fresh->order())) {
            beginRemoveRows(index, row, row);
            shown.children.erase(shown.children.begin() + row);
            endRemoveRows();
            continue;
        }
        if (!old || fresh->order() < old->order()) {
            beginInsertRows(index, row, row);
            std::unique_ptr<Node> added = std::move(now.children[next]);
            added->parent = &shown;
            added->fresh = true;
            shown.children.insert(shown.children.begin() + row, std::move(added));
            endInsertRows();
        } else {
            const QModelIndex same = this->index(row, 0, index);
            if (old->entry != fresh->entry) {
                old->fresh = !isSameBut(old->entry, fresh->entry);
                old->entry = fresh->entry;
                emit dataChanged(same, same.siblingAtColumn(Size));
            }
            follow(*old, *fresh, same);
        }
        ++row;
        ++next;
    }
}

WorkspaceModel::Node &WorkspaceModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? *static_cast<Node *>(index.internalPointer()) : *m_root;
}

const Entry *WorkspaceModel::entry(const QModelIndex &index) const
{
    return index.isValid() ? &nodeOf(index).entry : nullptr;
}

QModelIndex WorkspaceModel::indexOf(const QByteArray &path) const
{
    QModelIndex found;
    const Node *node = m_root.get();
    for (qsizetype slash = path.indexOf('/'); !path.isEmpty(); slash = path.indexOf('/', slash + 1)) {
        const QByteArray part = slash < 0 ? path : path.first(slash);
        const auto child = std::ranges::find(node->children, part, [](const auto &one) { return one->entry.path; });
        if (child == node->children.end())
            return {};
        found = index(int(child - node->children.begin()), 0, found);
        if (slash < 0)
            return found;
        node = child->get();
    }
    return {};
}

QModelIndex WorkspaceModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeOf(parent).children[std::size_t(row)].get());
}

QModelIndex WorkspaceModel::parent(const QModelIndex &child) const
{
    Node *parent = child.isValid() ? nodeOf(child).parent : nullptr;
    return !parent || parent == m_root.get() ? QModelIndex() : createIndex(parent->row(), 0, parent);
}

int WorkspaceModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeOf(parent).children.size());
}

int WorkspaceModel::columnCount(const QModelIndex &) const
{
    return Size + 1;
}

QString WorkspaceModel::accessibleText(const Entry &entry)
{
    const QString name = displayName(entry.path.mid(entry.path.lastIndexOf('/') + 1));
    const QString mode = QString::fromLatin1(filesystem::modeText(entry.type, entry.mode)).mid(1);
    const QString text = tr("%1, %2, mode %3").arg(name, typeText(entry.type), mode);
    return entry.type == EntryType::SymbolicLink ? tr("%1, leads to %2").arg(text, displayName(entry.target))
        : entry.type == EntryType::File          ? tr("%1, %2").arg(text, wording::sizeText(entry.size))
                                                 : text;
}

QVariant WorkspaceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node &node = nodeOf(index);
    const Entry &entry = node.entry;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        switch (index.column()) {
        case Name: return displayName(node.name());
        case Mode: return QString::fromLatin1(filesystem::modeText(entry.type, entry.mode));
        case Owner: return u"learner"_s; // the only user there is in a box
        default: return sizeColumnText(entry);
        }
    case Qt::ToolTipRole:
        return entry.type == EntryType::SymbolicLink
            ? u"%1 → %2"_s.arg(displayName(entry.path), displayName(entry.target))
            : displayName(entry.path);
    case Qt::AccessibleTextRole: return index.column() == Name ? accessibleText(entry) : data(index, Qt::DisplayRole);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (index.column() == Size ? Qt::AlignRight : Qt::AlignLeft)));
    case PathRole: return entry.path;
    case TypeRole: return QVariant::fromValue(entry.type);
    case ModeRole: return entry.mode;
    case FreshRole: return node.fresh;
    default: return {};
    }
}

QVariant WorkspaceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && section == Size)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | Qt::AlignRight)); // as the numbers below it
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Name");
    case Mode: return tr("Mode");
    case Owner: return tr("Owner");
    case Size: return tr("Size");
    default: return {};
    }
}

Qt::ItemFlags WorkspaceModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    return index.isValid() && index.column() == Name ? flags | Qt::ItemIsEditable : flags;
}

bool WorkspaceModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const Entry *renamed = entry(index);
    const QByteArray name = value.toString().toUtf8();
    if (!renamed || role != Qt::EditRole || index.column() != Name || name.isEmpty()
        || name == displayName(nodeOf(index).name()).toUtf8())
        return false;
    const QByteArray folder = renamed->path.first(renamed->path.lastIndexOf('/') + 1);
    emit renameRequested(renamed->path, folder + name);
    return false; // the next update() shows what became of it
}

} // namespace ringside::desktop
