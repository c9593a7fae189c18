#include "desktop/interview/mockview.h"

#include "desktop/interview/interviewdatedialog.h"
#include "desktop/interview/mockreportview.h"
#include "desktop/interview/mockreviewview.h"
#include "desktop/interview/mocksetup.h"
#include "desktop/lesson/markdown.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/notice.h"
#include "progress/deck.h"
#include "progress/review.h"
#include "wording/learning.h"
#include "wording/reportwords.h"
#include "wording/trouble.h"

#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace ringside::desktop {

namespace {

using progress::MockInterview;
using progress::MockPhase;
using progress::MockRecord;
using progress::Store;

constexpr qsizetype lately = 3; // interviews whose questions are not asked again

QHash<QString, QString> exercisesByCode(const course::Course &course)
{
    QHash<QString, QString> uids;
    for (const course::Exercise &exercise : course.exercises)
        uids.insert(exercise.code, u"exercise:"_s + exercise.id);
    return uids;
}

/// In the store's thread.
Result<progress::MockSource> sourceOf(const Store &store, const course::Course &course)
{
    progress::MockSource source{.cards = progress::cardsOf(course),
        .exercisesByCode = exercisesByCode(course), .content = course.interviews};
    const auto summary = progress::summarize(store, course, progress::currentMoment());
    const auto mocks = store.mocks().all();
    if (!summary || !mocks)
        return std::unexpected(!summary ? summary.error() : mocks.error());
    for (const progress::TopicSummary &topic : summary->topics)
        if (const auto score = topic.score())
            source.topicScores.insert(topic.topic, *score);
    for (const MockRecord &record : mocks->first(std::min(lately, mocks->size())))
        if (const auto interview = MockInterview::fromJson(record.state); interview && interview->plan())
            for (const progress::MockStep &step : interview->plan()->steps)
                source.askedLately.insert(step.card.uid);
    return source;
}

/// The questions of an interview that was written down, for whoever grades them in the background.
Result<progress::MockPlan> planOf(const MockRecord &record)
{
    return progress::mockPlanFromJson(record.state[u"plan"].toObject());
}

} // namespace

MockView::MockView(const PageServices &services, QWidget *parent)
    : QWidget(parent)
    , m_services(services)
    , m_problem(new Notice)
    , m_stack(new QStackedWidget)
    , m_setup(new MockSetup)
    , m_run(new MockRun(services))
    , m_review(new MockReviewView)
    , m_report(new MockReportView)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_problem);
    layout->addWidget(m_stack);
    m_problem->hide();
    for (QWidget *widget : {static_cast<QWidget *>(m_setup), static_cast<QWidget *>(m_run),
             static_cast<QWidget *>(m_review), static_cast<QWidget *>(m_report)})
        m_stack->addWidget(widget);
    connect(m_setup, &MockSetup::closed, this, &MockView::closed);
    connect(m_setup, &MockSetup::dayRequested, this, &MockView::dayRequested);
    connect(m_setup, &MockSetup::beginRequested, this, &MockView::draw);
    connect(m_setup, &MockSetup::continueRequested, this, &MockView::goOn);
    connect(m_setup, &MockSetup::reportRequested, this, &MockView::goOn);
    connect(m_run, &MockRun::changed, this, &MockView::interviewChanged);
    connect(m_run, &MockRun::resultArrived, this, [this] {
        keep();
        if (m_stack->currentWidget() == m_review)
            m_review->setJudging(m_run->isJudging());
    });
    connect(m_review, &MockReviewView::changed, this, &MockView::keep);
    connect(m_review, &MockReviewView::finished, this, &MockView::finishReview);
    m_again.setInterval(2s);
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &MockView::keep);
    connect(m_report, &MockReportView::instructorRequested, this, [this] {
        if (!m_interview)
            return;
        showReview();
        emit shown();
    });
    connect(m_report, &MockReportView::closed, this, [this] {
        m_run->stop();
        m_review->stop();
        m_interview.reset();
        open();
    });
}

void MockView::setCourse(const std::shared_ptr<const course::Course> &course)
{
    m_course = course;
    m_setup->setCourse(*course);
}

void MockView::open()
{
    if (m_interview && m_stack->currentWidget() != m_setup)
        return;
    m_stack->setCurrentWidget(m_setup);
    m_problem->hide();
    m_services.store.run([](const Store &store) { return progress::reviewSettings(store); })
        .then(this, [this](const Result<progress::ReviewSettings> &settings) {
            if (settings && m_course)
                m_setup->setInterviewDay(!settings->interview ? QString()
                        : interviewText(*settings->interview, *m_course));
        });
    m_services.store.run([](const Store &store) { return store.mocks().all(); })
        .then(this, [this](const Result<QList<MockRecord>> &records) {
            if (records)
                m_setup->setRecords(*records);
            else
                say(records.error(), tr("Earlier interviews could not be read"));
            emit shown();
        });
}

void MockView::draw(const progress::MockConfig &config)
{
    m_setup->say({}, {});
    m_problem->hide();
    m_services.store.run([course = m_course](const Store &store) { return sourceOf(store, *course); })
        .then(this, [this, config](const Result<progress::MockSource> &source) {
            if (!source) {
                say(source.error(), tr("The interview could not be drawn"));
                return;
            }
            const auto plan = progress::drawMock(config, *source);
            if (!plan) {
                m_setup->say(tr("There is nothing to ask"), tr("No question fits this level and these topics."));
                return;
            }
            m_record = {};
            begin(MockInterview(config, *plan));
        });
}

void MockView::begin(MockInterview interview)
{
    m_interview = std::move(interview);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_interview->begin(now);
    m_record.startedMs = now;
    m_record.uid = progress::newUid();
    keep();
    m_stack->setCurrentWidget(m_run);
    m_run->start(m_course, *m_interview, *planOf(m_record));
    emit shown();
}

/// One that was interrupted, or that is over and wants to be seen.
void MockView::goOn(const MockRecord &record)
{
    auto interview = MockInterview::fromJson(record.state);
    const auto plan = planOf(record);
    if (!interview || !plan) {
        say(!interview ? interview.error() : plan.error(), tr("This interview cannot be read"));
        return;
    }
    m_record = record;
    m_interview = std::move(*interview);
    m_interview->forgetInterruption(record.updatedMs, QDateTime::currentMSecsSinceEpoch());
    if (m_interview->phase() < MockPhase::Done)
        m_run->start(m_course, *m_interview, *plan);
    if (m_interview->phase() < MockPhase::Review)
        m_stack->setCurrentWidget(m_run);
    else if (m_interview->phase() == MockPhase::Review)
        showReview();
    else
        showReport(*m_interview);
    emit shown();
}

void MockView::interviewChanged()
{
    keep();
    if (!m_interview || m_interview->phase() != MockPhase::Review || m_stack->currentWidget() == m_review)
        return;
    showReview();
    emit shown();
}

void MockView::showReview()
{
    m_review->start(*m_interview);
    m_review->setJudging(m_run->isJudging());
    m_stack->setCurrentWidget(m_review);
    m_review->panes().first()->setFocus();
    announce(this, tr("Go through the interview, point by point"));
}

void MockView::keep()
{
    m_again.stop();
    if (!m_interview)
        return;
    m_record.state = m_interview->toJson();
    m_record.updatedMs = QDateTime::currentMSecsSinceEpoch();
    if (m_interview->phase() >= MockPhase::Review && m_record.endedMs == 0)
        m_record.endedMs = m_record.updatedMs;
    m_services.store.run([record = m_record](const Store &store) mutable { return store.mocks().save(record); })
        .then(this, [this](const Result<> &kept) {
            if (kept) {
                m_problem->hide();
                return;
            }
            say(kept.error(), tr("The interview is not being kept"));
            m_again.start();
        });
}

void MockView::save()
{
    m_run->takeText();
    keep();
}

void MockView::finishReview()
{
    if (!m_interview)
        return;
    std::ignore = m_interview->finishReview(); // it is already, when an instructor came later
    showReport(*m_interview);
}

void MockView::showReport(const MockInterview &interview)
{
    m_services.store.run([](const Store &store) { return store.mocks().all(); })
        .then(this, [this, interview](const Result<QList<MockRecord>> &records) {
            QList<QJsonObject> earlier;
            if (records)
                for (const MockRecord &record : *records)
                    if (record.uid != m_record.uid && !record.report.isEmpty())
                        earlier.append(record.report);
            const auto report = progress::reportOf(interview, earlier);
            if (!report)
                return;
            m_record.report = progress::toJson(*report);
            keep();
            QHash<QString, QString> titles;
            for (const progress::Card &card : progress::cardsOf(*m_course))
                titles.insert(card.uid, markdown::plainText(card.prompt).simplified());
            for (const progress::ReportedTopic &topic : report->topics)
                titles.insert(topic.topic, wording::topicTitle(*m_course, topic.topic));
            for (const course::Lesson &lesson : m_course->lessons)
                titles.insert(lesson.id, lesson.title);
            m_report->setReport(progress::toHtml(*report, wording::reportWords(), titles), m_record.report);
            m_stack->setCurrentWidget(m_report);
            m_report->panes().first()->setFocus();
            announce(this, tr("The report of your interview"));
            emit shown();
        });
}

void MockView::commit()
{
    if (m_stack->currentWidget() == m_run)
        m_run->submit();
}

void MockView::say(const Error &error, const QString &title)
{
    const wording::Trouble trouble = wording::explain(error);
    m_problem->setMessage(NoticeKind::Problem, title, (trouble.what + u' ' + trouble.remedy).trimmed());
    if (m_problem->isVisible())
        return; // it is tried again all the time, and said once
    m_problem->show();
    announce(this, title);
}

QList<QWidget *> MockView::panes() const
{
    if (m_stack->currentWidget() == m_run)
        return m_run->panes();
    if (m_stack->currentWidget() == m_review)
        return m_review->panes();
    return m_stack->currentWidget() == m_report ? m_report->panes() : m_setup->panes();
}

} // namespace ringside::desktop
