#include "lens/shortages.h"
#include "lens/traced.h"

using namespace ringside;
using namespace ringside::tests;
using Kind = lens::Shortage::Kind;
using Shortages = QList<lens::Shortage>;

/// What a program used up of its box is told, though it caught the error; what it did not use up, or forbade itself, is
/// not.
class TestShortages : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void usedUp_data();
    void usedUp();
    void whatWasFullBeforeIsNoNews();
    void errorsTellOfThem_data();
    void errorsTellOfThem();

private:
    static sandbox::RunRequest small(const QByteArray &source);

    sandbox::Sandbox m_sandbox;
};

void TestShortages::init()
{
    if (const QString reason = missingLens(m_sandbox); !reason.isEmpty())
        QSKIP(qPrintable(reason));
}

void TestShortages::usedUp_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<Shortages>("untraced");
    QTest::addColumn<Shortages>("traced");
    const QByteArray head = "import os, resource, threading, time\n"
                            "def caught(act):\n"
                            "    try:\n"
                            "        act()\n"
                            "    except (OSError, RuntimeError):\n"
                            "        return True\n";
    const auto row = [&head](const char *name, const QByteArray &source, const Shortages &untraced, const Shortages &traced) {
        QTest::newRow(name) << head + source << untraced << traced;
    };
    const auto always = [&row](const char *name, const QByteArray &source, const Shortages &both) {
        row(name, source, both, both);
    };
    const QByteArray fill = "fill = lambda: open('big', 'wb').write(bytes(3 << 20))\n";
    const lens::Shortage disk{Kind::Disk, 1 << 20};
    const lens::Shortage names{Kind::Names, 100};
    const lens::Shortage fileSize{Kind::FileSize, 2 << 20};
    const lens::Shortage processes{Kind::Processes, 16};
    const lens::Shortage descriptors{Kind::Descriptors, 32};
    always("nothing", "print('hello')\n", {});
    always("a disk that is full at the end", fill + "assert caught(fill)\n", {disk});
    row("a disk that was full, and is no more", fill + "assert caught(fill)\nos.remove('big')\n", {}, {disk});
    row("the disk of /tmp", "assert caught(lambda: open('/tmp/big', 'wb').write(bytes(3 << 20)))\n", {}, {disk});
    always("a disk that is nearly full", "open('big', 'wb').write(bytes((1 << 20) - 40960))\n", {});
    always("all names", "def make():\n    for i in range(200): os.mkdir(str(i))\nassert caught(make)\n", {names});
    always("most names", "for i in range(90): os.mkdir(str(i))\n", {});
    row("a file that would be too large", "assert caught(lambda: os.truncate(os.open('f', 66), 3 << 20))\n", {}, {fileSize});
    always("a file as large as there may be", "os.truncate(os.open('f', 66), 2 << 20)\n", {fileSize});
    row("a file that the program itself keeps small",
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "assert caught(lambda: os.truncate(os.open('f', 66), 1 << 20))\n", {}, {});
    const QByteArray fork = "def forks():\n    while True:\n        if os.fork() == 0: time.sleep(1000)\n";
    always("all processes", fork + "assert caught(forks)\ntime.sleep(5)\n", {processes});
    row("threads instead of processes",
        "end = threading.Event()\n"
        "def starts():\n    while True: threading.Thread(target=end.wait).start()\n"
        "assert caught(starts)\nend.set()\n", {}, {processes});
    always("as many processes as the program allows itself",
        fork + "resource.setrlimit(resource.RLIMIT_NPROC, (8, 8))\nassert caught(forks)\n", {});
    row("all descriptors", "keep = []\ndef opens():\n    while True: keep.append(os.pipe())\nassert caught(opens)\n", {}, {descriptors});
    row("as many descriptors as the program allows itself",
        "resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))\n"
        "keep = []\ndef opens():\n    while True: keep.append(os.pipe())\nassert caught(opens)\n", {}, {});
}

sandbox::RunRequest TestShortages::small(const QByteArray &source)
{
    sandbox::RunRequest request = program(source);
    request.limits.diskBytes = 1 << 20;
    request.limits.fileBytes = 2 << 20;
    request.limits.inodes = 100;
    request.limits.processes = 16;
    request.limits.descriptors = 32;
    return request;
}

void TestShortages::usedUp()
{
    QFETCH(QByteArray, source);
    QFETCH(Shortages, untraced);
    QFETCH(Shortages, traced);
    const sandbox::RunRequest request = small(source);
    const auto plain = sandbox::waitFor(m_sandbox.run(request));
    QVERIFY(plain.has_value());
    QCOMPARE(plain->errorOutput, QByteArray());
    QCOMPARE(lens::findShortages(*plain, request), untraced);
    const Traced seen = trace(m_sandbox, request);
    QCOMPARE(seen.report.errorOutput, QByteArray());
    QCOMPARE(lens::findShortages(seen.report, request, &seen.trace), traced);
}

/// A program in a box that others have filled, but for one that says that it met it.
void TestShortages::whatWasFullBeforeIsNoNews()
{
    sandbox::RunRequest request = small("try: open('big', 'wb').write(bytes(3 << 20))\nexcept OSError: pass\n");
    auto report = sandbox::waitFor(m_sandbox.run(request));
    QVERIFY(report.has_value());
    const Shortages disk{{Kind::Disk, 1 << 20}};
    QCOMPARE(lens::findShortages(*report, request), disk);
    request.workspace = report->tree;
    QCOMPARE(lens::findShortages(*report, request), Shortages());
    report->exitStatus = 1;
    report->errorOutput = "Traceback:\nOSError: [Errno 28] No space left on device\n";
    QCOMPARE(lens::findShortages(*report, request), disk);
}

void TestShortages::errorsTellOfThem_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<std::optional<lens::Shortage>>("told"); // without a trace
    QTest::addColumn<bool>("isTrue");
    const auto row = [](const char *name, const QByteArray &source, const std::optional<lens::Shortage> &told, bool isTrue) {
        QTest::newRow(name) << "import os, signal, subprocess, sys, threading, time\n" + source << told << isTrue;
    };
    using enum lens::Shortage::Evidence;
    const lens::Shortage descriptors{Kind::Descriptors, 32, Told};
    const lens::Shortage fileSize{Kind::FileSize, 2 << 20, Told};
    const lens::Shortage processes{Kind::Processes, 16, Told};
    row("descriptors", "keep = []\nwhile True: keep.append(os.pipe())\n", descriptors, true);
    row("descriptors, where the program says how many it may have",
        "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))\n"
        "keep = []\nwhile True: keep.append(os.pipe())\n", {}, false);
    row("the size of a file", "os.truncate(os.open('f', 66), 3 << 20)\n", fileSize, true);
    row("the size of a file, with the signal for it",
        "signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\nos.truncate(os.open('f', 66), 3 << 20)\n", fileSize, true);
    row("processes", "while True:\n    if os.fork() == 0: time.sleep(1000)\n", processes, true);
    row("processes of other programs", "while True: subprocess.Popen(['sleep', '1000'])\n", processes, true);
    row("threads", "while True: threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()\n", processes, true);
    row("something that would have to be waited for",
        "ours, theirs = os.pipe()\nos.set_blocking(ours, False)\nos.read(ours, 1)\n", {}, false);
    row("a file that is not there", "open('nothing')\n", {}, false);
    row("an error that was got over", "try: os.close(500)\nexcept OSError: pass\n", {}, false);
    row("the text of an error in the output", "print('OSError: [Errno 24] Too many open files')\n", {}, false);
    row("the text of an error that was printed",
        "print('Traceback:\\nOSError: [Errno 24] Too many open files', file=sys.stderr)\nsys.exit(1)\n", descriptors, false);
    row("an error that the program raises by itself", "raise OSError(24, 'Too many open files')\n", descriptors, false);
    row("an error for a file that was never large", "raise OSError(27, 'File too large')\n", fileSize, false);
    row("a signal that the program sends itself",
        "signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\nos.kill(os.getpid(), signal.SIGXFSZ)\n", fileSize, false);
    row("an error for processes that were never started", "raise BlockingIOError(11, 'in fork()')\n", processes, false);
    row("an error for a thread that was never started", "raise RuntimeError(\"can't start new thread\") # start()\n",
        processes, false);
}

/// Who watches the calls knows whether it is true; who does not says only what it looks like.
void TestShortages::errorsTellOfThem()
{
    QFETCH(QByteArray, source);
    QFETCH(std::optional<lens::Shortage>, told);
    QFETCH(bool, isTrue);
    const sandbox::RunRequest request = small(source);
    auto report = sandbox::waitFor(m_sandbox.run(request));
    QVERIFY(report.has_value());
    report->resources.peakProcesses = 0; // nobody happened to count them
    QVERIFY2(lens::findShortages(*report, request) == (told ? Shortages{*told} : Shortages()),
        report->errorOutput.constData());
    Traced seen = trace(m_sandbox, request);
    seen.report.resources.peakProcesses = 0;
    QCOMPARE(lens::findShortages(seen.report, request, &seen.trace),
        isTrue ? (Shortages{{told->kind, told->limit}}) : Shortages());
}

QTEST_GUILESS_MAIN(TestShortages)
#include "tst_shortages.moc"
