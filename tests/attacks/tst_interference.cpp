#include "attacks/host.h"
#include "base/paths.h"
#include "sandbox/processes.h"
#include "sandbox/requests.h"

#include <csignal>
#include <unistd.h>

using namespace ringside;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Attacks that one program cannot make alone: two boxes at once, one after the other, and what is done to the processes
/// of the sandbox from outside.
class TestInterference : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void boxesDoNotMeet_data();
    void boxesDoNotMeet();
    void nothingOfEarlierProgramsIsLeftInMemory_data();
    void nothingOfEarlierProgramsIsLeftInMemory();
    void suspendedProcessesGoOn_data();
    void suspendedProcessesGoOn();
    void suspendedProgramsMeetTheirLimit();
    void aSnapshotComesInTheMiddleOfAnAttack();
    void aFullDiskOfTheHostDoesNotMatter();
    void stewardMayBeKilledAtEachStep();

private:
    static QByteArray outputOf(Session &session, const QByteArray &program, const QByteArray &awaited);
    static void waitForTheProgram();
    static void verifyNothingIsLeftOf(uid_t user);
    static bool comesWhole(const QStringList &supervisor);
};

constexpr int longWait = 60'000; // ms; a busy machine takes its time
const auto nameTheProgram = "import ctypes\nctypes.CDLL(None).prctl(15, b'the-program', 0, 0, 0)\n"_ba;

void TestInterference::initTestCase()
{
    Sandbox sandbox;
    if (const QString missing = missingSandbox(sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

/// Starts a program in an open box and gives what it prints up to and with `awaited`. The program may go on.
QByteArray TestInterference::outputOf(Session &session, const QByteArray &program, const QByteArray &awaited)
{
    QByteArray output;
    const auto keep = QObject::connect(&session, &Session::outputReceived, &session,
        [&output](const QByteArray &bytes) { output += bytes; });
    if (!QTest::qWaitFor([&] { return session.state() == Session::State::Open; }, longWait))
        return "the box does not open";
    session.startProgram({.command = {"python3", "-c", program}, .terminal = false});
    (void)QTest::qWaitFor([&] { return output.contains(awaited) || !session.isProgramRunning(); }, longWait);
    QObject::disconnect(keep);
    return output;
}

void TestInterference::boxesDoNotMeet_data()
{
    QTest::addColumn<QByteArray>("first"); // prints "ready" and stays
    QTest::addColumn<QByteArray>("second"); // prints "held"

    QTest::newRow("both take the same abstract socket")
        << "import socket, time\ns = socket.socket(socket.AF_UNIX)\ns.bind('\\0clash')\ns.listen()\nprint('ready', flush=True)\ntime.sleep(600)"_ba
        << "import socket\ns = socket.socket(socket.AF_UNIX)\ntry: s.connect('\\0clash')\nexcept ConnectionRefusedError: pass\nelse: print('met')\ns = socket.socket(socket.AF_UNIX)\ns.bind('\\0clash')\nprint('held')"_ba;
    QTest::newRow("both take the same file of /tmp and /dev/shm")
        << "import time\nfor f in ('/tmp/clash', '/dev/shm/clash2', 'clash'): open(f, 'x').close()\nprint('ready', flush=True)\ntime.sleep(600)"_ba
        << "import os\nassert os.listdir('/tmp') == []\nfor f in ('/tmp/clash', '/dev/shm/clash2', 'clash'): open(f, 'x').close()\nprint('held')"_ba;
    QTest::newRow("both take the same terminal")
        << "import os, time\nm, s = os.openpty()\nprint('ready', os.ttyname(s), flush=True)\ntime.sleep(600)"_ba
        << "import os\nassert os.listdir('/dev/pts') == ['ptmx']\nm, s = os.openpty()\nos.write(s, b'x\\n')\nassert os.read(m, 9) == b'x\\r\\n'\nprint('held')"_ba;
    QTest::newRow("one fills its disk")
        << "f = open('full', 'wb')\ntry:\n while True: f.write(bytes(65536)); f.flush()\nexcept OSError: print('ready', flush=True)\nimport time; time.sleep(600)"_ba
        << "open('mine', 'wb').write(bytes(8 << 20))\nprint('held')"_ba;
    QTest::newRow("one has all its processes")
        << "import os, time\ntry:\n while True:\n  if not os.fork(): time.sleep(600)\nexcept OSError: print('ready', flush=True)\ntime.sleep(600)"_ba
        << "import os\nfor _ in range(40):\n if not os.fork(): os._exit(0)\nprint('held')"_ba;
    QTest::newRow("one has all its inotify instances")
        << "import ctypes, time\nl = ctypes.CDLL(None)\nwhile l.inotify_init() >= 0: pass\nprint('ready', flush=True)\ntime.sleep(600)"_ba
        << "import ctypes\nassert ctypes.CDLL(None).inotify_init() >= 0\nprint('held')"_ba;
    QTest::newRow("one signals every number")
        << "import os, signal, time\nsignal.signal(15, signal.SIG_IGN)\nprint('ready', flush=True)\nfor i in range(200):\n for p in range(3, 2000):\n  try: os.kill(p, 9)\n  except OSError: pass\n time.sleep(0.01)"_ba
        << "import os, time\nchild = os.fork()\nif not child: time.sleep(0.5); os._exit(7)\nassert os.waitstatus_to_exitcode(os.wait()[1]) == 7\nprint('held')"_ba;
}

void TestInterference::boxesDoNotMeet()
{
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, second);
    Sandbox sandbox;
    SessionRequest request;
    request.limits.wall = 600s;
    request.limits.cpu = 600s;
    const std::unique_ptr<Session> one = sandbox.openSession(request);
    const std::unique_ptr<Session> other = sandbox.openSession(request);
    const QByteArray ready = outputOf(*one, first, "\n");
    QVERIFY2(ready.startsWith("ready"), ready);
    QCOMPARE(outputOf(*other, second, "\n"), "held\n"_ba);
}

void TestInterference::nothingOfEarlierProgramsIsLeftInMemory_data()
{
    QTest::addColumn<Start>("start");
    QTest::newRow("warm") << Start::Warm;
    QTest::newRow("cold") << Start::Cold;
}

/// The first program's words, looked for by one that knows them only backwards and in two parts.
void TestInterference::nothingOfEarlierProgramsIsLeftInMemory()
{
    QFETCH(Start, start);
    const QByteArray word = "earlier-" + QByteArray::number(::getpid()) + "-program";
    QByteArray backwards = word;
    std::ranges::reverse(backwards);
    Sandbox sandbox;
    RunRequest earlier = program("import sys\nheap = ['" + word
        + "' + str(i) for i in range(10000)]\nprint(heap[-1], sys.argv, sys.stdin.read(99))\nopen('left', 'w').write(heap[0] * 1000)");
    earlier.start = start;
    earlier.arguments = {word};
    earlier.standardInput = word;
    for (int i = 0; i < 5; ++i)
        QVERIFY(waitFor(sandbox.run(earlier)).value().output.contains(word));
    RunRequest later = program("word = b'" + backwards + R"('
head, tail = word[:-9:-1], word[-9::-1]
found = 0
for line in open('/proc/self/maps'):
    span, rights, *_ = line.split()
    start, end = (int(part, 16) for part in span.split('-'))
    if rights[0] == 'r':
        with open('/proc/self/mem', 'rb', 0) as memory:
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue
        at = content.find(tail)
        while at >= 0:
            found += content[max(at - 8, 0):at] == head
            at = content.find(tail, at + 1)
print(found))");
    later.start = start;
    QCOMPARE(waitFor(sandbox.run(later)).value().output, "0\n"_ba);
}

/// Until a program that begins with nameTheProgram runs. Others are named python3 as well, for a while.
void TestInterference::waitForTheProgram()
{
    const auto runs = [] {
        return std::ranges::any_of(
            family(::getpid()), [](const Process &process) { return process.name == "the-program"; });
    };
    QVERIFY(QTest::qWaitFor(runs, longWait));
}

void TestInterference::suspendedProcessesGoOn_data()
{
    QTest::addColumn<QByteArrayList>("names");
    QTest::newRow("the steward") << QByteArrayList{"steward"};
    QTest::newRow("the launcher") << QByteArrayList{"ringside-superv"};
    QTest::newRow("the first process of the box") << QByteArrayList{"box-init"};
    QTest::newRow("the program") << QByteArrayList{"the-program"};
    QTest::newRow("all of them, as when the machine sleeps")
        << QByteArrayList{"ringside-superv", "steward", "box-init", "zygote", "the-program"};
}

void TestInterference::suspendedProcessesGoOn()
{
    QFETCH(QByteArrayList, names);
    Sandbox sandbox;
    QVERIFY(waitFor(sandbox.features()));
    const auto running = sandbox.run(program(nameTheProgram + "import time\ntime.sleep(1)\nprint('done')"));
    waitForTheProgram();
    QList<pid_t> stopped;
    for (const Process &process : family(::getpid()))
        if (names.contains(process.name) && ::kill(process.pid, SIGSTOP) == 0)
            stopped.append(process.pid);
    QVERIFY(!stopped.isEmpty());
    QTest::qWait(200);
    for (const pid_t pid : std::as_const(stopped))
        ::kill(pid, SIGCONT);
    const Result<RunReport> report = waitFor(running);
    QVERIFY2(report, qPrintable(report ? QString() : describe(report.error())));
    QCOMPARE(report->ending, Ending::Exited);
    QCOMPARE(report->output, "done\n"_ba);
}

/// Nobody wakes them: the limit still holds.
void TestInterference::suspendedProgramsMeetTheirLimit()
{
    Sandbox sandbox;
    QVERIFY(waitFor(sandbox.features()));
    RunRequest request = program(
        nameTheProgram + "import os, time\nif os.fork() == 0:\n    os.kill(os.getppid(), 19)\ntime.sleep(600)");
    request.limits.wall = 5s; // time enough to stop it
    const auto running = sandbox.run(request);
    waitForTheProgram();
    for (const Process &process : family(::getpid()))
        if (process.name == "the-program" || process.name == "box-init")
            ::kill(process.pid, SIGSTOP);
    QCOMPARE(waitFor(running).value().ending, Ending::WallLimit);
}

/// The reader waits for nobody and follows nothing, whatever goes on meanwhile.
void TestInterference::aSnapshotComesInTheMiddleOfAnAttack()
{
    Sandbox sandbox;
    SessionRequest request;
    request.limits.wall = 600s;
    request.limits.cpu = 600s;
    request.workspace.entries = {file("free", "free")};
    const std::unique_ptr<Session> session = sandbox.openSession(request);
    const QByteArray ready = outputOf(*session, R"(import fcntl, os
os.mkfifo('fifo')
os.symlink('/', 'all')
fcntl.flock(os.open('free', os.O_RDWR), fcntl.LOCK_EX)
fcntl.lockf(os.open('free', os.O_RDWR), fcntl.LOCK_EX)
print('ready', flush=True)
os.fork()
own = str(os.getpid())
while True:
    os.makedirs(own + '/a/b')
    os.symlink('/etc', own + '/a/c')
    os.rename(own, 'moved' + own)
    os.unlink('moved' + own + '/a/c')
    os.removedirs('moved' + own + '/a/b'))",
        "\n");
    QCOMPARE(ready, "ready\n"_ba);
    for (int i = 0; i < 20; ++i) {
        const Result<filesystem::Tree> tree = waitFor(session->snapshot());
        QVERIFY(tree);
        QVERIFY(tree->find("free") && tree->find("free")->content == "free");
        QVERIFY(!tree->find("all/etc"));
    }
}

/// A box needs no place on the disks of the host.
void TestInterference::aFullDiskOfTheHostDoesNotMatter()
{
    const SupervisorCopy copy(helperProgram(u"ringside-supervisor"_s));
    const QString script = u"mount --bind \"$(dirname \"$0\")\" /mnt && for f in /tmp /var/tmp /dev/shm; do "
                           "mount -t tmpfs -o size=4k,nr_inodes=2 none $f && head -c 4096 /dev/zero >$f/full || exit 9; "
                           "(: >$f/more) && exit 9; done 2>/dev/null; cd / && exec \"$@\" /mnt/ringside-supervisor"_s;
    QStringList command{u"unshare"_s, u"--mount"_s};
    QStringList last;
    if (::getuid() != 0) {
        command << u"--user"_s << u"--map-root-user"_s;
        last = {u"unshare"_s, u"--user"_s, u"--map-user=%1"_s.arg(::getuid()), u"--map-group=%1"_s.arg(::getgid())};
    }
    command << u"/bin/sh"_s << u"-c"_s << script << copy.path();
    Sandbox sandbox(command + last);
    for (const Start start : {Start::Cold, Start::Automatic}) {
        RunRequest request = program("open('/tmp/x', 'wb').write(bytes(1 << 20))\nprint('works')");
        request.start = start;
        const Result<RunReport> report = waitFor(sandbox.run(request));
        QVERIFY2(report, qPrintable(report ? QString() : describe(report.error())));
        QCOMPARE(report->output, "works\n"_ba);
    }
}

void TestInterference::verifyNothingIsLeftOf(uid_t user)
{
    const auto processes = [user] {
        QByteArrayList names;
        for (const Process &process : allProcesses()) {
            struct stat status{};
            const QByteArray path = "/proc/" + QByteArray::number(process.pid) + "/stat";
            if (::stat(path, &status) == 0 && status.st_uid == user)
                names.append(process.name + ' ' + QByteArray::number(process.pid));
        }
        return names;
    };
    QVERIFY2(QTest::qWaitFor([&] { return processes().isEmpty(); }, longWait), processes().join(", "));
}

/// Whether a run came whole though its supervisor is killed: it was over before. Else its error is of ours or of the start.
bool TestInterference::comesWhole(const QStringList &supervisor)
{
    Sandbox sandbox(supervisor);
    const Result<RunReport> report = waitFor(sandbox.run(program("print('whole')")));
    if (report)
        return report->output == "whole\n";
    if (report.error().kind != Error::Kind::Internal && report.error().kind != Error::Kind::Unsupported)
        qFatal("%s", qPrintable(describe(report.error())));
    return false;
}

/// Goes on until the run is over before the steward comes that far. Steps are all that matters to others; who has the time
/// lets it be killed before each of its calls (RINGSIDE_KILLS=1, and QTEST_FUNCTION_TIMEOUT=3600000 for an hour).
void TestInterference::stewardMayBeKilledAtEachStep()
{
    SupervisorCopy copy(helperProgram(u"ringside-supervisor"_s));
    const QString killer = copy.add(QStringLiteral(KILLATCALL));
    const bool isThorough = qEnvironmentVariableIntValue("RINGSIDE_KILLS") > 0;
#ifdef __SANITIZE_ADDRESS__
    constexpr int stride = 5;
#else
    constexpr int stride = 1;
#endif
    int wholeInARow = 0; // a later step may come sooner the next time
    int number = 1;
    for (; wholeInARow < 3; number += isThorough ? 1 : stride) {
        const bool isWhole = comesWhole(commandAs(ordinaryUser())
            + QStringList{killer, isThorough ? u"call"_s : u"step"_s, QString::number(number), copy.path()});
        wholeInARow = isWhole ? wholeInARow + 1 : 0;
        if (::getuid() == 0)
            verifyNothingIsLeftOf(ordinaryUser());
    }
    qInfo("killed at %d places", number);
    QVERIFY2(number > (isThorough ? 300 : 60), "it is not killed any more");
}

QTEST_GUILESS_MAIN(TestInterference)
#include "tst_interference.moc"
