#include "desktop/lesson/examplerunner.h"
#include "grading/example.h"
#include "windowtest.h"

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

// The window runs the examples of a lesson in the worlds in which the tests of the course check them.
class TestExampleRunner : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void examplesInAWorldPrintWhatTheLessonShows_data();
    void examplesInAWorldPrintWhatTheLessonShows();
    void whatIsLeftIsThereForTheNext_data();
    void whatIsLeftIsThereForTheNext();
    void quizzesStartInTheirWorld();
    void aWorldThatIsNotThereIsToldOf();

private:
    [[nodiscard]] RunAnswer run(const course::Lesson &lesson, qsizetype block);
    [[nodiscard]] course::Lesson lessonOnASmallDisk(const QString &file) const;

    course::Course m_course;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<ExampleRunner> m_runner;
};

void TestExampleRunner::initTestCase()
{
    m_course = course::loadCourse(QStringLiteral(RINGSIDE_SOURCE_FOLDER));
    m_sandbox = std::make_unique<sandbox::Sandbox>();
    requireSandbox(*m_sandbox);
    sandbox::Limits limits;
    limits.wall = limits.cpu = std::chrono::minutes(2); // no test of the machine's speed
    m_runner = std::make_unique<ExampleRunner>(*m_sandbox);
    m_runner->setLimits(limits);
}

RunAnswer TestExampleRunner::run(const course::Lesson &lesson, qsizetype block)
{
    m_runner->setLesson(lesson);
    const auto &example = std::get<course::Example>(lesson.blocks[block].content);
    return sandbox::waitFor(m_runner->runs().example({example, block}, example.code, {}, {}));
}

void TestExampleRunner::examplesInAWorldPrintWhatTheLessonShows_data()
{
    QTest::addColumn<QString>("lesson");
    QTest::addColumn<qsizetype>("block");
    for (const course::Lesson &lesson : m_course.lessons) {
        for (qsizetype block = 0; block < lesson.blocks.size(); ++block) {
            const auto *example = std::get_if<course::Example>(&lesson.blocks[block].content);
            if (example && example->run && !example->world.isEmpty())
                QTest::addRow("lesson %d, line %d", lesson.number, lesson.blocks[block].line) << lesson.id << block;
        }
    }
}

void TestExampleRunner::examplesInAWorldPrintWhatTheLessonShows()
{
    QFETCH(QString, lesson);
    QFETCH(qsizetype, block);
    const course::Lesson &read = *m_course.lesson(lesson);
    const RunAnswer answer = run(read, block);
    QVERIFY2(answer, answer ? "" : qPrintable(describe(answer.error())));
    QVERIFY2(grading::runsAsShown(std::get<course::Example>(read.blocks[block].content), *answer),
        (answer->output + answer->errorOutput).constData());
}

/// One example writes to a file system of its own, the next goes on from there.
course::Lesson TestExampleRunner::lessonOnASmallDisk(const QString &file) const
{
    course::Lesson lesson = *m_course.lesson(u"writing-files"_s);
    const course::Example first{.language = u"python"_s,
        .code = u"open('disk/note', 'w').write('kept')"_s, .file = file, .run = true, .world = u"small-disk"_s};
    const course::Example second{.language = u"python"_s,
        .code = u"import os, sys\n"
                 "print(open('disk/note').read(), os.path.ismount('disk'), os.path.basename(sys.argv[0]))"_s,
        .file = file, .run = true, .continues = true};
    lesson.blocks = {{1, first}, {2, second}};
    return lesson;
}

void TestExampleRunner::whatIsLeftIsThereForTheNext_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("as main.py") << u"main.py"_s;
    QTest::newRow("under a name of its own") << u"tool.py"_s;
}

void TestExampleRunner::whatIsLeftIsThereForTheNext()
{
    QFETCH(QString, file);
    const course::Lesson lesson = lessonOnASmallDisk(file);
    const RunAnswer answer = run(lesson, 1); // the first was not run yet
    QVERIFY2(answer, answer ? "" : qPrintable(describe(answer.error())));
    QCOMPARE(answer->output, "kept True " + file.toUtf8() + '\n');
}

void TestExampleRunner::quizzesStartInTheirWorld()
{
    m_runner->setLesson(lessonOnASmallDisk(u"main.py"_s));
    const RunAnswer answer = sandbox::waitFor(
        m_runner->runs().quiz(u"import os; print(os.path.ismount('disk'))"_s, u"small-disk"_s));
    QVERIFY2(answer, answer ? "" : qPrintable(describe(answer.error())));
    QCOMPARE(answer->output, "True\n");
}

void TestExampleRunner::aWorldThatIsNotThereIsToldOf()
{
    course::Lesson lesson = lessonOnASmallDisk(u"main.py"_s);
    lesson.worlds.clear();
    const RunAnswer answer = run(lesson, 0);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Error::Kind::Content);
}

QTEST_MAIN(TestExampleRunner)
#include "tst_examplerunner.moc"
