#pragma once

#include <QDate>
#include <QList>
#include <QWidget>

namespace ringside::desktop {

/// A share of something as a ring, with the share in its middle.
class RingChart : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    void setShare(int done, int all, const QString &caption);
    QSize sizeHint() const override { return {190, 170}; }
    QSize minimumSizeHint() const override { return {140, 140}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_done = 0;
    int m_all = 0;
    QString m_caption;
};

/// One day of a chart.
struct DayFigure
{
    QDate date;
    qint64 ms = 0;
    int answers = 0;
    int attempts = 0;

    bool operator==(const DayFigure &) const = default;
};
/// "Mon 16 Nov: 40 min, 12 answers": what the pointer is told, and a screen reader.
[[nodiscard]] QString dayText(const DayFigure &day);

/// Minutes per day as bars; the last day is today and stands out.
class BarChart : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    void setDays(const QList<DayFigure> &days);
    QSize sizeHint() const override { return {320, 170}; }
    QSize minimumSizeHint() const override { return {200, 140}; }

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QRect plot() const;
    [[nodiscard]] QRectF slot(qsizetype day) const;

    QList<DayFigure> m_days;
};

/// Weeks as columns, the last one being this week; the more was done on a day, the stronger its square.
class CalendarChart : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Whole weeks, beginning with a Monday; days to come are left out at the end.
    void setDays(const QList<DayFigure> &days);
    /// 0 for nothing, to 4.
    [[nodiscard]] static int level(const DayFigure &day);
    QSize sizeHint() const override { return {600, 160}; }
    QSize minimumSizeHint() const override { return {240, 150}; }

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int firstShown() const;
    [[nodiscard]] QRect square(qsizetype day) const;

    QList<DayFigure> m_days;
};

} // namespace ringside::desktop
