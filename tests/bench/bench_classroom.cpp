// How fast a class is graded. A class of right solutions of an exercise with two checks, each looked at in as many
// worlds as the exercise says: a test is one check of one file there. And a class of trivial tests, one run and one check
// with a literal answer each: what a test costs beyond the bare start of its program, by itself, and how many of them all
// cores do in a second. The budgets are those of the design: 500 students with ten tests each in three minutes on four
// cores, fewer cores have as many times longer; 15 ms for each trivial test; 30 of them in a second on each core. And the
// test that grades on a real Slurm, loses a node and compares: a minute for all of it.

#include "classroom/batchgrader.h"
#include "bench/contest.h"
#include "classroom/syntheticclass.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QThread>

#include <cstdio>

using namespace ringside;
using namespace Qt::StringLiterals;

namespace {

constexpr double wholeClass = 500 * 10; // tests
constexpr double budgetSeconds = 180;
constexpr int budgetCores = 4;
constexpr double budgetOverheadMs = 15;
constexpr double budgetTrivialPerCore = 30; // tests a second
constexpr double budgetSlurmSeconds = 60;
constexpr int turns = 5;

classroom::BatchRequest requestFor(const course::Exercise &exercise, int students, int jobs = 0)
{
    classroom::BatchRequest request{.exercises = {{exercise.slug, {exercise, "digest"}}}, .jobs = jobs};
    for (int i = 0; i < students; ++i)
        request.items.append({{.student = tests::studentName(i), .slug = exercise.slug, .seed = quint64(i) + 1},
            exercise.solution.toUtf8()});
    return request;
}

/// Seconds for all of them. Whatever is not right ends the program: a fast grader that errs is none.
double secondsFor(sandbox::Sandbox &sandbox, const classroom::BatchRequest &request)
{
    classroom::BatchGrader grader(sandbox);
    QElapsedTimer clock;
    clock.start();
    const auto graded = sandbox::waitFor(grader.grade(request, [](const classroom::GradedItem &item) {
        if (item.verdict.outcome != grading::Outcome::Mastered)
            qFatal("the reference of %s does not pass", qPrintable(item.slug));
    }));
    if (!graded)
        qFatal("%s", qPrintable(describe(graded.error())));
    return double(clock.nsecsElapsed()) / 1e9;
}

course::Exercise load(const QString &folder)
{
    const auto exercise = course::loadExercise(folder);
    if (!exercise)
        qFatal("%s", qPrintable(describe(exercise.error().first())));
    return *exercise;
}

/// The exercise with nothing but its first check, in one world.
course::Exercise trivial(course::Exercise exercise)
{
    exercise.checks.resize(1);
    for (course::Case &one : exercise.cases)
        one.seeds = 1;
    return exercise;
}

/// Milliseconds for the start of what the trivial test runs, with nothing around it.
double bareMilliseconds(int runs)
{
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < runs; ++i)
        tests::finish(tests::spawn({"python3", "-I", "-B", "-c", "import os, sys"}));
    return double(clock.nsecsElapsed()) / 1e6 / runs;
}

/// What trivial tests take, by themselves and all together.
struct TrivialFigures
{
    double bareMs = 0;
    double oneMs = 0;
    double perCore = 0; ///< a second
    [[nodiscard]] double overheadMs() const { return oneMs - bareMs; }
};

/// By turns: a busy moment of the machine hits each.
TrivialFigures trivialFigures(sandbox::Sandbox &sandbox, int students)
{
    const course::Exercise exercise = trivial(load(QStringLiteral(GRADING_DATA "/exercises/echo-line")));
    (void)secondsFor(sandbox, requestFor(exercise, 2));
    QList<double> bare, one, perCore;
    for (int turn = 0; turn < turns; ++turn) {
        bare.append(bareMilliseconds(students));
        one.append(secondsFor(sandbox, requestFor(exercise, students, 1)) * 1000 / students);
        perCore.append(students / secondsFor(sandbox, requestFor(exercise, students)) / QThread::idealThreadCount());
    }
    return {tests::median(bare), tests::median(one), tests::median(perCore)};
}

/// Prints the figures and says whether a budget was missed.
bool tellTrivial(const TrivialFigures &figures)
{
    const bool isSlow = figures.overheadMs() > budgetOverheadMs;
    const bool areFew = figures.perCore < budgetTrivialPerCore;
    std::printf("a trivial test %.1f ms, its program bare %.1f ms: %.1f ms over, budget %.0f%s\n", figures.oneMs, figures.bareMs,
        figures.overheadMs(), budgetOverheadMs, isSlow ? "  MISSED" : "");
    std::printf("trivial tests a second on each core %.1f, budget %.0f%s\n", figures.perCore, budgetTrivialPerCore,
        areFew ? "  MISSED" : "");
    return isSlow || areFew;
}

/// Seconds; nothing where Slurm is not installed or does not come up.
std::optional<double> slurmSeconds()
{
    QProcess test;
    QElapsedTimer clock;
    clock.start();
    test.start(QStringLiteral(SLURM_TEST), {u"aClusterGivesTheSameBytes"_s});
    test.waitForFinished(-1);
    const QByteArray output = test.readAllStandardOutput();
    if (test.exitStatus() != QProcess::NormalExit || test.exitCode() != 0)
        qFatal("the test on Slurm fails:\n%s", output.constData());
    if (output.contains("SKIP"))
        return std::nullopt;
    return double(clock.elapsed()) / 1000;
}

bool tellSlurm(const std::optional<double> &seconds)
{
    const bool isSlow = seconds && *seconds > budgetSlurmSeconds;
    if (seconds)
        std::printf("on Slurm, with a node lost, %.1f s, budget %.0f%s\n", *seconds, budgetSlurmSeconds, isSlow ? "  MISSED" : "");
    else
        std::printf("no Slurm here\n");
    return isSlow;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption json(u"json"_s, u"also write the figures to FILE"_s, u"FILE"_s);
    const QCommandLineOption size(u"students"_s, u"how many files are graded"_s, u"N"_s, u"100"_s);
    parser.addOptions({json, size});
    parser.process(app);
    const course::Exercise exercise = load(QStringLiteral(CLASSROOM_DATA "/exercises/total-size"));
    sandbox::Sandbox sandbox;
    (void)secondsFor(sandbox, requestFor(exercise, 2)); // the sandbox is there, as in the middle of a class
    const int students = qMax(1, parser.value(size).toInt());
    const double seconds = secondsFor(sandbox, requestFor(exercise, students));
    const int cores = QThread::idealThreadCount();
    const double perSecond = students * double(exercise.checks.size()) / seconds;
    const double needed = wholeClass / budgetSeconds * cores / budgetCores;
    bool missed = perSecond < needed;
    std::printf("%d files in %.1f s on %d cores: %.0f a minute, %.1f tests a second, budget %.1f%s\n", students, seconds,
        cores, 60 * students / seconds, perSecond, needed, missed ? "  MISSED" : "");
    const TrivialFigures trivials = trivialFigures(sandbox, students);
    missed |= tellTrivial(trivials);
    const std::optional<double> slurm = slurmSeconds();
    missed |= tellSlurm(slurm);
    if (parser.isSet(json)) {
        QFile file(parser.value(json));
        const QJsonObject figures{{u"students"_s, students}, {u"seconds"_s, seconds}, {u"cores"_s, cores},
            {u"tests_per_second"_s, perSecond}, {u"budget"_s, needed}, {u"trivial_ms"_s, trivials.oneMs},
            {u"bare_ms"_s, trivials.bareMs}, {u"overhead_ms"_s, trivials.overheadMs()},
            {u"trivial_per_core"_s, trivials.perCore}, {u"slurm_seconds"_s, slurm ? QJsonValue(*slurm) : QJsonValue::Null}};
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(figures).toJson()) < 0)
            qFatal("cannot write %s", qPrintable(file.fileName()));
    }
    return missed ? 1 : 0;
}
