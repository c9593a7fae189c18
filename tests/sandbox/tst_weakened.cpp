#include "sandbox/requests.h"
#include "weakened/supervisors.h"

using namespace ringside;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

/// What the walls hold without one another; and that the self-test does find a missing wall.
class TestWeakened : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void selfTestFindsExactlyWhatIsMissing_data();
    void selfTestFindsExactlyWhatIsMissing();
    void missingFilterIsSeenByAProgram();
};

void TestWeakened::initTestCase()
{
    Sandbox sandbox;
    if (const QString missing = missingSandbox(sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

void TestWeakened::selfTestFindsExactlyWhatIsMissing_data()
{
    QTest::addColumn<QString>("wall");
    QTest::addColumn<QByteArrayList>("failed");
    QTest::addColumn<bool>("landlock");
    QTest::newRow("without Landlock all is held") << u"landlock"_s << QByteArrayList() << false;
    QTest::newRow("without the filter other families of sockets open")
        << u"seccomp"_s << QByteArrayList{"network"} << true;
}

void TestWeakened::selfTestFindsExactlyWhatIsMissing()
{
    QFETCH(QString, wall);
    QFETCH(QByteArrayList, failed);
    QFETCH(bool, landlock);
    Sandbox sandbox(weakenedSupervisor(wall));
    const StartupReport report = waitFor(sandbox.startupReport());
    QVERIFY2(report.features, qPrintable(report.step));
    QByteArrayList notHeld;
    for (const SelfTestResult &result : report.selfTest)
        if (!result.held)
            notHeld.append(result.attack);
    QCOMPARE(notHeld, failed);
    QCOMPARE(report.features->landlockAbi > 0, landlock);
}

void TestWeakened::missingFilterIsSeenByAProgram()
{
    const RunRequest request = program("import os; print(os.memfd_create('x') > 0)");
    Sandbox whole;
    QCOMPARE(waitFor(whole.run(request))->exitStatus, 1);
    Sandbox weakened(weakenedSupervisor(u"seccomp"_s));
    for (const Start start : {Start::Cold, Start::Warm}) {
        RunRequest other = request;
        other.start = start;
        QCOMPARE(waitFor(weakened.run(other))->output, "True\n"_ba);
    }
}

QTEST_GUILESS_MAIN(TestWeakened)
#include "tst_weakened.moc"
