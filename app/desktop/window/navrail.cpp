#include "desktop/window/navrail.h"

#include "desktop/theme/style.h"

#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int railWidth = 84;

} // namespace

RailButton::RailButton(const QString &text, const QString &icon, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(icon)
{
    setText(text);
    setAccessibleName(text);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setFixedHeight(sizeHint().height());
    connect(&themeOf(this), &Theme::schemeChanged, this, qOverload<>(&QWidget::update));
}

QSize RailButton::sizeHint() const
{
    return {railWidth, 42 + QFontMetrics(themeOf(this).chromeFont(TextRole::Caption)).height()};
}

void RailButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    const QRect chip((width() - 48) / 2, 5, 48, 28);
    if (isChecked() || underMouse()) {
        const QColor ground = theme.color(isChecked() ? ColorRole::AccentSoft : ColorRole::Raised);
        drawCard(painter, chip, ground, ground);
    }
    const ColorRole color = isChecked() ? ColorRole::Accent : ColorRole::Secondary;
    painter.drawPixmap(QRect(chip.center() - QPoint(9, 9), QSize(20, 20)),
        theme.pixmap(m_icon, 20, color, devicePixelRatioF()));
    QFont font = theme.chromeFont(TextRole::Caption);
    if (isChecked())
        font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(theme.color(color));
    painter.drawText(QRect(0, 34, width(), height() - 36), Qt::AlignHCenter | Qt::AlignTop, text());
    if (hasFocus())
        drawFocusRing(painter, theme, QRectF(rect()).adjusted(4, 1, -4, -1), 8);
}

NavRail::NavRail(QWidget *parent)
    : QWidget(parent)
{
    setFixedWidth(railWidth + 1);
    setAccessibleName(tr("Main navigation"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 10, 1, 10);
    layout->setSpacing(2);
    const auto add = [&](Screen screen, const QString &text, const QString &icon) {
        auto *button = new RailButton(text, icon, this);
        connect(button, &QAbstractButton::clicked, this, [this, screen] { emit chosen(screen); });
        layout->addWidget(button);
        m_buttons.append({screen, button});
    };
    add(Screen::Course, tr("Course"), u"map"_s);
    add(Screen::Lesson, tr("Lesson"), u"book"_s);
    add(Screen::Exercises, tr("Exercises"), u"flask"_s);
    layout->addStretch();
    add(Screen::Settings, tr("Settings"), u"gear"_s);
}

void NavRail::setCurrent(Screen screen)
{
    for (const auto &[of, button] : std::as_const(m_buttons)) {
        if (of == screen)
            button->setChecked(true);
    }
}

void NavRail::focusCurrent()
{
    for (const auto &[of, button] : std::as_const(m_buttons)) {
        if (button->isChecked())
            button->setFocus(Qt::ShortcutFocusReason);
    }
}

void NavRail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    painter.fillRect(rect(), theme.color(ColorRole::Window));
    const QRect line = QStyle::visualRect(layoutDirection(), rect(), QRect(width() - 1, 0, 1, height()));
    painter.fillRect(line, theme.color(ColorRole::Border));
}

} // namespace ringside::desktop
