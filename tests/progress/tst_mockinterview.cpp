#include "mocksupport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

using namespace ringside;
using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

using course::RoundKind;

class TestMockInterview : public QObject
{
    Q_OBJECT

private slots:
    void goesFromQuestionToQuestion();
    void saysNothingAboutRightAndWrongUntilTheEnd();
    void refusesWhatIsNotItsTurn_data();
    void refusesWhatIsNotItsTurn();
    void endsWhenTimeIsUp();
    void withoutPressureTimeIsAHint();
    void countsNoPauses();
    void forgetsAnInterruption();
    void aClockSetBackStandsStill();
    void skippingTakesTheFollowUpsWithIt();
    void isTakenUpAgainAtAnyMoment();
    void refusesWhatDoesNotHoldTogether_data();
    void refusesWhatDoesNotHoldTogether();
    void onlyTheInstructorTicksAfterTheReview();
    void answersInARolePlay();
    void aMachineAnswersCommands_data();
    void aMachineAnswersCommands();
    void choicesAreReadAsWords_data();
    void choicesAreReadAsWords();

private:
    static MockInterview interview(Pressure pressure = Pressure::On, const QString &kind = {});
};

/// Two open questions, something to read, something to write.
MockInterview TestMockInterview::interview(Pressure pressure, const QString &)
{
    const MockSource source = mockSource();
    MockPlan plan;
    plan.steps = {{.kind = RoundKind::Questions,
                      .card = source.cards[0],
                      .seconds = 180,
                      .followUps = {{u"Follow-up of Q1.0"_s, u"secret answer"_s}}},
        {.kind = RoundKind::Questions, .card = source.cards[1], .seconds = 180},
        {.kind = RoundKind::Read, .card = source.cards[3], .seconds = 120},
        {.kind = RoundKind::Coding, .card = source.cards[4], .seconds = 480}};
    return MockInterview({.pressure = pressure}, plan);
}

void TestMockInterview::goesFromQuestionToQuestion()
{
    MockInterview mock = interview();
    QVERIFY(mock.begin(1'000'000));
    QCOMPARE(mock.view(1'010'000).phase, MockPhase::Thinking);
    QCOMPARE(mock.view(1'010'000).stepLeftMs, 170'000);
    QCOMPARE(mock.view(1'010'000).leftMs, 950'000);
    QVERIFY(mock.type(u"be"_s, 1'020'000));
    QVERIFY(mock.takeNotes(u"note"_s));
    QVERIFY(mock.submit(u"because"_s, 1'060'000));
    QCOMPARE(mock.phase(), MockPhase::Confidence);
    QVERIFY(mock.setConfidence(75, 1'062'000));
    QCOMPARE(mock.phase(), MockPhase::FollowUp);
    QCOMPARE(mock.view(1'062'000).followUp, u"Follow-up of Q1.0"_s);
    QVERIFY(mock.type(u"fur"_s, 1'070'000));
    QCOMPARE(mock.view(1'070'000).text, u"fur"_s);
    QVERIFY(mock.submit(u"further"_s, 1'080'000));
    QCOMPARE(mock.view(1'080'000).step, 1);
    QVERIFY(mock.skip(1'090'000));
    QCOMPARE(mock.view(1'090'000).optionTexts, (QStringList{u"one"_s, u"two"_s}));
    QVERIFY(mock.submit(u"1"_s, 1'095'000));
    QVERIFY(mock.setConfidence(0, 1'096'000));
    QCOMPARE(mock.view(1'096'000).exercise, u"1"_s);
    QVERIFY(mock.setCodingResult(3, u"attempt"_s, AttemptOutcome::Passed, {{u"points"_s, 9}}));
    QVERIFY(!mock.answers());
    QVERIFY(mock.submit(u"def f(): ..."_s, 1'300'000));
    QVERIFY(mock.setConfidence(100, 1'301'000));

    QCOMPARE(mock.phase(), MockPhase::Review);
    const QList<MockAnswer> answers = *mock.answers();
    QCOMPARE(answers[0].text, u"because"_s);
    QCOMPARE(answers[0].notes, u"note"_s);
    QCOMPARE(answers[0].followUpTexts, QStringList{u"further"_s});
    QCOMPARE(answers[0].confidence, 75);
    QCOMPARE(answers[0].startedMs, 20'000);
    QCOMPARE(answers[0].endedMs, 80'000);
    QVERIFY(answers[1].skipped);
    QCOMPARE(answers[1].shownMs, 80'000);
    QCOMPARE(answers[2].confidence, 0);
    QCOMPARE(answers[3].machine, MachineResult::Right);
    QCOMPARE(answers[3].attemptUid, u"attempt"_s);
}

void TestMockInterview::saysNothingAboutRightAndWrongUntilTheEnd()
{
    MockInterview mock = interview();
    mock.begin(1000);
    qint64 now = 1000;
    while (mock.phase() < MockPhase::Review) {
        QVERIFY(!mock.plan());
        QVERIFY(!mock.answers());
        QVERIFY(!reportOf(mock));
        const MockView view = mock.view(now);
        const QStringList shown = QStringList{view.title, view.prompt, view.code, view.trace,
                                      view.followUp, view.text, view.notes, view.help}
            + view.optionTexts + view.stepTexts;
        QVERIFY2(!shown.join(u' ').contains(u"secret"), qPrintable(shown.join(u' ')));
        QVERIFY(!mock.tick(0, {u"p"_s, TickedBy::Learner, true}));
        QVERIFY(!mock.remark(0, TickedBy::Learner, u"x"_s));
        now += 1000;
        if (view.phase == MockPhase::Confidence)
            mock.setConfidence(50, now);
        else
            mock.submit(u"text"_s, now);
    }
    QVERIFY(mock.plan());
    QVERIFY(reportOf(mock));
}

void TestMockInterview::refusesWhatIsNotItsTurn_data()
{
    QTest::addColumn<QString>("stage");
    QTest::addColumn<QString>("action");
    for (const char *action :
        {"type", "submit", "confidence", "skip", "finish", "notes", "result", "review"})
        QTest::addRow("%s before it begins", action) << u"ready"_s << QString::fromUtf8(action);
    for (const char *action : {"begin", "confidence", "review", "pause"})
        QTest::addRow("%s while thinking", action) << u"thinking"_s << QString::fromUtf8(action);
    for (const char *action : {"begin", "type", "submit", "review"})
        QTest::addRow("%s when asked how sure", action)
            << u"confidence"_s << QString::fromUtf8(action);
    for (const char *action :
        {"begin", "type", "submit", "confidence", "skip", "finish", "pause", "notes"})
        QTest::addRow("%s after the end", action) << u"review"_s << QString::fromUtf8(action);
}

void TestMockInterview::refusesWhatIsNotItsTurn()
{
    QFETCH(QString, stage);
    QFETCH(QString, action);
    MockInterview mock = interview();
    if (stage != u"ready")
        mock.begin(1000);
    if (stage == u"confidence")
        mock.submit(u"x"_s, 2000);
    if (stage == u"review")
        mock.finish(2000);
    const QJsonObject before = mock.toJson();
    const bool done = action == u"begin" ? mock.begin(3000)
        : action == u"type"              ? mock.type(u"y"_s, 3000)
        : action == u"submit"            ? mock.submit(u"y"_s, 3000)
        : action == u"confidence"        ? mock.setConfidence(50, 3000)
        : action == u"skip"              ? mock.skip(3000)
        : action == u"finish"            ? mock.finish(3000)
        : action == u"pause"             ? mock.pause(3000)
        : action == u"notes"             ? mock.takeNotes(u"y"_s)
        : action == u"result"            ? mock.setMachineResult(0, MachineResult::Right)
                                         : mock.finishReview();
    QVERIFY(!done);
    QCOMPARE(mock.toJson(), before);
    for (int percent : {-25, 10, 99, 125})
        QVERIFY(!mock.setConfidence(percent, 3000));
}

void TestMockInterview::endsWhenTimeIsUp()
{
    MockInterview mock = interview();
    mock.begin(0 + 1000);
    mock.type(u"half an answ"_s, 2000);
    mock.passTime(1000 + 959'999);
    QCOMPARE(mock.phase(), MockPhase::Answering);
    QVERIFY(mock.view(1000).clockShown);
    mock.passTime(1000 + 960'000);
    QCOMPARE(mock.phase(), MockPhase::Review);
    const QList<MockAnswer> answers = *mock.answers();
    QCOMPARE(answers[0].text, u"half an answ"_s);
    QVERIFY(!answers[0].skipped);
    QVERIFY(answers[1].skipped && answers[2].skipped && answers[3].skipped);
}

void TestMockInterview::withoutPressureTimeIsAHint()
{
    MockInterview mock = interview(Pressure::Off);
    mock.begin(1000);
    mock.passTime(9'999'999);
    QCOMPARE(mock.phase(), MockPhase::Thinking);
    QVERIFY(!mock.view(9'999'999).clockShown);
    QVERIFY(mock.view(9'999'999).stepLeftMs < 0);
}

void TestMockInterview::countsNoPauses()
{
    MockInterview mock = interview(Pressure::Off);
    mock.begin(1000);
    QVERIFY(!mock.resume(1500));
    QVERIFY(mock.pause(11'000));
    QVERIFY(!mock.pause(12'000));
    QVERIFY(mock.view(50'000).paused);
    QCOMPARE(mock.view(50'000).stepLeftMs, 170'000);
    QVERIFY(!mock.type(u"x"_s, 50'000));
    QVERIFY(!mock.skip(50'000));
    QVERIFY(mock.resume(111'000));
    QCOMPARE(mock.view(121'000).stepLeftMs, 160'000);
    mock.submit(u"x"_s, 121'000);
    mock.finish(131'000);
    QCOMPARE((*mock.answers())[0].endedMs, 30'000);
}

void TestMockInterview::forgetsAnInterruption()
{
    MockInterview mock = interview();
    mock.begin(1000);
    mock.type(u"x"_s, 6000);
    MockInterview again = *MockInterview::fromJson(mock.toJson());
    again.forgetInterruption(11'000, 3'611'000);
    QCOMPARE(again.view(3'621'000).leftMs, 960'000 - 20'000);
    again.passTime(3'621'000);
    QCOMPARE(again.phase(), MockPhase::Answering);
}

void TestMockInterview::aClockSetBackStandsStill()
{
    MockInterview mock = interview();
    mock.begin(1'000'000);
    mock.type(u"x"_s, 500'000);
    QCOMPARE(mock.view(500'000).leftMs, 960'000);
    mock.finish(400'000);
    QCOMPARE((*mock.answers())[0].endedMs, 0);
}

void TestMockInterview::skippingTakesTheFollowUpsWithIt()
{
    MockInterview mock = interview();
    mock.begin(1000);
    mock.skip(2000);
    QCOMPARE(mock.view(2000).step, 1);

    MockInterview other = interview();
    other.begin(1000);
    other.submit(u"x"_s, 2000);
    other.skip(3000); // how sure one is
    QCOMPARE(other.phase(), MockPhase::FollowUp);
    other.skip(4000);
    QCOMPARE(other.view(4000).step, 1);
    other.finish(5000);
    QVERIFY(!(*other.answers())[0].skipped);
    QVERIFY(!(*other.answers())[0].confidence);
}

void TestMockInterview::isTakenUpAgainAtAnyMoment()
{
    for (quint32 seed = 0; seed < 20; ++seed) {
        QRandomGenerator random(seed);
        MockInterview mock = interview(seed % 2 == 0 ? Pressure::On : Pressure::Off);
        qint64 now = 1000;
        mock.begin(now);
        for (int i = 0; i < 60; ++i) {
            now += random.bounded(1, 30'000);
            const QString text = QString::number(i);
            switch (random.bounded(8)) {
            case 0:
                mock.skip(now);
                break;
            case 1:
                mock.pause(now);
                break;
            case 2:
                mock.resume(now);
                break;
            case 3:
                mock.submit(text, now);
                break;
            case 4:
                mock.setConfidence(25 * random.bounded(5), now);
                break;
            case 5:
                mock.setMachineResult(random.bounded(4), MachineResult::Wrong);
                break;
            default:
                mock.type(text, now);
            }
            // As it is written to the disk and read again.
            const QByteArray saved = QJsonDocument(mock.toJson()).toJson();
            const auto again = MockInterview::fromJson(QJsonDocument::fromJson(saved).object());
            QVERIFY(again);
            QCOMPARE(again->toJson(), mock.toJson());
            QCOMPARE(again->view(now).text, mock.view(now).text);
            mock = *again;
        }
    }
}

void TestMockInterview::refusesWhatDoesNotHoldTogether_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("no plan") << u"plan"_s << QJsonValue(QJsonObject{});
    QTest::newRow("an unknown phase") << u"phase"_s << QJsonValue(u"napping"_s);
    QTest::newRow("a step that is not there") << u"step"_s << QJsonValue(9);
    QTest::newRow("a step below zero") << u"step"_s << QJsonValue(-1);
    QTest::newRow("answers missing") << u"answers"_s << QJsonValue(QJsonArray{});
    QTest::newRow("a follow-up that is not there") << u"follow_up"_s << QJsonValue(3);
    QTest::newRow("a follow-up below zero") << u"follow_up"_s << QJsonValue(-1);
}

void TestMockInterview::refusesWhatDoesNotHoldTogether()
{
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    MockInterview mock = interview();
    mock.begin(1000);
    mock.submit(u"x"_s, 2000);
    mock.setConfidence(50, 3000);
    QJsonObject object = mock.toJson();
    QVERIFY(MockInterview::fromJson(object));
    object[key] = value;
    QVERIFY(!MockInterview::fromJson(object));
}

void TestMockInterview::onlyTheInstructorTicksAfterTheReview()
{
    MockInterview mock = interview();
    mock.begin(1000);
    mock.finish(2000);
    const QString uid
        = pointUid(mock.plan()->steps[0].card, mock.plan()->steps[0].card.keyPoints[0]);
    QVERIFY(mock.tick(0, {uid, TickedBy::Learner, true}));
    QVERIFY(mock.tick(0, {uid, TickedBy::Learner, false}));
    QVERIFY(!mock.tick(9, {uid, TickedBy::Learner, true}));
    QVERIFY(mock.tickBelief(0, 0, true));
    QVERIFY(!mock.tickBelief(0, 5, true));
    QVERIFY(mock.remark(0, TickedBy::Learner, u"mine"_s));
    QVERIFY(mock.finishReview());
    QVERIFY(!mock.finishReview());
    QVERIFY(!mock.tick(0, {uid, TickedBy::Learner, true}));
    QVERIFY(!mock.remark(0, TickedBy::Learner, u"more"_s));
    QVERIFY(!mock.setMachineResult(0, MachineResult::Right));
    QVERIFY(mock.tick(0, {uid, TickedBy::Instructor, true}));
    QVERIFY(mock.remark(0, TickedBy::Instructor, u"theirs"_s));
    const MockAnswer answer = mock.answers()->first();
    QCOMPARE(answer.ticks,
        (QList<PointTick>{{uid, TickedBy::Learner, false}, {uid, TickedBy::Instructor, true}}));
    QCOMPARE(answer.beliefs, QList{0});
    QCOMPARE(answer.learnerRemark, u"mine"_s);
}

static QList<course::RoleAnswer> server()
{
    return {{u"df -h /var"_s, u"50G"_s}, {u"df -i /var"_s, u"41k"_s}, {u"lsof +L1"_s, u"deleted"_s},
        {u"permissions of level 373"_s, u"drwx"_s}};
}

void TestMockInterview::answersInARolePlay()
{
    MockPlan plan;
    plan.steps = {{.kind = RoundKind::RolePlay, .card = mockSource().cards[0], .seconds = 60, .answers = server()},
        {.kind = RoundKind::Questions, .card = mockSource().cards[1], .seconds = 60}};
    MockInterview mock({}, plan);
    QVERIFY(!mock.ask(u"lsof"_s, 1000)); // nobody is there yet
    mock.begin(1000);
    QVERIFY(mock.view(1000).mayAsk && mock.view(1000).asked.isEmpty());
    QVERIFY(!mock.ask(u"  "_s, 1000));
    QVERIFY(mock.ask(u" lsof | grep deleted "_s, 3000));
    QVERIFY(mock.ask(u"who are you?"_s, 4000));
    mock = *MockInterview::fromJson(mock.toJson());
    const MockView view = mock.view(4000);
    QCOMPARE(view.asked.size(), 2);
    QCOMPARE(view.asked[0].asked, u"lsof | grep deleted"_s);
    QCOMPARE(view.asked[0].answer, u"deleted"_s);
    QCOMPARE(view.asked[1].answer, QString());
    mock.submit(u"a deleted log is held open"_s, 5000);
    QVERIFY(!mock.ask(u"df"_s, 6000)); // how sure, and then the next question
    mock.setConfidence(100, 6000);
    QVERIFY(!mock.view(6000).mayAsk);
    QVERIFY(!mock.ask(u"df"_s, 6000));
    mock.finish(7000);
    const QJsonObject step = toJson(*reportOf(mock))["steps"_L1][0].toObject();
    QCOMPARE(step["asked"_L1].toArray().size(), 2);
    QCOMPARE((*mock.answers())[0].startedMs, 2000); // asking ends the thinking
}

void TestMockInterview::aMachineAnswersCommands_data()
{
    QTest::addColumn<QString>("wish");
    QTest::addColumn<QString>("answer");
    QTest::newRow("the command itself") << u"df -i /var"_s << u"41k"_s;
    QTest::newRow("less of it") << u"df"_s << u"50G"_s;
    QTest::newRow("with an option") << u"df -i"_s << u"41k"_s;
    QTest::newRow("in a pipe and in capitals") << u"LSOF|grep del"_s << u"deleted"_s;
    QTest::newRow("in words") << u"Show me the permission of that level, please"_s << u"drwx"_s;
    QTest::newRow("another command") << u"uname -a"_s << QString();
    QTest::newRow("small words alone") << u"show me the a of"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void TestMockInterview::aMachineAnswersCommands()
{
    QFETCH(QString, wish);
    QFETCH(QString, answer);
    QCOMPARE(roleAnswer(server(), wish), answer);
}

void TestMockInterview::choicesAreReadAsWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("read");
    QTest::newRow("one option") << u"[1]"_s << u"two"_s;
    QTest::newRow("two options") << u"[0,1]"_s << u"one\ntwo"_s;
    QTest::newRow("none") << u"[]"_s << QString();
    QTest::newRow("one that is not there") << u"[7]"_s << QString();
    QTest::newRow("words") << u"one, I think"_s << u"one, I think"_s;
}

void TestMockInterview::choicesAreReadAsWords()
{
    QFETCH(QString, text);
    QFETCH(QString, read);
    QCOMPARE(readableAnswer(mockSource().cards[3], text), read);
}

QTEST_GUILESS_MAIN(TestMockInterview)
#include "tst_mockinterview.moc"
