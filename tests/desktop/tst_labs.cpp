// What a lab that runs withholds in the window, and that what is typed for it is what is handed in.

#include "classroom/files.h"
#include "classroom/labfolder.h"
#include "desktop/exercise/attemptmodel.h"
#include "desktop/exercise/attemptspane.h"
#include "desktop/exercise/exerciserecords.h"
#include "desktop/exercise/hintspane.h"
#include "desktop/exercise/solutioncomparison.h"
#include "desktop/exercise/verdictmodel.h"
#include "desktop/exercise/draftstore.h"
#include "desktop/exercise/workbenchpage.h"
#include "desktop/widgets/codeeditor.h"
#include "desktoptest.h"
#include "progress/storethread.h"

#include <QDir>
#include <QLabel>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

class TestLabs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void helpIsWithheld_data();
    void helpIsWithheld();
    void theReferenceStaysHidden_data();
    void theReferenceStaysHidden();
    void hiddenChecksHaveNoNames();
    void whatIsTypedIsHandedIn();
    void labsOpenedMeanwhileCount();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] const course::Exercise &exercise() const { return m_course->exercises.first(); }
    /// Opens a lab as `ringside lab open` does, with these lines in its description.
    [[nodiscard]] classroom::LabFolder openLab(const QByteArray &lines, const QByteArray &inExercise = {}) const;
    void openExercise() const { QVERIFY(m_page->open(u"count-by-extension"_s)); }
    [[nodiscard]] bool shows(const QString &text) const;

    DesktopTest m_look;
    sandbox::Sandbox m_sandbox;
    std::shared_ptr<course::Course> m_course = std::make_shared<course::Course>();
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<progress::StoreThread> m_store;
    std::unique_ptr<ExerciseRecords> m_records;
    std::unique_ptr<WorkbenchPage> m_page;
};

void TestLabs::initTestCase()
{
    m_course->exercises.append(
        course::loadExercise(QStringLiteral(RINGSIDE_SOURCE_FOLDER "/exercises/05-os-module/count-by-extension")).value());
    QVERIFY(!exercise().hints.isEmpty());
}

void TestLabs::init()
{
    DesktopTest::announcements().clear();
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<progress::StoreThread>();
    QVERIFY(m_store->openInMemory().result().has_value());
    m_records = std::make_unique<ExerciseRecords>(path(u"records.json"_s));
    m_records->join(*m_store);
    m_page = std::make_unique<WorkbenchPage>(m_sandbox, DraftStore(path(u"drafts"_s)), *m_records, *m_store);
    m_page->setLabs(classroom::OpenLabs(m_folder->path()));
    m_page->setCourse(m_course);
    m_page->resize(1400, 900);
    m_page->show();
}

void TestLabs::cleanup()
{
    m_page.reset();
    m_records.reset();
    m_store.reset();
}

classroom::LabFolder TestLabs::openLab(const QByteArray &lines, const QByteArray &inExercise) const
{
    const classroom::LabKey key = classroom::makeLabKey();
    const QByteArray toml = "title = 'Week 3'\n" + lines + "[[exercise]]\nslug = 'count-by-extension'\n" + inExercise;
    const classroom::Lab lab = classroom::defineLab(toml, {}, *m_course, key).value();
    const QString file = path(u"week3.ringlab"_s);
    if (!classroom::writeFile(file, classroom::packLab(lab, key).value()))
        qFatal("cannot write the lab");
    const auto folder = classroom::LabFolder::make(
        file, path(u"work"_s), *m_course, QDateTime::currentDateTimeUtc(), classroom::startWordOf(key)).value();
    if (!classroom::OpenLabs(m_folder->path()).add(folder.path()))
        qFatal("cannot list the lab");
    return folder;
}

bool TestLabs::shows(const QString &text) const
{
    const auto labels = m_page->findChildren<QLabel *>();
    return std::ranges::any_of(labels, [&](const QLabel *label) { return label->text().contains(text); });
}

void TestLabs::helpIsWithheld_data()
{
    QTest::addColumn<QByteArray>("lines"); // of the lab; none: no lab
    QTest::addColumn<bool>("hints");
    QTest::addColumn<QString>("says");
    QTest::newRow("without a lab there are hints") << QByteArray() << true << QString();
    QTest::newRow("a lab that withholds nothing") << QByteArray("hints = true\n") << true << u"lab “Week 3”"_s;
    QTest::newRow("a lab without hints") << QByteArray("hints = false\n") << false << u"lab “Week 3”: no hints."_s;
    QTest::newRow("an exam") << QByteArray("exam = true\nopens = 2025-11-01T00:00:00Z\ndue = 2036-11-01T00:00:00Z\n")
                             << false << u"exam “Week 3”, until "_s;
    QTest::newRow("an exam that is over") << QByteArray("exam = true\nopens = 2025-11-01T00:00:00Z\ndue = 2025-11-02T00:00:00Z\n")
                                          << true << QString();
}

void TestLabs::helpIsWithheld()
{
    QFETCH(QByteArray, lines);
    if (!lines.isEmpty())
        (void)openLab(lines);
    openExercise();
    m_page->perform(Command::NextHint);
    QTEST(m_page->hints()->shownCount() > 0, "hints");
    QFETCH(QString, says);
    QVERIFY(says.isEmpty() ? !shows(u"“Week 3”"_s) : shows(says));
}

void TestLabs::theReferenceStaysHidden_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<bool>("shown");
    QTest::newRow("a lab that shows it") << QByteArray("hints = false\n") << true;
    QTest::newRow("a lab that does not") << QByteArray("reference = false\n") << false;
}

void TestLabs::theReferenceStaysHidden()
{
    QFETCH(QByteArray, lines);
    (void)openLab(lines);
    m_records->add({.exercise = exercise().id, .outcome = grading::Outcome::Passed}, {.source = u"x = 1\n"_s, .startedMs = 1});
    openExercise();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->attempts()->model()->rowCount() == 1, 60'000);
    m_page->perform(Command::CompareReference);
    QTEST(m_page->solution()->isVisible(), "shown");
    QTEST(!DesktopTest::heard(u"lab “Week 3”: no reference solution."_s), "shown");
}

void TestLabs::hiddenChecksHaveNoNames()
{
    (void)openLab({}, "hidden = ['lower-case']\n");
    openExercise();
    QStringList names;
    for (int row = 0; row < m_page->verdictModel()->rowCount(); ++row)
        names << m_page->verdictModel()->index(row).data().toString();
    const auto hidden = std::ranges::find(exercise().checks, u"lower-case"_s, &course::Check::id);
    QVERIFY(!names.contains(hidden->title));
    QCOMPARE(names.filter(u"A hidden check"_s).size(), 1);
}

void TestLabs::whatIsTypedIsHandedIn()
{
    const classroom::LabFolder folder = openLab({});
    openExercise();
    QCOMPARE(m_page->editor()->toPlainText(), exercise().starter);
    m_page->editor()->replaceText(u"mine = 1\n"_s);
    m_page->save();
    const auto handIn = folder.handIn(u"ann"_s, {}, QDateTime::currentDateTimeUtc());
    QCOMPARE(handIn.value().sources.first().content, QByteArray("mine = 1\n"));
    QVERIFY2(!DraftStore(path(u"drafts"_s)).has(exercise().id), "the lab's text is in its folder alone");
}

void TestLabs::labsOpenedMeanwhileCount()
{
    openExercise();
    m_page->editor()->replaceText(u"practised = 1\n"_s);
    (void)openLab("hints = false\n");
    QTRY_VERIFY_WITH_TIMEOUT(shows(u"lab “Week 3”: no hints."_s), 60'000);
    QCOMPARE(m_page->editor()->toPlainText(), exercise().starter);
    QVERIFY(QDir(path(u"work"_s)).removeRecursively());
    QTRY_VERIFY_WITH_TIMEOUT(!shows(u"“Week 3”"_s), 60'000);
    QCOMPARE(m_page->editor()->toPlainText(), u"practised = 1\n"_s);
}

QTEST_MAIN(TestLabs)
#include "tst_labs.moc"
