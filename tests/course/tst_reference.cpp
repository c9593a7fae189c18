#include "content.h"
#include "course/course.h"
#include "course/reference.h"

using namespace ringside;
using namespace ringside::course;
using namespace Qt::StringLiterals;

namespace {

Block example(const QString &code, bool run = true, bool clinic = false)
{
    Example made;
    made.language = u"python"_s;
    made.code = code;
    made.run = run;
    made.clinic = clinic;
    return {1, made};
}

Lesson lessonWith(const QString &table)
{
    Lesson lesson;
    lesson.id = u"os-module"_s;
    lesson.blocks = {
        {1, Heading{1, u"A hook"_s, u"hook"_s}},
        example(u"print(open('a').read())"_s), // 1
        {1, Heading{2, u"Walking"_s, u"P1"_s}},
        example(u"os.walk('.', followlinks=True)"_s, false), // 3: shown only
        example(u"os.walk('.')"_s, true, true), // 4: broken on purpose
        example(u"for top in os.walk('.'): print(open('x'))"_s), // 5
        {1, Heading{3, u"Pruning"_s, u"pruning"_s}},
        example(u"print('pruned')"_s), // 7
        {1, Heading{2, u"Listing"_s, u"P2"_s}},
        example(u"open('list', \"xb\"); os.scandir('.')"_s), // 9
        {1, Heading{2, u"Quick reference"_s, u"quick-reference"_s}},
        {1, Prose{u"| call | remember |\n|---|---|\n"_s + table}},
        {1, Heading{2, u"Takeaways"_s, u"takeaways"_s}},
        {1, Prose{u"| no | row |\n|---|---|\n| of | this |"_s}},
    };
    return lesson;
}

QString described(const ReferenceRow &row)
{
    return u"%1 = %2 @%3 %4"_s.arg(row.call, row.remark, row.part).arg(row.example);
}

} // namespace

class TestReference : public QObject
{
    Q_OBJECT

private slots:
    void aRowFindsItsPlace_data();
    void aRowFindsItsPlace();
    void everyTableOfThePartIsRead();
    void aLessonWithoutOneHasNoRows();
    void everyRowOfTheCourseIsShownAtWork();
};

void TestReference::aRowFindsItsPlace_data()
{
    QTest::addColumn<QString>("row");
    QTest::addColumn<QString>("found");
    QTest::newRow("by the name it is about, not in what is only shown or broken")
        << u"| `os.walk(top)` | prune |"_s << u"`os.walk(top)` = prune @P1 5"_s;
    QTest::newRow("by a rare name before a common one")
        << u"| `open(d)`, `os.scandir(d)` | both |"_s << u"`open(d)`, `os.scandir(d)` = both @P2 9"_s;
    QTest::newRow("by a string") << u"| `open(p, \"xb\")` | or fail |"_s << u"`open(p, \"xb\")` = or fail @P2 9"_s;
    QTest::newRow("before the first part, if need be")
        << u"| `f.read()` | all |"_s << u"`f.read()` = all @hook 1"_s;
    QTest::newRow("rather in a part") << u"| `print(open(p))` | all |"_s << u"`print(open(p))` = all @P1 5"_s;
    QTest::newRow("where its link says") << u"| `dirs[:]` | in place: [see](lesson:os-module#pruning) |"_s
                                         << u"`dirs[:]` = in place: [see](lesson:os-module#pruning) @P1 7"_s;
    QTest::newRow("not where a link to another lesson leads")
        << u"| `os.walk(t)` | [see](lesson:other#P2) |"_s << u"`os.walk(t)` = [see](lesson:other#P2) @P1 5"_s;
    QTest::newRow("a bar in code is no border")
        << u"| `scandir \\| x` | either |"_s << u"`scandir | x` = either @P2 9"_s;
    QTest::newRow("nowhere") << u"| `shutil.move(a, b)` | none |"_s << u"`shutil.move(a, b)` = none @ -1"_s;
}

void TestReference::aRowFindsItsPlace()
{
    QFETCH(const QString, row);
    const QList<ReferenceRow> rows = referenceOf(lessonWith(row));
    QCOMPARE(rows.size(), 1);
    QTEST(described(rows.first()), "found");
}

void TestReference::everyTableOfThePartIsRead()
{
    Lesson lesson = lessonWith(u"| `os.walk(t)` | one |\n| `scandir` | two |"_s);
    lesson.blocks.insert(12, {1, Prose{u"Some words.\n\n| | |\n|---|---|\n| `open(p)` | three |"_s}});
    const QList<ReferenceRow> rows = referenceOf(lesson);
    QCOMPARE(rows.size(), 3);
    QCOMPARE(rows.last().remark, u"three"_s);
}

void TestReference::aLessonWithoutOneHasNoRows()
{
    Lesson lesson = lessonWith({});
    QVERIFY(referenceOf(lesson).isEmpty());
    lesson.blocks.remove(10, 4);
    QVERIFY(referenceOf(lesson).isEmpty());
}

void TestReference::everyRowOfTheCourseIsShownAtWork()
{
    const Course course = loadCourse(QStringLiteral(RINGSIDE_SOURCE_FOLDER));
    QStringList lost;
    int lessons = 0;
    for (const Lesson &lesson : course.lessons) {
        const QList<ReferenceRow> rows = referenceOf(lesson);
        lessons += rows.size() >= 8 ? 1 : 0;
        for (const ReferenceRow &row : rows) {
            if (row.example < 0 || row.part.isEmpty())
                lost.append(lesson.id + u": "_s + row.call);
        }
    }
    QCOMPARE(lost, QStringList());
    QVERIFY2(lessons >= 10, qPrintable(u"%1 lessons have a quick reference"_s.arg(lessons)));
}

QTEST_GUILESS_MAIN(TestReference)
#include "tst_reference.moc"
