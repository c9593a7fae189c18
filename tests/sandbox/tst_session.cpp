#include "sandbox/requests.h"

#include <QCryptographicHash>
#include <QSignalSpy>

#include <csignal>

using namespace ringside;
using namespace ringside::filesystem;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestSession : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();
    void programsRunOneAfterTheOther();
    void programsHaveATerminal();
    void programsMayHavePipes();
    void whatIsTypedArrives();
    void controlCharactersBecomeSignals();
    void resizingReachesTheProgram();
    void endingsAreTold_data();
    void endingsAreTold();
    void missingCommandsAreTold();
    void stoppingEndsTheProgramAndWhatItStarted();
    void snapshotsShowTheLivingTree();
    void entriesCanBePut();
    void putStaysInsideTheWorkspace();
    void entriesCanBeRemoved();
    void foldersCanBeRemovedWithTheirContent();
    void entriesCanBeRenamed();
    void modesCanBeSet();
    void changesOfTheWorkspaceAreTold();
    void rewindBringsEverythingBack();
    void rewindEndsWhatRuns();
    void rewindKeepsOtherFileSystems();
    void incompleteTreesAreNotRestored();
    void inputOfPipesCanEnd();
    void whatRunsInTheBackgroundLivesOn();
    void memoryEndsTheBox();
    void rightsAreThoseOfARun();
    void brokenRequestsAreTold();
    void closingEndsEverything();
    void sessionsDoNotMeet();
    void sandboxTakesItsSessionsAlong();
    void lateCallsAreHarmless();

private:
    void open(const SessionRequest &request = {.limits = patientLimits()});
    ProgramReport runProgram(const ProgramRequest &request);
    ProgramReport runPython(const QByteArray &source, bool terminal = true);
    void waitForOutput(const QByteArray &text);

    Sandbox m_sandbox;
    std::unique_ptr<Session> m_session;
    QByteArray m_output;
};

void TestSession::initTestCase()
{
    if (const QString missing = missingSandbox(m_sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

void TestSession::cleanup()
{
    m_session.reset();
}

void TestSession::open(const SessionRequest &request)
{
    m_output.clear();
    m_session = m_sandbox.openSession(request);
    connect(m_session.get(), &Session::outputReceived, this,
        [this](const QByteArray &bytes) { m_output += bytes; });
    QSignalSpy opened(m_session.get(), &Session::opened);
    QVERIFY(opened.wait(patience));
    QCOMPARE(m_session->state(), Session::State::Open);
}

ProgramReport TestSession::runProgram(const ProgramRequest &request)
{
    m_output.clear();
    QSignalSpy ended(m_session.get(), &Session::programEnded);
    QSignalSpy failed(m_session.get(), &Session::programFailed);
    m_session->startProgram(request);
    if (!ended.wait(patience))
        qFatal("the program does not end: %s", m_output.constData());
    return ended[0][0].value<ProgramReport>();
}

ProgramReport TestSession::runPython(const QByteArray &source, bool terminal)
{
    return runProgram({.command = {"python3", "-c", source}, .terminal = terminal});
}

void TestSession::waitForOutput(const QByteArray &text)
{
    QVERIFY2(QTest::qWaitFor([&] { return m_output.contains(text); }, patience), m_output);
}

void TestSession::programsRunOneAfterTheOther()
{
    SessionRequest request{.limits = patientLimits()};
    request.workspace = program("print('main')").workspace;
    open(request);
    QCOMPARE(runProgram({}).exitStatus, 0);
    QCOMPARE(m_output, "main\r\n"_ba);
    QCOMPARE(runPython("open('made', 'w').write('x')").exitStatus, 0);
    QCOMPARE(runProgram({.command = {"ls"}}).exitStatus, 0);
    QCOMPARE(m_output.simplified(), "made main.py"_ba);
    QCOMPARE(runProgram({.command = {"sh", "-c", "cat made; exit 3"}}).exitStatus, 3);
    QCOMPARE(m_output, "x"_ba);
}

void TestSession::programsHaveATerminal()
{
    open();
    runPython("import os, sys; print(sys.stdin.isatty(), sys.stdout.isatty(), os.ttyname(0), os.get_terminal_size(), os.environ['TERM'], os.tcgetpgrp(0) == os.getpid())");
    QCOMPARE(m_output,
        "True True /dev/pts/0 os.terminal_size(columns=80, lines=24) xterm-256color True\r\n"_ba);
}

void TestSession::programsMayHavePipes()
{
    open();
    QByteArray errors;
    connect(m_session.get(), &Session::outputReceived, this,
        [&](const QByteArray &bytes, OutputStream stream) {
            if (stream == OutputStream::Error)
                errors += bytes;
        });
    runPython("import sys; print(sys.stdout.isatty()); print('e', file=sys.stderr)", false);
    QCOMPARE(errors, "e\n"_ba);
    QVERIFY(m_output.contains("False\n"));
}

void TestSession::whatIsTypedArrives()
{
    open();
    QSignalSpy ended(m_session.get(), &Session::programEnded);
    m_session->startProgram({.command = {"python3", "-c", "while True: print('got', input('> '))"}});
    waitForOutput("> ");
    m_session->write("hello\r");
    waitForOutput("got hello\r\n> ");
    m_session->write("\x04"); // the end of a file, typed
    QVERIFY(ended.wait(patience));
    QVERIFY(m_output.contains("EOFError"));
}

void TestSession::controlCharactersBecomeSignals()
{
    open();
    QSignalSpy ended(m_session.get(), &Session::programEnded);
    m_session->startProgram({.command = {"python3", "-c", "import time; print('ready'); time.sleep(500)"}});
    waitForOutput("ready");
    m_session->write("\x03");
    QVERIFY(ended.wait(patience));
    const auto report = ended[0][0].value<ProgramReport>();
    QCOMPARE(report.ending, Ending::Signalled);
    QCOMPARE(report.signal, SIGINT);
    QVERIFY(m_output.contains("KeyboardInterrupt"));
}

void TestSession::resizingReachesTheProgram()
{
    open();
    QSignalSpy ended(m_session.get(), &Session::programEnded);
    m_session->startProgram({.command = {"python3", "-c",
                                 "import os, signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGWINCH])\nprint('ready')\nsignal.sigwait([signal.SIGWINCH])\nprint(*os.get_terminal_size())"},
        .rows = 30,
        .columns = 100});
    waitForOutput("ready");
    m_session->resizeTerminal(50, 132);
    QVERIFY(ended.wait(patience));
    QVERIFY2(m_output.contains("132 50"), m_output);
}

void TestSession::endingsAreTold_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<Ending>("ending");
    QTest::addColumn<int>("value");
    QTest::newRow("exits") << "raise SystemExit(3)"_ba << Ending::Exited << 3;
    QTest::newRow("aborts") << "import os; os.abort()"_ba << Ending::Signalled << SIGABRT;
    QTest::newRow("sleeps too long") << "import time; time.sleep(500)"_ba << Ending::WallLimit << 0;
    QTest::newRow("computes too long") << "while True: pass"_ba << Ending::CpuLimit << 0;
    QTest::newRow("prints without end")
        << "while True: print('x' * 70)"_ba << Ending::OutputLimit << 0;
}

void TestSession::endingsAreTold()
{
    QFETCH(QByteArray, source);
    QFETCH(Ending, ending);
    QFETCH(int, value);
    SessionRequest request{.limits = patientLimits()};
    if (ending == Ending::WallLimit)
        request.limits.wall = 3000ms; // enough for "echo" on any machine
    if (ending == Ending::CpuLimit)
        request.limits.cpu = 300ms;
    request.limits.outputBytes = 20'000;
    open(request);
    const ProgramReport report = runPython(source);
    QCOMPARE(report.ending, ending);
    QCOMPARE(ending == Ending::Exited ? report.exitStatus : report.signal, value);
    QVERIFY(report.limitReached == 0 || report.limitReached >= 300);
    QVERIFY(m_output.size() <= 20'000);
    // The box is as good as before.
    QCOMPARE(m_session->state(), Session::State::Open);
    const ProgramReport again = runProgram({.command = {"echo", "again"}});
    QCOMPARE(again.ending, Ending::Exited);
    QCOMPARE(m_output, "again\r\n"_ba);
}

void TestSession::missingCommandsAreTold()
{
    open();
    QSignalSpy failed(m_session.get(), &Session::programFailed);
    m_session->startProgram({.command = {"no-such-command"}});
    QVERIFY(failed.wait(patience));
    const auto error = failed[0][0].value<Error>();
    QCOMPARE(error.errnum, ENOENT);
    QCOMPARE(error.doing, u"start \"no-such-command\""_s);
    QVERIFY(!m_session->isProgramRunning());
    m_session->startProgram({.command = {}});
    QVERIFY(failed.wait(patience));
    QCOMPARE(runPython("pass").exitStatus, 0);
}

void TestSession::stoppingEndsTheProgramAndWhatItStarted()
{
    open();
    QSignalSpy ended(m_session.get(), &Session::programEnded);
    m_session->startProgram({.command = {"sh", "-c", "sleep 60 & echo ready; trap '' INT TERM; sleep 60"}});
    waitForOutput("ready");
    m_session->stopProgram();
    QVERIFY(ended.wait(patience));
    QCOMPARE(ended[0][0].value<ProgramReport>().ending, Ending::Stopped);
    runPython("import os; print([p for p in os.listdir('/proc') if p.isdigit() and int(p) != os.getpid()])");
    QCOMPARE(m_output, "[]\r\n"_ba);
}

void TestSession::snapshotsShowTheLivingTree()
{
    open();
    QSignalSpy ended(m_session.get(), &Session::programEnded);
    m_session->startProgram({.command = {"python3", "-c",
                                 "import os\nos.mkdir('d')\nopen('d/f', 'w').write('now')\nprint('made')\ninput()\nos.remove('d/f')"}});
    waitForOutput("made");
    const Tree during = waitFor(m_session->snapshot()).value();
    QCOMPARE(during.find("d/f")->content, "now"_ba);
    m_session->write("\r");
    QVERIFY(ended.wait(patience));
    const Tree after = waitFor(m_session->snapshot()).value();
    QVERIFY(after.find("d"));
    QVERIFY(!after.find("d/f"));
}

void TestSession::entriesCanBePut()
{
    open();
    QVERIFY(waitFor(m_session->put(file("main.py", "print('first')"))));
    runProgram({});
    QCOMPARE(m_output, "first\r\n"_ba);
    QVERIFY(waitFor(m_session->put(file("main.py", "print('second')", 0600))));
    runProgram({});
    QCOMPARE(m_output, "second\r\n"_ba);
    QVERIFY(waitFor(m_session->put(folder("sub"))));
    QVERIFY(waitFor(m_session->put(folder("sub"))));
    QVERIFY(waitFor(m_session->put(file("sub/big", QByteArray(500'000, 'z')))));
    const Tree tree = waitFor(m_session->snapshot()).value();
    QCOMPARE(tree.find("main.py")->mode, 0600U);
    QCOMPARE(tree.find("sub/big")->content, QByteArray(500'000, 'z'));
    const Result<> noFolder = waitFor(m_session->put(file("no/such", "")));
    QVERIFY(!noFolder);
    const Result<> inTheWay = waitFor(m_session->put(file("sub", "")));
    QVERIFY(!inTheWay);
    QCOMPARE(inTheWay.error().errnum, EEXIST);
}

void TestSession::putStaysInsideTheWorkspace()
{
    open();
    runProgram({.command = {"sh", "-c", "ln -s /etc out; ln -s /etc/passwd link; mkfifo pipe"}});
    QVERIFY(!waitFor(m_session->put(file("out/x", "x"))));
    QVERIFY(!waitFor(m_session->put(file("../x", "x"))));
    QVERIFY(!waitFor(m_session->put(file("/etc/x", "x"))));
    QVERIFY(waitFor(m_session->put(file("link", "mine")))); // replaces the link itself
    QVERIFY(waitFor(m_session->put(file("pipe", "mine"))));
    const Tree tree = waitFor(m_session->snapshot()).value();
    QCOMPARE(tree.find("link")->type, EntryType::File);
    QCOMPARE(tree.find("pipe")->content, "mine"_ba);
}

void TestSession::entriesCanBeRemoved()
{
    open();
    runProgram({.command = {"sh", "-c", "mkdir -p d/e; touch d/e/f"}});
    QCOMPARE(waitFor(m_session->remove("d")).error().errnum, ENOTEMPTY);
    QCOMPARE(waitFor(m_session->remove("nothing")).error().errnum, ENOENT);
    for (const QByteArray &path : {"d/e/f"_ba, "d/e"_ba, "d"_ba})
        QVERIFY(waitFor(m_session->remove(path)));
    QVERIFY(waitFor(m_session->snapshot())->entries.isEmpty());
    QVERIFY(!waitFor(m_session->remove("../tmp")));
    QVERIFY(!waitFor(m_session->remove("..")));
}

void TestSession::foldersCanBeRemovedWithTheirContent()
{
    open();
    runProgram({.command = {"sh", "-c", "mkdir -p d/e/f closed/in; touch d/e/f/g d/h closed/in/x; ln -s /etc d/link; chmod 0 closed; touch stays"}});
    QVERIFY(waitFor(m_session->remove("d", Session::Depth::WithContent)));
    QVERIFY(waitFor(m_session->remove("closed", Session::Depth::WithContent)));
    QCOMPARE(waitFor(m_session->remove("d", Session::Depth::WithContent)).error().errnum, ENOENT);
    QVERIFY(!waitFor(m_session->remove("..", Session::Depth::WithContent)));
    const Tree tree = waitFor(m_session->snapshot()).value();
    QCOMPARE(tree.entries.size(), 1);
    QVERIFY(tree.find("stays"));
    QCOMPARE(runProgram({.command = {"ls", "/etc/passwd"}}).exitStatus, 0);
}

void TestSession::entriesCanBeRenamed()
{
    open();
    runProgram({.command = {"sh", "-c", "mkdir d; echo one >a; echo two >b; ln -s /etc out"}});
    QVERIFY(waitFor(m_session->rename("a", "d/c")));
    QCOMPARE(waitFor(m_session->rename("b", "d/c")).error().errnum, EEXIST);
    QCOMPARE(waitFor(m_session->rename("a", "x")).error().errnum, ENOENT);
    QCOMPARE(waitFor(m_session->rename("b", "no/b")).error().errnum, ENOENT);
    QCOMPARE(waitFor(m_session->rename("d", "d/e")).error().errnum, EINVAL);
    QVERIFY(!waitFor(m_session->rename("b", "out/b")));
    QVERIFY(!waitFor(m_session->rename("b", "../b")));
    const Tree tree = waitFor(m_session->snapshot()).value();
    QCOMPARE(tree.find("d/c")->content, "one\n"_ba);
    QCOMPARE(tree.find("b")->content, "two\n"_ba);
}

void TestSession::modesCanBeSet()
{
    open();
    runProgram({.command = {"sh", "-c", "echo x >f; mkdir d; ln -s f l; ln -s /etc/passwd out"}});
    QVERIFY(waitFor(m_session->setMode("f", 0)));
    QVERIFY(waitFor(m_session->setMode("d", 03770)));
    QCOMPARE(waitFor(m_session->setMode("no", 0600)).error().errnum, ENOENT);
    QVERIFY(!waitFor(m_session->setMode("l", 0600)));
    QVERIFY(!waitFor(m_session->setMode("out", 0600)));
    const Tree tree = waitFor(m_session->snapshot()).value();
    QCOMPARE(tree.find("f")->mode, 0U);
    QCOMPARE(tree.find("d")->mode, 03770U);
    runPython("try: open('f')\nexcept OSError as e: print(e.strerror)");
    QCOMPARE(m_output, "Permission denied\r\n"_ba);
}

void TestSession::changesOfTheWorkspaceAreTold()
{
    open();
    QSignalSpy changed(m_session.get(), &Session::workspaceChanged);
    m_session->watchWorkspace();
    QSignalSpy ended(m_session.get(), &Session::programEnded);
    m_session->startProgram({.command = {"python3", "-c",
                                 "import os\ninput('begin')\nopen('f', 'w').close()\ninput('made')\nos.chmod('f', 0)\ninput('set')\nos.mkdir('d')"}});
    for (const QByteArray &step : {"begin"_ba, "made"_ba, "set"_ba}) {
        waitForOutput(step);
        if (step != "begin")
            QVERIFY(!changed.isEmpty() || changed.wait(patience));
        QTest::qWait(400); // what was looked at until now is no news any more
        changed.clear();
        m_session->write("\r");
    }
    QVERIFY(ended.size() == 1 || ended.wait(patience));
    QVERIFY(!changed.isEmpty() || changed.wait(patience)); // the last act of the program, too
}

/// The whole of it, so that a lesson can be tried again from where it was.
void TestSession::rewindBringsEverythingBack()
{
    open();
    runPython(R"(import os
open('plain', 'w').write('text'); os.link('plain', 'twin'); os.symlink('plain', 'link'); os.mkfifo('pipe')
open('big', 'wb').write(bytes(range(256)) * 8000)
with open('holes', 'wb') as f: f.write(b'a'); f.truncate(5_000_000); f.seek(3_000_000); f.write(b'b')
os.mkdir('closed'); open('closed/in', 'w').write('secret'); os.chmod('closed/in', 0); os.chmod('closed', 0)
os.makedirs('a/b/c'); os.setxattr('plain', 'user.note', b'\x00v'); os.chmod('plain', 0o4751)
for name in ('big', 'a', 'holes'): os.utime(name, ns=(1, 1234567890123456789))
open(b'bad\xffname', 'w').close()
)", false);
    const Tree before = waitFor(m_session->snapshot()).value();
    QVERIFY(!before.truncated);
    runProgram({.command = {"sh", "-c", "chmod 700 closed; rm -rf closed a big; echo new >plain; rm link; mkdir link; touch extra; chmod 0 ."}});
    const Result<> restored = waitFor(m_session->restore(before));
    QVERIFY2(restored, qPrintable(restored ? QString() : describe(restored.error())));
    const Tree after = waitFor(m_session->snapshot()).value();
    QList<filesystem::Difference> differences = difference(before, after);
    constexpr quint16 newObjects = filesystem::Difference::Identity; // nobody can ask for an inode number
    differences.removeIf([](const auto &one) { return (one.fields & ~newObjects) == 0 && one.change == Change::Modified; });
    for (const auto &one : differences)
        qWarning("%s differs in %x", one.path.constData(), unsigned(one.fields));
    QVERIFY(differences.isEmpty());
    QCOMPARE(after.find("plain")->inode, after.find("twin")->inode);
    QVERIFY(after.find("holes")->blocks * 512 < 1'000'000);
    QCOMPARE(runPython("print(open('plain').read())").exitStatus, 0);
}

void TestSession::rewindEndsWhatRuns()
{
    open();
    const Tree before = waitFor(m_session->snapshot()).value();
    QSignalSpy ended(m_session.get(), &Session::programEnded);
    m_session->startProgram({.command = {"sh", "-c",
                                 "(while :; do echo x >background; done) & while :; do echo x >front; echo ready; sleep 0.01; done"}});
    waitForOutput("ready");
    QVERIFY(waitFor(m_session->restore(before)));
    QVERIFY(ended.size() == 1 || ended.wait(patience));
    QCOMPARE(ended[0][0].value<ProgramReport>().ending, Ending::Stopped);
    QVERIFY(waitFor(m_session->snapshot())->entries.isEmpty());
    // Two at once: what comes while one is under way is told so, and nothing is lost.
    const auto first = m_session->restore({.entries = {file("f", "one")}});
    const auto second = m_session->put(file("g", "two"));
    QVERIFY(waitFor(first));
    QVERIFY(waitFor(second) || waitFor(second).error().errnum == EBUSY);
    QCOMPARE(waitFor(m_session->snapshot())->find("f")->content, "one"_ba);
    QCOMPARE(runPython("pass").exitStatus, 0);
}

void TestSession::rewindKeepsOtherFileSystems()
{
    SessionRequest request{.limits = patientLimits()};
    request.mounts = {{.path = "/home/learner/media/stick", .content = {.entries = {file("on-it", "x")}}}};
    open(request);
    const Tree before = waitFor(m_session->snapshot()).value();
    runProgram({.command = {"sh", "-c", "touch media/extra other"}});
    const Result<> restored = waitFor(m_session->restore(before));
    QVERIFY2(restored, qPrintable(restored ? QString() : describe(restored.error())));
    QCOMPARE(waitFor(m_session->snapshot())->entries.size(), before.entries.size());
    QCOMPARE(waitFor(m_session->remove("media", Session::Depth::WithContent)).error().errnum, EBUSY);
    QCOMPARE(waitFor(m_session->rename("media/stick", "media/gone")).error().errnum, EBUSY);
    runProgram({.command = {"ls", "media/stick"}});
    QCOMPARE(m_output, "on-it\r\n"_ba);
}

void TestSession::incompleteTreesAreNotRestored()
{
    open();
    QVERIFY(waitFor(m_session->put(file("kept", "x"))));
    QCOMPARE(waitFor(m_session->restore({.truncated = true})).error().kind, Error::Kind::Content);
    Entry half = file("half", "x");
    half.contentComplete = false;
    QCOMPARE(waitFor(m_session->restore({.entries = {half}})).error().kind, Error::Kind::Content);
    QVERIFY(waitFor(m_session->snapshot())->find("kept"));
}

void TestSession::inputOfPipesCanEnd()
{
    open();
    QSignalSpy ended(m_session.get(), &Session::programEnded);
    m_session->startProgram({.command = {"sha256sum"}, .terminal = false});
    QByteArray input;
    for (int i = 0; i < 100'000; ++i)
        input += QByteArray::number(i);
    m_session->write(input);
    m_session->closeInput();
    QVERIFY(ended.wait(patience));
    QCOMPARE(m_output, QCryptographicHash::hash(input, QCryptographicHash::Sha256).toHex() + "  -\n");
}

void TestSession::whatRunsInTheBackgroundLivesOn()
{
    open();
    runPython(R"(import os, time
if os.fork() == 0:
    os.setsid()
    time.sleep(0.5)
    open('result', 'w').close()
    os._exit(0)
time.sleep(0.2)
)");
    QVERIFY(QTest::qWaitFor([&] { return waitFor(m_session->snapshot())->find("result") != nullptr; }, patience));
}

void TestSession::memoryEndsTheBox()
{
    SessionRequest request{.limits = patientLimits()};
    request.limits.memoryBytes = 100 << 20;
    open(request);
    QSignalSpy closed(m_session.get(), &Session::closed);
    QSignalSpy ended(m_session.get(), &Session::programEnded);
    m_session->startProgram({.command = {"python3", "-c", "x = bytearray(300 << 20)\nimport time; time.sleep(500)"}});
    QVERIFY(closed.wait(patience));
    QCOMPARE(closed[0][0].value<Ending>(), Ending::MemoryLimit);
    QVERIFY(closed[0][1].toLongLong() >= 100 << 20);
    QCOMPARE(ended.size(), 1);
    QCOMPARE(ended[0][0].value<ProgramReport>().ending, Ending::MemoryLimit);
    QCOMPARE(m_session->state(), Session::State::Closed);
}

void TestSession::rightsAreThoseOfARun()
{
    const QByteArray source = R"(import os, socket
for line in open('/proc/self/status'):
    if line.startswith(('Cap', 'NoNew', 'Seccomp:', 'Uid')): print(line.split())
print(sorted(os.listdir('/proc/self/fd')))
for act in (lambda: os.unshare(os.CLONE_NEWUSER), lambda: socket.socket(socket.AF_INET), lambda: open('/usr/x', 'w'),
            lambda: open('/proc/1/environ'), lambda: os.kill(-1, 9), lambda: os.memfd_create('x')):
    try: print(act())
    except OSError as error: print(error)
import resource
print([resource.getrlimit(r) for r in (resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)])
)";
    RunRequest request = program(source);
    request.start = Start::Cold;
    const QByteArray inRun = waitFor(m_sandbox.run(request))->output;
    open();
    runPython(source, false);
    QCOMPARE(m_output, inRun);
    QVERIFY(inRun.contains("'CapEff:', '0000000000000000'"));
}

void TestSession::brokenRequestsAreTold()
{
    SessionRequest request{.limits = patientLimits()};
    request.workspace.entries = {file("no/parent", "")};
    m_session = m_sandbox.openSession(request);
    QSignalSpy failed(m_session.get(), &Session::failed);
    QVERIFY(failed.wait(patience));
    QCOMPARE(failed[0][0].value<Error>().kind, Error::Kind::Content);
    QCOMPARE(m_session->state(), Session::State::Closed);

    request.workspace.entries = {file(QByteArray(2 << 20, 'n'), "")};
    m_session = m_sandbox.openSession(request);
    QSignalSpy tooLarge(m_session.get(), &Session::failed);
    QVERIFY(tooLarge.wait(patience));
    QCOMPARE(tooLarge.size(), 1);
}

void TestSession::closingEndsEverything()
{
    open();
    QSignalSpy closed(m_session.get(), &Session::closed);
    QSignalSpy ended(m_session.get(), &Session::programEnded);
    m_session->startProgram({.command = {"sleep", "60"}});
    const auto snapshot = m_session->snapshot();
    m_session->close();
    QVERIFY(closed.wait(patience));
    QCOMPARE(closed[0][0].value<Ending>(), Ending::Stopped);
    QCOMPARE(ended.size(), 1);
    QVERIFY(snapshot.isFinished());
}

void TestSession::sessionsDoNotMeet()
{
    open();
    runPython("open('mine', 'w').close(); open('/tmp/mine', 'w').close()");
    const std::unique_ptr<Session> first = std::move(m_session);
    open();
    runPython("import os; print(os.listdir('.'), os.listdir('/tmp'))");
    QCOMPARE(m_output, "[] []\r\n"_ba);
}

void TestSession::sandboxTakesItsSessionsAlong()
{
    auto sandbox = std::make_unique<Sandbox>();
    std::unique_ptr<Session> session = sandbox->openSession({.limits = patientLimits()});
    QSignalSpy opened(session.get(), &Session::opened);
    QVERIFY(opened.wait(patience));
    QSignalSpy closed(session.get(), &Session::closed);
    sandbox.reset();
    QCOMPARE(closed.size(), 1);
    QCOMPARE(session->state(), Session::State::Closed);
    session->startProgram({});
    session->close();
}

void TestSession::lateCallsAreHarmless()
{
    open();
    QSignalSpy closed(m_session.get(), &Session::closed);
    m_session->close();
    m_session->close();
    QVERIFY(closed.wait(patience));
    m_session->startProgram({});
    m_session->stopProgram();
    m_session->write("x");
    m_session->resizeTerminal(1, 1);
    m_session->close();
    QVERIFY(!waitFor(m_session->snapshot()));
    QVERIFY(!waitFor(m_session->put(file("x", ""))));
    QVERIFY(!waitFor(m_session->remove("x")));
    QVERIFY(!waitFor(m_session->rename("x", "y")));
    QVERIFY(!waitFor(m_session->setMode("x", 0)));
    QVERIFY(!waitFor(m_session->restore({})));
    m_session->watchWorkspace();
    m_session->closeInput();
    QVERIFY(!m_session->isProgramRunning());
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
