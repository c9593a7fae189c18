#pragma once

#include "desktop/widgets/page.h"

#include <QAbstractTableModel>

class QTableView;

namespace ringside::desktop {

class ActionRegistry;

/// The commands of the registry with their keys and where they work.
class ShortcutModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { CommandColumn, KeysColumn, ContextColumn, ColumnCount };

    explicit ShortcutModel(const ActionRegistry &registry, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const ActionRegistry &m_registry;
};

class ShortcutsPage : public Page
{
    Q_OBJECT

public:
    explicit ShortcutsPage(const ActionRegistry &registry, QWidget *parent = nullptr);

    QList<QWidget *> panes() const override;

private:
    QTableView *m_table;
};

} // namespace ringside::desktop
