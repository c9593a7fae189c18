#pragma once

#include "course/course.h"
#include "desktop/interview/mockrun.h"
#include "desktop/page/pageentry.h"
#include "progress/mockreport.h"
#include "progress/storethread.h"

#include <QTimer>

class QStackedWidget;

namespace ringside::desktop {

class MockReportView;
class MockReviewView;
class MockSetup;
class Notice;

/// A mock interview from its set-up to its report. Whatever happens is kept at once: after a crash it goes on.
class MockView : public QWidget
{
    Q_OBJECT

public:
    explicit MockView(const PageServices &services, QWidget *parent = nullptr);

    void setCourse(const std::shared_ptr<const course::Course> &course);
    /// The set-up, or the interview that is under way.
    void open();
    void save();
    /// Submits what is typed, as the key does.
    void commit();

    [[nodiscard]] MockSetup *setup() const { return m_setup; }
    [[nodiscard]] MockRun *run() const { return m_run; }
    [[nodiscard]] MockReviewView *review() const { return m_review; }
    [[nodiscard]] MockReportView *report() const { return m_report; }
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    void dayRequested(); ///< that of the real interview is to be set
    void closed();
    void linkActivated(const QString &link);
    /// The set-up has what it needs; an interview began; a report is shown.
    void shown();

private:
    void draw(const progress::MockConfig &config);
    void begin(progress::MockInterview interview);
    void goOn(const progress::MockRecord &record);
    void interviewChanged();
    void keep();
    void finishReview();
    void showReview();
    void showReport(const progress::MockInterview &interview);
    void say(const Error &error, const QString &title);

    PageServices m_services;
    std::shared_ptr<const course::Course> m_course;
    std::optional<progress::MockInterview> m_interview;
    progress::MockRecord m_record;
    QTimer m_again; ///< what could not be kept is tried again
    Notice *m_problem;
    QStackedWidget *m_stack;
    MockSetup *m_setup;
    MockRun *m_run;
    MockReviewView *m_review;
    MockReportView *m_report;
};

} // namespace ringside::desktop
