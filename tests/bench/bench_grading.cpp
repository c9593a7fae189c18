// How long a learner waits for a verdict: each exercise of the lesson on os is graded as the window does it when a file
// is saved, by a grader that has been there for a while. A solution that is not finished yet is looked at too: that is
// what is saved most often. The budget is that of the typical exercise, so it is held against the median.

#include "course/course.h"
#include "grading/grader.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>

using namespace ringside;
using namespace Qt::StringLiterals;

namespace {

constexpr double budgetMs = 1000;
constexpr int repetitions = 3;

double median(QList<double> values)
{
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}

/// What a beginner writes, where the exercise has it; else what it starts with.
QByteArray textbookOf(const course::Exercise &exercise)
{
    const auto textbook
        = std::ranges::find(exercise.wrongSolutions, u"textbook"_s, &course::WrongSolution::name);
    return (textbook == exercise.wrongSolutions.end() ? exercise.starter : textbook->source).toUtf8();
}

double millisecondsFor(grading::Grader &grader, const course::Exercise &exercise, const QByteArray &solution)
{
    QElapsedTimer clock;
    clock.start();
    const auto verdict = sandbox::waitFor(grader.grade({.exercise = exercise, .solution = solution}));
    if (!verdict)
        qFatal("%s", qPrintable(describe(verdict.error())));
    return double(clock.nsecsElapsed()) / 1e6;
}

/// As when the same exercise is saved again and again.
double usualTime(grading::Grader &grader, const course::Exercise &exercise, const QByteArray &solution)
{
    QList<double> times;
    for (int i = 0; i < repetitions; ++i)
        times.append(millisecondsFor(grader, exercise, solution));
    return median(times);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption json(u"json"_s, u"also write the figures to FILE"_s, u"FILE"_s);
    parser.addOption(json);
    parser.process(app);
    sandbox::Sandbox sandbox;
    grading::Grader grader(sandbox);
    QList<double> textbooks;
    QList<double> references;
    QJsonObject figures;
    std::printf("%-28s %12s %12s\n", "exercise", "textbook", "reference");
    for (const course::Exercise &exercise : course::loadCourse(QStringLiteral(RINGSIDE_SOURCE_FOLDER)).exercises) {
        if (exercise.lesson != u"os-module")
            continue;
        textbooks.append(usualTime(grader, exercise, textbookOf(exercise)));
        references.append(usualTime(grader, exercise, exercise.solution.toUtf8()));
        figures[exercise.slug] = QJsonObject{{u"textbook_ms"_s, textbooks.last()}, {u"reference_ms"_s, references.last()}};
        std::printf("%-28s %9.0f ms %9.0f ms\n", qPrintable(exercise.slug), textbooks.last(), references.last());
        std::fflush(stdout);
    }
    if (textbooks.isEmpty())
        qFatal("the lesson has no exercises");
    const bool missed = median(textbooks) > budgetMs;
    std::printf("%-28s %9.0f ms %9.0f ms  budget %.0f%s\n", "median", median(textbooks), median(references), budgetMs,
        missed ? "  MISSED" : "");
    if (parser.isSet(json)) {
        QFile file(parser.value(json));
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(figures).toJson()) < 0)
            qFatal("cannot write %s", qPrintable(file.fileName()));
    }
    return missed ? 1 : 0;
}
