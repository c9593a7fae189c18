#include "classroom/latepolicy.h"

#include <QDateTime>
#include <QTest>
#include <QTimeZone>

#include <random>

using namespace ringside::classroom;
using namespace std::chrono;

Q_DECLARE_METATYPE(LatePolicy)

static sys_seconds at(const QByteArray &time)
{
    const QDateTime parsed = QDateTime::fromString(QLatin1StringView(time), Qt::ISODate);
    if (!parsed.isValid())
        qFatal("%s is no time", time.constData());
    return sys_seconds(seconds(parsed.toSecsSinceEpoch()));
}

class TestLatePolicy : public QObject
{
    Q_OBJECT

private slots:
    void lateness_data();
    void lateness();
    void isPureAndNeverFallsWithTime();
};

void TestLatePolicy::lateness_data()
{
    QTest::addColumn<LatePolicy>("policy");
    QTest::addColumn<int>("extensionMinutes");
    QTest::addColumn<QByteArray>("submitted"); // due at 2026-03-28T12:00:00+01:00
    QTest::addColumn<qint64>("late");
    QTest::addColumn<double>("percent");
    QTest::addColumn<bool>("cutOff");
    const auto row = [](const char *name, const LatePolicy &policy, int extension,
                         const char *submitted, qint64 late, double percent, bool cutOff = false) {
        QTest::newRow(name) << policy << extension << QByteArray(submitted) << late << percent << cutOff;
    };
    const LatePolicy none;
    row("no policy, in time", none, 0, "2026-03-28T11:59:59+01:00", 0, 0);
    row("no policy, at the deadline", none, 0, "2026-03-28T12:00:00+01:00", 0, 0);
    row("no policy, late, loses nothing", none, 0, "2026-03-29T12:00:00+02:00", 82800, 0);
    row("the same instant in another zone", none, 0, "2026-03-28T11:00:00Z", 0, 0);

    const LatePolicy daily{.percentPerUnit = 10};
    row("a second late begins a day", daily, 0, "2026-03-28T12:00:01+01:00", 1, 10);
    row("a day to the second is one day", daily, 0, "2026-03-29T13:00:00+02:00", 86400, 10);
    row("a day has 24 hours though the clocks went forward", daily, 0,
        "2026-03-29T12:30:00+02:00", 84600, 10);
    row("a day and a second are two days", daily, 0, "2026-03-29T13:00:01+02:00", 86401, 20);
    row("ten days lose all", daily, 0, "2026-04-07T13:00:00+02:00", 864000, 100);
    row("never more than all", daily, 0, "2026-05-28T12:00:00+02:00", 5266800, 100);

    const LatePolicy hourly{.percentPerUnit = 2.5, .unit = hours(1)};
    row("one hour", hourly, 0, "2026-03-28T13:00:00+01:00", 3600, 2.5);
    row("three hours begun", hourly, 0, "2026-03-28T14:00:01+01:00", 7201, 7.5);

    const LatePolicy graced{.grace = minutes(15), .percentPerUnit = 10};
    row("within the grace", graced, 0, "2026-03-28T12:14:59+01:00", 899, 0);
    row("at the end of the grace", graced, 0, "2026-03-28T12:15:00+01:00", 900, 0);
    row("after the grace it counts from the deadline", graced, 0, "2026-03-28T12:15:01+01:00", 901,
        10);
    const LatePolicy gracedHours{.grace = minutes(90), .percentPerUnit = 5, .unit = hours(1)};
    row("a grace of an hour and a half, then two hours", gracedHours, 0,
        "2026-03-28T13:30:01+01:00", 5401, 10);

    const LatePolicy capped{.percentPerUnit = 10, .mostPercent = 30};
    row("below the cap", capped, 0, "2026-03-30T13:00:00+02:00", 172800, 20);
    row("at the cap", capped, 0, "2026-03-31T13:00:00+02:00", 259200, 30);
    row("above the cap", capped, 0, "2026-04-20T13:00:00+02:00", 1987200, 30);

    const LatePolicy cut{.percentPerUnit = 10, .cutOff = days(2)};
    row("at the cut-off", cut, 0, "2026-03-30T13:00:00+02:00", 172800, 20);
    row("after the cut-off", cut, 0, "2026-03-30T13:00:01+02:00", 172801, 100, true);
    const LatePolicy strict{.cutOff = seconds(0)};
    row("a cut-off at once, in time", strict, 0, "2026-03-28T12:00:00+01:00", 0, 0);
    row("a cut-off at once, late", strict, 0, "2026-03-28T12:00:01+01:00", 1, 100, true);
    const LatePolicy strictGraced{.grace = minutes(5), .cutOff = seconds(0)};
    row("the grace goes before the cut-off", strictGraced, 0, "2026-03-28T12:04:00+01:00", 240, 0);

    const LatePolicy stepped{.steps = {{seconds(0), 5}, {hours(24), 20}, {hours(72), 50}}};
    row("the first step", stepped, 0, "2026-03-28T12:00:01+01:00", 1, 5);
    row("just before the second step", stepped, 0, "2026-03-29T12:59:59+02:00", 86399, 5);
    row("at the second step", stepped, 0, "2026-03-29T13:00:00+02:00", 86400, 20);
    row("the last step stays", stepped, 0, "2026-06-01T12:00:00+02:00", 5612400, 50);
    const LatePolicy both{.steps = {{seconds(0), 10}}, .percentPerUnit = 1, .unit = hours(1)};
    row("a step and hours add up", both, 0, "2026-03-28T14:00:00+01:00", 7200, 12);

    row("an extension moves the deadline", daily, 60, "2026-03-28T13:00:00+01:00", 0, 0);
    row("lateness counts from the extension", daily, 60, "2026-03-28T13:00:01+01:00", 1, 10);
    row("an extension moves the cut-off", cut, 24 * 60, "2026-03-31T13:00:00+02:00", 172800, 20);
    row("an extension across the change of the clocks", daily, 24 * 60,
        "2026-03-29T13:00:00+02:00", 0, 0);
    row("a shortened deadline", daily, -60, "2026-03-28T11:30:00+01:00", 1800, 10);
}

void TestLatePolicy::lateness()
{
    QFETCH(LatePolicy, policy);
    QFETCH(int, extensionMinutes);
    QFETCH(QByteArray, submitted);
    const Lateness lateness = latenessOf(
        policy, at("2026-03-28T12:00:00+01:00"), minutes(extensionMinutes), at(submitted));
    QTEST(qint64(lateness.late.count()), "late");
    QTEST(lateness.percentLost, "percent");
    QTEST(lateness.isCutOff, "cutOff");
}

/// Whoever hands in later never loses less; and moving deadline and hand-in by the same time
/// changes nothing.
void TestLatePolicy::isPureAndNeverFallsWithTime()
{
    std::mt19937 random(7);
    const auto upTo = [&](int most) { return static_cast<int>(random() % (unsigned(most) + 1)); };
    for (int i = 0; i < 2000; ++i) {
        LatePolicy policy{.grace = minutes(upTo(60)),
            .percentPerUnit = static_cast<double>(upTo(30)),
            .unit = upTo(1) == 0 ? seconds(hours(1)) : seconds(days(1)),
            .mostPercent = static_cast<double>(upTo(100))};
        if (upTo(1) == 0)
            policy.cutOff = hours(upTo(100));
        const sys_seconds due(seconds(1'700'000'000 + upTo(50'000'000)));
        const seconds extension = minutes(upTo(5000));
        double before = 0;
        for (seconds late = -hours(1); late < hours(200); late += minutes(1 + upTo(700))) {
            const Lateness lateness = latenessOf(policy, due, extension, due + extension + late);
            QVERIFY(lateness.percentLost >= before && lateness.percentLost <= 100);
            QVERIFY(lateness
                == latenessOf(policy, due + days(3), extension, due + days(3) + extension + late));
            QVERIFY(lateness == latenessOf(policy, due + extension, {}, due + extension + late));
            before = lateness.percentLost;
        }
    }
}

QTEST_GUILESS_MAIN(TestLatePolicy)
#include "tst_latepolicy.moc"
