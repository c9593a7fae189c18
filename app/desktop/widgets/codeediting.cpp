#include "desktop/widgets/codeediting.h"

#include "desktop/widgets/codehighlighter.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop::editing {

namespace {

constexpr int bracketScan = 20'000; // characters looked at for a partner

QTextBlock blockAt(const QTextCursor &cursor, int line)
{
    return cursor.document()->findBlockByNumber(line);
}

int leadingBlanks(QStringView text)
{
    const auto first = std::ranges::find_if(text, [](QChar c) { return !c.isSpace(); });
    return int(first - text.begin());
}

bool isBlank(QStringView text)
{
    return leadingBlanks(text) == text.size();
}

// One undo step for as long as it lives.
class EditStep
{
public:
    explicit EditStep(QTextCursor &cursor)
        : m_cursor(cursor)
    {
        m_cursor.beginEditBlock();
    }
    EditStep(const EditStep &) = delete;
    EditStep &operator=(const EditStep &) = delete;
    ~EditStep() { m_cursor.endEditBlock(); }

private:
    QTextCursor &m_cursor;
};

void removeLeading(QTextCursor cursor, const QTextBlock &block, int count)
{
    cursor.setPosition(block.position());
    cursor.setPosition(block.position() + count, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
}

QString selectLines(QTextCursor &cursor, LineRange lines)
{
    const QTextBlock last = blockAt(cursor, lines.last);
    cursor.setPosition(blockAt(cursor, lines.first).position());
    cursor.setPosition(last.position() + last.length() - 1, QTextCursor::KeepAnchor);
    return cursor.selectedText(); // lines separated by U+2029
}

} // namespace

LineRange selectedLines(const QTextCursor &cursor)
{
    const QTextDocument *document = cursor.document();
    const QTextBlock first = document->findBlock(cursor.selectionStart());
    QTextBlock last = document->findBlock(cursor.selectionEnd());
    if (cursor.hasSelection() && last != first && cursor.selectionEnd() == last.position())
        last = last.previous();
    return {first.blockNumber(), last.blockNumber()};
}

void indentLines(QTextCursor cursor)
{
    const LineRange lines = selectedLines(cursor);
    const EditStep step(cursor);
    for (int line = lines.first; line <= lines.last; ++line) {
        const QTextBlock block = blockAt(cursor, line);
        if (isBlank(block.text()) && lines.first != lines.last)
            continue;
        QTextCursor insert(block);
        insert.insertText(QString(indentWidth, u' '));
    }
}

void unindentLines(QTextCursor cursor)
{
    const LineRange lines = selectedLines(cursor);
    const EditStep step(cursor);
    for (int line = lines.first; line <= lines.last; ++line) {
        const QTextBlock block = blockAt(cursor, line);
        const QString text = block.text();
        const int blanks = leadingBlanks(text);
        removeLeading(cursor, block, text.startsWith(u'\t') ? 1 : std::min(blanks, indentWidth));
    }
}

void toggleComment(QTextCursor cursor)
{
    const LineRange lines = selectedLines(cursor);
    bool allComments = true;
    int column = INT_MAX;
    for (int line = lines.first; line <= lines.last; ++line) {
        const QString text = blockAt(cursor, line).text();
        if (isBlank(text))
            continue;
        column = std::min(column, leadingBlanks(text));
        allComments = allComments && text.trimmed().startsWith(u'#');
    }
    if (column == INT_MAX)
        return;
    const EditStep step(cursor);
    for (int line = lines.first; line <= lines.last; ++line) {
        const QTextBlock block = blockAt(cursor, line);
        const QString text = block.text();
        if (isBlank(text))
            continue;
        QTextCursor edit(block);
        if (!allComments) {
            edit.setPosition(block.position() + column);
            edit.insertText(u"# "_s);
            continue;
        }
        const int hash = leadingBlanks(text);
        edit.setPosition(block.position() + hash);
        edit.setPosition(block.position() + hash + (text.mid(hash + 1).startsWith(u' ') ? 2 : 1),
            QTextCursor::KeepAnchor);
        edit.removeSelectedText();
    }
}

QTextCursor moveLines(QTextCursor cursor, Direction direction)
{
    const LineRange lines = selectedLines(cursor);
    const bool up = direction == Direction::Up;
    const QTextBlock neighbour = up ? blockAt(cursor, lines.first).previous()
                                    : blockAt(cursor, lines.last).next();
    if (!neighbour.isValid())
        return cursor;
    const int shift = (up ? -1 : 1) * neighbour.length();
    const int anchor = cursor.anchor() + shift;
    const int position = cursor.position() + shift;

    QTextCursor edit(cursor.document());
    const EditStep step(edit);
    const QString other = neighbour.text();
    const QString moved = selectLines(edit, lines);
    const int from = std::min(neighbour.position(), edit.selectionStart());
    const int to = std::max(neighbour.position() + int(other.size()), edit.selectionEnd());
    edit.setPosition(from);
    edit.setPosition(to, QTextCursor::KeepAnchor);
    edit.insertText(up ? moved + QChar::ParagraphSeparator + other
                       : other + QChar::ParagraphSeparator + moved);
    const int end = cursor.document()->characterCount() - 1;
    cursor.setPosition(std::clamp(anchor, 0, end));
    cursor.setPosition(std::clamp(position, 0, end), QTextCursor::KeepAnchor);
    return cursor;
}

QTextCursor duplicateLines(QTextCursor cursor)
{
    const LineRange lines = selectedLines(cursor);
    QTextCursor edit(cursor.document());
    const EditStep step(edit);
    const QString text = selectLines(edit, lines);
    const int shift = int(text.size()) + 1;
    const int anchor = cursor.anchor() + shift;
    const int position = cursor.position() + shift;
    edit.setPosition(edit.selectionEnd());
    edit.insertText(QChar(QChar::ParagraphSeparator) + text);
    cursor.setPosition(anchor);
    cursor.setPosition(position, QTextCursor::KeepAnchor);
    return cursor;
}

void breakLine(QTextCursor &cursor)
{
    static const QStringList enders{u"return"_s, u"raise"_s, u"pass"_s, u"break"_s, u"continue"_s};
    const EditStep step(cursor);
    cursor.removeSelectedText();
    const QString before = cursor.block().text().left(cursor.positionInBlock());
    const QString code = before.section(u'#', 0, 0).trimmed();
    int indent = std::min(leadingBlanks(before), cursor.positionInBlock());
    if (code.endsWith(u':') || code.endsWith(u'(') || code.endsWith(u'[') || code.endsWith(u'{'))
        indent += indentWidth;
    else if (enders.contains(code.section(u' ', 0, 0)))
        indent = std::max(0, indent - indentWidth);
    cursor.insertText(u'\n' + QString(indent, u' '));
}

void insertIndent(QTextCursor &cursor)
{
    cursor.insertText(QString(indentWidth - cursor.positionInBlock() % indentWidth, u' '));
}

bool removeIndent(QTextCursor &cursor)
{
    const QString before = cursor.block().text().left(cursor.positionInBlock());
    if (cursor.hasSelection() || before.isEmpty() || !isBlank(before) || before.contains(u'\t'))
        return false;
    const int excess = int(before.size()) % indentWidth;
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, excess ? excess : indentWidth);
    cursor.removeSelectedText();
    return true;
}

int smartHome(const QTextCursor &cursor)
{
    const int text = cursor.block().position() + leadingBlanks(cursor.block().text());
    return cursor.position() == text ? cursor.block().position() : text;
}

namespace {

bool isLiteral(const QTextDocument &document, int position)
{
    const QTextBlock block = document.findBlock(position);
    const int column = position - block.position();
    const auto formats = block.layout()->formats();
    return std::ranges::any_of(formats, [column](const QTextLayout::FormatRange &range) {
        return range.start <= column && column < range.start + range.length
            && range.format.boolProperty(CodeHighlighter::literalProperty);
    });
}

constexpr QStringView openers = u"([{";
constexpr QStringView closers = u")]}";

int partnerOf(const QTextDocument &document, int position)
{
    const QChar bracket = document.characterAt(position);
    const qsizetype opener = openers.indexOf(bracket);
    const qsizetype closer = closers.indexOf(bracket);
    const int direction = opener >= 0 ? 1 : -1;
    const QChar partner = opener >= 0 ? closers[opener] : openers[closer];
    int depth = 0;
    const int end = document.characterCount();
    for (int i = position, seen = 0; i >= 0 && i < end && seen < bracketScan; i += direction, ++seen) {
        const QChar c = document.characterAt(i);
        if ((c != bracket && c != partner) || isLiteral(document, i))
            continue;
        depth += c == bracket ? 1 : -1;
        if (depth == 0)
            return i;
    }
    return -1;
}

bool isBracket(const QTextDocument &document, int position)
{
    if (position < 0)
        return false;
    const QChar c = document.characterAt(position);
    return (openers.contains(c) || closers.contains(c)) && !isLiteral(document, position);
}

} // namespace

std::optional<BracketPair> bracketsAt(const QTextCursor &cursor)
{
    const QTextDocument &document = *cursor.document();
    for (const int at : {cursor.position() - 1, cursor.position()}) {
        if (isBracket(document, at))
            return BracketPair{at, partnerOf(document, at)};
    }
    return std::nullopt;
}

bool startsFold(const QTextBlock &block)
{
    const QString text = block.text();
    if (isBlank(text))
        return false;
    QTextBlock next = block.next();
    while (next.isValid() && isBlank(next.text()))
        next = next.next();
    return next.isValid() && leadingBlanks(next.text()) > leadingBlanks(text);
}

QTextBlock foldEnd(const QTextBlock &block)
{
    const int indent = leadingBlanks(block.text());
    QTextBlock last;
    for (QTextBlock next = block.next(); next.isValid(); next = next.next()) {
        const QString text = next.text();
        if (isBlank(text))
            continue;
        if (leadingBlanks(text) <= indent)
            break;
        last = next;
    }
    return last;
}

bool isFolded(const QTextBlock &block)
{
    return startsFold(block) && block.next().isValid() && !block.next().isVisible();
}

void setFolded(const QTextBlock &block, bool folded)
{
    const QTextBlock end = startsFold(block) ? foldEnd(block) : QTextBlock();
    if (!end.isValid())
        return;
    for (QTextBlock line = block.next(); line.isValid() && line.blockNumber() <= end.blockNumber();
         line = line.next()) {
        line.setVisible(!folded);
        line.setLineCount(folded ? 0 : std::max(1, line.layout()->lineCount()));
    }
    auto *document = const_cast<QTextDocument *>(block.document());
    document->markContentsDirty(block.position(), end.position() + end.length() - block.position());
}

void reveal(const QTextBlock &block)
{
    for (QTextBlock line = block.previous(); line.isValid() && !block.isVisible();
         line = line.previous()) {
        if (line.isVisible() && isFolded(line))
            setFolded(line, false);
    }
}

QList<int> findAll(const QString &text, const QString &needle, MatchCase matchCase)
{
    QList<int> found;
    if (needle.isEmpty())
        return found;
    const auto sensitivity = matchCase == MatchCase::Yes ? Qt::CaseSensitive : Qt::CaseInsensitive;
    for (qsizetype at = text.indexOf(needle, 0, sensitivity); at >= 0;
         at = text.indexOf(needle, at + needle.size(), sensitivity))
        found.append(int(at));
    return found;
}

} // namespace ringside::desktop::editing
