#include "support.h"

#include <QJsonArray>

using namespace ringside;
using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

/// What is kept besides reviews and drafts.
class TestRecords : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_store = need(Store::inMemory()); }
    void anAttemptKeepsEveryField();
    void theBestOutcomeCounts_data();
    void theBestOutcomeCounts();
    void ungradedAttemptsCountForNothing();
    void ticksOfThreeStandBesideEachOther();
    void aPatternThatIsOftenRejectedIsMuted();
    void hintsAreRemembered();
    void readMarksAreKeptAndTakenBack();
    void notesInTheOrderOfTheText();
    void notesAreFoundByTheirWords();
    void timeAddsUp();
    void sessionsAndSettings();
    void decksAndTheirCards();
    void ownCardsKeepEveryField();
    void refusesWhatIsNoCard_data();
    void refusesWhatIsNoCard();
    void flagsOfCards();
    void mockInterviewsAreKept();

private:
    std::unique_ptr<Store> m_store;
};

namespace {

Card fullCard()
{
    Card card{.kind = QuestionKind::OrderSteps,
        .lesson = u"os-module"_s,
        .part = u"P3"_s,
        .topic = u"os-module"_s,
        .level = course::QuestionLevel::Senior,
        .prompt = u"What **is** it?"_s,
        .code = u"import os\n"_s,
        .world = u"w"_s,
        .answer = u"This."_s,
        .reference = u"rename(2)"_s};
    card.keyPoints = {{.text = u"one"_s, .essential = false, .words = {u"a"_s, u"b"_s}}};
    card.wrong = {{.belief = u"x"_s, .why = u"y"_s, .words = {u"z"_s}}};
    card.followUpPrompt = u"And?"_s;
    card.followUpAnswer = u"So."_s;
    card.options = {
        {.text = u"t"_s, .prints = u"p"_s, .right = true, .misconception = u"m"_s, .why = u"w"_s}};
    card.bugLines = {1, 3};
    card.fixedCode = u"pass"_s;
    card.expectedOutput = u"1\n"_s;
    card.steps = {u"open"_s, u"write"_s, u"close"_s};
    card.before = {{0, 1}, {1, 2}};
    card.calls = {{.name = u"openat"_s, .fields = {u"x"_s}}};
    card.toleratedCalls = {u"fstat"_s};
    card.exercise = u"uuid"_s;
    return card;
}

} // namespace

void TestRecords::anAttemptKeepsEveryField()
{
    Attempt attempt{.itemUid = u"exercise:1"_s,
        .itemRevision = 42,
        .sessionUid = u"s"_s,
        .startedMs = 5,
        .submitted = {.ms = 9, .studyDay = 20'000},
        .kind = AttemptKind::Coding,
        .answer = u"print()\n"_s,
        .outcome = AttemptOutcome::Failed,
        .points = 12.5,
        .maxPoints = 40,
        .confidence = 75,
        .hints = 2,
        .tests = {{u"outcome"_s, u"failed"_s}, {u"checks"_s, QJsonArray{1, 2}}},
        .environment = {{u"seed"_s, 7}}};
    need(m_store->attempts().append(attempt));
    QCOMPARE(need(m_store->attempts().of(u"exercise:1"_s)), QList<Attempt>{attempt});
    QCOMPARE(need(m_store->attempts().find(attempt.uid)), attempt);
    QVERIFY(!need(m_store->attempts().find(u"none"_s)));
}

void TestRecords::theBestOutcomeCounts_data()
{
    QTest::addColumn<QList<AttemptOutcome>>("outcomes");
    QTest::addColumn<AttemptOutcome>("best");
    using enum AttemptOutcome;
    QTest::newRow("mastered once stays mastered")
        << QList{Failed, Mastered, Passed, Failed} << Mastered;
    QTest::newRow("passed after failing") << QList{Failed, Passed} << Passed;
    QTest::newRow("failed only") << QList{Failed, Failed} << Failed;
    QTest::newRow("given up, then passed") << QList{GivenUp, Passed} << Passed;
    QTest::newRow("given up only") << QList{GivenUp} << GivenUp;
    QTest::newRow("right after wrong") << QList{Wrong, Right, Wrong} << Right;
}

void TestRecords::theBestOutcomeCounts()
{
    QFETCH(QList<AttemptOutcome>, outcomes);
    QFETCH(AttemptOutcome, best);
    for (qsizetype i = 0; i < outcomes.size(); ++i) {
        Attempt attempt{.itemUid = u"a"_s,
            .submitted = {.ms = 100 + i},
            .outcome = outcomes[i],
            .points = double(i)};
        need(m_store->attempts().append(attempt));
    }
    const auto records = need(m_store->attempts().records());
    QCOMPARE(records.size(), 1);
    QCOMPARE(records[0].best, best);
    QCOMPARE(records[0].attempts, outcomes.size());
    QCOMPARE(records[0].firstMs, 100);
    QCOMPARE(records[0].lastMs, 100 + outcomes.size() - 1);
    QCOMPARE(records[0].bestPoints, double(outcomes.size() - 1));
}

void TestRecords::ungradedAttemptsCountForNothing()
{
    Attempt attempt{.itemUid = u"a"_s, .outcome = AttemptOutcome::Ungraded};
    need(m_store->attempts().append(attempt));
    QVERIFY(need(m_store->attempts().records()).isEmpty());
    QCOMPARE(need(m_store->attempts().of(u"a"_s)).size(), 1);
}

void TestRecords::ticksOfThreeStandBesideEachOther()
{
    Attempt attempt{.itemUid = u"question:Q05.1"_s, .outcome = AttemptOutcome::Open};
    need(m_store->attempts().append(attempt, {{u"p1"_s, TickedBy::Matcher, true}}));
    need(m_store->attempts().tick(attempt.uid, {{u"p1"_s, TickedBy::Learner, true}}, 5));
    need(m_store->attempts().tick(attempt.uid, {{u"p1"_s, TickedBy::Instructor, true}}, 6));
    need(m_store->attempts().tick(attempt.uid, {{u"p1"_s, TickedBy::Instructor, false}}, 7));
    QCOMPARE(found(*m_store, u"SELECT ticked_by || ' ' || value FROM attempt_point ORDER BY 1"_s),
        (QStringList{u"instructor 0"_s, u"learner 1"_s, u"matcher 1"_s}));
}

void TestRecords::aPatternThatIsOftenRejectedIsMuted()
{
    for (int i = 0; i < 24; ++i) {
        Attempt attempt{.itemUid = u"q"_s, .outcome = AttemptOutcome::Open};
        need(m_store->attempts().append(attempt,
            {{u"bad"_s, TickedBy::Matcher, true}, {u"bad"_s, TickedBy::Learner, i >= 3},
                {u"good"_s, TickedBy::Matcher, true}, {u"good"_s, TickedBy::Learner, i >= 2},
                {u"missed"_s, TickedBy::Matcher, false}, {u"missed"_s, TickedBy::Learner, true},
                {u"unjudged"_s, TickedBy::Matcher, true}, {u"overruled"_s, TickedBy::Matcher, true},
                {u"overruled"_s, TickedBy::Learner, true},
                {u"overruled"_s, TickedBy::Instructor, false}}));
    }
    QHash<QString, PatternRecord> records;
    for (const PatternRecord &record : need(m_store->attempts().patterns()))
        records.insert(record.pointUid, record);
    QCOMPARE(QSet<QString>(records.keyBegin(), records.keyEnd()),
        (QSet<QString>{u"bad"_s, u"good"_s, u"overruled"_s}));
    QCOMPARE(records[u"bad"_s].rejected, 3);
    QVERIFY(records[u"bad"_s].isMuted());
    QVERIFY(!records[u"good"_s].isMuted());
    QVERIFY(records[u"overruled"_s].isMuted());
    QVERIFY(!(PatternRecord{.found = 19, .rejected = 19}.isMuted()));
    QVERIFY(!(PatternRecord{.found = 20, .rejected = 2}.isMuted()));
}

void TestRecords::hintsAreRemembered()
{
    for (const HintShown &hint : {HintShown{u"e1"_s, 1, 10}, HintShown{u"e1"_s, 2, 20},
             HintShown{u"e1"_s, 1, 30}, HintShown{u"e2"_s, solutionRung, 40}})
        need(m_store->attempts().showHint(hint, u"s"_s));
    QCOMPARE(need(m_store->attempts().hintsOf(u"e1"_s)),
        (QList<HintShown>{{u"e1"_s, 1, 10}, {u"e1"_s, 2, 20}}));
    QCOMPARE(need(m_store->attempts().hintsOf(u"e2"_s)).size(), 1);
}

void TestRecords::readMarksAreKeptAndTakenBack()
{
    const Reading &reading = m_store->reading();
    need(reading.markRead(u"os-module"_s, u"P3"_s, true, 5));
    need(reading.markRead(u"os-module"_s, u""_s, true, 6));
    need(reading.markRead(u"os-module"_s, u"P3"_s, false, 7));
    QCOMPARE(need(reading.readMarks()), (QList<ReadMark>{{u"os-module"_s, u""_s, 6}}));
}

void TestRecords::notesInTheOrderOfTheText()
{
    const Reading &reading = m_store->reading();
    Note late{
        .itemUid = u"lesson:os"_s, .part = u"P4"_s, .block = 9, .body = u"late"_s, .createdMs = 1};
    Note early{.itemUid = u"lesson:os"_s,
        .part = u"P1"_s,
        .block = 2,
        .start = 5,
        .length = 11,
        .quote = u"marked text"_s,
        .style = 2,
        .createdMs = 2,
        .updatedMs = 2};
    need(reading.save(late));
    need(reading.save(early));
    QCOMPARE(need(reading.notesOf(u"lesson:os"_s)), (QList<Note>{early, late}));
    early.body = u"remark"_s;
    need(reading.save(early));
    need(reading.remove(late.uid, 5));
    QCOMPARE(need(reading.notesOf(u"lesson:os"_s)), QList<Note>{early});
    QVERIFY(need(reading.notesOf(u"lesson:csv"_s)).isEmpty());
}

void TestRecords::notesAreFoundByTheirWords()
{
    const Reading &reading = m_store->reading();
    Note first{.itemUid = u"a"_s, .body = u"100 % ÄRGER with rename"_s, .updatedMs = 1};
    Note second{.itemUid = u"b"_s, .quote = u"rename is atomic"_s, .updatedMs = 2};
    need(reading.save(first));
    need(reading.save(second));
    QCOMPARE(need(reading.search(u"RENAME"_s)), (QList<Note>{second, first}));
    QCOMPARE(need(reading.search(u"ärger"_s)), QList<Note>{first});
    QCOMPARE(need(reading.search(u"%"_s)), QList<Note>{first});
    QVERIFY(need(reading.search(u"unlink"_s)).isEmpty());
}

void TestRecords::timeAddsUp()
{
    const Journal &journal = m_store->journal();
    need(journal.addTime(u"s1"_s, u"lesson:os"_s, 10, 30'000));
    need(journal.addTime(u"s1"_s, u"lesson:os"_s, 10, 12'000));
    need(journal.addTime(u"s2"_s, u"lesson:os"_s, 10, 1'000));
    need(journal.addTime(u"s2"_s, u"exercise:1"_s, 11, 5'000));
    QCOMPARE(found(*m_store,
                 u"SELECT study_day || ' ' || SUM(active_ms) FROM activity GROUP BY study_day ORDER BY 1"_s),
        (QStringList{u"10 43000"_s, u"11 5000"_s}));
}

void TestRecords::sessionsAndSettings()
{
    const Journal &journal = m_store->journal();
    Session session{.kind = u"window"_s,
        .started = {.ms = 5, .tzMinutes = 120},
        .appVersion = u"1"_s,
        .contentVersion = u"c"_s,
        .settings = {{u"grades"_s, 4}}};
    need(journal.begin(session));
    need(journal.end(session.uid, 9));
    QCOMPARE(found(*m_store,
                 u"SELECT kind || ' ' || started_ms || ' ' || ended_ms || ' ' || tz_min || ' ' || app_version"
                 " || ' ' || content_version || ' ' || settings FROM session"_s),
        QStringList{uR"(window 5 9 120 1 c {"grades":4})"_s});

    QVERIFY(need(journal.setting(u"cap"_s)).isUndefined());
    for (const QJsonValue &value : {QJsonValue(60), QJsonValue(u"text"_s), QJsonValue(true),
             QJsonValue(QJsonArray{1, 2}), QJsonValue(QJsonObject{{u"a"_s, 1}})}) {
        need(journal.set(u"cap"_s, value, 1));
        QCOMPARE(need(journal.setting(u"cap"_s)), value);
    }
}

void TestRecords::decksAndTheirCards()
{
    const Decks &decks = m_store->decks();
    Deck mine{.name = u"Monday"_s, .createdMs = 1};
    Deck other{.name = u"Amazing"_s, .createdMs = 2};
    need(decks.save(mine, 1));
    need(decks.save(other, 2));
    QCOMPARE(need(decks.decks()), (QList<Deck>{other, mine}));
    mine.name = u"Tuesday"_s;
    need(decks.save(mine, 3));
    need(decks.remove(other.uid, 4));
    QCOMPARE(need(decks.decks()), QList<Deck>{mine});
    need(decks.setMember(mine.uid, u"question:Q05.1"_s, true, 1));
    need(decks.setMember(mine.uid, u"question:Q05.2"_s, true, 1));
    need(decks.setMember(mine.uid, u"question:Q05.1"_s, false, 2));
    QCOMPARE(need(decks.membersOf(mine.uid)), QSet<QString>{u"question:Q05.2"_s});
}

void TestRecords::ownCardsKeepEveryField()
{
    const Decks &decks = m_store->decks();
    Card card = fullCard();
    need(decks.save(card, 5));
    QVERIFY(card.uid.startsWith(u"own:"));
    const auto cards = need(decks.ownCards());
    QCOMPARE(cards.size(), 1);
    QCOMPARE(toJson(cards[0]), toJson(card));
    QCOMPARE(cards[0].revision, card.revision);
    QVERIFY(card.revision != 0);

    const quint32 before = card.revision;
    card.prompt += u'?';
    need(decks.save(card, 6));
    QVERIFY(card.revision != before);
    QCOMPARE(need(decks.ownCards()).size(), 1);
    need(decks.removeCard(card.uid, 7));
    QVERIFY(need(decks.ownCards()).isEmpty());
}

void TestRecords::refusesWhatIsNoCard_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("no uid") << u"uid"_s << QJsonValue(u""_s);
    QTest::newRow("no prompt") << u"prompt"_s << QJsonValue(u""_s);
    QTest::newRow("a kind that does not exist") << u"kind"_s << QJsonValue(u"riddle"_s);
    QTest::newRow("no kind") << u"kind"_s << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("a level that does not exist") << u"level"_s << QJsonValue(u"guru"_s);
    QTest::newRow("a number for a text") << u"code"_s << QJsonValue(5);
    QTest::newRow("steps that are no list") << u"steps"_s << QJsonValue(u"a, b"_s);
    QTest::newRow("a step that is no text") << u"steps"_s << QJsonValue(QJsonArray{1});
    QTest::newRow("an order of steps that are not there")
        << u"before"_s << QJsonValue(QJsonArray{QJsonArray{0, 3}});
    QTest::newRow("half an order") << u"before"_s << QJsonValue(QJsonArray{QJsonArray{0}});
    QTest::newRow("line zero") << u"bug_lines"_s << QJsonValue(QJsonArray{0});
    QTest::newRow("a key point that is a text")
        << u"key_points"_s << QJsonValue(QJsonArray{u"point"_s});
    QTest::newRow("a key point with a strange key")
        << u"key_points"_s << QJsonValue(QJsonArray{QJsonObject{{u"txt"_s, u"x"_s}}});
    QTest::newRow("a strange key") << u"colour"_s << QJsonValue(1);
}

void TestRecords::refusesWhatIsNoCard()
{
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    Card card = fullCard();
    card.uid = u"own:1"_s;
    QJsonObject object = toJson(card);
    QVERIFY(cardFromJson(object));
    object[key] = value;
    QVERIFY(!cardFromJson(object));
}

void TestRecords::flagsOfCards()
{
    const Decks &decks = m_store->decks();
    need(decks.setFlags(u"a"_s, {.suspended = true}, 1));
    need(decks.setFlags(u"b"_s, {.leechAnswered = 8}, 1));
    need(decks.setFlags(u"a"_s, {.suspended = false, .leechAnswered = 12}, 2));
    const auto flags = need(decks.flags());
    QCOMPARE(flags.size(), 2);
    QCOMPARE(flags[u"a"_s], (CardFlags{false, 12}));
    QCOMPARE(flags[u"b"_s], (CardFlags{false, 8}));
}

void TestRecords::mockInterviewsAreKept()
{
    const MockShelf &mocks = m_store->mocks();
    QVERIFY(!need(mocks.unfinished()));
    MockRecord record{.state = {{u"phase"_s, 3}}, .startedMs = 5, .updatedMs = 6};
    need(mocks.save(record));
    QCOMPARE(need(mocks.unfinished()), record);
    record.report = {{u"questions"_s, 4}};
    record.endedMs = 9;
    need(mocks.save(record));
    QVERIFY(!need(mocks.unfinished()));
    QCOMPARE(need(mocks.all()), QList<MockRecord>{record});
    QCOMPARE(need(mocks.find(record.uid)), record);
}

QTEST_GUILESS_MAIN(TestRecords)
#include "tst_records.moc"
