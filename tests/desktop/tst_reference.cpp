#include "desktop/lesson/exampleblock.h"
#include "desktop/lesson/readerview.h"
#include "desktop/reference/referencepage.h"
#include "desktoptest.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

course::Block example(const QString &code)
{
    course::Example made;
    made.language = u"python"_s;
    made.code = code;
    made.run = true;
    return {1, made};
}

course::Lesson lesson(const QString &id, int number, const QString &title, const QString &code, const QString &table)
{
    course::Lesson made;
    made.id = id;
    made.number = number;
    made.title = title;
    made.blocks = {{1, course::Heading{1, u"Hook"_s, u"hook"_s}}, {1, course::Heading{2, u"How *it* works"_s, u"P1"_s}},
        example(code), {1, course::Heading{2, u"Quick reference"_s, u"quick-reference"_s}},
        {1, course::Prose{u"| call | remember |\n|---|---|\n"_s + table}}};
    return made;
}

std::shared_ptr<const course::Course> someCourse()
{
    auto course = std::make_shared<course::Course>();
    course->lessons = {lesson(u"writing"_s, 2, u"Writing files"_s, u"os.replace('a', 'b')\nos.fsync(3)"_s,
                           u"| `os.replace(a, b)` | *atomic* switch |\n| `os.fsync(f)` | survives a power failure |"_s),
        lesson(u"os-module"_s, 5, u"The os module"_s, u"print(sorted(os.listdir('.')))"_s,
            u"| `os.listdir(p)` | names, unordered |"_s)};
    return course;
}

} // namespace

class TestReference : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_sandbox = std::make_unique<sandbox::Sandbox>(); }
    void init();
    void everyLessonsRowsAreThere();
    void wordsFindRows_data();
    void wordsFindRows();
    void nothingFoundIsTold();
    void theChosenRowIsShownWithItsExample();
    void enterOpensThePart();
    void arrowsChooseWhileOneTypes();
    void aPlaceIsASearch();
    void theExampleRuns();
    void findGoesToTheSearch();
    void aCourseReadAnewKeepsTheSearch();
    void everythingHasAName();

private:
    QStringList shown() const;

    DesktopTest m_look;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<ReferencePage> m_page;
};

void TestReference::init()
{
    DesktopTest::announcements().clear();
    m_page = std::make_unique<ReferencePage>(*m_sandbox);
    m_page->resize(1200, 800);
    m_page->setCourse(someCourse());
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

QStringList TestReference::shown() const
{
    QStringList calls;
    for (int row = 0; row < m_page->list()->model()->rowCount(); ++row)
        calls.append(m_page->list()->model()->index(row, 0).data().toString());
    return calls;
}

void TestReference::everyLessonsRowsAreThere()
{
    ReferenceModel model;
    const QAbstractItemModelTester tester(&model);
    const auto course = someCourse();
    model.setCourse(*course);
    QCOMPARE(model.rowCount(), 3);
    const QModelIndex first = model.index(0);
    QCOMPARE(first.data().toString(), u"os.replace(a, b)"_s);
    QCOMPARE(first.data(ReferenceModel::RemarkRole).toString(), u"atomic switch"_s);
    QCOMPARE(first.data(ReferenceModel::PlaceRole).toString(), u"Lesson 2 · How it works"_s);
    QCOMPARE(first.data(ReferenceModel::LinkRole).toString(), u"lesson:writing#P1"_s);
    QCOMPARE(first.data(Qt::AccessibleTextRole).toString(),
        u"os.replace(a, b): atomic switch. Lesson 2 · How it works"_s);
}

void TestReference::wordsFindRows_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("a call") << u"fsync"_s << QStringList{u"os.fsync(f)"_s};
    QTest::newRow("what one wants to do") << u"power"_s << QStringList{u"os.fsync(f)"_s};
    QTest::newRow("in any case") << u"OS.FSYNC"_s << QStringList{u"os.fsync(f)"_s};
    QTest::newRow("words in any order") << u"switch replace"_s << QStringList{u"os.replace(a, b)"_s};
    QTest::newRow("a lesson") << u"os module"_s << QStringList{u"os.listdir(p)"_s};
    QTest::newRow("half a word") << u"unord"_s << QStringList{u"os.listdir(p)"_s};
    QTest::newRow("all the words, not one of them") << u"atomic power"_s << QStringList{};
    QTest::newRow("blanks alone") << u"  "_s
                                  << QStringList{u"os.replace(a, b)"_s, u"os.fsync(f)"_s, u"os.listdir(p)"_s};
}

void TestReference::wordsFindRows()
{
    QFETCH(const QString, typed);
    const QAbstractItemModelTester tester(m_page->list()->model());
    QTest::keyClicks(m_page->search(), typed);
    QTEST(shown(), "found");
}

void TestReference::nothingFoundIsTold()
{
    m_page->search()->setText(u"xyzzy"_s);
    QVERIFY(!m_page->list()->isVisible());
    QVERIFY(m_page->detail()->column()->blocks().isEmpty());
    m_page->search()->clear();
    QVERIFY(m_page->list()->isVisible());
    QCOMPARE(m_page->list()->currentIndex().row(), 0);
}

void TestReference::theChosenRowIsShownWithItsExample()
{
    m_page->list()->setCurrentIndex(m_page->list()->model()->index(2, 0));
    m_page->detail()->column()->completeAll();
    const ExampleBlock *shown = m_page->detail()->visibleExample();
    QVERIFY(shown);
    QVERIFY(shown->isRunnable());
    QVERIFY(shown->partText().contains(u"listdir"_s));
    const QSignalSpy links(m_page.get(), &Page::linkActivated);
    emit m_page->detail()->linkActivated(u"lesson:os-module#P1"_s);
    QCOMPARE(links.size(), 1);
}

void TestReference::enterOpensThePart()
{
    QSignalSpy links(m_page.get(), &Page::linkActivated);
    QTest::keyClicks(m_page->search(), u"listdir"_s);
    QTest::keyClick(m_page->search(), Qt::Key_Return);
    QCOMPARE(links.takeFirst().first().toString(), u"lesson:os-module#P1"_s);
    m_page->search()->setText(u"xyzzy"_s);
    QTest::keyClick(m_page->search(), Qt::Key_Return);
    QVERIFY(links.isEmpty());
}

void TestReference::arrowsChooseWhileOneTypes()
{
    m_page->search()->setFocus();
    QTest::keyClick(m_page->search(), Qt::Key_Down);
    QCOMPARE(m_page->list()->currentIndex().row(), 1);
    QVERIFY(DesktopTest::heard(u"os.fsync(f)"_s));
    QTest::keyClick(m_page->search(), Qt::Key_Up);
    QCOMPARE(m_page->list()->currentIndex().row(), 0);
}

void TestReference::aPlaceIsASearch()
{
    QVERIFY(m_page->openPlace(u"fsync"_s));
    QCOMPARE(shown(), QStringList{u"os.fsync(f)"_s});
    QVERIFY(m_page->openPlace({})); // as it was left
    QCOMPARE(m_page->placeName(), u"fsync"_s);
}

void TestReference::theExampleRuns()
{
    const auto features = sandbox::waitFor(m_sandbox->features());
    if (!features && !qEnvironmentVariableIntValue("RINGSIDE_REQUIRE_SANDBOX"))
        QSKIP("no sandbox here: `ringside doctor` tells what to change");
    QVERIFY2(features, features ? "" : qPrintable(describe(features.error())));
    m_page->openPlace(u"listdir"_s);
    m_page->detail()->column()->completeAll();
    ExampleBlock *example = m_page->detail()->visibleExample();
    QSignalSpy finished(example, &ExampleBlock::runFinished);
    QVERIFY(m_page->contexts() & CommandContext::Program);
    m_page->perform(Command::Run);
    QVERIFY(finished.wait(120'000));
    QVERIFY2(example->outputText().contains(u"NameError"_s), qPrintable(example->outputText())); // os is not imported
}

void TestReference::findGoesToTheSearch()
{
    m_page->list()->setFocus();
    m_page->perform(Command::Find);
    QCOMPARE(m_page->focusWidget(), m_page->search());
}

void TestReference::aCourseReadAnewKeepsTheSearch()
{
    m_page->openPlace(u"fsync"_s);
    m_page->setCourse(someCourse());
    QCOMPARE(shown(), QStringList{u"os.fsync(f)"_s});
    QCOMPARE(m_page->list()->currentIndex().row(), 0);
    m_page->setCourse(std::make_shared<course::Course>());
    QVERIFY(shown().isEmpty());
}

void TestReference::everythingHasAName()
{
    QCOMPARE(unnamedFocusStops(m_page.get()), QStringList());
}

QTEST_MAIN(TestReference)
#include "tst_reference.moc"
