#pragma once

#include "desktop/playground/playgroundbox.h"

namespace ringside::desktop {

class EditorTabs;

/// Changes to the files by the learner's own hand, done in the box. What is typed is in the box before a file gets
/// another name, or goes.
class WorkspaceEdits : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    WorkspaceEdits(PlaygroundBox &box, EditorTabs &tabs, QObject *parent = nullptr);

    /// Puts a file, a folder or a link in place of what has its name. Without a box nothing happens: the next one gets it.
    void put(const filesystem::Entry &entry);
    /// Parents before what is in them.
    void put(const QList<filesystem::Entry> &entries);
    /// What an editor saves: that it is in the box then is no news.
    void save(const filesystem::Entry &entry);
    /// Puts what was typed, or came from an external editor, while the box was being made.
    void putEdited();
    void rename(const QByteArray &from, const QByteArray &to);
    void remove(const QByteArray &path);
    void setMode(const QByteArray &path, quint32 mode);

    /// From now on everything is news: the files are others.
    void forgetSaves() { m_saves.clear(); }
    /// The changes that no editor here made.
    [[nodiscard]] QList<TreeChange> news(QList<TreeChange> changes) const;

signals:
    void failed(const QString &what, const ringside::Error &error);
    /// With everything that was in it.
    void removed(const QByteArray &path, const QList<ringside::filesystem::Entry> &entries);
    /// `call` as one writes it, with the error's name where it did not succeed.
    void modeTried(const QString &call, bool succeeded);

private:
    PlaygroundBox &m_box;
    EditorTabs &m_tabs;
    QHash<QByteArray, QByteArray> m_saves; ///< content by path
};

} // namespace ringside::desktop
