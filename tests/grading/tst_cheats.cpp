#include "course/course.h"
#include "grading/grader.h"
#include "sandbox/requests.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace ringside;
using namespace ringside::grading;
using namespace Qt::StringLiterals;

// Every program of cheats/ tries to get points without solving anything. None may get a point of
// the core tier, on any exercise. Here each is tried on the exercises of the tests and on a share
// of the course, always the same and another for each program, so that every exercise meets some of them.
// RINGSIDE_ALL_CHEATS=1 tries all of them on all.

namespace {

constexpr qsizetype shareOfTheCourse = 40;

/// What the core tier is about: the rest of the exercise cannot give a core point.
course::Exercise coreOf(course::Exercise exercise)
{
    exercise.checks.removeIf(
        [](const course::Check &check) { return check.tier() != course::Tier::Core; });
    exercise.cases.removeIf([&](const course::Case &run) {
        return std::ranges::none_of(exercise.checks,
            [&run](const course::Check &check) { return check.cases.contains(run.id); });
    });
    return exercise;
}

/// What the reference calls its functions and classes: the cheat goes by all of these names.
QByteArrayList namesOf(const course::Exercise &exercise)
{
    static const QRegularExpression definition(
        u"^(?:def|class) ([A-Za-z]\\w*)"_s, QRegularExpression::MultilineOption);
    QByteArrayList names{exercise.contract.entry.toUtf8()};
    auto definitions = definition.globalMatch(exercise.solution);
    while (definitions.hasNext()) {
        const QByteArray name = definitions.next().captured(1).toUtf8();
        if (!names.contains(name))
            names.append(name);
    }
    return names;
}

QByteArray adapted(QByteArray cheat, const course::Exercise &exercise)
{
    if (exercise.contract.kind == course::Contract::Kind::Program)
        return cheat.replace("ENTRY", "main") + "\n\nmain()\n";
    const QByteArrayList names = namesOf(exercise);
    cheat.replace("ENTRY", names.first());
    for (const QByteArray &name : names.sliced(1))
        cheat += name + " = " + names.first() + '\n';
    return cheat;
}

QStringList passedChecks(const Verdict &verdict)
{
    QStringList passed;
    for (const CheckResult &check : verdict.checks)
        if (check.outcome == CheckOutcome::Passed)
            passed.append(verdict.slug + u'.' + check.id);
    return passed;
}

} // namespace

class TestCheats : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void earnNothing_data();
    void earnNothing();

private:
    void load(const QString &folder);
    [[nodiscard]] QList<course::Exercise> exercisesFor(qsizetype cheat) const;

    QList<course::Exercise> m_own; ///< of the tests
    QList<course::Exercise> m_course;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<Grader> m_grader;
};

void TestCheats::initTestCase()
{
    for (const QString &slug : {u"tidy"_s, u"echo-line"_s}) {
        const auto exercise = course::loadExercise(QStringLiteral(TEST_DATA "/exercises/") + slug);
        QVERIFY(exercise);
        m_own.append(coreOf(*exercise));
    }
    const course::Course course = course::loadCourse(QStringLiteral(RINGSIDE_SOURCE_FOLDER));
    for (const course::Exercise &exercise : course.exercises)
        m_course.append(coreOf(exercise));
    QVERIFY(m_course.size() >= shareOfTheCourse);
    m_sandbox = std::make_unique<sandbox::Sandbox>();
    m_grader = std::make_unique<Grader>(*m_sandbox);
    if (const QString missing = tests::missingSandbox(*m_sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

void TestCheats::cleanupTestCase()
{
    m_grader.reset();
    m_sandbox.reset();
    QFile children(u"/proc/self/task/%1/children"_s.arg(getpid()));
    QVERIFY(children.open(QIODevice::ReadOnly));
    QCOMPARE(children.readAll(), QByteArray());
}

void TestCheats::earnNothing_data()
{
    QTest::addColumn<qsizetype>("number");
    QTest::addColumn<QString>("file");
    const QDir folder(QStringLiteral(RINGSIDE_SOURCE_FOLDER "/tests/grading/cheats"));
    const QStringList files = folder.entryList({u"*.py"_s}, QDir::Files, QDir::Name);
    QVERIFY(files.size() >= 40);
    for (qsizetype i = 0; i < files.size(); ++i)
        QTest::newRow(qPrintable(QString(files[i]).chopped(3).replace(u'_', u' ')))
            << i << folder.filePath(files[i]);
}

QList<course::Exercise> TestCheats::exercisesFor(qsizetype cheat) const
{
    const bool all = qEnvironmentVariableIsSet("RINGSIDE_ALL_CHEATS");
    QList<course::Exercise> exercises = m_own;
    for (qsizetype i = 0; i < m_course.size(); ++i)
        if (all || i % shareOfTheCourse == cheat % shareOfTheCourse)
            exercises.append(m_course[i]);
    return exercises;
}

void TestCheats::earnNothing()
{
    QFETCH(qsizetype, number);
    QFETCH(QString, file);
    QFile source(file);
    QVERIFY(source.open(QIODevice::ReadOnly));
    const QByteArray cheat = source.readAll();
    QList<QFuture<Result<Verdict>>> verdicts;
    for (const course::Exercise &exercise : exercisesFor(number))
        verdicts.append(m_grader->grade(
            {.exercise = exercise, .solution = adapted(cheat, exercise), .seed = 20'241'121}));
    for (const auto &future : verdicts) {
        const auto verdict = sandbox::waitFor(future);
        QVERIFY2(verdict, verdict ? "" : qPrintable(describe(verdict.error())));
        QVERIFY(!verdict->checks.isEmpty());
        QVERIFY2(verdict->core.points == 0, qPrintable(passedChecks(*verdict).join(u' ')));
        QCOMPARE(verdict->outcome, Outcome::Failed);
    }
}

QTEST_GUILESS_MAIN(TestCheats)
#include "tst_cheats.moc"
