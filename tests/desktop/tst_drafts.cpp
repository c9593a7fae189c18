#include "desktop/exercise/draftstore.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

class TestDrafts : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void textsComeBack_data();
    void textsComeBack();
    void whatWasNeverSavedIsNotThere();
    void aFolderThatCannotBeMadeIsAnError();
    void savesByItself();
    void typingOnDoesNotPutItOff();
    void whatIsTypedDuringASaveIsSavedNext();
    void anotherExerciseIsSavedFirst();
    void leavingSaves();
    void aFailureIsTold();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<DraftStore> m_store;
};

void TestDrafts::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<DraftStore>(m_folder->filePath(u"deep/drafts"_s));
}

void TestDrafts::textsComeBack_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("a program") << u"import os\nprint(os.getpid())\n"_s;
    QTest::newRow("nothing at all") << u""_s;
    QTest::newRow("letters of the world") << u"# grüße, 你好, \U0001F40D\n"_s;
}

void TestDrafts::textsComeBack()
{
    QFETCH(QString, text);
    QVERIFY(m_store->save(u"id"_s, text));
    QCOMPARE(m_store->load(u"id"_s), text);
    QVERIFY(m_store->has(u"id"_s));
}

void TestDrafts::whatWasNeverSavedIsNotThere()
{
    QVERIFY(!m_store->load(u"id"_s));
    QVERIFY(!m_store->has(u"id"_s));
}

void TestDrafts::aFolderThatCannotBeMadeIsAnError()
{
    const DraftStore store(u"/proc/no-such-folder"_s);
    const Result<> saved = store.save(u"id"_s, u"x"_s);
    QVERIFY(!saved);
    QCOMPARE(saved.error().kind, Error::Kind::System);
}

void TestDrafts::savesByItself()
{
    DraftKeeper keeper(*m_store);
    keeper.setExercise(u"id"_s);
    keeper.textChanged(u"a"_s);
    QVERIFY(!keeper.isSaved());
    QTRY_COMPARE_WITH_TIMEOUT(m_store->load(u"id"_s), u"a"_s, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(keeper.isSaved(), 60'000);
}

void TestDrafts::typingOnDoesNotPutItOff()
{
    DraftKeeper keeper(*m_store);
    keeper.setExercise(u"id"_s);
    QElapsedTimer clock;
    clock.start();
    while (!m_store->has(u"id"_s) && clock.elapsed() < 60'000) {
        keeper.textChanged(QString::number(clock.elapsed()));
        QTest::qWait(20);
    }
    QVERIFY(m_store->has(u"id"_s));
}

void TestDrafts::whatIsTypedDuringASaveIsSavedNext()
{
    DraftKeeper keeper(*m_store);
    keeper.setExercise(u"id"_s);
    QSignalSpy saved(&keeper, &DraftKeeper::saved);
    keeper.textChanged(u"first"_s);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, 3000);
    keeper.textChanged(u"second"_s);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 2, 3000);
    QCOMPARE(m_store->load(u"id"_s), u"second"_s);
}

void TestDrafts::anotherExerciseIsSavedFirst()
{
    DraftKeeper keeper(*m_store);
    keeper.setExercise(u"one"_s);
    keeper.textChanged(u"of one"_s);
    keeper.setExercise(u"two"_s);
    QCOMPARE(m_store->load(u"one"_s), u"of one"_s);
    keeper.textChanged(u"of two"_s);
    keeper.flush();
    QCOMPARE(m_store->load(u"two"_s), u"of two"_s);
    QCOMPARE(m_store->load(u"one"_s), u"of one"_s);
}

void TestDrafts::leavingSaves()
{
    {
        DraftKeeper keeper(*m_store);
        keeper.setExercise(u"id"_s);
        keeper.textChanged(u"last words"_s);
    }
    QCOMPARE(m_store->load(u"id"_s), u"last words"_s);
}

void TestDrafts::aFailureIsTold()
{
    const DraftStore store(u"/proc/no-such-folder"_s);
    DraftKeeper keeper(store);
    keeper.setExercise(u"id"_s);
    QSignalSpy failed(&keeper, &DraftKeeper::failed);
    keeper.textChanged(u"x"_s);
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 3000);
}

QTEST_MAIN(TestDrafts)
#include "tst_drafts.moc"
