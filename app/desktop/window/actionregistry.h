#pragma once

#include "desktop/page/pageentry.h"
#include "desktop/widgets/command.h"

#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QObject>

namespace ringside::desktop {

enum class CommandMenu : quint8 { Go, View, Lesson, Exercise, Edit, Page, Help };

struct CommandEntry
{
    Command command{};
    QString id; ///< stable name, for settings
    QString text;
    QList<QKeySequence> keys;
    CommandContexts contexts;
    CommandMenu menu{};
    QString page{}; ///< id of the registered page it goes to or belongs to
    QString own{}; ///< the page's own name for it
};

/// All commands with their texts and keys: the one source for menus, the command list, the page of shortcuts,
/// and what a key does. A command is enabled while one of its contexts is active; a page's own while that page
/// is shown.
class ActionRegistry : public QObject
{
    Q_OBJECT

public:
    /// The actions are added to `window`, so that their keys work in it.
    explicit ActionRegistry(QWidget *window, const QList<PageEntry> &pages = {});

    [[nodiscard]] const QList<CommandEntry> &entries() const { return m_entries; }
    [[nodiscard]] QAction *action(const CommandEntry &entry) const { return m_actions.value(entry.id); }
    [[nodiscard]] QAction *action(Command command) const;
    /// `page`: id of the registered page that is shown; empty for one of the window's own.
    void setActive(CommandContexts contexts, const QString &page = {});
    /// Single letters as keys are only for where nothing is typed (WCAG 2.1.4).
    void setLettersAllowed(bool allowed);

    /// Keys in place of the usual ones, by command id.
    void setKeys(const QHash<QString, QList<QKeySequence>> &keys);
    [[nodiscard]] QList<QKeySequence> usualKeys(const CommandEntry &entry) const { return m_usual.value(entry.id); }
    /// The command that would answer the same key in the same place; null when the key is free for this one.
    [[nodiscard]] const CommandEntry *inTheWay(const CommandEntry &entry, const QKeySequence &key) const;

    /// Pairs of commands that could both answer the same key.
    [[nodiscard]] static QStringList clashes(const QList<CommandEntry> &entries);
    /// Where a command can be given, for people.
    [[nodiscard]] QString contextName(const CommandEntry &entry) const;

signals:
    void keysChanged();
    void triggered(const ringside::desktop::CommandEntry &entry);

private:
    [[nodiscard]] static QList<CommandEntry> goCommands();
    [[nodiscard]] static QList<CommandEntry> viewCommands();
    [[nodiscard]] static QList<CommandEntry> lessonCommands();
    [[nodiscard]] static QList<CommandEntry> exerciseCommands();
    [[nodiscard]] static QList<CommandEntry> editCommands();
    [[nodiscard]] static QList<CommandEntry> helpCommands();
    [[nodiscard]] static QList<CommandEntry> pageCommands(const PageEntry &page);
    void addEntries(QWidget *window, const QList<CommandEntry> &entries);

    QList<CommandEntry> m_entries;
    QHash<QString, QAction *> m_actions; // by id
    QHash<QString, QList<QKeySequence>> m_usual; // by id
    bool m_lettersAllowed = true;
};

} // namespace ringside::desktop
