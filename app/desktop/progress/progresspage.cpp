#include "desktop/progress/progresspage.h"

#include "desktop/progress/chartcard.h"
#include "desktop/progress/figuretile.h"
#include "desktop/progress/progressfigures.h"
#include "desktop/progress/storecard.h"
#include "desktop/progress/topicmodel.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/layouts.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/panel.h"
#include "desktop/widgets/plaintable.h"
#include "wording/learning.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int daysShown = 14;
constexpr int weeksShown = 40;
constexpr int wideFrom = 1080; // room for two columns
constexpr int mostWidth = 1400;
constexpr int topicRowHeight = 32;

} // namespace

ProgressPage::ProgressPage(const PageServices &services, QWidget *parent)
    : Page(parent)
    , m_store(services.store)
    , m_scroll(new QScrollArea)
    , m_topics(new TopicModel(this))
{
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setAlignment(Qt::AlignHCenter); // on a screen that is wider than the page
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(makeContent());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_scroll);
}

QWidget *ProgressPage::makeContent()
{
    auto *content = new Ground(ColorRole::Window);
    content->setMaximumWidth(mostWidth + 56);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(28, 24, 28, 28);
    layout->setSpacing(0);
    layout->addWidget(new Label(tr("Progress"), TextRole::Display));
    m_state = new Label(tr("Reading what you have done …"), TextRole::Body, ColorRole::Secondary);
    m_state->setWordWrap(true);
    layout->addWidget(m_state);
    layout->addSpacing(18);

    m_storeCard = new StoreCard(m_store);
    connect(m_storeCard, &StoreCard::settled, this, &ProgressPage::refresh);
    layout->addWidget(m_storeCard);
    m_problem = new Notice;
    m_problem->hide();
    layout->addWidget(m_problem);

    auto *figures = new QHBoxLayout;
    figures->setSpacing(16);
    m_time = new FigureTile(u"clock"_s, tr("in the last seven days"));
    m_passed = new FigureTile(u"check"_s, tr("exercises passed"));
    m_due = new FigureTile(u"cards"_s, tr("cards due today"));
    m_weak = new FigureTile(u"target"_s, tr("weak topics"));
    for (FigureTile *tile : {m_time, m_passed, m_due, m_weak})
        figures->addWidget(tile, 1);
    layout->addLayout(figures);
    layout->addSpacing(16);

    auto *next = new QWidget;
    m_next = new QVBoxLayout(next);
    m_next->setContentsMargins(14, 10, 14, 12);
    m_next->setSpacing(6);
    auto *course = new ChartCard(tr("Course"), m_ring = new RingChart);
    auto *days = new ChartCard(tr("Time per day"), m_bars = new BarChart);
    days->setRemark(tr("minutes"));
    auto *calendar = new ChartCard(tr("Calendar"), m_calendar = new CalendarChart);
    m_cards = {course, days, calendar};
    auto *row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(course, 2);
    row->addWidget(days, 3);
    auto *left = new QVBoxLayout;
    left->setSpacing(16);
    left->addWidget(new Pane(tr("Next"), next));
    left->addLayout(row);
    left->addWidget(calendar);
    left->addStretch();
    auto *right = new QVBoxLayout;
    right->addWidget(makeTopics());
    right->addStretch();
    m_sides = new QBoxLayout(QBoxLayout::LeftToRight);
    m_sides->setSpacing(16);
    m_sides->addLayout(left, 11);
    m_sides->addLayout(right, 9);
    layout->addLayout(m_sides);
    layout->addStretch();
    return content;
}

QWidget *ProgressPage::makeTopics()
{
    m_topicTable = new QTableView;
    makePlain(*m_topicTable, topicRowHeight);
    m_topicTable->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_topicTable->setModel(m_topics);
    m_topicTable->setItemDelegateForColumn(TopicModel::Recall, new RecallDelegate(m_topicTable));
    m_topicTable->setAccessibleName(tr("How each topic stands"));
    m_topicTable->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); // else its pane grows, and the header in it
    m_topicTable->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_topicTable->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_topicTable->viewport()->setCursor(Qt::PointingHandCursor);
    QHeaderView *header = m_topicTable->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(TopicModel::Topic, QHeaderView::Stretch);
    const auto practise = [this](const QModelIndex &index) {
        emit linkActivated(u"ringside:interview/topic:"_s + index.data(TopicModel::TopicRole).toString());
    };
    connect(m_topicTable, &QTableView::activated, this, practise);
    auto *pane = new Pane(tr("Topics"), m_topicTable);
    pane->setRemark(tr("the last 20 answers; Enter practises a topic"));
    return pane;
}

void ProgressPage::setCourse(const std::shared_ptr<const course::Course> &course)
{
    m_course = course;
    if (isVisible())
        refresh();
}

void ProgressPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    refresh();
}

void ProgressPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    m_sides->setDirection(width() >= wideFrom ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void ProgressPage::refresh()
{
    if (!m_course)
        return;
    m_storeCard->refresh();
    const progress::Moment now = progress::currentMoment();
    m_store.run([course = m_course, now](const progress::Store &store) {
        return progress::summarize(store, *course, now);
    }).then(this, [this, today = now.studyDay](const Result<progress::Summary> &summary) {
        m_problem->setVisible(!summary);
        if (summary) {
            showSummary(*summary, today);
        } else {
            const wording::Trouble trouble = wording::explain(summary.error());
            m_problem->setMessage(NoticeKind::Problem, tr("Your progress could not be read"), trouble.what);
            m_state->setText({});
        }
        emit shown();
    });
}

void ProgressPage::showSummary(const progress::Summary &summary, int today)
{
    m_state->setText(summary.days.isEmpty()
            ? tr("Nothing yet: what you read, solve and answer is counted from here on.")
            : tr("%1 of %2 exercises passed, %3 of them mastered. %4 of %5 parts read.")
                  .arg(summary.passed).arg(summary.exercises).arg(summary.mastered)
                  .arg(summary.partsRead).arg(summary.parts));
    m_time->setFigure(wording::timeText(summary.activeMs(today, 7)));
    m_passed->setFigure(tr("%1 of %2").arg(summary.passed).arg(summary.exercises));
    m_passed->setRemark(tr("%1 mastered").arg(summary.mastered));
    m_due->setFigure(QString::number(summary.due));
    m_due->setRemark(summary.heldBack > 0 ? tr("%1 left for later").arg(summary.heldBack) : QString());
    m_weak->setFigure(QString::number(summary.weakTopics()));
    m_weak->setRemark(tr("%1 unknown").arg(summary.unknownTopics()));

    m_ring->setShare(summary.partsRead, summary.parts,
        tr("%1 of %2 parts").arg(summary.partsRead).arg(summary.parts));
    const QList<DayFigure> days = lastDays(summary, today, daysShown);
    const QList<DayFigure> weeks = lastWeeks(summary, today, weeksShown);
    m_bars->setDays(days);
    m_calendar->setDays(weeks);
    m_cards[0]->setTable(courseTable(summary));
    m_cards[1]->setTable(dayTable(days));
    m_cards[2]->setTable(dayTable(weeks));
    m_topics->setTopics(summary.topics, m_course);
    if (m_topics->rowCount() > 0)
        m_topicTable->setCurrentIndex(m_topics->index(0, 0));
    m_topicTable->setFixedHeight(
        m_topics->rowCount() * topicRowHeight + m_topicTable->horizontalHeader()->sizeHint().height() + 4);
    showNext(summary);
}

void ProgressPage::showNext(const progress::Summary &summary)
{
    clearLayout(m_next);
    for (const progress::NextStep &step : summary.next) {
        const bool first = step == summary.next.first();
        auto *button = new Button(wording::stepText(step, *m_course),
            first ? Button::Kind::Primary : Button::Kind::Ghost, u"right"_s);
        connect(button, &QPushButton::clicked, this,
            [this, link = wording::stepLink(step)] { emit linkActivated(link); });
        m_next->addWidget(button, 0, Qt::AlignLeft);
    }
    if (summary.next.isEmpty())
        m_next->addWidget(new Label(tr("There is no course here to go on with."), TextRole::Body, ColorRole::Secondary));
}

void ProgressPage::showTables(bool shown)
{
    for (ChartCard *card : std::as_const(m_cards))
        card->showTable(shown);
    announce(this, shown ? tr("Charts are shown as tables") : tr("Charts are shown"));
}

void ProgressPage::performOwn(const QString &command)
{
    if (command == u"tables")
        showTables(!m_cards.first()->isTableShown());
    if (command == u"next" && m_next->count() > 0 && m_next->itemAt(0)->widget())
        if (auto *button = qobject_cast<Button *>(m_next->itemAt(0)->widget()))
            button->click();
}

QList<QWidget *> ProgressPage::panes() const
{
    QList<QWidget *> panes;
    for (QWidget *pane : {m_next->count() > 0 ? m_next->itemAt(0)->widget() : nullptr,
             static_cast<QWidget *>(m_topicTable), static_cast<QWidget *>(m_cards.first()->toggle())})
        if (pane && pane->focusPolicy() != Qt::NoFocus)
            panes.append(pane);
    return panes;
}

PageEntry progressEntry()
{
    return {.id = u"progress"_s,
        .title = ProgressPage::tr("Progress"),
        .icon = u"chart"_s,
        .position = railposition::progress,
        .keys = {QKeySequence(Qt::CTRL | Qt::Key_6)},
        .commands = {{u"tables"_s, ProgressPage::tr("Show charts as tables"), {QKeySequence(Qt::ALT | Qt::Key_T)}},
            {u"next"_s, ProgressPage::tr("Do what comes next"), {QKeySequence(Qt::ALT | Qt::Key_N)}}},
        .make = [](const PageServices &services) -> Page * { return new ProgressPage(services); }};
}

} // namespace ringside::desktop
