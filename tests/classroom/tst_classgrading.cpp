#include "base/paths.h"
#include "classroom/files.h"
#include "classroom/gradebook.h"
#include "classroom/gradefolder.h"
#include "classroom/syntheticclass.h"
#include "sandbox/requests.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace ringside;
using namespace ringside::classroom;
using namespace Qt::StringLiterals;
using tests::studentKinds;
using tests::studentName;
using tests::syntheticClass;

class TestClassGrading : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanupTestCase();

    void everyShardAndJobGivesTheSameBytes();
    void stoppedRunsGoOn();
    void nothingIsGradedTwice();
    void changedExercisesAreGradedAgain();
    void selectedFilesAreGradedAgain();
    void answersOfOneStudentFailForAnother();
    void cheatsEarnNothing();
    void theAnswerNeverEntersTheBox();
    void faultsOfOursAreNobodysMark_data();
    void faultsOfOursAreNobodysMark();
    void aKilledSupervisorChangesNoMark();
    void cancellingStops();
    void statusTellsWhatIsMissing();
    void foldersThatAreRefused();

private:
    void everyKindHasItsMark(const QList<GradedItem> &items) const;
    static void comeBackFromTheirLines(const QList<GradedItem> &items);
    [[nodiscard]] GradeFolder planned(int size, const QString &name = u"g"_s) const;
    [[nodiscard]] Result<> runShard(const GradeFolder &folder, Shard shard, int jobs,
        const std::optional<Selection> &again = std::nullopt, qsizetype *open = nullptr);
    [[nodiscard]] QByteArray fileIn(const GradeFolder &folder, const QString &name) const
    {
        return readFile(folder.file(name)).value();
    }

    course::Course m_course;
    LabKey m_key = makeLabKey();
    QByteArray m_lab;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<QTemporaryDir> m_folder;
};

/// Every kind once; a benchmark says how many it wants.
static int classSize()
{
    const int size = qEnvironmentVariableIntValue("RINGSIDE_CLASS_SIZE");
    return size > 0 ? size : 9;
}

void TestClassGrading::initTestCase()
{
    const auto exercise = course::loadExercise(QStringLiteral(TEST_DATA "/exercises/total-size"));
    if (!exercise)
        qFatal("%s", qPrintable(describe(exercise.error().first())));
    m_course.exercises = {*exercise};
    const auto lab = defineLab("title = 'Week 3'\n[[exercise]]\nslug = 'total-size'\n", {}, m_course, m_key);
    QVERIFY(lab.has_value());
    m_lab = packLab(*lab, m_key).value();
    m_sandbox = std::make_unique<sandbox::Sandbox>();
    if (const QString missing = tests::missingSandbox(*m_sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

void TestClassGrading::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestClassGrading::cleanupTestCase()
{
    m_sandbox.reset();
    QFile children(u"/proc/self/task/%1/children"_s.arg(getpid()));
    QVERIFY(children.open(QIODevice::ReadOnly));
    QCOMPARE(children.readAll(), QByteArray());
}

GradeFolder TestClassGrading::planned(int size, const QString &name) const
{
    auto folder = GradeFolder::plan(m_folder->filePath(name), m_lab, m_key,
        syntheticClass(m_course.exercises.first(), size), {});
    if (!folder)
        qFatal("%s", qPrintable(describe(folder.error())));
    return *folder;
}

Result<> TestClassGrading::runShard(const GradeFolder &folder, Shard shard, int jobs,
    const std::optional<Selection> &again, qsizetype *open)
{
    const auto exercises = folder.exercises(m_course);
    if (!exercises)
        return std::unexpected(exercises.error());
    const auto work = folder.work(shard, *exercises, again).value();
    BatchRequest request{.exercises = *exercises, .jobs = jobs};
    for (const PlannedItem &item : work.open)
        request.items.append({item, folder.source(item.source).value()});
    if (open)
        *open = request.items.size();
    QList<GradedItem> items = work.done;
    BatchGrader grader(*m_sandbox);
    const auto graded = sandbox::waitFor(grader.grade(request, [&](const GradedItem &item) {
        QVERIFY(folder.keep(shard, item).has_value());
        items.append(item);
    }));
    return graded.and_then([&] { return folder.complete(shard, items); });
}

void TestClassGrading::everyKindHasItsMark(const QList<GradedItem> &items) const
{
    const auto kinds = studentKinds(m_course.exercises.first());
    for (qsizetype i = 0; i < items.size(); ++i) {
        const auto &kind = kinds[i % kinds.size()];
        QVERIFY2(items[i].verdict.outcome == kind.outcome, qPrintable(kind.name));
        QVERIFY2(items[i].verdict.total.points == kind.points, qPrintable(kind.name));
        QCOMPARE(items[i].student, studentName(int(i)));
    }
}

void TestClassGrading::comeBackFromTheirLines(const QList<GradedItem> &items)
{
    for (const GradedItem &item : items) {
        const QByteArray line = toLine(item);
        QCOMPARE(toLine(itemOfLine(line).value()), line);
        QVERIFY(!itemOfLine(line.first(line.size() - 2)));
    }
    QVERIFY(!itemOfLine("[]"));
}

void TestClassGrading::everyShardAndJobGivesTheSameBytes()
{
    const GradeFolder whole = planned(classSize(), u"whole"_s);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(runShard(whole, {}, 1).has_value());
    const QList<GradedItem> items = whole.merge().value();
    QCOMPARE(items.size(), classSize());
    everyKindHasItsMark(items);
    comeBackFromTheirLines(items);
    qInfo("%d files one after the other: %.0f a minute", classSize(), 60'000.0 * classSize() / double(clock.elapsed()));
    for (const auto &[shares, jobs] : {std::pair(2, 8), std::pair(8, 1), std::pair(16, 4)}) {
        const GradeFolder divided = planned(classSize(), u"divided%1"_s.arg(shares));
        clock.restart();
        for (int number = shares; number > 0; --number)
            QVERIFY(runShard(divided, {number, shares}, jobs).has_value());
        QCOMPARE(divided.merge().value().size(), classSize());
        qInfo("%d files in %d shares: %.0f a minute", classSize(), shares, 60'000.0 * classSize() / double(clock.elapsed()));
        QCOMPARE(fileIn(divided, u"results.jsonl"_s), fileIn(whole, u"results.jsonl"_s));
    }
}

/// A run that was killed leaves lines, the last of them cut.
void TestClassGrading::stoppedRunsGoOn()
{
    const GradeFolder folder = planned(5);
    QVERIFY(runShard(folder, {}, 0).has_value());
    const QByteArray whole = fileIn(folder, u"results/shard-1-of-1.jsonl"_s);
    const QList<QByteArray> lines = whole.split('\n');
    QVERIFY(QFile::remove(folder.file(u"results/shard-1-of-1.jsonl"_s)));
    QVERIFY(writeFile(folder.file(u"results/shard-1-of-1.other-1.partial"_s),
        lines[1] + '\n' + lines[3] + '\n' + lines[4].first(lines[4].size() / 2))
                .has_value());
    qsizetype open = 0;
    QVERIFY(runShard(folder, {}, 0, {}, &open).has_value());
    QCOMPARE(open, 3);
    QCOMPARE(fileIn(folder, u"results/shard-1-of-1.jsonl"_s), whole);
}

void TestClassGrading::nothingIsGradedTwice()
{
    const GradeFolder folder = planned(4);
    QVERIFY(runShard(folder, {}, 0).has_value());
    qsizetype open = -1;
    QVERIFY(runShard(folder, {}, 0, {}, &open).has_value());
    QCOMPARE(open, 0);
    // Another division of the class, and a class with one student more.
    QVERIFY(runShard(folder, {1, 2}, 0, {}, &open).has_value());
    QCOMPARE(open, 0);
    QVERIFY(runShard(planned(5), {}, 0, {}, &open).has_value());
    QCOMPARE(open, 1);
}

void TestClassGrading::changedExercisesAreGradedAgain()
{
    const GradeFolder folder = planned(3);
    QVERIFY(runShard(folder, {}, 0).has_value());
    const course::Exercise before = m_course.exercises.first();
    const QString copy = m_folder->filePath(u"total-size"_s);
    QVERIFY(QDir().mkpath(copy));
    for (const QString &name : {u"exercise.toml"_s, u"world.toml"_s, u"solution.py"_s})
        QVERIFY(QFile::copy(before.folder + u'/' + name, copy + u'/' + name));
    QVERIFY(appendToFile(copy + u"/solution.py"_s, "# changed\n").has_value());
    m_course.exercises.first().folder = copy;
    qsizetype open = 0;
    const auto ran = runShard(folder, {}, 0, {}, &open);
    m_course.exercises.first() = before;
    QVERIFY(ran.has_value());
    QCOMPARE(open, 3);
}

void TestClassGrading::selectedFilesAreGradedAgain()
{
    const GradeFolder folder = planned(4);
    QVERIFY(runShard(folder, {}, 0).has_value());
    const QByteArray before = fileIn(folder, u"results/shard-1-of-1.jsonl"_s);
    qsizetype open = 0;
    QVERIFY(runShard(folder, {}, 0, Selection{.student = studentName(2)}, &open).has_value());
    QCOMPARE(open, 1);
    QVERIFY(runShard(folder, {}, 0, Selection{.slug = u"total-size"_s}, &open).has_value());
    QCOMPARE(open, 4);
    QVERIFY(runShard(folder, {}, 0, Selection{.slug = u"other"_s}, &open).has_value());
    QCOMPARE(open, 0);
    QCOMPARE(fileIn(folder, u"results/shard-1-of-1.jsonl"_s), before);
}

/// The right answer to one student's files, written down, is worth nothing to the next.
void TestClassGrading::answersOfOneStudentFailForAnother()
{
    const course::Exercise &exercise = m_course.exercises.first();
    const QByteArray wrong = tests::fileOf(exercise, u"wrong/counts.py"_s);
    const auto seedFor = [&](const QString &student) { return seedOf(m_key, student, exercise.id); };
    grading::Grader grader(*m_sandbox);
    const auto grade = [&](const QByteArray &source, const QString &student) {
        return sandbox::waitFor(grader.grade({.exercise = exercise, .solution = source, .seed = seedFor(student)})).value();
    };
    const QString expected = grade(wrong, u"ann"_s).checks.first().expected;
    QVERIFY(expected.toInt() > 0);
    const QByteArray hardCoded = "def total_size(directory):\n    return " + expected.toUtf8() + '\n';
    QVERIFY(grade(hardCoded, u"bob"_s).checks.first().expected != expected);
    QCOMPARE(grade(hardCoded, u"bob"_s).total.points, 0.0);
    QCOMPARE(grade(wrong, u"ann"_s).checks.first().expected, expected);
}

/// Every way to a mark that goes past the task. None is anybody's fault but its author's: each is
/// graded, and with nothing. Some use up all the time they are given, so that is little.
void TestClassGrading::cheatsEarnNothing()
{
    const QDir cheats(QStringLiteral(RINGSIDE_SOURCE_FOLDER "/tests/grading/cheats"));
    Intake intake;
    for (const QString &name : cheats.entryList({u"*.py"_s}, QDir::Files, QDir::Name))
        intake.submissions.append({.student = name,
            .slug = u"total-size"_s,
            .content = readFile(cheats.filePath(name)).value().replace("ENTRY", "total_size")});
    QVERIFY(intake.submissions.size() >= 40);
    const GradeFolder folder = GradeFolder::plan(m_folder->filePath(u"cheats"_s), m_lab, m_key, intake, {}).value();
    const course::LimitOverrides limits = m_course.exercises.first().limits;
    m_course.exercises.first().limits.wall = std::chrono::seconds(2);
    const auto ran = runShard(folder, {}, 0);
    m_course.exercises.first().limits = limits;
    QVERIFY(ran.has_value());
    const QList<GradedItem> items = folder.merge().value();
    QCOMPARE(items.size(), intake.submissions.size());
    QStringList wrong;
    for (const GradedItem &item : items) {
        if (item.verdict.outcome != grading::Outcome::Failed || item.verdict.total.points != 0)
            wrong.append(u"%1: %2 points"_s.arg(item.student).arg(item.verdict.total.points));
    }
    QCOMPARE(wrong, QStringList());
}

/// Reads all its memory and every file that is not the system's while the reference runs beside it.
/// What it looks for is written with brackets, so that it does not find its own questions.
static const QByteArray spy = R"(import os, re
WANTED = {name: re.compile(name.encode()) for name in (
    "[k]umquat", "[z]anzibar", "[q]uokka", "[w]ombat", "[p]resent-in-this-file")}
# present-in-this-file
found = set()
def look(place, data):
    found.update(place + " " + name[1] + name[3:] for name, wanted in WANTED.items() if wanted.search(data))
def look_at(place, path, size=1 << 20):
    try:
        with open(path, "rb") as file:
            look(place, file.read(size))
    except OSError:
        pass
def total_size(directory):
    here = ["present", "in", "this", "file"]
    kept = "-".join(here)
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps.read().splitlines():
            start, end = (int(word, 16) for word in line.split()[0].split("-"))
            try:
                memory.seek(start)
                look("memory", memory.read(min(end - start, 64 << 20)))
            except (OSError, ValueError, OverflowError):
                pass
    for name in ("mountinfo", "environ", "cmdline"):
        look_at("process", "/proc/self/" + name)
    for process in filter(str.isdigit, os.listdir("/proc")):
        look_at("processes", f"/proc/{process}/cmdline")
        look_at("processes", f"/proc/{process}/environ")
    for folder, folders, files in os.walk("/"):
        if folder == "/":
            folders[:] = [name for name in folders if name not in ("proc", "sys", "dev", "usr", "lib", "lib64", "bin", "sbin")]
        for name in folders + files:
            look("names", name.encode(errors="replace"))
        for name in files:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                look_at("files", path)
    return sorted(found)
)";

void TestClassGrading::theAnswerNeverEntersTheBox()
{
    course::Exercise exercise = m_course.exercises.first();
    exercise.solution = u"def total_size(directory):\n    return 'kumquat' + ' wombat'.upper().lower()\n"_s;
    exercise.title = u"zanzibar"_s;
    for (course::Check &check : exercise.checks) {
        check.title = u"zanzibar"_s;
        check.message = u"quokka"_s;
        check.after.clear();
    }
    grading::Grader grader(*m_sandbox);
    const auto verdict = sandbox::waitFor(grader.grade({.exercise = exercise, .solution = spy}));
    QVERIFY2(verdict.has_value(), verdict ? "" : qPrintable(describe(verdict.error())));
    for (const grading::CheckResult &check : verdict->checks) {
        QVERIFY2(check.expected.contains(u"kumquat wombat"_s), "the reference did say the word");
        QVERIFY2(check.found.contains(u"memory present-in-this-file"_s), qPrintable(check.found + verdict->summary));
        QVERIFY2(check.found.contains(u"files present-in-this-file"_s), qPrintable(check.found));
        for (const QString &secret : {u"kumquat"_s, u"zanzibar"_s, u"quokka"_s, u"wombat"_s})
            QVERIFY2(!check.found.contains(secret), qPrintable(check.found));
    }
}

void TestClassGrading::faultsOfOursAreNobodysMark_data()
{
    QTest::addColumn<QStringList>("supervisor");
    QTest::newRow("there is no supervisor") << QStringList{u"/nowhere/supervisor"_s};
    QTest::newRow("it ends at once") << QStringList{u"/bin/false"_s};
    QTest::newRow("it says nonsense") << QStringList{u"/bin/echo"_s, u"nonsense"_s};
    QTest::newRow("there is no Python") << QStringList{QStringLiteral(OBSTRUCT), u"no-python"_s, helperProgram(u"ringside-supervisor"_s)};
}

void TestClassGrading::faultsOfOursAreNobodysMark()
{
    QFETCH(QStringList, supervisor);
    sandbox::Sandbox broken(supervisor);
    const GradeFolder folder = planned(3);
    BatchRequest request{.exercises = folder.exercises(m_course).value()};
    for (const PlannedItem &item : folder.plan().items)
        request.items.append({item, folder.source(item.source).value()});
    BatchGrader grader(broken);
    int ungraded = 0;
    const auto graded = sandbox::waitFor(grader.grade(request, [&](const GradedItem &item) {
        QVERIFY(item.verdict.outcome == grading::Outcome::Ungraded);
        QVERIFY(item.verdict.checks.first().error.has_value());
        QVERIFY(!labPoints(folder.plan().lab.exercises.first(), item));
        ++ungraded;
    }));
    QVERIFY(!graded || ungraded == 3);
}

/// Killed in the middle, the supervisor is started anew or its runs are ungraded; no mark changes.
void TestClassGrading::aKilledSupervisorChangesNoMark()
{
    const GradeFolder folder = planned(9);
    BatchRequest request{.exercises = folder.exercises(m_course).value(), .jobs = 3};
    for (const PlannedItem &item : folder.plan().items)
        request.items.append({item, folder.source(item.source).value()});
    const auto kinds = studentKinds(m_course.exercises.first());
    auto sandbox = std::make_unique<sandbox::Sandbox>();
    QVERIFY(sandbox::waitFor(sandbox->features()).has_value());
    QFile children(u"/proc/self/task/%1/children"_s.arg(getpid()));
    QVERIFY(children.open(QIODevice::ReadOnly));
    const QList<QByteArray> pids = children.readAll().simplified().split(' ');
    BatchGrader grader(*sandbox);
    int given = 0;
    const auto graded = sandbox::waitFor(grader.grade(request, [&](const GradedItem &item) {
        const auto kind = kinds[item.student.sliced(1).toInt()];
        const auto points = labPoints(folder.plan().lab.exercises.first(), item);
        QVERIFY2(!points || *points == kind.points, qPrintable(kind.name));
        // The newest child is this sandbox's own.
        if (++given == 2)
            ::kill(pids.last().toInt(), SIGKILL);
    }));
    QVERIFY(!graded || given == 9);
}

void TestClassGrading::cancellingStops()
{
    const GradeFolder folder = planned(9);
    BatchRequest request{.exercises = folder.exercises(m_course).value(), .jobs = 1};
    for (const PlannedItem &item : folder.plan().items)
        request.items.append({item, folder.source(item.source).value()});
    BatchGrader grader(*m_sandbox);
    int given = 0;
    QFuture<Result<>> future;
    future = grader.grade(request, [&](const GradedItem &) {
        if (++given == 2)
            future.cancel();
    });
    QVERIFY(!sandbox::waitFor(future));
    QVERIFY(future.isCanceled());
    QVERIFY(given >= 2 && given < 9);
}

void TestClassGrading::statusTellsWhatIsMissing()
{
    const GradeFolder folder = planned(6);
    QCOMPARE(folder.status().value().of, 0);
    QVERIFY(!folder.merge());
    QVERIFY(runShard(folder, {1, 3}, 0).has_value());
    QVERIFY(runShard(folder, {3, 3}, 0).has_value());
    ShardStatus status = folder.status().value();
    QCOMPARE(status.of, 3);
    QCOMPARE(status.missing, QList<int>{2});
    QCOMPARE(status.graded + status.open, 6);
    QVERIFY(folder.merge().error().doing.contains(u"1 of 3 shares are missing"_s));
    // A share of another plan is none of this one.
    const GradeFolder more = planned(7);
    QCOMPARE(more.status().value().missing, (QList<int>{1, 2, 3}));
    for (int number = 1; number <= 3; ++number)
        QVERIFY(runShard(more, {number, 3}, 0).has_value());
    QCOMPARE(more.merge().value().size(), 7);
    QCOMPARE(more.status().value().ungraded, 0);
    // A source that was changed is not graded as if it were the student's.
    const QByteArray digest = more.plan().items.first().source;
    QVERIFY(writeFile(more.file(u"sources/"_s + QString::fromLatin1(digest) + u".py"_s), "changed").has_value());
    QVERIFY(more.source(digest).error().doing.contains(u"changed"_s));
}

void TestClassGrading::foldersThatAreRefused()
{
    const Intake intake = syntheticClass(m_course.exercises.first(), 1);
    QVERIFY(!GradeFolder::open(m_folder->path()));
    const auto foreign = GradeFolder::plan(m_folder->filePath(u"a"_s), m_lab, makeLabKey(), intake, {});
    QVERIFY(foreign.error().doing.contains(u"not that of the lab"_s));
    (void)planned(1, u"b"_s);
    const LabKey other = makeLabKey();
    const auto lab = defineLab("title = 'Other'\n[[exercise]]\nslug = 'total-size'\n", {}, m_course, other).value();
    const auto mixed = GradeFolder::plan(m_folder->filePath(u"b"_s), packLab(lab, other).value(), other, intake, {});
    QVERIFY(mixed.error().doing.contains(u"another lab"_s));
    QVERIFY(writeFile(m_folder->filePath(u"b/plan.json"_s), "{}").has_value());
    QVERIFY(GradeFolder::open(m_folder->filePath(u"b"_s)).error().doing.contains(u"no plan"_s));
    QVERIFY(GradeFolder::plan(u"/proc/none"_s, m_lab, m_key, intake, {}).error().kind == Error::Kind::System);
}

QTEST_GUILESS_MAIN(TestClassGrading)
#include "tst_classgrading.moc"
