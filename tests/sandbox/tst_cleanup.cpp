#include "sandbox/processes.h"
#include "sandbox/requests.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QSet>

#include <csignal>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

using namespace ringside;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

/// Whoever is killed, and whenever: after one second nothing is left.
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
    void theStewardHoldsNoFileOfTheHost();

private:
    static bool isOfAnotherSandbox(const QList<Process> &processes, pid_t pid, const QSet<pid_t> &sessions);
    static QList<Process> remaining(const QSet<pid_t> &sessions, const QSet<ino_t> &namespaces);
    static void noteBoxes(const QList<Process> &processes, QSet<pid_t> &sessions, QSet<ino_t> &namespaces);
    static void verifyNothingIsLeft(const QSet<pid_t> &sessions, const QSet<ino_t> &namespaces);
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

/// Everything the supervisor starts has its session, until a learner's program makes one of its own; those share the
/// box's pid namespace.
void TestCleanup::noteBoxes(
    const QList<Process> &processes, QSet<pid_t> &sessions, QSet<ino_t> &namespaces)
{
    static const ino_t ours = allProcesses().isEmpty() ? 0 : [] {
        struct stat status{};
        ::stat("/proc/self/ns/pid", &status);
        return status.st_ino;
    }();
    for (const Process &process : processes) {
        if (process.name.startsWith("ringside-superv"))
            sessions.insert(process.session);
        if (process.pidNamespace != 0 && process.pidNamespace != ours)
            namespaces.insert(process.pidNamespace);
    }
}

/// Other tests have sandboxes at the same time, and the number of a namespace that has gone is soon that of a new one.
bool TestCleanup::isOfAnotherSandbox(
    const QList<Process> &processes, pid_t pid, const QSet<pid_t> &sessions)
{
    for (const Process &process : processes)
        if (process.pid == pid)
            return process.name.startsWith("ringside-superv")
                ? !sessions.contains(process.session)
                : isOfAnotherSandbox(processes, process.parent, sessions);
    return false;
}

QList<Process> TestCleanup::remaining(const QSet<pid_t> &sessions, const QSet<ino_t> &namespaces)
{
    QList<Process> left;
    const QList<Process> processes = allProcesses();
    for (const Process &process : processes)
        if (sessions.contains(process.session)
            || (namespaces.contains(process.pidNamespace) && !isOfAnotherSandbox(processes, process.pid, sessions)))
            left.append(process);
    return left;
}

void TestCleanup::verifyNothingIsLeft(const QSet<pid_t> &sessions, const QSet<ino_t> &namespaces)
{
    QElapsedTimer timer;
    timer.start();
    QList<Process> left = remaining(sessions, namespaces);
    while (!left.isEmpty() && timer.elapsed() < patience) {
        QTest::qWait(5);
        left = remaining(sessions, namespaces);
    }
    if (constexpr int budget = 1000; timer.elapsed() > budget)
        qInfo("all was gone only after %lld ms: is this machine busy?", static_cast<long long>(timer.elapsed()));
    QByteArray names;
    for (const Process &process : std::as_const(left))
        names += process.name + ' ' + QByteArray::number(process.pid) + ", ";
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
        QSet<pid_t> sessions;
        QSet<ino_t> namespaces;
        const auto isInFullSwing = [&] {
            processes = family(static_cast<pid_t>(client.processId()));
            noteBoxes(processes, sessions, namespaces);
            // Client, launcher, steward, two zygotes, three boxes …; namespaces are the steward's and the boxes'.
            return processes.size() > 8 && namespaces.size() >= 4 && find(processes, victim) > 0;
        };
        QVERIFY(QTest::qWaitFor(isInFullSwing, patience));
        QVERIFY(sessions.size() == 1);
        const pid_t pid = find(processes, victim);
        QVERIFY(pid > 0);
        QCOMPARE(::kill(pid, SIGKILL), 0);
        verifyNothingIsLeft(sessions, namespaces);
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
        QSet<pid_t> sessions;
        QSet<ino_t> namespaces;
        noteBoxes(processes, sessions, namespaces);
        const Process &victim = processes[random.bounded(processes.size())];
        ::kill(victim.pid, SIGKILL);
        // What is left then goes with the client.
        ::usleep(random.bounded(20'000U));
        noteBoxes(family(static_cast<pid_t>(client.processId())), sessions, namespaces);
        client.kill();
        client.waitForFinished(patience);
        verifyNothingIsLeft(sessions, namespaces);
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
    QSet<pid_t> sessions;
    QSet<ino_t> namespaces;
    {
        Sandbox sandbox;
        QVERIFY(waitFor(sandbox.features()));
        const auto running = sandbox.run(program("import os\nos.fork()\nwhile True: pass"));
        QVERIFY(hasStarted("python3"));
        noteBoxes(family(::getpid()), sessions, namespaces);
    }
    QVERIFY(!sessions.isEmpty());
    verifyNothingIsLeft(sessions, namespaces);
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
