#include "desktop/course/searchindex.h"

#include "desktoptest.h"

#include <QElapsedTimer>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

course::Course someCourse()
{
    course::Lesson lesson;
    lesson.id = u"writing"_s;
    lesson.number = 2;
    lesson.title = u"Writing files"_s;
    lesson.blocks = {
        {1, course::Heading{1, u"Half a file"_s, u"half"_s}},
        {2, course::Prose{u"A crash leaves *half* of it. See `os.replace(tmp, target)` and **durability**."_s}},
        {3, course::Heading{2, u"Atomic writes with `os.replace`"_s, u"P1"_s}},
        {4, course::Prose{u"`os.replace` is `rename(2)`; it fails with `EXDEV` across file systems."_s}},
        {5, course::Prose{u"Again `os.replace`, and [a link](lesson:other#P9) to `os.path.join`."_s}},
        {6, course::Heading{3, u"What fsync promises"_s, u"fsync"_s}},
        {7, course::Callout{course::CalloutKind::Tip, u"`ENOSPC` may come as late as `close(2)`."_s}},
    };
    course::Example example;
    example.run = true;
    example.code = u"import shutil\nshutil.copy2('a', 'b')"_s;
    example.calls = {{u"openat"_s, {}, 0}};
    lesson.blocks.append({8, example});
    course::Question question;
    question.id = u"Q02.1"_s;
    question.prompt = u"Why is `os.replace` atomic?"_s;
    question.lesson = u"writing"_s;
    question.keyPoints = {{u"one directory entry is exchanged"_s, true, {}}};
    lesson.questions = {question};
    course::Exercise exercise;
    exercise.slug = u"atomic-write"_s;
    exercise.code = u"E02.2"_s;
    exercise.title = u"Write a file as a whole"_s;
    exercise.task = u"Nobody may ever see half of the content."_s;
    course::Course course;
    course.lessons = {lesson};
    course.exercises = {exercise};
    return course;
}

} // namespace

class TestSearch : public QObject
{
    Q_OBJECT

private slots:
    void findsFirst_data();
    void findsFirst();
    void nothingTypedListsThePartsAndTheExercises();
    void nothingFoundIsEmpty();
    void aMistypedWordFindsWhatWasMeant_data();
    void aMistypedWordFindsWhatWasMeant();
    void aHitInTheTextShowsItsWords();
    void ownTextsAreFound();
    void namesSayWhatTheyAre_data();
    void namesSayWhatTheyAre();
    void aWholeCourseIsSearchedWithinAFrame();

private:
    SearchIndex m_index = SearchIndex::of(someCourse());
};

void TestSearch::findsFirst_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("link");
    QTest::newRow("a function by its name") << u"os.replace"_s << u"lesson:writing#P1"_s;
    QTest::newRow("a function by its last word") << u"join"_s << u"lesson:writing#P1"_s;
    QTest::newRow("an error") << u"exdev"_s << u"lesson:writing#P1"_s;
    QTest::newRow("an error in a callout") << u"ENOSPC"_s << u"lesson:writing#P1"_s;
    QTest::newRow("a system call by its manual name") << u"rename"_s << u"lesson:writing#P1"_s;
    QTest::newRow("a system call of an example") << u"openat"_s << u"lesson:writing#P1"_s;
    QTest::newRow("a part by the start of its title") << u"atomic writes"_s << u"lesson:writing#P1"_s;
    QTest::newRow("a heading inside a part") << u"fsync promises"_s << u"lesson:writing#fsync"_s;
    QTest::newRow("an exercise by its title") << u"file as a whole"_s << u"exercise:atomic-write"_s;
    QTest::newRow("an exercise by its number") << u"e02.2"_s << u"exercise:atomic-write"_s;
    QTest::newRow("an exercise by a word of its task") << u"nobody"_s << u"exercise:atomic-write"_s;
    QTest::newRow("a question by its words in any order") << u"atomic why"_s << u"question:Q02.1"_s;
    QTest::newRow("a question by words as they stand in it") << u"os.replace atomic"_s << u"question:Q02.1"_s;
    QTest::newRow("a question by a key point") << u"exchanged"_s << u"question:Q02.1"_s;
    QTest::newRow("a word of the text") << u"durability"_s << u"lesson:writing#half"_s;
    QTest::newRow("a word of the code") << u"copy2"_s << u"lesson:writing#P1"_s;
}

void TestSearch::findsFirst()
{
    QFETCH(QString, typed);
    QFETCH(QString, link);
    const QList<SearchHit> hits = m_index.find(typed);
    QVERIFY2(!hits.isEmpty(), qPrintable(typed));
    QCOMPARE(hits.first().link, link);
}

void TestSearch::nothingTypedListsThePartsAndTheExercises()
{
    const QList<SearchHit> hits = m_index.find({});
    QCOMPARE(hits.size(), 3);
    QCOMPARE(hits[0].title, u"Half a file"_s);
    QCOMPARE(hits[1].title, u"Atomic writes with os.replace"_s);
    QCOMPARE(hits[2].kind, SearchHit::Kind::Exercise);
}

void TestSearch::nothingFoundIsEmpty()
{
    QVERIFY(m_index.find(u"zebra"_s).isEmpty());
    QVERIFY(m_index.find(u"os.replace zebra"_s).isEmpty());
}

void TestSearch::aMistypedWordFindsWhatWasMeant_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("meant");
    QTest::newRow("a letter less") << u"durabilty"_s << u"durability"_s;
    QTest::newRow("a letter more") << u"Fssync"_s << u"fsync"_s;
    QTest::newRow("two swapped") << u"os.repalce"_s << u"os.replace"_s;
    QTest::newRow("an error") << u"ENOPSC"_s << u"enospc"_s;
    QTest::newRow("one of two words") << u"atomc writes"_s << u"atomic writes"_s;
    QTest::newRow("too short to tell") << u"cpy"_s << QString();
}

void TestSearch::aMistypedWordFindsWhatWasMeant()
{
    QFETCH(QString, typed);
    QFETCH(QString, meant);
    QList<SearchHit> hits = m_index.find(typed);
    for (SearchHit &hit : hits) {
        QVERIFY2(hit.detail.startsWith(u"“%1” · "_s.arg(meant)), qPrintable(hit.detail));
        hit.detail.remove(u"“%1” · "_s.arg(meant));
    }
    QCOMPARE(hits, meant.isEmpty() ? QList<SearchHit>() : m_index.find(meant));
}

void TestSearch::aHitInTheTextShowsItsWords()
{
    const SearchHit hit = m_index.find(u"durability"_s).first();
    QVERIFY2(hit.detail.contains(u"durability"), qPrintable(hit.detail));
    QVERIFY(!hit.detail.contains(u'*'));
    QVERIFY(!hit.detail.contains(u'`'));
}

void TestSearch::ownTextsAreFound()
{
    SearchIndex index = m_index;
    index.addOwn(u"Write a file as a whole, an attempt"_s, u"passed"_s, u"exercise:atomic-write"_s,
        u"# my zebra\nos.replace(a, b)"_s);
    const QList<SearchHit> hits = index.find(u"zebra"_s);
    QCOMPARE(hits.size(), 1);
    QCOMPARE(hits.first().kind, SearchHit::Kind::Own);
}

void TestSearch::namesSayWhatTheyAre_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("kind");
    QTest::newRow("function") << u"os.path.join"_s << u"function"_s;
    QTest::newRow("error") << u"EXDEV"_s << u"error"_s;
    QTest::newRow("system call") << u"close"_s << u"system call"_s;
}

void TestSearch::namesSayWhatTheyAre()
{
    QFETCH(QString, name);
    QFETCH(QString, kind);
    const SearchHit hit = m_index.find(name).first();
    QCOMPARE(hit.title, name);
    QCOMPARE(hit.kind, SearchHit::Kind::Name);
    QVERIFY2(hit.detail.startsWith(kind), qPrintable(hit.detail));
}

void TestSearch::aWholeCourseIsSearchedWithinAFrame()
{
    const course::Course course = course::loadCourse(QStringLiteral(RINGSIDE_SOURCE_FOLDER));
    QVERIFY(!course.lessons.isEmpty());
    const SearchIndex index = SearchIndex::of(course);
    for (const QString &typed : {u"os.replace"_s, u"ENOTEMPTY"_s, u"getdents64"_s, u"scandir"_s})
        QVERIFY2(!index.find(typed).isEmpty(), qPrintable(typed));
    // The best of several: a loaded machine may hold up any one of them.
    qint64 best = std::numeric_limits<qint64>::max();
    for (int round = 0; round < 20; ++round) {
        QElapsedTimer clock;
        clock.start();
        QVERIFY(index.find(u"the kernel file"_s).size() > 5);
        best = std::min(best, clock.nsecsElapsed());
    }
    qInfo("%lld entries, one search in %.2f ms", qlonglong(index.size()), double(best) / 1e6);
}

QTEST_MAIN(TestSearch)
#include "tst_search.moc"
