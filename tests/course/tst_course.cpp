#include "content.h"
#include "course/course.h"

#include <sys/stat.h>

using namespace ringside;
using namespace ringside::course;
using namespace Qt::StringLiterals;

class TestCourse : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void sortsAndFinds();
    void goesOnAroundWhatIsBroken_data();
    void goesOnAroundWhatIsBroken();
    void isEmptyWhereNothingIs();
    void saysTheSameEveryTime();
    void makesNewExercises();
    void refusesNewExercises_data();
    void refusesNewExercises();

private:
    void writeLesson(int number, const char *id, const QByteArray &prerequisites = "[]");
    void writeExercise(const char *lesson, const char *slug, const char *code);
    [[nodiscard]] QString path(const QString &name) const { return m_root->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_root;
};

static QString outline(const Course &course, const QString &root)
{
    QStringList lines;
    for (const Lesson &lesson : course.lessons)
        lines.append(u"lesson "_s + lesson.id);
    for (const Exercise &exercise : course.exercises)
        lines.append(u"exercise "_s + exercise.code);
    for (const Broken &broken : course.broken) {
        lines.append((broken.usable ? u"usable "_s : u"broken "_s)
            + QString(broken.folder).remove(root + u'/'));
        lines.append(content::described(broken.errors, root));
    }
    return lines.join(u'\n');
}

void TestCourse::writeLesson(int number, const char *id, const QByteArray &prerequisites)
{
    const QString folder
        = u"lessons/%1-%2"_s.arg(number, 2, 10, QChar(u'0')).arg(QLatin1String(id));
    content::write(path(folder + u"/lesson.md"_s),
        "+++\nid = \"" + QByteArray(id) + "\"\nnumber = " + QByteArray::number(number)
            + "\ntitle = \"T\"\nsubtitle = \"S\"\nlevel = \"mid\"\nminutes = 5\nprerequisites = "
            + prerequisites + "\noutcomes = [\"o\"]\n+++\n# Hook\n\n## Part {#P1}\n\nText.\n");
}

void TestCourse::writeExercise(const char *lesson, const char *slug, const char *code)
{
    content::writeExercise(
        path(u"exercises/%1/%2"_s.arg(QLatin1String(lesson), QLatin1String(slug))),
        content::names(slug, lesson + 3, code));
}

void TestCourse::init()
{
    m_root = std::make_unique<QTemporaryDir>();
    QVERIFY(m_root->isValid());
    content::write(path(u"lessons/README.md"_s), "#");
    content::write(path(u"exercises/README.md"_s), "#");
    writeLesson(12, "processes", "[\"os-module\"]");
    writeLesson(5, "os-module");
    content::write(path(u"lessons/05-os-module/questions.toml"_s),
        "[[question]]\nid = \"Q05.1\"\nlevel = \"mid\"\nprompt = \"?\"\nkey_points = [{ text = "
        "\"x\" }]\n");
    writeExercise("05-os-module", "list-files", "E05.10");
    writeExercise("05-os-module", "count-files", "E05.9");
    writeExercise("12-processes", "start-two", "E12.1");
}

void TestCourse::sortsAndFinds()
{
    const Course course = loadCourse(m_root->path());
    QCOMPARE(outline(course, m_root->path()),
        u"lesson os-module\nlesson processes\nexercise E05.9\nexercise E05.10\nexercise E12.1"_s);
    QCOMPARE(course.lesson(u"processes")->number, 12);
    QCOMPARE(course.lesson(u"none"), nullptr);
    const Exercise *exercise = course.exercise(u"list-files");
    QVERIFY(exercise);
    QCOMPARE(course.exercise(u"E05.10"), exercise);
    QCOMPARE(course.exercise(exercise->id), exercise);
    QCOMPARE(course.exercise(u"none"), nullptr);
    QCOMPARE(course.exercisesOf(u"os-module").size(), 2);
    QCOMPARE(course.exercisesOf(u"os-module").last(), exercise);
    QCOMPARE(course.question(u"Q05.1")->lesson, u"os-module"_s);
    QCOMPARE(course.question(u"Q05.2"), nullptr);
}

void TestCourse::goesOnAroundWhatIsBroken_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("outline");
    const auto row = [](const char *name, const char *file, const QByteArray &before,
                         const QByteArray &after, const char *outline) {
        QTest::newRow(name) << QString::fromUtf8(file) << before << after
                            << QString::fromUtf8(outline);
    };
    const char *os = "lessons/05-os-module/lesson.md";
    const char *processes = "lessons/12-processes/lesson.md";
    const char *count = "exercises/05-os-module/count-files/exercise.toml";
#define ALL "lesson os-module\nlesson processes\nexercise E05.9\nexercise E05.10\nexercise E12.1\n"

    row("a broken lesson leaves its exercises and those who build on it", os, "minutes = 5",
        "minutes = 0",
        "lesson processes\nexercise E05.9\nexercise E05.10\nexercise E12.1\n"
        "broken lessons/05-os-module\n"
        "lessons/05-os-module/lesson.md:7: `minutes`: expected 1 to 600, found 0");
    row("a lesson of which nothing can be read is known by its folder", os, "+++\nid", "id",
        "lesson processes\nexercise E05.9\nexercise E05.10\nexercise E12.1\n"
        "broken lessons/05-os-module\n"
        "lessons/05-os-module/lesson.md:1: expected front matter: TOML between two lines `+++`");
    row("a broken exercise", count, "format = 1", "format = 2",
        "lesson os-module\nlesson processes\nexercise E05.10\nexercise E12.1\n"
        "broken exercises/05-os-module/count-files\n"
        "exercises/05-os-module/count-files/exercise.toml:1: `format`: expected 1, found 2: made "
        "for "
        "another version of Ringside");
    row("an exercise of a lesson that does not exist", count, "lesson = \"os-module\"",
        "lesson = \"os-modul\"",
        "lesson os-module\nlesson processes\nexercise E05.10\nexercise E12.1\n"
        "broken exercises/05-os-module/count-files\n"
        "exercises/05-os-module/count-files/exercise.toml: unknown lesson `os-modul`, did you mean "
        "`os-module`?");
    row("an exercise in the folder of another lesson", count, "lesson = \"os-module\"",
        "lesson = \"processes\"",
        "lesson os-module\nlesson processes\nexercise E05.10\nexercise E12.1\n"
        "broken exercises/05-os-module/count-files\n"
        "exercises/05-os-module/count-files/exercise.toml: an exercise stands below the folder of "
        "its "
        "lesson: expected `12-processes`, found `05-os-module`\n"
        "exercises/05-os-module/count-files/exercise.toml: the code `E05.9` is not of lesson 12");
    row("two exercises of one code", count, "E05.9", "E05.10",
        "lesson os-module\nlesson processes\nexercise E05.10\nexercise E12.1\n"
        "broken exercises/05-os-module/list-files\n"
        "exercises/05-os-module/list-files/exercise.toml: the code `E05.10` belongs to "
        "exercises/05-os-module/count-files");
    row("a prerequisite that does not exist", processes, "[\"os-module\"]", "[\"os\"]",
        ALL "usable lessons/12-processes\n"
            "lessons/12-processes/lesson.md: unknown lesson `os`, expected one of: os-module, "
            "processes "
            "in `prerequisites`");
    row("lessons that require each other", os, "prerequisites = []",
        "prerequisites = [\"processes\"]",
        ALL "usable lessons/05-os-module\n"
            "lessons/05-os-module/lesson.md: lessons require each other in a circle: os-module -> "
            "processes -> os-module\n"
            "usable lessons/12-processes\n"
            "lessons/12-processes/lesson.md: lessons require each other in a circle: processes -> "
            "os-module -> processes");
    row("links that lead somewhere", processes, "Text.",
        "[a](lesson:os-module#P1) [b](lesson:os-module) "
        "[c](exercise:list-files)\n[d](question:Q05.1) "
        "[e](#P1)",
        ALL);
    row("links that lead nowhere", processes, "Text.",
        "[a](lesson:os-module#P2)\n[b](lesson:os)\n[c](exercise:list-file)\n[d](question:Q05.2)\n["
        "e](#P9)",
        ALL "usable lessons/12-processes\n"
            "lessons/12-processes/lesson.md:15: unknown part `P2`, did you mean `P1`?\n"
            "lessons/12-processes/lesson.md:16: unknown lesson `os`, expected one of: os-module, "
            "processes\n"
            "lessons/12-processes/lesson.md:17: unknown exercise `list-file`, did you mean "
            "`list-files`?\n"
            "lessons/12-processes/lesson.md:18: unknown question `Q05.2`, did you mean `Q05.1`?\n"
            "lessons/12-processes/lesson.md:19: unknown part `P9`, did you mean `P1`?");
    row("a link in a task, to its own lesson's part", "exercises/05-os-module/count-files/task.md",
        "as a list", "as a [list](#P7)",
        ALL "usable exercises/05-os-module/count-files\n"
            "exercises/05-os-module/count-files/task.md:4: unknown part `P7`, did you mean `P1`?");
    row("a stray file among the lessons", "lessons/notes.txt", "", "x",
        ALL "usable lessons\nlessons/notes.txt: is a stray file: nothing reads it");
#undef ALL
}

void TestCourse::goesOnAroundWhatIsBroken()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, outline);
    if (before.isEmpty())
        content::write(path(file), after);
    else
        content::replace(path(file), before, after);
    QCOMPARE(::outline(loadCourse(m_root->path()), m_root->path()), outline.trimmed());
}

void TestCourse::isEmptyWhereNothingIs()
{
    const QTemporaryDir empty;
    const Course course = loadCourse(empty.path());
    QCOMPARE(outline(course, empty.path()),
        u"broken exercises\nexercises: cannot be read: No such file or directory (ENOENT)\n"
        "broken lessons\nlessons: cannot be read: No such file or directory (ENOENT)"_s);
}

void TestCourse::saysTheSameEveryTime()
{
    content::replace(
        path(u"lessons/12-processes/lesson.md"_s), "Text.", "[a](lesson:x) [b](exercise:y)");
    content::replace(
        path(u"exercises/12-processes/start-two/task.md"_s), "as a list", "as a [list](#P7)");
    writeExercise("05-os-module", "read-files", "E05.10");
    const QString first = outline(loadCourse(m_root->path()), m_root->path());
    QVERIFY(first.contains(u"the code `E05.10` belongs to"));
    for (int round = 0; round < 20; ++round)
        QCOMPARE(outline(loadCourse(m_root->path()), m_root->path()), first);
}

void TestCourse::makesNewExercises()
{
    const auto folder = createExercise(
        loadCourse(m_root->path()), m_root->path(), u"find-pairs"_s, u"os-module"_s);
    QVERIFY2(folder.has_value(), folder ? "" : qPrintable(describe(folder.error())));
    QCOMPARE(*folder, path(u"exercises/05-os-module/find-pairs"_s));
    const Course course = loadCourse(m_root->path());
    QCOMPARE(course.broken.size(), 0);
    const Exercise *made = course.exercise(u"find-pairs");
    QVERIFY(made);
    QCOMPARE(made->code, u"E05.11"_s);
    QCOMPARE(made->title, u"Find pairs"_s);
    QCOMPARE(made->contract.entry, u"find_pairs"_s);
    for (const Check &check : made->checks) {
        const auto fails = [&](const WrongSolution &wrong) { return wrong.fails.contains(check.id); };
        QVERIFY2(std::ranges::any_of(made->wrongSolutions, fails), qPrintable(check.id));
    }
    QVERIFY(!content::read(made->folder + u"/task.md"_s).contains('@'));

    writeLesson(13, "injection");
    QVERIFY(createExercise(loadCourse(m_root->path()), m_root->path(), u"first"_s, u"injection"_s));
    QCOMPARE(loadCourse(m_root->path()).exercise(u"first")->code, u"E13.1"_s);
}

void TestCourse::refusesNewExercises_data()
{
    QTest::addColumn<QString>("slug");
    QTest::addColumn<QString>("lesson");
    QTest::addColumn<QString>("error");
    QTest::newRow("a slug with an underscore")
        << u"find_pairs"_s << u"os-module"_s
        << u"slug: expected small letters, digits and hyphens, a letter first, found \"find_pairs\""_s;
    QTest::newRow("a slug that leaves the folder")
        << u"../x"_s << u"os-module"_s
        << u"slug: expected small letters, digits and hyphens, a letter first, found \"../x\""_s;
    QTest::newRow("a slug that is taken") << u"list-files"_s << u"processes"_s
                                          << u"slug `list-files`: there is one already in "
                                             "exercises/05-os-module/list-files"_s;
    QTest::newRow("a folder that is there already")
        << u"half-made"_s << u"os-module"_s
        << u"make exercises/05-os-module/half-made: File exists (EEXIST)"_s;
    QTest::newRow("a lesson that does not exist")
        << u"find-pairs"_s << u"os"_s
        << u"unknown lesson `os`, expected one of: os-module, processes"_s;
}

void TestCourse::refusesNewExercises()
{
    QFETCH(QString, slug);
    QFETCH(QString, lesson);
    QFETCH(QString, error);
    const Course course = loadCourse(m_root->path());
    QVERIFY(QDir().mkpath(path(u"exercises/05-os-module/half-made"_s)));
    const auto folder = createExercise(course, m_root->path(), slug, lesson);
    QVERIFY(!folder);
    QCOMPARE(describe(folder.error()).remove(m_root->path() + u'/'), error);
}

QTEST_GUILESS_MAIN(TestCourse)
#include "tst_course.moc"
