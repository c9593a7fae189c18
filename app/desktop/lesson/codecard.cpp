#include "desktop/lesson/codecard.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QTextDocument>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int codePadding = 14;

bool isConsole(const QString &language)
{
    return language == u"console" || language == u"sh" || language == u"bash";
}

QString titleOf(const markdown::Fence &fence)
{
    if (!fence.title.isEmpty())
        return fence.title;
    return fence.language.isEmpty() ? CodeCard::tr("text") : fence.language;
}

} // namespace

CodeCard::CodeCard(const markdown::Fence &fence, QWidget *parent)
    : BlockWidget(parent)
    , m_title(titleOf(fence))
    , m_icon(isConsole(fence.language) ? u"terminal"_s : u"file"_s)
    , m_editor(new CodeEditor(CodeEditor::Side::Bare, this))
{
    setAccessibleName(m_title);
    m_editor->setAccessibleName(tr("Code: %1").arg(m_title));
    m_editor->setLanguage(fence.language);
    m_editor->document()->setDocumentMargin(0);
    if (fence.wraps) {
        m_editor->setLineWrapMode(QPlainTextEdit::WidgetWidth);
        m_editor->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    }
    m_editor->setPlainText(fence.code);
    m_editor->setReadOnly(true);
    m_editor->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_editor->setTabMovesFocus(true);
    m_editor->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_editor->horizontalScrollBar()->installEventFilter(this);
    connect(m_editor, &QPlainTextEdit::blockCountChanged, this, &BlockWidget::heightChanged);

    auto *copy = new Button(tr("Copy"), Button::Kind::Ghost, u"copy"_s, this);
    connect(copy, &QPushButton::clicked, this,
        [this] { QGuiApplication::clipboard()->setText(m_editor->toPlainText()); });
    addButton(copy);
}

// The wheel scrolls the page, also where it passes over the scroll bar of a long line.
bool CodeCard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Wheel)
        return BlockWidget::eventFilter(watched, event);
    const QPoint turned = static_cast<QWheelEvent *>(event)->angleDelta();
    if (qAbs(turned.x()) > qAbs(turned.y()))
        return false;
    event->ignore();
    return true;
}

void CodeCard::setBadge(const QString &text, ColorRole color)
{
    m_badge = text;
    m_badgeColor = color;
    setAccessibleDescription(text);
}

void CodeCard::addButton(Button *button)
{
    m_buttons.prepend(button);
}

void CodeCard::placeButtons()
{
    int right = width() - 8;
    for (Button *button : std::as_const(m_buttons)) {
        if (!button->isVisibleTo(this))
            continue;
        const QSize size = button->sizeHint();
        const QRect box(right - size.width(), (headerHeight - 28) / 2, size.width(), 28);
        button->setGeometry(QStyle::visualRect(layoutDirection(), rect(), box));
        right -= size.width() + 4;
    }
}

int CodeCard::codeHeight() const
{
    const int lines = qCeil(m_editor->textHeight(width() - inset - 8));
    const bool scrolls = m_editor->lineWrapMode() == QPlainTextEdit::NoWrap
        && m_editor->document()->size().width() > width() - inset - 8;
    return lines + 2 * codePadding + (scrolls ? 10 : 0);
}

int CodeCard::heightForColumn(int width)
{
    if (this->width() != width)
        resize(width, height());
    return headerHeight + codeHeight() + sectionsHeight();
}

void CodeCard::resizeEvent(QResizeEvent *)
{
    placeButtons();
    const int code = codeHeight();
    m_editor->setGeometry(
        inset, headerHeight + codePadding, width() - inset - 8, code - codePadding - 2);
    placeSections(headerHeight + code);
}

void CodeCard::restyle()
{
    update(); // the editor restyles itself
}

QString CodeCard::partText() const
{
    return m_editor->toPlainText();
}

int CodeCard::positionAt(QPoint point) const
{
    return point.y() < height() / 2 ? 0 : int(partText().size());
}

QRect CodeCard::rectAt(int position) const
{
    QTextCursor cursor(m_editor->document());
    cursor.setPosition(position);
    return m_editor->cursorRect(cursor).translated(m_editor->pos());
}

void CodeCard::setSelection(int from, int to)
{
    QTextCursor cursor = m_editor->textCursor();
    if (from == to && !cursor.hasSelection())
        return;
    const int end = m_editor->document()->characterCount() - 1;
    cursor.setPosition(qMin(from, end));
    cursor.setPosition(qMin(to, end), QTextCursor::KeepAnchor);
    m_editor->setTextCursor(cursor);
}

void CodeCard::setMatches(const QList<int> &starts, int length, int)
{
    m_editor->showMatches(starts, length);
}

void CodeCard::paintHeader(QPainter &painter)
{
    const Theme &theme = themeOf(this);
    const auto place = [this](QRect box) { return QStyle::visualRect(layoutDirection(), rect(), box); };
    painter.fillRect(0, 0, width(), headerHeight, theme.color(ColorRole::Raised));
    painter.fillRect(0, headerHeight, width(), 1, theme.color(ColorRole::Border));
    painter.drawPixmap(
        place({14, 12, 16, 16}), theme.pixmap(m_icon, 16, ColorRole::Muted, devicePixelRatioF()));
    painter.setFont(theme.chromeFont(TextRole::Small));
    painter.setPen(theme.color(ColorRole::Secondary));
    const int alignment = int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter);
    painter.drawText(place({38, 0, width() / 2, headerHeight}), alignment, m_title);
    if (m_badge.isEmpty())
        return;
    const int after = 38 + painter.fontMetrics().horizontalAdvance(m_title) + 12;
    painter.setFont(theme.chromeFont(TextRole::Caption));
    painter.setPen(theme.color(m_badgeColor));
    painter.drawText(place({after, 0, width() / 2, headerHeight}), alignment, m_badge);
}

void CodeCard::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath card;
    card.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    painter.fillPath(card, theme.color(ColorRole::Code));
    painter.setClipPath(card);
    paintHeader(painter);
    paintSections(painter, headerHeight + codeHeight());
    painter.setClipping(false);
    painter.setPen(theme.color(ColorRole::Border));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(card);
}

} // namespace ringside::desktop
