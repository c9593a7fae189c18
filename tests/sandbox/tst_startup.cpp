#include "base/paths.h"
#include "sandbox/requests.h"

#include <QProcess>

#include <unistd.h>

using namespace ringside;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

/// What the supervisor finds out when it starts, where everything works and where something is missing.
class TestStartup : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void allIsWellHere();
    void obstaclesAreNamed_data();
    void obstaclesAreNamed();
    void lesserThingsMayBeMissing_data();
    void lesserThingsMayBeMissing();
    void missingSupervisorIsNamed_data();
    void missingSupervisorIsNamed();
    void everyCallTriesAgain();

private:
    static QStringList obstructed(const QString &obstacle);
    static void skipWhereItCannotBeShown(const QString &obstacle);
};

void TestStartup::initTestCase()
{
    Sandbox sandbox;
    if (const QString missing = missingSandbox(sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

QStringList TestStartup::obstructed(const QString &obstacle)
{
    return {QStringLiteral(OBSTRUCT), obstacle, helperProgram(u"ringside-supervisor"_s)};
}

void TestStartup::skipWhereItCannotBeShown(const QString &obstacle)
{
    constexpr int cannotBeShown = 77;
    QProcess process;
    process.start(QStringLiteral(OBSTRUCT), {obstacle, u"/bin/sh"_s, u"-c"_s, u"exit 0"_s});
    process.waitForFinished(patience);
    if (process.exitCode() == cannotBeShown)
        QSKIP(("this machine does not let us show it: " + process.readAllStandardError()).constData());
}

void TestStartup::allIsWellHere()
{
    Sandbox sandbox;
    const StartupReport report = waitFor(sandbox.startupReport());
    QVERIFY(report.features);
    QVERIFY(!report.features->python.isEmpty());
    QVERIFY(report.features->seccomp);
    QCOMPARE(report.features->droppedRoot, ::geteuid() == 0);
    QCOMPARE(report.selfTest.size(), 8);
    for (const SelfTestResult &result : report.selfTest)
        QVERIFY2(result.held, result.attack);
    // Asked again it answers the same, and from the same supervisor.
    QCOMPARE(waitFor(sandbox.features())->kernel, report.kernel);
}

void TestStartup::obstaclesAreNamed_data()
{
    QTest::addColumn<QString>("obstacle");
    QTest::addColumn<Obstacle>("expected");
    QTest::newRow("no namespace is left") << u"used-up-namespaces"_s << Obstacle::NamespacesUsedUp;
    QTest::newRow("Debian's switch is off") << u"switched-off-namespaces"_s << Obstacle::NamespacesSwitchedOff;
    QTest::newRow("Ubuntu's AppArmor allows no namespace") << u"no-namespaces-by-apparmor"_s << Obstacle::AppArmor;
    QTest::newRow("Ubuntu's AppArmor lets nobody map ids") << u"no-ids-by-apparmor"_s << Obstacle::AppArmor;
    QTest::newRow("Ubuntu's AppArmor lets nobody mount") << u"no-mounts-by-apparmor"_s << Obstacle::AppArmor;
    QTest::newRow("the kernel allows no namespace, and no setting says why")
        << u"lost-namespaces"_s << Obstacle::NamespacesFiltered;
    QTest::newRow("a container's filter") << u"filtered-namespaces"_s << Obstacle::NamespacesFiltered;
    QTest::newRow("an old kernel") << u"old-kernel"_s << Obstacle::OldKernel;
    QTest::newRow("no Python") << u"no-python"_s << Obstacle::NoPython;
    QTest::newRow("a covered /proc") << u"covered-proc"_s << Obstacle::ProcCovered;
    QTest::newRow("no filter of system calls") << u"no-seccomp"_s << Obstacle::NoSeccomp;
    QTest::newRow("no mounts") << u"no-mounts"_s << Obstacle::MountsRefused;
    QTest::newRow("root that cannot become anybody else") << u"root-without-rights"_s
                                                          << Obstacle::RootCannotBeDropped;
}

void TestStartup::obstaclesAreNamed()
{
    QFETCH(QString, obstacle);
    QFETCH(Obstacle, expected);
    skipWhereItCannotBeShown(obstacle);
    Sandbox sandbox(obstructed(obstacle));
    const StartupReport report = waitFor(sandbox.startupReport());
    QVERIFY(!report.features);
    QVERIFY2(report.obstacle == expected,
        qPrintable(u"%1: %2, %3"_s.arg(int(report.obstacle)).arg(report.step, errnoName(report.errnum))));
    QVERIFY(!report.step.isEmpty());
    QVERIFY(report.errnum != 0);
    QVERIFY(!report.kernel.isEmpty());
    // A run tells the same, and is none: no weaker sandbox takes the place of the one that is missing.
    const Result<RunReport> run = waitFor(sandbox.run(program("print('runs all the same')")));
    QVERIFY(!run);
    QCOMPARE(run.error().kind, Error::Kind::Unsupported);
    QCOMPARE(run.error().doing, report.step);
    QCOMPARE(run.error().errnum, report.errnum);
}

void TestStartup::lesserThingsMayBeMissing_data()
{
    QTest::addColumn<QString>("obstacle");
    QTest::addColumn<bool>("landlock");
    QTest::addColumn<bool>("trace");
    QTest::newRow("no Landlock") << u"no-landlock"_s << false << true;
    QTest::newRow("no tracing") << u"no-trace"_s << true << false;
}

void TestStartup::lesserThingsMayBeMissing()
{
    QFETCH(QString, obstacle);
    QFETCH(bool, landlock);
    QFETCH(bool, trace);
    Sandbox sandbox(obstructed(obstacle));
    const Result<Features> features = waitFor(sandbox.features());
    QVERIFY2(features, qPrintable(features ? QString() : describe(features.error())));
    QCOMPARE(features->landlockAbi > 0, landlock);
    QCOMPARE(features->trace, trace);
    QCOMPARE(waitFor(sandbox.run(program("print(1)")))->output, "1\n"_ba);
}

void TestStartup::missingSupervisorIsNamed_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::newRow("no such program") << QStringList{u"/no/such/program"_s};
    QTest::newRow("a program that says nothing") << QStringList{u"/bin/true"_s};
    QTest::newRow("a program that says what it hears") << QStringList{u"/bin/cat"_s};
    QTest::newRow("a program that talks nonsense")
        << QStringList{u"/bin/echo"_s, u"nonsense, and much of it"_s};
    QTest::newRow("a supervisor that was started by hand")
        << QStringList{helperProgram(u"ringside-supervisor"_s), u"--steward-of-plain-user"_s};
}

void TestStartup::missingSupervisorIsNamed()
{
    QFETCH(QStringList, command);
    Sandbox sandbox(command);
    const StartupReport report = waitFor(sandbox.startupReport());
    QVERIFY(!report.features);
    QCOMPARE(report.obstacle, Obstacle::NoSupervisor);
    QVERIFY(!report.step.isEmpty());
}

void TestStartup::everyCallTriesAgain()
{
    Sandbox sandbox(QStringList{u"/bin/true"_s});
    QVERIFY(!waitFor(sandbox.features()));
    QVERIFY(!waitFor(sandbox.features()));
    QVERIFY(!waitFor(sandbox.run(program("pass"))));
}

QTEST_GUILESS_MAIN(TestStartup)
#include "tst_startup.moc"
