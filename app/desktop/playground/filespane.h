#pragma once

#include "filesystem/tree.h"

#include <QWidget>

class QMenu;

namespace ringside::desktop {

class Label;
class ModeSwitches;
class WorkspaceModel;
class WorkspaceView;

/// The files of the playground over the switches of the chosen one's mode. It changes nothing itself: it asks.
class FilesPane : public QWidget
{
    Q_OBJECT

public:
    explicit FilesPane(QWidget *parent = nullptr);

    /// Another playground: all folders are open.
    void begin(const filesystem::Tree &tree);
    void follow(const filesystem::Tree &tree);
    /// What a change of a mode was, and what came of it.
    void showCall(const QString &call, bool succeeded);

    void newFile();
    void newFolder();
    void renameCurrent();
    void removeCurrent();
    void choose(const QByteArray &path);

    [[nodiscard]] WorkspaceModel *model() const { return m_model; }
    [[nodiscard]] WorkspaceView *view() const { return m_view; }
    [[nodiscard]] ModeSwitches *switches() const { return m_switches; }

signals:
    void openRequested(const QByteArray &path);
    void modeRequested(const QByteArray &path, quint32 mode);
    void putRequested(const ringside::filesystem::Entry &entry);
    void renameRequested(const QByteArray &from, const QByteArray &to);
    void removeRequested(const QByteArray &path);
    void importRequested();
    void exportRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makeHeader();
    void fillMenu(QMenu *menu);
    void showCurrent();
    void endNaming();
    void openNamed();
    void make(filesystem::EntryType type, const QByteArray &name);
    [[nodiscard]] QByteArray folderOfCurrent() const;

    WorkspaceModel *m_model;
    WorkspaceView *m_view;
    ModeSwitches *m_switches;
    Label *m_count;
    QByteArray m_renameWhenThere; ///< a new entry, whose name is asked for once it is there
    QByteArray m_naming; ///< the new entry whose name is being asked for
    QByteArray m_chooseWhenThere; ///< what an entry is called from now on
    QByteArray m_openWhenThere; ///< the new entry under the name it was given
};

} // namespace ringside::desktop
