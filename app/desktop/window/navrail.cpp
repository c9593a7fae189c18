#include "desktop/window/navrail.h"

#include "desktop/theme/style.h"

#include <QEvent>
#include <QMap>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

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

QFont RailButton::captionFont() const
{
    QFont font = themeOf(this).chromeFont(TextRole::Caption);
    if (isChecked())
        font.setWeight(QFont::DemiBold);
    return font;
}

QString RailButton::shownText() const
{
    return QFontMetrics(captionFont()).elidedText(text(), Qt::ElideRight, width() - 4);
}

bool RailButton::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip)
        setToolTip(shownText() == text() ? QString() : text());
    return QAbstractButton::event(event);
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
    painter.setFont(captionFont());
    painter.setPen(theme.color(color));
    painter.drawText(QRect(0, 34, width(), height() - 36), Qt::AlignHCenter | Qt::AlignTop, shownText());
    if (hasFocus())
        drawFocusRing(painter, theme, QRectF(rect()).adjusted(4, 1, -4, -1), 8);
}

NavRail::NavRail(const QList<PageEntry> &pages, QWidget *parent)
    : QWidget(parent)
{
    setFixedWidth(railWidth + 1);
    setAccessibleName(tr("Main navigation"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 10, 1, 10);
    layout->setSpacing(2);
    const auto add = [&](Screen screen, const QString &text, const QString &icon, const QString &page) {
        auto *button = new RailButton(text, icon, this);
        connect(button, &QAbstractButton::clicked, this, [this, screen, page] { emit chosen(screen, page); });
        layout->addWidget(button);
        m_entries.append({screen, page, button});
    };
    QMap<int, PageEntry> shown;
    for (const PageEntry &page : pages) {
        if (page.position > 0) // else only links and commands lead to it
            shown.insert(page.position, page);
    }
    shown.insert(railposition::course, {.title = tr("Course"), .icon = u"map"_s});
    shown.insert(railposition::lesson, {.title = tr("Lesson"), .icon = u"book"_s});
    shown.insert(railposition::exercises, {.title = tr("Exercises"), .icon = u"flask"_s});
    for (const auto &[position, page] : shown.asKeyValueRange()) {
        const Screen screen = position == railposition::course ? Screen::Course
            : position == railposition::lesson                 ? Screen::Lesson
            : position == railposition::exercises              ? Screen::Exercises
                                                               : Screen::Registered;
        add(screen, page.title, page.icon, page.id);
    }
    layout->addStretch();
    add(Screen::Settings, tr("Settings"), u"gear"_s, {});
}

void NavRail::setCurrent(Screen screen, const QString &page)
{
    for (const Entry &entry : std::as_const(m_entries)) {
        entry.button->setAutoExclusive(false); // only links lead to some pages: then none is checked
        entry.button->setChecked(entry.screen == screen && entry.page == page);
        entry.button->setAutoExclusive(true);
    }
}

void NavRail::focusCurrent()
{
    const auto checked = std::ranges::find_if(m_entries, [](const Entry &entry) { return entry.button->isChecked(); });
    const Entry &entry = checked == m_entries.end() ? m_entries.first() : *checked;
    entry.button->setFocus(Qt::ShortcutFocusReason);
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
