#include "grading/coursecheck.h"
#include "lens/traced.h"

#include <QFile>
#include <QTest>

using namespace ringside;
using namespace ringside::grading;
using namespace Qt::StringLiterals;

/// Programs that are killed, lose the power, meet errors and attackers: what is found, and the call
/// that shows it.
class TestSurvival : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void failuresHaveAWitness_data();
    void failuresHaveAWitness();
    void noStateIsLookedAtForever_data();
    void noStateIsLookedAtForever();
    void whatIsWrongWithACheckIsSaid_data();
    void whatIsWrongWithACheckIsSaid();
    void theCourseCheckAgrees();

private:
    CheckResult result(course::Exercise exercise, const QString &solution, const QString &check);

    course::Exercise m_exercise;
    sandbox::Sandbox m_sandbox;
    Grader m_grader{m_sandbox};
};

void TestSurvival::initTestCase()
{
    const auto exercise = course::loadExercise(QStringLiteral(TEST_DATA "/survival/publish"));
    QVERIFY2(exercise, exercise ? "" : qPrintable(describe(exercise.error().first())));
    m_exercise = *exercise;
    if (const QString missing = tests::missingLens(m_sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

/// Of this check and the one it waits for; the others would only take time.
CheckResult TestSurvival::result(
    course::Exercise exercise, const QString &solution, const QString &check)
{
    exercise.checks.removeIf([&check](const course::Check &other) {
        return other.id != check && other.id != u"writes";
    });
    const auto wrong
        = std::ranges::find(exercise.wrongSolutions, solution, &course::WrongSolution::name);
    const bool isReference = wrong == exercise.wrongSolutions.end();
    const auto verdict = sandbox::waitFor(m_grader.grade({.exercise = exercise,
        .solution = (isReference ? exercise.solution : wrong->source).toUtf8(),
        .seed = 1}));
    if (!verdict)
        qFatal("%s", qPrintable(describe(verdict.error())));
    return *std::ranges::find(verdict->checks, check, &CheckResult::id);
}

void TestSurvival::failuresHaveAWitness_data()
{
    QTest::addColumn<QString>("solution");
    QTest::addColumn<QString>("check");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("found");
    const QString oldOrNew = u"state: 'old\\n'\n| state: 'new\\n'"_s;
    QTest::newRow("killed between emptying and writing")
        << u"in_place"_s << u"kill"_s << 5
        << u"openat(AT_FDCWD, \"state\", O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC, 0666) = 3"_s
        << u"open('state').read() in ('old\\n', 'new\\n')"_s << u"False"_s;
    QTest::newRow("the name reached the disk, the content did not")
        << u"no_fsync"_s << u"power"_s << 8 << u"rename(\"state.new\", \"state\") = 0"_s << oldOrNew
        << u"state: '\\x00\\x00\\x00\\x00'"_s;
    QTest::newRow("an error that nobody hears of")
        << u"says_nothing"_s << u"fault"_s << 9
        << u"write(3</home/learner/state.new>, \"new\\n\", 4) = -1 EIO"_s << u"OSError"_s
        << u"None"_s;
    QTest::newRow("an error that ruins the file")
        << u"in_place"_s << u"fault"_s << 7
        << u"write(3</home/learner/state>, \"new\\n\", 4) = -1 EIO"_s << oldOrNew << u"state: ''"_s;
    QTest::newRow("a link that came in between")
        << u"in_place"_s << u"race"_s << 5
        << u"openat(AT_FDCWD, \"state\", O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC, 0666) = 3"_s
        << u"secret: 'SECRET\\n'"_s << u"secret: 'new\\n'"_s;
}

void TestSurvival::failuresHaveAWitness()
{
    QFETCH(QString, solution);
    QFETCH(QString, check);
    QFETCH(int, line);
    QFETCH(QString, call);
    QFETCH(QString, expected);
    QFETCH(QString, found);
    const CheckResult failed = result(m_exercise, solution, check);
    QCOMPARE(failed.outcome, CheckOutcome::Failed);
    QVERIFY(failed.where.has_value());
    QCOMPARE(failed.where->file, u"solution.py"_s);
    QCOMPARE(failed.where->line, line);
    QCOMPARE(failed.where->call, call);
    QCOMPARE(failed.expected, expected);
    QCOMPARE(failed.found, found);
}

void TestSurvival::noStateIsLookedAtForever_data()
{
    QTest::addColumn<QString>("makes");
    QTest::addColumn<QString>("found");
    QTest::newRow("a pipe that nobody writes")
        << u"os.mkfifo('state.odd')"_s << u"RuntimeError('no answer after 10 seconds')"_s;
    QTest::newRow("a link to a device that never ends")
        << u"os.symlink('/dev/zero', 'state.odd')"_s << u"MemoryError()"_s;
}

/// A file that is something else for a moment: the check fails there, and does not go without a mark.
void TestSurvival::noStateIsLookedAtForever()
{
    QFETCH(QString, makes);
    QFETCH(QString, found);
    course::Exercise exercise = m_exercise;
    exercise.solution.replace(u"    temporary ="_s,
        u"    %1\n    os.replace('state.odd', path)\n    temporary ="_s.arg(makes));
    const CheckResult failed = result(exercise, u"solution"_s, u"kill"_s);
    QVERIFY2(failed.outcome == CheckOutcome::Failed, failed.error ? qPrintable(describe(*failed.error)) : "");
    QCOMPARE(failed.found, found);
    QVERIFY(failed.where.has_value());
    QCOMPARE(failed.where->line, 6);
}

void TestSurvival::whatIsWrongWithACheckIsSaid_data()
{
    QTest::addColumn<QString>("check");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("says");
    QTest::newRow("a call that is none")
        << u"fault"_s << u"calls"_s << QVariant(QVariantList{u"fsnyc"_s})
        << u"calls: no system call and no group of them is called so: fsnyc"_s;
    QTest::newRow("an attack that is none")
        << u"race"_s << u"attack"_s << QVariant(u"melt state"_s)
        << u"attack: this is no step of an attacker: melt state"_s;
    QTest::newRow("a profile that is none") << u"power"_s << u"profile"_s << QVariant(u"zfs"_s)
                                            << u"profile: strict, journal or ext4 is expected"_s;
    QTest::newRow("an expectation that is none") << u"fault"_s << u"expect"_s << QVariant(u"luck"_s)
                                                 << u"expect: raises or same is expected"_s;
    QTest::newRow("an invariant that is none")
        << u"power"_s << u"invariant"_s << QVariant(QVariantMap{{u"old_and_new"_s, u"state"_s}})
        << u"old_and_new: "_s;
    QTest::newRow("an invariant that is no Python")
        << u"kill"_s << u"invariant"_s << QVariant(u"1 +"_s)
        << u"the invariant could not be evaluated: SyntaxError"_s;
}

void TestSurvival::whatIsWrongWithACheckIsSaid()
{
    QFETCH(QString, check);
    QFETCH(QString, key);
    QFETCH(QVariant, value);
    QFETCH(QString, says);
    course::Exercise exercise = m_exercise;
    const auto broken = std::ranges::find(exercise.checks, check, &course::Check::id);
    broken->settings[key] = {.value = value, .line = broken->line};
    const CheckResult ungraded = result(exercise, u"solution"_s, check);
    QCOMPARE(ungraded.outcome, CheckOutcome::Ungraded);
    QVERIFY(ungraded.error.has_value());
    QVERIFY2(ungraded.error->doing.contains(says), qPrintable(ungraded.error->doing));
}

void TestSurvival::theCourseCheckAgrees()
{
    using Depth = CourseCheckRequest::Depth;
    for (const Depth depth : {Depth::Full, Depth::Named}) {
        CourseChecker checker(m_sandbox);
        const auto report = sandbox::waitFor(
            checker.check({.exercises = {m_exercise}, .seeds = 2, .depth = depth}));
        QVERIFY(report.has_value());
        QStringList problems;
        for (const Error &problem : report->problems)
            problems.append(describe(problem));
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
        QCOMPARE(report->coverage.size(), m_exercise.checks.size());
    }
}

QTEST_GUILESS_MAIN(TestSurvival)
#include "tst_survival.moc"
