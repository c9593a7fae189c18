#include "desktop/widgets/codehighlighter.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Theme>

#include <QTextBlock>
#include <QTextDocument>
#include <QTimer>

namespace ringside::desktop {

namespace {

// What stands further right is read, too, for the sake of the next lines, but keeps the colour of text: Qt pays for
// each change of colour in a line with every key, and in a line of 35,000 letters there are ten thousand.
constexpr int colouredLetters = 5000;

} // namespace

struct CodeHighlighter::LineState : QTextBlockUserData
{
    KSyntaxHighlighting::State state; ///< after the line
};

CodeHighlighter::CodeHighlighter(QTextDocument *document)
    : QSyntaxHighlighter(document)
{
}

void CodeHighlighter::setTheme(const KSyntaxHighlighting::Theme &theme)
{
    AbstractHighlighter::setTheme(theme);
    m_formats.clear();
    rehighlight();
}

void CodeHighlighter::setDefinition(const KSyntaxHighlighting::Definition &definition)
{
    AbstractHighlighter::setDefinition(definition);
    m_formats.clear();
    rehighlight();
}

void CodeHighlighter::highlightBlock(const QString &text)
{
    using KSyntaxHighlighting::State;
    const auto *before = static_cast<LineState *>(currentBlock().previous().userData());
    const State after = highlightLine(text, before ? before->state : State());

    auto *line = static_cast<LineState *>(currentBlockUserData());
    const bool same = line && line->state == after;
    if (!line) {
        line = new LineState;
        setCurrentBlockUserData(line); // owned by the block from here
    }
    line->state = after;
    if (same)
        return;
    if (passIsFull())
        continueAt(currentBlock().blockNumber() + 1, document()->revision());
    else
        setCurrentBlockState(currentBlockState() == 1 ? 2 : 1); // any change makes Qt go on
}

bool CodeHighlighter::passIsFull()
{
    const int line = currentBlock().blockNumber();
    m_passLines = line == m_lastLine + 1 ? m_passLines + 1 : 0;
    m_lastLine = line;
    return m_passLines >= passLimit;
}

void CodeHighlighter::continueAt(int line, int revision)
{
    if (m_queued)
        return;
    m_queued = true;
    QTimer::singleShot(0, this, [this, line, revision] {
        m_queued = false;
        m_lastLine = -2;
        const QTextBlock block = document()->findBlockByNumber(line);
        if (block.isValid() && document()->revision() == revision)
            rehighlightBlock(block);
        else if (block.isValid())
            rehighlight(); // the text moved under us; start over
    });
}

QTextCharFormat CodeHighlighter::textFormat(const KSyntaxHighlighting::Format &format) const
{
    using Style = KSyntaxHighlighting::Theme::TextStyle;
    const auto colors = theme();
    QTextCharFormat text;
    text.setForeground(format.textColor(colors));
    if (format.hasBackgroundColor(colors))
        text.setBackground(format.backgroundColor(colors));
    if (format.isBold(colors))
        text.setFontWeight(QFont::Bold);
    text.setFontItalic(format.isItalic(colors));
    text.setFontUnderline(format.isUnderline(colors));
    const Style style = format.textStyle();
    if (style == Style::String || style == Style::Char || style == Style::VerbatimString
        || style == Style::Comment || style == Style::Documentation)
        text.setProperty(literalProperty, true);
    return text;
}

void CodeHighlighter::applyFormat(
    int offset, int length, const KSyntaxHighlighting::Format &format)
{
    if (length == 0 || offset >= colouredLetters || format.isDefaultTextStyle(theme()))
        return;
    auto known = m_formats.constFind(format.id());
    if (known == m_formats.constEnd())
        known = m_formats.insert(format.id(), textFormat(format));
    setFormat(offset, length, *known);
}

} // namespace ringside::desktop
