#pragma once

#include "desktop/page/page.h"

#include <QAbstractTableModel>

class QKeySequenceEdit;
class QTableView;

namespace ringside::desktop {

class ActionRegistry;
class Button;
class Label;
struct CommandEntry;

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

/// All commands with their keys, which can be changed: choose a command, press the new keys. Keys that another
/// command answers in the same place are refused by its name.
class ShortcutsPage : public Page
{
    Q_OBJECT

public:
    explicit ShortcutsPage(const ActionRegistry &registry, QWidget *parent = nullptr);

    QList<QWidget *> panes() const override;
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] QKeySequenceEdit *keyField() const { return m_keys; }
    [[nodiscard]] QString remark() const;

signals:
    /// `usual`: they are what the command has of itself.
    void keysChosen(const QString &command, const QList<QKeySequence> &keys, bool usual);

private:
    QWidget *makeEditor();
    [[nodiscard]] const CommandEntry *chosen() const;
    void showChosen();
    void take(const QKeySequence &keys);

    const ActionRegistry &m_registry;
    QTableView *m_table;
    Label *m_command;
    QKeySequenceEdit *m_keys;
    Button *m_none;
    Button *m_usual;
    Label *m_remark;
};

} // namespace ringside::desktop
