#include "desktop/lesson/codecard.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPainter>
#include <QPainterPath>
#include <QTextDocument>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int codePadding = 14;

bool isConsole(const QString &language)
{
    return language == u"console" || language == u"sh" || language == u"bash";
}

} // namespace

CodeCard::CodeCard(const QString &title, const QString &language, const QString &code, QWidget *parent)
    : BlockWidget(parent)
    , m_title(title)
    , m_icon(isConsole(language) ? u"terminal"_s : u"file"_s)
    , m_editor(new CodeEditor(CodeEditor::Side::Bare, this))
{
    setAccessibleName(title);
    m_editor->setAccessibleName(tr("Code: %1").arg(title));
    m_editor->setLanguage(language);
    m_editor->document()->setDocumentMargin(0);
    m_editor->setPlainText(code);
    m_editor->setReadOnly(true);
    m_editor->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_editor->setTabMovesFocus(true);
    m_editor->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_editor, &QPlainTextEdit::blockCountChanged, this, &BlockWidget::heightChanged);

    auto *copy = new Button(tr("Copy"), Button::Kind::Ghost, u"copy"_s, this);
    connect(copy, &QPushButton::clicked, this,
        [this] { QGuiApplication::clipboard()->setText(m_editor->toPlainText()); });
    addButton(copy);
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
    // QPlainTextEdit needs room for a horizontal scroll bar only when a line is too long.
    const int lines = qCeil(m_editor->lineHeight() * m_editor->blockCount());
    const bool scrolls = m_editor->document()->size().width() > width() - inset - 8;
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
