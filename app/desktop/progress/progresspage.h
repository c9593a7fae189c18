#pragma once

#include "desktop/page/pageentry.h"
#include "progress/summary.h"

class QBoxLayout;
class QScrollArea;
class QTableView;
class QVBoxLayout;

namespace ringside::desktop {

class BarChart;
class CalendarChart;
class ChartCard;
class FigureTile;
class Label;
class Notice;
class RingChart;
class StoreCard;
class TopicModel;

/// What was learned, what is due, what is weak, and what to do next.
class ProgressPage : public Page
{
    Q_OBJECT

public:
    explicit ProgressPage(const PageServices &services, QWidget *parent = nullptr);

    void setCourse(const std::shared_ptr<const course::Course> &course) override;
    QList<QWidget *> panes() const override;
    void performOwn(const QString &command) override;

    /// Reads the store again.
    void refresh();

signals:
    /// The figures of the store are on the page.
    void shown();

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeContent();
    QWidget *makeTopics();
    void showSummary(const progress::Summary &summary, int today);
    void showNext(const progress::Summary &summary);
    void showTables(bool shown);

    progress::StoreThread &m_store;
    std::shared_ptr<const course::Course> m_course;
    QScrollArea *m_scroll;
    Label *m_state;
    StoreCard *m_storeCard;
    Notice *m_problem;
    FigureTile *m_time, *m_passed, *m_due, *m_weak;
    QVBoxLayout *m_next;
    QBoxLayout *m_sides;
    RingChart *m_ring;
    BarChart *m_bars;
    CalendarChart *m_calendar;
    QList<ChartCard *> m_cards; ///< course, days, calendar
    TopicModel *m_topics;
    QTableView *m_topicTable;
};

[[nodiscard]] PageEntry progressEntry();

} // namespace ringside::desktop
