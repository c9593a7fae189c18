#include "base/paths.h"
#include "classroom/gradebook.h"
#include "classroom/plannedclass.h"

#include <csignal>

using namespace ringside;
using namespace ringside::classroom;
using namespace Qt::StringLiterals;
using tests::studentKinds;

/// What may go wrong with a class: students who go past the task, and faults of ours. Neither earns a mark, and ours
/// costs none.
class TestClassFaults : public tests::PlannedClass
{
    Q_OBJECT

private slots:
    void initTestCase() { prepare(); }
    void init() { newFolder(); }
    void cleanupTestCase() { nothingIsLeft(); }

    void cheatsEarnNothing();
    void theAnswerNeverEntersTheBox();
    void faultsOfOursAreNobodysMark_data();
    void faultsOfOursAreNobodysMark();
    void aKilledSupervisorChangesNoMark();
    void pythonGoneInTheMiddleIsNobodysMark();

private:
    [[nodiscard]] Result<> runIn(sandbox::Sandbox &sandbox, const GradeFolder &folder, const std::function<void()> &graded);
};

/// Every way to a mark that goes past the task. None is anybody's fault but its author's: each is
/// graded, and with nothing. Some use up all the time they are given, so that is little.
void TestClassFaults::cheatsEarnNothing()
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
    "[k]umquat", "[z]anzibar", "[q]uokka", "[w]ombat", "[a]ardvark", "[p]resent-in-this-file")}
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

void TestClassFaults::theAnswerNeverEntersTheBox()
{
    course::Exercise exercise = m_course.exercises.first();
    exercise.solution = u"def total_size(directory):\n    return 'kumquat' + ' wombat'.upper().lower()\n"_s;
    exercise.title = u"zanzibar"_s;
    for (course::Check &check : exercise.checks) {
        check.id = u"aardvark-"_s + check.id;
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
        for (const QString &secret : {u"kumquat"_s, u"zanzibar"_s, u"quokka"_s, u"wombat"_s, u"aardvark"_s})
            QVERIFY2(!check.found.contains(secret), qPrintable(check.found));
    }
}

void TestClassFaults::faultsOfOursAreNobodysMark_data()
{
    QTest::addColumn<QStringList>("supervisor");
    QTest::newRow("there is no supervisor") << QStringList{u"/nowhere/supervisor"_s};
    QTest::newRow("it ends at once") << QStringList{u"/bin/false"_s};
    QTest::newRow("it says nonsense") << QStringList{u"/bin/echo"_s, u"nonsense"_s};
    QTest::newRow("there is no Python") << QStringList{QStringLiteral(OBSTRUCT), u"no-python"_s, helperProgram(u"ringside-supervisor"_s)};
}

void TestClassFaults::faultsOfOursAreNobodysMark()
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
void TestClassFaults::aKilledSupervisorChangesNoMark()
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

/// Grades what is open with this sandbox, and keeps what comes.
Result<> TestClassFaults::runIn(sandbox::Sandbox &sandbox, const GradeFolder &folder, const std::function<void()> &graded)
{
    const auto work = folder.work({}, folder.exercises(m_course).value()).value();
    BatchRequest request{.exercises = folder.exercises(m_course).value(), .jobs = 2};
    for (const PlannedItem &item : work.open)
        request.items.append({item, folder.source(item.source).value()});
    QList<GradedItem> items = work.done;
    BatchGrader grader(sandbox);
    const auto ran = sandbox::waitFor(grader.grade(request, [&](const GradedItem &item) {
        items.append(item);
        graded();
    }));
    return ran.and_then([&] { return folder.complete({}, items); });
}

static QList<pid_t> childrenOf(pid_t parent)
{
    QList<pid_t> all;
    const QDir tasks(u"/proc/%1/task"_s.arg(parent));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile children(tasks.filePath(task + u"/children"_s));
        if (!children.open(QIODevice::ReadOnly))
            continue;
        for (const QByteArray &pid : children.readAll().simplified().split(' '))
            if (!pid.isEmpty())
                all.append(pid.toInt());
    }
    return all;
}

/// Every Python below a process: those that stand ready would go on without the file they came from.
static int killPythons(pid_t parent)
{
    int killed = 0;
    for (const pid_t child : childrenOf(parent)) {
        QFile words(u"/proc/%1/cmdline"_s.arg(child));
        const bool isPython = words.open(QIODevice::ReadOnly) && words.readAll().startsWith("python3");
        killed += killPythons(child) + (isPython && ::kill(child, SIGKILL) == 0 ? 1 : 0);
    }
    return killed;
}

/// The interpreter is renamed while a class is graded: who was graded has his mark, all others are ungraded; when it is
/// back the next run grades them and nobody else.
void TestClassFaults::pythonGoneInTheMiddleIsNobodysMark()
{
    const QString programs = m_folder->filePath(u"programs"_s);
    QVERIFY(QDir().mkpath(programs));
    QVERIFY(QFile::setPermissions(programs, QFile::Permissions::fromInt(0x7755)));
    QVERIFY(QFile::copy(u"/usr/bin/python3"_s, programs + u"/python3"_s));
    const QList<pid_t> others = childrenOf(::getpid());
    sandbox::Sandbox own({QStringLiteral(OBSTRUCT), u"own-programs="_s + programs, helperProgram(u"ringside-supervisor"_s)});
    const auto features = sandbox::waitFor(own.features());
    QVERIFY2(features.has_value(), features ? "" : qPrintable(describe(features.error())));
    QList<pid_t> supervisor = childrenOf(::getpid());
    supervisor.removeIf([&](pid_t pid) { return others.contains(pid); });
    QCOMPARE(supervisor.size(), 1);

    const GradeFolder folder = planned(9);
    int given = 0;
    int killed = 0;
    const auto ran = runIn(own, folder, [&] {
        if (++given != 3)
            return;
        QVERIFY(QFile::rename(programs + u"/python3"_s, programs + u"/gone"_s));
        killed = killPythons(supervisor.first());
    });
    QVERIFY2(ran.has_value(), ran ? "" : qPrintable(describe(ran.error())));
    QVERIFY(killed > 0);
    QCOMPARE(given, 9);
    const ShardStatus status = folder.status().value();
    QVERIFY2(status.ungraded > 0 && status.graded >= 3, qPrintable(u"%1 graded"_s.arg(status.graded)));
    const auto kinds = studentKinds(m_course.exercises.first());
    const QList<GradedItem> items = folder.merge().value();
    const Gradebook book = makeGradebook(folder.plan(), items, {});
    QCOMPARE(book.ungraded(), status.ungraded);
    for (qsizetype i = 0; i < items.size(); ++i) {
        const auto points = labPoints(folder.plan().lab.exercises.first(), items[i]);
        QCOMPARE(points.has_value(), book.rows[i].isComplete);
        QVERIFY2(!points || *points == kinds[i].points, qPrintable(kinds[i].name));
        QVERIFY(points || items[i].verdict.checks.first().error.has_value());
    }
    qInfo("%d of 9 graded before Python was gone, %d ungraded", int(status.graded), int(status.ungraded));

    QVERIFY(QFile::rename(programs + u"/gone"_s, programs + u"/python3"_s));
    given = 0;
    QVERIFY(runIn(own, folder, [&] { ++given; }).has_value());
    QCOMPARE(given, status.ungraded);
    everyKindHasItsMark(folder.merge().value());
}

QTEST_GUILESS_MAIN(TestClassFaults)
#include "tst_classfaults.moc"
