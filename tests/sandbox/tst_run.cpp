#include "sandbox/requests.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QElapsedTimer>

#include <csignal>
#include <functional>

using namespace ringside;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Change = std::function<void(RunRequest &)>;

class TestRun : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void programsEndAsTheyDoOnAnySystem_data();
    void programsEndAsTheyDoOnAnySystem();
    void limitsEndARunByName_data();
    void limitsEndARunByName();
    void resourcesAreHeld_data();
    void resourcesAreHeld();
    void requestsReachTheProgram_data();
    void requestsReachTheProgram();
    void valueChannelIsSeparateFromOutput();
    void valueChannelIsCapped();
    void largeInputArrivesWhole();
    void errorsNameTheirStep_data();
    void errorsNameTheirStep();
    void warmProgramsWaitForTheirZygote_data();
    void warmProgramsWaitForTheirZygote();
    void severalRunsAtOnce();
    void whoIsLeftBehindChangesNothing();
    void whoIsLeftBehindIsDeadWhenTheTreeIsRead();
    void stopKeepsWhatWasPrinted();
    void stopBeforeTheTurnComes();
    void cancelledRunsGiveTheirPlaceToOthers();
    void reportsResources();
    void leftProcessesAreDeadBeforeTheTreeIsRead();

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

    QTest::newRow("nothing to do") << "pass"_ba << 0 << 0 << ""_ba;
    QTest::newRow("prints") << "print('hello')"_ba << 0 << 0 << "hello\n"_ba;
    QTest::newRow("exits with 3") << "raise SystemExit(3)"_ba << 3 << 0 << ""_ba;
    QTest::newRow("exits with 255") << "raise SystemExit(-1)"_ba << 255 << 0 << ""_ba;
    QTest::newRow("exits with 137, which is no signal") << "raise SystemExit(137)"_ba << 137 << 0 << ""_ba;
    QTest::newRow("raises") << "1/0"_ba << 1 << 0 << ""_ba;
    QTest::newRow("has a syntax error") << "def"_ba << 1 << 0 << ""_ba;
    QTest::newRow("aborts") << "import os; os.abort()"_ba << 0 << SIGABRT << ""_ba;
    QTest::newRow("kills itself") << "import os; os.kill(os.getpid(), 9)"_ba << 0 << SIGKILL << ""_ba;
    QTest::newRow("terminates itself") << "import os; os.kill(os.getpid(), 15)"_ba << 0 << SIGTERM
                                       << ""_ba;
    QTest::newRow("is interrupted") << "raise KeyboardInterrupt"_ba << 0 << SIGINT << ""_ba;
    QTest::newRow("sees itself as python3 main.py")
        << "import sys; print(sys.argv, __name__, __file__, sys.path[0])"_ba << 0 << 0
        << "['main.py'] __main__ /home/learner/main.py /home/learner\n"_ba;
    QTest::newRow("is a plain user in the workspace")
        << "import os; print(os.getcwd(), os.getpid(), os.getuid(), os.getgid())"_ba << 0 << 0
        << "/home/learner 2 1000 1000\n"_ba;
    QTest::newRow("sees nothing of the host") << "import os; print(sorted(os.listdir('/home')))"_ba
                                              << 0 << 0 << "['learner']\n"_ba;
    QTest::newRow("has signals as a shell starts them")
        << "import signal as s; print(s.pthread_sigmask(0, []), s.getsignal(s.SIGTERM))"_ba << 0 << 0
        << "set() 0\n"_ba;
    QTest::newRow("has no descriptor but the three")
        << "import os; print(sorted(os.listdir('/proc/self/fd')))"_ba << 0 << 0
        << "['0', '1', '2', '3']\n"_ba; // 3 is the listing itself
}

void TestRun::programsEndAsTheyDoOnAnySystem()
{
    QFETCH(QByteArray, source);
    QFETCH(int, exitStatus);
    QFETCH(int, signal);
    QFETCH(QByteArray, output);
    const RunReport report = runReport(program(source));
    QCOMPARE(report.output, output);
    QCOMPARE(report.ending, signal == 0 ? Ending::Exited : Ending::Signalled);
    QCOMPARE(report.exitStatus, exitStatus);
    QCOMPARE(report.signal, signal);
}

void TestRun::limitsEndARunByName_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<Change>("change");
    QTest::addColumn<Ending>("ending");
    QTest::addColumn<qint64>("atLeast");
    QTest::addColumn<qint64>("atMost");

    const Change shortWall = [](RunRequest &request) { request.limits.wall = 400ms; };
    const Change shortCpu = [](RunRequest &request) { request.limits.cpu = 300ms; };
    const Change smallMemory = [](RunRequest &request) { request.limits.memoryBytes = 100 << 20; };
    const Change smallOutput = [](RunRequest &request) { request.limits.outputBytes = 1000; };
    constexpr qint64 mebibyte = 1 << 20;

    QTest::newRow("sleeps too long") << "import time; time.sleep(200)"_ba << shortWall
                                     << Ending::WallLimit << 400LL << 60'000LL;
    QTest::newRow("stops itself") << "import os; os.kill(os.getpid(), 19)"_ba << shortWall
                                  << Ending::WallLimit << 400LL << 60'000LL;
    QTest::newRow("ignores every signal")
        << "import signal as s\nfor n in s.valid_signals() - {9, 19}: s.signal(n, s.SIG_IGN)\nwhile 1: pass"_ba
        << shortWall << Ending::WallLimit << 400LL << 60'000LL;
    QTest::newRow("computes too long") << "while 1: pass"_ba << shortCpu << Ending::CpuLimit << 300LL
                                       << 60'000LL;
    QTest::newRow("computes too long in a child")
        << "import os\nif os.fork(): os.wait()\nwhile 1: pass"_ba << shortCpu << Ending::CpuLimit
        << 300LL << 60'000LL;
    QTest::newRow("takes too much memory") << "x = bytearray(300 << 20)\nimport time; time.sleep(100)"_ba
                                           << smallMemory << Ending::MemoryLimit << 100 * mebibyte
                                           << 350 * mebibyte;
    QTest::newRow("takes too much memory in small processes")
        << "import os, time\nfor i in range(20):\n if not os.fork(): x = b'x' * (8 << 20); time.sleep(100)\ntime.sleep(100)"_ba
        << smallMemory << Ending::MemoryLimit << 100 * mebibyte << 350 * mebibyte;
    QTest::newRow("takes too much shared memory")
        << "import mmap, time\nm = mmap.mmap(-1, 300 << 20)\nfor i in range(0, 300 << 20, 4096): m[i] = 1\ntime.sleep(100)"_ba
        << smallMemory << Ending::MemoryLimit << 100 * mebibyte << 350 * mebibyte;
    QTest::newRow("leaves shared memory behind that no living process has touched")
        << "import mmap, os, time\nm = mmap.mmap(-1, 300 << 20)\nif not os.fork():\n for i in range(0, 300 << 20, 4096): m[i] = 1\n os._exit(0)\nos.wait()\ntime.sleep(100)"_ba
        << smallMemory << Ending::MemoryLimit << 100 * mebibyte << 350 * mebibyte;
    QTest::newRow("prints without end") << "while 1: print('x' * 1000)"_ba << smallOutput
                                        << Ending::OutputLimit << 1001LL << 10 * mebibyte;
    QTest::newRow("prints errors without end") << "import sys\nwhile 1: print('x', file=sys.stderr)"_ba
                                               << smallOutput << Ending::OutputLimit << 1001LL
                                               << 10 * mebibyte;
    QTest::newRow("prints a little too much and exits") << "print('x' * 1000)"_ba << smallOutput
                                                        << Ending::OutputLimit << 1001LL << 1001LL;
}

void TestRun::limitsEndARunByName()
{
    QFETCH(QByteArray, source);
    QFETCH(Change, change);
    QFETCH(Ending, ending);
    QFETCH(qint64, atLeast);
    QFETCH(qint64, atMost);
    RunRequest request = program(source);
    change(request);
    const RunReport report = runReport(request);
    QCOMPARE(report.ending, ending);
    QCOMPARE(report.signal, 0);
    QVERIFY2(report.limitReached >= atLeast && report.limitReached <= atMost,
        qPrintable(QString::number(report.limitReached)));
    QVERIFY(report.output.size() + report.errorOutput.size() <= request.limits.outputBytes);
    QCOMPARE(report.outputTruncated, ending == Ending::OutputLimit);
    QVERIFY(report.tree.find("main.py"));
}

void TestRun::resourcesAreHeld_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("output");

    QTest::newRow("62 children of 64 processes") <<
        R"(import os, time
children = 0
try:
    while True:
        if os.fork() == 0: time.sleep(100)
        children += 1
except OSError as error: print(children, type(error).__name__))"_ba << "62 BlockingIOError\n"_ba;
    QTest::newRow("253 more descriptors of 256") <<
        R"(import os
n = 0
try:
    while True: os.dup(0); n += 1
except OSError as error: print(n, error.strerror))"_ba << "253 Too many open files\n"_ba;
    QTest::newRow("the disk is full after 16 MiB") <<
        R"(n = 0
try:
    for i in range(40):
        with open(f'f{i}', 'wb') as f: f.write(bytes(1 << 20))
        n += 1
except OSError as error: print(n, error.strerror))"_ba << "15 No space left on device\n"_ba;
    QTest::newRow("no more names after 4096") <<
        R"(n = 0
try:
    while True: open(f'f{n}', 'w').close(); n += 1
except OSError as error: print(4000 < n < 4096, error.strerror))"_ba << "True No space left on device\n"_ba;
    QTest::newRow("files end at 16 MiB") <<
        R"(import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open('f', 'wb') as f:
    try: f.truncate((16 << 20) + 1)
    except OSError as error: print(error.strerror))"_ba << "File too large\n"_ba;
    QTest::newRow("no core files") << "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))"_ba
                                   << "(1, 1)\n"_ba; // bytes: 0 would start the host's program for crashes
    QTest::newRow("no pipe buffers beyond the usual") <<
        R"(import fcntl, os
try: fcntl.fcntl(os.pipe()[0], fcntl.F_SETPIPE_SZ, 1 << 20)
except OSError as error: print(error.strerror))"_ba << "Operation not permitted\n"_ba;
    QTest::newRow("8 inotify instances") <<
        R"(import ctypes
libc = ctypes.CDLL(None)
print(sum(libc.inotify_init1(0) >= 0 for i in range(20))))"_ba << "8\n"_ba;
}

void TestRun::resourcesAreHeld()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, output);
    const RunReport report = runReport(program(source));
    QCOMPARE(report.errorOutput, ""_ba);
    QCOMPARE(report.output, output);
}

void TestRun::requestsReachTheProgram_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("output");

    QTest::newRow("arguments") << "import sys; print(sys.argv)"_ba
                               << Change([](RunRequest &request) {
                                      request.arguments = {"a b"_ba, "\xff"_ba, ""_ba};
                                  })
                               << "['main.py', 'a b', '\\udcff', '']\n"_ba;
    QTest::newRow("the small environment") << "import os; print(sorted(os.environ))"_ba
                                           << Change([](RunRequest &) { })
                                           << "['HOME', 'LANG', 'LOGNAME', 'PATH', 'PYTHONHASHSEED', 'USER']\n"_ba;
    QTest::newRow("more environment") << "import os; print(os.environ['GREETING'], os.environ['HOME'])"_ba
                                      << Change([](RunRequest &request) {
                                             request.environment = {{"GREETING", "a=b"}, {"HOME", "/tmp"}};
                                         })
                                      << "a=b /tmp\n"_ba;
    QTest::newRow("standard input") << "print(input(), input())\ntry: input()\nexcept EOFError: print('end')"_ba
                                    << Change([](RunRequest &request) { request.standardInput = "a\nb\n"; })
                                    << "a b\nend\n"_ba;
    QTest::newRow("no standard input") << "import sys; print(repr(sys.stdin.read()), sys.stdin.seekable())"_ba
                                       << Change([](RunRequest &) { }) << "'' False\n"_ba;
    QTest::newRow("umask") << "import os; print(oct(os.umask(0)))"_ba
                           << Change([](RunRequest &request) { request.umask = 0077; }) << "0o77\n"_ba;
    QTest::newRow("hash seed") << "import os; print(os.environ['PYTHONHASHSEED'])"_ba
                               << Change([](RunRequest &request) { request.hashSeed = 7; }) << "7\n"_ba;
}

void TestRun::requestsReachTheProgram()
{
    QFETCH(QByteArray, source);
    QFETCH(Change, change);
    QFETCH(QByteArray, output);
    RunRequest request = program(source);
    change(request);
    const RunReport report = runReport(request);
    QCOMPARE(report.errorOutput, ""_ba);
    QCOMPARE(report.output, output);
}

void TestRun::valueChannelIsSeparateFromOutput()
{
    RunRequest request = program("import os; os.write(3, b'\\0value'); print('printed')");
    request.valueChannel = true;
    const RunReport report = runReport(request);
    QCOMPARE(report.value, QByteArray("\0value", 6));
    QCOMPARE(report.output, "printed\n"_ba);
    QCOMPARE(runReport(program("import os; os.fstat(3)")).exitStatus, 1);
}

void TestRun::valueChannelIsCapped()
{
    RunRequest request = program("import os\nfor i in range(100): os.write(3, b'v' * 1000)\nprint('done')");
    request.valueChannel = true;
    request.limits.valueBytes = 2500;
    const RunReport report = runReport(request);
    QCOMPARE(report.value, QByteArray(2500, 'v'));
    QVERIFY(report.valueTruncated);
    QCOMPARE(report.output, "done\n"_ba);
    QCOMPARE(report.ending, Ending::Exited);
}

void TestRun::largeInputArrivesWhole()
{
    RunRequest request = program("import sys, hashlib; print(hashlib.md5(sys.stdin.buffer.read()).hexdigest())");
    for (int i = 0; i < 300'000; ++i)
        request.standardInput += QByteArray::number(i);
    const QByteArray digest = QCryptographicHash::hash(request.standardInput, QCryptographicHash::Md5).toHex();
    QCOMPARE(runReport(request).output, digest + '\n');
}

void TestRun::errorsNameTheirStep_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<Error::Kind>("kind");
    QTest::addColumn<QString>("doing");

    QTest::newRow("an entry without a parent")
        << Change([](RunRequest &request) { request.workspace.entries.append(file("no/such", "")); })
        << Error::Kind::Content << u"the entry \"no/such\" has no parent directory"_s;
    QTest::newRow("a path that leaves the workspace")
        << Change([](RunRequest &request) { request.workspace.entries.append(file("../x", "")); })
        << Error::Kind::Content << u"impossible path \"../x\""_s;
    QTest::newRow("an absolute path")
        << Change([](RunRequest &request) { request.workspace.entries.append(file("/etc/x", "")); })
        << Error::Kind::Content << u"impossible path \"/etc/x\""_s;
    QTest::newRow("a parent that is a link")
        << Change([](RunRequest &request) {
               request.workspace.entries.append({.path = "l",
                   .type = filesystem::EntryType::SymbolicLink,
                   .target = "/tmp"});
               request.workspace.entries.append(file("l/x", ""));
           })
        << Error::Kind::Content << u"the entry \"l/x\" has no parent directory"_s;
    QTest::newRow("the same name twice")
        << Change([](RunRequest &request) { request.workspace.entries.append(file("main.py", "")); })
        << Error::Kind::System << u"make the file \"main.py\""_s;
    QTest::newRow("more than the disk holds")
        << Change([](RunRequest &request) {
               request.workspace.entries.append(file("big", QByteArray(20 << 20, 'x')));
           })
        << Error::Kind::Content << u"the workspace does not fit into its limits: write the file \"big\""_s;
    QTest::newRow("a device node")
        << Change([](RunRequest &request) {
               request.workspace.entries.append(
                   {.path = "null", .type = filesystem::EntryType::CharDevice});
           })
        << Error::Kind::Content << u"a box can hold no device node: \"null\""_s;
    QTest::newRow("a mount outside the learner's places")
        << Change([](RunRequest &request) { request.mounts = {{.path = "/usr"}}; }) << Error::Kind::Content
        << u"a file system cannot be attached to \"/usr\""_s;
    QTest::newRow("a mount that climbs out")
        << Change([](RunRequest &request) { request.mounts = {{.path = "/mnt/../etc"}}; })
        << Error::Kind::Content << u"a file system cannot be attached to \"/mnt/../etc\""_s;
    QTest::newRow("a mount on a link of the workspace")
        << Change([](RunRequest &request) {
               request.workspace.entries.append({.path = "here",
                   .type = filesystem::EntryType::SymbolicLink,
                   .target = "/etc"});
               request.mounts = {{.path = "/home/learner/here"}};
           })
        << Error::Kind::Content << u"a file system cannot be attached to \"here\""_s;
    QTest::newRow("arguments beyond every measure")
        << Change([](RunRequest &request) { request.arguments = {QByteArray(2 << 20, 'a')}; })
        << Error::Kind::Content << u"arguments and environment are too large for a box"_s;
    QTest::newRow("arguments the kernel does not take")
        << Change([](RunRequest &request) { request.arguments = {QByteArray(200 << 10, 'a')}; })
        << Error::Kind::System << u"start Python"_s;
}

void TestRun::errorsNameTheirStep()
{
    QFETCH(Change, change);
    QFETCH(Error::Kind, kind);
    QFETCH(QString, doing);
    RunRequest request = program("pass");
    change(request);
    const Result<RunReport> report = waitFor(m_sandbox.run(request));
    QVERIFY(!report);
    QCOMPARE(report.error().doing, doing);
    QCOMPARE(report.error().kind, kind);
    QCOMPARE(runReport(program("print('still there')")).output, "still there\n"_ba);
}

void TestRun::warmProgramsWaitForTheirZygote_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<Start>("start");
    QTest::newRow("a program that imports nothing") << "print('ran')"_ba << Start::Warm;
    QTest::newRow("a program that imports what the stocked zygote has") << "import json\nprint('ran')"_ba << Start::Warm;
    QTest::newRow("a program that may be cold as well") << "import json\nprint('ran')"_ba << Start::Automatic;
}

/// Right after the start, when a zygote is only about to be ready: later on a busy machine than elsewhere.
void TestRun::warmProgramsWaitForTheirZygote()
{
    QFETCH(QByteArray, source);
    QFETCH(Start, start);
    Sandbox fresh;
    RunRequest request = program(source);
    request.start = start;
    QList<QFuture<Result<RunReport>>> futures;
    for (int i = 0; i < 4; ++i)
        futures.append(fresh.run(request));
    for (const auto &future : futures) {
        const Result<RunReport> report = waitFor(future);
        QVERIFY2(report, qPrintable(report ? QString() : describe(report.error())));
        QCOMPARE(report->output, "ran\n"_ba);
        QVERIFY(report->warm || start == Start::Automatic);
    }
}

void TestRun::severalRunsAtOnce()
{
    QList<QFuture<Result<RunReport>>> futures;
    for (int i = 0; i < 12; ++i)
        futures.append(m_sandbox.run(program("import time; time.sleep(0.1); print("
            + QByteArray::number(i) + ")\nopen('mine', 'x').close()")));
    for (int i = 0; i < futures.size(); ++i) {
        const RunReport report = waitFor(futures[i]).value();
        QCOMPARE(report.output, QByteArray::number(i) + '\n');
        QCOMPARE(report.tree.entries.size(), 2);
    }
}

/// What a snapshot says of everything but the objects' numbers.
static QByteArray digestOf(const filesystem::Tree &tree)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    for (const filesystem::Entry &entry : tree.entries)
        stream << entry.path << quint8(entry.type) << entry.mode << entry.size << entry.modifiedNs << entry.linkCount << entry.target << entry.content << entry.digest;
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

/// Whoever outlives the program dies before the workspace is looked at.
void TestRun::whoIsLeftBehindChangesNothing()
{
    const auto treeAfter = [&](const QByteArrayList &words) {
        RunRequest request = program("import os, sys, time\n"
                                     "open('kept', 'w').write('mine')\n"
                                     "if os.fork() == 0:\n"
                                     "    os.setsid()\n"
                                     "    if sys.argv[1] != 'never' and os.fork() == 0:\n"
                                     "        time.sleep(float(sys.argv[1]))\n"
                                     "        open('kept', 'w').write('changed')\n"
                                     "        open('late', 'w').close()\n"
                                     "    os._exit(0)\n"
                                     "os.wait()\n"
                                     "while 'waits' in sys.argv and not os.path.exists('late'): time.sleep(0.01)\n"
                                     "os.utime('kept', (1, 1))\n");
        request.arguments = words;
        return waitFor(m_sandbox.run(request)).value().tree;
    };
    const filesystem::Tree alone = treeAfter({"never"});
    QCOMPARE(alone.find("kept")->content, "mine"_ba);
    QCOMPARE(alone.entries.size(), 2);
    QCOMPARE(digestOf(treeAfter({"2"})), digestOf(alone));
    // The same child has its way while the program is there.
    const filesystem::Tree waiting = treeAfter({"0.1", "waits"});
    QCOMPARE(waiting.find("kept")->content, "changed"_ba);
    QVERIFY(waiting.find("late"));
    QVERIFY(digestOf(waiting) != digestOf(alone));
}

/// A child writes one number after the other into many files, as fast as it can: what is read is of one moment, so that
/// the files up to some place have a number and all others the one before.
void TestRun::whoIsLeftBehindIsDeadWhenTheTreeIsRead()
{
    const RunReport report = waitFor(m_sandbox.run(program(
        "import os, time\n"
        "files = [os.open(f'{i:03}', os.O_CREAT | os.O_WRONLY) for i in range(200)]\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    for number in range(10**9):\n"
        "        for file in files:\n"
        "            os.pwrite(file, b'%09d' % number, 0)\n"
        "while os.stat('199').st_size == 0: time.sleep(0.01)\n"))).value();
    QCOMPARE(report.ending, Ending::Exited);
    QList<int> numbers;
    for (const filesystem::Entry &entry : report.tree.entries) {
        if (entry.path != "main.py")
            numbers.append(entry.content.toInt());
    }
    QCOMPARE(numbers.size(), 200);
    QVERIFY(std::ranges::is_sorted(numbers, std::greater()));
    QVERIFY2(numbers.first() - numbers.last() <= 1, qPrintable(u"%1 and %2"_s.arg(numbers.first()).arg(numbers.last())));
}

void TestRun::stopKeepsWhatWasPrinted()
{
    const RunRequest request = program("open('left', 'w').close()\nprint('started', flush=True)\nimport time; time.sleep(200)");
    RunReport report;
    // Only its report tells how far a program has come: on a busy machine it needs more than one try.
    for (int delay = 200; delay < patience && report.output.isEmpty(); delay *= 3) {
        std::stop_source stop;
        const QFuture<Result<RunReport>> future = m_sandbox.run(request, stop.get_token());
        QTest::qWait(delay);
        stop.request_stop();
        report = waitFor(future).value();
        QCOMPARE(report.ending, Ending::Stopped);
    }
    QCOMPARE(report.output, "started\n"_ba);
    QVERIFY(report.tree.find("left"));
}

void TestRun::stopBeforeTheTurnComes()
{
    std::stop_source stop;
    stop.request_stop();
    const RunReport report = waitFor(m_sandbox.run(program("pass"), stop.get_token())).value();
    QCOMPARE(report.ending, Ending::Stopped);
}

void TestRun::cancelledRunsGiveTheirPlaceToOthers()
{
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 8; ++i)
        m_sandbox.run(program("import time; time.sleep(200)")).cancel();
    const QFuture<Result<RunReport>> cancelled = [&] {
        QFuture<Result<RunReport>> future = m_sandbox.run(program("pass"));
        future.cancel();
        return future;
    }();
    QVERIFY(!waitFor(cancelled));
    QCOMPARE(runReport(program("print(1)")).output, "1\n"_ba);
    QVERIFY(timer.elapsed() < patience); // else one of them was waited for
}

void TestRun::reportsResources()
{
    const RunReport report = runReport(program(
        "import os, time\nos.fork()\nx = b'x' * (40 << 20)\nt = time.process_time()\nwhile time.process_time() < t + 0.2: pass\ntime.sleep(0.5)"));
    QCOMPARE(report.ending, Ending::Exited);
    QVERIFY(report.resources.wall > 700ms);
    QVERIFY(report.resources.cpu > 200ms);
    QVERIFY(report.resources.peakMemoryBytes > 40 << 20);
    QCOMPARE(report.resources.peakProcesses, 2);
}

void TestRun::leftProcessesAreDeadBeforeTheTreeIsRead()
{
    const RunReport report = runReport(program(R"(import os, time
if os.fork() == 0:
    os.setsid()
    while True:
        with open('count', 'w') as f: f.write('1')
)"));
    QCOMPARE(report.ending, Ending::Exited); // not at the limit: the child did not hold the run up
}

QTEST_GUILESS_MAIN(TestRun)
#include "tst_run.moc"
