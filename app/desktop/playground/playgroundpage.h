#pragma once

#include "desktop/page/pageentry.h"
#include "desktop/playground/playgroundbox.h"

class QSplitter;

namespace ringside::desktop {

class Button;
class ChangeList;
class EditorTabs;
class FilesPane;
class Label;
class Notice;
class TabPane;
class TerminalView;
class TreeChangeModel;

/// The playground: files, editors and a terminal on one box that stays, and what each run did to the files.
class PlaygroundPage : public Page
{
    Q_OBJECT

public:
    explicit PlaygroundPage(const PageServices &services, QWidget *parent = nullptr);
    ~PlaygroundPage() override;

    CommandContexts contexts() const override;
    void perform(Command command) override;
    void performOwn(const QString &command) override;
    QList<QWidget *> panes() const override;
    void save() override;

    [[nodiscard]] PlaygroundBox &box() { return m_box; }
    [[nodiscard]] FilesPane *files() const { return m_files; }
    [[nodiscard]] EditorTabs *tabs() const { return m_tabs; }
    [[nodiscard]] TerminalView *terminal() const { return m_terminal; }
    [[nodiscard]] TreeChangeModel *liveChanges() const { return m_changes; }

    /// Files to begin with, in a new box. `shown` is opened in the editor.
    void begin(const filesystem::Tree &files, const QByteArray &shown);
    void run();

signals:
    void runFinished();

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHeader();
    QWidget *makeTop();
    QWidget *makeBottom();
    QWidget *makeConsole();
    void connectBox();
    void connectFiles();
    void arrange();

    void boxOpened();
    void boxFailed(const Error &error);
    void boxLost(sandbox::Ending ending, qint64 limitReached);
    void showOutput(const QByteArray &bytes, sandbox::OutputStream stream);
    void showRunStart(const RunOrder &order);
    void showRunEnd(const RunRecord &record);
    void followTree(const filesystem::Tree &before, const filesystem::Tree &after);
    void changeMode(const QByteArray &path, quint32 mode);
    void put(const filesystem::Entry &entry);
    void tellFailure(const QString &doing, const Error &error);
    void typed(const QByteArray &bytes);
    void sayInTerminal(const QString &text);
    void startPrompt(PlaygroundBox::Prompt prompt);
    void showActivity();

    PlaygroundBox m_box;
    filesystem::Tree m_start; ///< what Reset goes back to
    QHash<QByteArray, QByteArray> m_ownSaves; ///< by path: what an editor saved, which is no news
    PlaygroundBox::Prompt m_prompt = PlaygroundBox::Prompt::Shell;
    Label *m_state;
    Button *m_run;
    Notice *m_notice;
    QSplitter *m_rows;
    QSplitter *m_top;
    QSplitter *m_bottom;
    FilesPane *m_files;
    EditorTabs *m_tabs;
    TerminalView *m_terminal;
    Button *m_shell;
    Button *m_python;
    TabPane *m_side;
    TabPane *m_lower;
    TreeChangeModel *m_changes;
    ChangeList *m_changeList;
    bool m_onPipes = false; ///< the run under way has no terminal
    bool m_begun = false;
    bool m_arranged = false;
};

[[nodiscard]] PageEntry playgroundEntry();

} // namespace ringside::desktop
