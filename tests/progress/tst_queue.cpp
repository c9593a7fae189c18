#include "progress/forecast.h"

#include "progress/deck.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QTest>

#include <numeric>

using namespace ringside;
using namespace ringside::progress;
using namespace Qt::StringLiterals;

namespace {

Card cardOf(const QString &uid, const QString &lesson)
{
    return {
        .uid = uid, .kind = QuestionKind::Open, .lesson = lesson, .topic = lesson, .prompt = uid};
}

CardState due(double stability, int lastDay, int dueDay)
{
    return {.phase = Phase::Review,
        .memory = Memory{stability, 5},
        .lastDay = lastDay,
        .dueDay = dueDay,
        .reps = 3};
}

CardState inStep(qint64 dueAtMs)
{
    return {.phase = Phase::Learning,
        .memory = Memory{1, 5},
        .lastDay = 100,
        .dueAtMs = dueAtMs,
        .reps = 1};
}

const Moment now{.ms = 100 * 86'400'000LL, .studyDay = 100};

} // namespace

class TestQueue : public QObject
{
    Q_OBJECT

private slots:
    void ordersStepsThenReviewsThenNewCards();
    void sparesAndAdmits_data();
    void sparesAndAdmits();
    void theCapHoldsBackTheLeastUrgent();
    void keepsRoomForStepsOfToday();
    void addsNothingNewToABacklog();
    void neighboursComeFromDifferentLessons();
    void drillsOneTopicWeakestFirst();
    void drillsWhatIsConfused();
    void settingsSurviveTheRoundTrip();
    void senselessSettingsHaveDefaults_data();
    void senselessSettingsHaveDefaults();
    void nearAnInterviewRetentionRises_data();
    void nearAnInterviewRetentionRises();
    void leechesAreAskedAboutNowAndThen_data();
    void leechesAreAskedAboutNowAndThen();
    void forecastsEveryReview();
    void planToCatchUp_data();
    void planToCatchUp();
    void retentionHasAPrice();
    void sixtyDaysAwayKeepTheLoadUnderTheCap_data();
    void sixtyDaysAwayKeepTheLoadUnderTheCap();
};

void TestQueue::ordersStepsThenReviewsThenNewCards()
{
    QueueInput input;
    input.review.onlyReadLessons = false;
    for (const QString &uid : {u"new"_s, u"weak"_s, u"strong"_s, u"late step"_s, u"early step"_s,
             u"step to come"_s, u"not due"_s})
        input.cards.append(cardOf(uid, uid));
    input.states = {{u"weak"_s, due(5, 50, 55)}, {u"strong"_s, due(500, 90, 99)},
        {u"late step"_s, inStep(now.ms - 1000)}, {u"early step"_s, inStep(now.ms - 5000)},
        {u"step to come"_s, inStep(now.ms + 60'000)}, {u"not due"_s, due(50, 90, 140)}};
    const DailyQueue queue = buildQueue(input, now);
    QCOMPARE(queue.uids,
        (QStringList{u"early step"_s, u"late step"_s, u"weak"_s, u"strong"_s, u"new"_s}));
    QCOMPARE(queue.due, 4);
    QCOMPARE(queue.heldBack, 0);
    QCOMPARE(queue.fresh, 1);
    QCOMPARE(queue.nextStepMs, now.ms + 60'000);
}

void TestQueue::sparesAndAdmits_data()
{
    QTest::addColumn<QString>("uid");
    QTest::addColumn<bool>("admitted");
    QTest::newRow("a suspended card is spared") << u"suspended"_s << false;
    QTest::newRow("a kind that is switched off is spared") << u"quiz"_s << false;
    QTest::newRow("a new card of a lesson that was read") << u"read"_s << true;
    QTest::newRow("a new card of a lesson that was not read") << u"unread"_s << false;
    QTest::newRow("a due card of a lesson that was not read") << u"unread and due"_s << true;
    QTest::newRow("a new card across lessons") << u"across"_s << true;
    QTest::newRow("of a kind that is not wanted, but the learner's own") << u"own:1"_s << true;
    QTest::newRow("an exercise that was passed comes back") << u"passed exercise"_s << true;
    QTest::newRow("an exercise that was never passed does not") << u"open exercise"_s << false;
}

void TestQueue::sparesAndAdmits()
{
    QFETCH(QString, uid);
    QFETCH(bool, admitted);
    QueueInput input;
    input.cards = {cardOf(u"suspended"_s, u"a"_s), cardOf(u"quiz"_s, u"a"_s),
        cardOf(u"read"_s, u"a"_s), cardOf(u"unread"_s, u"b"_s), cardOf(u"unread and due"_s, u"b"_s),
        cardOf(u"across"_s, u""_s), cardOf(u"passed exercise"_s, u"a"_s),
        cardOf(u"open exercise"_s, u"a"_s), cardOf(u"own:1"_s, u""_s)};
    input.cards[1].kind = QuestionKind::Choice;
    input.cards[8].kind = QuestionKind::Choice;
    input.cards[6].kind = QuestionKind::Coding;
    input.cards[7].kind = QuestionKind::Coding;
    input.review.kinds.remove(QuestionKind::Choice);
    input.readLessons = {u"a"_s};
    input.passedExercises = {u"passed exercise"_s};
    input.flags = {{u"suspended"_s, {.suspended = true}}};
    input.states = {{u"suspended"_s, due(5, 50, 55)}, {u"quiz"_s, due(5, 50, 55)},
        {u"unread and due"_s, due(5, 50, 55)}};
    QCOMPARE(buildQueue(input, now).uids.contains(uid), admitted);
    QCOMPARE(statesAsked(input).keys(), QStringList{u"unread and due"_s}); // what a plan counts
}

void TestQueue::theCapHoldsBackTheLeastUrgent()
{
    QueueInput input;
    input.review.answersPerDay = 10;
    input.answersToday = 4;
    for (int i = 0; i < 20; ++i) {
        const QString uid = u"card%1"_s.arg(i);
        input.cards.append(cardOf(uid, uid));
        input.states.insert(uid, due(10, 90 - i, 99));
    }
    const DailyQueue queue = buildQueue(input, now);
    QCOMPARE(queue.uids,
        (QStringList{
            u"card19"_s, u"card18"_s, u"card17"_s, u"card16"_s, u"card15"_s, u"card14"_s}));
    QCOMPARE(queue.due, 20);
    QCOMPARE(queue.heldBack, 14);
    input.answersToday = 25;
    QVERIFY(buildQueue(input, now).uids.isEmpty());
}

void TestQueue::keepsRoomForStepsOfToday()
{
    QueueInput input;
    input.review.answersPerDay = 3;
    for (int i = 0; i < 5; ++i) {
        input.cards.append(cardOf(u"card%1"_s.arg(i), QString::number(i)));
        input.states.insert(u"card%1"_s.arg(i), due(10, 90, 99));
    }
    input.cards.append(cardOf(u"step"_s, u"s"_s));
    input.states.insert(u"step"_s, inStep(now.ms + 600'000));
    QCOMPARE(buildQueue(input, now).uids.size(), 2);
}

void TestQueue::addsNothingNewToABacklog()
{
    QueueInput input;
    input.review.answersPerDay = 3;
    input.review.onlyReadLessons = false;
    for (int i = 0; i < 5; ++i)
        input.cards.append(cardOf(u"new%1"_s.arg(i), QString::number(i)));
    QCOMPARE(buildQueue(input, now).fresh, 3);
    input.newToday = 9;
    QCOMPARE(buildQueue(input, now).fresh, 1);
    for (int i = 0; i < 4; ++i) {
        input.cards.append(cardOf(u"due%1"_s.arg(i), QString::number(i)));
        input.states.insert(u"due%1"_s.arg(i), due(10, 90, 99));
    }
    QCOMPARE(buildQueue(input, now).fresh, 0);
}

void TestQueue::neighboursComeFromDifferentLessons()
{
    QueueInput input;
    for (int i = 0; i < 30; ++i) {
        const QString uid = u"card%1"_s.arg(i);
        input.cards.append(cardOf(uid, u"lesson%1"_s.arg(i < 15 ? 0 : i % 3)));
        input.states.insert(uid, due(10 + i, 90, 99));
    }
    const QStringList uids = buildQueue(input, now).uids;
    const auto index = indexOf(input.cards);
    int same = 0;
    for (qsizetype i = 1; i < uids.size(); ++i)
        same
            += input.cards[index[uids[i]]].lesson == input.cards[index[uids[i - 1]]].lesson ? 1 : 0;
    // 20 of 30 come from one lesson: 9 neighbours of the same one cannot be helped.
    QVERIFY2(same <= 9, qPrintable(QString::number(same)));
    QCOMPARE(uids.size(), 30);
}

void TestQueue::drillsOneTopicWeakestFirst()
{
    QueueInput input;
    for (const QString &uid : {u"new"_s, u"strong"_s, u"weak"_s, u"suspended"_s})
        input.cards.append(cardOf(uid, u"os"_s));
    input.cards.append(cardOf(u"other"_s, u"csv"_s));
    input.states = {{u"strong"_s, due(500, 90, 300)}, {u"weak"_s, due(5, 90, 95)},
        {u"suspended"_s, due(1, 90, 95)}};
    input.flags = {{u"suspended"_s, {.suspended = true}}};
    QCOMPARE(topicDrill(input, u"os"_s, now, 10), (QStringList{u"weak"_s, u"strong"_s, u"new"_s}));
    QCOMPARE(topicDrill(input, u"os"_s, now, 1), QStringList{u"weak"_s});
    for (const QString &uid : {u"second"_s, u"third"_s})
        input.cards.append(cardOf(uid, u"os"_s));
    for (const QString &uid : {u"choice"_s, u"another choice"_s}) {
        input.cards.append(cardOf(uid, u"os"_s));
        input.cards.last().kind = QuestionKind::Choice;
    }
    QCOMPARE(topicDrill(input, u"os"_s, now, 10),
        (QStringList{u"weak"_s, u"strong"_s, u"new"_s, u"choice"_s, u"second"_s, u"another choice"_s, u"third"_s}));
}

void TestQueue::drillsWhatIsConfused()
{
    QueueInput input;
    input.cards = {cardOf(u"os.rename on Windows"_s, u"os"_s),
        cardOf(u"os.replace, atomic"_s, u"os"_s), cardOf(u"os.rename across disks"_s, u"dirs"_s),
        cardOf(u"os.stat"_s, u"os"_s), cardOf(u"os.rename, never seen"_s, u"os"_s)};
    for (const Card &card : input.cards.first(4))
        input.states.insert(card.uid, due(5, 90, 95));
    QCOMPARE(confusableDrill(input, {u"g"_s, {u"os.rename"_s, u"os.replace"_s}}),
        (QStringList{
            u"os.rename on Windows"_s, u"os.rename across disks"_s, u"os.replace, atomic"_s}));
}

void TestQueue::settingsSurviveTheRoundTrip()
{
    QCOMPARE(reviewSettingsFromJson(toJson(ReviewSettings{})), ReviewSettings{});
    QCOMPARE(reviewSettingsFromJson({}), ReviewSettings{});
    const ReviewSettings settings{.answersPerDay = 7,
        .newPerDay = 0,
        .scale = GradeScale::Four,
        .kinds = {QuestionKind::Calls, QuestionKind::OrderSteps},
        .onlyReadLessons = false,
        .interview = InterviewPlan{20'500, {u"os"_s, u"csv"_s}, 0.94},
        .leechLapses = 5};
    QCOMPARE(reviewSettingsFromJson(toJson(settings)), settings);
}

void TestQueue::senselessSettingsHaveDefaults_data()
{
    QTest::addColumn<QJsonObject>("object");
    QTest::addColumn<ReviewSettings>("settings");
    QTest::newRow("words for numbers")
        << QJsonObject{{u"answers_per_day"_s, u"many"_s}} << ReviewSettings{};
    QTest::newRow("a cap of nothing")
        << QJsonObject{{u"answers_per_day"_s, 0}} << ReviewSettings{.answersPerDay = 1};
    QTest::newRow("three grades") << QJsonObject{{u"grades"_s, 3}} << ReviewSettings{};
    QTest::newRow("a kind that does not exist")
        << QJsonObject{{u"kinds"_s, QJsonArray{u"open"_s, u"riddle"_s}}}
        << ReviewSettings{.kinds = {QuestionKind::Open}};
    QTest::newRow("certain recall")
        << QJsonObject{{u"interview"_s, QJsonObject{{u"day"_s, 5}, {u"retention"_s, 1.0}}}}
        << ReviewSettings{.interview = InterviewPlan{5, {}, 0.97}};
}

void TestQueue::senselessSettingsHaveDefaults()
{
    QFETCH(QJsonObject, object);
    QFETCH(ReviewSettings, settings);
    QCOMPARE(reviewSettingsFromJson(object), settings);
}

void TestQueue::nearAnInterviewRetentionRises_data()
{
    QTest::addColumn<int>("today");
    QTest::addColumn<QString>("topic");
    QTest::addColumn<double>("retention");
    QTest::addColumn<std::optional<int>>("latest");
    using Day = std::optional<int>;
    QTest::newRow("a month before") << 170 << u"os"_s << 0.90 << Day(200);
    QTest::newRow("two weeks before") << 186 << u"os"_s << 0.95 << Day(200);
    QTest::newRow("the day before") << 199 << u"os"_s << 0.95 << Day(200);
    QTest::newRow("on the day") << 200 << u"os"_s << 0.90 << Day();
    QTest::newRow("afterwards") << 201 << u"os"_s << 0.90 << Day();
    QTest::newRow("another topic") << 195 << u"csv"_s << 0.90 << Day();
}

void TestQueue::nearAnInterviewRetentionRises()
{
    QFETCH(int, today);
    QFETCH(QString, topic);
    QFETCH(double, retention);
    QFETCH(std::optional<int>, latest);
    const ReviewSettings review{.interview = InterviewPlan{200, {u"os"_s}, 0.95}};
    const Card card = cardOf(u"a"_s, topic);
    QCOMPARE(schedulerFor(card, {}, review, today).retention, retention);
    QCOMPARE(latestDay(card, review, today), latest);
}

void TestQueue::leechesAreAskedAboutNowAndThen_data()
{
    QTest::addColumn<int>("lapses");
    QTest::addColumn<int>("answered");
    QTest::addColumn<bool>("leech");
    QTest::newRow("seven lapses") << 7 << 0 << false;
    QTest::newRow("eight") << 8 << 0 << true;
    QTest::newRow("eight, answered") << 8 << 8 << false;
    QTest::newRow("eleven, answered at eight") << 11 << 8 << false;
    QTest::newRow("twelve, answered at eight") << 12 << 8 << true;
}

void TestQueue::leechesAreAskedAboutNowAndThen()
{
    QFETCH(int, lapses);
    QFETCH(int, answered);
    QFETCH(bool, leech);
    QCOMPARE(isLeech({.lapses = lapses}, {.leechAnswered = answered}, 8), leech);
}

void TestQueue::forecastsEveryReview()
{
    QHash<QString, CardState> states;
    states.insert(u"overdue"_s, due(1000, 10, 20));
    states.insert(u"tomorrow"_s, due(1000, 95, 101));
    states.insert(u"later"_s, due(1000, 95, 400));
    states.insert(u"step"_s, inStep(now.ms));
    states.insert(u"new"_s, {});
    const QList<int> perDay = forecastReviews(states, {}, 100, 30);
    QCOMPARE(perDay.size(), 30);
    QCOMPARE(perDay[0], 2);
    QVERIFY(perDay[1] >= 1);
    // A card in its steps comes several times within a month.
    QVERIFY(std::accumulate(perDay.begin(), perDay.end(), 0) > 3);
}

void TestQueue::planToCatchUp_data()
{
    QTest::addColumn<int>("backlog");
    QTest::addColumn<int>("wished");
    QTest::addColumn<int>("cap");
    QTest::addColumn<bool>("asWished");
    QTest::newRow("nothing to catch up with") << 0 << 5 << 60 << true;
    QTest::newRow("a hundred in a week") << 100 << 7 << 60 << true;
    QTest::newRow("a hundred in one day is over the cap") << 100 << 1 << 60 << false;
    QTest::newRow("a thousand in a month") << 1000 << 30 << 60 << true;
    QTest::newRow("a thousand in a week is over the cap") << 1000 << 7 << 60 << false;
}

void TestQueue::planToCatchUp()
{
    QFETCH(int, backlog);
    QFETCH(int, wished);
    QFETCH(int, cap);
    QFETCH(bool, asWished);
    QHash<QString, CardState> states;
    for (int i = 0; i < backlog; ++i)
        states.insert(u"card%1"_s.arg(i), due(5 + i % 40, 40, 50));
    const CatchUpPlan plan = catchUp(states, {}, 100, wished, cap);
    QCOMPARE(plan.asWished, asWished);
    QVERIFY(plan.perDay >= 1 && plan.perDay <= cap);
    QCOMPARE(plan.days.last().left, 0);
    for (const CatchUpDay &day : plan.days)
        QVERIFY(day.reviews <= plan.perDay);
    if (!asWished)
        return;
    QVERIFY(plan.days.size() <= wished);
    // One less a day would not do.
    if (plan.perDay > 1)
        QVERIFY(!catchUp(states, {}, 100, wished, plan.perDay - 1).asWished);
}

void TestQueue::retentionHasAPrice()
{
    QList<Card> cards;
    QHash<QString, CardState> states;
    for (int i = 0; i < 100; ++i) {
        const QString uid = u"card%1"_s.arg(i);
        cards.append(cardOf(uid, i < 50 ? u"os"_s : u"csv"_s));
        states.insert(uid, due(10 + i, 95, 100 + i % 20));
    }
    const RetentionCost os = retentionCost(cards, states, {}, {114, {u"os"_s}, 0.95}, 100);
    const RetentionCost all = retentionCost(cards, states, {}, {114, {}, 0.95}, 100);
    QCOMPARE(os.days, 15);
    QVERIFY(os.reviewsThen > os.reviewsNow);
    QVERIFY(all.reviewsThen > os.reviewsThen);
    QVERIFY(os.perDayThen() > os.perDayNow());
    QCOMPARE(retentionCost(cards, states, {}, {90, {}, 0.95}, 100).days, 0);
}

void TestQueue::sixtyDaysAwayKeepTheLoadUnderTheCap_data()
{
    QTest::addColumn<double>("forgetting");
    QTest::addColumn<bool>("catchesUp");
    QTest::newRow("a learner who recalls as predicted") << 1.0 << true;
    QTest::newRow("a learner who forgets half as much again") << 1.5 << true;
    // Three of four cards of the day before are forgotten: nobody gets out of that, but the day
    // stays bearable.
    QTest::newRow("a learner who forgets three times as much") << 3.0 << false;
}

void TestQueue::sixtyDaysAwayKeepTheLoadUnderTheCap()
{
    QFETCH(double, forgetting);
    QFETCH(bool, catchesUp);
    constexpr int cap = 40;
    QueueInput input;
    input.review.answersPerDay = cap;
    input.review.newPerDay = 15;
    input.review.onlyReadLessons = false;
    for (int i = 0; i < 400; ++i)
        input.cards.append(cardOf(u"card%1"_s.arg(i), u"lesson%1"_s.arg(i % 17)));
    const Scheduler scheduler{SchedulerSettings{}};
    QRandomGenerator random(60);
    int most = 0;
    int backlogAfterBreak = 0;
    int daysToCatchUp = 0; ///< 0: never

    const auto study = [&](int day) {
        Moment moment{.ms = day * 86'400'000LL + 36'000'000, .studyDay = day};
        input.answersToday = 0;
        input.newToday = 0;
        for (;;) {
            DailyQueue queue = buildQueue(input, moment);
            if (queue.uids.isEmpty() && queue.nextStepMs
                && *queue.nextStepMs < moment.ms + 7'200'000 && input.answersToday < cap) {
                moment.ms = *queue.nextStepMs;
                queue = buildQueue(input, moment);
            }
            if (queue.uids.isEmpty()) {
                most = std::max(most, input.answersToday);
                return queue.heldBack;
            }
            const QString uid = queue.uids.first();
            CardState &state = input.states[uid];
            const double forgets = 1 - scheduler.recallOn(state, day).value_or(0.9);
            const bool forgot = random.generateDouble() < std::min(0.9, forgets * forgetting);
            input.newToday += state.phase == Phase::New ? 1 : 0;
            state = scheduler.answer(state, forgot ? Grade::Again : Grade::Good, moment, uid).after;
            ++input.answersToday;
            moment.ms += 20'000;
        }
    };

    for (int day = 0; day < 45; ++day)
        study(day);
    for (int day = 105; day < 200; ++day) {
        const int left = study(day);
        if (day == 105)
            backlogAfterBreak = left;
        if (left == 0 && daysToCatchUp == 0)
            daysToCatchUp = day - 104;
    }
    QVERIFY2(most <= cap, qPrintable(QString::number(most)));
    QVERIFY2(backlogAfterBreak > 30, qPrintable(QString::number(backlogAfterBreak)));
    QCOMPARE(daysToCatchUp > 0, catchesUp);
    qInfo(
        "at most %d answers a day, %d cards waiting after the break, none after %d days (0: never)",
        most, backlogAfterBreak, daysToCatchUp);
}

QTEST_GUILESS_MAIN(TestQueue)
#include "tst_queue.moc"
