#include "grading/grader.h"
#include "lens/traced.h"
#include "worldbook.h"

#include <QFile>
#include <QTest>

#include <csignal>

using namespace ringside;
using namespace ringside::grading;
using namespace Qt::StringLiterals;

// Every fixture of the catalogue in a real box: what a program meets there. tst_world looks at what is built, this at
// what comes of it.

namespace {

/// For the bodies below: the name of the errno, or "fine".
const QByteArray prelude = R"(import os, stat, errno, signal, hashlib

def why(call, *arguments):
    try:
        call(*arguments)
        return 'fine'
    except OSError as error:
        return errno.errorcode[error.errno]

def read(path):
    with open(path, 'rb') as file:
        return file.read()

def tidy(directory):
)";

QByteArray indented(const QByteArray &body)
{
    QByteArray lines;
    for (const QByteArray &line : body.trimmed().split('\n'))
        lines += "    " + line + '\n';
    return lines;
}

/// One world, one call in it, and one check on what the call returns.
course::Exercise exerciseIn(const QByteArray &world, const QString &expected)
{
    auto exercise = course::loadExercise(QStringLiteral(TEST_DATA "/exercises/tidy"));
    if (!exercise)
        qFatal("%s", qPrintable(describe(exercise.error().first())));
    exercise->worlds = bookOf("[w]\n" + world).specs;
    exercise->cases = {{.id = u"plain"_s, .world = u"w"_s, .call = u"tidy('t')"_s, .seeds = 1}};
    course::Check check = exercise->checks.first();
    check.settings = {{u"equals"_s, {.value = expected, .line = check.line}}};
    exercise->checks = {check};
    exercise->limits = {.wall = std::chrono::milliseconds(tests::patience),
        .cpu = std::chrono::milliseconds(tests::patience),
        .diskBytes = 128 << 20,
        .inodes = 25'000};
    return *exercise;
}

QByteArray entry(const char *fixture)
{
    return QByteArray("entries = [ { fixture = ") + fixture + " } ]";
}

/// Two files in the folder that something happens to.
QByteArray disturbed(const char *fixture)
{
    return QByteArray("entries = [ { file = \"t/a\", text = \"A\" }, { file = \"t/b\", text = \"B\" }, "
                      "{ file = \"secret\", text = \"S\" }, { fixture = ")
        + fixture + " } ]";
}

} // namespace

class TestFixtures : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void programsMeet_data();
    void programsMeet();
    void everyFixtureIsMet();
    void theSameHappensToTheReference();
    void whatHappensIsTheSameEveryTime();
    void whoIsKilledHasNoAnswer();
    void programsThatAreDisturbedAnywayWantAQuietWorld();
    void whatIsWrongIsSaid_data();
    void whatIsWrongIsSaid();

private:
    CheckResult result(const course::Exercise &exercise, const QByteArray &solution);

    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<Grader> m_grader;
};

void TestFixtures::initTestCase()
{
    m_sandbox = std::make_unique<sandbox::Sandbox>();
    m_grader = std::make_unique<Grader>(*m_sandbox);
    if (const QString missing = tests::missingLens(*m_sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

void TestFixtures::cleanupTestCase()
{
    m_grader.reset();
    m_sandbox.reset();
    QFile children(u"/proc/self/task/%1/children"_s.arg(getpid()));
    QVERIFY(children.open(QIODevice::ReadOnly));
    QCOMPARE(children.readAll(), QByteArray());
}

CheckResult TestFixtures::result(const course::Exercise &exercise, const QByteArray &solution)
{
    const auto verdict
        = sandbox::waitFor(m_grader->grade({.exercise = exercise, .solution = solution, .seed = 5}));
    if (!verdict)
        qFatal("%s", qPrintable(describe(verdict.error())));
    return verdict->checks.first();
}

void TestFixtures::programsMeet_data()
{
    QTest::addColumn<QByteArray>("world");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &world, const char *body, const QString &expected) {
        QTest::newRow(name) << world << QByteArray(body) << expected;
    };
    row("FX-HID: names with a dot are listed as all others", entry(R"("FX-HID", at = "t")"),
        "return sorted(os.listdir('t')), sorted(os.listdir('t/.git'))",
        u"(['.cache', '.env', '.git', '.match.txt'], ['HEAD', 'match.txt'])"_s);
    row("FX-LOOP: to follow a circle of links fails", entry(R"("FX-LOOP", at = "t")"),
        "return [why(os.stat, 't/' + name) for name in ('a', 'b', 'self')] + [os.readlink('t/a')]",
        u"['ELOOP', 'ELOOP', 'ELOOP', 'b']"_s);
    row("FX-UP: one folder is met a second time, and the one above", entry(R"("FX-UP", at = "t")"),
        "return os.path.samefile('t/deeper/up', 't'), os.path.samefile('t/twice/inside.txt', 't/sibling/inside.txt')",
        u"(True, True)"_s);
    row("FX-BROKEN: a link is there, what it names is not", entry(R"("FX-BROKEN", at = "t")"),
        "return [(os.path.islink(p), why(os.stat, p)) for p in ('t/broken', 't/broken.txt')]",
        u"[(True, 'ENOENT'), (True, 'ENOENT')]"_s);
    row("FX-DENY: each right of a folder is missing once", entry(R"("FX-DENY", at = "t")"),
        "return [(why(os.listdir, 't/' + d), why(os.stat, f't/{d}/inside.txt'))\n"
        "        for d in ('closed', 'names-only', 'reach-only')], why(read, 't/unreadable.txt')",
        u"([('EACCES', 'EACCES'), ('fine', 'EACCES'), ('EACCES', 'fine')], 'EACCES')"_s);
    row("FX-UNI: two normal forms are two names, a name has 255 bytes", entry(R"("FX-UNI", at = "t")"),
        "names = os.listdir(b't')\n"
        "return len(names), max(map(len, names)), read('t/caf\\xe9.txt'), read('t/cafe\\u0301.txt')",
        u"(5, 255, b'composed\\n', b'decomposed\\n')"_s);
    row("FX-RAW: a byte that is no UTF-8 is a lone surrogate", entry(R"("FX-RAW", at = "t")"),
        "return os.listdir('t'), os.listdir(b't')", u"(['caf\\udce9.txt'], [b'caf\\xe9.txt'])"_s);
    row("FX-NASTY: every name opens", entry(R"("FX-NASTY", at = "t", suffix = "")"),
        "names = sorted(os.listdir('t'))\n"
        "return names[:5], 'line\\nbreak' in names, all(len(read('t/' + name)) > 0 for name in names)",
        u"([' leading', '$(id)', '*', '-rf', '..x'], True, True)"_s);
    row("FX-EMPTY: nothing in a file, nothing in a folder", entry(R"("FX-EMPTY", at = "t")"),
        "return os.path.getsize('t/empty.txt'), os.listdir('t/hollow'), os.listdir('t/x/y/z')", u"(0, [], [])"_s);
    row("FX-HUGE: 20,000 names in one folder", entry(R"("FX-HUGE", at = "t")"),
        "names = os.listdir('t')\nreturn len(names), len({os.path.splitext(name)[1] for name in names})",
        u"(20_000, 5)"_s);
    row("FX-DEEP: no path reaches the bottom, a descriptor does", entry(R"("FX-DEEP", at = "t")"),
        "here, depth, path = os.open('t', os.O_RDONLY), 0, 't'\n"
        "while (name := os.listdir(here)[0]) != 'bottom.txt':\n"
        "    below = os.open(name, os.O_RDONLY, dir_fd=here)\n"
        "    os.close(here)\n"
        "    here, depth, path = below, depth + 1, path + '/' + name\n"
        "os.close(here)\n"
        "return depth, why(os.stat, path)",
        u"(1500, 'ENAMETOOLONG')"_s);
    row("FX-HARD: three names of one object", entry(R"("FX-HARD", at = "t")"),
        "return len({os.stat('t/' + n).st_ino for n in os.listdir('t')}), os.stat('t/one.txt').st_nlink", u"(1, 3)"_s);
    row("FX-SPARSE: a gigabyte without blocks", entry(R"("FX-SPARSE", at = "t")"),
        "info = os.stat('t/sparse1.bin')\nreturn info.st_size, info.st_blocks * 512 <= 4096", u"(1_000_000_000, True)"_s);
    row("FX-SPECIAL: not everything is a file", entry(R"("FX-SPECIAL", at = "t", suffix = "")"),
        "def three():\n"
        "    with open('t/zero', 'rb') as file:\n"
        "        return file.read(3)\n"
        "def spill():\n"
        "    with open('t/full', 'wb', buffering=0) as file:\n"
        "        file.write(b'x')\n"
        "return (stat.S_ISFIFO(os.stat('t/pipe').st_mode), stat.S_ISSOCK(os.stat('t/socket').st_mode),\n"
        "        three(), why(spill), why(os.open, 't/pipe', os.O_WRONLY | os.O_NONBLOCK))",
        u"(True, True, bytes(3), 'ENOSPC', 'ENXIO')"_s);
    row("FX-MODE: every mode is as its name says", entry(R"("FX-MODE", at = "t")"),
        "return [n for n in os.listdir('t') if f'{stat.S_IMODE(os.lstat(\"t/\" + n).st_mode):04o}' != n[-4:]], "
        "len(os.listdir('t'))",
        u"([], 13)"_s);
    row("FX-SENT: planted links lead outside", entry(R"("FX-SENT", at = "outside", links = "t")"),
        "return (read('t/to-keep.txt')[:9], os.path.samefile('t/to-folder', 'outside/folder'),\n"
        "        os.path.samefile('t/to-key', 'outside/private.key'))",
        u"(b'sentinel ', True, True)"_s);
    row("FX-FULL: there is no room for 128 KiB", entry(R"("FX-FULL", at = "t")"),
        "def fill():\n"
        "    with open('t/file', 'wb', buffering=0) as file:\n"
        "        for _ in range(32):\n"
        "            if file.write(bytes(4096)) < 4096: raise OSError(errno.EIO, 'short')\n"
        "return why(fill)",
        u"'ENOSPC'"_s);
    row("FX-INODE: there is room, but not for twenty names", entry(R"("FX-INODE", at = "t")"),
        "made = [why(os.mkdir, f't/{n}') for n in range(20)]\n"
        "return made[0], made[-1], made.count('fine') < 10, os.statvfs('t').f_bavail > 0",
        u"('fine', 'ENOSPC', True, True)"_s);
    row("FX-RO: what is there can only be read", entry(R"("FX-RO", at = "t")"),
        "return read('t/kept.txt'), why(os.remove, 't/kept.txt'), why(os.mkdir, 't/new')",
        u"(b'read only\\n', 'EROFS', 'EROFS')"_s);
    row("FX-XDEV: no rename from one file system to another", entry(R"("FX-XDEV", at = "t")"),
        "os.mkdir('here')\nreturn why(os.rename, 'here', 't/there'), os.stat('t').st_dev != os.stat('.').st_dev",
        u"('EXDEV', True)"_s);
    row("FX-CRLF: line ends of every kind", entry(R"("FX-CRLF", at = "t")"),
        "return read('t/mixed.txt'), open('t/mixed.txt').read(), read('t/unended.txt')[-1:]",
        u"(b'one\\ntwo\\r\\nthree\\rfour\\n\\r\\n', 'one\\ntwo\\nthree\\nfour\\n\\n', b'o')"_s);
    row("FX-BOM: marks before the text", entry(R"("FX-BOM", at = "t")"),
        "return [read(f't/{n}.txt').decode(c) for n, c in\n"
        "        (('utf-8-sig', 'utf-8-sig'), ('utf-16-le', 'utf-16'), ('utf-16-be', 'utf-16'))]",
        u"['name\\xe9\\n', 'na\\xe9\\n', 'na\\xe9\\n']"_s);
    row("FX-ENC: bytes that are no UTF-8", entry(R"("FX-ENC", at = "t")"),
        "def problem(name):\n"
        "    try:\n"
        "        return read('t/' + name).decode()\n"
        "    except UnicodeDecodeError as error:\n"
        "        return error.reason\n"
        "return [problem(name) for name in sorted(os.listdir('t'))]",
        u"['unexpected end of data', 'invalid continuation byte', 'invalid continuation byte']"_s);
    row("FX-ENV: values that are empty, undecodable, very long", entry(R"("FX-ENV")"),
        "return (os.environ['EMPTY'], os.environ['RAW'], len(os.environ['LONG']), os.environ.get('MISSING'))",
        u"('', 'caf\\udce9', 130_000, None)"_s);
    row("FX-MD5: one digest, two contents", entry(R"("FX-MD5", at = "t")"),
        "one, two = read('t/collision-a.txt'), read('t/collision-b.txt')\n"
        "return hashlib.md5(one).digest() == hashlib.md5(two).digest(), one == two, len(one)",
        u"(True, False, 128)"_s);
    row("FX-VANISH: what was listed is gone when it is looked at",
        disturbed(R"("FX-VANISH", path = "t/a", calls = ["stats"], on = "t/a", call = 1)"),
        "return sorted(os.listdir('t')), why(os.lstat, 't/b'), why(os.lstat, 't/a'), os.listdir('t')",
        u"(['a', 'b'], 'fine', 'ENOENT', ['b'])"_s);
    row("FX-VANISH: between the look and the use",
        disturbed(R"("FX-VANISH", path = "t/a", calls = ["opens"], on = "t/*", call = 2)"),
        "return why(os.lstat, 't/a'), read('t/b'), why(read, 't/a')", u"('fine', b'B', 'ENOENT')"_s);
    row("FX-VANISH: renamed", disturbed(R"("FX-VANISH", path = "t/a", renamed = "t/c", calls = ["opens"], call = 1)"),
        "return why(read, 't/a'), read('t/c')", u"('ENOENT', b'A')"_s);
    row("FX-VANISH: as often as it comes back", disturbed(R"("FX-VANISH", path = "t/a")"),
        "def make():\n    with open('t/a', 'x'): pass\n"
        "return [(why(make), why(os.lstat, 't/a')) for _ in range(3)]",
        u"[('fine', 'ENOENT')] * 3"_s);
    row("FX-VANISH: a folder with all in it, by its first call", disturbed(R"("FX-VANISH", path = "t", renamed = "u", call = 1)"),
        "return why(os.listdir, 't'), read('u/a')", u"('ENOENT', b'A')"_s);
    row("FX-SWAP: between the look and the use",
        disturbed(R"("FX-SWAP", path = "t/a", with = "../secret", calls = ["opens"], on = "t/a", call = 1)"),
        "return os.path.islink('t/a'), read('t/a'), os.path.islink('t/a')", u"(False, b'S', True)"_s);
    row("FX-SWAP: to and fro at every call",
        disturbed(R"("FX-SWAP", path = "t/a", with = "../secret", calls = ["opens"])"),
        "return [read('t/a') for _ in range(4)]", u"[b'S', b'A', b'S', b'A']"_s);
    row("FX-SWAP: a folder becomes a link",
        disturbed(R"("FX-SWAP", path = "t", with = "/tmp", calls = ["opens"], call = 1)"),
        "return os.listdir('t'), why(os.open, 't', os.O_RDONLY | os.O_NOFOLLOW)", u"([], 'ELOOP')"_s);
    row("FX-SIG: SIGTERM comes to who waits for it",
        disturbed(R"("FX-SIG", signal = "SIGTERM", calls = ["stats"], on = "t/b", call = 1)"),
        "seen = []\nsignal.signal(signal.SIGTERM, lambda number, frame: seen.append(number))\n"
        "os.lstat('t/a')\nearly = list(seen)\nos.lstat('t/b')\nreturn early, seen",
        u"([], [15])"_s);
    row("FX-SIG: SIGINT is an exception", disturbed(R"("FX-SIG", signal = "SIGINT", on = "t/a", call = 1)"),
        "try:\n    os.lstat('t/a')\n    return 'went on'\nexcept KeyboardInterrupt:\n    return 'interrupted'", u"'interrupted'"_s);
}

void TestFixtures::programsMeet()
{
    QFETCH(QByteArray, world);
    QFETCH(QByteArray, body);
    QFETCH(QString, expected);
    const CheckResult check = result(exerciseIn(world, expected), prelude + indented(body));
    QVERIFY2(check.outcome == CheckOutcome::Passed,
        qPrintable(check.error ? describe(*check.error)
                               : u"%1 %2 expected %3, found %4"_s.arg(
                                     toString(check.cause), check.subject, check.expected, check.found)));
}

/// The catalogue of the curriculum, so that a fixture without a row is missed.
void TestFixtures::everyFixtureIsMet()
{
    QFile source(QStringLiteral(RINGSIDE_SOURCE_FOLDER "/tests/grading/tst_fixtures.cpp"));
    QVERIFY(source.open(QIODevice::ReadOnly));
    const QByteArray rows = source.readAll();
    for (const char *name : {"HID", "LOOP", "UP", "BROKEN", "DENY", "UNI", "RAW", "NASTY", "EMPTY", "HUGE", "DEEP", "VANISH",
             "HARD", "SPARSE", "SPECIAL", "MODE", "SENT", "SWAP", "FULL", "INODE", "RO", "XDEV", "CRLF", "BOM", "ENC",
             "SIG", "ENV", "MD5"})
        QVERIFY2(rows.contains(QByteArray("row(\"FX-") + name + ":"), name);
}

/// No expected value is given: it is what the reference answers in the same world.
void TestFixtures::theSameHappensToTheReference()
{
    course::Exercise exercise = exerciseIn(
        disturbed(R"("FX-VANISH", path = "t/a", calls = ["stats"], on = "t/a", call = 1)"), {});
    exercise.checks.first().settings.clear();
    const QByteArray careful = prelude + indented("return [n for n in sorted(os.listdir('t')) if why(os.lstat, 't/' + n) == 'fine']");
    exercise.solution = QString::fromUtf8(careful);
    QCOMPARE(result(exercise, careful).outcome, CheckOutcome::Passed);
    const CheckResult careless = result(exercise, prelude + indented("return sorted(n for n in os.listdir('t') if os.lstat('t/' + n))"));
    QCOMPARE(careless.outcome, CheckOutcome::Failed);
    QCOMPARE(careless.expected, u"['b']"_s);
    QCOMPARE(careless.found, u"FileNotFoundError: [Errno 2] No such file or directory: 't/a'"_s);
    const CheckResult blind = result(exercise, prelude + indented("return sorted(os.listdir('t'))"));
    QCOMPARE(blind.found, u"['a', 'b']"_s);
}

void TestFixtures::whatHappensIsTheSameEveryTime()
{
    const course::Exercise exercise
        = exerciseIn(disturbed(R"("FX-SWAP", path = "t/a", with = "../secret")"), u"None"_s);
    const QByteArray solution = prelude + indented("return [read('t/a') for _ in range(20)]");
    const QString first = result(exercise, solution).found;
    QVERIFY(first.contains(u"b'S'"_s));
    for (int i = 0; i < 9; ++i)
        QCOMPARE(result(exercise, solution).found, first);
}

void TestFixtures::whoIsKilledHasNoAnswer()
{
    const course::Exercise exercise
        = exerciseIn(disturbed(R"("FX-SIG", signal = "SIGKILL", on = "t/a", call = 1)"), u"'fine'"_s);
    const CheckResult killed = result(exercise, prelude + indented("return why(os.lstat, 't/a')"));
    QCOMPARE(toString(killed.cause), toString(Cause::Signalled));
    QCOMPARE(killed.figure, qint64(SIGKILL));
    QCOMPARE(result(exercise, prelude + indented("return why(os.lstat, 't/b')")).outcome, CheckOutcome::Passed);
}

void TestFixtures::programsThatAreDisturbedAnywayWantAQuietWorld()
{
    course::Exercise exercise = exerciseIn(disturbed(R"("FX-VANISH", path = "t/a")"), {});
    course::Check &check = exercise.checks.first();
    check.kind = course::CheckKind::SurvivesRace;
    check.settings = {{u"attack"_s, {.value = QVariantList{u"remove t/b"_s}, .line = check.line}}};
    const CheckResult ungraded = result(exercise, prelude + indented("return os.listdir('t')"));
    QCOMPARE(ungraded.outcome, CheckOutcome::Ungraded);
    QVERIFY2(ungraded.error->doing.endsWith(u"disturbs the program by itself: its world must stand still"_s),
        qPrintable(ungraded.error->doing));
}

void TestFixtures::whatIsWrongIsSaid_data()
{
    QTest::addColumn<QByteArray>("world");
    QTest::addColumn<QString>("says");
    QTest::newRow("what vanishes") << disturbed(R"("FX-VANISH", call = 1)") << u"path: which name vanishes?"_s;
    QTest::newRow("what becomes a link") << disturbed(R"("FX-SWAP", path = "t/a")")
                                         << u"path: which name becomes a link, and `with` which text?"_s;
    QTest::newRow("a call that is none") << disturbed(R"("FX-VANISH", path = "t/a", calls = ["fsnyc"])")
                                         << u"calls: no system call and no group of them is called so: fsnyc"_s;
    QTest::newRow("a number that is none") << disturbed(R"("FX-SIG", call = -1)") << u"call: expected 0 to 2000000"_s;
    QTest::newRow("a signal that is none") << disturbed(R"("FX-SIG", signal = "SIGHUP")")
                                           << u"signal: expected SIGTERM, SIGINT or SIGKILL"_s;
    QTest::newRow("two swaps") << disturbed(R"("FX-SWAP", path = "t/a", with = "b" }, { fixture = "FX-SWAP", path = "t/b", with = "a")")
                               << u"fixture: a world has one FX-SWAP at most"_s;
    QTest::newRow("a name that is ours") << "entries = [ { file = \".ringside-swap\", text = \"\" } ]"_ba
                                         << u"world \"w\": the name \".ringside-swap\" is ours"_s;
}

void TestFixtures::whatIsWrongIsSaid()
{
    QFETCH(QByteArray, world);
    QFETCH(QString, says);
    const CheckResult ungraded = result(exerciseIn(world, u"None"_s), prelude + "    pass\n");
    QCOMPARE(ungraded.outcome, CheckOutcome::Ungraded);
    QVERIFY2(ungraded.error->doing.endsWith(says), qPrintable(ungraded.error->doing));
}

QTEST_GUILESS_MAIN(TestFixtures)
#include "tst_fixtures.moc"
