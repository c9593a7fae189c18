#include "course/course.h"
#include "grading/coursecheck.h"
#include "sandbox/requests.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace ringside;
using namespace ringside::grading;
using namespace Qt::StringLiterals;

// `tst_content_shipped 05-os-module` checks that lesson as `ringside course check` does: its examples, their output and
// calls, its quizzes and clinics. Without a name it is every lesson. With RINGSIDE_ALL_EXERCISES=1 the exercises are
// checked, too, each wrong solution on one seed and held only to the checks it is to fail; that takes many minutes.

namespace {

QString chosen; // lesson, or exercise; empty: all

bool belongs(const QString &folder)
{
    return chosen.isEmpty() || folder.contains(u'/' + chosen + u'/') || folder.endsWith(u'/' + chosen);
}

QStringList texts(const QList<Error> &errors)
{
    QStringList lines;
    for (const Error &error : errors)
        lines.append(describe(error));
    return lines;
}

template <typename T> QList<T> chosenOf(QList<T> all)
{
    all.removeIf([](const T &one) { return !belongs(one.folder); });
    return all;
}

QList<course::Exercise> chosenExercises(const course::Course &course)
{
    if (!qEnvironmentVariableIsSet("RINGSIDE_ALL_EXERCISES"))
        return {};
    return chosenOf(course.exercises);
}

QList<course::Exercise> onOneSeed(QList<course::Exercise> exercises)
{
    for (course::Exercise &exercise : exercises)
        for (course::Case &run : exercise.cases)
            run.seeds = 1;
    return exercises;
}

/// Limits on time that a busy machine does not reach either.
QList<course::Exercise> patient(QList<course::Exercise> exercises)
{
    constexpr int factor = 12;
    const sandbox::Limits usual;
    const auto extend = [](std::optional<std::chrono::milliseconds> &limit) {
        if (limit)
            *limit *= factor;
    };
    for (course::Exercise &exercise : exercises) {
        exercise.limits.wall = exercise.limits.wall.value_or(usual.wall);
        exercise.limits.cpu = exercise.limits.cpu.value_or(usual.cpu);
        extend(exercise.limits.wall);
        extend(exercise.limits.cpu);
        for (course::Case &run : exercise.cases) {
            extend(run.limits.wall);
            extend(run.limits.cpu);
        }
    }
    return exercises;
}

qsizetype wordsIn(const QString &markdown)
{
    static const QRegularExpression blanks(u"\\s+"_s);
    static const QRegularExpression letter(u"[A-Za-z]"_s);
    return markdown.split(blanks).filter(letter).size();
}

qsizetype linesIn(const QString &text)
{
    static const QRegularExpression notBlank(u"\\S"_s);
    return text.split(u'\n').filter(notBlank).size();
}

/// To read 200 words a minute, and 40 lines of code and output; what a learner tries out comes on top.
double minutesToRead(const course::Lesson &lesson)
{
    qsizetype words = 0;
    qsizetype lines = 0;
    for (const course::Block &block : lesson.blocks) {
        if (const auto *prose = std::get_if<course::Prose>(&block.content))
            words += wordsIn(prose->markdown);
        else if (const auto *callout = std::get_if<course::Callout>(&block.content))
            words += wordsIn(callout->markdown);
        else if (const auto *figure = std::get_if<course::Figure>(&block.content))
            words += wordsIn(figure->alternative + u' ' + figure->caption);
        else if (const auto *example = std::get_if<course::Example>(&block.content))
            lines += linesIn(example->code) + linesIn(example->output.value_or(QString())) + example->calls.size();
    }
    return double(words) / 200 + double(lines) / 40;
}

} // namespace

class TestShipped : public QObject
{
    Q_OBJECT

private slots:
    void loads();
    void takesTheStatedTime();
    void isAsItSays();

private:
    QList<Error> problemsOf(const QList<course::Lesson> &lessons, const QList<course::Exercise> &exercises);

    const course::Course m_course = course::loadCourse(QStringLiteral(RINGSIDE_SOURCE_FOLDER));
    sandbox::Sandbox m_sandbox;
};

void TestShipped::loads()
{
    QStringList problems;
    for (const course::Broken &broken : m_course.broken)
        if (belongs(broken.folder))
            problems += texts(broken.errors);
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
}

void TestShipped::takesTheStatedTime()
{
    for (const course::Lesson &lesson : chosenOf(m_course.lessons)) {
        const double measured = minutesToRead(lesson);
        QVERIFY2(std::abs(measured - lesson.minutes) <= 2,
            qPrintable(u"%1: %2 minutes are stated, %3 measured"_s.arg(lesson.id).arg(lesson.minutes).arg(measured)));
    }
}

QList<Error> TestShipped::problemsOf(
    const QList<course::Lesson> &lessons, const QList<course::Exercise> &exercises)
{
    CourseChecker checker(m_sandbox);
    const auto report = sandbox::waitFor(checker.check({.lessons = lessons,
        .exercises = exercises,
        .seeds = 2,
        .depth = CourseCheckRequest::Depth::Named}));
    return report ? report->problems : QList<Error>{report.error()};
}

/// What was found wrong is looked at once more, with time enough: a busy machine stops what is only slow.
void TestShipped::isAsItSays()
{
    if (const QString missing = tests::missingSandbox(m_sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    const QList<course::Lesson> lessons = chosenOf(m_course.lessons);
    const QList<course::Exercise> exercises = onOneSeed(chosenExercises(m_course));
    QVERIFY(!lessons.isEmpty() || !exercises.isEmpty());
    const QList<Error> first = problemsOf(lessons, exercises);
    if (first.isEmpty())
        return;
    const auto isSuspect = [&first](const QString &folder) {
        return std::ranges::any_of(first,
            [&folder](const Error &error) { return error.file.isEmpty() || error.file.startsWith(folder + u'/'); });
    };
    QList<course::Lesson> suspectLessons = lessons;
    suspectLessons.removeIf([&](const course::Lesson &lesson) { return !isSuspect(lesson.folder); });
    QList<course::Exercise> suspects = exercises;
    suspects.removeIf([&](const course::Exercise &exercise) { return !isSuspect(exercise.folder); });
    const QList<Error> second = problemsOf(suspectLessons, patient(suspects));
    QVERIFY2(second.isEmpty(), qPrintable(texts(second).join(u'\n')));
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    chosen = application.arguments().value(1);
    TestShipped test;
    return QTest::qExec(&test, {application.arguments().first()});
}

#include "tst_shipped.moc"
