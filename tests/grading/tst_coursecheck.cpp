#include "grading/coursecheck.h"
#include "sandbox/requests.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>

using namespace ringside;
using namespace ringside::grading;
using namespace Qt::StringLiterals;

/// "exercise.toml:12: text", without the folder.
static QStringList linesOf(const QList<Error> &errors, const QString &folder)
{
    QStringList lines;
    for (const Error &error : errors)
        lines.append(describe(error).replace(folder + u'/', QString()));
    return lines;
}

static void copyFolder(const QString &from, const QString &to)
{
    QDirIterator files(from, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const QString copy = to + file.sliced(from.size());
        QDir().mkpath(QFileInfo(copy).path());
        QVERIFY(QFile::copy(file, copy));
        QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
    }
}

static void replaceIn(const QString &path, const QByteArray &from, const QByteArray &to)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::ReadWrite), qPrintable(path));
    QByteArray text = file.readAll();
    QVERIFY2(text.contains(from), from.constData());
    text.replace(text.indexOf(from), from.size(), to);
    file.resize(0);
    file.seek(0);
    file.write(text);
}

class TestCourseCheck : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void soundExerciseHasNoProblem();
    void busyMachinesAreNobodysMistake();
    void exerciseProblems_data();
    void exerciseProblems();
    void soundLessonHasNoProblem();
    void lessonProblems_data();
    void lessonProblems();
    void reportDoesNotDependOnWhatEndsFirst();
    void cancellingStops();

private:
    CourseReport check(const CourseCheckRequest &request);
    using Depth = CourseCheckRequest::Depth;
    CourseReport checkExercise(const QString &folder, Depth depth = Depth::Full);
    CourseReport checkLesson(const QString &folder);

    std::unique_ptr<sandbox::Sandbox> m_sandbox;
};

void TestCourseCheck::initTestCase()
{
    m_sandbox = std::make_unique<sandbox::Sandbox>();
    if (const QString missing = tests::missingSandbox(*m_sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

CourseReport TestCourseCheck::check(const CourseCheckRequest &request)
{
    CourseChecker checker(*m_sandbox);
    const auto report = sandbox::waitFor(checker.check(request));
    if (!report)
        qFatal("%s", qPrintable(describe(report.error())));
    return *report;
}

CourseReport TestCourseCheck::checkExercise(const QString &folder, Depth depth)
{
    const auto exercise = course::loadExercise(folder);
    if (!exercise)
        return {.problems = exercise.error()};
    return check({.lessons = {}, .exercises = {*exercise}, .seeds = 2, .depth = depth});
}

CourseReport TestCourseCheck::checkLesson(const QString &folder)
{
    const auto lesson = course::loadLesson(folder);
    if (!lesson)
        qFatal("%s", qPrintable(describe(lesson.error().first())));
    return check({.lessons = {*lesson}, .exercises = {}});
}

void TestCourseCheck::soundExerciseHasNoProblem()
{
    const QString folder = QStringLiteral(TEST_DATA "/exercises/tidy");
    const CourseReport report = checkExercise(folder);
    QCOMPARE(linesOf(report.problems, folder), QStringList());
    const bool hasLens = sandbox::waitFor(m_sandbox->features())->trace;
    QCOMPARE(linesOf(report.notes, folder).size(), hasLens ? 0 : 1);
    QCOMPARE(report.coverage.size(), qsizetype(13));
    for (const CheckCoverage &coverage : report.coverage) {
        QCOMPARE(coverage.gradable, hasLens || coverage.check != u"stats");
        QCOMPARE(coverage.failedBy.isEmpty(), !coverage.gradable);
    }
    QCOMPARE(report.coverage.first().failedBy, QStringList{u"unsorted"_s});
}

/// The reference takes longer than its limit, as it may where much else is going on.
void TestCourseCheck::busyMachinesAreNobodysMistake()
{
    const QString folder = QStringLiteral(TEST_DATA "/exercises/echo-line");
    auto exercise = course::loadExercise(folder);
    QVERIFY(exercise.has_value());
    exercise->limits.wall = std::chrono::seconds(1);
    exercise->solution.prepend(u"import time\ntime.sleep(1.2)\n"_s);
    QCOMPARE(linesOf(check({.lessons = {}, .exercises = {*exercise}, .seeds = 2}).problems, folder), QStringList());
    exercise->solution.replace(u"1.2"_s, u"1000"_s);
    const QStringList problems = linesOf(check({.lessons = {}, .exercises = {*exercise}, .seeds = 2}).problems, folder);
    QVERIFY2(problems.contains(u"solution.py: the reference fails check \"prints\": wall-limit (case plain, seed 1)"_s),
        qPrintable(problems.join(u'\n')));
}

void TestCourseCheck::exerciseProblems_data()
{
    QTest::addColumn<QString>("slug");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QStringList>("problems"); // the beginning of each line
    QTest::addColumn<Depth>("depth");
    const auto row = [](const char *name, const char *slug, const char *file, const char *from, const char *to, const QStringList &problems,
                         Depth depth = Depth::Full) {
        QTest::newRow(name) << QString::fromLatin1(slug) << QString::fromLatin1(file) << QByteArray(from) << QByteArray(to) << problems << depth;
    };
    // A small exercise where the mistake is in a file, one with a check of every kind where it is in a check.
    const char *const line = "import os\nimport sys\n\nprint(sys.argv[1], os.environ[\"MODE\"], sys.stdin.read().strip())\n";
    row("the starter passes", "echo-line", "starter.py", "print(\"nothing yet\")", line, {});
    row("the starter passes the core tier", "echo-line", "starter.py", "print(\"nothing yet\")",
        (QByteArray(line) + "sys.exit(3)\n").constData(), {u"starter.py: the starter fails no core check"_s});
    row("the starter is not Python", "echo-line", "starter.py", "print(", "print((", {u"starter.py:1: the starter cannot be run: syntax-error"_s});
    row("the starter fails otherwise than it says", "echo-line", "starter.py", "print(\"nothing yet\")",
        (QByteArray(line) + "1 / 0\nraise NotImplementedError\n").constData(), {u"starter.py:5: the starter is to fail with NotImplementedError, but: raised ZeroDivisionError"_s});
    row("the starter fails by accident", "echo-line", "starter.py", "print(\"nothing yet\")", (QByteArray(line) + "print.nothing()\n").constData(),
        {u"starter.py:5: the starter fails by an exception that is not NotImplementedError: raised AttributeError"_s});
    row("a wrong solution fails less than it says", "echo-line", "wrong/forgets.toml", "[\"writes\"]\npasses = [\"prints\"]", "[\"writes\", \"prints\"]\npasses = []",
        {u"wrong/forgets.toml: it does not fail check \"prints\""_s});
    row("a wrong solution fails more than it says", "echo-line", "wrong/forgets.py", "sys.exit(3)", "sys.exit(4)",
        {u"wrong/forgets.toml: it does not pass check \"prints\": differs: expected 3, found 4"_s,
            u"wrong/forgets.toml: it fails check \"prints\", which `fails` does not name: differs: expected 3, found 4"_s});
    row("nobody reads what it says", "echo-line", "wrong/status.toml", "status 3", "status 4",
        {u"wrong/status.toml: no failed check says \"status 4\""_s});
    row("a check that nothing fails", "echo-line", "wrong/forgets.py", "sys.exit(3)", "open(\"out.txt\", \"w\").write(\"x\")\nsys.exit(3)",
        {u"exercise.toml:"_s, u"wrong/forgets.toml: it does not fail check \"writes\""_s, u"wrong/forgets.toml: no failed check says \"missing\""_s});
    row("core points for doing nothing", "echo-line", "exercise.toml", "equals = \"one test a line\\n\"\nstatus = 3", "equals = \"\"\nstatus = 0",
        {u"exercise.toml:"_s, u"solution.py: the reference fails check \"prints\": differs"_s, u"wrong/forgets.toml"_s, u"wrong/forgets.toml"_s});
    row("a check of the lens that is not named", "tidy", "wrong/asks_twice.toml", "[\"stats\"]", "[\"pure\"]",
        {u"wrong/asks_twice.toml: it does not fail check \"pure\""_s,
            u"wrong/asks_twice.toml: it fails check \"stats\", which `fails` does not name: differs: expected ≤ 4, found 5 (newfstatat 5)"_s});
    row("the judge is broken", "tidy", "judge.py", "    return None", "    return 1 / 0", {u"judge.py:10: ZeroDivisionError: division by zero"_s}, Depth::Named);
    row("an expression that is not Python", "tidy", "exercise.toml", "os.listdir('work') if name", "os.listdir('work') iff name",
        {u"exercise.toml:58: check \"literal\", case \"plain\": a value is expected, the reference raises SyntaxError: "_s,
            u"exercise.toml:58: no wrong solution fails check \"literal\""_s, u"wrong/text_only.toml: it does not fail check \"literal\""_s,
            u"wrong/text_only.toml: no failed check says \"Not the names\""_s}, Depth::Named);
}

void TestCourseCheck::exerciseProblems()
{
    QFETCH(QString, slug);
    QFETCH(QString, file);
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QStringList, problems);
    QFETCH(Depth, depth);
    QTemporaryDir temporary;
    const QString folder = temporary.path() + u'/' + slug;
    copyFolder(QStringLiteral(TEST_DATA "/exercises/") + slug, folder);
    replaceIn(folder + u'/' + file, from, to);
    const QStringList found = linesOf(checkExercise(folder, depth).problems, folder);
    const QString shown = found.join(u'\n');
    QVERIFY2(found.size() == problems.size(), qPrintable(shown));
    for (qsizetype i = 0; i < found.size(); ++i)
        QVERIFY2(found[i].startsWith(problems[i]), qPrintable(shown));
}

void TestCourseCheck::soundLessonHasNoProblem()
{
    const QString folder = QStringLiteral(TEST_DATA "/lessons/01-checked");
    const CourseReport report = checkLesson(folder);
    QCOMPARE(linesOf(report.problems, folder), QStringList());
    QCOMPARE(linesOf(report.notes, folder), QStringList());
    QCOMPARE(report.runs, 9);
}

void TestCourseCheck::lessonProblems_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *name, const char *from, const char *to, const QString &problem) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << problem;
    };
    row("shown code that is not Python", "shown = \"never run\"", "shown = = 1", u"lesson.md:18: this is not Python: invalid syntax"_s);
    row("another output", "print(\"hello\")", "print(\"Hello\")",
        u"lesson.md:21: it does not print what the lesson shows: shown 'hello\\n', printed 'Hello\\n'"_s);
    row("no output where some is shown", "print(\"hello\")", "pass",
        u"lesson.md:21: it does not print what the lesson shows: shown 'hello\\n', printed ''"_s);
    row("output where none is shown", "    file.write(\"made\\n\")", "    print(file.write(\"made\\n\"))",
        u"lesson.md:46: it prints, and no ```output follows: '5\\n'"_s);
    row("a pattern that does not fit", "pid * of *", "pid * from *", u"lesson.md:28: it does not print what the lesson shows"_s);
    row("a line too many for any order", "b.txt\na.txt", "b.txt\na.txt\nc.txt", u"lesson.md:36: it does not print what the lesson shows"_s);
    row("another error", "open(\"nothing.txt\")", "open(\"nil.txt\")",
        u"lesson.md:51: it is to end with \"FileNotFoundError: [Errno 2] No such file or directory: 'nothing.txt'\", but: "_s
        u"FileNotFoundError: [Errno 2] No such file or directory: 'nil.txt'"_s);
    row("an error that does not come", "open(\"nothing.txt\")\n", "", u"lesson.md:51: it is to end with"_s);
    row("an error that is not stated", "print(\"hello\")", "print(\"hello\"); 1/0", u"lesson.md:21: it does not end well: ZeroDivisionError: division by zero"_s);
    row("an endless loop", "print(\"hello\")", "print(\"hello\")\nwhile True: pass", u"lesson.md:21: it does not end well: a limit ended it"_s);
    row("a clinic that is not broken", "print(\"one\")\n# expect: one\n# expect: two\n```\n```output\none\n```",
        "print(\"one\"); print(\"two\")\n# expect: one\n# expect: two\n```\n```output\none\ntwo\n```",
        u"lesson.md:62: the clinic is not broken: it prints all that is expected of its repair"_s);
    row("a repair that repairs something else", "# expect: two", "# expect: 2",
        u"lesson.md:71: the repair does not print what the clinic expects: one | 2"_s);
    row("a quiz with no right option", "prints = \"2\"", "prints = \"3\"", u"lesson.md:80: 0 options are right; the code prints '2'"_s);
    row("a quiz whose code fails", "print(1 + 1)", "print(1 + 1); raise OSError", u"lesson.md:80: the code of the quiz does not end well: OSError"_s);
}

void TestCourseCheck::lessonProblems()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, problem);
    QTemporaryDir temporary;
    const QString folder = temporary.path() + u"/01-checked"_s;
    copyFolder(QStringLiteral(TEST_DATA "/lessons/01-checked"), folder);
    replaceIn(folder + u"/lesson.md"_s, from, to);
    const QStringList found = linesOf(checkLesson(folder).problems, folder);
    QVERIFY2(found.size() == 1, qPrintable(found.join(u'\n')));
    QVERIFY2(found.first().startsWith(problem), qPrintable(found.first()));
}

void TestCourseCheck::reportDoesNotDependOnWhatEndsFirst()
{
    QTemporaryDir temporary;
    const QString folder = temporary.path() + u"/echo-line"_s;
    copyFolder(QStringLiteral(TEST_DATA "/exercises/echo-line"), folder);
    replaceIn(folder + u"/wrong/forgets.toml"_s, "missing", "cannot be read");
    replaceIn(folder + u"/wrong/status.toml"_s, "status 3", "cannot be read");
    replaceIn(folder + u"/starter.py"_s, "print(", "print((");
    const QStringList first = linesOf(checkExercise(folder).problems, folder);
    QCOMPARE(first.size(), qsizetype(3));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(linesOf(checkExercise(folder).problems, folder), first);
}

void TestCourseCheck::cancellingStops()
{
    const auto exercise = course::loadExercise(QStringLiteral(TEST_DATA "/exercises/tidy"));
    QVERIFY(exercise);
    CourseChecker checker(*m_sandbox);
    auto future = checker.check({.lessons = {}, .exercises = {*exercise}, .seeds = 500});
    QTest::qWait(200); // it is under way by now; a later cancel would not be tested otherwise
    future.cancel();
    QVERIFY(QTest::qWaitFor([&] { return future.isFinished(); }, 60'000));
    QCOMPARE(future.resultCount(), 0);
}

QTEST_GUILESS_MAIN(TestCourseCheck)
#include "tst_coursecheck.moc"
