#include "attacks/host.h"
#include "base/paths.h"
#include "sandbox/processes.h"
#include "sandbox/requests.h"

#include <QDir>
#include <QSignalSpy>

#include <csignal>
#include <unistd.h>

using namespace ringside;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

/// Limits kept by the kernel, in a control group for each box, where one is delegated to us. Root delegates one to an
/// ordinary user for this test; elsewhere Ringside has to be started in one.
class TestCgroups : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void theKernelEndsWhatTakesTooMuch_data();
    void theKernelEndsWhatTakesTooMuch();
    void thePeakIsTheKernels();
    void processesAreCounted_data();
    void processesAreCounted();
    void memoryEndsASession();
    void aBoxSeesNothingOfItsGroup();
    void groupsGoWithTheirBoxes();
    void groupsOfAKilledSupervisorGoWithTheNext_data();
    void groupsOfAKilledSupervisorGoWithTheNext();

private:
    static QByteArray contentOf(const QString &path);
    static QString groupOf(pid_t process);
    static QStringList supervisorGroups(const QString &folder);
    static pid_t find(const QByteArray &name);
    [[nodiscard]] bool delegateOne();
    [[nodiscard]] RunReport run(RunRequest request);

    std::unique_ptr<SupervisorCopy> m_copy;
    QString m_delegated; ///< made by us
    QStringList m_command;
    std::unique_ptr<Sandbox> m_sandbox;
};

static constexpr qint64 mebibyte = 1 << 20;

QByteArray TestCgroups::contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Its folder, as the host sees it.
QString TestCgroups::groupOf(pid_t process)
{
    const QList<QByteArray> lines = contentOf(u"/proc/%1/cgroup"_s.arg(process)).split('\n');
    for (const QByteArray &line : lines)
        if (line.startsWith("0::"))
            return u"/sys/fs/cgroup"_s + QString::fromLocal8Bit(line.sliced(3));
    return {};
}

/// Of supervisors, below a delegated group.
QStringList TestCgroups::supervisorGroups(const QString &folder)
{
    QStringList groups = QDir(folder).entryList({u"ringside-*"_s}, QDir::Dirs);
    groups.removeAll(u"ringside-rest"_s);
    return groups;
}

pid_t TestCgroups::find(const QByteArray &name)
{
    for (const Process &process : family(::getpid()))
        if (process.name == name)
            return process.pid;
    return 0;
}

/// As an administrator does: a group with its files belongs to the user, the one above does not.
bool TestCgroups::delegateOne()
{
    const QString root = u"/sys/fs/cgroup"_s;
    const QList<QByteArray> controllers = contentOf(root + u"/cgroup.controllers"_s).simplified().split(' ');
    if (::getuid() != 0 || !controllers.contains("memory") || !controllers.contains("pids"))
        return false;
    QFile subtree(root + u"/cgroup.subtree_control"_s);
    if (!subtree.open(QIODevice::WriteOnly | QIODevice::Unbuffered) || subtree.write("+memory +pids") < 0)
        return false;
    const QString folder = root + u"/ringside.test.%1"_s.arg(::getpid());
    if (!QDir().mkdir(folder))
        return false;
    m_delegated = folder;
    for (const QString &file : {u""_s, u"/cgroup.procs"_s, u"/cgroup.subtree_control"_s, u"/cgroup.threads"_s})
        if (::chown(qPrintable(folder + file), ordinaryUser(), ordinaryUser()) < 0)
            return false;
    return true;
}

void TestCgroups::initTestCase()
{
    m_copy = std::make_unique<SupervisorCopy>(helperProgram(u"ringside-supervisor"_s));
    m_sandbox = std::make_unique<Sandbox>(QStringList{m_copy->path()});
    if (const QString missing = missingSandbox(*m_sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    m_command = {m_copy->path()};
    if (waitFor(m_sandbox->features())->cgroup)
        return;
    if (!delegateOne())
        QSKIP("no control group of version 2 with memory and pids is delegated to this user; remedy: "
              "systemd-run --user --scope --property=Delegate=yes ./test -R '^sandbox.cgroups'");
    // A second one finds the group divided already, and begins where the first has moved its client.
    const QString enter = u"{ echo $$ >%1/cgroup.procs || echo $$ >%1/ringside-rest/cgroup.procs; } 2>/dev/null && exec \"$@\""_s;
    m_command = QStringList{u"sh"_s, u"-c"_s, enter.arg(m_delegated), u"sh"_s} + commandAs(ordinaryUser()) + m_command;
    m_sandbox = std::make_unique<Sandbox>(m_command);
    QVERIFY(waitFor(m_sandbox->features())->cgroup);
}

void TestCgroups::cleanupTestCase()
{
    m_sandbox.reset();
    if (m_delegated.isEmpty())
        return;
    QVERIFY(QTest::qWaitFor([&] { return supervisorGroups(m_delegated).isEmpty(); }, patience));
    QDir(m_delegated).rmdir(u"ringside-rest"_s);
    QVERIFY(QDir().rmdir(m_delegated));
}

RunReport TestCgroups::run(RunRequest request)
{
    const Result<RunReport> report = waitFor(m_sandbox->run(std::move(request)));
    if (!report)
        qFatal("%s", qPrintable(describe(report.error())));
    return *report;
}

void TestCgroups::theKernelEndsWhatTakesTooMuch_data()
{
    QTest::addColumn<Start>("start");
    QTest::addColumn<bool>("traced");
    QTest::addColumn<QByteArray>("source");
    const QList<std::pair<const char *, QByteArray>> programs{
        {"one process", "x = bytearray(300 << 20)\nimport time; time.sleep(500)"},
        {"small processes", "import os, time\nfor i in range(30):\n if not os.fork(): x = b'x' * (8 << 20); time.sleep(500)\ntime.sleep(500)"},
        {"shared memory whose user is dead", "import mmap, os, time\nm = mmap.mmap(-1, 300 << 20)\nif not os.fork():\n for i in range(0, 300 << 20, 4096): m[i] = 1\nos.wait()\ntime.sleep(500)"},
        {"files of its disk", "import time\nwith open('big', 'wb', 0) as f:\n for i in range(150): f.write(b'x' * (1 << 20))\ntime.sleep(500)"},
        {"a process that ignores what it can", "import signal as s\nfor n in s.valid_signals() - {9, 19}: s.signal(n, s.SIG_IGN)\nx = []\nwhile 1: x.append(bytearray(1 << 20))"}};
    for (const auto &[name, source] : programs) {
        QTest::addRow("%s, warm", name) << Start::Warm << false << source;
        QTest::addRow("%s, cold", name) << Start::Cold << false << source;
    }
    QTest::addRow("%s, traced", programs[0].first) << Start::Warm << true << programs[0].second;
}

void TestCgroups::theKernelEndsWhatTakesTooMuch()
{
    QFETCH(Start, start);
    QFETCH(bool, traced);
    QFETCH(QByteArray, source);
    RunRequest request = program(source);
    request.start = start;
    if (traced)
        request.trace.emplace();
    request.limits.memoryBytes = 100 * mebibyte;
    request.limits.diskBytes = request.limits.fileBytes = 200 * mebibyte;
    const RunReport report = run(request);
    QCOMPARE(report.ending, Ending::MemoryLimit);
    QCOMPARE(report.signal, 0);
    QCOMPARE(report.limitReached, 100 * mebibyte); // not a page more, which watching cannot promise
    QVERIFY(report.resources.peakMemoryBytes > 90 * mebibyte);
    QVERIFY(report.resources.peakMemoryBytes <= 100 * mebibyte);
}

/// Also of what comes and goes between two looks, in many processes.
void TestCgroups::thePeakIsTheKernels()
{
    const RunReport report = run(program(R"(import os
ready, tell = os.pipe()
wait, go = os.pipe()
for i in range(10):
    if not os.fork():
        x = b'x' * (8 << 20)
        os.write(tell, b'.')
        os.close(go)
        os.read(wait, 1)
        os._exit(0)
told = 0
while told < 10:
    told += len(os.read(ready, 10))
os.close(go)
for i in range(10):
    os.wait()
)"));
    QCOMPARE(report.ending, Ending::Exited);
    QCOMPARE(report.exitStatus, 0);
    QVERIFY2(report.resources.peakMemoryBytes >= 80 * mebibyte && report.resources.peakMemoryBytes < 200 * mebibyte,
        qPrintable(QString::number(report.resources.peakMemoryBytes)));
}

void TestCgroups::processesAreCounted_data()
{
    QTest::addColumn<Start>("start");
    QTest::newRow("warm") << Start::Warm;
    QTest::newRow("cold") << Start::Cold;
}

/// The program and the first process of its box are two of them.
void TestCgroups::processesAreCounted()
{
    QFETCH(Start, start);
    RunRequest request = program("import os, sys, time\n"
                                 "n = 0\n"
                                 "try:\n"
                                 "    while True:\n"
                                 "        if not os.fork(): time.sleep(500)\n"
                                 "        n += 1\n"
                                 "except BlockingIOError: print(n)\n"
                                 "sys.stdout.flush()\n"
                                 "os._exit(0)\n");
    request.start = start;
    request.limits.processes = 20;
    QCOMPARE(run(request).output, "18\n"_ba);
}

void TestCgroups::memoryEndsASession()
{
    SessionRequest request{.limits = patientLimits()};
    request.limits.memoryBytes = 100 * mebibyte;
    const std::unique_ptr<Session> session = m_sandbox->openSession(request);
    QSignalSpy opened(session.get(), &Session::opened);
    QSignalSpy closed(session.get(), &Session::closed);
    QSignalSpy ended(session.get(), &Session::programEnded);
    QVERIFY(QTest::qWaitFor([&] { return opened.size() == 1; }, patience));
    session->startProgram({.command = {"python3", "-c", "x = bytearray(300 << 20)\nimport time; time.sleep(500)"}});
    QVERIFY(QTest::qWaitFor([&] { return closed.size() == 1; }, patience));
    QCOMPARE(closed[0][0].value<Ending>(), Ending::MemoryLimit);
    QCOMPARE(closed[0][1].toLongLong(), 100 * mebibyte);
    QCOMPARE(ended.size(), 1);
    QCOMPARE(ended[0][0].value<ProgramReport>().ending, Ending::MemoryLimit);
}

void TestCgroups::aBoxSeesNothingOfItsGroup()
{
    const RunReport report = run(program("import os\n"
                                         "print([l for l in open('/proc/self/cgroup') if l.startswith('0::')][0][:-1])\n"
                                         "print(os.path.exists('/sys'))"));
    QCOMPARE(report.output, "0::/\nFalse\n"_ba);
}

void TestCgroups::groupsGoWithTheirBoxes()
{
    RunRequest request = program("import os; os.execvp('sleep', ['sleep', '500'])");
    request.limits.memoryBytes = 77 * mebibyte;
    request.limits.processes = 33;
    std::stop_source stop;
    const auto running = m_sandbox->run(request, stop.get_token());
    QVERIFY(QTest::qWaitFor([&] { return find("sleep") != 0; }, patience));
    const QString group = groupOf(find("sleep"));
    QVERIFY(group.contains(u"/box-"_s));
    QCOMPARE(contentOf(group + u"/memory.max"_s).trimmed(), QByteArray::number(77 * mebibyte));
    QCOMPARE(contentOf(group + u"/memory.oom.group"_s).trimmed(), "1"_ba);
    QCOMPARE(contentOf(group + u"/pids.max"_s).trimmed(), "33"_ba);
    QVERIFY(groupOf(find("steward")).endsWith(u"/steward"_s));
    stop.request_stop();
    QCOMPARE(waitFor(running)->ending, Ending::Stopped);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(run(program("print(1)")).output, "1\n"_ba);
    QVERIFY(!QDir(group).exists());
}

void TestCgroups::groupsOfAKilledSupervisorGoWithTheNext_data()
{
    QTest::addColumn<QByteArray>("victim");
    QTest::newRow("the steward is killed") << "steward"_ba;
    QTest::newRow("the launcher is killed") << "ringside-superv"_ba;
}

void TestCgroups::groupsOfAKilledSupervisorGoWithTheNext()
{
    QFETCH(QByteArray, victim);
    m_sandbox = std::make_unique<Sandbox>(m_command);
    QVERIFY(waitFor(m_sandbox->features())->cgroup);
    const QString own = groupOf(find("steward")).section(u'/', 0, -2);
    const QString delegated = own.section(u'/', 0, -2);
    const auto running = m_sandbox->run(program("import os; os.execvp('sleep', ['sleep', '500'])"));
    QVERIFY(QTest::qWaitFor([&] { return find("sleep") != 0; }, patience));
    QCOMPARE(::kill(find(victim), SIGKILL), 0);
    QVERIFY(!waitFor(running));
    QVERIFY(QTest::qWaitFor([&] { return find("sleep") == 0; }, patience));
    // The next call starts another supervisor, in a group of its own.
    QCOMPARE(run(program("print('works')")).output, "works\n"_ba);
    QVERIFY(waitFor(m_sandbox->features())->cgroup);
    QVERIFY(!QDir(own).exists());
    QCOMPARE(supervisorGroups(delegated).size(), 1);
}

QTEST_GUILESS_MAIN(TestCgroups)
#include "tst_cgroups.moc"
