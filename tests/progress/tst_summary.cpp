#include "progress/summary.h"

#include "course/course.h"
#include "progress/deck.h"
#include "progress/review.h"
#include "support.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>

using namespace ringside;
using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

using Kind = NextStep::Kind;

class TestSummary : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_store = need(Store::inMemory()); }

    void aNewLearnerBeginsWithReading();
    void partsAreCounted();
    void fewAnswersAreUnknown_data();
    void fewAnswersAreUnknown();
    void onlyTheLastAnswersCount();
    void whatWasTakenBackDoesNotCount();
    void sureAndWrongIsCounted();
    void exercisesStandWhereTheyStand();
    void daysAreSummed();
    void theNextStep_data();
    void theNextStep();
    void aPartThatWasReadBringsItsCards();
    void jsonHasItsKeys();
    void manyReviewsAreReadAtOnce();

private:
    static course::Course sample();
    Summary sum(int day = 30) { return need(summarize(*m_store, m_course, dayNumber(day))); }
    TopicSummary topic(const QString &name);
    void answerOften(const QString &card, int passes, int fails);
    void attempt(const QString &exercise, AttemptOutcome outcome);
    void read(const QString &lesson, const QString &part)
    {
        need(m_store->reading().markRead(lesson, part, true, 1));
    }

    std::unique_ptr<Store> m_store;
    course::Course m_course = sample();
};

course::Course TestSummary::sample()
{
    course::Course course;
    for (const QString &id : {u"files"_s, u"os"_s}) {
        course::Lesson lesson{.id = id, .title = u"About "_s + id, .level = u"mid"_s};
        const auto add = [&](auto content) { lesson.blocks.append({.content = content}); };
        add(course::Heading{.level = 1, .text = u"Hook"_s, .anchor = u"hook"_s});
        add(course::Prose{u"text"_s});
        add(course::Heading{.level = 2, .text = u"Reading"_s, .anchor = u"P1"_s});
        add(course::Heading{.level = 3, .text = u"Inside"_s, .anchor = u"inside"_s});
        lesson.questions = {{.id = u"Q."_s + id, .prompt = u"Why?"_s, .lesson = id, .part = u"P1"_s}};
        course.lessons.append(lesson);
        course::Exercise exercise;
        exercise.id = u"id-"_s + id;
        exercise.slug = u"slug-"_s + id;
        exercise.title = u"Exercise "_s + id;
        exercise.lesson = id;
        course.exercises.append(exercise);
    }
    course.interviews.questions = {{.id = u"QX.1"_s, .prompt = u"Across?"_s}};
    return course;
}

TopicSummary TestSummary::topic(const QString &name)
{
    const Summary summary = sum();
    return *std::ranges::find(summary.topics, name, &TopicSummary::topic);
}

void TestSummary::answerOften(const QString &card, int passes, int fails)
{
    for (int i = 0; i < passes + fails; ++i)
        answerCard(*m_store, card, i < passes ? Grade::Good : Grade::Again, dayNumber(0, i));
}

void TestSummary::attempt(const QString &exercise, AttemptOutcome outcome)
{
    Attempt attempt{.itemUid = u"exercise:"_s + exercise,
        .submitted = dayNumber(2),
        .kind = AttemptKind::Exercise,
        .outcome = outcome};
    need(m_store->attempts().append(attempt));
}

void TestSummary::aNewLearnerBeginsWithReading()
{
    const Summary summary = sum();
    QCOMPARE(summary.lessons, 2);
    QCOMPARE(summary.parts, 4);
    QCOMPARE(summary.partsRead, 0);
    QCOMPARE(summary.cards, 5);
    QCOMPARE(summary.seen, 0);
    QCOMPARE(summary.weakTopics(), 0);
    QCOMPARE(summary.unknownTopics(), 3);
    QCOMPARE(summary.next.first(), (NextStep{Kind::ReadPart, u"files#hook"_s, 0}));
}

void TestSummary::partsAreCounted()
{
    read(u"files"_s, u"hook"_s);
    read(u"files"_s, u"P1"_s);
    read(u"os"_s, u"P1"_s);
    read(u"gone"_s, u"P1"_s);
    const Summary summary = sum();
    QCOMPARE(summary.partsRead, 3);
    QCOMPARE(summary.lessonsRead, 1);
    QCOMPARE(topic(u"os"_s).partsRead, 1);
    read(u"os"_s, {}); // the whole lesson
    QCOMPARE(sum().lessonsRead, 2);
}

void TestSummary::fewAnswersAreUnknown_data()
{
    QTest::addColumn<int>("passes");
    QTest::addColumn<int>("fails");
    QTest::addColumn<double>("score"); // below 0: unknown
    QTest::addColumn<bool>("weak");
    QTest::newRow("no answer is unknown") << 0 << 0 << -1.0 << false;
    QTest::newRow("four failures are unknown") << 0 << 4 << -1.0 << false;
    QTest::newRow("five failures are weak") << 0 << 5 << 2.0 / 9 << true;
    QTest::newRow("half of ten is weak") << 5 << 5 << 0.5 << true;
    QTest::newRow("seven of ten is not") << 7 << 3 << 9.0 / 14 << false;
}

void TestSummary::fewAnswersAreUnknown()
{
    QFETCH(int, passes);
    QFETCH(int, fails);
    QFETCH(double, score);
    QFETCH(bool, weak);
    answerOften(u"question:Q.os"_s, passes, fails);
    QCOMPARE(topic(u"os"_s).score().value_or(-1), score);
    QCOMPARE(topic(u"os"_s).isWeak(), weak);
    QVERIFY(!topic(u"files"_s).score());
}

void TestSummary::onlyTheLastAnswersCount()
{
    for (int i = 0; i < 40; ++i)
        answerCard(*m_store, u"question:Q.os"_s, i < 20 ? Grade::Again : Grade::Good, dayNumber(0, i));
    const TopicSummary os = topic(u"os"_s);
    QCOMPARE(os.answers, 20);
    QCOMPARE(os.passes, 20);
}

void TestSummary::whatWasTakenBackDoesNotCount()
{
    answerOften(u"question:Q.os"_s, 5, 0);
    std::ignore = need(undoLastAnswer(*m_store, u"session"_s, dayNumber(0, 30)));
    const TopicSummary os = topic(u"os"_s);
    QCOMPARE(os.answers, 4);
    QVERIFY(!os.score());
    QCOMPARE(sum().on(dayNumber(0).studyDay).answers, 4);
}

void TestSummary::sureAndWrongIsCounted()
{
    const Card card = cardsOf(m_course).first();
    for (const int confidence : {25, 75, 100})
        std::ignore = need(answer(*m_store, card, Grade::Again, {.confidence = confidence}, dayNumber(0, confidence)));
    QCOMPARE(topic(u"files"_s).sureAndWrong, 2);
}

void TestSummary::exercisesStandWhereTheyStand()
{
    attempt(u"id-files"_s, AttemptOutcome::Failed);
    QCOMPARE(sum().tried, 1);
    attempt(u"id-files"_s, AttemptOutcome::Passed);
    attempt(u"id-os"_s, AttemptOutcome::Mastered);
    attempt(u"id-os"_s, AttemptOutcome::Failed); // the best counts
    const Summary summary = sum();
    QCOMPARE(summary.tried, 0);
    QCOMPARE(summary.passed, 2);
    QCOMPARE(summary.mastered, 1);
    QCOMPARE(topic(u"files"_s).passed, 1);
    QCOMPARE(topic(u"files"_s).mastered, 0);
}

void TestSummary::daysAreSummed()
{
    const int day = dayNumber(2).studyDay;
    need(m_store->journal().addTime(u"s"_s, u"lesson:os"_s, day, 60'000));
    need(m_store->journal().addTime(u"s"_s, u"exercise:x"_s, day, 30'000));
    need(m_store->journal().addTime(u"s"_s, u"exercise:x"_s, day - 7, 1'000));
    attempt(u"id-os"_s, AttemptOutcome::Failed);
    answerCard(*m_store, u"question:Q.os"_s, Grade::Good, dayNumber(2));
    const Summary summary = sum();
    QCOMPARE(summary.on(day), (DayActivity{day, 90'000, 1, 1}));
    QCOMPARE(summary.on(day - 1), (DayActivity{.studyDay = day - 1}));
    QCOMPARE(summary.activeMs(day, 7), 90'000);
    QCOMPARE(summary.activeMs(day, 8), 91'000);
}

void TestSummary::theNextStep_data()
{
    QTest::addColumn<QString>("did");
    QTest::addColumn<QString>("next");
    QTest::newRow("what was tried comes before what is new") << u"failed"_s << u"repeat-exercise slug-os 0"_s;
    QTest::newRow("due cards come first") << u"failed answered"_s << u"review-cards  1"_s;
    QTest::newRow("a weak topic is practised") << u"weak"_s << u"drill-topic os 2"_s;
    QTest::newRow("after a lesson its exercise") << u"read"_s << u"solve-exercise slug-files 0"_s;
    QTest::newRow("then the next lesson") << u"read passed"_s << u"read-part os#hook 0"_s;
}

void TestSummary::theNextStep()
{
    QFETCH(QString, did);
    QFETCH(QString, next);
    if (did.contains(u"failed"))
        attempt(u"id-os"_s, AttemptOutcome::Failed);
    if (did.contains(u"answered"))
        answerCard(*m_store, u"question:Q.os"_s, Grade::Good, dayNumber(0));
    if (did.contains(u"read")) {
        read(u"files"_s, u"hook"_s);
        read(u"files"_s, u"P1"_s);
    }
    if (did.contains(u"passed"))
        attempt(u"id-files"_s, AttemptOutcome::Passed);
    if (did.contains(u"weak")) {
        answerOften(u"question:Q.os"_s, 0, 6);
        need(setSuspended(*m_store, u"question:Q.os"_s, true, 1));
    }
    const NextStep step = sum().next.first();
    QCOMPARE(u"%1 %2 %3"_s.arg(nameOf(step.kind), step.target).arg(step.count), next);
}

void TestSummary::aPartThatWasReadBringsItsCards()
{
    const auto admits = [this](const QString &uid) {
        const QueueInput input = need(queueInput(*m_store, cardsOf(m_course), dayNumber(0)));
        return buildQueue(input, dayNumber(0)).uids.contains(uid);
    };
    QVERIFY(!admits(u"question:Q.os"_s));
    read(u"os"_s, u"hook"_s);
    QVERIFY(!admits(u"question:Q.os"_s)); // it belongs to the other part
    read(u"os"_s, u"P1"_s);
    QVERIFY(admits(u"question:Q.os"_s));
    QVERIFY(!admits(u"question:Q.files"_s));
}

void TestSummary::jsonHasItsKeys()
{
    answerOften(u"question:Q.os"_s, 6, 0);
    const QJsonObject json = toJson(sum());
    QCOMPARE(json.keys(),
        (QStringList{u"cards"_s, u"days"_s, u"exercises"_s, u"format"_s, u"lessons"_s, u"next"_s, u"topics"_s}));
    const QJsonObject files = json[u"topics"].toArray().at(0).toObject();
    QCOMPARE(files[u"standing"].toString(), u"unknown"_s);
    QVERIFY(files[u"score"].isNull());
    const QJsonObject os = json[u"topics"].toArray().at(1).toObject();
    QCOMPARE(os[u"standing"].toString(), u"known"_s);
    QCOMPARE(os[u"score"].toDouble(), 0.8);
    QCOMPARE(json[u"days"].toArray().at(0).toObject()[u"date"].toString(),
        dateOf(dayNumber(0).studyDay).toString(Qt::ISODate));
}

// A figure for the log, and that nothing is lost among many; the machine's speed is not judged.
void TestSummary::manyReviewsAreReadAtOnce()
{
    const int reviews = qEnvironmentVariableIntValue("RINGSIDE_MANY_REVIEWS") > 0
        ? qEnvironmentVariableIntValue("RINGSIDE_MANY_REVIEWS")
        : 5'000;
    need(inTransaction(m_store->connection(), [&]() -> Result<> {
        auto insert = m_store->connection().prepare(
            u"INSERT INTO review (uid, card_uid, card_rev, order_ms, at_ms, tz_min, study_day, elapsed_days, kind,"
            " grade, source, interval_s, params_id, session_uid, undo_of)"
            " VALUES (?, ?, 0, ?, ?, 0, ?, 0, 'review', 3, 'self', 86400, '', 's', '')"_s);
        if (!insert)
            return std::unexpected(insert.error());
        for (int i = 0; i < reviews; ++i)
            if (auto done = insert->run({QString::number(i), u"question:Q.os"_s, i, i, 20'000 + i % 300}); !done)
                return done;
        return {};
    }));
    QElapsedTimer clock;
    clock.start();
    const Summary summary = sum(300);
    qInfo("%d reviews summed up in %lld ms", reviews, clock.elapsed());
    int answers = 0;
    for (const DayActivity &day : summary.days)
        answers += day.answers;
    QCOMPARE(answers, reviews);
}

QTEST_GUILESS_MAIN(TestSummary)
#include "tst_summary.moc"
