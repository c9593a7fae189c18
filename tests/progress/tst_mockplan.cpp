#include "mocksupport.h"

#include <QJsonArray>
#include <QTest>

using namespace ringside;
using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

using course::QuestionLevel;
using course::RoundKind;

class TestMockPlan : public QObject
{
    Q_OBJECT

private slots:
    void fillsTheTime_data();
    void fillsTheTime();
    void theSameSeedDrawsTheSame();
    void keepsToLevelAndTopics();
    void widensWhenThereIsTooLittle();
    void everyChosenTopicHasItsTurn();
    void neighboursComeFromDifferentLessons();
    void weakTopicsComeMoreOften();
    void whatWasAskedLatelyWaits();
    void saysWhenThereIsNothing_data();
    void saysWhenThereIsNothing();
    void followsAScript();
    void exchangesFromThePool();
    void survivesTheRoundTrip();
    void refusesWhatIsNoPlan_data();
    void refusesWhatIsNoPlan();

private:
    static MockSource withScript();
    static QStringList uidsOf(const MockPlan &plan)
    {
        QStringList uids;
        for (const MockStep &step : plan.steps)
            uids.append(step.card.uid);
        return uids;
    }
    static MockPlan draw(const MockConfig &config, const MockSource &source = mockSource())
    {
        return *drawMock(config, source);
    }
};

MockSource TestMockPlan::withScript()
{
    MockSource source = mockSource();
    course::InterviewScript script{.id = u"junior"_s,
        .title = u"Entry"_s,
        .passPoints = 12,
        .passCondition = u"coding at least 5"_s,
        .redFlags = {u"argues"_s},
        .help = u"documentation"_s,
        .pool = {u"Q3.0"_s, u"Q4.0"_s}};
    script.rounds
        = {{.kind = RoundKind::Talk, .title = u"Warm-up"_s, .minutes = 3, .prompt = u"Tell."_s},
            {.kind = RoundKind::Questions,
                .title = u"Reading"_s,
                .minutes = 8,
                .points = 10,
                .questions = {u"Q1.0"_s, u"Q2.0"_s},
                .followUps = {u"Show me."_s}},
            {.kind = RoundKind::RolePlay,
                .title = u"Server"_s,
                .minutes = 5,
                .points = 5,
                .prompt = u"The disk is full."_s,
                .keyPoints = {{u"deleted, still open"_s, true, {}}},
                .answers = {{u"df"_s, u"100 %"_s}}},
            {.kind = RoundKind::Coding,
                .title = u"Coding"_s,
                .minutes = 15,
                .points = 10,
                .prompt = u"Write it."_s,
                .exercise = u"E5.1"_s,
                .watch = {u"asks"_s}}};
    source.content.scripts = {script};
    return source;
}

void TestMockPlan::fillsTheTime_data()
{
    QTest::addColumn<int>("minutes");
    QTest::addColumn<int>("open");
    QTest::newRow("20 minutes") << 20 << 3;
    QTest::newRow("40 minutes") << 40 << 5;
    QTest::newRow("60 minutes") << 60 << 6;
}

void TestMockPlan::fillsTheTime()
{
    QFETCH(int, minutes);
    QFETCH(int, open);
    const MockPlan plan = draw({.minutes = minutes, .seed = 5});
    QCOMPARE(plan.seconds(), minutes * 60);
    QCOMPARE(plan.steps.size(), open + 2);
    for (int i = 0; i < open; ++i) {
        QCOMPARE(plan.steps[i].card.kind, QuestionKind::Open);
        QCOMPARE(plan.steps[i].followUps.size(), 1);
    }
    QCOMPARE(plan.steps[open].kind, RoundKind::Read);
    QCOMPARE(plan.steps[open + 1].kind, RoundKind::Coding);
    QVERIFY(!plan.steps[open + 1].card.exercise.isEmpty());
}

void TestMockPlan::theSameSeedDrawsTheSame()
{
    QCOMPARE(uidsOf(draw({.seed = 7})), uidsOf(draw({.seed = 7})));
    QSet<QStringList> drawn;
    for (quint64 seed = 0; seed < 50; ++seed)
        drawn.insert(uidsOf(draw({.seed = seed})));
    QVERIFY(drawn.size() > 45);
    QVERIFY(uidsOf(draw({.seed = 7})) != uidsOf(draw({.seed = 7 + (1ULL << 40)})));
}

void TestMockPlan::keepsToLevelAndTopics()
{
    const QSet<QString> topics{
        u"lesson1"_s, u"lesson2"_s, u"lesson3"_s, u"lesson4"_s, u"lesson5"_s};
    for (quint64 seed = 0; seed < 30; ++seed) {
        const MockPlan plan
            = draw({.level = QuestionLevel::Senior, .topics = topics, .seed = seed});
        QCOMPARE(plan.steps.size(), 7);
        for (const MockStep &step : plan.steps) {
            QVERIFY(topics.contains(step.card.topic));
            if (step.card.kind == QuestionKind::Open)
                QCOMPARE(step.card.level, QuestionLevel::Senior);
        }
    }
}

void TestMockPlan::widensWhenThereIsTooLittle()
{
    // One lesson has one senior question: the others come from other levels, never from other
    // topics.
    const MockPlan plan
        = draw({.level = QuestionLevel::Senior, .topics = {u"lesson1"_s}, .seed = 1});
    QCOMPARE(plan.steps.size(), 5);
    QCOMPARE(plan.steps[0].card.topic, u"lesson1"_s);
}

void TestMockPlan::everyChosenTopicHasItsTurn()
{
    const QSet<QString> topics{u"lesson3"_s, u"lesson8"_s, u"lesson11"_s};
    for (quint64 seed = 0; seed < 30; ++seed) {
        const MockPlan plan = draw({.minutes = 60, .topics = topics, .seed = seed});
        QHash<QString, int> open;
        QHash<QString, int> all;
        for (const MockStep &step : plan.steps) {
            open[step.card.topic] += step.kind == RoundKind::Questions ? 1 : 0;
            ++all[step.card.topic];
        }
        QCOMPARE(QSet<QString>(open.keyBegin(), open.keyEnd()), topics);
        for (const QString &topic : topics) {
            QCOMPARE(open[topic], 2);
            QVERIFY(all[topic] >= 2 && all[topic] <= 3);
        }
    }
}

void TestMockPlan::neighboursComeFromDifferentLessons()
{
    const QSet<QString> topics{u"lesson1"_s, u"lesson2"_s};
    for (quint64 seed = 0; seed < 50; ++seed) {
        const MockPlan plan = draw({.minutes = 40, .topics = topics, .seed = seed});
        QHash<QString, int> counts;
        for (int i = 0; i < 5; ++i)
            ++counts[plan.steps[i].card.topic];
        for (int i = 1; i < 5; ++i)
            QVERIFY(plan.steps[i].card.topic != plan.steps[i - 1].card.topic
                || std::ranges::max(counts) > 3);
    }
}

void TestMockPlan::weakTopicsComeMoreOften()
{
    MockSource source = mockSource();
    for (int lesson = 1; lesson <= 17; ++lesson)
        source.topicScores.insert(u"lesson%1"_s.arg(lesson), lesson == 9 ? 0.1 : 0.95);
    int weak = 0;
    int plain = 0;
    for (quint64 seed = 0; seed < 100; ++seed) {
        for (const MockStep &step : draw({.weakTopics = true, .seed = seed}, source).steps)
            weak += step.card.topic == u"lesson9" ? 1 : 0;
        for (const MockStep &step : draw({.seed = seed}, source).steps)
            plain += step.card.topic == u"lesson9" ? 1 : 0;
    }
    QVERIFY2(weak > 3 * plain, qPrintable(u"%1 against %2"_s.arg(weak).arg(plain)));
}

void TestMockPlan::whatWasAskedLatelyWaits()
{
    MockSource source = mockSource();
    for (const Card &card : source.cards)
        if (card.topic != u"lesson3" && card.topic != u"lesson4")
            source.askedLately.insert(card.uid);
    for (quint64 seed = 0; seed < 20; ++seed) {
        const MockPlan plan = draw({.seed = seed}, source);
        QCOMPARE(plan.steps.size(), 7);
        for (const MockStep &step : plan.steps)
            QVERIFY(step.card.topic == u"lesson3" || step.card.topic == u"lesson4");
    }
    for (const Card &card : source.cards)
        source.askedLately.insert(card.uid);
    QCOMPARE(draw({.seed = 1}, source).steps.size(), 7);
}

void TestMockPlan::saysWhenThereIsNothing_data()
{
    QTest::addColumn<MockConfig>("config");
    QTest::newRow("no such topic") << MockConfig{.topics = {u"cooking"_s}};
    QTest::newRow("no such script") << MockConfig{.script = u"none"_s};
}

void TestMockPlan::saysWhenThereIsNothing()
{
    QFETCH(MockConfig, config);
    const auto plan = drawMock(config, mockSource());
    QVERIFY(!plan);
    QCOMPARE(plan.error().kind, Error::Kind::Content);
}

void TestMockPlan::followsAScript()
{
    const MockPlan plan = draw({.script = u"junior"_s, .seed = 3}, withScript());
    QCOMPARE(plan.steps.size(), 5);
    QCOMPARE(plan.seconds(), 31 * 60);
    QCOMPARE(plan.points(), 25.0);
    QCOMPARE(plan.passPoints, 12.0);
    QCOMPARE(plan.steps[1].card.uid, u"question:Q1.0"_s);
    QCOMPARE(plan.steps[1].seconds, 240);
    QCOMPARE(plan.steps[1].points, 5.0);
    QCOMPARE(plan.steps[1].followUps.size(), 1);
    QCOMPARE(plan.steps[2].card.uid, u"question:Q2.0"_s);
    QCOMPARE(plan.steps[2].followUps.last().prompt, u"Show me."_s);
    QCOMPARE(plan.steps[3].answers[0].answer, u"100 %"_s);
    QVERIFY(plan.steps[3].card.uid.isEmpty());
    QCOMPARE(plan.steps[4].card.exercise, u"5"_s);
    QCOMPARE(plan.steps[4].card.prompt, u"Write it."_s);

    // A question that the course lacks is replaced from the pool; without a pool the others take
    // its time.
    MockSource source = withScript();
    source.cards.removeIf([](const Card &card) { return card.uid == u"question:Q2.0"; });
    const MockStep other = draw({.script = u"junior"_s}, source).steps[2];
    QVERIFY(other.card.uid != u"question:Q1.0");
    // What the round says is about its own question.
    QVERIFY(!plan.steps[2].title.isEmpty());
    QCOMPARE(other.title, QString());
    QVERIFY(other.followUps.last().prompt != u"Show me.");
    source.content.scripts[0].pool.clear();
    QCOMPARE(draw({.script = u"junior"_s}, source).steps.size(), 4);
    QCOMPARE(draw({.script = u"junior"_s}, source).seconds(), 31 * 60);
    QCOMPARE(draw({.script = u"junior"_s}, source).points(), 25.0);
}

void TestMockPlan::exchangesFromThePool()
{
    QSet<QString> asked;
    for (quint64 seed = 0; seed < 40; ++seed) {
        const MockPlan plan
            = draw({.script = u"junior"_s, .varied = true, .seed = seed}, withScript());
        QVERIFY(plan.steps[1].card.uid != plan.steps[2].card.uid);
        asked << plan.steps[1].card.uid << plan.steps[2].card.uid;
    }
    QCOMPARE(asked,
        (QSet<QString>{
            u"question:Q1.0"_s, u"question:Q2.0"_s, u"question:Q3.0"_s, u"question:Q4.0"_s}));
}

void TestMockPlan::survivesTheRoundTrip()
{
    for (const MockConfig &config : {MockConfig{.seed = 5},
             MockConfig{.script = u"junior"_s, .varied = true, .seed = 1ULL << 63},
             MockConfig{.minutes = 60,
                 .level = QuestionLevel::Mid,
                 .topics = {u"lesson1"_s, u"lesson2"_s},
                 .weakTopics = true,
                 .pressure = Pressure::Off}}) {
        QCOMPARE(mockConfigFromJson(toJson(config)), config);
        const MockPlan plan = draw(config, withScript());
        const auto read = mockPlanFromJson(toJson(plan));
        QVERIFY(read);
        QCOMPARE(toJson(*read), toJson(plan));
        QCOMPARE(read->seconds(), plan.seconds());
    }
}

void TestMockPlan::refusesWhatIsNoPlan_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("a kind that does not exist") << u"kind"_s << QJsonValue(u"riddle"_s);
    QTest::newRow("no card") << u"card"_s << QJsonValue(5);
}

void TestMockPlan::refusesWhatIsNoPlan()
{
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    QJsonObject plan = toJson(draw({.seed = 1}));
    QJsonArray steps = plan["steps"_L1].toArray();
    QJsonObject step = steps[0].toObject();
    step[key] = value;
    steps[0] = step;
    plan[u"steps"_s] = steps;
    QVERIFY(!mockPlanFromJson(plan));
}

QTEST_GUILESS_MAIN(TestMockPlan)
#include "tst_mockplan.moc"
