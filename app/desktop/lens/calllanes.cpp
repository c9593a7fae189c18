#include "desktop/lens/calllanes.h"

#include "base/bytes.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "lens/calltext.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int laneHeight = 16;
constexpr int margin = 14;
constexpr int labelWidth = 96;
constexpr int scaleHeight = 20;
constexpr int marks = 4; // of the scale, beside the one at 0

} // namespace

CallLanes::CallLanes(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("System calls over time"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    connect(&themeOf(this), &Theme::schemeChanged, this, qOverload<>(&QWidget::update));
}

void CallLanes::setTrace(std::shared_ptr<const lens::Trace> trace)
{
    m_trace = std::move(trace);
    m_lanes.clear();
    m_counted = 0;
    m_current = -1;
    m_atKeys = 0;
    countLanes();
}

void CallLanes::traceGrew()
{
    countLanes();
}

void CallLanes::countLanes()
{
    const std::size_t lanesBefore = m_lanes.size();
    const auto &events = m_trace ? m_trace->events() : std::vector<lens::Event>();
    for (; m_counted < events.size(); ++m_counted) {
        const CallGroup group = groupOf(events[m_counted].number);
        const auto lane = std::ranges::lower_bound(m_lanes, group, {}, &Lane::group);
        if (lane != m_lanes.end() && lane->group == group)
            ++lane->calls;
        else
            m_lanes.insert(lane, {group, 1});
    }
    QStringList words;
    for (const Lane &lane : m_lanes)
        words.append(u"%1: %2"_s.arg(groupTitle(lane.group)).arg(lane.calls));
    setAccessibleDescription(words.join(u"; "_s));
    if (m_lanes.size() != lanesBefore)
        updateGeometry();
    update();
}

void CallLanes::setCurrent(qsizetype event)
{
    m_current = event;
    if (event >= 0)
        m_atKeys = event;
    update();
}

QSize CallLanes::sizeHint() const
{
    return {400, int(m_lanes.size()) * laneHeight + scaleHeight + 8};
}

QRect CallLanes::area() const
{
    const QRect box(margin + labelWidth, 6, width() - 2 * margin - labelWidth, int(m_lanes.size()) * laneHeight);
    return QStyle::visualRect(layoutDirection(), rect(), box);
}

CallLanes::Scale CallLanes::scale() const
{
    const auto &events = m_trace->events();
    const quint64 first = events.front().timeNs;
    const quint64 last = std::max(first + 1, events.back().timeNs + events.back().durationNs);
    const int lastColumn = area().width() - 2;
    return {.firstNs = first,
        .columnsPerNs = lastColumn / double(last - first),
        .lastColumn = lastColumn,
        .isMirrored = isRightToLeft()};
}

int CallLanes::Scale::columnOf(quint64 timeNs) const
{
    const double place = timeNs <= firstNs ? 0 : double(timeNs - firstNs) * columnsPerNs;
    const int column = int(std::min(double(lastColumn), place));
    return isMirrored ? lastColumn - column : column;
}

void CallLanes::paintEvent(QPaintEvent *)
{
    if (!m_trace || m_trace->events().empty())
        return;
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.setFont(theme.chromeFont(TextRole::Caption));
    const QRect box = area();
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        const QRect lane(box.left(), box.top() + int(i) * laneHeight, box.width(), laneHeight);
        painter.setPen(theme.color(ColorRole::Secondary));
        const QRect label = QStyle::visualRect(
            layoutDirection(), rect(), QRect(margin, lane.top(), labelWidth - 8, laneHeight));
        painter.drawText(label, int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter),
            painter.fontMetrics().elidedText(groupTitle(m_lanes[i].group), Qt::ElideRight, label.width()));
        painter.fillRect(lane.left(), lane.center().y(), lane.width(), 1, theme.color(ColorRole::Border));
    }
    paintTicks(painter);
    paintScale(painter);
    if (hasFocus())
        paintFocus(painter);
}

/// The lane that has the keys, and in it the call.
void CallLanes::paintFocus(QPainter &painter) const
{
    const Theme &theme = themeOf(this);
    const QRect box = area();
    const int top = box.top() + laneOf(m_atKeys) * laneHeight;
    const int x = box.left() + scale().columnOf(m_trace->event(m_atKeys).timeNs);
    painter.fillRect(x - 1, top + 2, 4, laneHeight - 4, theme.color(ColorRole::Text));
    drawFocusRing(painter, theme, QRect(margin - 6, top, width() - 2 * margin + 12, laneHeight), 4);
}

void CallLanes::paintTicks(QPainter &painter) const
{
    const Theme &theme = themeOf(this);
    const QRect box = area();
    if (box.width() < 10)
        return;
    const auto columns = static_cast<std::size_t>(box.width());
    std::vector<char> busy(m_lanes.size() * columns);
    std::vector<char> failed(busy.size());
    const Scale scale = this->scale();
    std::array<std::size_t, callGroupCount> laneOf{};
    for (std::size_t i = 0; i < m_lanes.size(); ++i)
        laneOf[std::size_t(m_lanes[i].group)] = i;
    for (const lens::Event &event : m_trace->events()) {
        const std::size_t row = laneOf[std::size_t(groupOf(event.number))] * columns;
        const std::size_t at = row + std::size_t(scale.columnOf(event.timeNs));
        busy[at] = 1;
        failed[at] |= char(event.isFailed());
    }
    for (std::size_t lane = 0; lane < m_lanes.size(); ++lane) {
        const QColor color = theme.color(groupColor(m_lanes[lane].group));
        const int top = box.top() + int(lane) * laneHeight;
        for (std::size_t x = 0; x < columns; ++x) {
            if (busy[lane * columns + x])
                painter.fillRect(box.left() + int(x), top + 3, 2, laneHeight - 6, color);
            if (failed[lane * columns + x]) // a failed call reaches beyond its lane: not by colour alone
                painter.fillRect(box.left() + int(x), top + 1, 2, laneHeight - 1, theme.color(ColorRole::Danger));
        }
    }
    if (m_current < 0 || m_current >= qsizetype(m_trace->events().size()))
        return;
    const int x = box.left() + scale.columnOf(m_trace->events()[std::size_t(m_current)].timeNs);
    painter.fillRect(x, box.top() - 2, 2, box.height() + 4, theme.color(ColorRole::Text));
}

void CallLanes::paintScale(QPainter &painter) const
{
    const QRect box = area();
    const auto &events = m_trace->events();
    const double span = double(events.back().timeNs + events.back().durationNs - events.front().timeNs) / 1e6;
    painter.setPen(themeOf(this).color(ColorRole::Muted));
    constexpr int room = 80;
    for (int i = 0; i <= marks; ++i) {
        const int step = box.width() * i / marks;
        const int x = box.left() + (isRightToLeft() ? box.width() - step : step);
        const bool isLeft = x == box.left();
        const bool isRight = x == box.left() + box.width();
        const QRect text(isLeft ? x : isRight ? x - room : x - room / 2, box.bottom() + 2, room, scaleHeight);
        painter.drawText(text, int((isLeft ? Qt::AlignLeft : isRight ? Qt::AlignRight : Qt::AlignHCenter) | Qt::AlignVCenter),
            tr("%1 ms").arg(QLocale().toString(span * i / marks, 'f', 1)));
    }
}

int CallLanes::laneAt(int y) const
{
    const int lane = (y - area().top()) / laneHeight;
    return lane >= 0 && lane < int(m_lanes.size()) ? lane : -1;
}

/// -1 when there is no such lane.
qsizetype CallLanes::nearestTo(int lane, int column) const
{
    if (lane < 0 || lane >= int(m_lanes.size()))
        return -1;
    qsizetype best = -1;
    int distance = INT_MAX;
    const auto &events = m_trace->events();
    const Scale scale = this->scale();
    for (std::size_t i = 0; i < events.size(); ++i) {
        const int off = std::abs(scale.columnOf(events[i].timeNs) - column);
        if (off < distance && groupOf(events[i].number) == m_lanes[std::size_t(lane)].group) {
            best = qsizetype(i);
            distance = off;
        }
    }
    return best;
}

void CallLanes::mousePressEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    if (const qsizetype call = nearestTo(laneAt(at.y()), at.x() - area().left()); call >= 0)
        emit callChosen(call);
}

int CallLanes::laneOf(qsizetype event) const
{
    const auto lane = std::ranges::lower_bound(m_lanes, groupOf(m_trace->event(event).number), {}, &Lane::group);
    return int(lane - m_lanes.begin());
}

/// The next call of the same lane; the call itself when it has none.
qsizetype CallLanes::inLane(qsizetype from, int direction) const
{
    const auto groupAt = [this](qsizetype event) { return groupOf(m_trace->event(event).number); };
    for (qsizetype at = from + direction; at >= 0 && at < qsizetype(m_counted); at += direction)
        if (groupAt(at) == groupAt(from))
            return at;
    return from;
}

qsizetype CallLanes::inNextLane(int direction) const
{
    const qsizetype found
        = nearestTo(laneOf(m_atKeys) + direction, scale().columnOf(m_trace->event(m_atKeys).timeNs));
    return found < 0 ? m_atKeys : found;
}

void CallLanes::goTo(qsizetype event)
{
    m_atKeys = event;
    update();
    announce(this,
        tr("%1: %2").arg(groupTitle(groupOf(m_trace->event(event).number)),
            displayText(lens::callText(*m_trace, m_trace->event(event)))));
}

void CallLanes::keyPressEvent(QKeyEvent *event)
{
    if (m_counted == 0)
        return QWidget::keyPressEvent(event);
    const int later = isRightToLeft() ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Left: return goTo(inLane(m_atKeys, -later));
    case Qt::Key_Right: return goTo(inLane(m_atKeys, later));
    case Qt::Key_Up: return goTo(inNextLane(-1));
    case Qt::Key_Down: return goTo(inNextLane(1));
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space: return emit callChosen(m_atKeys);
    default: QWidget::keyPressEvent(event);
    }
}

bool CallLanes::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int lane = laneAt(help->pos().y());
    if (lane >= 0)
        QToolTip::showText(help->globalPos(),
            tr("%1: %n calls", nullptr, int(m_lanes[std::size_t(lane)].calls))
                .arg(groupTitle(m_lanes[std::size_t(lane)].group)),
            this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace ringside::desktop
