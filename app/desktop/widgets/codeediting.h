#pragma once

#include <QList>
#include <QString>
#include <QTextCursor>

#include <optional>

class QTextBlock;
class QTextDocument;

/// What an editor for Python does to a text, apart from any widget. Every change is one step of undo.
namespace ringside::desktop::editing {

inline constexpr int indentWidth = 4;

enum class Direction : quint8 { Up, Down };

struct LineRange
{
    int first = 0;
    int last = 0;
};

/// The lines a cursor touches; a selection that ends at the start of a line does not touch that line.
[[nodiscard]] LineRange selectedLines(const QTextCursor &cursor);

void indentLines(QTextCursor cursor);
void unindentLines(QTextCursor cursor);
/// Comments the lines, or uncomments them when every line with text on it is a comment.
void toggleComment(QTextCursor cursor);
/// Moves the selected lines past their neighbour. Returns the cursor that keeps the selection.
[[nodiscard]] QTextCursor moveLines(QTextCursor cursor, Direction direction);
/// Copies the selected lines below themselves. Returns the cursor in the copy.
[[nodiscard]] QTextCursor duplicateLines(QTextCursor cursor);

/// A line break that keeps the indentation, goes in after a colon or an open bracket, and out after a
/// statement that ends a block.
void breakLine(QTextCursor &cursor);
/// Spaces up to the next tab stop.
void insertIndent(QTextCursor &cursor);
/// Backspace in leading blanks takes one tab stop. False when it should be a usual backspace.
[[nodiscard]] bool removeIndent(QTextCursor &cursor);
/// Start of the text of the line, or of the line itself when the cursor is already there.
[[nodiscard]] int smartHome(const QTextCursor &cursor);

struct BracketPair
{
    int at = -1;
    int partner = -1; ///< -1: there is none
};
/// The bracket beside the cursor and its partner. Brackets in strings and comments match nothing.
/// Looks at no more than a few thousand characters.
[[nodiscard]] std::optional<BracketPair> bracketsAt(const QTextCursor &cursor);

/// Folding by indentation, as Python has it.
[[nodiscard]] bool startsFold(const QTextBlock &block);
/// The last line that belongs to the block's fold; invalid when there is none.
[[nodiscard]] QTextBlock foldEnd(const QTextBlock &block);
[[nodiscard]] bool isFolded(const QTextBlock &block);
void setFolded(const QTextBlock &block, bool folded);
/// Makes an invisible line visible again, with the fold it is in.
void reveal(const QTextBlock &block);

enum class MatchCase : quint8 { No, Yes };
/// Start positions of `needle`, without overlap.
[[nodiscard]] QList<int> findAll(const QString &text, const QString &needle, MatchCase matchCase);

} // namespace ringside::desktop::editing
