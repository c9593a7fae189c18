#include "desktop/interview/interviewpage.h"

#include "desktop/interview/cardspane.h"
#include "desktop/interview/interviewhome.h"
#include "desktop/interview/mockview.h"
#include "desktop/interview/reviewview.h"
#include "progress/deck.h"
#include "wording/learning.h"

#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

const QString topicPrefix = u"topic:"_s;

} // namespace

InterviewPage::InterviewPage(const PageServices &services, QWidget *parent)
    : Page(parent)
    , m_stack(new QStackedWidget)
    , m_home(new InterviewHome(services))
    , m_review(new ReviewView(services))
    , m_mock(new MockView(services))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_stack->addWidget(m_home);
    m_stack->addWidget(m_review);
    m_stack->addWidget(m_mock);
    connect(m_home, &InterviewHome::reviewRequested, this, &InterviewPage::startReview);
    connect(m_home, &InterviewHome::drillRequested, this, [this](const QString &title, const QStringList &uids) {
        m_review->startDrill(tr("Practice: %1").arg(title), uids);
        goTo(m_review, u"practice"_s);
    });
    connect(m_home, &InterviewHome::deckRequested, this, [this](const QString &name, const QString &uid) {
        m_review->start(tr("Review: %1").arg(name), uid);
        goTo(m_review, u"deck"_s);
    });
    connect(m_home, &InterviewHome::mockRequested, this, &InterviewPage::openMock);
    connect(m_mock, &MockView::closed, this, &InterviewPage::goHome);
    connect(m_mock, &MockView::dayRequested, m_home, &InterviewHome::askForDate);
    connect(m_home, &InterviewHome::dateChanged, m_mock, &MockView::open);
    connect(m_mock, &MockView::linkActivated, this, &Page::linkActivated);
    connect(m_review, &ReviewView::closed, this, &InterviewPage::goHome);
    connect(m_review, &ReviewView::linkActivated, this, &Page::linkActivated);
    connect(m_review, &ReviewView::ownCardRequested, m_home, [this](progress::Card like) {
        like.uid.clear(); // a new one, that begins with the words of the old
        m_home->cards()->writeCard(like);
    });
}

void InterviewPage::setCourse(const std::shared_ptr<const course::Course> &course)
{
    m_course = course;
    const QList<progress::Card> cards = progress::cardsOf(*course); // once: it reads every lesson
    m_home->setCourse(course, cards);
    m_review->setCourse(course, cards);
    m_mock->setCourse(course);
    if (isVisible())
        m_home->refresh();
}

void InterviewPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (m_stack->currentWidget() == m_home)
        m_home->refresh();
    else if (m_stack->currentWidget() == m_review)
        m_review->refresh();
}

void InterviewPage::goTo(QWidget *view, const QString &place)
{
    m_stack->setCurrentWidget(view);
    if (m_place != place) {
        m_place = place;
        emit placeChanged();
    }
}

void InterviewPage::goHome()
{
    goTo(m_home, {});
    m_home->refresh();
    if (const QList<QWidget *> panes = m_home->panes(); !panes.isEmpty())
        panes.first()->setFocus();
}

void InterviewPage::startReview()
{
    m_review->start(tr("Review"));
    goTo(m_review, u"review"_s);
}

void InterviewPage::startDrill(const QString &topic)
{
    // Which cards these are is in the figures of the home view, which may not have come yet.
    const auto start = [this, topic] {
        m_review->startDrill(tr("Practice: %1").arg(wording::topicTitle(*m_course, topic)), m_home->drillOf(topic));
        goTo(m_review, topicPrefix + topic);
    };
    connect(m_home, &InterviewHome::shown, this, start, Qt::SingleShotConnection);
    m_home->refresh();
}

void InterviewPage::startQuestion(const QString &id)
{
    const auto start = [this, id] {
        m_review->startDrill(tr("Question %1").arg(id), {u"question:"_s + id});
        goTo(m_review, id);
    };
    connect(m_home, &InterviewHome::shown, this, start, Qt::SingleShotConnection);
    m_home->refresh();
}

void InterviewPage::openMock()
{
    m_mock->open();
    goTo(m_mock, u"mock"_s);
    if (const QList<QWidget *> panes = m_mock->panes(); !panes.isEmpty())
        panes.first()->setFocus();
}

bool InterviewPage::openPlace(const QString &place)
{
    if (place.isEmpty())
        return true;
    if (place == m_place)
        return true;
    if (!m_course)
        return false;
    if (place == u"home")
        goHome();
    else if (place == u"review")
        startReview();
    else if (place == u"mock")
        openMock();
    else if (place.startsWith(topicPrefix))
        startDrill(place.mid(topicPrefix.size()));
    else if (m_course->question(place))
        startQuestion(place);
    else
        return false;
    return true;
}

void InterviewPage::perform(Command command)
{
    if (command == Command::Run && m_stack->currentWidget() == m_review)
        m_review->commit();
    else if (command == Command::Run && m_stack->currentWidget() == m_mock)
        m_mock->commit();
}

void InterviewPage::performOwn(const QString &command)
{
    if (command == u"review")
        startReview();
    else if (command == u"mock")
        openMock();
    else if (command == u"new-card")
        m_home->cards()->writeCard();
    else if (command == u"new-deck")
        m_home->cards()->makeDeck();
    else if (command == u"export-cards")
        m_home->askForExport();
    else if (command == u"interview-day")
        m_home->askForDate();
    else if (m_stack->currentWidget() != m_review)
        return;
    else if (command == u"undo")
        m_review->undo();
    else if (command == u"tomorrow")
        m_review->postpone();
    else if (command == u"suspend")
        m_review->suspend();
    else if (command == u"give-up")
        m_review->giveUp();
}

QList<QWidget *> InterviewPage::panes() const
{
    if (m_stack->currentWidget() == m_mock)
        return m_mock->panes();
    return m_stack->currentWidget() == m_review ? m_review->panes() : m_home->panes();
}

void InterviewPage::save()
{
    m_review->saveDraft();
    m_mock->save();
}

PageEntry interviewEntry()
{
    const auto alt = [](Qt::Key key) { return QList<QKeySequence>{QKeySequence(Qt::ALT | key)}; };
    return {.id = u"interview"_s,
        .title = InterviewPage::tr("Interview"),
        .icon = u"cards"_s,
        .position = railposition::interview,
        .keys = {QKeySequence(Qt::CTRL | Qt::Key_5)},
        .commands = {{u"review"_s, InterviewPage::tr("Review what is due"), alt(Qt::Key_R)},
            {u"undo"_s, InterviewPage::tr("Take the last answer back"), alt(Qt::Key_Z)},
            {u"tomorrow"_s, InterviewPage::tr("Ask the card tomorrow"), alt(Qt::Key_T)},
            {u"suspend"_s, InterviewPage::tr("Suspend the card"), alt(Qt::Key_S)},
            {u"give-up"_s, InterviewPage::tr("I don't know"), alt(Qt::Key_D)},
            {u"mock"_s, InterviewPage::tr("Mock interview"), alt(Qt::Key_M)},
            {u"new-card"_s, InterviewPage::tr("Write a card of my own"), alt(Qt::Key_C)},
            {u"new-deck"_s, InterviewPage::tr("Make a deck of my own"), alt(Qt::Key_K)},
            {u"interview-day"_s, InterviewPage::tr("Set the day of my interview"), {}},
            {u"export-cards"_s, InterviewPage::tr("Export the cards for other programs"), {}}},
        .make = [](const PageServices &services) -> Page * { return new InterviewPage(services); }};
}

} // namespace ringside::desktop
