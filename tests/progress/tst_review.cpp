#include "support.h"

#include "progress/reviewdesk.h"

#include <QRandomGenerator>

using namespace ringside;
using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

/// What a review page does, without the page.
class TestReview : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_store = need(Store::inMemory()); }
    void aDayOfReviews();
    void lessonsChangeFromCardToCard();
    void theChoiceIsWhatHappens();
    void undoTakesTheLastAnswerBack();
    void undoBringsTheTextBack_data();
    void undoBringsTheTextBack();
    void anAnswerIsKeptWholeOrNotAtAll();
    void drillsMoveNothing();
    void suspendedCardsStayAway();
    void aLeechIsReportedOnce();
    void anInterviewPullsCardsForward();
    void countsOnlyWhatWasAnsweredToday();
    void ownCardsComeToo();
    void aDeckIsReviewedAlone();
    void sixtyDaysAwayKeepTheCapInTheLog();

private:
    [[nodiscard]] QStringList queue(const Moment &now)
    {
        return buildQueue(need(queueInput(*m_store, m_cards, now)), now).uids;
    }

    std::unique_ptr<Store> m_store;
    const QList<Card> m_cards{
        {.uid = u"question:QX.1"_s, .revision = 9, .topic = u"across"_s, .prompt = u"?"_s},
        {.uid = u"question:QX.2"_s, .topic = u"across"_s, .prompt = u"?"_s},
        {.uid = u"question:Q05.1"_s, .lesson = u"os"_s, .topic = u"os"_s, .prompt = u"?"_s}};
};

void TestReview::aDayOfReviews()
{
    const AnswerDetails details{.confidence = 75, .latencyMs = 1500, .sessionUid = u"s"_s};
    QCOMPARE(queue(dayNumber(0)), (QStringList{u"question:QX.1"_s, u"question:QX.2"_s}));
    const Recorded first = need(answer(*m_store, m_cards[0], Grade::Good, details, dayNumber(0)));
    QCOMPARE(first.review.kind, ReviewKind::Learn);
    QCOMPARE(first.review.cardRevision, 9U);
    QCOMPARE(first.review.confidence, 75);
    QCOMPARE(first.state.phase, Phase::Review);
    need(answer(*m_store, m_cards[1], Grade::Again, details, dayNumber(0, 1)));
    QCOMPARE(queue(dayNumber(0, 2)), QStringList());
    QCOMPARE(queue(dayNumber(0, 12)), QStringList{u"question:QX.2"_s});
    need(m_store->reading().markRead(u"os"_s, u""_s, true, 1));
    QCOMPARE(queue(dayNumber(0, 2)), QStringList{u"question:Q05.1"_s});
    QCOMPARE(need(m_store->reviews().repairStates()), 0);
}

// The queue is made anew for every card: what came before must not be forgotten by that.
void TestReview::lessonsChangeFromCardToCard()
{
    QList<Card> cards;
    for (int i = 0; i < 9; ++i)
        cards.append({.uid = u"own:%1"_s.arg(i), .topic = u"topic%1"_s.arg(i / 3), .prompt = u"?"_s});
    for (int day : {0, 40}) { // as new ones, then as reviews
        QStringList topics;
        for (int i = 0; i < cards.size(); ++i) {
            const Turn turn = need(nextTurn(*m_store, {.cards = cards, .without = {}, .drill = {}}, dayNumber(day, i)));
            QVERIFY(turn.card);
            topics.append(turn.card->topic);
            need(answer(*m_store, *turn.card, Grade::Easy, {}, dayNumber(day, i)));
        }
        for (int i = 1; i < topics.size(); ++i) // what is left in the end may be all of one lesson
            QVERIFY2(topics[i] != topics[i - 1] || topics.mid(i).count(topics[i]) == topics.size() - i,
                qPrintable(topics.join(u' ')));
    }
}

void TestReview::theChoiceIsWhatHappens()
{
    for (int day : {0, 2, 9}) {
        const DueCard due = need(lookAt(*m_store, m_cards[0], dayNumber(day)));
        for (const GradeChoice &choice : due.choices) {
            const Recorded done = need(
                answer(*m_store, m_cards[0], choice.grade, {.sessionUid = u"s"_s}, dayNumber(day)));
            QCOMPARE(done.state.dueDay, choice.dueDay);
            QCOMPARE(done.state.dueAtMs, choice.dueAtMs);
            need(undoLast(*m_store, u"s"_s, dayNumber(day)));
        }
        need(answer(*m_store, m_cards[0], Grade::Good, {.sessionUid = u"s"_s}, dayNumber(day)));
    }
}

void TestReview::undoTakesTheLastAnswerBack()
{
    QVERIFY(!need(undoLast(*m_store, u"s"_s, dayNumber(0))));
    const AnswerDetails details{.sessionUid = u"s"_s};
    need(answer(*m_store, m_cards[0], Grade::Good, details, dayNumber(0)));
    const CardState before = need(m_store->reviews().state(m_cards[0].uid));
    need(answer(*m_store, m_cards[0], Grade::Again, details, dayNumber(5)));
    QCOMPARE(need(undoLast(*m_store, u"s"_s, dayNumber(5))), m_cards[0].uid);
    QCOMPARE(need(m_store->reviews().state(m_cards[0].uid)), before);
    QVERIFY(queue(dayNumber(5)).contains(m_cards[0].uid));
}

void TestReview::undoBringsTheTextBack_data()
{
    QTest::addColumn<QuestionKind>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("draft");
    QTest::newRow("an open answer") << QuestionKind::Open << u"half of it"_s << u"half of it"_s;
    QTest::newRow("an empty one") << QuestionKind::Open << u""_s << u""_s;
    QTest::newRow("a choice is made again") << QuestionKind::Choice << u"[1]"_s << u""_s;
}

void TestReview::undoBringsTheTextBack()
{
    QFETCH(QuestionKind, kind);
    QFETCH(QString, text);
    Card card = m_cards[0];
    card.kind = kind;
    const Given given{.card = card, .grade = Grade::Good, .answer = text, .ticks = {},
        .details = {.sessionUid = u"s"_s}};
    std::ignore = need(record(*m_store, given, dayNumber(0)));
    QVERIFY(!need(m_store->drafts().find(card.uid, answerSlot())));
    QCOMPARE(need(undoLast(*m_store, u"s"_s, dayNumber(0, 1))), card.uid);
    const auto draft = need(m_store->drafts().find(card.uid, answerSlot()));
    QTEST(draft ? draft->body : QString(), "draft");
}

// On a full disk a small row may still fit where a longer one does not.
void TestReview::anAnswerIsKeptWholeOrNotAtAll()
{
    const Given given{.card = m_cards[0], .grade = Grade::Good, .answer = u"a long text"_s, .ticks = {},
        .details = {.sessionUid = u"s"_s}};
    const auto refuse = [this](const QString &table, const QString &work) {
        need(m_store->connection().run(
            u"CREATE TRIGGER full BEFORE %1 ON %2 BEGIN SELECT RAISE(FAIL, 'full'); END"_s.arg(work, table)));
    };
    const auto allow = [this] { need(m_store->connection().run(u"DROP TRIGGER full"_s)); };
    refuse(u"attempt"_s, u"INSERT"_s);
    QVERIFY(!record(*m_store, given, dayNumber(0)));
    QCOMPARE(need(m_store->reviews().count()), 0);
    QCOMPARE(need(m_store->reviews().states()).size(), 0);
    allow();
    std::ignore = need(record(*m_store, given, dayNumber(0)));
    QCOMPARE(need(m_store->reviews().count()), 1);
    // The same holds for taking it back.
    refuse(u"draft"_s, u"INSERT"_s);
    QVERIFY(!undoLast(*m_store, u"s"_s, dayNumber(0, 1)));
    QCOMPARE(need(m_store->reviews().count()), 1);
    allow();
    QCOMPARE(need(undoLast(*m_store, u"s"_s, dayNumber(0, 1))), m_cards[0].uid);
    QCOMPARE(need(m_store->reviews().repairStates()), 0);
}

void TestReview::drillsMoveNothing()
{
    need(answer(*m_store, m_cards[0], Grade::Good, {}, dayNumber(0)));
    const CardState before = need(m_store->reviews().state(m_cards[0].uid));
    const Recorded drilled
        = need(answerWithoutScheduling(*m_store, m_cards[0], Grade::Again, {}, dayNumber(1)));
    QCOMPARE(drilled.review.kind, ReviewKind::Cram);
    need(answerWithoutScheduling(
        *m_store, m_cards[1], Grade::Good, {.sessionUid = u"d"_s}, dayNumber(1)));
    QCOMPARE(need(m_store->reviews().states()).size(), 1);
    QCOMPARE(need(m_store->reviews().state(m_cards[0].uid)), before);
    QCOMPARE(need(m_store->reviews().count()), 3);
    need(undoLast(*m_store, u"d"_s, dayNumber(1)));
    QCOMPARE(need(m_store->reviews().repairStates()), 0);
    Review moving{.cardUid = u"x"_s, .kind = ReviewKind::Learn, .grade = Grade::Good};
    QVERIFY(!m_store->reviews().appendWithoutState(moving));
}

void TestReview::suspendedCardsStayAway()
{
    need(setSuspended(*m_store, m_cards[0].uid, true, 1));
    QCOMPARE(queue(dayNumber(0)), QStringList{m_cards[1].uid});
    need(setSuspended(*m_store, m_cards[0].uid, false, 2));
    QCOMPARE(queue(dayNumber(0)).size(), 2);
}

void TestReview::aLeechIsReportedOnce()
{
    int day = 0;
    int reported = 0;
    for (int lapse = 1; lapse <= 12; ++lapse) {
        need(answer(*m_store, m_cards[0], Grade::Easy, {}, dayNumber(day)));
        day += 40;
        const Recorded failed
            = need(answer(*m_store, m_cards[0], Grade::Again, {}, dayNumber(day)));
        QCOMPARE(failed.state.lapses, lapse);
        QCOMPARE(failed.leech, lapse == 8 || lapse == 12);
        if (failed.leech) {
            QVERIFY(need(lookAt(*m_store, m_cards[0], dayNumber(day))).leech);
            need(answerLeech(*m_store, m_cards[0].uid, 1));
            QVERIFY(!need(lookAt(*m_store, m_cards[0], dayNumber(day))).leech);
            ++reported;
        }
        day += 40;
    }
    QCOMPARE(reported, 2);
}

void TestReview::anInterviewPullsCardsForward()
{
    ReviewSettings settings;
    settings.interview = InterviewPlan{dayNumber(6).studyDay, {}, 0.95};
    need(setReviewSettings(*m_store, settings, 1));
    QCOMPARE(need(reviewSettings(*m_store)), settings);
    const Recorded done = need(answer(*m_store, m_cards[0], Grade::Easy, {}, dayNumber(0)));
    QVERIFY(done.state.dueDay <= dayNumber(6).studyDay);
    const Recorded after = need(answer(*m_store, m_cards[0], Grade::Easy, {}, dayNumber(6)));
    QVERIFY(after.state.dueDay > dayNumber(6).studyDay);
    QCOMPARE(need(m_store->reviews().repairStates()), 0);
}

void TestReview::countsOnlyWhatWasAnsweredToday()
{
    need(answer(*m_store, m_cards[0], Grade::Again, {.sessionUid = u"s"_s}, dayNumber(0)));
    need(answer(*m_store, m_cards[0], Grade::Good, {.sessionUid = u"s"_s}, dayNumber(1)));
    need(answer(*m_store, m_cards[1], Grade::Again, {.sessionUid = u"s"_s}, dayNumber(1)));
    need(answer(*m_store, m_cards[1], Grade::Again, {.sessionUid = u"s"_s}, dayNumber(1, 11)));
    const QueueInput input = need(queueInput(*m_store, m_cards, dayNumber(1, 12)));
    QCOMPARE(input.answersToday, 3);
    QCOMPARE(input.newToday, 1);
}

void TestReview::ownCardsComeToo()
{
    Card own{.topic = u"mine"_s, .prompt = u"What did I learn?"_s};
    need(m_store->decks().save(own, 1));
    QVERIFY(queue(dayNumber(0)).contains(own.uid));
}

void TestReview::aDeckIsReviewedAlone()
{
    Deck deck{.name = u"Before Tuesday"_s};
    need(m_store->decks().save(deck, 1));
    TurnSource source{.cards = m_cards, .without = {}, .drill = {}, .deck = deck.uid};
    QVERIFY(!need(nextTurn(*m_store, source, dayNumber(0))).card);
    need(m_store->decks().setMember(deck.uid, m_cards[1].uid, true, 2));
    const Turn turn = need(nextTurn(*m_store, source, dayNumber(0)));
    QCOMPARE(turn.card->uid, m_cards[1].uid);
    QCOMPARE(turn.left, 1);
    need(answer(*m_store, m_cards[1], Grade::Good, {}, dayNumber(0)));
    QVERIFY(!need(nextTurn(*m_store, source, dayNumber(0))).card);
    source.deck.clear();
    QCOMPARE(need(nextTurn(*m_store, source, dayNumber(0))).card->uid, m_cards[0].uid);
}

// The cap is one of the log, not of a queue that somebody counts along: card by card as the review page asks.
void TestReview::sixtyDaysAwayKeepTheCapInTheLog()
{
    constexpr int cap = 12;
    QList<Card> cards;
    for (int i = 0; i < 60; ++i)
        cards.append({.uid = u"question:Q%1"_s.arg(i), .topic = u"topic%1"_s.arg(i % 5), .prompt = u"?"_s});
    need(setReviewSettings(*m_store, {.answersPerDay = cap, .newPerDay = 5, .onlyReadLessons = false}, 1));
    QRandomGenerator random(60);
    const auto study = [&](int day) {
        int minute = 0;
        for (;;) {
            Turn turn = need(nextTurn(*m_store, {.cards = cards, .without = {}, .drill = {}}, dayNumber(day, minute)));
            if (!turn.card && turn.queue.nextStepMs) { // a learner who waits for the steps
                minute = int((*turn.queue.nextStepMs - dayNumber(day).ms) / 60'000) + 1;
                turn = need(nextTurn(*m_store, {.cards = cards, .without = {}, .drill = {}}, dayNumber(day, minute)));
            }
            if (!turn.card)
                return turn.queue.heldBack;
            const bool forgot = random.generateDouble() > turn.due.recall.value_or(0.8);
            const Grade grade = forgot ? Grade::Again : Grade::Good;
            std::ignore = need(record(*m_store, {.card = *turn.card, .grade = grade, .answer = {}, .ticks = {}, .details = {}},
                dayNumber(day, ++minute)));
        }
    };
    for (int day = 0; day < 25; ++day)
        study(day);
    int heldBack = 0;
    for (int day = 85; day < 110; ++day)
        heldBack = std::max(heldBack, study(day));
    QVERIFY2(heldBack > 0, "the break left nothing to hold back");
    int days = 0;
    need(m_store->connection().each(u"SELECT COUNT(*) FROM review WHERE grade > 0 GROUP BY study_day"_s, {},
        [&](const Row &row) {
            ++days;
            QVERIFY2(row.number(0) <= cap, qPrintable(QString::number(row.number(0))));
        }));
    QVERIFY(days > 40);
}

QTEST_GUILESS_MAIN(TestReview)
#include "tst_review.moc"
