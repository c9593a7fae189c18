#pragma once

#include "filesystem/tree.h"

#include <QAbstractItemModel>
#include <QSet>

#include <memory>
#include <vector>

namespace ringside::desktop {

/// The files of the playground as a tree that follows what happens to them: update() tells views only what is new,
/// so that folders stay open and the chosen file stays chosen.
class WorkspaceModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Mode, Owner, Size };
    enum Role {
        PathRole = Qt::UserRole, ///< QByteArray
        TypeRole, ///< filesystem::EntryType
        ModeRole, ///< permission bits as quint32
        FreshRole, ///< it came or changed at the last update
    };

    explicit WorkspaceModel(QObject *parent = nullptr);
    ~WorkspaceModel() override;

    void update(const filesystem::Tree &tree);
    /// Another playground: nothing in it is fresh.
    void begin(const filesystem::Tree &tree);
    [[nodiscard]] const filesystem::Tree &tree() const { return m_tree; }
    /// Invalid when there is no such entry.
    [[nodiscard]] QModelIndex indexOf(const QByteArray &path) const;
    /// Null for no row.
    [[nodiscard]] const filesystem::Entry *entry(const QModelIndex &index) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// A new name, for who renames in the view.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

signals:
    void renameRequested(const QByteArray &from, const QByteArray &to);

private:
    struct Node;
    using Nodes = std::vector<std::unique_ptr<Node>>;

    [[nodiscard]] static std::unique_ptr<Node> grow(const filesystem::Tree &tree);
    void follow(Node &shown, Node &now, const QModelIndex &index);
    void clearFresh(Node &node, const QModelIndex &index);
    [[nodiscard]] Node &nodeOf(const QModelIndex &index) const;
    [[nodiscard]] static QString accessibleText(const filesystem::Entry &entry);

    std::unique_ptr<Node> m_root;
    filesystem::Tree m_tree;
};

/// "48 KiB", "844"; nothing for a folder, whose size tells nobody anything.
[[nodiscard]] QString sizeColumnText(const filesystem::Entry &entry);

} // namespace ringside::desktop
