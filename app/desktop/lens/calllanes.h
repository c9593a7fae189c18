#pragma once

#include "desktop/lens/callgroup.h"
#include "lens/trace.h"

#include <QWidget>

#include <memory>

namespace ringside::desktop {

/// Calls over time, one lane for each group that has any. Drawn by pixel columns: the cost is that of the width, not of
/// the calls. A press chooses the call nearest to it; so does Return the one to which the arrow keys have gone: left and
/// right along a lane, up and down to the call of another lane that is nearest. The same in words is the table below it,
/// and the description.
class CallLanes : public QWidget
{
    Q_OBJECT

public:
    explicit CallLanes(QWidget *parent = nullptr);

    void setTrace(std::shared_ptr<const lens::Trace> trace);
    void traceGrew();
    void setCurrent(qsizetype event);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }

signals:
    void callChosen(qsizetype event);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Lane
    {
        CallGroup group;
        quint64 calls = 0;
    };

    /// Where a time is, made ready: it is asked for every call of a run.
    struct Scale
    {
        quint64 firstNs = 0;
        double columnsPerNs = 0;
        int lastColumn = 0;
        bool isMirrored = false;

        [[nodiscard]] int columnOf(quint64 timeNs) const;
    };

    void countLanes();
    [[nodiscard]] QRect area() const;
    [[nodiscard]] Scale scale() const;
    [[nodiscard]] int laneAt(int y) const;
    [[nodiscard]] qsizetype nearestTo(int lane, int column) const;
    [[nodiscard]] int laneOf(qsizetype event) const;
    [[nodiscard]] qsizetype inLane(qsizetype from, int direction) const;
    [[nodiscard]] qsizetype inNextLane(int direction) const;
    void goTo(qsizetype event);
    void paintTicks(QPainter &painter) const;
    void paintFocus(QPainter &painter) const;
    void paintScale(QPainter &painter) const;

    std::shared_ptr<const lens::Trace> m_trace;
    std::vector<Lane> m_lanes;
    std::size_t m_counted = 0; ///< events that are in m_lanes
    qsizetype m_current = -1;
    qsizetype m_atKeys = 0; ///< the call to which the arrow keys have gone
};

} // namespace ringside::desktop
