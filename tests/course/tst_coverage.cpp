#include "content.h"
#include "course/course.h"
#include "course/toml.h"

#include <QRegularExpression>
#include <QSet>

using namespace ringside;
using namespace ringside::course;
using namespace Qt::StringLiterals;

namespace {

/// A place of the curriculum, "L05.P4", and why it is wanted.
struct Place
{
    QString code;
    QString reason;
};

struct Checklist
{
    QList<Place> places;
    QSet<int> lessons;
    int items = 0;
    int corrections = 0;
};

const std::vector<TomlNode> &tables(const TomlNode &file, QStringView name)
{
    static const std::vector<TomlNode> none;
    const TomlMember *member = file.member(name);
    return member ? member->value.items : none;
}

QString text(const TomlNode &table, QStringView key)
{
    const TomlMember *member = table.member(key);
    return member ? member->value.scalar.toString() : QString();
}

QStringList texts(const TomlNode &table, QStringView key)
{
    QStringList found;
    if (const TomlMember *member = table.member(key))
        for (const TomlNode &item : member->value.items)
            found.append(item.scalar.toString());
    return found;
}

void addLesson(Checklist &list, const TomlNode &table)
{
    const int number = text(table, u"number").toInt();
    const QString two = u"%1"_s.arg(number, 2, 10, QChar(u'0'));
    list.lessons.insert(number);
    list.places.append({u"L"_s + two, u"the lesson"_s});
    for (const QString &part : texts(table, u"parts"))
        list.places.append({u"L%1.%2"_s.arg(two, part), u"a part"_s});
    for (int question = 1; question <= text(table, u"questions").toInt(); ++question)
        list.places.append({u"Q%1.%2"_s.arg(two).arg(question), u"a question"_s});
    for (int exercise = 1; exercise <= text(table, u"exercises").toInt(); ++exercise)
        list.places.append({u"E%1.%2"_s.arg(two).arg(exercise), u"an exercise"_s});
}

Checklist readChecklist(const QByteArray &bytes)
{
    Checklist list;
    const Result<TomlNode> file = parseToml(bytes, u"coverage.toml"_s);
    if (!file)
        qFatal("%s", qPrintable(describe(file.error())));
    for (const TomlNode &table : tables(*file, u"lesson"))
        addLesson(list, table);
    for (const TomlNode &table : tables(*file, u"item")) {
        ++list.items;
        for (const QString &code : texts(table, u"at"))
            list.places.append({code, text(table, u"topic")});
    }
    for (const TomlNode &table : tables(*file, u"correction")) {
        ++list.corrections;
        for (const QString &code : texts(table, u"at"))
            list.places.append({code, text(table, u"claim")});
        // In whichever of its lessons: one of them has to declare it.
        list.places.append(
            {text(table, u"code") + u'@' + texts(table, u"at").join(u'@'), text(table, u"claim")});
    }
    return list;
}

/// 5 of "L05.P4", "Q05.2" and "E05.6"; 0 of what belongs to no single lesson.
int lessonNumber(QStringView code)
{
    return code.sliced(1, qMin(2, code.size() - 1)).toInt();
}

const Lesson *lessonOf(const Course &course, QStringView code)
{
    for (const Lesson &lesson : course.lessons)
        if (lesson.number == lessonNumber(code) && lesson.number > 0)
            return &lesson;
    return nullptr;
}

/// A correction is covered by any of its lessons, and due when the first of those exists.
bool isCorrectionCovered(const Course &course, const QString &code)
{
    const QStringList pieces = code.split(u'@');
    bool isDue = false;
    for (const QString &place : pieces.sliced(1))
        if (const Lesson *lesson = lessonOf(course, place)) {
            isDue = true;
            if (lesson->covers.contains(pieces.first()))
                return true;
        }
    return !isDue;
}

bool isCovered(const Course &course, const QString &code)
{
    if (code.startsWith(u'C'))
        return code.contains(u'@') ? isCorrectionCovered(course, code) : true;
    if (code.startsWith(u"QX"))
        return course.question(code) != nullptr;
    const Lesson *lesson = lessonOf(course, code);
    if (!lesson)
        return true; // not yet due
    if (code.startsWith(u'E'))
        return course.exercise(code) != nullptr;
    return lesson->covers.contains(code)
        && (!code.startsWith(u'Q') || course.question(code) != nullptr);
}

QStringList openPlaces(const Checklist &list, const Course &course)
{
    QStringList open;
    for (const Place &place : list.places)
        if (!isCovered(course, place.code))
            open.append(u"%1 (%2)"_s.arg(place.code.section(u'@', 0, 0), place.reason));
    open.removeDuplicates();
    return open;
}

/// What a lesson declares and does not hold.
QStringList emptyPromises(const Lesson &lesson)
{
    QSet<QString> held{u"L%1"_s.arg(lesson.number, 2, 10, QChar(u'0'))};
    for (const Block &block : lesson.blocks)
        if (const auto *heading = std::get_if<Heading>(&block.content))
            held.insert(u"L%1.%2"_s.arg(lesson.number, 2, 10, QChar(u'0')).arg(heading->anchor));
    for (const Question &question : lesson.questions)
        held.insert(question.id);
    QStringList promises;
    for (const QString &code : lesson.covers)
        if ((code.startsWith(u'L') || code.startsWith(u'Q')) && !held.contains(code))
            promises.append(lesson.id + u": "_s + code);
    return promises;
}

/// Parts with a number of the curriculum in which nothing is asked.
QStringList partsWithoutQuiz(const Lesson &lesson)
{
    static const QRegularExpression numbered(u"\\AP\\d+\\z"_s);
    QStringList without;
    QString part;
    for (const Block &block : lesson.blocks) {
        const auto *heading = std::get_if<Heading>(&block.content);
        if (heading && heading->level == 2)
            part = numbered.match(heading->anchor).hasMatch() ? heading->anchor : QString();
        if (heading && heading->level == 2 && !part.isEmpty())
            without.append(lesson.id + u": "_s + part);
        if (std::holds_alternative<Quiz>(block.content) && !part.isEmpty())
            without.removeAll(lesson.id + u": "_s + part);
    }
    return without;
}

Checklist shippedChecklist()
{
    return readChecklist(
        content::read(QStringLiteral(RINGSIDE_SOURCE_FOLDER) + u"/tests/course/coverage.toml"_s));
}

} // namespace

/// coverage.toml says what the course has to cover; lessons and exercises declare what they do.
class TestCoverage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void findsWhatIsOpen_data();
    void findsWhatIsOpen();
    void knowsTheWholeCurriculum();
    void coversEveryDuePlace();
    void declaresOnlyWhatIsThere();
    void asksInEveryPart();

private:
    Course m_course;
};

void TestCoverage::initTestCase()
{
    m_course = loadCourse(QStringLiteral(RINGSIDE_SOURCE_FOLDER));
    QVERIFY(!m_course.lessons.isEmpty());
}

void TestCoverage::findsWhatIsOpen_data()
{
    QTest::addColumn<QByteArray>("checklist");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const char *checklist, const QStringList &expected) {
        QTest::newRow(name) << QByteArray(checklist) << expected;
    };
    row("takes what a lesson declares", "[[item]]\ntopic='a'\nat=['L05.P1']", {});
    row("finds a part that no lesson declares", "[[item]]\ntopic='a'\nat=['L05.P2']",
        {u"L05.P2 (a)"_s});
    row("waits for a lesson that does not exist", "[[item]]\ntopic='a'\nat=['L06.P1', 'E06.1']",
        {});
    row("finds an exercise that is missing", "[[item]]\ntopic='a'\nat=['E05.1', 'E05.2']",
        {u"E05.2 (a)"_s});
    row("finds a question that is declared and not there", "[[item]]\ntopic='a'\nat=['Q05.1']",
        {u"Q05.1 (a)"_s});
    row("finds a question across lessons that is missing", "[[item]]\ntopic='a'\nat=['QX.1']",
        {u"QX.1 (a)"_s});
    row("takes a correction that one of its lessons declares",
        "[[correction]]\ncode='C1'\nclaim='a'\nat=['L05', 'L06.P2']", {});
    row("finds a correction that none declares",
        "[[correction]]\ncode='C2'\nclaim='a'\nat=['L06.P2', 'L05']", {u"C2 (a)"_s});
    row("counts the pieces of a lesson",
        "[[lesson]]\nnumber=5\nparts=['P1', 'P3']\nquestions=0\nexercises=2",
        {u"L05.P3 (a part)"_s, u"E05.2 (an exercise)"_s});
}

void TestCoverage::findsWhatIsOpen()
{
    QFETCH(const QByteArray, checklist);
    Course course;
    course.lessons.append(Lesson{
        .id = u"os-module"_s, .number = 5, .covers = {u"L05"_s, u"L05.P1"_s, u"Q05.1"_s, u"C1"_s}});
    Exercise exercise;
    exercise.code = u"E05.1"_s;
    course.exercises.append(exercise);
    QTEST(openPlaces(readChecklist(checklist), course), "expected");
}

void TestCoverage::knowsTheWholeCurriculum()
{
    const Checklist list = shippedChecklist();
    QCOMPARE(list.lessons.size(), 17);
    QCOMPARE(list.items, 84);
    QCOMPARE(list.corrections, 78);
    static const QRegularExpression form(
        u"\\A(L\\d\\d(\\.P\\d+)?|Q(\\d\\d|X)\\.\\d+|E\\d\\d\\.\\d+|C\\d+(@.*)?)\\z"_s);
    for (const Place &place : list.places)
        QVERIFY2(form.match(place.code).hasMatch(), qPrintable(place.code));
}

void TestCoverage::coversEveryDuePlace()
{
    const QStringList open = openPlaces(shippedChecklist(), m_course);
    QVERIFY2(open.isEmpty(), qPrintable(u"open:\n  "_s + open.join(u"\n  "_s)));
}

void TestCoverage::declaresOnlyWhatIsThere()
{
    QStringList promises;
    for (const Lesson &lesson : m_course.lessons)
        promises += emptyPromises(lesson);
    QVERIFY2(promises.isEmpty(), qPrintable(promises.join(u'\n')));
}

void TestCoverage::asksInEveryPart()
{
    QStringList without;
    for (const Lesson &lesson : m_course.lessons)
        if (lesson.number > 0) // the page of the module asks nothing
            without += partsWithoutQuiz(lesson);
    QVERIFY2(without.isEmpty(), qPrintable(without.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestCoverage)
#include "tst_coverage.moc"
