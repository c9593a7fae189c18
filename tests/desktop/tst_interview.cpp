#include "desktop/interview/answerforms.h"
#include "desktop/interview/cardspane.h"
#include "desktop/interview/gradebar.h"
#include "desktop/interview/interviewdatedialog.h"
#include "desktop/interview/interviewhome.h"
#include "desktop/interview/interviewpage.h"
#include "desktop/interview/judgementwords.h"
#include "desktop/interview/mockreportview.h"
#include "desktop/interview/mockreviewview.h"
#include "desktop/interview/mocksetup.h"
#include "desktop/interview/mockview.h"
#include "desktop/interview/owncarddialog.h"
#include "desktop/interview/pointlist.h"
#include "desktop/interview/reviewview.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/undobar.h"
#include "pagebench.h"
#include "progress/deck.h"
#include "progress/mockinterview.h"
#include "progress/review.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QDialogButtonBox>
#include <QElapsedTimer>
#include <QInputDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

using progress::Card;
using progress::Grade;
using progress::QuestionKind;
using progress::Store;

namespace {

constexpr int patience = 60'000; // milliseconds, for machines with other things to do

Card choiceCard()
{
    Card card{.uid = u"quiz:small#P1"_s, .kind = QuestionKind::Choice, .topic = u"small"_s, .prompt = u"Which?"_s};
    card.options = {{.text = u"this"_s, .right = true, .why = u"because"_s}, {.text = u"that"_s, .why = u"no"_s}};
    return card;
}

constexpr auto readingLesson = R"(+++
id = "reading"
number = 6
title = "Code to read"
subtitle = "One quiz"
level = "foundation"
minutes = 5
prerequisites = []
outcomes = ["read"]
covers = []
+++

# Six times seven {#P1}

```quiz
question = "What does this print?"
code = """
print(6 * 7)
"""
[[option]]
text = "forty-two"
prints = "42"
why = "It is a product of numbers."
[[option]]
text = "seven sixes"
prints = "777777"
misconception = "the star repeats"
why = "That would be a product of a text."
```
)";

Card orderCard()
{
    return {.uid = u"order:OX.1"_s, .kind = QuestionKind::OrderSteps, .topic = u"across"_s,
        .prompt = u"In which order?"_s, .steps = {u"write"_s, u"fsync"_s, u"rename"_s}, .before = {{0, 1}, {1, 2}}};
}

Card bugCard()
{
    Card card{.uid = u"clinic:small#P1"_s, .kind = QuestionKind::FindBug, .topic = u"small"_s, .prompt = u"Broken"_s,
        .code = u"a = 1\nprint(b)\n"_s};
    card.bugLines = {2};
    card.fixedCode = u"a = 1\nprint(a)\n"_s;
    card.expectedOutput = u"1\n"_s;
    return card;
}

} // namespace

class TestInterview : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void withoutAnythingReadNothingIsDue();
    void anOpenQuestionFromTypingToTheNextCard();
    void nothingIsShownBeforeOneHasAnswered();
    void pointsAreTickedBeforehandAndCanBeChanged();
    void whatTheSearchCannotSeeIsSaid();
    void aWrongBeliefIsRecognised();
    void notKnowingIsAnAnswer();
    void keysAloneAreEnough();
    void anAnswerCanBeTakenBack();
    void aSuspendedCardStaysAway();
    void aCardIsAskedTomorrow();
    void aDraftComesBack();
    void fourButtonsOnRequest();
    void aTopicIsPractisedWithoutMovingIt();
    void aQuestionIsReachedByItsLink();
    void leechesAreNoticed();
    void aLeechIsNoticedWhenNothingElseIsDue();
    void whatCannotBeKeptStaysOnTheScreen();
    void whatCannotBeJudgedIsNotLost();
    void theFirstCheckOfAnExerciseCounts_data();
    void theFirstCheckOfAnExerciseCounts();
    void ownCardsAreWrittenChangedAndDeleted();
    void decksAreMadeRenamedAndDeleted();
    void aCardMovesBetweenDecks();
    void aDeletedCardComesBack();
    void aDeckIsReviewedAlone();
    void anOwnCardNeedsSomethingToHoldAgainst();
    void settingsAreKept();
    void theRecallAimedAtTellsItsCost();
    void kindsAreChosenAndOneStays();
    void aDateTellsItsCostBeforeItIsKept();
    void aMockInterviewKnowsTheDayOfTheRealOne();
    void everyFocusStopHasAName();
    void placesAreReachedByLink_data();
    void placesAreReachedByLink();

    void cardsAreExported_data();
    void cardsAreExported();

    void aMockInterviewFromSetUpToReport();
    void aMockInterviewSaysNothingBeforeItsEnd();
    void codeIsReadAndWrittenInAMock_data();
    void codeIsReadAndWrittenInAMock();
    void aBugIsFoundInAMock_data();
    void aBugIsFoundInAMock();
    void whatStoodThereAtTheEndIsJudged();
    void theInterviewerOfARolePlayAnswers();
    void whatCannotBeKeptIsSaidInAMock();
    void whatIsTypedWithoutAPauseIsKept();
    void anInstructorTicksBesideTheLearner();
    void anInstructorMayComeLater();
    void anInterruptedInterviewGoesOn();
    void aPauseHidesTheQuestion();
    void thereMayBeNothingToAsk();
    void reportsAreSaved_data();
    void reportsAreSaved();
    void everyFocusStopOfAMockHasAName();
    void severalTopicsAreChosen();
    void tabGoesFromTopToBottom();

    void formsHoldTheirAnswers();
    void stepsMoveByKey();
    void wordsOfJudgements_data();
    void wordsOfJudgements();
    void judgesWithoutRunning_data();
    void judgesWithoutRunning();
    void aRepairIsRun();

private:
    void openPage();
    void readParts();
    void startReview();
    /// The first card of the course was recalled ten days ago: it is due.
    Card answerLongAgo();
    Card almostALeech();
    void waitForTurn();
    void type(const QString &text);
    void openPageWithDecks();
    void doAndRead(const std::function<void()> &work);
    void moveTo(const QString &deck);
    void openMock();
    void beginMock();
    void answerMock(const QString &text);
    InterviewDateDialog *dateDialog();
    std::optional<progress::InterviewPlan> keptDate();
    void finishMockReview();
    void requireSandbox();
    void addRoundsOfCode();
    void takeMockTurn(const QString &option, const QString &solution);
    [[nodiscard]] progress::MachineResult mockResult(course::RoundKind kind);
    [[nodiscard]] progress::MockInterview keptMock();
    [[nodiscard]] MockView *mock() const { return m_page->mock(); }
    [[nodiscard]] ReviewView *review() const { return m_page->review(); }
    [[nodiscard]] CardsPane *cards() const { return m_page->home()->cards(); }
    [[nodiscard]] QList<progress::Review> reviews()
    {
        return m_bench->inStore([](const Store &store) { return store.reviews().all(); });
    }
    [[nodiscard]] bool sees(const QString &text) const;
    [[nodiscard]] QList<QWidget *> tabStops() const;
    void press(const QString &button)
    {
        auto *found = buttonNamed<Button>(m_page.get(), button);
        QVERIFY2(found, qPrintable(button));
        QTest::mouseClick(found, Qt::LeftButton);
    }

    DesktopTest m_look;
    std::unique_ptr<PageBench> m_bench;
    std::unique_ptr<InterviewPage> m_page;
    std::unique_ptr<QSignalSpy> m_turns; // there from the beginning: an answer that is already known comes at once
    QStringList m_links;
};

void TestInterview::init()
{
    m_bench = std::make_unique<PageBench>();
    QVERIFY(m_bench->openStore());
    m_links.clear();
}

void TestInterview::cleanup()
{
    m_page.reset();
    m_bench.reset();
}

void TestInterview::openPage()
{
    m_page.reset(static_cast<InterviewPage *>(interviewEntry().make(m_bench->services())));
    m_turns = std::make_unique<QSignalSpy>(review(), &ReviewView::turnShown);
    connect(m_page.get(), &Page::linkActivated, this, [this](const QString &link) { m_links.append(link); });
    m_page->resize(1200, 860);
    m_page->setCourse(m_bench->course());
    QSignalSpy shown(m_page->home(), &InterviewHome::shown);
    m_page->show();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), patience);
}

void TestInterview::readParts()
{
    m_bench->inStore([](const Store &store) { return store.reading().markRead(u"small"_s, {}, true, 1); });
}

Card TestInterview::answerLongAgo()
{
    const Card card = progress::cardsOf(*m_bench->course()).first();
    progress::Moment then = progress::currentMoment();
    then.studyDay -= 10;
    then.ms -= 10 * 86'400'000LL;
    m_bench->inStore([card, then](const Store &store) {
        return progress::answer(store, card, Grade::Good, {}, then);
    });
    return card;
}

void TestInterview::waitForTurn()
{
    QTRY_VERIFY_WITH_TIMEOUT(!m_turns->isEmpty(), patience);
    m_turns->clear();
}

void TestInterview::startReview()
{
    readParts();
    openPage();
    m_page->performOwn(u"review"_s);
    waitForTurn();
    QVERIFY(review()->card());
}

void TestInterview::type(const QString &text)
{
    auto *form = qobject_cast<TextForm *>(review()->form());
    QVERIFY(form);
    QTest::keyClicks(form->edit(), text);
}

bool TestInterview::sees(const QString &text) const
{
    const auto has = [&](const auto *widget, const QString &shown) { return widget->isVisible() && shown.contains(text); };
    for (const Notice *notice : m_page->findChildren<Notice *>())
        if (has(notice, notice->accessibleName() + notice->accessibleDescription()))
            return true;
    for (const Label *label : m_page->findChildren<Label *>())
        if (has(label, label->text()))
            return true;
    return false;
}

void TestInterview::withoutAnythingReadNothingIsDue()
{
    openPage();
    QVERIFY(sees(u"0 cards due, 0 new"_s));
    QVERIFY(!buttonNamed<Button>(m_page.get(), u"Nothing to review"_s)->isEnabled());
    m_page->performOwn(u"review"_s);
    waitForTurn();
    QVERIFY(sees(u"Nothing is due"_s));
    press(u"Back to the interview page"_s);
    QVERIFY(m_page->home()->isVisible());
}

void TestInterview::anOpenQuestionFromTypingToTheNextCard()
{
    startReview();
    QCOMPARE(review()->card()->uid, u"question:Q05.1"_s);
    QVERIFY(sees(u"2 cards to go"_s));
    type(u"one can walk through it, and it is short"_s);
    press(u"Show the answer"_s);
    QVERIFY(review()->isCommitted());
    QCOMPARE(review()->points()->ticked().size(), 2);
    const QList<Button *> grades = review()->grades()->buttons();
    QCOMPARE(grades.size(), 2);
    QVERIFY2(grades[0]->text().startsWith(u"Did not recall · in 10 minutes"), qPrintable(grades[0]->text()));
    QVERIFY2(grades[1]->text().startsWith(u"Recalled · in "), qPrintable(grades[1]->text()));
    QTest::mouseClick(grades[1], Qt::LeftButton);
    waitForTurn();
    QCOMPARE(review()->card()->uid, u"question:Q05.2"_s);
    QCOMPARE(reviews().size(), 1);
    QCOMPARE(reviews().first().grade, Grade::Good);
    const auto attempts
        = m_bench->inStore([](const Store &store) { return store.attempts().of(u"question:Q05.1"_s); });
    QCOMPARE(attempts.size(), 1);
    QCOMPARE(attempts.first().answer, u"one can walk through it, and it is short"_s);
    const auto ticks = m_bench->inStore([](const Store &store) {
        return store.connection().all(u"SELECT ticked_by FROM attempt_point ORDER BY 1"_s, {},
            [](const progress::Row &row) { return row.text(0); });
    });
    QCOMPARE(ticks, (QStringList{u"learner"_s, u"learner"_s, u"matcher"_s, u"matcher"_s})); // side by side
}

void TestInterview::nothingIsShownBeforeOneHasAnswered()
{
    startReview();
    press(u"Show the answer"_s);
    QVERIFY(!review()->isCommitted());
    QVERIFY(sees(u"Answer first"_s));
    QVERIFY(!review()->points()->isVisible());
    QVERIFY(review()->grades()->buttons().isEmpty());
}

void TestInterview::pointsAreTickedBeforehandAndCanBeChanged()
{
    startReview();
    type(u"it is short"_s);
    m_page->perform(Command::Run);
    const QList<QCheckBox *> boxes = review()->points()->boxes();
    QVERIFY(!boxes[0]->isChecked());
    QVERIFY(boxes[1]->isChecked());
    QVERIFY(boxes[1]->accessibleDescription().contains(u"short"));
    // Without the essential point it was not recalled …
    QCOMPARE(review()->grades()->buttons().size(), 1);
    // … but whoever said it in other words says so.
    QTest::mouseClick(boxes[0], Qt::LeftButton, {}, QPoint(8, boxes[0]->height() / 2));
    QVERIFY(boxes[0]->isChecked());
    QCOMPARE(review()->grades()->buttons().size(), 2);
    auto *form = qobject_cast<TextForm *>(review()->form());
    QVERIFY(form->edit()->isReadOnly());
    boxes[1]->setFocus();
    QFocusEvent focus(QEvent::FocusIn);
    QCoreApplication::sendEvent(boxes[1], &focus);
    QVERIFY(!form->edit()->extraSelections().isEmpty());
    QCOMPARE(form->edit()->extraSelections().first().cursor.selectedText(), u"short"_s);
}

void TestInterview::whatTheSearchCannotSeeIsSaid()
{
    startReview();
    type(u"walk"_s);
    QVERIFY(!sees(u"It does not see"_s));
    press(u"Show the answer"_s);
    QVERIFY(sees(u"It does not see wrong reasons in the right words"_s));
}

void TestInterview::aWrongBeliefIsRecognised()
{
    startReview();
    type(u"it is useless"_s);
    press(u"Show the answer"_s);
    QTRY_VERIFY_WITH_TIMEOUT(sees(u"It is good for nothing"_s), patience);
    QVERIFY(sees(u"It has all a test needs."_s));
}

void TestInterview::notKnowingIsAnAnswer()
{
    startReview();
    press(u"I don't know"_s);
    QCOMPARE(review()->grades()->buttons().size(), 1);
    QTest::mouseClick(review()->grades()->buttons().first(), Qt::LeftButton);
    waitForTurn();
    QCOMPARE(reviews().first().grade, Grade::Again);
    const auto attempts
        = m_bench->inStore([](const Store &store) { return store.attempts().of(u"question:Q05.1"_s); });
    QCOMPARE(attempts.first().outcome, progress::AttemptOutcome::GivenUp);
}

void TestInterview::keysAloneAreEnough()
{
    startReview();
    type(u"walk, short"_s);
    m_page->perform(Command::Run); // Ctrl+Enter
    QTest::keyClick(review()->points()->boxes().first(), Qt::Key_Space);
    QVERIFY(!review()->points()->boxes().first()->isChecked());
    QTest::keyClick(review()->points()->boxes().first(), Qt::Key_Space);
    QTest::keyClick(review()->points()->boxes().first(), Qt::Key_2);
    waitForTurn();
    QCOMPARE(reviews().first().grade, Grade::Good);
    // A digit in an answer is a digit.
    type(u"2"_s);
    QCOMPARE(review()->form()->text(), u"2"_s);
    QCOMPARE(reviews().size(), 1);
}

void TestInterview::anAnswerCanBeTakenBack()
{
    startReview();
    type(u"walk"_s);
    m_page->perform(Command::Run);
    review()->grades()->choose(0);
    waitForTurn();
    QCOMPARE(review()->card()->uid, u"question:Q05.2"_s);
    m_page->performOwn(u"undo"_s);
    waitForTurn();
    QCOMPARE(review()->card()->uid, u"question:Q05.1"_s);
    const auto states = m_bench->inStore([](const Store &store) { return store.reviews().states(); });
    QCOMPARE(states.value(u"question:Q05.1"_s).phase, progress::Phase::New);
    QCOMPARE(review()->form()->text(), u"walk"_s);
    QVERIFY(sees(u"2 cards to go"_s));
    // Mended and given again, it goes on with what is due.
    qobject_cast<TextForm *>(review()->form())->edit()->moveCursor(QTextCursor::End);
    type(u" short"_s);
    m_page->perform(Command::Run);
    review()->grades()->choose(1);
    waitForTurn();
    QCOMPARE(review()->card()->uid, u"question:Q05.2"_s);
}

void TestInterview::aSuspendedCardStaysAway()
{
    startReview();
    m_page->performOwn(u"suspend"_s);
    waitForTurn();
    QCOMPARE(review()->card()->uid, u"question:Q05.2"_s);
    QSignalSpy shown(m_page->home(), &InterviewHome::shown);
    press(u"Interview"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), patience);
    auto *list = m_page->home()->findChild<QListWidget *>();
    QCOMPARE(list->count(), 1);
    QVERIFY(list->item(0)->text().contains(u"(suspended)"));
    list->setCurrentRow(0);
    press(u"Bring back"_s);
    QTRY_COMPARE_WITH_TIMEOUT(list->count(), 0, patience);
}

void TestInterview::aCardIsAskedTomorrow()
{
    const Card card = answerLongAgo();
    startReview();
    QCOMPARE(review()->card()->uid, card.uid);
    const auto state = [&] {
        return m_bench->inStore([uid = card.uid](const Store &store) { return store.reviews().state(uid); });
    };
    const progress::CardState before = state();
    m_page->performOwn(u"tomorrow"_s);
    waitForTurn();
    QCOMPARE_NE(review()->card()->uid, card.uid);
    QCOMPARE(state().dueDay, progress::currentMoment().studyDay + 1);
    QVERIFY(!buttonNamed<Button>(m_page.get(), u"Tomorrow"_s)->isEnabled()); // a new card has no day yet
    m_page->performOwn(u"undo"_s);
    waitForTurn();
    QCOMPARE(review()->card()->uid, card.uid);
    QCOMPARE(state(), before);
}

void TestInterview::aDraftComesBack()
{
    startReview();
    type(u"half an ans"_s);
    m_page->save();
    m_page.reset();
    openPage();
    m_page->performOwn(u"review"_s);
    waitForTurn();
    QCOMPARE(review()->form()->text(), u"half an ans"_s);
    QVERIFY(!review()->isCommitted());
}

void TestInterview::fourButtonsOnRequest()
{
    progress::ReviewSettings settings;
    settings.scale = progress::GradeScale::Four;
    m_bench->inStore([settings](const Store &store) { return progress::setReviewSettings(store, settings, 1); });
    startReview();
    type(u"walk and short"_s);
    m_page->perform(Command::Run);
    QCOMPARE(review()->grades()->buttons().size(), 4);
    QVERIFY(review()->grades()->buttons().last()->text().startsWith(u"Recalled at once"));
}

void TestInterview::aTopicIsPractisedWithoutMovingIt()
{
    readParts();
    openPage();
    QVERIFY(m_page->openPlace(u"topic:small"_s));
    waitForTurn();
    QVERIFY(review()->card());
    QVERIFY(sees(u"Practice: A small lesson"_s));
    type(u"walk short everything small"_s);
    m_page->perform(Command::Run);
    QCOMPARE(review()->grades()->buttons().last()->text(), u"Recalled"_s); // no date: nothing is moved
    review()->grades()->choose(1);
    waitForTurn();
    QCOMPARE(reviews().first().kind, progress::ReviewKind::Cram);
    type(u"walk short everything small"_s);
    m_page->perform(Command::Run);
    review()->grades()->choose(0);
    waitForTurn();
    QVERIFY(!review()->card());
    QVERIFY(sees(u"That was the last one"_s));
}

void TestInterview::aQuestionIsReachedByItsLink()
{
    openPage();
    QVERIFY(m_page->openPlace(u"Q05.2"_s));
    waitForTurn();
    QVERIFY(review()->card());
    QCOMPARE(review()->card()->uid, u"question:Q05.2"_s);
    QVERIFY(sees(u"Question Q05.2"_s));
}

/// A card of the course that was forgotten seven times.
Card TestInterview::almostALeech()
{
    const Card card = progress::cardsOf(*m_bench->course()).first();
    const progress::Moment moment = progress::currentMoment();
    const int today = moment.studyDay;
    for (int i = 0; i < 15; ++i) {
        progress::Moment then = moment;
        then.studyDay = today - 60 + i * 4;
        then.ms -= (60 - i * 4) * 86'400'000LL;
        m_bench->inStore([card, then, i](const Store &store) {
            return progress::answer(store, card, i % 2 == 0 ? Grade::Good : Grade::Again, {}, then);
        });
    }
    return card;
}

void TestInterview::leechesAreNoticed()
{
    readParts();
    const Card card = almostALeech();
    openPage();
    m_page->performOwn(u"review"_s);
    waitForTurn();
    QCOMPARE(review()->card()->uid, card.uid);
    press(u"I don't know"_s);
    review()->grades()->choose(0);
    waitForTurn();
    QVERIFY(sees(u"You have forgotten this card 8 times"_s));
    // As on a full disk: what could not be kept is said, and asked again.
    m_bench->inStore([](const Store &store) { return store.connection().run(u"PRAGMA query_only = ON"_s); });
    press(u"Suspend it"_s);
    QTRY_VERIFY_WITH_TIMEOUT(sees(u"Your choice could not be kept"_s), patience);
    m_bench->inStore([](const Store &store) { return store.connection().run(u"PRAGMA query_only = OFF"_s); });
    press(u"Suspend it"_s);
    QVERIFY(!sees(u"You have forgotten this card"_s));
    const auto flags = m_bench->inStore([](const Store &store) { return store.decks().flags(); });
    QVERIFY(flags.value(card.uid).suspended);
}

void TestInterview::aLeechIsNoticedWhenNothingElseIsDue()
{
    const Card card = almostALeech();
    openPage();
    m_page->performOwn(u"review"_s);
    waitForTurn();
    QCOMPARE(review()->card()->uid, card.uid);
    press(u"I don't know"_s);
    review()->grades()->choose(0);
    waitForTurn();
    QVERIFY(!review()->card());
    QVERIFY(sees(u"The next card comes back at"_s));
    QVERIFY(sees(u"You have forgotten this card 8 times"_s));
    press(u"Suspend it"_s);
    waitForTurn();
    QVERIFY(!sees(u"The next card comes back at"_s));
}

void TestInterview::whatCannotBeKeptStaysOnTheScreen()
{
    startReview();
    type(u"walk and short"_s);
    m_page->perform(Command::Run);
    // As on a full disk, nothing more is taken.
    m_bench->inStore([](const Store &store) { return store.connection().run(u"PRAGMA query_only = ON"_s); });
    review()->grades()->choose(1);
    QTRY_VERIFY_WITH_TIMEOUT(sees(u"Your answer could not be kept"_s), patience);
    QCOMPARE(review()->form()->text(), u"walk and short"_s);
    QCOMPARE(reviews().size(), 0);
    m_bench->inStore([](const Store &store) { return store.connection().run(u"PRAGMA query_only = OFF"_s); });
    review()->grades()->choose(1);
    waitForTurn();
    QCOMPARE(reviews().size(), 1);
    QVERIFY(!sees(u"Your answer could not be kept"_s));
}

// Whoever is not to blame for it finds the answer as it was, and may give another one.
void TestInterview::whatCannotBeJudgedIsNotLost()
{
    requireSandbox();
    m_bench->write(u"course/lessons/06-reading/lesson.md"_s, QByteArray(readingLesson).replace("\"42\"", "\"41\""));
    openPage();
    QVERIFY(m_page->openPlace(u"topic:reading"_s));
    waitForTurn();
    const auto option = [this](const QString &words) { return buttonNamed<QRadioButton>(review(), words); };
    QTRY_VERIFY_WITH_TIMEOUT(option(u"forty-two"_s), patience);
    option(u"forty-two"_s)->click();
    m_page->perform(Command::Run);
    QTRY_VERIFY_WITH_TIMEOUT(!review()->isCommitted(), patience); // no option says what it prints
    QTRY_VERIFY_WITH_TIMEOUT(option(u"forty-two"_s), patience);
    QVERIFY(option(u"forty-two"_s)->isChecked());
    QVERIFY(option(u"forty-two"_s)->isEnabled());
    QCOMPARE(reviews().size(), 0);
}

void TestInterview::theFirstCheckOfAnExerciseCounts_data()
{
    using Outcome = progress::AttemptOutcome;
    QTest::addColumn<QList<Outcome>>("checks");
    QTest::addColumn<int>("hints");
    QTest::addColumn<QString>("says");
    QTest::addColumn<int>("grade");
    QTest::newRow("passed at once") << QList{Outcome::Mastered} << 0 << u"Solved again"_s << int(Grade::Good);
    QTest::newRow("passed with a hint") << QList{Outcome::Passed} << 1 << u"Solved again, with a hint"_s << int(Grade::Hard);
    QTest::newRow("passed after it was said what is wrong") << QList{Outcome::Failed, Outcome::Mastered} << 0
                                                            << u"Not passed at the first check"_s << int(Grade::Again);
    QTest::newRow("what could not be graded is no check") << QList{Outcome::Ungraded, Outcome::Passed} << 0
                                                          << u"Solved again"_s << int(Grade::Good);
}

void TestInterview::theFirstCheckOfAnExerciseCounts()
{
    QFETCH(QList<progress::AttemptOutcome>, checks);
    QFETCH(int, hints);
    QFETCH(QString, says);
    addRoundsOfCode();
    const QString uid = u"exercise:"_s + m_bench->course()->exercises.first().id;
    const auto check = [&](progress::AttemptOutcome outcome, int hintsSeen, qint64 ms) {
        progress::Attempt attempt{.itemUid = uid, .kind = progress::AttemptKind::Exercise, .outcome = outcome, .hints = hintsSeen};
        attempt.submitted = progress::currentMoment();
        attempt.submitted.ms += ms;
        m_bench->inStore([attempt](const Store &store) mutable { return store.attempts().append(attempt); });
    };
    check(progress::AttemptOutcome::Passed, 0, -60'000); // once before: now it is a card
    openPage();
    m_page->performOwn(u"review"_s);
    waitForTurn();
    QCOMPARE(review()->card()->uid, uid);
    for (qsizetype i = 0; i < checks.size(); ++i)
        check(checks[i], hints, i);
    m_page->hide();
    m_page->show(); // as one comes back from the exercise
    QTRY_VERIFY_WITH_TIMEOUT(review()->isCommitted(), patience);
    QVERIFY(sees(says));
    review()->grades()->buttons().last()->click();
    waitForTurn();
    QTEST(int(*reviews().first().grade), "grade");
}

void TestInterview::ownCardsAreWrittenChangedAndDeleted()
{
    openPage();
    m_page->performOwn(u"new-card"_s);
    auto *dialog = m_page->findChild<OwnCardDialog *>();
    QVERIFY(dialog);
    const auto fields = dialog->findChildren<QPlainTextEdit *>();
    QTest::keyClicks(fields[0], u"What is an inode?"_s);
    QTest::keyClicks(fields[1], u"a number for a file"_s);
    QSignalSpy shown(m_page->home(), &InterviewHome::shown);
    QTest::mouseClick(dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), patience);
    auto *list = m_page->home()->findChild<QListWidget *>();
    QCOMPARE(list->count(), 1);
    QCOMPARE(list->item(0)->text(), u"What is an inode?"_s);
    const auto own = m_bench->inStore([](const Store &store) { return store.decks().ownCards(); });
    QCOMPARE(own.first().keyPoints.size(), 1);
    // It is asked like any other.
    m_page->performOwn(u"review"_s);
    waitForTurn();
    QCOMPARE(review()->card()->uid, own.first().uid);
}

// Does something to the store by way of the page, and waits until the page has read it again.
void TestInterview::doAndRead(const std::function<void()> &work)
{
    QSignalSpy shown(m_page->home(), &InterviewHome::shown);
    work();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), patience);
}

// The decks A with one card, and B.
void TestInterview::openPageWithDecks()
{
    m_bench->inStore([](const Store &store) -> Result<> {
        progress::Deck a{.uid = u"a"_s, .name = u"A"_s};
        progress::Deck b{.uid = u"b"_s, .name = u"B"_s};
        Card card{.uid = u"own:1"_s, .prompt = u"What is an inode?"_s, .answer = u"A file, without its names."_s};
        return store.decks()
            .save(a, 1)
            .and_then([&] { return store.decks().save(b, 1); })
            .and_then([&] { return store.decks().save(card, 1); })
            .and_then([&] { return store.decks().setMember(u"a"_s, u"own:1"_s, true, 1); });
    });
    openPage();
    cards()->deckBox()->setFocus();
    QTest::keyClick(cards()->deckBox(), Qt::Key_Down); // from all cards to those of A
    QCOMPARE(cards()->deckBox()->currentText(), u"A (1)"_s);
    QCOMPARE(cards()->list()->count(), 1);
    cards()->list()->setCurrentRow(0);
}

void TestInterview::decksAreMadeRenamedAndDeleted()
{
    openPage();
    const auto enter = [this](const QString &name) {
        auto *dialog = m_page->findChild<QInputDialog *>();
        QVERIFY(dialog);
        QCOMPARE(unnamedFocusStops(dialog), QStringList());
        dialog->setTextValue(name);
        doAndRead([&] { dialog->accept(); });
        QTRY_VERIFY_WITH_TIMEOUT(!m_page->findChild<QInputDialog *>(), patience);
    };
    m_page->performOwn(u"new-deck"_s);
    enter(u" Before Tuesday "_s);
    QCOMPARE(cards()->deckBox()->currentText(), u"Before Tuesday (0)"_s);
    press(u"Rename"_s);
    enter(u"Before Friday"_s);
    QCOMPARE(cards()->deckBox()->currentText(), u"Before Friday (0)"_s);
    doAndRead([&] { press(u"Delete deck"_s); });
    QCOMPARE(cards()->deckBox()->count(), 1);
    QVERIFY(DesktopTest::heard(u"The deck “Before Friday” was deleted"_s));
    doAndRead([&] { cards()->undoBar()->undo(); });
    QCOMPARE(cards()->deckBox()->currentText(), u"Before Friday (0)"_s);
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
}

void TestInterview::moveTo(const QString &deck)
{
    auto *menu = buttonNamed<Button>(m_page.get(), u"Move to"_s)->menu();
    emit menu->aboutToShow();
    for (QAction *action : menu->actions())
        if (action->text() == deck)
            return doAndRead([&] { action->trigger(); });
    QFAIL("no such deck in the menu");
}

void TestInterview::aCardMovesBetweenDecks()
{
    openPageWithDecks();
    const auto membersOf = [this](const QString &deck) {
        return m_bench->inStore([deck](const Store &store) { return store.decks().membersOf(deck); }).values();
    };
    moveTo(u"B"_s);
    QCOMPARE(membersOf(u"a"_s), QStringList());
    QCOMPARE(membersOf(u"b"_s), QStringList{u"own:1"_s});
    QCOMPARE(cards()->list()->count(), 0); // A is still shown
    QCOMPARE(cards()->undoBar()->text(), u"The card is in “B” now."_s);
    doAndRead([&] { cards()->undoBar()->undo(); });
    QCOMPARE(membersOf(u"a"_s), QStringList{u"own:1"_s});
    QCOMPARE(membersOf(u"b"_s), QStringList());
    cards()->list()->setCurrentRow(0);
    moveTo(u"No deck"_s);
    QCOMPARE(membersOf(u"a"_s), QStringList());
}

void TestInterview::aDeletedCardComesBack()
{
    openPageWithDecks();
    doAndRead([&] { press(u"Delete card"_s); });
    QCOMPARE(cards()->list()->count(), 0);
    QVERIFY(m_bench->inStore([](const Store &store) { return store.decks().ownCards(); }).isEmpty());
    doAndRead([&] { cards()->undoBar()->undo(); });
    QCOMPARE(cards()->list()->count(), 1);
    const auto own = m_bench->inStore([](const Store &store) { return store.decks().ownCards(); });
    QCOMPARE(own.first().answer, u"A file, without its names."_s);
}

void TestInterview::aDeckIsReviewedAlone()
{
    readParts(); // two cards of the course are due as well
    openPageWithDecks();
    press(u"Review this deck"_s);
    waitForTurn();
    QCOMPARE(review()->card()->uid, u"own:1"_s);
    QVERIFY(sees(u"Review: A"_s));
    type(u"a file"_s);
    m_page->perform(Command::Run);
    review()->grades()->choose(0);
    waitForTurn();
    QCOMPARE(reviews().size(), 1); // it counts as a review
    QVERIFY(!review()->card());
    m_page->performOwn(u"review"_s);
    waitForTurn();
    QVERIFY(review()->card());
}

void TestInterview::anOwnCardNeedsSomethingToHoldAgainst()
{
    OwnCardDialog dialog;
    dialog.show();
    const auto fields = dialog.findChildren<QPlainTextEdit *>();
    QPushButton *save = dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save);
    QTest::mouseClick(save, Qt::LeftButton);
    QVERIFY(dialog.isVisible());
    QVERIFY(DesktopTest::heard(u"A card needs a question"_s));
    QTest::keyClicks(fields[0], u"Why?"_s);
    QTest::mouseClick(save, Qt::LeftButton);
    QVERIFY(DesktopTest::heard(u"needs points or an answer"_s));
    QTest::keyClicks(fields[3], u"Because."_s);
    QTest::mouseClick(save, Qt::LeftButton);
    QVERIFY(!dialog.isVisible());
    QCOMPARE(unnamedFocusStops(&dialog), QStringList());
}

void TestInterview::settingsAreKept()
{
    openPage();
    auto *answers = m_page->home()->findChildren<QSpinBox *>().first();
    QSignalSpy shown(m_page->home(), &InterviewHome::shown);
    answers->setValue(25);
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), patience);
    const auto settings = m_bench->inStore([](const Store &store) { return progress::reviewSettings(store); });
    QCOMPARE(settings.answersPerDay, 25);
    QCOMPARE(answers->value(), 25);
}

void TestInterview::theRecallAimedAtTellsItsCost()
{
    answerLongAgo();
    openPage();
    const auto boxes = m_page->findChildren<QComboBox *>();
    const auto found = std::ranges::find(boxes, u"Recall aimed at"_s, &QWidget::accessibleName);
    QVERIFY(found != boxes.end());
    QComboBox *aim = *found;
    QCOMPARE(aim->currentText(), u"90 %"_s);
    QVERIFY(sees(u"in the next 30 days"_s));
    QSignalSpy shown(m_page->home(), &InterviewHome::shown);
    QTest::keyClick(aim, Qt::Key_Down);
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), patience);
    QCOMPARE(aim->currentText(), u"93 %"_s);
    QCOMPARE(m_bench->inStore([](const Store &store) { return store.reviews().settings(); }).retention, 0.93);
}

void TestInterview::kindsAreChosenAndOneStays()
{
    openPage();
    auto *kinds = buttonNamed<Button>(m_page.get(), u"All kinds of question"_s);
    QVERIFY(kinds);
    QList<QAction *> actions = kinds->menu()->actions();
    QCOMPARE(actions.size(), 7);
    while (actions.size() > 1) {
        QSignalSpy shown(m_page->home(), &InterviewHome::shown);
        actions.takeLast()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), patience);
    }
    QCOMPARE(kinds->text(), u"1 of 7 kinds of question"_s);
    QVERIFY(!actions.first()->isEnabled());
    const auto settings = m_bench->inStore([](const Store &store) { return progress::reviewSettings(store); });
    QCOMPARE(settings.kinds, QSet{progress::QuestionKind::Open});
}

InterviewDateDialog *TestInterview::dateDialog()
{
    InterviewDateDialog *dialog = nullptr;
    const auto isThere = [&] { return (dialog = m_page->findChild<InterviewDateDialog *>()) && dialog->isVisible(); };
    return QTest::qWaitFor(isThere, patience) ? dialog : nullptr;
}

std::optional<progress::InterviewPlan> TestInterview::keptDate()
{
    return m_bench->inStore([](const Store &store) { return progress::reviewSettings(store); }).interview;
}

void TestInterview::aDateTellsItsCostBeforeItIsKept()
{
    openPage();
    press(u"Set a day …"_s);
    InterviewDateDialog *dialog = dateDialog();
    QVERIFY(dialog);
    const auto costIsShown = [&] {
        return std::ranges::any_of(dialog->findChildren<Label *>(),
            [](const Label *label) { return label->text().contains(u"reviews a day until then instead of"); });
    };
    QVERIFY(costIsShown());
    QCOMPARE(unnamedFocusStops(dialog), QStringList());
    dialog->reject();
    QVERIFY(!keptDate());

    press(u"Set a day …"_s);
    dialog = dateDialog();
    QVERIFY(dialog);
    dialog->date()->setDate(QDate::currentDate().addDays(5));
    dialog->topics()->item(0)->setCheckState(Qt::Checked);
    QSignalSpy changed(m_page->home(), &InterviewHome::dateChanged);
    dialog->accept();
    QTRY_VERIFY_WITH_TIMEOUT(!changed.isEmpty(), patience);
    const auto plan = keptDate();
    QVERIFY(plan);
    QCOMPARE(plan->topics, QSet<QString>{u"small"_s});
    QCOMPARE(plan->retention, 0.95);
    QVERIFY(sees(u"in 5 days: A small lesson"_s));

    press(u"Change the day …"_s);
    dialog = dateDialog();
    QVERIFY(dialog);
    QCOMPARE(dialog->topics()->item(0)->checkState(), Qt::Checked);
    buttonNamed<QPushButton>(dialog, u"There is no interview"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!keptDate(), patience);
}

void TestInterview::aMockInterviewKnowsTheDayOfTheRealOne()
{
    openMock();
    press(u"Set a day …"_s);
    InterviewDateDialog *dialog = dateDialog();
    QVERIFY(dialog);
    dialog->accept();
    QTRY_VERIFY_WITH_TIMEOUT(sees(u"in 14 days: all topics"_s), patience);
}

void TestInterview::everyFocusStopHasAName()
{
    startReview();
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
    type(u"walk"_s);
    m_page->perform(Command::Run);
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
    QVERIFY(!m_page->panes().isEmpty());
    press(u"Interview"_s);
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
    QVERIFY(!m_page->panes().isEmpty());
}

void TestInterview::placesAreReachedByLink_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<bool>("known");
    QTest::newRow("the page as it was") << QString() << true;
    QTest::newRow("reviews") << u"review"_s << true;
    QTest::newRow("a topic") << u"topic:small"_s << true;
    QTest::newRow("a mock interview") << u"mock"_s << true;
    QTest::newRow("a question") << u"Q05.2"_s << true;
    QTest::newRow("a place that is none") << u"attic"_s << false;
}

void TestInterview::placesAreReachedByLink()
{
    QFETCH(QString, place);
    openPage();
    QTEST(m_page->openPlace(place), "known");
}

void TestInterview::cardsAreExported_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("begin"); // empty: it cannot be written
    QTest::addColumn<QString>("says");
    QTest::newRow("a package") << u"cards.apkg"_s << QByteArray("PK\3\4") << u"2 cards written"_s;
    QTest::newRow("text") << u"cards.txt"_s << QByteArray("#separator:tab\n") << u"2 cards written"_s;
    QTest::newRow("answers") << u"cards.csv"_s << QByteArray("card_id,") << u"0 answers written, with their cards"_s;
    QTest::newRow("into a folder that is not there") << u"no/cards.apkg"_s << QByteArray() << u"The cards could not be exported"_s;
}

void TestInterview::cardsAreExported()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, begin);
    QFETCH(QString, says);
    openPage();
    m_page->home()->exportCards(m_bench->path(file));
    QTRY_VERIFY_WITH_TIMEOUT(sees(says), patience);
    QFile written(m_bench->path(file));
    QCOMPARE(written.open(QIODevice::ReadOnly), !begin.isEmpty());
    QVERIFY(begin.isEmpty() || written.readAll().startsWith(begin));
}

void TestInterview::openMock()
{
    openPage();
    QSignalSpy shown(mock(), &MockView::shown);
    QVERIFY(m_page->openPlace(u"mock"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), patience);
}

void TestInterview::beginMock()
{
    QSignalSpy shown(mock(), &MockView::shown);
    QTest::mouseClick(mock()->setup()->beginButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), patience);
    QVERIFY(mock()->run()->isVisible());
}

/// The answer, how sure one is, and the follow-up.
void TestInterview::answerMock(const QString &text)
{
    const auto edit = [this] { return qobject_cast<TextForm *>(mock()->run()->form())->edit(); };
    QTest::keyClicks(edit(), text);
    m_page->perform(Command::Run);
    QTest::mouseClick(mock()->run()->confidence()->button(75), Qt::LeftButton);
    QTest::keyClicks(edit(), u"and so on"_s);
    m_page->perform(Command::Run);
}

void TestInterview::aMockInterviewFromSetUpToReport()
{
    openMock();
    beginMock();
    answerMock(u"one can walk through everything"_s);
    answerMock(u"short and small"_s);
    QVERIFY(mock()->review()->isVisible());
    QCOMPARE(mock()->review()->steps()->count(), 2);
    QVERIFY(sees(u"You were sure to 75 %"_s));
    QTest::keyClicks(mock()->review()->remark(), u"Give an example"_s);
    QSignalSpy shown(mock(), &MockView::shown);
    press(u"Finish, and see the report"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), patience);
    QVERIFY(mock()->report()->isVisible());
    const QString report = mock()->report()->text();
    for (const QString &part : {u"one can walk through everything"_s, u"Give an example"_s, u"too few to judge"_s})
        QVERIFY2(report.contains(part), qPrintable(part + u'\n' + report));
    const auto records = m_bench->inStore([](const Store &store) { return store.mocks().all(); });
    QCOMPARE(records.size(), 1);
    QVERIFY(!records.first().report.isEmpty());
    // It is listed from now on, and opens again.
    QSignalSpy listed(mock(), &MockView::shown);
    press(u"Mock interviews"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!listed.isEmpty(), patience);
    const QListWidget *list = mock()->setup()->earlier();
    QCOMPARE(list->count(), 1);
    QVERIFY2(list->item(0)->text().contains(u"points"), qPrintable(list->item(0)->text()));
}

void TestInterview::aMockInterviewSaysNothingBeforeItsEnd()
{
    openMock();
    beginMock();
    QTest::keyClicks(qobject_cast<TextForm *>(mock()->run()->form())->edit(), u"walk"_s);
    m_page->perform(Command::Run);
    for (const QString &secret : {u"One can walk through it"_s, u"Because everything does"_s, u"Right"_s})
        QVERIFY2(!sees(secret), qPrintable(secret));
    QVERIFY(mock()->run()->confidence()->button(50)->isVisible());
}

void TestInterview::requireSandbox()
{
    const auto features = sandbox::waitFor(m_bench->sandbox.features());
    if (features)
        return;
    const QString why = describe(features.error());
    if (qEnvironmentVariableIntValue("RINGSIDE_REQUIRE_SANDBOX"))
        QFAIL(qPrintable(why));
    QSKIP(qPrintable(u"no sandbox here: %1. `ringside doctor` tells what to change"_s.arg(why)));
}

// A quiz to read, and an exercise to write.
void TestInterview::addRoundsOfCode()
{
    m_bench->write(u"course/lessons/06-reading/lesson.md"_s, readingLesson);
    addExercise(m_bench->path(u"course"_s));
}

// Answers what the interview shows, whatever it is.
void TestInterview::takeMockTurn(const QString &option, const QString &solution)
{
    QCoreApplication::processEvents(); // a form is shown a moment after it was made
    MockRun *run = mock()->run();
    if (run->confidence()->button(75)->isVisible())
        return QTest::mouseClick(run->confidence()->button(75), Qt::LeftButton);
    if (run->editor())
        run->editor()->setPlainText(solution);
    else if (auto *text = qobject_cast<TextForm *>(run->form()))
        QTest::keyClicks(text->edit(), u"so it is"_s);
    else
        buttonNamed<QRadioButton>(run, option)->click();
    m_page->perform(Command::Run);
}

progress::MockInterview TestInterview::keptMock()
{
    const auto records = m_bench->inStore([](const Store &store) { return store.mocks().all(); });
    return progress::MockInterview::fromJson(records.first().state).value();
}

progress::MachineResult TestInterview::mockResult(course::RoundKind kind)
{
    const progress::MockInterview interview = keptMock();
    const auto &steps = interview.plan()->steps;
    const auto step = std::ranges::find(steps, kind, &progress::MockStep::kind);
    return step == steps.end() ? progress::MachineResult::None
                               : (*interview.answers())[step - steps.begin()].machine;
}

// The time is up, the code is there, and nobody pressed "Submit". Before all of it is judged there is no report.
void TestInterview::whatStoodThereAtTheEndIsJudged()
{
    requireSandbox();
    addRoundsOfCode();
    openMock();
    beginMock();
    MockRun *run = mock()->run();
    for (int turn = 0; turn < 30 && !run->editor(); ++turn)
        takeMockTurn(u"seven sixes"_s, {});
    QVERIFY(run->editor());
    run->editor()->selectAll();
    run->editor()->insertPlainText(readFile(
        QStringLiteral(RINGSIDE_SOURCE_FOLDER "/exercises/05-os-module/count-by-extension/solution.py")));
    press(u"End the interview"_s);
    auto *question = run->findChild<QMessageBox *>();
    QVERIFY(question);
    QCOMPARE(question->defaultButton(), question->button(QMessageBox::Cancel)); // a stray Enter ends nothing
    for (QAbstractButton *button : question->buttons()) {
        if (question->buttonRole(button) == QMessageBox::AcceptRole)
            button->click();
    }
    QVERIFY(mock()->review()->isVisible());
    const auto finish = [this](const QString &words) { return buttonNamed<Button>(mock()->review(), words); };
    QTRY_VERIFY_WITH_TIMEOUT(finish(u"Finish, and see the report"_s) || finish(u"being run"_s), patience);
    if (Button *waiting = finish(u"being run"_s))
        QVERIFY(!waiting->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(mockResult(course::RoundKind::Coding) == progress::MachineResult::Right, 2 * patience);
    QTRY_VERIFY_WITH_TIMEOUT(finish(u"Finish, and see the report"_s), patience);
    finishMockReview();
    const auto records = m_bench->inStore([](const Store &store) { return store.mocks().all(); });
    const QJsonArray steps = records.first().report[u"steps"].toArray();
    QCOMPARE(steps.last()[u"right"].toBool(), true);
    QVERIFY(!steps.last()[u"categories"].toArray().isEmpty());
}

// It is tried again by itself, and the learner is told for as long as it fails.
void TestInterview::whatCannotBeKeptIsSaidInAMock()
{
    openMock();
    beginMock();
    m_bench->inStore([](const Store &store) { return store.connection().run(u"PRAGMA query_only = ON"_s); });
    answerMock(u"walk"_s);
    QTRY_VERIFY_WITH_TIMEOUT(sees(u"The interview is not being kept"_s), patience);
    QVERIFY(mock()->run()->isVisible());
    m_bench->inStore([](const Store &store) { return store.connection().run(u"PRAGMA query_only = OFF"_s); });
    QTRY_VERIFY_WITH_TIMEOUT(!sees(u"The interview is not being kept"_s), patience);
    const auto kept = [this] {
        const auto records = m_bench->inStore([](const Store &store) { return store.mocks().all(); });
        return records.first().state[u"answers"][0][u"text"].toString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(kept(), u"walk"_s, patience); // what was typed before may be tried again first
}

void TestInterview::codeIsReadAndWrittenInAMock_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("solution");
    QTest::addColumn<QString>("result");
    const QString folder = QStringLiteral(RINGSIDE_SOURCE_FOLDER "/exercises/05-os-module/count-by-extension/");
    QTest::newRow("right answers") << u"forty-two"_s << readFile(folder + u"solution.py"_s) << u"Right."_s;
    QTest::newRow("wrong answers") << u"seven sixes"_s << readFile(folder + u"starter.py"_s) << u"Not right."_s;
}

void TestInterview::codeIsReadAndWrittenInAMock()
{
    QFETCH(QString, option);
    QFETCH(QString, solution);
    QFETCH(QString, result);
    requireSandbox();
    addRoundsOfCode();
    openMock();
    beginMock();
    for (int turn = 0; turn < 30 && !mock()->review()->isVisible(); ++turn)
        takeMockTurn(option, solution);
    QVERIFY(mock()->review()->isVisible());
    // Both are found out by running: the interview did not wait for it, and said nothing of it.
    for (const course::RoundKind kind : {course::RoundKind::Read, course::RoundKind::Coding}) {
        QTRY_VERIFY_WITH_TIMEOUT(mockResult(kind) != progress::MachineResult::None, 2 * patience);
        QCOMPARE(mockResult(kind) == progress::MachineResult::Right, result == u"Right.");
    }
    int shown = 0;
    for (int row = 0; row < mock()->review()->steps()->count(); ++row) {
        mock()->review()->steps()->setCurrentRow(row);
        shown += sees(result) ? 1 : 0;
    }
    QCOMPARE(shown, 2);
}

constexpr auto clinicLesson = R"(+++
id = "reading"
number = 6
title = "Code to read"
subtitle = "One clinic"
level = "foundation"
minutes = 5
prerequisites = []
outcomes = ["read"]
covers = []
+++

# A name that is not there {#P1}

```python clinic run
# expect: 1
a = 1
print(b)
```

```python fixed run
a = 1
print(a)
```

```output
1
```
)";

void TestInterview::aBugIsFoundInAMock_data()
{
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("repaired");
    QTest::addColumn<bool>("right");
    QTest::newRow("the line and a repair") << 3 << u"a = 1\nprint(a)\n"_s << true;
    QTest::newRow("another line, repaired all the same") << 2 << u"b = 1\nprint(b)\n"_s << false;
    QTest::newRow("the line without a repair") << 3 << u"a = 1\nprint(b)\n"_s << false;
}

void TestInterview::aBugIsFoundInAMock()
{
    QFETCH(int, line);
    QFETCH(QString, repaired);
    QFETCH(bool, right);
    requireSandbox();
    m_bench->write(u"course/lessons/06-reading/lesson.md"_s, clinicLesson);
    openMock();
    beginMock();
    answerMock(u"walk"_s);
    answerMock(u"small"_s);
    auto *bug = qobject_cast<BugForm *>(mock()->run()->form());
    QVERIFY(bug);
    QVERIFY(bug->editor()->toPlainText().contains(u"print(b)"));
    bug->setText(repaired);
    bug->line()->setValue(line);
    m_page->perform(Command::Run);
    QTest::mouseClick(mock()->run()->confidence()->button(75), Qt::LeftButton);
    QVERIFY(mock()->review()->isVisible());
    mock()->review()->steps()->setCurrentRow(2);
    QTRY_VERIFY_WITH_TIMEOUT(sees(right ? u"Right."_s : u"Not right."_s), 2 * patience);
    finishMockReview();
    const auto records = m_bench->inStore([](const Store &store) { return store.mocks().all(); });
    QCOMPARE(records.first().report[u"steps"][2][u"points"].toDouble(), right ? 1.0 : 0.0);
}

constexpr auto rolePlay = R"([[script]]
id = "ops"
title = "Operations"
level = "junior"
pass_points = 1
red_flags = ["deletes first"]
help = "None."
pool = ["Q05.1"]

[[script.round]]
kind = "role-play"
title = "The disk is full"
minutes = 5
points = 5
prompt = "Writes fail. Which command do you type?"
answers = [ { asked = "df -h /var", answer = "100% /var" } ]
key_points = [ { text = "Nothing is left", essential = true, words = ["full"] } ]
watch = ["looks before deleting"]
)";

void TestInterview::theInterviewerOfARolePlayAnswers()
{
    m_bench->write(u"course/lessons/interviews.toml"_s, rolePlay);
    openMock();
    QVERIFY(!mock()->setup()->varied()->isEnabled()); // what is drawn varies anyway
    mock()->setup()->script()->setCurrentIndex(mock()->setup()->script()->findData(u"ops"_s));
    QVERIFY(mock()->setup()->varied()->isEnabled());
    beginMock();
    const QLineEdit *wish = mock()->run()->wish();
    QTRY_VERIFY_WITH_TIMEOUT(wish->isVisible(), patience);
    const auto transcript = [this] {
        for (const auto *edit : mock()->run()->findChildren<QPlainTextEdit *>())
            if (edit->accessibleName() == u"What came back")
                return edit->toPlainText();
        return QString();
    };
    QTest::keyClicks(mock()->run()->wish(), u"df"_s);
    QTest::keyClick(mock()->run()->wish(), Qt::Key_Return);
    QVERIFY2(transcript().contains(u"$ df\n100% /var"), qPrintable(transcript()));
    QTest::keyClicks(mock()->run()->wish(), u"uname"_s);
    QTest::keyClick(mock()->run()->wish(), Qt::Key_Return);
    QVERIFY2(transcript().contains(u"nothing to show"), qPrintable(transcript()));
    QTest::keyClicks(qobject_cast<TextForm *>(mock()->run()->form())->edit(), u"It is full"_s);
    m_page->perform(Command::Run);
    QTest::mouseClick(mock()->run()->confidence()->button(100), Qt::LeftButton);
    QVERIFY(sees(u"looks before deleting"_s));
    finishMockReview();
    const QString report = mock()->report()->text();
    for (const QString &part : {u"uname"_s, u"looks before deleting"_s, u"5 of 5 points"_s})
        QVERIFY2(report.contains(part), qPrintable(part + u'\n' + report));
}

// The timer that keeps what is typed must not begin anew with every key.
void TestInterview::whatIsTypedWithoutAPauseIsKept()
{
    openMock();
    beginMock();
    const auto kept = [&] {
        const auto state = m_bench->inStore([](const Store &store) { return store.mocks().all(); }).first().state;
        return state[u"answers"][0][u"text"].toString();
    };
    auto *edit = qobject_cast<TextForm *>(mock()->run()->form())->edit();
    QElapsedTimer clock;
    clock.start();
    while (kept().isEmpty() && clock.elapsed() < patience)
        QTest::keyClick(edit, Qt::Key_A, Qt::NoModifier, 20);
    QVERIFY(!kept().isEmpty());
}

/// To the report.
void TestInterview::finishMockReview()
{
    QSignalSpy shown(mock(), &MockView::shown);
    press(u"Finish, and see the report"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), patience);
    QVERIFY(mock()->report()->isVisible());
}

void TestInterview::anInstructorTicksBesideTheLearner()
{
    openMock();
    beginMock();
    answerMock(u"nothing of it"_s);
    answerMock(u"nothing here"_s);
    const auto ticks = [this] {
        QList<QCheckBox *> boxes;
        for (auto *box : mock()->review()->findChildren<QCheckBox *>())
            if (box->accessibleName().startsWith(u"The instructor heard") && box->isVisible())
                boxes.append(box);
        return boxes;
    };
    QCOMPARE(ticks().size(), 0); // nobody asked for a second column
    mock()->review()->instructorBox()->click();
    QVERIFY(!ticks().isEmpty());
    QVERIFY(!ticks().first()->isChecked());
    ticks().first()->click();
    QTest::keyClicks(mock()->review()->instructorRemark(), u"Speaks clearly"_s);
    finishMockReview();
    const QString report = mock()->report()->text();
    QVERIFY2(report.contains(u"Instructor: Speaks clearly"), qPrintable(report));
    const progress::MockInterview interview = keptMock();
    const auto &given = interview.answers()->first().ticks;
    QCOMPARE(std::ranges::count(given, progress::TickedBy::Instructor, &progress::PointTick::by), 1);
}

void TestInterview::anInstructorMayComeLater()
{
    openMock();
    beginMock();
    answerMock(u"walk"_s);
    answerMock(u"small"_s);
    finishMockReview();
    press(u"An instructor marks it"_s);
    QVERIFY(mock()->review()->isVisible());
    QVERIFY(mock()->review()->remark()->isReadOnly()); // the learner has finished
    const auto learnerMayTick = [this] { // what was shown before goes with the next events
        return std::ranges::any_of(mock()->review()->findChildren<QCheckBox *>(),
            [](const QCheckBox *box) { return box->accessibleName().startsWith(u"You said") && box->isEnabled(); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(!learnerMayTick(), patience);
    QTest::keyClicks(mock()->review()->instructorRemark(), u"Came later"_s);
    QSignalSpy shown(mock(), &MockView::shown);
    press(u"Back to the report"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), patience);
    QVERIFY2(mock()->report()->text().contains(u"Instructor: Came later"), qPrintable(mock()->report()->text()));
    const auto records = m_bench->inStore([](const Store &store) { return store.mocks().all(); });
    QCOMPARE(records.first().report[u"steps"][0][u"instructor_remark"].toString(), u"Came later"_s);
}

void TestInterview::anInterruptedInterviewGoesOn()
{
    openMock();
    beginMock();
    QTest::keyClicks(qobject_cast<TextForm *>(mock()->run()->form())->edit(), u"half an ans"_s);
    m_page->save();
    m_page.reset(); // as after a crash
    openMock();
    press(u"Go on with the one that was interrupted"_s);
    QTRY_VERIFY_WITH_TIMEOUT(mock()->run()->isVisible(), patience);
    QCOMPARE(mock()->run()->form()->text(), u"half an ans"_s);
}

void TestInterview::aPauseHidesTheQuestion()
{
    openMock();
    for (auto *box : mock()->setup()->findChildren<QCheckBox *>())
        box->setChecked(false); // not under pressure
    beginMock();
    QTest::keyClicks(qobject_cast<TextForm *>(mock()->run()->form())->edit(), u"half"_s);
    QTRY_VERIFY_WITH_TIMEOUT(mock()->run()->form()->isVisible(), patience); // a new form comes with the next events
    press(u"Pause"_s);
    QVERIFY(sees(u"The clock stands still"_s));
    QVERIFY(!mock()->run()->form()->isVisible());
    press(u"Go on"_s);
    QVERIFY(mock()->run()->form()->isVisible());
    QCOMPARE(mock()->run()->form()->text(), u"half"_s);
}

void TestInterview::thereMayBeNothingToAsk()
{
    QVERIFY(QFile::remove(m_bench->path(u"course/lessons/05-small/questions.toml"_s)));
    openMock();
    QTest::mouseClick(mock()->setup()->beginButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(sees(u"There is nothing to ask"_s), patience);
    QVERIFY(mock()->setup()->isVisible());
}

void TestInterview::reportsAreSaved_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("begin"); // empty: it cannot be written
    QTest::newRow("as a page") << u"report.html"_s << QByteArray("<!DOCTYPE html>");
    QTest::newRow("on paper") << u"report.pdf"_s << QByteArray("%PDF-");
    QTest::newRow("as data") << u"report.json"_s << QByteArray("{\n    \"points\": 3");
    QTest::newRow("into a folder that is not there") << u"no/report.html"_s << QByteArray();
}

void TestInterview::reportsAreSaved()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, begin);
    MockReportView report;
    report.setReport(u"<!DOCTYPE html><html><body><p>Hello</p></body></html>"_s, {{u"points"_s, 3}});
    QCOMPARE(report.text(), u"Hello"_s);
    const QString path = m_bench->path(file);
    QCOMPARE(report.saveAs(path).has_value(), !begin.isEmpty());
    QFile written(path);
    QCOMPARE(written.open(QIODevice::ReadOnly), !begin.isEmpty());
    QVERIFY(begin.isEmpty() || written.readAll().startsWith(begin));
}

void TestInterview::everyFocusStopOfAMockHasAName()
{
    openMock();
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
    QVERIFY(!m_page->panes().isEmpty());
    beginMock();
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
    QVERIFY(!m_page->panes().isEmpty());
    answerMock(u"walk"_s);
    answerMock(u"small"_s);
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
    QVERIFY(!m_page->panes().isEmpty());
}

void TestInterview::severalTopicsAreChosen()
{
    openMock();
    QListWidget *topics = mock()->setup()->topics();
    QCOMPARE(topics->count(), 2); // the lesson, and what belongs to none
    QVERIFY(mock()->setup()->config().topics.isEmpty());
    QVERIFY(sees(u"None ticked: all of them"_s));
    topics->setFocus();
    for (const int key : {Qt::Key_Space, Qt::Key_Down, Qt::Key_Space})
        QTest::keyClick(topics, Qt::Key(key));
    QCOMPARE(mock()->setup()->config().topics, (QSet<QString>{u"small"_s, u"across"_s}));
    QVERIFY(sees(u"2 ticked"_s));
    beginMock();
    answerMock(u"one can walk"_s);
    answerMock(u"short"_s);
    QSignalSpy shown(mock(), &MockView::shown);
    press(u"Finish, and see the report"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), patience);
    const QString report = mock()->report()->text();
    for (const QString &part : {u"Topics: Across lessons, A small lesson"_s, u"questions: 2"_s, u"not asked this time"_s})
        QVERIFY2(report.contains(part), qPrintable(part + u'\n' + report));
}

/// Where Tab stops, in its order.
QList<QWidget *> TestInterview::tabStops() const
{
    QList<QWidget *> stops;
    for (QWidget *next = m_page->nextInFocusChain(); next != m_page.get(); next = next->nextInFocusChain())
        if (next->isVisible() && next->isEnabled() && (next->focusPolicy() & Qt::TabFocus))
            stops.append(next);
    return stops;
}

void TestInterview::tabGoesFromTopToBottom()
{
    startReview();
    QList<QWidget *> stops = tabStops();
    const auto place = [&](const QWidget *widget) { return stops.indexOf(widget); };
    const auto sure = std::ranges::find_if(stops, [](QWidget *stop) { return qobject_cast<QRadioButton *>(stop); });
    QVERIFY(sure != stops.end());
    QVERIFY(place(review()->form()->field()) > 0);
    QVERIFY(place(review()->form()->field()) < place(*sure));
    openMock();
    beginMock();
    for (int step = 0; step < 2; ++step) { // the form is another one each time
        const MockRun *run = mock()->run();
        QTRY_VERIFY_WITH_TIMEOUT(run->form()->field()->isVisible(), patience);
        stops = tabStops();
        const auto *skip = buttonNamed<Button>(m_page.get(), u"Skip"_s);
        const auto *end = buttonNamed<Button>(m_page.get(), u"End the interview"_s);
        const auto *notes = qobject_cast<QLineEdit *>(stops.value(place(run->form()->field()) + 1));
        QVERIFY(place(end) >= 0 && place(end) < place(run->form()->field()));
        QVERIFY(notes && notes->accessibleName() == u"Notes to yourself");
        QVERIFY(place(notes) < place(skip));
        answerMock(u"walk"_s);
        if (!mock()->run()->isVisible())
            break;
    }
}

void TestInterview::formsHoldTheirAnswers()
{
    const ChoiceForm choice(choiceCard(), 0);
    QVERIFY(choice.isEmpty());
    const auto options = choice.findChildren<QRadioButton *>();
    QCOMPARE(options.size(), 2);
    for (QRadioButton *option : options)
        if (option->text() == u"this")
            option->click();
    review::CardAnswer answer;
    choice.fill(answer);
    QCOMPARE(answer.choice.chosen, QSet<int>{0}); // by its place on the card, wherever it stood
    QCOMPARE(choice.text(), u"[0]"_s);

    BugForm bug(bugCard());
    QVERIFY(bug.isEmpty());
    QTest::keyClicks(bug.line(), u"2"_s); // over the word that stands there
    QCOMPARE(bug.line()->value(), 2);
    bug.fill(answer);
    QCOMPARE(answer.line, 2);
    QVERIFY(!bug.isEmpty());
    BugForm again(bugCard());
    again.setText(bug.text());
    QCOMPARE(again.line()->value(), 2);
    QCOMPARE(again.editor()->toPlainText(), bug.editor()->toPlainText());

    OrderForm order(orderCard(), 3);
    order.setText(u"[0,1,2]"_s);
    order.fill(answer);
    QCOMPARE(answer.order, (QList<int>{0, 1, 2}));
    QCOMPARE(order.text(), u"[0,1,2]"_s);

    CallsForm calls;
    calls.setText(u"openat, read  close;fstat"_s);
    calls.fill(answer);
    QCOMPARE(answer.calls, (QStringList{u"openat"_s, u"read"_s, u"close"_s, u"fstat"_s}));
}

void TestInterview::stepsMoveByKey()
{
    OrderForm order(orderCard(), 0);
    order.setText(u"[0,1,2]"_s);
    order.show();
    order.list()->setCurrentRow(2);
    QTest::keyClick(order.list(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(order.text(), u"[0,2,1]"_s);
    QCOMPARE(order.list()->currentRow(), 1);
    QTest::keyClick(order.list(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(order.text(), u"[0,1,2]"_s);
    order.freeze();
    QTest::keyClick(order.list(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(order.text(), u"[0,1,2]"_s);
}

void TestInterview::wordsOfJudgements_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("says");
    QTest::newRow("a right choice gives its reason") << u"right"_s << u"Right"_s << u"because"_s;
    QTest::newRow("a wrong order names the pair") << u"order"_s << u"Not so"_s << u"*write* comes before *fsync*"_s;
    QTest::newRow("the right line alone is half") << u"bug"_s << u"Half of it is right"_s << u"NameError"_s;
    QTest::newRow("a missing call is named") << u"calls"_s << u"Not so"_s << u"Not named: `read`"_s;
}

void TestInterview::wordsOfJudgements()
{
    QFETCH(QString, kind);
    QFETCH(QString, title);
    QFETCH(QString, says);
    Card card = choiceCard();
    review::CardAnswer answer;
    review::Judgement judgement;
    if (kind == u"right") {
        answer.choice.chosen = {0};
        judgement = {.right = true, .rightOptions = {0}};
    } else if (kind == u"order") {
        card = orderCard();
        judgement.brokenPairs = {{0, 1}};
    } else if (kind == u"bug") {
        card = bugCard();
        judgement = {.complaint = u"NameError: name 'b' is not defined"_s, .lineRight = true};
    } else {
        card = {.kind = QuestionKind::Calls, .calls = {{.name = u"read"_s}}};
        judgement.calls.missing = {u"read"_s};
    }
    const JudgementWords words = judgementWords(card, answer, judgement);
    QCOMPARE(words.title, title);
    QVERIFY2(words.markdown.contains(says), qPrintable(words.markdown));
}

void TestInterview::judgesWithoutRunning_data()
{
    QTest::addColumn<QList<int>>("order");
    QTest::addColumn<int>("grade");
    QTest::newRow("the right order") << QList<int>{0, 1, 2} << int(Grade::Good);
    QTest::newRow("another order") << QList<int>{0, 2, 1} << int(Grade::Again);
}

void TestInterview::judgesWithoutRunning()
{
    QFETCH(QList<int>, order);
    review::CardAnswer answer;
    answer.order = order;
    const auto judged
        = sandbox::waitFor(review::judge(m_bench->sandbox, *m_bench->course(), orderCard(), answer));
    QVERIFY(judged);
    QTEST(int(judged->proposal.proposed), "grade");
}

void TestInterview::aRepairIsRun()
{
    const auto judgeCode = [this](const QString &code) {
        review::CardAnswer answer;
        answer.line = 2;
        answer.text = code;
        return sandbox::waitFor(review::judge(m_bench->sandbox, *m_bench->course(), bugCard(), answer));
    };
    requireSandbox();
    const auto repaired = judgeCode(u"a = 1\nprint(a)\n"_s);
    QVERIFY(repaired);
    QCOMPARE(repaired->proposal.proposed, Grade::Good);
    const auto broken = judgeCode(u"a = 1\nprint(b)\n"_s);
    QVERIFY(broken);
    QCOMPARE(broken->proposal.proposed, Grade::Hard); // the line is right
    QVERIFY(broken->complaint.startsWith(u"NameError"));
}

QTEST_MAIN(TestInterview)
#include "tst_interview.moc"
