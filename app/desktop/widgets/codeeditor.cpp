#include "desktop/widgets/codeeditor.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/codehighlighter.h"
#include "desktop/widgets/completion.h"
#include "desktop/widgets/editlog.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Theme>

#include <QAbstractTextDocumentLayout>
#include <QDragEnterEvent>
#include <QHelpEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolTip>

namespace ringside::desktop {

namespace {

constexpr int foldColumn = 20;
constexpr int gutterPadding = 34; // mark, gap, fold arrow
constexpr int notesLeft = 10; // beside the mark

int revisionOf(const QTextDocument &document)
{
    return int(qHash(document.toPlainText()));
}

QTextEdit::ExtraSelection highlight(QTextCursor cursor, int start, int length, const QColor &ground)
{
    QTextEdit::ExtraSelection selection;
    cursor.setPosition(start);
    cursor.setPosition(start + length, QTextCursor::KeepAnchor);
    selection.cursor = cursor;
    selection.format.setBackground(ground);
    return selection;
}

} // namespace

class CodeEditor::Gutter : public QWidget
{
public:
    explicit Gutter(CodeEditor *editor)
        : QWidget(editor)
        , m_editor(editor)
    {
        setCursor(Qt::ArrowCursor);
        setMouseTracking(true);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QPainter painter(this);
        m_editor->paintGutter(painter, event->rect());
    }
    void mousePressEvent(QMouseEvent *event) override
    {
        m_editor->gutterPressed(event->position().toPoint());
    }
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::ToolTip)
            return QWidget::event(event);
        const auto *help = static_cast<QHelpEvent *>(event);
        return m_editor->showTip(QPoint(0, help->y()), help->globalPos());
    }

private:
    CodeEditor *m_editor;
};

CodeEditor::CodeEditor(Side side, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_gutter(side == Side::Gutter ? new Gutter(this) : nullptr)
    , m_highlighter(new CodeHighlighter(document()))
{
    setFrameShape(NoFrame);
    setLayoutDirection(Qt::LeftToRight); // as code is written, whatever the language around it
    setLineWrapMode(NoWrap);
    setCenterOnScroll(false);
    const Theme &theme = themeOf(this);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &CodeEditor::updateHighlights);
    // New colours are a change of contents, too, and a new revision of the document: only the text itself tells.
    m_revision = revisionOf(*document());
    connect(document(), &QTextDocument::contentsChanged, this, [this] {
        const int revision = revisionOf(*document());
        if (std::exchange(m_revision, revision) != revision)
            emit edited();
    });
    if (m_gutter) {
        connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeEditor::placeGutter);
        connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int scrolled) {
            scrolled ? m_gutter->scroll(0, scrolled)
                     : m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
        });
    }
    connect(&theme, &Theme::schemeChanged, this, &CodeEditor::restyle);
    connect(&theme, &Theme::fontsChanged, this, &CodeEditor::restyle);
    restyle();
}

void CodeEditor::setLanguage(const QString &language)
{
    m_highlighter->setDefinition(themeOf(this).syntaxDefinition(language));
}

void CodeEditor::restyle()
{
    const Theme &theme = themeOf(this);
    setFont(theme.codeFont());
    setTabStopDistance(editing::indentWidth * fontMetrics().horizontalAdvance(u' '));
    QPalette colors = theme.palette();
    colors.setColor(QPalette::Base, theme.color(ColorRole::Code));
    setPalette(colors);
    m_highlighter->setTheme(theme.syntaxTheme());
    measureNotes();
    placeGutter();
    updateHighlights();
}

qreal CodeEditor::textHeight(int width)
{
    // With wrapped lines, lines are counted only for the width the viewport has.
    if (lineWrapMode() != NoWrap && viewport()->width() != width)
        resize(width + gutterWidth(), height());
    qreal height = 0;
    for (QTextBlock block = document()->firstBlock(); block.isValid(); block = block.next())
        height += blockBoundingRect(block).height();
    return height;
}

int CodeEditor::gutterWidth() const
{
    if (!m_gutter)
        return 0;
    const int digits = qMax(2, int(QString::number(blockCount()).size()));
    return gutterPadding + m_noteWidth + digits * fontMetrics().horizontalAdvance(u'9');
}

void CodeEditor::placeGutter()
{
    if (!m_gutter)
        return;
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect area = contentsRect();
    m_gutter->setGeometry(area.left(), area.top(), gutterWidth(), area.height());
    m_gutter->update();
}

void CodeEditor::paintGutter(QPainter &painter, const QRect &area)
{
    painter.fillRect(area, themeOf(this).color(ColorRole::Code));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    const qreal height = fontMetrics().lineSpacing();
    QTextBlock block = firstVisibleBlock();
    qreal top = blockBoundingGeometry(block).translated(contentOffset()).top();
    for (; block.isValid() && top <= area.bottom(); block = block.next()) {
        if (block.isVisible())
            paintGutterLine(painter, block, QRectF(0, top, m_gutter->width(), height));
        top += blockBoundingRect(block).height();
    }
}

void CodeEditor::paintGutterLine(QPainter &painter, const QTextBlock &block, const QRectF &line)
{
    const Theme &theme = themeOf(this);
    const bool current = block.blockNumber() == textCursor().blockNumber();
    if (const LineMark *mark = markAt(block.blockNumber() + 1)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(mark->mark == Mark::Passed ? ColorRole::Tip
                : mark->mark == Mark::Failed                    ? ColorRole::Danger
                                                                : ColorRole::Accent));
        painter.drawRoundedRect(QRectF(4, line.top() + 3, 4, line.height() - 6), 2, 2);
    }
    if (const LineNote *note = noteAt(block.blockNumber() + 1))
        paintLineNote(painter, line, *note);
    painter.setFont(font());
    painter.setPen(theme.color(current ? ColorRole::Text : ColorRole::Muted));
    painter.drawText(line.adjusted(8, 0, -foldColumn - 2, 0), Qt::AlignRight | Qt::AlignVCenter,
        QString::number(block.blockNumber() + 1));
    if (!editing::startsFold(block))
        return;
    const QPointF c(line.right() - foldColumn / 2.0, line.center().y());
    painter.setPen(QPen(theme.color(ColorRole::Muted), 1.4));
    painter.setBrush(Qt::NoBrush);
    if (editing::isFolded(block))
        painter.drawPolyline(QPolygonF{c + QPointF(-2, -4), c + QPointF(2, 0), c + QPointF(-2, 4)});
    else
        painter.drawPolyline(QPolygonF{c + QPointF(-4, -2), c + QPointF(0, 2), c + QPointF(4, -2)});
}

void CodeEditor::paintLineNote(QPainter &painter, const QRectF &line, const LineNote &note)
{
    const Theme &theme = themeOf(this);
    const QRectF chip(notesLeft, line.top() + 2, m_noteWidth - 4, line.height() - 4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(ColorRole::AccentSoft));
    painter.drawRoundedRect(chip, 4, 4);
    painter.setFont(noteFont());
    painter.setPen(theme.color(ColorRole::Accent));
    painter.drawText(chip, Qt::AlignCenter, note.text);
}

void CodeEditor::gutterPressed(QPoint at)
{
    const QTextBlock block = cursorForPosition({0, at.y()}).block();
    if (at.x() < notesLeft + m_noteWidth && noteAt(block.blockNumber() + 1)) {
        setTextCursor(QTextCursor(block));
        emit lineNoteClicked(block.blockNumber() + 1);
        return;
    }
    if (at.x() > m_gutter->width() - foldColumn && editing::startsFold(block))
        editing::setFolded(block, !editing::isFolded(block));
    else
        setTextCursor(QTextCursor(block));
    viewport()->update();
    m_gutter->update();
}

void CodeEditor::setMark(int line, Mark mark, const QString &text)
{
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (!block.isValid())
        return;
    m_marks.removeIf([line](const LineMark &known) { return known.cursor.blockNumber() == line - 1; });
    if (mark != Mark::None)
        m_marks.append({QTextCursor(block), mark, text});
    if (m_gutter)
        m_gutter->update();
}

void CodeEditor::clearMarks()
{
    m_marks.clear();
    if (m_gutter)
        m_gutter->update();
}

QList<std::pair<int, CodeEditor::Mark>> CodeEditor::marks() const
{
    QList<std::pair<int, Mark>> lines;
    for (const LineMark &mark : m_marks)
        lines.append({mark.cursor.blockNumber() + 1, mark.mark});
    return lines;
}

void CodeEditor::setLineNotes(const QMap<int, LineNote> &notes)
{
    m_notes.clear();
    for (const auto &[line, note] : notes.asKeyValueRange()) {
        const QTextBlock block = document()->findBlockByNumber(line - 1);
        if (!block.isValid())
            continue;
        m_notes.append({QTextCursor(block), note});
    }
    measureNotes();
    placeGutter();
}

void CodeEditor::measureNotes()
{
    m_noteWidth = 0;
    const QFontMetrics metrics(noteFont());
    for (const auto &[cursor, note] : std::as_const(m_notes))
        m_noteWidth = qMax(m_noteWidth, metrics.horizontalAdvance(note.text) + 14);
}

QMap<int, QString> CodeEditor::lineNotes() const
{
    QMap<int, QString> notes;
    for (const auto &[cursor, note] : m_notes)
        notes.insert(cursor.blockNumber() + 1, note.text);
    return notes;
}

const CodeEditor::LineNote *CodeEditor::noteAt(int line) const
{
    for (const auto &[cursor, note] : m_notes) {
        if (cursor.blockNumber() == line - 1)
            return &note;
    }
    return nullptr;
}

QFont CodeEditor::noteFont() const
{
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.82);
    return small;
}

const CodeEditor::LineMark *CodeEditor::markAt(int line) const
{
    for (const LineMark &mark : m_marks) {
        if (mark.cursor.blockNumber() == line - 1)
            return &mark;
    }
    return nullptr;
}

/// The nearest place to it that there is; `line` is from 1.
static QTextCursor cursorAt(const QTextDocument &document, int line, int column)
{
    const QTextBlock block = document.findBlockByNumber(qBound(1, line, document.blockCount()) - 1);
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + qMin(column, block.length() - 1));
    return cursor;
}

void CodeEditor::goToLine(int line, int column)
{
    editing::reveal(document()->findBlockByNumber(qBound(1, line, blockCount()) - 1));
    setTextCursor(cursorAt(*document(), line, column));
    centerCursor();
}

void CodeEditor::replaceText(const QString &text)
{
    const EditLog::Edit change = EditLog::between(toPlainText(), text);
    const QTextCursor before = textCursor();
    const int line = before.blockNumber() + 1;
    const int column = before.positionInBlock();
    const int top = verticalScrollBar()->value();
    const bool isIn = before.position() >= change.position
        && before.position() <= change.position + change.removed.size();
    EditLog::perform(*document(), change);
    if (isIn) // else it has moved with its words
        setTextCursor(cursorAt(*document(), line, column));
    verticalScrollBar()->setValue(top);
}

void CodeEditor::setTabMovesFocus(bool moves)
{
    if (tabChangesFocus() == moves)
        return;
    setTabChangesFocus(moves);
    emit tabMovesFocusChanged(moves);
}

void CodeEditor::perform(Command command)
{
    using editing::Direction;
    if (isReadOnly())
        return;
    switch (command) {
    case Command::ToggleComment: editing::toggleComment(textCursor()); break;
    case Command::MoveLineUp: setTextCursor(editing::moveLines(textCursor(), Direction::Up)); break;
    case Command::MoveLineDown: setTextCursor(editing::moveLines(textCursor(), Direction::Down)); break;
    case Command::DuplicateLine: setTextCursor(editing::duplicateLines(textCursor())); break;
    case Command::ToggleFold: toggleFold(); break;
    case Command::FoldAll: foldAll(true); break;
    case Command::UnfoldAll: foldAll(false); break;
    case Command::TabMovesFocus: setTabMovesFocus(!tabChangesFocus()); break;
    case Command::Complete:
        if (m_completion)
            m_completion->open();
        break;
    default: break;
    }
}

void CodeEditor::toggleFold()
{
    const QTextBlock block = textCursor().block();
    editing::setFolded(block, !editing::isFolded(block));
    viewport()->update();
    if (m_gutter)
        m_gutter->update();
}

void CodeEditor::foldAll(bool folded)
{
    for (QTextBlock block = document()->firstBlock(); block.isValid(); block = block.next()) {
        if (block.isVisible() && editing::startsFold(block) && editing::isFolded(block) != folded)
            editing::setFolded(block, folded);
    }
    viewport()->update();
    if (m_gutter)
        m_gutter->update();
}

void CodeEditor::showMatches(const QList<int> &starts, int length)
{
    m_matches = starts;
    m_matchLength = length;
    updateHighlights();
}

void CodeEditor::updateHighlights()
{
    const Theme &theme = themeOf(this);
    const QTextCursor cursor = textCursor();
    if (!cursor.block().isVisible())
        editing::reveal(cursor.block());
    QList<QTextEdit::ExtraSelection> selections;
    if (m_gutter && hasFocus()) {
        QTextEdit::ExtraSelection line = highlight(
            cursor, cursor.position(), 0, theme.color(ColorRole::CurrentLine));
        line.format.setProperty(QTextFormat::FullWidthSelection, true);
        selections.append(line);
    }
    if (m_pointer.hasSelection())
        selections.append(highlight(cursor, m_pointer.selectionStart(),
            m_pointer.selectionEnd() - m_pointer.selectionStart(), theme.color(ColorRole::BracketMatch)));
    for (const int start : std::as_const(m_matches))
        selections.append(highlight(cursor, start, m_matchLength, theme.color(ColorRole::FindMatch)));
    const auto brackets = isReadOnly() || !hasFocus() ? std::nullopt : editing::bracketsAt(cursor);
    if (brackets && brackets->partner >= 0) {
        for (const int at : {brackets->at, brackets->partner})
            selections.append(highlight(cursor, at, 1, theme.color(ColorRole::BracketMatch)));
    }
    if (m_problem.hasSelection()) {
        QTextEdit::ExtraSelection problem;
        problem.cursor = m_problem;
        problem.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        problem.format.setUnderlineColor(theme.color(ColorRole::Danger));
        selections.append(problem);
    }
    setExtraSelections(selections);
    if (m_gutter)
        m_gutter->update();
}

void CodeEditor::setCompletion(const NameList &names)
{
    delete m_completion;
    m_completion = new Completion(this, names);
}

void CodeEditor::setProblem(int line, int column, int endColumn, const QString &text)
{
    const QTextBlock block = document()->findBlockByNumber(qBound(1, line, blockCount()) - 1);
    const int last = block.length() - 1;
    int from = qBound(0, column, last);
    const int to = endColumn > from ? qMin(endColumn, last) : last;
    if (from == to) // nothing is there: the word before it is what one sees
        from = qMax(0, from - 1);
    m_problem = QTextCursor(block);
    m_problem.setPosition(block.position() + from);
    m_problem.setPosition(block.position() + to, QTextCursor::KeepAnchor);
    m_problemText = text;
    updateHighlights();
}

void CodeEditor::clearProblem()
{
    m_problem = QTextCursor();
    m_problemText.clear();
    updateHighlights();
}

void CodeEditor::setPointer(int line, int column, int endLine, int endColumn)
{
    const QTextBlock first = document()->findBlockByNumber(line - 1);
    const QTextBlock last = document()->findBlockByNumber(endLine - 1);
    if (!first.isValid() || !last.isValid())
        return clearPointer();
    editing::reveal(first);
    m_pointer = QTextCursor(first);
    m_pointer.setPosition(first.position() + qBound(0, column, first.length() - 1));
    const int end = column < 0 || endColumn < 0 ? last.length() - 1 : qMin(endColumn, last.length() - 1);
    m_pointer.setPosition(last.position() + end, QTextCursor::KeepAnchor);
    updateHighlights();
    const QRect place = cursorRect(QTextCursor(first));
    if (!viewport()->rect().contains(place.center()))
        verticalScrollBar()->setValue(qMax(0, first.firstLineNumber() - viewport()->height() / place.height() / 2));
}

void CodeEditor::clearPointer()
{
    m_pointer = QTextCursor();
    updateHighlights();
}

bool CodeEditor::viewportEvent(QEvent *event)
{
    // Files are for whoever is around the editor to take: nobody wants their address in the code.
    if (event->type() == QEvent::DragEnter && static_cast<QDragEnterEvent *>(event)->mimeData()->hasUrls()) {
        event->ignore();
        return true;
    }
    if (event->type() != QEvent::ToolTip || !m_problem.hasSelection())
        return QPlainTextEdit::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int at = cursorForPosition(help->pos()).position();
    if (at >= m_problem.selectionStart() && at <= m_problem.selectionEnd())
        QToolTip::showText(help->globalPos(), m_problemText, this);
    else
        QToolTip::hideText();
    return true;
}

bool CodeEditor::showTip(QPoint at, QPoint global)
{
    const int line = cursorForPosition({0, at.y()}).blockNumber() + 1;
    QStringList texts;
    if (const LineMark *mark = markAt(line); mark && !mark->text.isEmpty())
        texts.append(mark->text);
    if (const LineNote *note = noteAt(line))
        texts.append(note->tip);
    texts.isEmpty() ? QToolTip::hideText() : QToolTip::showText(global, texts.join(u'\n'), this);
    return true;
}

bool CodeEditor::event(QEvent *event)
{
    // The text control claims Ctrl+K, Ctrl+D and others for itself before any action can see them.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool usual = key->matches(QKeySequence::Copy) || key->matches(QKeySequence::Cut)
            || key->matches(QKeySequence::Paste) || key->matches(QKeySequence::Undo)
            || key->matches(QKeySequence::Redo) || key->matches(QKeySequence::SelectAll);
        const bool letter = key->key() < Qt::Key_Escape;
        if (!usual && letter && key->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) {
            event->ignore();
            return false;
        }
    }
    return QPlainTextEdit::event(event);
}

bool CodeEditor::handleIndentKey(QKeyEvent *event)
{
    QTextCursor cursor = textCursor();
    switch (event->key()) {
    case Qt::Key_Tab:
        cursor.hasSelection() ? editing::indentLines(cursor) : editing::insertIndent(cursor);
        return true;
    case Qt::Key_Backtab: editing::unindentLines(cursor); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        editing::breakLine(cursor);
        setTextCursor(cursor);
        ensureCursorVisible();
        return true;
    case Qt::Key_Backspace: return editing::removeIndent(cursor);
    case Qt::Key_Home:
        cursor.setPosition(editing::smartHome(cursor),
            event->modifiers() & Qt::ShiftModifier ? QTextCursor::KeepAnchor : QTextCursor::MoveAnchor);
        setTextCursor(cursor);
        return true;
    default: return false;
    }
}

void CodeEditor::keyPressEvent(QKeyEvent *event)
{
    const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    if (m_completion && m_completion->keyPressed(*event))
        return;
    if (!plain || isReadOnly() || !handleIndentKey(event))
        QPlainTextEdit::keyPressEvent(event);
    if (m_completion && !isReadOnly())
        m_completion->keyHandled(*event);
}

void CodeEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    placeGutter();
}

void CodeEditor::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    updateHighlights();
}

void CodeEditor::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    updateHighlights();
}

} // namespace ringside::desktop
