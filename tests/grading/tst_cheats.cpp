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

// Cheats that are graded at once: many of them wait for something, and a machine has more than one core.
constexpr qsizetype gradedAtOnce = 4;

// Some cheats use up all the time they are given. A machine that is busy makes no cheat succeed.
constexpr std::chrono::milliseconds longest{2000};

void shorten(course::LimitOverrides &limits)
{
    limits.wall = std::min(longest, limits.wall.value_or(longest));
}

/// What the core tier is about: the rest of the exercise cannot give a core point.
course::Exercise coreOf(course::Exercise exercise)
{
    shorten(exercise.limits);
    for (course::Case &run : exercise.cases)
        shorten(run.limits);
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
    void startGrading(qsizetype cheat);
    [[nodiscard]] QList<course::Exercise> exercisesFor(qsizetype cheat) const;

    QStringList m_files; ///< of the cheats, by number
    QHash<qsizetype, QList<QFuture<Result<Verdict>>>> m_verdicts; ///< of those that are being graded
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
    const QDir folder(QStringLiteral(RINGSIDE_SOURCE_FOLDER "/tests/grading/cheats"));
    const QStringList names = folder.entryList({u"*.py"_s}, QDir::Files, QDir::Name);
    QVERIFY(names.size() >= 40);
    m_files.clear();
    for (const QString &name : names) {
        QTest::newRow(qPrintable(QString(name).chopped(3).replace(u'_', u' '))) << m_files.size();
        m_files.append(folder.filePath(name));
    }
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

void TestCheats::startGrading(qsizetype cheat)
{
    if (m_verdicts.contains(cheat) || cheat >= m_files.size())
        return;
    QFile file(m_files[cheat]);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray source = file.readAll();
    for (const course::Exercise &exercise : exercisesFor(cheat))
        m_verdicts[cheat].append(m_grader->grade(
            {.exercise = exercise, .solution = adapted(source, exercise), .seed = 20'241'121}));
}

void TestCheats::earnNothing()
{
    QFETCH(qsizetype, number);
    for (qsizetype cheat = number; cheat < number + gradedAtOnce; ++cheat)
        startGrading(cheat);
    QStringList paid;
    for (const auto &future : m_verdicts.take(number)) {
        const auto verdict = sandbox::waitFor(future);
        QVERIFY2(verdict, verdict ? "" : qPrintable(describe(verdict.error())));
        QVERIFY(!verdict->checks.isEmpty());
        if (verdict->core.points != 0 || verdict->outcome != Outcome::Failed)
            paid += passedChecks(*verdict);
    }
    QVERIFY2(paid.isEmpty(), qPrintable(paid.join(u' ')));
}

QTEST_GUILESS_MAIN(TestCheats)
#include "tst_cheats.moc"
