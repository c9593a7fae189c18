#include "mocksupport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QXmlStreamReader>

using namespace ringside;
using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

using course::RoundKind;

class TestMockReport : public QObject
{
    Q_OBJECT

private slots:
    void reportsWhatWasMeasuredAndTicked();
    void scores_data();
    void scores();
    void theInstructorsWordCounts();
    void saysTooFewToJudge();
    void calibratesOverInterviewsOfOneKind();
    void suggestsSureAndWrongFirst();
    void comparesWithEarlierOnes();
    void tellsHowEachWishedTopicWent();
    void writesJson();
    void writesHtmlThatHarmsNobody();

private:
    static MockInterview finished(
        const QString &script = {}, qint64 at = 1'000'000, const QSet<QString> &topics = {});
    static QString uid(const MockInterview &mock, int step, int point)
    {
        const Card &card = mock.plan()->steps[step].card;
        return pointUid(card, card.keyPoints[point]);
    }
};

MockInterview TestMockReport::finished(const QString &script, qint64 at, const QSet<QString> &topics)
{
    const MockSource source = mockSource();
    MockPlan plan{
        .scriptId = script, .title = u"Entry"_s, .passPoints = 20, .redFlags = {u"argues"_s}};
    plan.steps = {
        {.kind = RoundKind::Talk, .title = u"Hello"_s, .card = {.prompt = u"Hi?"_s}, .seconds = 60},
        {.kind = RoundKind::Questions,
            .title = u"One"_s,
            .card = source.cards[0],
            .seconds = 180,
            .points = 10,
            .watch = {u"asks about links & more"_s}},
        {.kind = RoundKind::Questions,
            .title = u"Two"_s,
            .card = source.cards[5],
            .seconds = 180,
            .points = 10},
        {.kind = RoundKind::Coding,
            .title = u"Code"_s,
            .card = source.cards[4],
            .seconds = 480,
            .points = 20}};
    MockInterview mock({.topics = topics, .script = script}, plan);
    mock.begin(at);
    mock.submit(u"Hello."_s, at + 10'000);
    mock.type(u"b"_s, at + 40'000);
    mock.submit(u"because <b>"_s, at + 70'000);
    mock.setConfidence(100, at + 71'000);
    mock.submit(u"so"_s, at + 100'000);
    mock.setConfidence(25, at + 101'000);
    mock.submit(u"def f(): pass"_s, at + 400'000);
    mock.setConfidence(50, at + 401'000);
    mock.setCodingResult(3, u"a1"_s, AttemptOutcome::Failed,
        {{u"points"_s, 12}, {u"max_points"_s, 40},
            {u"checks"_s,
                QJsonArray{QJsonObject{{u"tier"_s, u"core"_s}, {u"outcome"_s, u"passed"_s}},
                    QJsonObject{{u"tier"_s, u"core"_s}, {u"outcome"_s, u"failed"_s}},
                    QJsonObject{{u"tier"_s, u"engineering"_s}, {u"outcome"_s, u"not-run"_s}}}}});
    return mock;
}

void TestMockReport::reportsWhatWasMeasuredAndTicked()
{
    MockInterview mock = finished();
    mock.tick(1, {uid(mock, 1, 0), TickedBy::Learner, true});
    mock.tick(1, {uid(mock, 1, 1), TickedBy::Learner, false});
    mock.tick(1, {uid(mock, 1, 1), TickedBy::Matcher, true});
    mock.remark(1, TickedBy::Learner, u"nervous"_s);
    const MockReport report = *reportOf(mock);
    QCOMPARE(report.plannedSeconds, 900);
    QCOMPARE(report.usedSeconds, 401);
    QCOMPARE(report.steps.size(), 4);
    QVERIFY(!report.steps[0].right);
    QVERIFY(!report.steps[0].confidence);

    const ReportedStep &one = report.steps[1];
    QCOMPARE(one.right, true);
    QCOMPARE(one.usedSeconds, 61);
    QCOMPARE(one.thinkingSeconds, 30);
    QCOMPARE(one.points, 5.0);
    QVERIFY(one.keyPoints[0].isHit());
    QVERIFY(!one.keyPoints[1].isHit());
    QVERIFY(one.keyPoints[1].matcher);
    QCOMPARE(one.learnerRemark, u"nervous"_s);

    QCOMPARE(report.steps[2].right, false);
    const ReportedStep &code = report.steps[3];
    QCOMPARE(code.right, false);
    QCOMPARE(code.points, 6.0);
    QCOMPARE(code.categories.size(), 2);
    QCOMPARE(code.categories[0].passed, 1);
    QCOMPARE(code.categories[0].checks, 2);
    QCOMPARE(report.points, 11.0);
    QCOMPARE(report.maxPoints, 40.0);
    QCOMPARE(report.topics.size(), 2);
    QCOMPARE(report.topics[0].hit, 1);
    QCOMPARE(report.topics[0].points, 2);
}

void TestMockReport::scores_data()
{
    QTest::addColumn<QList<int>>("hits");
    QTest::addColumn<bool>("belief");
    QTest::addColumn<double>("points");
    QTest::addColumn<bool>("right");
    QTest::newRow("nothing") << QList<int>{} << false << 0.0 << false;
    QTest::newRow("the essential point") << QList{0} << false << 5.0 << true;
    QTest::newRow("only the other one") << QList{1} << false << 5.0 << false;
    QTest::newRow("both") << QList{0, 1} << false << 10.0 << true;
    QTest::newRow("both, and something wrong beside") << QList{0, 1} << true << 5.0 << true;
    QTest::newRow("one, and something wrong beside") << QList{0} << true << 0.0 << true;
    QTest::newRow("only something wrong is not less than nothing")
        << QList<int>{} << true << 0.0 << false;
}

void TestMockReport::scores()
{
    QFETCH(QList<int>, hits);
    QFETCH(bool, belief);
    QFETCH(double, points);
    QFETCH(bool, right);
    MockInterview mock = finished();
    for (int hit : hits)
        mock.tick(1, {uid(mock, 1, hit), TickedBy::Learner, true});
    mock.tickBelief(1, 0, belief);
    const ReportedStep step = reportOf(mock)->steps[1];
    QCOMPARE(step.points, points);
    QCOMPARE(step.right, right);
    QCOMPARE(step.isSureAndWrong(), !right);
    QCOMPARE(step.beliefs.size(), belief ? 1 : 0);
}

void TestMockReport::theInstructorsWordCounts()
{
    MockInterview mock = finished();
    mock.tick(1, {uid(mock, 1, 0), TickedBy::Learner, true});
    mock.tick(1, {uid(mock, 1, 0), TickedBy::Instructor, false});
    mock.tick(2, {uid(mock, 2, 0), TickedBy::Instructor, true});
    const MockReport report = *reportOf(mock);
    QCOMPARE(report.steps[1].right, false);
    QCOMPARE(report.steps[2].right, true);
}

void TestMockReport::saysTooFewToJudge()
{
    const MockReport report = *reportOf(finished());
    QCOMPARE(report.calibration.answers, 3);
    QVERIFY(!report.calibration.isEnough());
    QVERIFY(!toJson(report)["calibration"_L1].toObject().contains("brier"_L1));
    QVERIFY(toHtml(report, {.tooFew = u"%1 answers so far: too few to judge (%2 are needed)"_s}).contains(u"3 answers so far: too few to judge (20 are needed)"));
}

void TestMockReport::calibratesOverInterviewsOfOneKind()
{
    QList<QJsonObject> earlier;
    for (int i = 0; i < 6; ++i)
        earlier.append(toJson(*reportOf(finished(u"junior"_s, 1'000 + i))));
    earlier.append(toJson(*reportOf(finished(u"senior"_s, 2'000))));
    const MockReport report = *reportOf(finished(u"junior"_s), earlier);
    QCOMPARE(report.calibration.answers, 21);
    QVERIFY(report.calibration.isEnough());
    // Nobody ticked anything, so all were wrong: 100, 25 and 50 per cent sure.
    QCOMPARE(report.calibration.shareRight, 0.0);
    QVERIFY(qAbs(report.calibration.meanConfidence - 0.58333) < 1e-4);
    QVERIFY(qAbs(report.calibration.brier - (1 + 0.0625 + 0.25) / 3) < 1e-9);
    QVERIFY(
        toHtml(report, {.calibrationLine = u"%1 answers: mean confidence %2 %, right %3 %, Brier score %4"_s}).contains(u"21 answers: mean confidence 58 %, right 0 %, Brier score 0.44"));
}

void TestMockReport::suggestsSureAndWrongFirst()
{
    const MockReport report = *reportOf(finished());
    QCOMPARE(
        report.nextCards, (QStringList{u"question:Q1.0"_s, u"question:Q2.0"_s, u"exercise:1"_s}));
    QCOMPARE(report.nextLessons, (QStringList{u"lesson1"_s, u"lesson2"_s}));
}

void TestMockReport::comparesWithEarlierOnes()
{
    const QJsonObject old = toJson(*reportOf(finished(u"junior"_s, 1'000)));
    const QJsonObject older = toJson(*reportOf(finished(u"junior"_s, 500)));
    const QJsonObject other = toJson(*reportOf(finished({}, 700)));
    const MockReport report = *reportOf(finished(u"junior"_s), {old, older, other});
    QCOMPARE(report.earlier.size(), 2);
    QCOMPARE(report.earlier[0].startedAtMs, 500);
    QCOMPARE(report.earlier[1].maxPoints, 40.0);
}

void TestMockReport::tellsHowEachWishedTopicWent()
{
    // Lesson 1: an open question and the code; lesson 2: an open question; lesson 9 had no turn.
    const QSet<QString> topics{u"lesson1"_s, u"lesson2"_s, u"lesson9"_s};
    const QJsonObject one = toJson(*reportOf(finished({}, 500, {u"lesson1"_s})));
    const QJsonObject same = toJson(*reportOf(finished({}, 600, topics)));
    const MockReport report = *reportOf(finished({}, 1'000'000, topics), {one, same});
    QCOMPARE(report.wishedTopics, (QStringList{u"lesson1"_s, u"lesson2"_s, u"lesson9"_s}));
    QStringList rows;
    for (const ReportedTopic &topic : report.topics)
        rows.append(u"%1 %2 %3"_s.arg(topic.topic).arg(topic.questions).arg(topic.points));
    QCOMPARE(rows, (QStringList{u"lesson1 2 2"_s, u"lesson2 1 2"_s, u"lesson9 0 0"_s}));
    QCOMPARE(report.earlier.size(), 1); // one of other topics is of another kind
    QCOMPARE(report.earlier[0].startedAtMs, 600);
    QCOMPARE(toJson(report)["topics"_L1][2]["questions"_L1].toInt(-1), 0);
    const QString html = toHtml(report, {.wished = u"About %1"_s, .notAsked = u"had no turn"_s});
    QVERIFY(html.contains(u"About lesson1, lesson2, lesson9"));
    QCOMPARE(html.count(u"had no turn"), 1);
    // A script has topics of its own.
    QVERIFY(reportOf(finished(u"junior"_s, 1'000, topics))->wishedTopics.isEmpty());
}

void TestMockReport::writesJson()
{
    MockInterview mock = finished(u"junior"_s);
    mock.tick(1, {uid(mock, 1, 0), TickedBy::Learner, true});
    const QJsonObject object = toJson(*reportOf(mock));
    QCOMPARE(object["format"_L1].toInt(), 1);
    QCOMPARE(object["used_s"_L1].toInt(), 401);
    const QJsonObject step = object["steps"_L1][1].toObject();
    QCOMPARE(step["confidence"_L1].toInt(), 100);
    QCOMPARE(step["right"_L1], QJsonValue(true));
    QCOMPARE(step["key_points"_L1][0]["learner"_L1], QJsonValue(true));
    QVERIFY(step["key_points"_L1][0]["instructor"_L1].isNull());
    QVERIFY(object["steps"_L1][0]["right"_L1].isNull());
    QCOMPARE(QJsonDocument::fromJson(QJsonDocument(object).toJson()).object(), object);
}

void TestMockReport::writesHtmlThatHarmsNobody()
{
    MockInterview mock = finished(u"junior"_s);
    mock.remark(1, TickedBy::Instructor, u"<script>alert(1)</script> & \"%1 %2\""_s);
    ReportWords words{.passPoints = u"passed from %1 points"_s, .sureAndWrong = u"sure and wrong"_s};
    words.learner = u"Lernende"_s;
    MockReport report = *reportOf(mock);
    report.steps[0].prompt = u"Is `a < b` true?"_s;
    report.steps[1].keyPoints[0].text = u"`a` and ``b` c``"_s;
    report.steps[1].learnerRemark = u"my `own`"_s;
    const QString html = toHtml(report, words, {{u"lesson1"_s, u"Reading <files>"_s}});
    QVERIFY(html.contains(u"Is <code>a &lt; b</code> true?"));
    QVERIFY(html.contains(u"<td><code>a</code> and <code>b` c</code></td>"));
    QVERIFY(html.contains(u"my `own`"));
    QVERIFY(!html.contains(u"<script"));
    QVERIFY(html.contains(u"because &lt;b&gt;"));
    QVERIFY(html.contains(u"&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;%1 %2&quot;"));
    QVERIFY(html.contains(u"Lernende"));
    QVERIFY(html.contains(u"Reading &lt;files&gt;"));
    QVERIFY(html.contains(u"sure and wrong"));
    QVERIFY(html.contains(u"passed from 20 points"));
    QVERIFY(html.contains(u"asks about links &amp; more"));
    for (const QString &verdict : {u"hire"_s, u"congrat"_s, u"http"_s, u"src="_s})
        QVERIFY2(!html.contains(verdict, Qt::CaseInsensitive), qPrintable(verdict));
    // Every element is closed.
    QXmlStreamReader reader(QString(html)
            .remove(u"<!DOCTYPE html>"_s)
            .replace(u"<meta charset=\"utf-8\">"_s, u""_s)
            .replace(u"<br>"_s, u""_s));
    while (!reader.atEnd())
        reader.readNext();
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
}

QTEST_GUILESS_MAIN(TestMockReport)
#include "tst_mockreport.moc"
