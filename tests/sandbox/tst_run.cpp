#include "sandbox/requests.h"

#include <csignal>

using namespace ringside;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace std::chrono_literals;

class TestRun : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void programsEndAsTheyDoOnAnySystem_data();
    void programsEndAsTheyDoOnAnySystem();

private:
    RunReport runReport(const RunRequest &request);

    Sandbox m_sandbox;
};

void TestRun::initTestCase()
{
    if (const QString missing = missingSandbox(m_sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

RunReport TestRun::runReport(const RunRequest &request)
{
    const Result<RunReport> report = waitFor(m_sandbox.run(request));
    if (!report)
        qFatal("%s", qPrintable(describe(report.error())));
    return *report;
}

void TestRun::programsEndAsTheyDoOnAnySystem_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<int>("exitStatus");
    QTest::addColumn<int>("signal");
    QTest::addColumn<QByteArray>("output");

    QTest::newRow("nothing to do") << QByteArray("pass") << 0 << 0 << QByteArray();
    QTest::newRow("prints") << QByteArray("print('hello')") << 0 << 0 << QByteArray("hello\n");
    QTest::newRow("exits with 3") << QByteArray("raise SystemExit(3)") << 3 << 0 << QByteArray();
    QTest::newRow("aborts") << QByteArray("import os; os.abort()") << 0 << SIGABRT << QByteArray();
    QTest::newRow("sees itself as python3 main.py")
        << QByteArray("import sys; print(sys.argv, __name__, __file__, sys.path[0])") << 0 << 0
        << QByteArray("['main.py'] __main__ /home/learner/main.py /home/learner\n");
    QTest::newRow("is a plain user in the workspace")
        << QByteArray("import os; print(os.getcwd(), os.getpid(), os.getuid(), os.getgid())") << 0
        << 0 << QByteArray("/home/learner 2 1000 1000\n");
    QTest::newRow("sees nothing of the host")
        << QByteArray("import os; print(sorted(os.listdir('/home')))") << 0 << 0
        << QByteArray("['learner']\n");
}

void TestRun::programsEndAsTheyDoOnAnySystem()
{
    QFETCH(QByteArray, source);
    QFETCH(int, exitStatus);
    QFETCH(int, signal);
    QFETCH(QByteArray, output);
    const RunReport report = runReport(program(source));
    QCOMPARE(report.exitStatus, exitStatus);
    QCOMPARE(report.signal, signal);
    QCOMPARE(report.output, output);
}

QTEST_GUILESS_MAIN(TestRun)
#include "tst_run.moc"
