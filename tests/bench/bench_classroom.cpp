// How fast a class is graded: a class of right solutions of an exercise with two checks, each looked at in as many
// worlds as the exercise says. A test is one check of one file. The budgets are those of the design: 500 students with
// ten tests each in three minutes on four cores; fewer cores have as many times longer.

#include "classroom/batchgrader.h"
#include "classroom/syntheticclass.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>

#include <cstdio>

using namespace ringside;
using namespace Qt::StringLiterals;

namespace {

constexpr double wholeClass = 500 * 10; // tests
constexpr double budgetSeconds = 180;
constexpr int budgetCores = 4;

classroom::BatchRequest requestFor(const course::Exercise &exercise, int students)
{
    classroom::BatchRequest request{.exercises = {{exercise.slug, {exercise, "digest"}}}};
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

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption json(u"json"_s, u"also write the figures to FILE"_s, u"FILE"_s);
    const QCommandLineOption size(u"students"_s, u"how many files are graded"_s, u"N"_s, u"100"_s);
    parser.addOptions({json, size});
    parser.process(app);
    const auto exercise = course::loadExercise(QStringLiteral(CLASSROOM_DATA "/exercises/total-size"));
    if (!exercise)
        qFatal("%s", qPrintable(describe(exercise.error().first())));
    sandbox::Sandbox sandbox;
    (void)secondsFor(sandbox, requestFor(*exercise, 2)); // the sandbox is there, as in the middle of a class
    const int students = qMax(1, parser.value(size).toInt());
    const double seconds = secondsFor(sandbox, requestFor(*exercise, students));
    const int cores = QThread::idealThreadCount();
    const double perSecond = students * double(exercise->checks.size()) / seconds;
    const double needed = wholeClass / budgetSeconds * cores / budgetCores;
    const bool missed = perSecond < needed;
    std::printf("%d files in %.1f s on %d cores: %.0f a minute, %.1f tests a second, budget %.1f%s\n", students, seconds,
        cores, 60 * students / seconds, perSecond, needed, missed ? "  MISSED" : "");
    if (parser.isSet(json)) {
        QFile file(parser.value(json));
        const QJsonObject figures{{u"students"_s, students}, {u"seconds"_s, seconds}, {u"cores"_s, cores},
            {u"tests_per_second"_s, perSecond}, {u"budget"_s, needed}};
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(figures).toJson()) < 0)
            qFatal("cannot write %s", qPrintable(file.fileName()));
    }
    return missed ? 1 : 0;
}
