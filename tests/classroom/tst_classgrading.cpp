#include "classroom/plannedclass.h"
#include "filesystem/digest.h"
#include "grading/world.h"

#include <QElapsedTimer>

using namespace ringside;
using namespace ringside::classroom;
using namespace Qt::StringLiterals;
using tests::studentKinds;
using tests::studentName;
using tests::syntheticClass;

class TestClassGrading : public tests::PlannedClass
{
    Q_OBJECT

private slots:
    void initTestCase() { prepare(); }
    void init() { newFolder(); }
    void cleanupTestCase() { nothingIsLeft(); }

    void everyShardAndJobGivesTheSameBytes();
    void stoppedRunsGoOn();
    void nothingIsGradedTwice();
    void changedExercisesAreGradedAgain();
    void selectedFilesAreGradedAgain();
    void oneStudentIsGradedByWhatWasPutRight();
    void laterHandInsComeBesideEarlierOnes();
    void everyStudentHasOtherFiles();
    void answersOfOneStudentFailForAnother();
    void cancellingStops();
    void statusTellsWhatIsMissing();
    void foldersThatAreRefused();

private:
    static void comeBackFromTheirLines(const QList<GradedItem> &items);
    /// The exercise as somebody has put it right, in a folder of its own.
    void changeExercise();
    [[nodiscard]] QByteArray fileIn(const GradeFolder &folder, const QString &name) const
    {
        return readFile(folder.file(name)).value();
    }
};

/// Every kind once; a benchmark says how many it wants.
static int classSize()
{
    const int size = qEnvironmentVariableIntValue("RINGSIDE_CLASS_SIZE");
    return size > 0 ? size : 9;
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
    for (const auto &[shares, jobs] : {std::pair(1, 16), std::pair(2, 8), std::pair(4, 2), std::pair(8, 1), std::pair(16, 4)}) {
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

void TestClassGrading::changeExercise()
{
    const course::Exercise &before = m_course.exercises.first();
    const QString copy = m_folder->filePath(u"total-size"_s);
    QVERIFY(QDir().mkpath(copy));
    for (const QString &name : {u"exercise.toml"_s, u"world.toml"_s, u"solution.py"_s})
        QVERIFY(QFile::copy(before.folder + u'/' + name, copy + u'/' + name));
    QVERIFY(appendToFile(copy + u"/solution.py"_s, "# changed\n").has_value());
    m_course.exercises.first().folder = copy;
}

void TestClassGrading::changedExercisesAreGradedAgain()
{
    const GradeFolder folder = planned(3);
    QVERIFY(runShard(folder, {}, 0).has_value());
    const course::Exercise before = m_course.exercises.first();
    changeExercise();
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

/// One file by the exercise as it is now, all others as they were; then the others.
void TestClassGrading::oneStudentIsGradedByWhatWasPutRight()
{
    const GradeFolder folder = planned(4);
    QVERIFY(runShard(folder, {}, 0).has_value());
    const QList<GradedItem> first = folder.merge().value();
    const course::Exercise before = m_course.exercises.first();
    const auto back = qScopeGuard([&] { m_course.exercises.first() = before; });
    changeExercise();
    m_course.exercises.first().solution = QString::fromUtf8(tests::fileOf(before, u"wrong/follows.py"_s));
    const auto exercises = folder.exercises(m_course).value();
    const Selection again{.student = studentName(1)};
    const ShardWork work = folder.work({}, exercises, again).value();
    QCOMPARE(work.open.size(), 1);
    QCOMPARE(work.outdated, 3);
    QVERIFY(runShard(folder, {}, 0, again).has_value());
    const QList<GradedItem> second = folder.merge().value();
    for (qsizetype i = 0; i < first.size(); ++i)
        QCOMPARE(toLine(second[i]) == toLine(first[i]), i != 1);
    QCOMPARE(second[1].verdict.total.points, 100.0); // it follows links, as the reference does now
    qsizetype open = 0;
    QVERIFY(runShard(folder, {}, 0, {}, &open).has_value());
    QCOMPARE(open, 3);
    QCOMPARE(folder.merge().value()[0].verdict.total.points, 40.0);
}

/// Who hands in late comes beside the others; who hands in again is taken as he is now; nobody is lost.
void TestClassGrading::laterHandInsComeBesideEarlierOnes()
{
    const auto more = [&](Intake &intake, const QList<Student> &roster = {}) {
        return GradeFolder::planMore(m_folder->filePath(u"g"_s), m_lab, m_key, intake, roster);
    };
    const auto noteOf = [](const Submission &submission, const QString &source) {
        return IntakeNote{.source = source, .name = submission.student.toUtf8() + ".py", .student = submission.student, .slug = submission.slug};
    };
    Intake early = syntheticClass(m_course.exercises.first(), 4);
    for (const Submission &submission : std::as_const(early.submissions))
        early.notes.append(noteOf(submission, u"early.zip"_s));
    QVERIFY(more(early, {{.id = studentName(1), .name = u"Roster Name"_s, .extensionMinutes = 30}, {.id = u"zoe"_s}}).has_value());
    QVERIFY(runShard(GradeFolder::open(m_folder->filePath(u"g"_s)).value(), {}, 0).has_value());

    // The first has handed in again, the second's file is older than the one that is there, the fifth is new.
    Intake late = syntheticClass(m_course.exercises.first(), 5);
    late.submissions.remove(2, 2);
    late.submissions[0].content += "# again\n";
    late.submissions[0].submitted += 3600;
    late.submissions[1].content += "# of yesterday\n";
    late.submissions[1].submitted -= 86'400;
    for (const Submission &submission : std::as_const(late.submissions))
        late.notes.append(noteOf(submission, u"late.zip"_s));
    const auto folder = more(late);
    QVERIFY2(folder.has_value(), folder ? "" : qPrintable(describe(folder.error())));
    QCOMPARE(folder->plan().items.size(), 5);
    QCOMPARE(folder->plan().students.size(), 6);
    QCOMPARE(folder->plan().student(studentName(1))->name, u"Roster Name"_s);
    QCOMPARE(folder->plan().student(studentName(1))->extensionMinutes, 30);
    QVERIFY(!folder->source(folder->plan().items[1].source)->contains("yesterday"));
    QVERIFY(folder->source(folder->plan().items[0].source)->endsWith("# again\n"));
    QCOMPARE(late.count(Fate::Taken), 2);
    QCOMPARE(late.notes[1].fate, Fate::Superseded);
    QCOMPARE(fileIn(*folder, u"intake.jsonl"_s).count('\n'), 7);
    qsizetype open = 0;
    QVERIFY(runShard(*folder, {}, 0, {}, &open).has_value());
    QCOMPARE(open, 2);
    QCOMPARE(folder->merge().value().size(), 5);

    // The same archive once more changes nothing, a plan from the start drops what is not in it.
    const QByteArray plan = fileIn(*folder, u"plan.json"_s);
    Intake again = early;
    QVERIFY(more(again).has_value());
    QCOMPARE(fileIn(*folder, u"plan.json"_s), plan);
    QCOMPARE(fileIn(*folder, u"intake.jsonl"_s).count('\n'), 7);
    QCOMPARE(GradeFolder::plan(folder->path(), m_lab, m_key, syntheticClass(m_course.exercises.first(), 1), {})->plan().items.size(), 1);
    // What cannot be read is not taken for nothing.
    QVERIFY(writeFile(folder->file(u"plan.json"_s), "{}").has_value());
    QVERIFY(more(again).error().doing.contains(u"no plan"_s));
}

/// Answers with a digest of all that lies in the folder.
static const QByteArray digester = R"(import hashlib, os
def total_size(directory):
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(directory):
        folders.sort()
        for name in sorted(folders + files):
            path = os.path.join(folder, name)
            info = os.lstat(path)
            digest.update(repr((path, info.st_mode, info.st_size, info.st_mtime_ns)).encode())
            if name in files:
                with open(path, "rb") as file:
                    digest.update(file.read())
    return digest.hexdigest()
)";

/// As their programs see them: the same seed gives the same tree, byte for byte, another student or round another. There
/// are two rounds at least.
void TestClassGrading::everyStudentHasOtherFiles()
{
    const course::Exercise &exercise = m_course.exercises.first();
    grading::Grader grader(*m_sandbox);
    const auto treeOf = [&](quint64 seed) {
        const auto verdict = sandbox::waitFor(grader.grade({.exercise = exercise, .solution = digester, .seed = seed})).value();
        QCOMPARE(verdict.seeds, (QList<quint64>{seed, seed + 1}));
        const grading::CheckResult &check = verdict.checks.first();
        QCOMPARE(check.seed, seed);
        QCOMPARE(check.found.size(), 66); // with its quotes
        return check.found;
    };
    const auto seedFor = [&](const QString &student) { return seedOf(m_key, student, exercise.id); };
    const QString first = treeOf(seedFor(u"ann"_s));
    QCOMPARE(treeOf(seedFor(u"ann"_s)), first);
    QVERIFY(treeOf(seedFor(u"ann"_s) + 1) != first);
    QVERIFY(treeOf(seedFor(u"bob"_s)) != first);
    // A whole class, as its worlds are built.
    QSet<QByteArray> worlds;
    for (int i = 0; i < 500; ++i) {
        for (const quint64 round : {0ULL, 1ULL}) {
            QByteArray bytes;
            const auto world = grading::buildWorld(exercise, exercise.cases.first(), seedFor(studentName(i)) + round).value();
            for (const filesystem::Entry &entry : world.tree.entries)
                bytes += entry.path + '\0' + entry.content + '\0';
            worlds.insert(filesystem::digestOf(bytes));
        }
    }
    QCOMPARE(worlds.size(), 1000);
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
