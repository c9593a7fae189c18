#include "desktop/exercise/draftstore.h"
#include "desktop/widgets/filekeeper.h"

#include <QFile>
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
    void savesByItself();
    void typingOnDoesNotPutItOff();
    void whatIsTypedDuringASaveIsSavedNext();
    void anotherFileIsSavedFirst();
    void leavingSaves();
    void aFailureIsTold();
    void whatAnotherProgramSavedIsTold();
    void whatAnotherProgramSavedIsNotSavedOver();
    void anUntouchedFileIsNotWrittenAgain();
    void aRemovedFileIsMadeAgain();

private:
    [[nodiscard]] QString path(const QString &id = u"id"_s) const { return m_store->path(id); }

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
    FileKeeper keeper;
    keeper.setFile(path(), {});
    keeper.textChanged(text.toUtf8());
    keeper.flush();
    QCOMPARE(m_store->load(u"id"_s), text.toUtf8());
    QVERIFY(m_store->has(u"id"_s));
    QVERIFY(m_store->saveEdits(u"id"_s, "edits"));
    QCOMPARE(m_store->loadEdits(u"id"_s), "edits"_ba);
}

void TestDrafts::whatWasNeverSavedIsNotThere()
{
    QVERIFY(!m_store->load(u"id"_s));
    QVERIFY(!m_store->has(u"id"_s));
    QVERIFY(m_store->loadEdits(u"id"_s).isEmpty());
}

void TestDrafts::savesByItself()
{
    FileKeeper keeper;
    keeper.setFile(path(), {});
    keeper.textChanged("a");
    QVERIFY(!keeper.isSaved());
    QTRY_COMPARE_WITH_TIMEOUT(m_store->load(u"id"_s), "a"_ba, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(keeper.isSaved(), 60'000);
}

void TestDrafts::typingOnDoesNotPutItOff()
{
    FileKeeper keeper;
    keeper.setFile(path(), {});
    QElapsedTimer clock;
    clock.start();
    while (!m_store->has(u"id"_s) && clock.elapsed() < 60'000) {
        keeper.textChanged(QByteArray::number(clock.elapsed()));
        QTest::qWait(20);
    }
    QVERIFY(m_store->has(u"id"_s));
}

void TestDrafts::whatIsTypedDuringASaveIsSavedNext()
{
    FileKeeper keeper;
    keeper.setFile(path(), {});
    QSignalSpy saved(&keeper, &FileKeeper::saved);
    keeper.textChanged("first");
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, 60'000);
    keeper.textChanged("second");
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 2, 60'000);
    QCOMPARE(m_store->load(u"id"_s), "second"_ba);
}

void TestDrafts::anotherFileIsSavedFirst()
{
    FileKeeper keeper;
    keeper.setFile(path(u"one"_s), {});
    keeper.textChanged("of one");
    keeper.setFile(path(u"two"_s), {});
    QCOMPARE(m_store->load(u"one"_s), "of one"_ba);
    keeper.textChanged("of two");
    keeper.flush();
    QCOMPARE(m_store->load(u"two"_s), "of two"_ba);
    QCOMPARE(m_store->load(u"one"_s), "of one"_ba);
}

void TestDrafts::leavingSaves()
{
    {
        FileKeeper keeper;
        keeper.setFile(path(), {});
        keeper.textChanged("last words");
    }
    QCOMPARE(m_store->load(u"id"_s), "last words"_ba);
}

void TestDrafts::aFailureIsTold()
{
    FileKeeper keeper;
    keeper.setFile(u"/proc/no-such-folder/id.py"_s, {});
    QSignalSpy failed(&keeper, &FileKeeper::failed);
    keeper.textChanged("x");
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 60'000);
    QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::System);
}

void TestDrafts::whatAnotherProgramSavedIsTold()
{
    FileKeeper keeper;
    keeper.setFile(path(), {});
    keeper.textChanged("mine");
    keeper.flush();
    QSignalSpy changed(&keeper, &FileKeeper::changedOutside);
    QVERIFY(FileKeeper::write(path(), "theirs"));
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 60'000);
    QCOMPARE(changed.first().first().toByteArray(), "theirs"_ba);
    QVERIFY(keeper.isSaved()); // nothing of ours is at stake
    keeper.look();
    QCOMPARE(changed.size(), 1); // told once
    keeper.accept("theirs");
    keeper.textChanged("mine again");
    keeper.flush();
    QCOMPARE(m_store->load(u"id"_s), "mine again"_ba);
}

void TestDrafts::whatAnotherProgramSavedIsNotSavedOver()
{
    FileKeeper keeper;
    keeper.setFile(path(), {});
    keeper.textChanged("mine");
    QVERIFY(FileKeeper::write(path(), "theirs")); // where there was no file before
    QSignalSpy changed(&keeper, &FileKeeper::changedOutside);
    keeper.flush();
    QCOMPARE(changed.size(), 1);
    QVERIFY(!keeper.isSaved());
    keeper.textChanged("more of mine");
    keeper.flush();
    QCOMPARE(m_store->load(u"id"_s), "theirs"_ba);
    keeper.accept("theirs");
    QTRY_COMPARE_WITH_TIMEOUT(m_store->load(u"id"_s), "more of mine"_ba, 60'000);
}

void TestDrafts::anUntouchedFileIsNotWrittenAgain()
{
    QVERIFY(FileKeeper::write(path(), "same"));
    struct stat before{}, after{};
    QCOMPARE(::stat(path().toUtf8().constData(), &before), 0);
    FileKeeper keeper;
    keeper.setFile(path(), {});
    keeper.textChanged("same");
    keeper.flush();
    QVERIFY(keeper.isSaved());
    QCOMPARE(::stat(path().toUtf8().constData(), &after), 0);
    QCOMPARE(after.st_ino, before.st_ino);
}

void TestDrafts::aRemovedFileIsMadeAgain()
{
    FileKeeper keeper;
    keeper.setFile(path(), {});
    keeper.textChanged("mine");
    keeper.flush();
    QVERIFY(QFile::remove(path()));
    keeper.look();
    keeper.textChanged("mine"); // nothing new, and yet it is not there
    keeper.flush();
    QCOMPARE(m_store->load(u"id"_s), "mine"_ba);
}

QTEST_MAIN(TestDrafts)
#include "tst_drafts.moc"
