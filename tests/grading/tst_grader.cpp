#include "grading/grader.h"
#include "grading/lenschecks.h"
#include "sandbox/requests.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace ringside;
using namespace ringside::grading;
using namespace Qt::StringLiterals;

// Long enough for a loop to be under way, short enough to wait for. Everything else has a limit that
// no machine reaches, however much else it does.
static constexpr qint64 shortWall = 1500;

static course::Exercise exerciseNamed(const QString &folder)
{
    const auto exercise = course::loadExercise(folder);
    if (exercise)
        return *exercise;
    for (const Error &error : exercise.error())
        qWarning("%s", qPrintable(describe(error)));
    qFatal("the exercise of the test is broken");
}

static QString word(const CheckResult &check)
{
    switch (check.outcome) {
    case CheckOutcome::Passed:
        return u"passed"_s;
    case CheckOutcome::NotRun:
        return u"after "_s + check.blockedBy;
    case CheckOutcome::Ungraded:
        return u"ungraded"_s;
    case CheckOutcome::Failed:
        return toString(check.cause);
    }
    return {};
}

/// "returns: raised" for every check that is not as in the reference's verdict.
static QStringList notPassed(const Verdict &verdict)
{
    QStringList lines;
    for (const CheckResult &check : verdict.checks) {
        if (check.outcome != CheckOutcome::Passed && check.id != u"stats")
            lines.append(check.id + u": "_s + word(check));
    }
    return lines;
}

static const CheckResult &checkOf(const Verdict &verdict, QStringView id)
{
    const auto check = std::ranges::find(verdict.checks, id, &CheckResult::id);
    if (check == verdict.checks.end())
        qFatal("no such check");
    return *check;
}

class TestGrader : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();

    void referencePassesAllThatCanBeGraded();
    void verdictOf_data();
    void verdictOf();
    void hopelessFilesAreRunOnce_data();
    void hopelessFilesAreRunOnce();
    void limitsHaveTheirOwnCause_data();
    void limitsHaveTheirOwnCause();
    void verdictsTellWhatWasUsedUp_data();
    void verdictsTellWhatWasUsedUp();
    void forgedLimitsWereNotMet_data();
    void forgedLimitsWereNotMet();
    void nothingHidesBehindManyCalls();
    void floodsOfCallsFailTheCheck();
    void failureShowsExpectedFoundFixtureAndLine();
    void theGateCapsTheScore();
    void sameBytesTenTimes();
    void seedsAreReplayed();
    void cancellingStops();
    void progressRunsToTheEnd();
    void brokenWorldIsNotTheLearnersFault();
    void judgesReadWhateverCameBack_data();
    void judgesReadWhateverCameBack();
    void helpersRunBesideTheCall();
    void oraclesAnswerInPlaceOfTheReference_data();
    void oraclesAnswerInPlaceOfTheReference();
    void programsAreGradedToo_data();
    void programsAreGradedToo();

private:
    Verdict grade(const QByteArray &solution, quint64 seed = 1);
    Verdict grade(
        const course::Exercise &exercise, const QByteArray &solution, quint64 seed = 1, int jobs = 0);

    course::Exercise m_exercise;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<Grader> m_grader;
};

void TestGrader::initTestCase()
{
    m_exercise = exerciseNamed(QStringLiteral(TEST_DATA "/exercises/tidy"));
    m_sandbox = std::make_unique<sandbox::Sandbox>();
    m_grader = std::make_unique<Grader>(*m_sandbox);
    if (const QString missing = tests::missingSandbox(*m_sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

void TestGrader::cleanupTestCase()
{
    m_grader.reset();
    m_sandbox.reset();
    QFile children(u"/proc/self/task/%1/children"_s.arg(getpid()));
    QVERIFY(children.open(QIODevice::ReadOnly));
    QCOMPARE(children.readAll(), QByteArray());
}

Verdict TestGrader::grade(const QByteArray &solution, quint64 seed)
{
    return grade(m_exercise, solution, seed);
}

Verdict TestGrader::grade(
    const course::Exercise &exercise, const QByteArray &solution, quint64 seed, int jobs)
{
    const auto verdict = sandbox::waitFor(m_grader->grade(
        {.exercise = exercise, .solution = solution, .seed = seed, .jobs = jobs}));
    if (!verdict)
        qFatal("%s", qPrintable(describe(verdict.error())));
    return *verdict;
}

/// The reference with one piece changed.
static QByteArray changed(const course::Exercise &exercise, const char *from, const char *to)
{
    QByteArray source = exercise.solution.toUtf8();
    if (!source.contains(from))
        qFatal("the reference has no such piece");
    return source.replace(from, to);
}

void TestGrader::referencePassesAllThatCanBeGraded()
{
    const Verdict verdict = grade(m_exercise.solution.toUtf8());
    QCOMPARE(notPassed(verdict), QStringList());
    if (verdict.features.trace) {
        QCOMPARE(checkOf(verdict, u"stats").outcome, CheckOutcome::Passed);
        QCOMPARE(verdict.outcome, Outcome::Mastered);
        QCOMPARE(verdict.total, (Points{100, 100}));
        return;
    }
    QCOMPARE(checkOf(verdict, u"stats").outcome, CheckOutcome::Ungraded);
    QCOMPARE(checkOf(verdict, u"stats").error->kind, Error::Kind::Unsupported);
    // Passed, not mastered: one engineering check is still open.
    QCOMPARE(verdict.outcome, Outcome::Passed);
    QCOMPARE(verdict.total, (Points{95, 100}));
    QCOMPARE(verdict.core, (Points{40, 40}));
    QCOMPARE(verdict.engineering, (Points{55, 60}));
    QCOMPARE(verdict.seeds, (QList<quint64>{1, 2}));
}

void TestGrader::verdictOf_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QStringList>("failures");
    const auto row
        = [](const char *name, const char *from, const char *to, const QStringList &failures) {
              QTest::newRow(name) << QByteArray(from) << QByteArray(to) << failures;
          };
    const QStringList behind{
        u"literal: after returns"_s, u"moves: after returns"_s, u"private: after moves"_s};
    row("a tuple in place of a list", "return names", "return tuple(names)",
        QStringList{u"returns: differs"_s} + behind + QStringList{u"judged-right: differs"_s});
    row("an object that equals everything", "return names",
        "return type('A', (list,), {'__eq__': lambda s, o: True})(names)",
        QStringList{u"returns: differs"_s} + behind + QStringList{u"judged-right: differs"_s});
    row("copies in place of moving", "os.replace(", "__import__('shutil').copy2(",
        {u"moves: differs"_s, u"private: after moves"_s});
    row("loses the time", "os.replace(os.path.join(directory, name), os.path.join(trash, name))",
        "__import__('shutil').copyfile(os.path.join(directory, name), os.path.join(trash, name)); "
        "os.remove(os.path.join(directory, name))",
        {u"moves: differs"_s, u"private: after moves"_s});
    row("prints more", "print(len(names))", "print(len(names), 'files')", {u"prints: differs"_s});
    row("prints to the other stream", "print(len(names))",
        "print(len(names), file=__import__('sys').stderr)",
        {u"prints: differs"_s, u"pure: differs"_s});
    row("the trash is open", "mode=0o700", "mode=0o755", {u"private: differs"_s});
    row("touches a file outside", "print(len(names))",
        "print(len(names)); os.utime('outside/keep.txt')",
        {u"outside: differs"_s, u"again: differs"_s});
    row("leaves a file outside", "print(len(names))",
        "print(len(names)); open('outside/new', 'w').close()",
        {u"outside: differs"_s, u"again: differs"_s});
    row("changes a mode outside", "print(len(names))",
        "print(len(names)); os.chmod('outside/private.key', 0o644)", {u"outside: differs"_s});
    row("opens a trash that is there already", "exist_ok=True)", "exist_ok=True); os.utime(trash)",
        {u"again: differs"_s});
    row("another answer the second time", "return names",
        "return names or [str(__import__('time').time_ns())]", {u"again: differs"_s});
    row("hides that the folder is missing", "    names = sorted",
        "    if not os.path.exists(directory): return []\n    names = sorted",
        {u"missing: differs"_s});
    row("another errno", "    names = sorted",
        "    if not os.path.exists(directory): raise OSError(13, 'nowhere')\n    names = sorted",
        {u"missing: differs"_s});
    row("another type of exception", "    names = sorted",
        "    if not os.path.exists(directory): raise ValueError('nowhere')\n    names = sorted",
        {u"missing: differs"_s});
    // `except OSError` of a caller would not catch it.
    row("an exception of one's own that goes by the name of a built-in one", "    names = sorted",
        "    class OSError(Exception):\n        errno = 2\n"
        "    if not os.path.exists(directory): raise OSError('nowhere')\n    names = sorted",
        {u"missing: differs"_s});
    row("changes the directory", "    print(len", "    os.chdir('/')\n    print(len",
        {u"pure: differs"_s});
    row("changes the umask", "    print(len", "    os.umask(0)\n    print(len",
        {u"pure: differs"_s});
    row("changes the environment", "    print(len", "    os.environ['A'] = 'b'\n    print(len",
        {u"pure: differs"_s});
    row("takes a signal", "    print(len",
        "    __import__('signal').signal(2, print)\n    print(len", {u"pure: differs"_s});
    row("takes much memory", "    print(len", "    bytearray(30_000_000)\n    print(len",
        {u"memory: differs"_s});
    row("prints the secret", "    print(len",
        "    print(os.environ.get('API_TOKEN', ''), end='')\n    print(len", {u"leak: differs"_s});
    row("saves the secret", "    print(len",
        "    open('work/log.txt', 'a').write(os.environ.get('API_TOKEN', ''))\n    print(len",
        {u"moves: differs"_s, u"private: after moves"_s, u"leak: differs"_s});
    row("raises at the end", "    return names", "    raise RuntimeError('done')",
        {u"returns: raised"_s, u"literal: after returns"_s, u"moves: after returns"_s, u"prints: raised"_s,
            u"private: after moves"_s, u"judged-right: differs"_s});
}

void TestGrader::verdictOf()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QStringList, failures);
    const Verdict verdict = grade(changed(m_exercise, from, to));
    QCOMPARE(notPassed(verdict), failures);
    QVERIFY(verdict.outcome != Outcome::Mastered);
    for (const CheckResult &check : verdict.checks) {
        QCOMPARE(check.points, check.outcome == CheckOutcome::Passed ? check.maxPoints : 0);
        QCOMPARE(check.message.isEmpty(), check.outcome != CheckOutcome::Failed);
    }
}

void TestGrader::hopelessFilesAreRunOnce_data()
{
    QTest::addColumn<QByteArray>("solution");
    QTest::addColumn<Cause>("cause");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<int>("line");
    QTest::newRow("a syntax error")
        << "x = 1\ndef tidy(:\n    pass\n"_ba << Cause::SyntaxError << u"invalid syntax"_s << 2;
    QTest::newRow("bad indentation")
        << "def tidy(d):\nreturn 1\n"_ba << Cause::SyntaxError
        << u"expected an indented block after function definition on line 1"_s << 2;
    QTest::newRow("not UTF-8")
        << "x = '\xff'\n"_ba << Cause::SyntaxError
        << u"(unicode error) 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"_s
        << 1;
    QTest::newRow("a NUL byte") << "x = 1\0\n"_ba << Cause::SyntaxError
                                << u"source code string cannot contain null bytes"_s << 0;
    QTest::newRow("a module that is not there")
        << "import os\nimport nosuch\n"_ba << Cause::ImportFailed
        << u"ModuleNotFoundError: No module named 'nosuch'"_s << 2;
    QTest::newRow("an exception at the top")
        << "open('/etc/shadow')\n"_ba << Cause::ImportFailed
        << u"FileNotFoundError: [Errno 2] No such file or directory: '/etc/shadow'"_s << 1;
    QTest::newRow("exit at the top")
        << "import sys\nsys.exit(0)\n"_ba << Cause::ExitedAtImport << QString() << 2;
    QTest::newRow("no such function")
        << "def tidi(d): pass\n"_ba << Cause::EntryMissing << u"tidy"_s << 0;
    QTest::newRow("an empty file") << ""_ba << Cause::EntryMissing << u"tidy"_s << 0;
    QTest::newRow("not a function") << "tidy = 3\n"_ba << Cause::EntryNotCallable << u"tidy"_s << 0;
}

void TestGrader::hopelessFilesAreRunOnce()
{
    QFETCH(QByteArray, solution);
    QFETCH(Cause, cause);
    QFETCH(QString, subject);
    QFETCH(int, line);
    const Verdict verdict = grade(solution);
    QCOMPARE(verdict.outcome, Outcome::Failed);
    QCOMPARE(toString(verdict.cause), toString(cause));
    QCOMPARE(verdict.subject, subject);
    QCOMPARE(verdict.where ? verdict.where->line : 0, line);
    QCOMPARE(verdict.total.points, 0.0);
    for (const CheckResult &check : verdict.checks) {
        QVERIFY(check.outcome != CheckOutcome::Passed);
        QVERIFY(check.message.isEmpty()); // the exercise's words are about other mistakes
    }
}

void TestGrader::limitsHaveTheirOwnCause_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Cause>("cause");
    QTest::addColumn<qint64>("figure");
    QTest::newRow("an endless loop") << "while True: pass"_ba << Cause::WallLimit << shortWall;
    QTest::newRow("an endless sleep")
        << "import time; time.sleep(1000)"_ba << Cause::WallLimit << shortWall;
    QTest::newRow("a crash by signal")
        << "os.kill(os.getpid(), 11)"_ba << Cause::Signalled << qint64(11);
    QTest::newRow("an abort") << "os.abort()"_ba << Cause::Signalled << qint64(6);
    QTest::newRow("ten gigabytes of print")
        << "while True: print('x' * 1_000_000)"_ba << Cause::OutputLimit << qint64(1 << 20);
    QTest::newRow("a memory bomb") << "keep = [bytearray(1 << 20) for _ in range(10_000)]"_ba
                                   << Cause::MemoryLimit << qint64(256 << 20);
    QTest::newRow("a swallowed memory bomb")
        << "try: b'x' * (1 << 40)\nexcept MemoryError: os._exit(9)"_ba << Cause::NoAnswer
        << qint64(9);
    QTest::newRow("exit without an answer") << "os._exit(0)"_ba << Cause::NoAnswer << qint64(0);
    QTest::newRow("closes every descriptor")
        << "os.closerange(3, 256)"_ba << Cause::NoAnswer << qint64(1);
    QTest::newRow("an answer beyond the cap")
        << "return ['x' * 1000] * 5000"_ba << Cause::AnswerTooLarge << qint64(1 << 20);
    QTest::newRow("two processes answer") << "os.fork()"_ba << Cause::AnswerForged << qint64(0);
    QTest::newRow("an answer that fails when looked at")
        << "import dataclasses\n    @dataclasses.dataclass\n    class A:\n        x: int = 1\n"
           "        def __getattribute__(self, name): raise OSError\n    return A()"_ba
        << Cause::AnswerUnreadable << qint64(0);
}

void TestGrader::limitsHaveTheirOwnCause()
{
    QFETCH(QByteArray, body);
    QFETCH(Cause, cause);
    QFETCH(qint64, figure);
    course::Exercise exercise = m_exercise;
    if (cause == Cause::WallLimit)
        exercise.limits.wall = std::chrono::milliseconds(shortWall);
    const Verdict verdict = grade(exercise,
        "import os\ndef tidy(directory):\n    " + body.replace("\nexcept", "\n    except") + "\n");
    const CheckResult &check = checkOf(verdict, u"returns");
    QCOMPARE(check.outcome, CheckOutcome::Failed);
    QCOMPARE(toString(check.cause), toString(cause));
    QCOMPARE(check.figure, figure);
    QCOMPARE(toString(verdict.cause), toString(cause));
    QCOMPARE(verdict.total.points, 0.0);
    QVERIFY(!check.message.isEmpty()); // this may well be what the exercise is about
}

void TestGrader::verdictsTellWhatWasUsedUp_data()
{
    using Kind = lens::Shortage::Kind;
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QList<lens::Shortage>>("shortages");
    const auto row = [](const char *name, const QByteArray &body, Kind kind, qint64 limit) {
        QTest::newRow(name) << body << QList<lens::Shortage>{{kind, limit}};
    };
    row("a full disk", "open('big', 'wb').write(bytes(3 << 20))", Kind::Disk, 2 << 20);
    row("a full disk, got over",
        "try: open('big', 'wb', 0).write(bytes(3 << 20))\n    except OSError: pass", Kind::Disk, 2 << 20);
    row("no room for another name", "for i in range(500): os.mkdir(f'd{i}')", Kind::Names, 300);
    row("a file too large", "os.truncate(os.open('f', os.O_RDWR | os.O_CREAT), 9 << 20)", Kind::FileSize, 8 << 20);
    row("too many processes", "while True:\n        if os.fork() == 0: time.sleep(1000)", Kind::Processes, 16);
    row("too many threads", "while True: threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
        Kind::Processes, 16);
    row("too many descriptors", "keep = [os.pipe() for _ in range(1000)]", Kind::Descriptors, 32);
    QTest::newRow("nothing") << "return None"_ba << QList<lens::Shortage>();
}

void TestGrader::verdictsTellWhatWasUsedUp()
{
    QFETCH(QByteArray, body);
    QFETCH(QList<lens::Shortage>, shortages);
    course::Exercise exercise = m_exercise;
    exercise.cases.resize(1);
    exercise.checks.removeIf([&exercise](const course::Check &each) { return each.cases != QStringList{exercise.cases[0].id}; });
    exercise.limits.diskBytes = 2 << 20;
    exercise.limits.fileBytes = 8 << 20;
    exercise.limits.inodes = 300;
    exercise.limits.processes = 16;
    exercise.limits.descriptors = 32;
    const Verdict verdict = grade(exercise, "import os, threading, time\ndef tidy(directory):\n    " + body + "\n");
    const CheckResult &check = checkOf(verdict, u"returns");
    QCOMPARE(check.outcome, CheckOutcome::Failed);
    QVERIFY2(check.shortages == shortages, toJson(verdict).constData());
    for (const CheckResult &other : verdict.checks)
        QVERIFY(other.outcome == CheckOutcome::Failed || other.shortages.isEmpty());
    const QJsonValue first = QJsonDocument::fromJson(toJson(verdict))[u"checks"][0][u"limits_met"][0];
    QCOMPARE(first[u"figure"].toInteger(), shortages.isEmpty() ? 0 : shortages.first().limit);
}

void TestGrader::forgedLimitsWereNotMet_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("descriptors") << "raise OSError(24, 'Too many open files')"_ba;
    QTest::newRow("the size of a file") << "raise OSError(27, 'File too large')"_ba;
    QTest::newRow("a disk") << "raise OSError(28, 'No space left on device')"_ba;
    QTest::newRow("processes") << "raise BlockingIOError(11, 'in fork()')"_ba;
    QTest::newRow("threads") << "raise RuntimeError(\"can't start new thread\")"_ba;
    QTest::newRow("memory") << "raise MemoryError"_ba;
    QTest::newRow("memory that was asked for, and never had") << "bytes(1 << 42)"_ba;
}

/// A program may raise and print what it likes: at most the verdict says what that looks like.
void TestGrader::forgedLimitsWereNotMet()
{
    QFETCH(QByteArray, body);
    course::Exercise unwatched = m_exercise; // without a check that looks at calls
    unwatched.checks.removeIf([](const course::Check &each) { return each.id != u"returns"; });
    for (const course::Exercise &exercise : {m_exercise, unwatched}) {
        const Verdict verdict = grade(exercise, "def tidy(directory):\n    " + body + "\n");
        QCOMPARE(toString(checkOf(verdict, u"returns").cause), toString(Cause::Raised));
        for (const CheckResult &check : verdict.checks)
            for (const lens::Shortage &shortage : check.shortages)
                QCOMPARE(shortage.evidence, lens::Shortage::Evidence::Told);
        QVERIFY(!toJson(verdict).contains("limits_met"));
    }
}

/// Calls that are only counted have no path and no order: what is graded has none, and a run with more is ended.
void TestGrader::nothingHidesBehindManyCalls()
{
    const sandbox::TraceOptions options = traceOptions({});
    QVERIFY(options.shownCalls > 0);
    QCOMPARE(options.shownCalls, options.countedCalls);
}

/// As the grader does it, but for a limit that is reached sooner.
void TestGrader::floodsOfCallsFailTheCheck()
{
    const course::Case &run = m_exercise.cases.first();
    const World world = buildWorld(m_exercise, run, 1).value();
    const QByteArray flood = changed(m_exercise, "print(len(names))", "while True: os.stat('.')");
    sandbox::RunRequest request = composeRun(m_exercise, run, taskOf(run), world, flood, 1).value();
    const auto trace = std::make_shared<lens::Trace>();
    request.trace = traceOptions(request);
    request.trace->shownCalls = request.trace->countedCalls = 2000;
    request.trace->receiveRecords = [&trace](const QByteArray &records) { trace->add(records); };
    const auto report = sandbox::waitFor(m_sandbox->run(request));
    QVERIFY(report);
    if (!report->traced)
        QSKIP("no lens on this machine, ptrace is refused: see `ringside doctor`");
    const Evidence evidence{.exercise = &m_exercise,
        .run = &run,
        .world = world,
        .learner = observe(m_exercise.contract, request, *report, trace.get()),
        .trace = trace,
        .sources = {{"/home/learner/solution.py", flood}}};
    const auto stats = std::ranges::find(m_exercise.checks, u"stats"_s, &course::Check::id);
    QVERIFY(stats != m_exercise.checks.end());
    const Finding finding = evaluate(*stats, evidence);
    QCOMPARE(finding.outcome, CheckOutcome::Failed);
    QVERIFY(finding.cause == Cause::CallLimit);
    QCOMPARE(finding.figure, 2000);
}

void TestGrader::failureShowsExpectedFoundFixtureAndLine()
{
    const Verdict wrong = grade(changed(m_exercise, "return names", "return names[1:]"));
    const CheckResult &returns = checkOf(wrong, u"returns");
    QVERIFY(returns.expected.startsWith(u"['") && returns.expected.size() > returns.found.size());
    QVERIFY(returns.fixture.contains(u"work/\n  ")
        && returns.fixture.contains(u"  out -> ../outside/keep.txt"));
    QVERIFY(!returns.fixture.contains(u"main.py"));
    QCOMPARE(returns.caseId, u"plain"_s);
    QCOMPARE(returns.seed, quint64(1));

    const Verdict raising = grade(changed(m_exercise, "    return names", "    return names[99]"));
    const CheckResult &raised = checkOf(raising, u"returns");
    QCOMPARE(raised.found, u"IndexError: list index out of range"_s);
    QVERIFY(raised.where);
    QCOMPARE(*raised.where,
        (Where{.file = u"solution.py"_s, .line = 11, .column = 11, .endColumn = 20, .call = {}}));

    const Verdict outside = grade(changed(m_exercise, "print(len(names))",
        "print(len(names)); os.chmod('outside/private.key', 0o644)"));
    QCOMPARE(checkOf(outside, u"outside").expected, u"outside/private.key: 0600"_s);
    QCOMPARE(checkOf(outside, u"outside").found, u"outside/private.key: 0644"_s);

    const Verdict copying
        = grade(changed(m_exercise, "os.replace(", "__import__('shutil').copy2("));
    QCOMPARE(checkOf(copying, u"moves").found, u"work/left.tmp: file"_s);
    QCOMPARE(checkOf(copying, u"moves").expected, u"work/left.tmp: -"_s);

    const Verdict judged = grade(changed(m_exercise, "return names", "return names + ['x']"));
    QVERIFY(checkOf(judged, u"judged-right").found.startsWith(u"the trash holds ['"));
}

void TestGrader::theGateCapsTheScore()
{
    const Verdict verdict = grade(changed(
        m_exercise, "print(len(names))", "print(len(names)); os.utime('outside/keep.txt')"));
    QCOMPARE(verdict.outcome, Outcome::Passed);
    QCOMPARE(verdict.core.points, 40.0);
    QCOMPARE(verdict.engineering.points, verdict.features.trace ? 45.0 : 40.0);
    QCOMPARE(verdict.total.points, 40.0);
}

/// On one job and on two, in turns.
void TestGrader::sameBytesTenTimes()
{
    for (const QByteArray &solution :
        {m_exercise.solution.toUtf8(), changed(m_exercise, "return names", "return names[99]"),
            changed(m_exercise, "os.replace(", "__import__('shutil').copy2("),
            QByteArray("def tidy(:")}) {
        const QByteArray first = toJson(grade(m_exercise, solution, 1, 1));
        for (int i = 1; i < 10; ++i)
            QCOMPARE(toJson(grade(m_exercise, solution, 1, i % 2 + 1)), first);
    }
    // Neither the memory of earlier runs nor another sandbox makes a difference.
    const QByteArray solution = changed(m_exercise, "return names", "return names[99]");
    const QByteArray warm = toJson(grade(solution));
    sandbox::Sandbox otherSandbox;
    Grader other(otherSandbox);
    const auto cold = sandbox::waitFor(other.grade({.exercise = m_exercise, .solution = solution}));
    QVERIFY(cold);
    QCOMPARE(toJson(*cold), warm);
}

void TestGrader::seedsAreReplayed()
{
    const QByteArray solution = changed(m_exercise, "return names", "return names[1:]");
    const Verdict one = grade(solution, 1);
    const Verdict other = grade(solution, 4711);
    QCOMPARE(other.seeds, (QList<quint64>{4711, 4712}));
    QCOMPARE(checkOf(other, u"returns").seed, quint64(4711));
    QVERIFY(checkOf(one, u"returns").expected != checkOf(other, u"returns").expected);
    QCOMPARE(toJson(grade(solution, 4711)), toJson(other));
}

void TestGrader::cancellingStops()
{
    auto future = m_grader->grade(
        {.exercise = m_exercise, .solution = "def tidy(d):\n    while True: pass\n"});
    QVERIFY(QTest::qWaitFor([&] { return future.isRunning(); }, 60'000));
    QTest::qWait(300); // the loop is under way by now; a later cancel would not be tested otherwise
    future.cancel();
    QVERIFY(QTest::qWaitFor([&] { return future.isFinished(); }, 60'000));
    QCOMPARE(future.resultCount(), 0);
    QVERIFY(grade(m_exercise.solution.toUtf8()).outcome <= Outcome::Passed);
}

void TestGrader::progressRunsToTheEnd()
{
    auto future = m_grader->grade(
        {.exercise = m_exercise, .solution = m_exercise.solution.toUtf8(), .seeds = 5});
    const auto verdict = sandbox::waitFor(future);
    QVERIFY(verdict);
    QCOMPARE(verdict->seeds.size(), qsizetype(5));
    QCOMPARE(future.progressMaximum(), int(5 * m_exercise.cases.size()));
    QCOMPARE(future.progressValue(), future.progressMaximum());
}

void TestGrader::brokenWorldIsNotTheLearnersFault()
{
    course::Exercise exercise = m_exercise;
    exercise.worlds[0].entries[0].keys[u"count"_s].value = u"5..2"_s;
    const auto verdict = sandbox::waitFor(
        m_grader->grade({.exercise = exercise, .solution = exercise.solution.toUtf8()}));
    QVERIFY(verdict);
    QCOMPARE(verdict->outcome, Outcome::Ungraded);
    const CheckResult &check = checkOf(*verdict, u"returns");
    QCOMPARE(check.outcome, CheckOutcome::Ungraded);
    QVERIFY2(check.error->file.endsWith(u"/world.toml") && check.error->line == 3,
        qPrintable(describe(*check.error)));

    exercise = m_exercise;
    exercise.solution = u"import os\ndef tidy(d):\n    os._exit(3)\n"_s;
    const auto broken = sandbox::waitFor(
        m_grader->grade({.exercise = exercise, .solution = m_exercise.solution.toUtf8()}));
    QVERIFY(broken);
    QCOMPARE(checkOf(*broken, u"returns").outcome, CheckOutcome::Ungraded);
    QCOMPARE(checkOf(*broken, u"missing").outcome, CheckOutcome::Passed);

    exercise = m_exercise;
    exercise.judge = u"def judged_right(run):\n    return 1 / 0\n"_s;
    const auto judged = sandbox::waitFor(
        m_grader->grade({.exercise = exercise, .solution = m_exercise.solution.toUtf8()}));
    QVERIFY(judged);
    QCOMPARE(checkOf(*judged, u"judged-right").outcome, CheckOutcome::Ungraded);
    QVERIFY2(describe(*checkOf(*judged, u"judged-right").error)
                 .endsWith(u"/judge.py:2: ZeroDivisionError: division by zero"),
        qPrintable(describe(*checkOf(*judged, u"judged-right").error)));
}

void TestGrader::judgesReadWhateverCameBack_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("fields that are called as a judge's own")
        << "__import__('dataclasses').make_dataclass('D', ['type', 'self'])(1, 2)"_ba;
    QTest::newRow("more digits than Python turns into a number")
        << "__import__('sys').set_int_max_str_digits(0) or 10 ** 9000"_ba;
    QTest::newRow("text that is none")
        << "os.write(255, b'{\"format\":1,\"outcome\":\"value\",\"value\":{\"str\":\"ff\"},"
           "\"changes\":[],\"peak_kb\":{\"tuple\":[1,1]}}') and os._exit(0)"_ba;
}

/// What makes a judge stumble must not leave an exercise without marks.
void TestGrader::judgesReadWhateverCameBack()
{
    QFETCH(QByteArray, answer);
    const Verdict verdict = grade(changed(m_exercise, "return names", "return " + answer));
    const CheckResult &judged = checkOf(verdict, u"judged-right");
    QVERIFY2(judged.outcome == CheckOutcome::Failed,
        judged.error ? qPrintable(describe(*judged.error)) : qPrintable(toString(judged.cause)));
    QCOMPARE(toString(judged.cause), toString(Cause::Differs));
    QVERIFY2(judged.found.startsWith(u"the trash holds ["), qPrintable(judged.found));
}

/// The exercise with one case and one check on what its call returns.
static course::Exercise asking(course::Exercise exercise, const QString &key, const QString &wanted)
{
    exercise.cases = {exercise.cases.first()};
    course::Check check = exercise.checks.first();
    check.settings = {{key, {.value = wanted, .line = check.line}}};
    exercise.checks = {check};
    return exercise;
}

/// A helper is ready before the call, can be talked to, and is no child of the learner's process.
void TestGrader::helpersRunBesideTheCall()
{
    const QByteArray helper = "import os, time\nprint('ready', flush=True)\n"
                              "while not os.path.exists('asked'): time.sleep(0.01)\n"
                              "open('answered', 'w').close()\n";
    course::Exercise exercise = asking(m_exercise, u"equals"_s, u"'no child'"_s);
    for (course::WorldSpec &world : exercise.worlds)
        world.settings.insert(
            u"helpers"_s, {.value = QVariantList{QString::fromUtf8(helper)}, .line = world.line});
    const QByteArray solution
        = "import os, time\ndef tidy(directory):\n    open('asked', 'w').close()\n"
          "    while not os.path.exists('answered'): time.sleep(0.01)\n"
          "    try: return os.waitpid(-1, os.WNOHANG)\n    except ChildProcessError: return 'no child'\n";
    const Verdict verdict = grade(exercise, solution);
    QCOMPARE(notPassed(verdict), QStringList());
    QCOMPARE(verdict.outcome, Outcome::Mastered);
}

void TestGrader::oraclesAnswerInPlaceOfTheReference_data()
{
    QTest::addColumn<QString>("oracle");
    QTest::addColumn<QByteArray>("body"); // of the learner's function
    QTest::addColumn<QString>("word");
    QTest::newRow("the sum of lengths") << u"apparent-size work"_s
                                        << "return sum(e.stat(follow_symlinks=False).st_size for e in os.scandir(d))"_ba << QString();
    QTest::newRow("a census")
        << u"census work"_s
        << "out = {}\n    for e in os.scandir(d):\n        k = os.path.splitext(e.name)[1].lower() or '(no ext)'\n        "
           "out[k] = out.get(k, 0) + e.is_file()\n    return out"_ba
        << QString();
    QTest::newRow("another census") << u"census work"_s << "return {'.tmp': 99}"_ba << u"differs"_s;
    QTest::newRow("an audit of what is not at risk") << u"audit work"_s << "return []"_ba << QString();
    QTest::newRow("modes") << u"modes outside"_s
                           << "return {os.path.relpath(os.path.join(t, n), 'outside'): __import__('stat').filemode("
                              "os.lstat(os.path.join(t, n)).st_mode) for t, ds, fs in os.walk('outside') for n in ds + fs}"_ba
                           << QString();
    QTest::newRow("files of one size") << u"duplicates-by-size work"_s << "return {'none': []}"_ba << u"differs"_s;
    QTest::newRow("files of one content") << u"duplicates-by-content work"_s << "return 0"_ba << u"differs"_s;
    QTest::newRow("an oracle that does not exist") << u"delphi work"_s << "return []"_ba << u"ungraded"_s;
    QTest::newRow("a folder that does not exist") << u"census nowhere"_s << "return []"_ba << u"ungraded"_s;
}

void TestGrader::oraclesAnswerInPlaceOfTheReference()
{
    QFETCH(QString, oracle);
    QFETCH(QByteArray, body);
    QFETCH(QString, word);
    // The reference would be wrong, but it is not asked.
    course::Exercise exercise = asking(m_exercise, u"oracle"_s, oracle);
    const Verdict verdict = grade(exercise, "import os\ndef tidy(d):\n    " + body + '\n', 99);
    const CheckResult &check = verdict.checks.first();
    QCOMPARE(check.outcome == CheckOutcome::Passed ? QString() : ::word(check), word);
    if (check.error)
        QVERIFY2(describe(*check.error).contains(u"/exercise.toml:"_s), qPrintable(describe(*check.error)));
}

void TestGrader::programsAreGradedToo_data()
{
    QTest::addColumn<QByteArray>("solution");
    QTest::addColumn<QStringList>("failures");
    const QByteArray good
        = "import sys, os\nprint(sys.argv[1], os.environ['MODE'], sys.stdin.read().strip())\n"
          "open('out.txt', 'w').write('x')\nsys.exit(3)\n";
    QTest::newRow("the reference") << good << QStringList();
    QTest::newRow("another status")
        << QByteArray(good).replace("exit(3)", "exit(0)") << QStringList{u"prints: differs"_s};
    QTest::newRow("no file")
        << QByteArray(good).replace("open(", "str(").replace(", 'w').write", ").join")
        << QStringList{u"writes: differs"_s};
    QTest::newRow("ends by an exception") << QByteArray(good).replace("sys.exit(3)", "1/0")
                                          << QStringList{u"prints: raised"_s};
    QTest::newRow("a syntax error")
        << "print('\n"_ba << QStringList{u"prints: syntax-error"_s, u"writes: syntax-error"_s};
    QTest::newRow("killed") << "import os\nos.kill(os.getpid(), 9)\n"_ba
                            << QStringList{u"prints: differs"_s, u"writes: differs"_s};
}

void TestGrader::programsAreGradedToo()
{
    QFETCH(QByteArray, solution);
    QFETCH(QStringList, failures);
    const course::Exercise exercise
        = exerciseNamed(QStringLiteral(TEST_DATA "/exercises/echo-line"));
    const auto verdict
        = sandbox::waitFor(m_grader->grade({.exercise = exercise, .solution = solution}));
    QVERIFY2(verdict, verdict ? "" : qPrintable(describe(verdict.error())));
    QCOMPARE(notPassed(*verdict), failures);
    QCOMPARE(verdict->outcome == Outcome::Mastered, failures.isEmpty());
}

QTEST_GUILESS_MAIN(TestGrader)
#include "tst_grader.moc"
