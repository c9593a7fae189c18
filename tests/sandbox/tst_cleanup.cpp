#include "sandbox/remains.h"
#include "sandbox/requests.h"

#include <QProcess>
#include <QRandomGenerator>

#include <csignal>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

using namespace ringside;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

/// Whoever is killed, and whenever: after one second nothing is left. (Of the window itself see desktop/tst_killed.)
class TestCleanup : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void nothingIsLeftAfterAKill_data();
    void nothingIsLeftAfterAKill();
    void nothingIsLeftWhenTheStartIsCutShort();
    void theSandboxOutlivesItsHelpers_data();
    void theSandboxOutlivesItsHelpers();
    void aSandboxThatGoesTakesAllAlong();
    void whoStaysIsNamed();
    void theStewardHoldsNoFileOfTheHost();

private:
    static void verifyNothingIsLeft(const Remains &remains);
    static pid_t find(const QList<Process> &processes, const QByteArray &name);
    static pid_t findProgram(const QList<Process> &processes, const QByteArray &name);
    static pid_t parentOf(const QList<Process> &processes, pid_t child);
    static bool hasStarted(const QByteArray &name);

    QByteArray m_mountsBefore;
};

static QByteArray mounts()
{
    QFile file(u"/proc/self/mountinfo"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestCleanup::initTestCase()
{
    Sandbox sandbox;
    if (const QString missing = missingSandbox(sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    m_mountsBefore = mounts();
}

void TestCleanup::cleanupTestCase()
{
    QCOMPARE(mounts(), m_mountsBefore);
}

void TestCleanup::verifyNothingIsLeft(const Remains &remains)
{
    const QByteArray names = remains.leftAfterOneSecond();
    QVERIFY2(names.isEmpty(), names);
}

pid_t TestCleanup::find(const QList<Process> &processes, const QByteArray &name)
{
    for (const Process &process : processes)
        if (process.name == name)
            return process.pid;
    return 0;
}

/// A learner's process of this name: what is no box's may have the same, a zygote that is only starting for example.
pid_t TestCleanup::findProgram(const QList<Process> &processes, const QByteArray &name)
{
    for (const Process &process : processes)
        for (const Process &parent : processes)
            if (process.name == name && parent.name == "box-init" && process.parent == parent.pid)
                return process.pid;
    return 0;
}

/// Waits for a program of ours in a box.
bool TestCleanup::hasStarted(const QByteArray &name)
{
    return QTest::qWaitFor([&] { return findProgram(family(::getpid()), name) != 0; }, patience);
}

pid_t TestCleanup::parentOf(const QList<Process> &processes, pid_t child)
{
    for (const Process &process : processes)
        if (process.pid == child)
            return process.parent;
    return 0;
}

void TestCleanup::nothingIsLeftAfterAKill_data()
{
    QTest::addColumn<QByteArray>("victim");
    QTest::newRow("the window or command is killed") << "busyclient"_ba;
    QTest::newRow("the launcher is killed") << "ringside-superv"_ba; // as the kernel shortens it
    QTest::newRow("the steward is killed") << "steward"_ba;
}

void TestCleanup::nothingIsLeftAfterAKill()
{
    QFETCH(QByteArray, victim);
    for (int round = 0; round < 3; ++round) {
        QProcess client;
        client.start(QStringLiteral(BUSYCLIENT), QStringList());
        QVERIFY(client.waitForReadyRead(patience));
        QTest::qWait(static_cast<int>(QRandomGenerator::global()->bounded(100)));
        QList<Process> processes;
        Remains remains;
        const auto isInFullSwing = [&] {
            processes = family(static_cast<pid_t>(client.processId()));
            remains.note(processes);
            // Client, launcher, steward, two zygotes, three boxes …
            return processes.size() > 8 && remains.namespaces().size() >= 4 && find(processes, victim) > 0;
        };
        QVERIFY(QTest::qWaitFor(isInFullSwing, patience));
        QVERIFY(remains.sessions().size() == 1);
        const pid_t pid = find(processes, victim);
        QVERIFY(pid > 0);
        QCOMPARE(::kill(pid, SIGKILL), 0);
        verifyNothingIsLeft(remains);
        client.kill();
        client.waitForFinished(patience);
    }
}

/// Kills at any moment of the start, when half of the processes are only about to come about.
void TestCleanup::nothingIsLeftWhenTheStartIsCutShort()
{
    QRandomGenerator random(7);
    for (int round = 0; round < 30; ++round) {
        QProcess client;
        client.start(QStringLiteral(BUSYCLIENT), QStringList());
        QVERIFY(client.waitForStarted(patience));
        ::usleep(random.bounded(120'000U));
        const QList<Process> processes = family(static_cast<pid_t>(client.processId()));
        Remains remains;
        remains.note(processes);
        const Process &victim = processes[random.bounded(processes.size())];
        ::kill(victim.pid, SIGKILL);
        // What is left then goes with the client.
        ::usleep(random.bounded(20'000U));
        remains.note(family(static_cast<pid_t>(client.processId())));
        client.kill();
        client.waitForFinished(patience);
        verifyNothingIsLeft(remains);
    }
}

void TestCleanup::theSandboxOutlivesItsHelpers_data()
{
    QTest::addColumn<QByteArray>("victim");
    QTest::newRow("a zygote is killed") << "zygote"_ba;
    QTest::newRow("the first process of a box is killed") << "box-init"_ba;
    QTest::newRow("the steward is killed") << "steward"_ba;
    QTest::newRow("the launcher is killed") << "ringside-superv"_ba;
}

void TestCleanup::theSandboxOutlivesItsHelpers()
{
    QFETCH(QByteArray, victim);
    Sandbox sandbox;
    QVERIFY(waitFor(sandbox.features())); // or it is a box of the self-test that is found
    const auto running = sandbox.run(
        program("import os\nprint('started', flush=True)\nos.execvp('sleep', ['sleep', '500'])"));
    QVERIFY(hasStarted("sleep"));
    const auto isThere = [&] { return find(family(::getpid()), victim) > 0; };
    QVERIFY(QTest::qWaitFor(isThere, patience));
    const QList<Process> processes = family(::getpid());
    // Boxes that were made ahead have a first process too: the one that counts has a program.
    const pid_t pid = victim == "box-init" ? parentOf(processes, findProgram(processes, "sleep"))
                                           : find(processes, victim);
    QVERIFY(pid > 0);
    QCOMPARE(::kill(pid, SIGKILL), 0);
    if (victim == "box-init") {
        const Result<RunReport> report = waitFor(running);
        QVERIFY(report);
        QCOMPARE(report->ending, Ending::Signalled);
        QCOMPARE(report->output, "started\n"_ba);
    } else if (victim == "zygote") {
        QVERIFY(!running.isFinished()); // a box does not depend on the zygote it came from
    } else {
        const Result<RunReport> report = waitFor(running);
        QVERIFY(!report);
        QCOMPARE(report.error().kind, Error::Kind::Internal);
    }
    for (int i = 0; i < 3; ++i) {
        const Result<RunReport> report = waitFor(sandbox.run(program("print('works')")));
        QVERIFY2(report, qPrintable(report ? QString() : describe(report.error())));
        QCOMPARE(report->output, "works\n"_ba);
    }
    QVERIFY(QTest::qWaitFor([&] { return waitFor(sandbox.run(program("pass")))->warm; }, patience));
}

void TestCleanup::aSandboxThatGoesTakesAllAlong()
{
    Remains remains;
    {
        Sandbox sandbox;
        QVERIFY(waitFor(sandbox.features()));
        const auto running = sandbox.run(program("import os\nos.fork()\nwhile True: pass"));
        QVERIFY(hasStarted("python3"));
        remains.note(family(::getpid()));
    }
    QVERIFY(!remains.sessions().isEmpty());
    verifyNothingIsLeft(remains);
}

/// What the tests above look with sees a sandbox that does not go.
void TestCleanup::whoStaysIsNamed()
{
    Sandbox sandbox;
    QVERIFY(waitFor(sandbox.features()));
    Remains remains;
    remains.note(family(::getpid()));
    const QByteArray names = remains.leftAfterOneSecond();
    QVERIFY2(names.contains("steward"), names);
}

/// What has no name on the host cannot stay there.
void TestCleanup::theStewardHoldsNoFileOfTheHost()
{
    Sandbox sandbox;
    QVERIFY(waitFor(sandbox.features()));
    const auto running
        = sandbox.run(program("import os; os.execvp('sleep', ['sleep', '500'])"));
    QVERIFY(hasStarted("sleep"));
    for (const Process &process : family(::getpid())) {
        if (process.name != "steward" && process.name != "box-init" && process.name != "zygote")
            continue;
        const QString folder = u"/proc/%1/fd/"_s.arg(process.pid);
        for (const QString &number : QDir(folder).entryList(QDir::System | QDir::Files | QDir::NoDotAndDotDot)) {
            std::array<char, PATH_MAX> target{};
            if (::readlink(qPrintable(folder + number), target.data(), target.size() - 1) <= 0)
                continue;
            const QByteArray name(target.data());
            const bool isNameless = name.startsWith("pipe:") || name.startsWith("socket:")
                || name.startsWith("anon_inode:") || name == "/"; // the root of a mount without a place
            // What the tests themselves hand down as standard error.
            const bool isStandardError = number == u"2";
            struct statfs fileSystem{};
            ::statfs(qPrintable(folder + number), &fileSystem);
            const bool isControlGroup = fileSystem.f_type == CGROUP2_SUPER_MAGIC; // gone with the last process in it
            QVERIFY2(isNameless || isStandardError || isControlGroup, process.name + ' ' + name);
        }
    }
}

QTEST_GUILESS_MAIN(TestCleanup)
#include "tst_cleanup.moc"
