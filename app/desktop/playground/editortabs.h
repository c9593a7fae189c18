#pragma once

#include "desktop/exercise/syntaxcheck.h"
#include "desktop/widgets/command.h"
#include "filesystem/tree.h"

#include <QHash>
#include <QTabBar>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <vector>

class QHBoxLayout;
class QStackedWidget;

namespace ringside::desktop {

class Button;
class CodeEditor;
class EditorFind;
class EmptyState;
class GoToLineBar;
class Label;

/// Tabs in the flat look of the window, each with a cross.
class FileTabBar : public QTabBar
{
    Q_OBJECT

public:
    explicit FileTabBar(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void tabInserted(int index) override;
    void tabRemoved(int index) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    QSize tabSizeHint(int index) const override;
};

/// Files of the playground in editors, one tab each. What is typed is saved into the box within a second; what a program
/// writes into an open file appears in its editor, one step of undo away from what was there.
class EditorTabs : public QWidget
{
    Q_OBJECT

public:
    /// `copies`: the folder for files that are open in an external editor, too.
    EditorTabs(sandbox::Sandbox &sandbox, QString copies, QWidget *parent = nullptr);
    ~EditorTabs() override;

    /// By path: what the copies held, and the steps of undo: see PlaygroundState.
    using Remembered = QHash<QByteArray, QByteArray>;

    /// Another playground: closes all.
    void begin(const filesystem::Tree &tree, const Remembered &copies = {}, const Remembered &edits = {});
    /// The files as they are now.
    void follow(const filesystem::Tree &tree);
    /// Shows a file; false when it is none.
    bool open(const QByteArray &path);

    [[nodiscard]] QByteArray currentPath() const;
    [[nodiscard]] CodeEditor *currentEditor() const;
    [[nodiscard]] QByteArrayList paths() const;
    [[nodiscard]] QTabBar *bar() const { return m_bar; }
    /// What is shown there when no file is open.
    [[nodiscard]] QWidget *focusTarget() const;

    /// The tree with what is typed and not in it yet.
    [[nodiscard]] filesystem::Tree withEdits(filesystem::Tree tree) const;
    /// Has everything saved that is typed, here or in an external editor.
    void flush();
    [[nodiscard]] Remembered copies() const;
    [[nodiscard]] Remembered edits() const;
    /// Makes a copy of the current file that is kept in step with its tab. Its path; nothing when there is none.
    [[nodiscard]] QString copyCurrent();
    /// What asks in the current tab, when another program and the learner changed one file. May be hidden or null.
    [[nodiscard]] QWidget *question() const;
    void close(int index);
    void closeCurrent();
    void step(int by);
    void perform(Command command);
    void clearMarks();

signals:
    void saveRequested(const ringside::filesystem::Entry &entry);
    void currentChanged();
    void externalEditorWanted();
    /// The copy could not be written.
    void copyFailed(const QByteArray &path, const ringside::Error &error);
    /// The remark in the gutter was clicked.
    void lineNoteClicked(const QByteArray &path, int line);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Tab;

    [[nodiscard]] Tab *current() const;
    [[nodiscard]] int indexOf(const QByteArray &path) const;
    [[nodiscard]] std::unique_ptr<Tab> makeTab(const filesystem::Entry &entry);
    void load(Tab &tab, const filesystem::Entry &entry);
    void follow(Tab &tab, const QByteArray &known);
    void leaveCopy(Tab &tab);
    void followIn(Tab &tab, const filesystem::Tree &tree);
    void save(Tab &tab);
    void saveEdited();
    [[nodiscard]] filesystem::Entry entryOf(const Tab &tab, const filesystem::Tree &tree) const;
    void edited(Tab &tab);
    void showTitles();
    void checkSyntax();
    void showCurrent();
    void showState();
    void showProblem(const std::optional<SyntaxProblem> &problem);

    std::vector<std::unique_ptr<Tab>> m_tabs; ///< in the order of the bar
    filesystem::Tree m_tree;
    QString m_copyFolder;
    Remembered m_copies; ///< of files that are not open now, too
    Remembered m_edits; ///< of files that are not open
    SyntaxCheck m_syntax;
    QTimer m_saver;
    FileTabBar *m_bar;
    Button *m_external;
    Label *m_state;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
};

/// How an editor must hold a file's bytes so that saving it changes nothing but what was typed.
struct FileText
{
    enum class Kind : quint8 {
        Text,
        NotText, ///< some bytes are no UTF-8
        MixedLineEnds,
        TooLarge,
    };
    Kind kind = Kind::Text;
    QString text; ///< lines end in \n
    bool carriageReturns = false; ///< in the file they end in \r\n

    static FileText of(const QByteArray &content);
    [[nodiscard]] QByteArray bytes(const QString &changed) const;
};

} // namespace ringside::desktop
