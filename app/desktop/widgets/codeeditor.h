#pragma once

#include "desktop/widgets/codeediting.h"
#include "desktop/widgets/command.h"

#include <QHash>
#include <QMap>
#include <QPlainTextEdit>

namespace ringside::desktop {

class CodeHighlighter;
class Completion;
class NameList;

/// A plain text editor for code: colours, line numbers, folding, marks, brackets, and the editing a Python
/// programmer expects. Its keys are those of the action registry; it has the functions they call.
class CodeEditor : public QPlainTextEdit
{
    Q_OBJECT

public:
    enum class Mark : quint8 { None, Passed, Failed, Pointer };
    /// Side is the gutter with numbers, folds and marks; lesson examples have none.
    enum class Side : quint8 { Gutter, Bare };

    explicit CodeEditor(Side side = Side::Gutter, QWidget *parent = nullptr);

    /// As in a Markdown fence: "python", "sh"; unknown languages are plain text.
    void setLanguage(const QString &language);

    /// Marks a line (1-based); the text is its tool tip. The mark moves with its line while one edits.
    void setMark(int line, Mark mark, const QString &text = {});
    void clearMarks();
    [[nodiscard]] QList<std::pair<int, Mark>> marks() const;

    /// A few characters beside a line's number, such as how often something happened there.
    struct LineNote
    {
        QString text;
        QString tip; ///< in full, with what a click does
    };
    /// By line, from 1. The notes move with their lines while one edits.
    void setLineNotes(const QMap<int, LineNote> &notes);
    [[nodiscard]] QMap<int, QString> lineNotes() const;

    void goToLine(int line, int column = 0);
    /// Replaces the whole text as one step of undo.
    void replaceText(const QString &text);

    /// Tab leaves the editor instead of indenting: nobody must be caught in it (WCAG 2.1.2).
    void setTabMovesFocus(bool moves);

    /// Does what a command of the context Code says; others are ignored.
    void perform(Command command);

    /// Names to complete, from a list that outlives the editor.
    void setCompletion(const NameList &names);
    [[nodiscard]] Completion *completion() const { return m_completion; }

    /// Underlines what Python cannot read: `column` and `endColumn` are characters from 0; equal ones underline
    /// the rest of the line. The text is its tool tip. It stays with its words while one edits.
    void setProblem(int line, int column, int endColumn, const QString &text);
    void clearProblem();
    [[nodiscard]] QString problem() const { return m_problemText; }

    /// Puts a ground under an expression: columns are characters from 0, -1 for the whole line. It stays with its
    /// words while one edits, and is scrolled into view; the cursor does not move.
    void setPointer(int line, int column, int endLine, int endColumn);
    void clearPointer();
    [[nodiscard]] QString pointedText() const { return m_pointer.selectedText(); }

    void showMatches(const QList<int> &starts, int length);

    /// Height of the whole text in a viewport of this width.
    [[nodiscard]] qreal textHeight(int width);
    [[nodiscard]] int gutterWidth() const;

signals:
    /// The text was edited. (textChanged() is emitted for new colours, too.)
    void edited();
    void tabMovesFocusChanged(bool moves);
    void lineNoteClicked(int line);

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    class Gutter;
    struct LineMark
    {
        QTextCursor cursor; ///< follows the line through edits
        Mark mark;
        QString text;
    };

    void toggleFold();
    void foldAll(bool folded);
    void restyle();
    void placeGutter();
    void paintGutter(QPainter &painter, const QRect &area);
    void paintGutterLine(QPainter &painter, const QTextBlock &block, const QRectF &line);
    void gutterPressed(QPoint at);
    void updateHighlights();
    void paintLineNote(QPainter &painter, const QRectF &line, const LineNote &note);
    [[nodiscard]] const LineMark *markAt(int line) const;
    [[nodiscard]] const LineNote *noteAt(int line) const;
    [[nodiscard]] QFont noteFont() const;
    void measureNotes();
    [[nodiscard]] bool showTip(QPoint at, QPoint global);
    bool handleIndentKey(QKeyEvent *event);

    Gutter *m_gutter = nullptr;
    CodeHighlighter *m_highlighter;
    QList<LineMark> m_marks;
    QList<std::pair<QTextCursor, LineNote>> m_notes;
    int m_noteWidth = 0;
    QTextCursor m_pointer;
    QList<int> m_matches;
    int m_matchLength = 0;
    int m_revision = 0;
    Completion *m_completion = nullptr;
    QTextCursor m_problem; ///< what is underlined
    QString m_problemText;
};

} // namespace ringside::desktop
