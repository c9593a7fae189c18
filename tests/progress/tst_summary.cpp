#include "progress/summary.h"

#include "course/course.h"
#include "progress/deck.h"
#include "progress/attemptsums.h"
#include "progress/review.h"
#include "simulatedlearner.h"
#include "support.h"

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
    void init()
    {
        m_store = need(Store::inMemory());
        m_course = sample();
    }

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
    void sumsAgreeWithTheWholeLog_data();
    void sumsAgreeWithTheWholeLog();
    void sumsReadIndexesAlone_data();
    void sumsReadIndexesAlone();

private:
    static course::Course sample();
    static course::Course longer();
    void disturb(const QList<Card> &cards, quint32 seed);
    void compareWithLog(const Summary &summary, const QList<Card> &cards);
    Summary sum(int day = 30) { return need(summarize(*m_store, m_course, dayNumber(day))); }
    TopicSummary topic(const QString &name);
    void answerOften(const QString &card, int passes, int fails);
    void attempt(const QString &exercise, AttemptOutcome outcome);
    void read(const QString &lesson, const QString &part)
    {
        need(m_store->reading().markRead(lesson, part, true, 1));
    }

    std::unique_ptr<Store> m_store;
    course::Course m_course;
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
    std::ignore = need(undoLast(*m_store, u"session"_s, dayNumber(0, 30)));
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

/// More cards than a topic looks back to, so that it matters which answers were the last.
course::Course TestSummary::longer()
{
    course::Course course;
    for (int lesson = 0; lesson < 5; ++lesson) {
        const QString id = u"lesson%1"_s.arg(lesson);
        course::Lesson made{.id = id, .title = id, .level = u"mid"_s};
        for (int i = 0; i < 9; ++i)
            made.questions.append({.id = u"Q%1.%2"_s.arg(lesson).arg(i),
                .prompt = u"Why?"_s,
                .keyPoints = {{u"because %1"_s.arg(i), true, {}}, {u"also"_s, false, {}}},
                .lesson = id,
                .part = u"P1"_s});
        course.lessons.append(made);
        course::Exercise exercise;
        exercise.id = QString::number(lesson);
        exercise.lesson = id;
        course.exercises.append(exercise);
    }
    return course;
}

/// What does not come from the scheduler: other names, drills, answers that were taken back and given again.
void TestSummary::disturb(const QList<Card> &cards, quint32 seed)
{
    QRandomGenerator random(seed);
    for (int i = 0; i < 24; ++i) {
        const QString former = u"former%1"_s.arg(i % 4);
        answerCard(*m_store, former, Grade(random.bounded(1, 5)), dayNumber(200, i));
        const Card &card = cards[random.bounded(cards.size())];
        std::ignore = need(answerWithoutScheduling(
            *m_store, card, Grade(random.bounded(1, 5)), {.confidence = 25 * random.bounded(5)}, dayNumber(201, i)));
        const QList<Review> rows = need(m_store->reviews().all());
        std::ignore = need(
            m_store->reviews().undo(rows[random.bounded(rows.size())].uid, dayNumber(202, i), u"session"_s));
    }
    need(m_store->reviews().rename(u"former0"_s, cards[1].uid));
    need(m_store->reviews().rename(u"former1"_s, cards[1].uid));
    need(m_store->reviews().rename(u"former2"_s, u"not in the course"_s));
    need(m_store->reviews().rename(cards[2].uid, cards[20].uid));
}

/// The same by reading every row of the log.
void TestSummary::compareWithLog(const Summary &summary, const QList<Card> &cards)
{
    QList<Review> rows = need(m_store->reviews().all());
    std::ranges::sort(rows, {}, [](const Review &row) { return std::pair(row.order, row.uid); });
    const QSet<QString> undone = undoneRows(rows);
    const QHash<QString, QString> aliases = need(m_store->reviews().aliases());
    QHash<QString, QString> topicOf;
    for (const Card &card : cards)
        topicOf.insert(card.uid, card.topic);
    QHash<QString, TopicSummary> topics;
    QHash<int, int> answers;
    for (auto row = rows.crbegin(); row != rows.crend(); ++row) {
        if (!row->grade || undone.contains(row->uid))
            continue;
        ++answers[row->at.studyDay];
        const QString topic = topicOf.value(aliases.value(row->cardUid, row->cardUid));
        if (topic.isEmpty() || topics[topic].answers == TopicSummary::answersLookedAt)
            continue;
        topics[topic].answers += 1;
        topics[topic].passes += isPass(*row->grade) ? 1 : 0;
        topics[topic].sureAndWrong += !isPass(*row->grade) && row->confidence.value_or(0) >= 75 ? 1 : 0;
    }
    for (const TopicSummary &topic : summary.topics) {
        QCOMPARE(topic.answers, topics[topic.topic].answers);
        QCOMPARE(topic.passes, topics[topic.topic].passes);
        QCOMPARE(topic.sureAndWrong, topics[topic.topic].sureAndWrong);
    }
    for (const DayActivity &day : summary.days)
        QCOMPARE(day.answers, answers.take(day.studyDay));
    QVERIFY(answers.isEmpty());
}

void TestSummary::sumsAgreeWithTheWholeLog_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 3; ++seed)
        QTest::addRow("a learner of years, number %u", seed) << seed;
}

void TestSummary::sumsAgreeWithTheWholeLog()
{
    QFETCH(quint32, seed);
    m_course = longer();
    const QList<Card> cards = cardsOf(m_course);
    SimulatedLearner learner(*m_store, cards, seed);
    const int lastDay = need(learner.come(800));
    QCOMPARE(need(m_store->reviews().repairStates()), 0);
    disturb(cards, seed);
    compareWithLog(need(summarize(*m_store, m_course, {.studyDay = lastDay + 400})), cards);
    // Patterns of some points are those of all, looked at through them.
    QHash<QString, int> found;
    for (const PatternRecord &pattern : need(m_store->attempts().patterns()))
        found.insert(pattern.pointUid, 1000 * pattern.found + pattern.rejected);
    QVERIFY(found.size() > 20);
    for (const Card &card : cards)
        for (const course::KeyPoint &point : card.keyPoints) {
            const QString uid = pointUid(card, point);
            int together = 0;
            for (const PatternRecord &pattern : need(patternsOf(m_store->connection(), {uid, u"other"_s})))
                together += 1000 * pattern.found + pattern.rejected;
            QCOMPARE(together, found.value(uid));
        }
    // Records of items are those of their attempts, one by one.
    QHash<QString, int> solutions;
    for (const ItemRecord &record : need(solutionRecords(m_store->connection())))
        solutions.insert(record.itemUid, record.attempts);
    QVERIFY(!solutions.isEmpty());
    for (const ItemRecord &record : need(m_store->attempts().records())) {
        QCOMPARE(solutions.value(record.itemUid), record.itemUid.startsWith(u"exercise:") ? record.attempts : 0);
        const QList<Attempt> attempts = need(m_store->attempts().of(record.itemUid));
        QCOMPARE(record.attempts, attempts.size());
        QCOMPARE(record.kind, attempts.first().kind);
        QCOMPARE(record.firstMs, attempts.first().submitted.ms);
        QCOMPARE(record.lastMs, attempts.last().submitted.ms);
        QCOMPARE(record.best, std::ranges::min(attempts, {}, &Attempt::outcome).outcome);
    }
}

void TestSummary::sumsReadIndexesAlone_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("the answers to a card")
        << u"SELECT order_ms, uid, grade, confidence FROM review WHERE card_uid = 'x' AND grade > 0"
           " ORDER BY order_ms DESC, uid DESC"_s;
    QTest::newRow("the answers of each day")
        << u"SELECT study_day, COUNT(*) FROM review WHERE grade > 0 GROUP BY study_day"_s;
    QTest::newRow("what was taken back")
        << u"SELECT uid, undo_of FROM review WHERE kind = 'undo' ORDER BY order_ms, uid"_s;
    QTest::newRow("the best of each exercise")
        << u"SELECT item_uid, kind, outcome, COUNT(*), MIN(submitted_ms), MAX(submitted_ms), MAX(points) FROM attempt"
           " WHERE kind IN ('exercise', 'coding') GROUP BY item_uid, kind, outcome"_s;
    QTest::newRow("the time of each day")
        << u"SELECT study_day, SUM(active_ms) FROM activity WHERE study_day <= 5 GROUP BY study_day"_s;
    QTest::newRow("the attempts of each day")
        << u"SELECT study_day, COUNT(*) FROM attempt WHERE kind = 'exercise' GROUP BY study_day"_s;
}

/// Neither a table is read nor anything sorted: that is what keeps the first look fast when the log is long.
void TestSummary::sumsReadIndexesAlone()
{
    QFETCH(QString, sql);
    const QStringList plan = need(m_store->connection().all(
        u"EXPLAIN QUERY PLAN "_s + sql, {}, [](const Row &row) { return row.text(3); }));
    QCOMPARE(plan.size(), 1);
    QVERIFY2(plan.first().contains(u"COVERING INDEX"), qPrintable(plan.first()));
}

QTEST_GUILESS_MAIN(TestSummary)
#include "tst_summary.moc"
