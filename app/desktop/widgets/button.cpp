#include "desktop/widgets/button.h"

#include "desktop/theme/style.h"

#include <QEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int iconPixels = 16;
constexpr int iconGap = 6;
constexpr int elidedMargin = 12;
constexpr int leastElidedWidth = 56;

/// On and back point the way one reads.
QString turned(const QString &icon, Qt::LayoutDirection direction)
{
    if (direction == Qt::LeftToRight || (icon != u"left" && icon != u"right"))
        return icon;
    return icon == u"left" ? u"right"_s : u"left"_s;
}

} // namespace

Button::Button(const QString &text, Kind kind, const QString &icon, QWidget *parent)
    : QPushButton(text, parent)
    , m_kind(kind)
    , m_icon(icon)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    updateFont();
    connect(&themeOf(this), &Theme::fontsChanged, this, &Button::updateFont);
    connect(&themeOf(this), &Theme::schemeChanged, this, qOverload<>(&QWidget::update));
}

Button *Button::iconOnly(const QString &icon, const QString &name, QWidget *parent)
{
    auto *button = new Button({}, Kind::Ghost, icon, parent);
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

void Button::setIconName(const QString &icon)
{
    m_icon = icon;
    updateGeometry();
    update();
}

void Button::setKind(Kind kind)
{
    m_kind = kind;
    updateFont();
    update();
}

void Button::updateFont()
{
    QFont font = themeOf(this).chromeFont(TextRole::Small);
    font.setWeight(m_kind == Kind::Primary ? QFont::DemiBold : QFont::Normal);
    setFont(font);
    updateGeometry();
}

void Button::setElides(bool elides)
{
    m_elides = elides;
    setSizePolicy(elides ? QSizePolicy::Maximum : QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Button::minimumSizeHint() const
{
    const QSize whole = sizeHint();
    return m_elides ? QSize(qMin(whole.width(), leastElidedWidth), whole.height()) : whole;
}

bool Button::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && m_elides && !text().isEmpty())
        setToolTip(width() < sizeHint().width() ? text() : QString());
    return QPushButton::event(event);
}

QSize Button::sizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    int width = text().isEmpty() ? 0 : metrics.size(Qt::TextShowMnemonic, text()).width();
    if (!m_icon.isEmpty())
        width += iconPixels + (text().isEmpty() ? 0 : iconGap);
    return {width + (m_kind == Kind::Ghost ? 16 : 26), qMax(28, metrics.height() + 10)};
}

Button::Colors Button::colors() const
{
    const Theme &theme = themeOf(this);
    const bool active = isEnabled() && (underMouse() || isDown());
    const QColor none = Qt::transparent;
    if (!isEnabled())
        return {m_kind == Kind::Primary ? theme.color(ColorRole::Border) : none,
            m_kind == Kind::Outline ? theme.color(ColorRole::Border) : none, ColorRole::Muted};
    switch (m_kind) {
    case Kind::Primary:
        return {theme.color(active ? ColorRole::AccentHover : ColorRole::Accent), none,
            ColorRole::OnAccent};
    case Kind::Outline:
        return {theme.color(isChecked() ? ColorRole::AccentSoft
                    : active            ? ColorRole::Raised
                                        : ColorRole::Surface),
            theme.color(ColorRole::Control), isChecked() ? ColorRole::Accent : ColorRole::Text};
    case Kind::Ghost:
        if (isChecked() || (active && !isCheckable()))
            return {theme.color(ColorRole::AccentSoft), none, ColorRole::Accent};
        // A tab under the mouse is not yet the one that is shown.
        return active ? Colors{theme.color(ColorRole::CurrentLine), none, ColorRole::Text}
                      : Colors{none, none, ColorRole::Secondary};
    }
    Q_UNREACHABLE_RETURN({});
}

void Button::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    const Colors look = colors();
    QPainter painter(this);
    drawCard(painter, rect(), look.ground, look.edge, 6);

    const int iconWidth = m_icon.isEmpty() ? 0 : iconPixels;
    const int gap = !text().isEmpty() && iconWidth ? iconGap : 0;
    const int room = m_elides ? width() - elidedMargin - iconWidth - gap : QWIDGETSIZE_MAX;
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, room, Qt::TextShowMnemonic);
    const int textWidth = shown.isEmpty() ? 0 : fontMetrics().size(Qt::TextShowMnemonic, shown).width();
    QRect content(0, 0, iconWidth + gap + textWidth, height());
    content.moveCenter(rect().center());
    const QRect iconBox = QStyle::visualRect(
        layoutDirection(), content, QRect(content.left(), (height() - iconPixels) / 2, iconPixels, iconPixels));
    const QRect textBox = QStyle::visualRect(
        layoutDirection(), content, content.adjusted(iconWidth + gap, 0, 0, 0));
    if (iconWidth)
        painter.drawPixmap(iconBox,
            theme.pixmap(turned(m_icon, layoutDirection()), iconPixels, look.text, devicePixelRatioF()));
    painter.setPen(theme.color(look.text));
    painter.drawText(textBox, Qt::AlignVCenter | Qt::TextShowMnemonic | Qt::TextDontClip, shown);
    if (hasFocus())
        drawFocusRing(painter, theme, rect(), 6);
}

} // namespace ringside::desktop
