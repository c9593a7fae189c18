#include "desktop/lesson/textblock.h"

#include "desktop/theme/style.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTextBlock>
#include <QTextList>
#include <QTextTable>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int codeProperty = QTextFormat::UserProperty + 1; // inline code: gets a rounded ground

constexpr QChar joiner(0xFEFF); // no line breaks beside it; every font has it, as few have U+2060
constexpr int longCode = 32; // letters: only longer code may be broken

// After a slash or a hyphen a line may break, which leaves "/" or "-" behind alone.
QList<int> unwantedBreaks(const QString &code)
{
    QList<int> breaks;
    for (int i = 0; i + 1 < code.size(); ++i) {
        const bool canBreak = code[i] == u'/' || code[i] == u'-';
        const bool begins = i == 0 || !code[i - 1].isLetterOrNumber();
        if (canBreak && (begins || code.size() <= longCode))
            breaks.append(i + 1);
    }
    return breaks;
}

qreal lineHeightInEm(TextBlock::Kind kind)
{
    switch (kind) {
    case TextBlock::Kind::Heading: return 1.28;
    case TextBlock::Kind::Table: return 1.45;
    default: return 1.66;
    }
}

int headingSpace(int level, Density density)
{
    if (density != Density::Roomy)
        return 22;
    return level == 1 ? 0 : level == 2 ? 34 : 24;
}

// One undo-free edit block: every change of format in it costs a single layout.
class FormatStep
{
public:
    explicit FormatStep(QTextCursor &cursor)
        : m_cursor(cursor)
    {
        m_cursor.beginEditBlock();
    }
    FormatStep(const FormatStep &) = delete;
    FormatStep &operator=(const FormatStep &) = delete;
    ~FormatStep() { m_cursor.endEditBlock(); }

private:
    QTextCursor &m_cursor;
};

} // namespace

LinkButton::LinkButton(const QString &text, const QString &target, QWidget *parent)
    : QAbstractButton(parent)
    , m_target(target)
{
    setText(text);
    setAccessibleName(text);
    setFocusPolicy(Qt::TabFocus);
}

void LinkButton::paintEvent(QPaintEvent *)
{
    if (!hasFocus())
        return;
    QPainter painter(this);
    drawFocusRing(painter, themeOf(this), rect(), 4);
}

void LinkButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

TextBlock::TextBlock(const markdown::Text &text, Density density, QWidget *parent)
    : BlockWidget(parent)
    , m_text(text)
    , m_density(density)
{
    setAttribute(Qt::WA_TransparentForMouseEvents); // the page owns the mouse: selection crosses blocks
    m_document.setDocumentMargin(0);
    m_document.setUndoRedoEnabled(false);
    m_spaceAbove = m_text.kind == Kind::Heading ? headingSpace(m_text.level, density)
        : m_text.kind == Kind::Table            ? 18
                                                : 14;
    restyle();
    makeLinks();
}

TextBlock::TextBlock(const HeadingContent &heading, Density density, QWidget *parent)
    : TextBlock(markdown::Text{Kind::Heading, heading.level, heading.html}, density, parent)
{
    m_anchor = heading.anchor;
}

void TextBlock::setTextRole(TextRole role)
{
    m_role = role;
    restyle();
}

TextRole TextBlock::textRole() const
{
    if (m_role)
        return *m_role;
    if (m_text.kind == Kind::Table)
        return TextRole::Small;
    if (m_text.kind != Kind::Heading)
        return m_density == Density::Dense ? TextRole::Small : TextRole::Body;
    const int step = m_text.level - 1 + int(m_density);
    return TextRole(qBound(int(TextRole::Display), step, int(TextRole::Heading3)));
}

QString TextBlock::styleSheet(const QFont &font) const
{
    const Theme &theme = themeOf(this);
    return u"a{color:%1;text-decoration:none} code,pre{font-family:'%2';font-size:%3pt} th{color:%4;font-weight:600}"_s
        .arg(theme.color(ColorRole::Accent).name(), theme.codeFont().family())
        .arg(font.pointSizeF() * 0.93)
        .arg(theme.color(ColorRole::Secondary).name());
}

void TextBlock::restyle()
{
    const QFont font = themeOf(this).readingFont(textRole());
    m_document.setDefaultFont(font);
    m_document.setDefaultStyleSheet(styleSheet(font));
    m_document.setTextWidth(-1);
    m_document.setHtml(m_text.html);
    m_document.setIndentWidth(26 * themeOf(this).zoom());
    QTextCursor cursor(&m_document);
    {
        const FormatStep step(cursor);
        formatBlocks(cursor, font);
        formatLists(cursor);
        joinCode(cursor);
        markCode(cursor);
        if (m_text.kind == Kind::Table)
            formatTable();
    }
    m_plain = m_document.toPlainText().remove(joiner);
    update();
}

void TextBlock::formatBlocks(QTextCursor &cursor, const QFont &font)
{
    // From the em size: fonts differ in their own spacing (Inter 1.21, Noto Sans 1.36), and the same
    // percentage of that would look 12 % looser.
    const qreal wanted = lineHeightInEm(m_text.kind) * QFontInfo(font).pixelSize();
    QTextBlockFormat format;
    format.setLineHeight(
        100 * wanted / QFontMetricsF(font).height(), QTextBlockFormat::ProportionalHeight);
    cursor.select(QTextCursor::Document);
    cursor.mergeBlockFormat(format);
}

void TextBlock::formatLists(QTextCursor &cursor)
{
    for (QTextBlock block = m_document.begin(); block.isValid(); block = block.next()) {
        if (!block.textList() && m_text.kind != Kind::List)
            continue;
        QTextBlockFormat format;
        format.setTopMargin(block == m_document.begin() ? 0 : 5);
        format.setBottomMargin(0);
        cursor.setPosition(block.position());
        cursor.mergeBlockFormat(format);
    }
}

bool TextBlock::isCode(const QTextFragment &fragment) const
{
    return fragment.charFormat().fontFamilies().toStringList().contains(themeOf(this).codeFont().family());
}

void TextBlock::joinCode(QTextCursor &cursor)
{
    m_joiners.clear();
    for (QTextBlock block = m_document.begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            if (!isCode(it.fragment()))
                continue;
            for (const int at : unwantedBreaks(it.fragment().text()))
                m_joiners.append(it.fragment().position() + at);
        }
    }
    for (qsizetype i = m_joiners.size() - 1; i >= 0; --i) { // from the end: the places before stay what they are
        cursor.setPosition(m_joiners[i]);
        cursor.insertText(joiner);
        m_joiners[i] += int(i);
    }
}

int TextBlock::inDocument(int position) const
{
    for (const int place : m_joiners)
        position += place <= position ? 1 : 0;
    return position;
}

int TextBlock::inText(int position) const
{
    return position - int(std::ranges::lower_bound(m_joiners, position) - m_joiners.begin());
}

void TextBlock::markCode(QTextCursor &cursor)
{
    QTextCharFormat code;
    code.setProperty(codeProperty, true);
    for (QTextBlock block = m_document.begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            if (!isCode(fragment))
                continue;
            cursor.setPosition(fragment.position());
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor::KeepAnchor);
            cursor.mergeCharFormat(code);
        }
    }
}

void TextBlock::formatTable()
{
    const Theme &theme = themeOf(this);
    for (QTextFrame *frame : m_document.rootFrame()->childFrames()) {
        auto *table = qobject_cast<QTextTable *>(frame);
        if (!table)
            continue;
        QTextTableFormat format = table->format();
        format.setBorder(0);
        format.setBorderCollapse(true);
        format.setHeaderRowCount(1);
        table->setFormat(format);
        for (int row = 0; row < table->rows(); ++row) {
            for (int column = 0; column < table->columns(); ++column) {
                QTextTableCell cell = table->cellAt(row, column);
                QTextTableCellFormat look = cell.format().toTableCellFormat();
                look.setTopPadding(8);
                look.setBottomPadding(8);
                look.setLeftPadding(12);
                look.setRightPadding(12);
                look.setVerticalAlignment(QTextCharFormat::AlignTop);
                if (row + 1 < table->rows()) {
                    look.setBottomBorder(1);
                    look.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
                    look.setBottomBorderBrush(theme.color(ColorRole::Border));
                }
                if (row == 0)
                    look.setBackground(theme.color(ColorRole::Raised));
                cell.setFormat(look);
            }
        }
    }
}

void TextBlock::makeLinks()
{
    for (QTextBlock block = m_document.begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            const QString target = fragment.charFormat().anchorHref();
            if (target.isEmpty())
                continue;
            const int end = fragment.position() + fragment.length();
            // A link with code in it is several fragments.
            if (!m_links.isEmpty() && m_links.last().to == fragment.position()
                && m_links.last().button->target() == target) {
                m_links.last().to = end;
                m_links.last().button->setAccessibleName(
                    m_links.last().button->accessibleName() + fragment.text().remove(joiner));
                continue;
            }
            auto *button = new LinkButton(fragment.text().remove(joiner), target, this);
            connect(button, &QAbstractButton::clicked, this,
                [this, button] { emit linkActivated(button->target()); });
            m_links.append({button, fragment.position(), end});
        }
    }
}

QRectF TextBlock::rangeRect(int from, int to) const
{
    const QTextBlock block = m_document.findBlock(from);
    const QTextLine line = block.layout()->lineForTextPosition(from - block.position());
    if (!line.isValid())
        return {};
    const int end = qMin(to - block.position(), line.textStart() + line.textLength());
    const QPointF origin = m_document.documentLayout()->blockBoundingRect(block).topLeft();
    const qreal left = line.cursorToX(from - block.position());
    return {origin.x() + left, origin.y() + line.y(), line.cursorToX(end) - left, line.height()};
}

void TextBlock::placeLinks()
{
    for (const Link &link : std::as_const(m_links))
        link.button->setGeometry(rangeRect(link.from, link.to).adjusted(-3, 0, 3, 0).toAlignedRect());
}

int TextBlock::heightForColumn(int width)
{
    if (m_text.kind == Kind::Rule)
        return 17;
    if (m_document.textWidth() != width)
        m_document.setTextWidth(width);
    placeLinks();
    return qCeil(m_document.size().height());
}

void TextBlock::paintCodeGrounds(QPainter &painter) const
{
    const Theme &theme = themeOf(this);
    QColor ground = theme.color(ColorRole::Text);
    ground.setAlphaF(theme.isDark() ? 0.11F : 0.07F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    const auto *layout = m_document.documentLayout();
    for (QTextBlock block = m_document.begin(); block.isValid(); block = block.next()) {
        const QPointF origin = layout->blockBoundingRect(block).topLeft();
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            if (!fragment.charFormat().boolProperty(codeProperty))
                continue;
            const QFontMetricsF metrics(fragment.charFormat().font());
            int from = fragment.position() - block.position();
            const int to = from + fragment.length();
            while (from < to) {
                const QTextLine line = block.layout()->lineForTextPosition(from);
                if (!line.isValid())
                    break;
                const int end = qMin(to, line.textStart() + line.textLength());
                const qreal left = line.cursorToX(from);
                painter.drawRoundedRect(QRectF(origin.x() + left - 1.5,
                                            origin.y() + line.y() + line.ascent() - metrics.ascent() - 1,
                                            line.cursorToX(end) - left + 3, metrics.height() + 2),
                    4, 4);
                if (end == from)
                    break;
                from = end;
            }
        }
    }
}

void TextBlock::paintText(QPainter &painter, const QRect &clip)
{
    const Theme &theme = themeOf(this);
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette = palette();
    context.palette.setColor(QPalette::Text, theme.color(ColorRole::Text));
    context.clip = clip;
    const int end = m_document.characterCount() - 1;
    const auto highlight = [&](int from, int to, ColorRole ground) {
        QAbstractTextDocumentLayout::Selection range;
        range.cursor = QTextCursor(&m_document);
        range.cursor.setPosition(qMin(inDocument(from), end));
        range.cursor.setPosition(qMin(inDocument(to), end), QTextCursor::KeepAnchor);
        range.format.setBackground(theme.color(ground));
        range.format.setForeground(theme.color(ColorRole::Text));
        return range;
    };
    for (const auto &[from, to] : std::as_const(m_highlights)) {
        context.selections.append(highlight(from, to, ColorRole::WarningGround));
        context.selections.last().format.setUnderlineStyle(QTextCharFormat::DashUnderline);
        context.selections.last().format.setUnderlineColor(theme.color(ColorRole::Warning));
    }
    for (qsizetype i = 0; i < m_matches.size(); ++i) {
        context.selections.append(
            highlight(m_matches[i], m_matches[i] + m_matchLength, ColorRole::FindMatch));
        if (i == m_currentMatch) // the current match is told apart by more than colour
            context.selections.last().format.setFontUnderline(true);
    }
    if (m_selection.first != m_selection.second)
        context.selections.append(highlight(m_selection.first, m_selection.second, ColorRole::Selection));
    m_document.documentLayout()->draw(&painter, context);
}

void TextBlock::paintEvent(QPaintEvent *event)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_text.kind == Kind::Rule) {
        painter.fillRect(0, height() / 2, width(), 1, theme.color(ColorRole::Border));
        return;
    }
    if (m_text.kind != Kind::Table) {
        paintCodeGrounds(painter);
        paintText(painter, event->rect());
        return;
    }
    const QRectF edge = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath card;
    card.addRoundedRect(edge, 8, 8);
    painter.setClipPath(card);
    paintText(painter, event->rect());
    paintCodeGrounds(painter); // over the header's ground, which is a cell background
    painter.setClipping(false);
    painter.setPen(theme.color(ColorRole::Border));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(card);
}

int TextBlock::positionAt(QPoint point) const
{
    return inText(qMax(0, m_document.documentLayout()->hitTest(point, Qt::FuzzyHit)));
}

QString TextBlock::linkAt(QPoint point) const
{
    return m_document.documentLayout()->anchorAt(point);
}

QRect TextBlock::rectAt(int position) const
{
    QRectF rect = rangeRect(inDocument(position), inDocument(position));
    rect.setWidth(2);
    return rect.toRect();
}

void TextBlock::setSelection(int from, int to)
{
    if (m_selection == std::pair(from, to))
        return;
    m_selection = {from, to};
    update();
}

void TextBlock::setHighlights(const QList<std::pair<int, int>> &ranges)
{
    if (m_highlights == ranges)
        return;
    m_highlights = ranges;
    update();
}

void TextBlock::setMatches(const QList<int> &starts, int length, int current)
{
    m_matches = starts;
    m_matchLength = length;
    m_currentMatch = current;
    update();
}

} // namespace ringside::desktop
