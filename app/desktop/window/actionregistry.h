#pragma once

#include "desktop/widgets/page.h"

#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QObject>

namespace ringside::desktop {

enum class CommandMenu : quint8 { Go, View, Lesson, Exercise, Edit, Help };

struct CommandEntry
{
    Command command{};
    QString id; ///< stable name, for settings
    QString text;
    QList<QKeySequence> keys;
    CommandContexts contexts;
    CommandMenu menu{};
};

/// All commands with their texts and keys: the one source for menus, the command list, the page of shortcuts,
/// and what a key does. A command is enabled while one of its contexts is active.
class ActionRegistry : public QObject
{
    Q_OBJECT

public:
    /// The actions are added to `window`, so that their keys work in it.
    explicit ActionRegistry(QWidget *window);

    [[nodiscard]] const QList<CommandEntry> &entries() const { return m_entries; }
    [[nodiscard]] QAction *action(Command command) const { return m_actions.value(command); }
    void setActiveContexts(CommandContexts contexts);
    /// Single letters as keys are only for where nothing is typed (WCAG 2.1.4).
    void setLettersAllowed(bool allowed);

    /// Pairs of commands that could both answer the same key.
    [[nodiscard]] static QStringList clashes(const QList<CommandEntry> &entries);
    [[nodiscard]] static QString contextName(CommandContexts contexts);

signals:
    void triggered(Command command);

private:
    [[nodiscard]] static QList<CommandEntry> goCommands();
    [[nodiscard]] static QList<CommandEntry> viewCommands();
    [[nodiscard]] static QList<CommandEntry> lessonCommands();
    [[nodiscard]] static QList<CommandEntry> exerciseCommands();
    [[nodiscard]] static QList<CommandEntry> editCommands();
    [[nodiscard]] static QList<CommandEntry> helpCommands();

    QList<CommandEntry> m_entries;
    QHash<Command, QAction *> m_actions;
};

} // namespace ringside::desktop
