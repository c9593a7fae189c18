#include "desktop/widgets/notice.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

struct Look
{
    ColorRole color, ground;
    QString icon;
};

Look lookOf(NoticeKind kind)
{
    switch (kind) {
    case NoticeKind::Note: return {ColorRole::Note, ColorRole::NoteGround, u"info"_s};
    case NoticeKind::Success: return {ColorRole::Tip, ColorRole::TipGround, u"check"_s};
    case NoticeKind::Warning: return {ColorRole::Warning, ColorRole::WarningGround, u"warning"_s};
    case NoticeKind::Problem: return {ColorRole::Danger, ColorRole::DangerGround, u"danger"_s};
    }
    Q_UNREACHABLE_RETURN({});
}

constexpr int emptyIconSize = 48;

} // namespace

Notice::Notice(QWidget *parent)
    : QWidget(parent)
    , m_title(new Label({}, TextRole::Heading3))
    , m_text(new Label({}, TextRole::Body, ColorRole::Text))
{
    auto *row = new QHBoxLayout(this); // a spacing, unlike a margin, changes sides with the direction of writing
    row->setContentsMargins(14, 10, 14, 12);
    row->addSpacing(26);
    auto *layout = new QVBoxLayout;
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    row->addLayout(layout, 1);
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
}

void Notice::setMessage(NoticeKind kind, const QString &title, const QString &text)
{
    m_kind = kind;
    m_title->setColorRole(lookOf(kind).color);
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(text);
    updateGeometry();
    update();
}

void Notice::paintEvent(QPaintEvent *)
{
    const Look look = lookOf(m_kind);
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    drawCard(painter, rect(), theme.color(look.ground), theme.color(look.ground));
    const QRect icon = QStyle::visualRect(layoutDirection(), rect(),
        QRect(14, m_title->geometry().top() + (m_title->fontMetrics().height() - 18) / 2, 18, 18));
    painter.drawPixmap(icon, theme.pixmap(look.icon, 18, look.color, devicePixelRatioF()));
}

EmptyState::EmptyState(const QString &icon, const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_icon(icon)
    , m_title(new Label(title, TextRole::Heading1))
    , m_text(new Label(text, TextRole::Body, ColorRole::Secondary))
{
    // An aligned label in a box layout is as high as if it were as wide as the layout, and loses its last lines:
    // the column gets its width from a row instead.
    auto *column = new QWidget;
    column->setMaximumWidth(560);
    auto *lines = new QVBoxLayout(column);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(10);
    lines->addStretch(2);
    lines->addSpacing(emptyIconSize + 16);
    for (Label *label : {m_title, m_text}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
        lines->addWidget(label);
    }
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    lines->addSpacing(6);
    lines->addStretch(3);
    auto *row = new QHBoxLayout(this);
    row->addStretch(1);
    row->addWidget(column, 1000);
    row->addStretch(1);
}

Button *EmptyState::addAction(const QString &text, const QString &icon)
{
    auto *button = new Button(text, Button::Kind::Primary, icon);
    auto *lines = static_cast<QVBoxLayout *>(m_title->parentWidget()->layout());
    lines->insertWidget(lines->count() - 1, button, 0, Qt::AlignHCenter);
    return button;
}

void EmptyState::setText(const QString &title, const QString &text)
{
    m_title->setText(title);
    m_text->setText(text);
    setAccessibleName(title);
    setAccessibleDescription(text);
}

void EmptyState::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    const QRect icon((width() - emptyIconSize) / 2, m_title->mapTo(this, QPoint()).y() - emptyIconSize - 18, emptyIconSize,
        emptyIconSize);
    painter.drawPixmap(icon, theme.pixmap(m_icon, emptyIconSize, ColorRole::Muted, devicePixelRatioF()));
}

} // namespace ringside::desktop
