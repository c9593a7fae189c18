#include "progress/scheduler.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>
#include <QTimeZone>

#include <cmath>

using namespace ringside::progress;
using namespace Qt::StringLiterals;

// Reference data: data/fsrs-vectors.json says itself how it was made.
class TestFsrs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void followsEverySequence_data();
    void followsEverySequence();
    void roundsIntervalsAsTheTable();
    void roundsHalvesToEven();
    void forgetsAsTheTable();
    void fuzzesAsTheTable_data();
    void fuzzesAsTheTable();
    void carriesOldWeightsOver();
    void refusesWeights_data();
    void refusesWeights();
    void clipsWeightsAsTheTable();
    void losesAsTheTable();

    void memoryStaysInBounds();
    void aPassNeverLowersStability();
    void aLaterPassIsWorthAtLeastAsMuch();
    void extremesGiveNumbers();
    void previewIsTheAnswer();
    void nothingIsDueInThePast();
    void betterGradesComeBackLater();
    void fuzzAloneNeverShortens();
    void fuzzFractionsFillTheRange();
    void clockSetBackCountsAsTheSameDay();
    void studyDaysBeginByTheClockOnTheWall_data();
    void studyDaysBeginByTheClockOnTheWall();
    void nothingComesBackAfterTheInterview();
    void insaneSettingsBecomeSane();

private:
    QJsonObject m_vectors;
    [[nodiscard]] QJsonArray table(QLatin1StringView name) const
    {
        return m_vectors["tables"_L1].toObject()[name].toArray();
    }
};

namespace {

QList<double> numbers(const QJsonValue &list)
{
    QList<double> result;
    for (const QJsonValue &value : list.toArray())
        result.append(value.toDouble());
    return result;
}

QList<int> integers(const QJsonValue &list)
{
    QList<int> result;
    for (const QJsonValue &value : list.toArray())
        result.append(value.toInt());
    return result;
}

bool near(double found, double expected, double relative)
{
    return std::abs(found - expected) <= relative * std::max(std::abs(expected), 1e-12);
}

SchedulerSettings settingsFrom(const QJsonObject &object)
{
    SchedulerSettings settings;
    settings.weights = weightsFrom(numbers(object["parameters"_L1])).value();
    settings.retention = object["desired_retention"_L1].toDouble();
    settings.learningSteps = integers(object["learning_steps_s"_L1]);
    settings.relearningSteps = integers(object["relearning_steps_s"_L1]);
    settings.maximumDays = object["maximum_interval_days"_L1].toInt();
    return settings;
}

QString nameOf(Phase phase)
{
    static const QStringList names{u"new"_s, u"learning"_s, u"review"_s, u"relearning"_s};
    return names[int(phase)];
}

constexpr std::array allGrades{Grade::Again, Grade::Hard, Grade::Good, Grade::Easy};

/// Cards as they come about: random answers on random days, the steps included.
template <typename Check> void walkRandomCards(const Scheduler &scheduler, Check check)
{
    QRandomGenerator random(20261120);
    for (int card = 0; card < 400; ++card) {
        CardState state;
        Moment now{.ms = 1'700'000'000'000, .studyDay = 20000};
        const QString uid = u"question:Q%1"_s.arg(card);
        for (int review = 0; review < 30; ++review) {
            const Grade grade = allGrades[std::size_t(random.bounded(4))];
            check(scheduler, state, grade, now, uid);
            state = scheduler.answer(state, grade, now, uid).after;
            const int days = random.bounded(3) == 0 ? 0 : random.bounded(1, 200);
            now.ms += days * 86'400'000LL + 600'000;
            now.studyDay += days;
        }
    }
}

} // namespace

void TestFsrs::initTestCase()
{
    QFile file(QStringLiteral(TEST_DATA "/fsrs-vectors.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_vectors = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(m_vectors["format"_L1].toInt(), 1);
    QCOMPARE(m_vectors["sequences"_L1].toArray().size(), 59);
}

void TestFsrs::followsEverySequence_data()
{
    QTest::addColumn<QJsonObject>("sequence");
    for (const QJsonValue &sequence : m_vectors["sequences"_L1].toArray())
        QTest::newRow(qPrintable(sequence["name"_L1].toString())) << sequence.toObject();
}

void TestFsrs::followsEverySequence()
{
    QFETCH(QJsonObject, sequence);
    const SchedulerSettings settings = settingsFrom(
        m_vectors["settings"_L1].toObject()[sequence["settings"_L1].toString()].toObject());
    const Scheduler scheduler(settings, Spread::None, ButtonOrder::Free);

    CardState card;
    int day = 20000;
    for (const QJsonValue &step : sequence["steps"_L1].toArray()) {
        const qint64 second = step["at_s"_L1].toInteger();
        const int elapsed = step["elapsed_days"_L1].toInt(0);
        day += elapsed;
        const Answered answered = scheduler.answerAfter(card, Grade(step["grade"_L1].toInt()),
            {.ms = second * 1000, .studyDay = day}, elapsed, u"card"_s);
        card = answered.after;

        if (step["r_before"_L1].isNull())
            QVERIFY(!answered.predicted);
        else
            QVERIFY(std::abs(*answered.predicted - step["r_before"_L1].toDouble()) < 1e-6);
        QCOMPARE(nameOf(card.phase), step["state"_L1].toString());
        QCOMPARE(card.step, step["step"_L1].toInt(0));
        QVERIFY(near(card.memory->stability, step["stability"_L1].toDouble(), 1e-6));
        QVERIFY(std::abs(card.memory->difficulty - step["difficulty"_L1].toDouble()) < 1e-6);
        const qint64 wait = answered.wait.seconds + answered.wait.days * 86400LL;
        QCOMPARE(second + wait, step["due_s"_L1].toInteger());
        QVERIFY(near(exactInterval(settings.weights, card.memory->stability, settings.retention),
            step["interval_exact_days"_L1].toDouble(), 1e-6));
    }
}

void TestFsrs::roundsIntervalsAsTheTable()
{
    const QJsonArray rows = table("next_interval_days"_L1);
    QCOMPARE(rows.size(), 162);
    for (const QJsonValue &row : rows) {
        Weights weights = defaultWeights();
        weights.w[20] = row["decay"_L1].toDouble();
        const double exact = exactInterval(
            weights, row["stability"_L1].toDouble(), row["desired_retention"_L1].toDouble());
        QCOMPARE(wholeDays(exact, 36500), row["days"_L1].toInt());
    }
}

void TestFsrs::roundsHalvesToEven()
{
    QCOMPARE(wholeDays(2.5, 36500), 2);
    QCOMPARE(wholeDays(3.5, 36500), 4);
    QCOMPARE(wholeDays(0.2, 36500), 1);
    QCOMPARE(wholeDays(1e12, 36500), 36500);
}

void TestFsrs::forgetsAsTheTable()
{
    const QJsonArray rows = table("retrievability"_L1);
    QCOMPARE(rows.size(), 48);
    for (const QJsonValue &row : rows) {
        Weights weights = defaultWeights();
        weights.w[20] = row["decay"_L1].toDouble();
        QVERIFY(near(retrievability(weights, row["elapsed_days"_L1].toDouble(),
                         row["stability"_L1].toDouble()),
            row["r"_L1].toDouble(), 1e-6));
    }
}

void TestFsrs::fuzzesAsTheTable_data()
{
    QTest::addColumn<QJsonObject>("row");
    for (const QJsonValue &row : table("fuzz"_L1))
        QTest::addRow("%g days, %d to %d", row["interval"_L1].toDouble(), row["minimum"_L1].toInt(),
            row["maximum"_L1].toInt())
            << row.toObject();
}

void TestFsrs::fuzzesAsTheTable()
{
    QFETCH(QJsonObject, row);
    const double interval = row["interval"_L1].toDouble();
    const int minimum = row["minimum"_L1].toInt();
    const int maximum = row["maximum"_L1].toInt();
    const FuzzRange range = fuzzRange(interval, minimum, maximum);
    QCOMPARE(range.low, row["low"_L1].toInt());
    QCOMPARE(range.high, row["high"_L1].toInt());
    for (const QJsonValue &draw : row["draws"_L1].toArray())
        QCOMPARE(
            fuzzed(interval, minimum, maximum, draw["u"_L1].toDouble()), draw["days"_L1].toInt());
}

void TestFsrs::carriesOldWeightsOver()
{
    const QJsonArray rows = table("migrate_parameters"_L1);
    QCOMPARE(rows.size(), 2);
    for (const QJsonValue &row : rows) {
        const auto weights = weightsFrom(numbers(row["input"_L1]));
        QVERIFY(weights);
        const QList<double> expected = numbers(row["output"_L1]);
        QCOMPARE(expected.size(), 21);
        for (std::size_t i = 0; i < 21; ++i)
            QVERIFY(near((*weights)[i], expected[qsizetype(i)], 1e-6));
    }
}

void TestFsrs::refusesWeights_data()
{
    QTest::addColumn<QList<double>>("stored");
    QTest::newRow("none") << QList<double>{};
    QTest::newRow("one too few") << QList<double>(20, 1.0);
    QTest::newRow("one too many") << QList<double>(22, 1.0);
    QTest::newRow("a number that is none") << QList<double>(20, 1.0) + QList<double>{std::nan("")};
    QTest::newRow("an endless number")
        << QList<double>(20, 1.0) + QList<double>{std::numeric_limits<double>::infinity()};
    QTest::newRow("an old set whose conversion has no result") << QList<double>(17, -1.0);
}

void TestFsrs::refusesWeights()
{
    QFETCH(QList<double>, stored);
    QVERIFY(!weightsFrom(stored));
}

void TestFsrs::clipsWeightsAsTheTable()
{
    const QJsonArray rows = table("clip_parameters"_L1);
    QCOMPARE(rows.size(), 4);
    for (const QJsonValue &row : rows) {
        const Weights found = clipped(
            weightsFrom(numbers(row["input"_L1])).value(), row["num_relearning_steps"_L1].toInt());
        const QList<double> expected = numbers(row["output"_L1]);
        for (std::size_t i = 0; i < 21; ++i)
            QVERIFY2(near(found[i], expected[qsizetype(i)], 1e-6), qPrintable(u"w%1"_s.arg(i)));
    }
}

void TestFsrs::losesAsTheTable()
{
    const QJsonObject expected = m_vectors["tables"_L1].toObject()["log_loss"_L1].toObject();
    Loss total;
    for (const QJsonValue &card : expected["cards"_L1].toArray()) {
        QList<ScoredAnswer> answers;
        for (const QJsonValue &answer : card.toArray())
            answers.append({Grade(answer[0].toInt()), answer[1].toInt()});
        const Loss loss = logLoss(defaultWeights(), answers);
        total.sum += loss.sum;
        total.scored += loss.scored;
    }
    QCOMPARE(total.scored, expected["scored_reviews"_L1].toInt());
    QVERIFY(near(total.mean(), expected["log_loss"_L1].toDouble(), 1e-6));
}

void TestFsrs::memoryStaysInBounds()
{
    walkRandomCards(Scheduler(SchedulerSettings{}),
        [](const Scheduler &scheduler, const CardState &card, Grade grade, const Moment &now,
            const QString &uid) {
            const Memory memory = *scheduler.answer(card, grade, now, uid).after.memory;
            QVERIFY(memory.stability >= leastStability && memory.stability <= mostStability);
            QVERIFY(memory.difficulty >= 1 && memory.difficulty <= 10);
        });
}

void TestFsrs::aPassNeverLowersStability()
{
    walkRandomCards(Scheduler(SchedulerSettings{}),
        [](const Scheduler &scheduler, const CardState &card, Grade grade, const Moment &now,
            const QString &uid) {
            if (!card.memory || !isPass(grade))
                return;
            const Answered answered = scheduler.answer(card, grade, now, uid);
            QVERIFY(answered.after.memory->stability >= card.memory->stability);
        });
}

void TestFsrs::aLaterPassIsWorthAtLeastAsMuch()
{
    for (double stability : {0.001, 0.5, 3.0, 40.0, 900.0, 36500.0}) {
        for (Grade grade : {Grade::Hard, Grade::Good, Grade::Easy}) {
            double before = 0;
            for (int day : {1, 2, 3, 7, 30, 365, 3650, 36500}) {
                const double now
                    = nextMemory(defaultWeights(), Memory{stability, 5}, grade, day).stability;
                QVERIFY(now >= before);
                before = now;
            }
        }
    }
}

void TestFsrs::extremesGiveNumbers()
{
    for (const Weights &weights : {defaultWeights(), clipped(Weights{}, 1), clipped({{}}, 3),
             clipped(weightsFrom(QList<double>(21, 1e9)).value(), 1)}) {
        for (double stability : {leastStability, mostStability}) {
            for (double difficulty : {1.0, 10.0}) {
                for (int day : {0, 1, 36500}) {
                    for (Grade grade : allGrades) {
                        const Memory memory
                            = nextMemory(weights, Memory{stability, difficulty}, grade, day);
                        QVERIFY(std::isfinite(memory.stability));
                        QVERIFY(std::isfinite(memory.difficulty));
                        const double interval = exactInterval(weights, memory.stability, 0.9);
                        QVERIFY(wholeDays(interval, 36500) >= 1);
                        QVERIFY(wholeDays(interval, 36500) <= 36500);
                    }
                }
            }
        }
    }
}

void TestFsrs::previewIsTheAnswer()
{
    walkRandomCards(Scheduler(SchedulerSettings{}),
        [](const Scheduler &scheduler, const CardState &card, Grade grade, const Moment &now,
            const QString &uid) {
            const auto choices = scheduler.choices(card, {grade}, now, uid);
            const Answered answered = scheduler.answer(card, grade, now, uid);
            QCOMPARE(choices.size(), 1);
            QCOMPARE(choices[0].wait, answered.wait);
            QCOMPARE(choices[0].dueDay, answered.after.dueDay);
            QCOMPARE(choices[0].dueAtMs, answered.after.dueAtMs);
        });
}

void TestFsrs::nothingIsDueInThePast()
{
    walkRandomCards(Scheduler(SchedulerSettings{}),
        [](const Scheduler &scheduler, const CardState &card, Grade grade, const Moment &now,
            const QString &uid) {
            const CardState after = scheduler.answer(card, grade, now, uid).after;
            QVERIFY(after.inSteps() ? after.dueAtMs > now.ms : after.dueDay > now.studyDay);
            QVERIFY(!after.isDue(now));
        });
}

void TestFsrs::betterGradesComeBackLater()
{
    walkRandomCards(Scheduler(SchedulerSettings{}),
        [](const Scheduler &scheduler, const CardState &card, Grade, const Moment &now,
            const QString &uid) {
            if (card.phase != Phase::Review)
                return;
            const auto choices
                = scheduler.choices(card, {Grade::Hard, Grade::Good, Grade::Easy}, now, uid);
            const int most = scheduler.settings().maximumDays;
            QVERIFY(choices[0].wait.days < choices[1].wait.days || choices[1].wait.days == most);
            QVERIFY(choices[1].wait.days < choices[2].wait.days || choices[2].wait.days == most);
        });
}

void TestFsrs::fuzzAloneNeverShortens()
{
    const Scheduler plain(SchedulerSettings{}, Spread::None, ButtonOrder::Free);
    const Scheduler fuzzy(SchedulerSettings{}, Spread::Fuzz, ButtonOrder::Free);
    int differing = 0;
    walkRandomCards(fuzzy,
        [&](const Scheduler &, const CardState &card, Grade grade, const Moment &now,
            const QString &uid) {
            const int before = card.phase == Phase::Review ? card.dueDay - card.lastDay : 0;
            const int without = plain.answer(card, grade, now, uid).wait.days;
            const int with = fuzzy.answer(card, grade, now, uid).wait.days;
            if (without > before)
                QVERIFY(with > before);
            differing += with != without ? 1 : 0;
        });
    QVERIFY(differing > 500);
}

void TestFsrs::fuzzFractionsFillTheRange()
{
    QList<int> tenths(10, 0);
    for (int i = 0; i < 10'000; ++i) {
        const double u = fuzzFraction(u"question:Q%1"_s.arg(i / 10), i % 10);
        QVERIFY(u >= 0 && u < 1);
        ++tenths[int(u * 10)];
    }
    for (int count : tenths)
        QVERIFY2(count > 850 && count < 1150, qPrintable(QString::number(count)));
    QCOMPARE(fuzzFraction(u"a"_s, 3), fuzzFraction(u"a"_s, 3));
    QVERIFY(fuzzFraction(u"a"_s, 3) != fuzzFraction(u"a"_s, 4));
}

void TestFsrs::clockSetBackCountsAsTheSameDay()
{
    const Scheduler scheduler(SchedulerSettings{});
    CardState card = scheduler.answer({}, Grade::Easy, {.ms = 1000, .studyDay = 100}, u"a"_s).after;
    const Answered answered
        = scheduler.answer(card, Grade::Good, {.ms = 500, .studyDay = 90}, u"a"_s);
    QVERIFY(answered.clockSetBack);
    QCOMPARE(answered.elapsedDays, 0);
    const Answered sameDay
        = scheduler.answer(card, Grade::Good, {.ms = 1500, .studyDay = 100}, u"a"_s);
    QVERIFY(!sameDay.clockSetBack);
    QCOMPARE(answered.after.memory, sameDay.after.memory);
}

void TestFsrs::studyDaysBeginByTheClockOnTheWall_data()
{
    QTest::addColumn<QDateTime>("time");
    QTest::addColumn<QDate>("day");
    const auto row = [](const char *name, QDate date, QTime time, const char *zone, QDate day) {
        QTest::newRow(name) << QDateTime(date, time, QTimeZone(zone)) << day;
    };
    const QDate spring(2026, 3, 29);
    const QDate autumn(2026, 10, 25);
    row("a minute before four", {2026, 5, 2}, {3, 59}, "Europe/Berlin", {2026, 5, 1});
    row("at four", {2026, 5, 2}, {4, 0}, "Europe/Berlin", {2026, 5, 2});
    row("at midnight", {2026, 5, 2}, {0, 0}, "Europe/Berlin", {2026, 5, 1});
    row("a minute before midnight", {2026, 5, 2}, {23, 59}, "Europe/Berlin", {2026, 5, 2});
    row("at four of a night of 23 hours", spring, {4, 0}, "Europe/Berlin", spring);
    row("before four of a night of 23 hours", spring, {3, 59}, "Europe/Berlin", spring.addDays(-1));
    row("at four of a night of 25 hours", autumn, {4, 0}, "Europe/Berlin", autumn);
    row("before four of a night of 25 hours", autumn, {3, 59}, "Europe/Berlin", autumn.addDays(-1));
    row("where the day is another than in London", {2026, 5, 2}, {4, 0}, "Pacific/Kiritimati", {2026, 5, 2});
    row("in a summer time of half an hour", {2026, 10, 4}, {4, 0}, "Australia/Lord_Howe", {2026, 10, 4});
}

void TestFsrs::studyDaysBeginByTheClockOnTheWall()
{
    QFETCH(QDateTime, time);
    const Moment moment = momentAt(time);
    QTEST(dateOf(moment.studyDay), "day");
    QCOMPARE(moment.ms, time.toMSecsSinceEpoch());
    QCOMPARE(moment.tzMinutes * 60, time.offsetFromUtc());
}

void TestFsrs::nothingComesBackAfterTheInterview()
{
    const int interview = 20'010;
    walkRandomCards(Scheduler(SchedulerSettings{}),
        [&](const Scheduler &scheduler, const CardState &card, Grade grade, const Moment &now,
            const QString &uid) {
            const CardState after = scheduler.answer(card, grade, now, uid, interview).after;
            if (now.studyDay < interview)
                QVERIFY(after.inSteps() || after.dueDay <= interview);
            else
                QCOMPARE(after, scheduler.answer(card, grade, now, uid).after);
        });
}

void TestFsrs::insaneSettingsBecomeSane()
{
    const SchedulerSettings settings = sane({.retention = 1.5,
        .learningSteps = {-5, 0, 90000, 60},
        .relearningSteps = {86400},
        .maximumDays = 0});
    QCOMPARE(settings.retention, 0.97);
    QCOMPARE(settings.learningSteps, QList<int>{60});
    QCOMPARE(settings.relearningSteps, QList<int>{});
    QCOMPARE(settings.maximumDays, 1);
}

QTEST_GUILESS_MAIN(TestFsrs)
#include "tst_fsrs.moc"
