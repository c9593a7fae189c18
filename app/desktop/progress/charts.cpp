#include "desktop/progress/charts.h"

#include "desktop/theme/style.h"
#include "wording/learning.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int cell = 14; // of the calendar, with its gap
constexpr int gap = 4;
constexpr int dayLabelWidth = 36;
constexpr int captionHeight = 22;
constexpr qint64 msPerMinute = 60'000;

/// A round number of minutes above the highest bar: 10, 20, 30, 60, 90, 120 …
int scaleTop(qint64 mostMs)
{
    const int minutes = int(mostMs / msPerMinute) + 1;
    for (const int top : {10, 20, 40, 60, 80, 120, 180, 240, 360})
        if (minutes <= top)
            return top;
    return (minutes / 240 + 1) * 240;
}

qint64 mostOf(const QList<DayFigure> &days)
{
    qint64 most = 0;
    for (const DayFigure &day : days)
        most = std::max(most, day.ms);
    return most;
}

QString sumText(const QList<DayFigure> &days)
{
    qint64 ms = 0;
    int answers = 0;
    int active = 0;
    for (const DayFigure &day : days) {
        ms += day.ms;
        answers += day.answers;
        active += CalendarChart::level(day) > 0 ? 1 : 0;
    }
    return BarChart::tr("%1 on %2 of %3 days, %4 answers").arg(wording::timeText(ms)).arg(active)
        .arg(days.size()).arg(answers);
}

/// Time goes on to where the script goes.
QRect mirrored(const QWidget &chart, const QRect &place)
{
    return QStyle::visualRect(chart.layoutDirection(), chart.rect(), place);
}

QColor mix(const QColor &a, const QColor &b, double share)
{
    const auto part = [share](int from, int to) { return int(from + (to - from) * share); };
    return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()));
}

} // namespace

QString dayText(const DayFigure &day)
{
    QStringList parts{wording::timeText(day.ms)};
    if (day.answers > 0)
        parts.append(day.answers == 1 ? BarChart::tr("1 answer") : BarChart::tr("%1 answers").arg(day.answers));
    if (day.attempts > 0)
        parts.append(day.attempts == 1 ? BarChart::tr("1 check") : BarChart::tr("%1 checks").arg(day.attempts));
    return u"%1: %2"_s.arg(QLocale().toString(day.date, u"ddd d MMM"_s), parts.join(u", "_s));
}

void RingChart::setShare(int done, int all, const QString &caption)
{
    m_done = done;
    m_all = all;
    m_caption = caption;
    setAccessibleName(caption);
    update();
}

void RingChart::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int side = std::min(width(), height()) - 12;
    const QRectF ring((width() - side) / 2.0 + 6, (height() - side) / 2.0 + 6, side - 12, side - 12);
    const bool asEdge = theme.scheme() == Scheme::HighContrast; // a filled one would look like a full ring
    painter.setPen(QPen(theme.color(ColorRole::Border), asEdge ? 2 : 10));
    painter.drawEllipse(ring);
    const double share = m_all > 0 ? double(m_done) / m_all : 0;
    if (share > 0) {
        const ColorRole role = m_done >= m_all ? ColorRole::Tip : ColorRole::Accent;
        painter.setPen(QPen(theme.color(role), 10, Qt::SolidLine, Qt::RoundCap));
        painter.drawArc(ring, 90 * 16, -int(share * 360 * 16));
    }
    painter.setFont(theme.chromeFont(TextRole::Display));
    painter.setPen(theme.color(ColorRole::Text));
    painter.drawText(ring.adjusted(0, 0, 0, -captionHeight), Qt::AlignCenter,
        tr("%1 %").arg(m_all > 0 ? int(share * 100) : 0));
    painter.setFont(theme.chromeFont(TextRole::Caption));
    painter.setPen(theme.color(ColorRole::Secondary));
    painter.drawText(ring.adjusted(10, captionHeight * 2, -10, 0), Qt::AlignCenter, m_caption);
}

void BarChart::setDays(const QList<DayFigure> &days)
{
    m_days = days;
    setAccessibleName(tr("Time per day: %1").arg(sumText(days)));
    update();
}

QRect BarChart::plot() const
{
    return mirrored(*this, rect().adjusted(dayLabelWidth, 8, -4, -captionHeight));
}

QRectF BarChart::slot(qsizetype day) const
{
    const QRect area = plot();
    const double width = double(area.width()) / double(std::max<qsizetype>(1, m_days.size()));
    const qsizetype place = layoutDirection() == Qt::RightToLeft ? m_days.size() - 1 - day : day;
    return QRectF(area.left() + width * double(place), area.top(), width, area.height());
}

bool BarChart::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    for (qsizetype day = 0; day < m_days.size(); ++day)
        if (slot(day).contains(help->pos()))
            QToolTip::showText(help->globalPos(), dayText(m_days[day]), this);
    return true;
}

void BarChart::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme.chromeFont(TextRole::Caption));
    const QRect area = plot();
    const int top = scaleTop(mostOf(m_days));
    for (int line = 0; line <= 2; ++line) {
        const int y = area.bottom() - area.height() * line / 2;
        painter.setPen(theme.color(ColorRole::Border));
        painter.drawLine(area.left(), y, area.right(), y);
        painter.setPen(theme.color(ColorRole::Muted));
        painter.drawText(mirrored(*this, {0, y - 9, dayLabelWidth - 8, 18}), Qt::AlignRight | Qt::AlignVCenter,
            QString::number(top * line / 2));
    }
    const bool narrow = slot(0).width() < 34;
    for (qsizetype day = 0; day < m_days.size(); ++day) {
        const QRectF room = slot(day);
        const bool today = day == m_days.size() - 1;
        const double height = room.height() * double(m_days[day].ms) / double(top * msPerMinute);
        const double width = std::min(28.0, room.width() * 0.6);
        if (m_days[day].ms > 0) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.color(today ? ColorRole::Accent : ColorRole::Control));
            painter.drawRoundedRect(
                QRectF(room.center().x() - width / 2, room.bottom() - std::max(3.0, height), width,
                    std::max(3.0, height)),
                3, 3);
        }
        const QString name = QLocale().toString(m_days[day].date, u"ddd"_s);
        painter.setPen(theme.color(today ? ColorRole::Accent : ColorRole::Muted));
        painter.drawText(QRectF(room.left(), area.bottom() + 2, room.width(), captionHeight - 2),
            Qt::AlignCenter, narrow ? name.left(1) : name);
    }
}

void CalendarChart::setDays(const QList<DayFigure> &days)
{
    m_days = days;
    setAccessibleName(tr("Calendar: %1").arg(sumText(days)));
    update();
}

int CalendarChart::level(const DayFigure &day)
{
    // Without time on the clock, what was answered and tried tells: about a minute each.
    const qint64 minutes
        = std::max<qint64>(day.ms / msPerMinute, day.answers + 5LL * day.attempts);
    if (minutes == 0)
        return day.ms > 0 ? 1 : 0;
    return minutes < 10 ? 1 : minutes < 30 ? 2 : minutes < 60 ? 3 : 4;
}

/// Where there is no room for all weeks, the oldest are left out.
int CalendarChart::firstShown() const
{
    const int room = std::max(1, (width() - dayLabelWidth) / (cell + gap));
    const int weeks = int(m_days.size() + 6) / 7;
    return std::max(0, weeks - room) * 7;
}

QRect CalendarChart::square(qsizetype day) const
{
    const int place = int(day) - firstShown();
    return mirrored(*this, {dayLabelWidth + place / 7 * (cell + gap), place % 7 * (cell + gap) + 2, cell, cell});
}

bool CalendarChart::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    for (qsizetype day = firstShown(); day < m_days.size(); ++day)
        if (square(day).adjusted(-2, -2, 2, 2).contains(help->pos()))
            QToolTip::showText(help->globalPos(), dayText(m_days[day]), this);
    return true;
}

void CalendarChart::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme.chromeFont(TextRole::Caption));
    painter.setPen(theme.color(ColorRole::Muted));
    for (const int weekday : {1, 3, 5, 7})
        painter.drawText(mirrored(*this, {0, (weekday - 1) * (cell + gap) + 2, dayLabelWidth, cell}),
            Qt::AlignLeft | Qt::AlignVCenter, QLocale().dayName(weekday, QLocale::ShortFormat));
    int month = 0;
    for (qsizetype day = firstShown(); day < m_days.size(); ++day) {
        const int strength = level(m_days[day]);
        const QRect box = square(day);
        const QColor empty = theme.color(ColorRole::Raised);
        painter.setPen(theme.color(strength == 0 ? ColorRole::Border : ColorRole::Accent));
        painter.setBrush(mix(empty, theme.color(ColorRole::Accent), strength / 4.0));
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        const int begin = mirrored(*this, box).left();
        if (day % 7 == 0 && m_days[day].date.month() != std::exchange(month, m_days[day].date.month())
            && begin + 40 < width()) {
            painter.setPen(theme.color(ColorRole::Muted));
            painter.drawText(mirrored(*this, {begin, 7 * (cell + gap) + 2, 60, 18}), Qt::AlignLeft | Qt::AlignVCenter,
                QLocale().monthName(month, QLocale::ShortFormat));
        }
    }
}

} // namespace ringside::desktop
