#pragma once

#include "desktop/page/pageentry.h"

class QStackedWidget;

namespace ringside::desktop {

class InterviewHome;
class MockView;
class ReviewView;

/// Interview preparation: reviews, practice, mock interviews.
class InterviewPage : public Page
{
    Q_OBJECT

public:
    explicit InterviewPage(const PageServices &services, QWidget *parent = nullptr);

    void setCourse(const std::shared_ptr<const course::Course> &course) override;
    QList<QWidget *> panes() const override;
    CommandContexts contexts() const override { return CommandContext::Program; }
    void perform(Command command) override;
    void performOwn(const QString &command) override;
    /// "review", "topic:ID", "mock".
    bool openPlace(const QString &place) override;
    QString placeName() const override { return m_place; }
    void save() override;

    [[nodiscard]] ReviewView *review() const { return m_review; }
    [[nodiscard]] InterviewHome *home() const { return m_home; }
    [[nodiscard]] MockView *mock() const { return m_mock; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void goHome();
    void goTo(QWidget *view, const QString &place);
    void startReview();
    void startDrill(const QString &topic);
    void startQuestion(const QString &id);
    void openMock();

    std::shared_ptr<const course::Course> m_course;
    QString m_place;
    QStackedWidget *m_stack;
    InterviewHome *m_home;
    ReviewView *m_review;
    MockView *m_mock;
};

[[nodiscard]] PageEntry interviewEntry();

} // namespace ringside::desktop
