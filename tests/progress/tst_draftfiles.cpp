#include "support.h"

#include "progress/draftfiles.h"
#include "progress/exchange.h"

#include <QDir>

using namespace ringside;
using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

// Solutions are files; an export carries them to another machine, and an import that overwrote one is taken back.
class TestDraftFiles : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void theNewerTextGoesAlong_data();
    void theNewerTextGoesAlong();
    void takingInTwiceWritesOnce();
    void onlySolutionsBecomeFiles_data();
    void onlySolutionsBecomeFiles();
    void anImportIsTakenBack();
    void theNewerPlaygroundGoesAlong_data();
    void theNewerPlaygroundGoesAlong();
    void aWholeFolderGoesAlong_data();
    void aWholeFolderGoesAlong();
    void aWrongLineChangesNothing();
    void whatIsThereAlreadyNeedsNoCopy();
    void aCopyOfAnotherDayLeavesSolutionsAlone_data();
    void aCopyOfAnotherDayLeavesSolutionsAlone();

private:
    struct Machine
    {
        std::unique_ptr<QTemporaryDir> folder = std::make_unique<QTemporaryDir>();
        [[nodiscard]] QString path(const QString &name) const { return folder->filePath(name); }
        [[nodiscard]] QString database() const { return path(u"progress.sqlite"_s); }
        [[nodiscard]] std::unique_ptr<Store> open() const { return needStore(Store::open(database())); }

        void write(const QString &exercise, const QByteArray &text, qint64 changedMs) const
        {
            put(u"drafts/%1.py"_s.arg(exercise), text, changedMs);
        }
        void put(const QString &name, const QByteArray &text, qint64 changedMs) const
        {
            QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
            QFile file(path(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            QCOMPARE(file.write(text), text.size());
            QVERIFY(file.flush());
            QVERIFY(file.setFileTime(
                QDateTime::fromMSecsSinceEpoch(changedMs), QFileDevice::FileModificationTime));
        }
        [[nodiscard]] QByteArray read(const QString &exercise) const
        {
            return content(u"drafts/%1.py"_s.arg(exercise));
        }
        [[nodiscard]] QByteArray content(const QString &name) const
        {
            QFile file(path(name));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none");
        }
    };

    [[nodiscard]] QString exported(const Machine &from) const
    {
        const QString file = from.path(u"all.jsonl"_s);
        need(exportToFile(*from.open(), file, 1));
        return file;
    }

    static constexpr qint64 monday = 1'790'000'000'000;
    const QDate m_today{2026, 11, 21};
    Machine m_here;
    Machine m_there;
};

void TestDraftFiles::init()
{
    m_here = {};
    m_there = {};
}

void TestDraftFiles::theNewerTextGoesAlong_data()
{
    QTest::addColumn<QByteArray>("here"); // empty: no file
    QTest::addColumn<int>("hereAfter"); // milliseconds after the other machine
    QTest::addColumn<QByteArray>("comes");
    QTest::addColumn<int>("written");
    const QByteArray theirs = "print('\xc3\xbc')\r\n";
    QTest::newRow("a solution that is not here") << QByteArray() << 0 << theirs << 1;
    QTest::newRow("one that is older here") << QByteArray("mine\n") << -5 << theirs << 1;
    QTest::newRow("one that is newer here stays") << QByteArray("mine\n") << 5 << QByteArray("mine\n") << 0;
    QTest::newRow("the same one stays as it is") << theirs << -5 << theirs << 0;
}

void TestDraftFiles::theNewerTextGoesAlong()
{
    QFETCH(QByteArray, here);
    QFETCH(int, hereAfter);
    m_there.write(u"e-1"_s, "print('\xc3\xbc')\r\n", monday);
    if (!here.isEmpty())
        m_here.write(u"e-1"_s, here, monday + hereAfter);
    const auto store = m_here.open();
    const TakenIn taken = need(takeInWithCopy(*store, exported(m_there), m_today));
    QTEST(m_here.read(u"e-1"_s), "comes");
    QTEST(taken.drafts, "written");
    if (taken.drafts > 0 && !here.isEmpty()) {
        const auto older = need(store->drafts().older(u"exercise:e-1"_s, u"solution.py"_s));
        QCOMPARE(older.first().body, u"mine\n"_s);
    }
}

void TestDraftFiles::takingInTwiceWritesOnce()
{
    m_there.write(u"e-1"_s, "theirs\n", monday);
    const QString lines = exported(m_there);
    const auto store = m_here.open();
    QCOMPARE(need(takeInWithCopy(*store, lines, m_today)).drafts, 1);
    const TakenIn again = need(takeInWithCopy(*store, lines, m_today));
    QCOMPARE(again.drafts, 0);
    QCOMPARE(again.report.taken, 0);
    QVERIFY(!again.before);
    QVERIFY(QFile::remove(m_here.path(u"drafts/e-1.py"_s)));
    const TakenIn lost = need(takeInWithCopy(*store, lines, m_today));
    QCOMPARE(lost.drafts, 1);
    QVERIFY(lost.before);
    // What is exported here now is what came.
    need(exportToFile(*store, m_here.path(u"all.jsonl"_s), 1));
    QFile one(lines);
    QFile other(m_here.path(u"all.jsonl"_s));
    QVERIFY(one.open(QIODevice::ReadOnly) && other.open(QIODevice::ReadOnly));
    QCOMPARE(other.readAll(), one.readAll());
}

void TestDraftFiles::onlySolutionsBecomeFiles_data()
{
    QTest::addColumn<QString>("item");
    QTest::addColumn<QString>("slot");
    QTest::newRow("a path upwards") << u"exercise:../evil"_s << u"solution.py"_s;
    QTest::newRow("an absolute path") << u"exercise:/tmp/evil"_s << u"solution.py"_s;
    QTest::newRow("a hidden name") << u"exercise:.evil"_s << u"solution.py"_s;
    QTest::newRow("no name") << u"exercise:"_s << u"solution.py"_s;
    QTest::newRow("the answer to a card") << u"question:Q05.1"_s << u"solution.py"_s;
    QTest::newRow("another text of an exercise") << u"exercise:e-1"_s << u"answer"_s;
}

void TestDraftFiles::onlySolutionsBecomeFiles()
{
    QFETCH(QString, item);
    QFETCH(QString, slot);
    const auto store = m_here.open();
    need(store->drafts().save({.itemUid = item, .slot = slot, .body = u"x"_s, .updatedMs = monday}));
    QCOMPARE(need(layOutDrafts(*store, draftFolder(m_here.database()), m_here.path(u"before"_s))), 0);
    QVERIFY(QDir(m_here.path(u"drafts"_s)).isEmpty());
}

void TestDraftFiles::anImportIsTakenBack()
{
    m_there.write(u"e-1"_s, "theirs\n", monday);
    m_there.write(u"e-2"_s, "theirs alone\n", monday);
    m_there.put(u"playground/state"_s, "their files", monday);
    m_there.put(u"playground/run-000001"_s, "their run", monday);
    {
        const auto there = m_there.open();
        answerCard(*there, u"card"_s, Grade::Good, dayNumber(1));
    }
    m_here.write(u"e-1"_s, "mine \xff\n", monday - 5); // as another program may leave it
    m_here.write(u"e-3"_s, "mine alone\n", monday - 5);
    m_here.put(u"playground/state"_s, "my files", monday - 5);
    std::optional<TakenIn> taken;
    {
        const auto here = m_here.open();
        need(here->backUpDaily(m_today));
        taken = need(takeInWithCopy(*here, exported(m_there), m_today));
        QCOMPARE(need(here->reviews().count()), 1);
    }
    QVERIFY(taken->before);
    QCOMPARE(taken->before->day, m_today);
    QCOMPARE(listBackups(m_here.database()).size(), 2);
    QCOMPARE(m_here.read(u"e-1"_s), "theirs\n");
    QCOMPARE(m_here.read(u"e-2"_s), "theirs alone\n");
    QCOMPARE(m_here.content(u"playground/run-000001"_s), "their run");
    m_here.write(u"e-4"_s, "written since\n", monday + 1);

    const QString aside = need(restoreBackup(m_here.database(), *taken->before, QDateTime::currentDateTime()));
    QVERIFY(QFile::exists(aside));
    QCOMPARE(need(m_here.open()->reviews().count()), 0);
    QCOMPARE(m_here.read(u"e-1"_s), "mine \xff\n");
    QCOMPARE(QFileInfo(m_here.path(u"drafts/e-1.py"_s)).lastModified().toMSecsSinceEpoch(), monday - 5);
    QCOMPARE(m_here.read(u"e-2"_s), "none");
    QCOMPARE(m_here.read(u"e-3"_s), "mine alone\n");
    QCOMPARE(m_here.read(u"e-4"_s), "written since\n");
    QCOMPARE(m_here.content(u"playground/state"_s), "my files");
    QCOMPARE(m_here.content(u"playground/run-000001"_s), "none");
    // What was there meanwhile is not lost either.
    const QString when = aside.section(u".aside-"_s, 1);
    QCOMPARE(m_here.content(u"drafts.aside-%1/e-2.py"_s.arg(when)), "theirs alone\n");
    QCOMPARE(m_here.content(u"playground.aside-%1/run-000001"_s.arg(when)), "their run");
    need(eraseEverything(m_here.database()));
    QCOMPARE(QDir(m_here.folder->path()).entryList({u"*aside*"_s}), QStringList());
}

void TestDraftFiles::theNewerPlaygroundGoesAlong_data()
{
    QTest::addColumn<int>("hereAfter"); // milliseconds after the other machine
    QTest::addColumn<bool>("ranHere");
    QTest::addColumn<bool>("ranThere");
    QTest::addColumn<bool>("taken");
    QTest::newRow("an older one gives way") << -5 << true << true << true;
    QTest::newRow("a newer one stays") << 5 << true << true << false;
    QTest::newRow("the same one stays") << 0 << true << true << false;
    QTest::newRow("one that was only looked at gives way") << 5 << false << true << true;
    QTest::newRow("one that was only looked at comes to none that was used") << -5 << true << false << false;
    QTest::newRow("of two that were only looked at the newer") << -5 << false << false << true;
}

void TestDraftFiles::theNewerPlaygroundGoesAlong()
{
    QFETCH(int, hereAfter);
    QFETCH(bool, ranHere);
    QFETCH(bool, ranThere);
    QFETCH(bool, taken);
    const QByteArray theirs = QByteArray("0123456789\n").repeated(700'000); // in several pieces
    m_there.put(u"playground/state"_s, theirs, monday);
    m_here.put(u"playground/state"_s, "mine", monday + hereAfter);
    if (ranThere)
        m_there.put(u"playground/run-000007"_s, {}, monday - 1);
    if (ranHere)
        m_here.put(u"playground/run-000001"_s, "run", monday - 1);
    m_there.put(u"playground/notes.txt"_s, "none of ours", monday);
    const TakenIn came = need(takeInWithCopy(*m_here.open(), exported(m_there), m_today));
    QCOMPARE(came.playground, taken);
    QCOMPARE(came.before.has_value(), taken);
    QCOMPARE(m_here.content(u"playground/state"_s) == theirs, taken);
    QCOMPARE(m_here.content(u"playground/run-000007"_s) == QByteArray(), taken && ranThere);
    QCOMPARE(m_here.content(u"playground/notes.txt"_s), "none");
    QCOMPARE(QDir(m_here.folder->path()).entryList({u"playground*"_s}, QDir::Dirs), QStringList{u"playground"_s});
    // It is as old as it was there: the next machine decides the same.
    if (taken)
        QCOMPARE(QFileInfo(m_here.path(u"playground/state"_s)).lastModified().toMSecsSinceEpoch(), monday);
}

void TestDraftFiles::aWholeFolderGoesAlong_data()
{
    QTest::addColumn<bool>("alone");
    QTest::newRow("the file in its folder") << false;
    QTest::newRow("the file alone, among files of another kind") << true;
}

void TestDraftFiles::aWholeFolderGoesAlong()
{
    QFETCH(bool, alone);
    answerCard(*m_there.open(), u"card"_s, Grade::Good, dayNumber(1));
    m_there.write(u"e-1"_s, "theirs\n", monday);
    m_there.put(u"playground/state"_s, "their playground", monday);
    m_there.put(u"playground/run-000001"_s, "run", monday);
    QString file = m_there.database();
    if (alone) {
        file = m_there.path(u"copy.sqlite"_s);
        QVERIFY(QFile::copy(m_there.database(), file));
    }
    const auto store = m_here.open();
    const TakenIn taken = need(takeInWithCopy(*store, file, m_today));
    QCOMPARE(need(store->reviews().count()), 1);
    QCOMPARE(taken.drafts, alone ? 0 : 1);
    QCOMPARE(taken.playground, !alone);
    QCOMPARE(m_here.read(u"e-1"_s), alone ? "none" : "theirs\n");
    QCOMPARE(m_here.content(u"playground/state"_s), alone ? "none" : "their playground");
    QCOMPARE(m_there.content(u"playground/state"_s), "their playground"); // it is not touched
    QVERIFY(!need(takeInWithCopy(*store, file, m_today)).changedAnything());
}

void TestDraftFiles::aWrongLineChangesNothing()
{
    m_there.write(u"e-1"_s, "theirs\n", monday);
    {
        const auto there = m_there.open();
        answerCard(*there, u"card"_s, Grade::Good, dayNumber(1));
    }
    const QString lines = exported(m_there);
    QFile file(lines);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray content = file.readAll();
    content.replace("\"grade\":3", "\"grade\":33");
    QVERIFY(file.resize(0) && file.seek(0));
    QCOMPARE(file.write(content), content.size());
    file.close();
    const auto store = m_here.open();
    const auto taken = takeInWithCopy(*store, lines, m_today);
    QVERIFY(!taken);
    const int line = int(content.first(content.indexOf("\"grade\":33")).count('\n')) + 1;
    QCOMPARE(taken.error().line, line);
    QCOMPARE(taken.error().file, lines);
    QCOMPARE(need(store->reviews().count()), 0);
    QCOMPARE(m_here.read(u"e-1"_s), "none");
    QCOMPARE(listBackups(m_here.database()).size(), 0);
}

void TestDraftFiles::whatIsThereAlreadyNeedsNoCopy()
{
    const auto store = m_here.open();
    answerCard(*store, u"card"_s, Grade::Good, dayNumber(1));
    const QString file = m_here.path(u"all.jsonl"_s);
    need(exportToFile(*store, file, 1));
    const TakenIn taken = need(takeInWithCopy(*store, file, m_today));
    QCOMPARE(taken.report.taken, 0);
    QVERIFY(!taken.before);
}

void TestDraftFiles::aCopyOfAnotherDayLeavesSolutionsAlone_data()
{
    QTest::addColumn<bool>("import"); // one that brought nothing, on the same day
    QTest::newRow("the copy at the end of a day") << false;
    QTest::newRow("the copy of a day with an import that brought nothing") << true;
}

void TestDraftFiles::aCopyOfAnotherDayLeavesSolutionsAlone()
{
    QFETCH(bool, import);
    m_here.write(u"e-1"_s, "old\n", monday - 9);
    {
        const auto store = m_here.open();
        need(takeDraftFiles(*store, draftFolder(m_here.database())));
        need(store->backUpDaily(m_today));
        if (import)
            QVERIFY(!need(takeInWithCopy(*store, exported(m_there), m_today)).before);
    }
    m_here.write(u"e-1"_s, "today's\n", monday);
    const QList<Backup> copies = listBackups(m_here.database());
    QCOMPARE(copies.size(), 1);
    std::ignore = need(restoreBackup(m_here.database(), copies.first(), QDateTime::currentDateTime()));
    QCOMPARE(m_here.read(u"e-1"_s), "today's\n");
}

QTEST_GUILESS_MAIN(TestDraftFiles)
#include "tst_draftfiles.moc"
