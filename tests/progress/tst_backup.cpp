#include "support.h"

using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

class TestBackup : public QObject
{
    Q_OBJECT

private slots:
    void keepsDaysWeeksAndMonths_data();
    void keepsDaysWeeksAndMonths();
    void makesOneADayAndThinsOut();
    void listsOnlyCopiesOfOurs();
    void noImportTakesThePlaceOfAnotherCopy();
    void leavesNoHalfCopy();
};

void TestBackup::keepsDaysWeeksAndMonths_data()
{
    QTest::addColumn<QList<QDate>>("days");
    QTest::addColumn<QList<QDate>>("kept");
    const QDate today(2026, 11, 20); // a Friday
    QTest::newRow("nothing") << QList<QDate>{} << QList<QDate>{};
    QTest::newRow("a single old one stays")
        << QList<QDate>{QDate(2020, 1, 1)} << QList<QDate>{QDate(2020, 1, 1)};
    QList<QDate> week;
    for (int i = 0; i < 7; ++i)
        week.append(today.addDays(-i));
    QTest::newRow("seven days in a row") << week << week;

    QList<QDate> twoYears;
    for (int i = 0; i < 730; ++i)
        twoYears.append(today.addDays(-i));
    QList<QDate> kept = week;
    // The newest of the weeks before: Sundays. The newest of the months before: their last days.
    kept += {QDate(2026, 11, 8), QDate(2026, 11, 1), QDate(2026, 10, 31), QDate(2026, 9, 30),
        QDate(2026, 8, 31), QDate(2026, 7, 31), QDate(2026, 6, 30), QDate(2026, 5, 31),
        QDate(2026, 4, 30), QDate(2026, 3, 31), QDate(2026, 2, 28), QDate(2026, 1, 31),
        QDate(2025, 12, 31)};
    QTest::newRow("every day of two years") << twoYears << kept;
}

void TestBackup::keepsDaysWeeksAndMonths()
{
    QFETCH(QList<QDate>, days);
    QFETCH(QList<QDate>, kept);
    QCOMPARE(keptDays(days), kept);
    QCOMPARE(keptDays(kept), kept);
}

void TestBackup::makesOneADayAndThinsOut()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"progress.sqlite"_s);
    const auto store = needStore(Store::open(path));
    for (int i = 0; i < 40; ++i) {
        answerCard(*store, u"a"_s, Grade::Good, dayNumber(i));
        need(store->backUpDaily(QDate(2026, 10, 1).addDays(i)));
        need(store->backUpDaily(QDate(2026, 10, 1).addDays(i)));
    }
    const QList<Backup> backups = listBackups(path);
    QVERIFY(backups.size() >= 7 && backups.size() <= 12);
    QCOMPARE(backups.first().day, QDate(2026, 11, 9));
    QVERIFY(backups.first().bytes > 0);
    const auto copy = need(Connection::open(backups.first().path, Connection::Mode::ReadOnly));
    QCOMPARE(need(ReviewLog(*copy).count()), 40);
}

void TestBackup::listsOnlyCopiesOfOurs()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"progress.sqlite"_s);
    QVERIFY(QDir().mkpath(backupFolder(path)));
    for (const QString &name :
        {u"progress-2026-11-20.sqlite"_s, u"progress-2026-11-19-version-3.sqlite"_s,
            u"progress-2026-13-45.sqlite"_s, u"progress-2026-11-20.sqlite.part"_s,
            u"holiday.sqlite"_s, u"progress-2026-11-20.sqlite~"_s}) {
        QFile file(backupFolder(path) + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    const QList<Backup> backups = listBackups(path);
    QCOMPARE(backups.size(), 2);
    QCOMPARE(backups[0].reason, Backup::Reason::Daily);
    QCOMPARE(backups[1].reason, Backup::Reason::Migration);
    QCOMPARE(backups[1].schema, 3);
    thinBackups(path);
    QCOMPARE(listBackups(path).size(), 2);
}

void TestBackup::noImportTakesThePlaceOfAnotherCopy()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"progress.sqlite"_s);
    const auto store = needStore(Store::open(path));
    const QDate day(2026, 11, 20);
    need(store->backUpDaily(day));
    for (int i = 1; i <= 12; ++i) {
        const Backup copy = need(makeBackup(store->connection(), Backup::Reason::Import, day));
        QCOMPARE(copy.number, i);
        QVERIFY(QDir().mkpath(filesOf(copy)));
    }
    QList<Backup> backups = listBackups(path);
    QCOMPARE(backups.size(), 13);
    QCOMPARE(backups.first().number, 12);
    QCOMPARE(backups.first().reason, Backup::Reason::Import);
    QCOMPARE(backups.last().reason, Backup::Reason::Daily);
    thinBackups(path);
    const QDir copies(backupFolder(path));
    QCOMPARE(listBackups(path).size(), importsKept + 1);
    QCOMPARE(copies.entryList({u"*.files"_s}, QDir::Dirs).size(), importsKept);
    QVERIFY(!copies.exists(u"progress-2026-11-20-import-2.sqlite"_s));
    removeBackup(listBackups(path).first());
    QVERIFY(!copies.exists(u"progress-2026-11-20-import-12.files"_s));
    QCOMPARE(need(makeBackup(store->connection(), Backup::Reason::Import, day)).number, 12);
}

void TestBackup::leavesNoHalfCopy()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"progress.sqlite"_s);
    const auto store = needStore(Store::open(path));
    // A folder stands where the copy should be: the rename fails, after the copy was written.
    QVERIFY(QDir().mkpath(backupFolder(path) + u"/progress-2026-11-20.sqlite/x"_s));
    QVERIFY(!makeBackup(store->connection(), Backup::Reason::Daily, QDate(2026, 11, 20)));
    QCOMPARE(QDir(backupFolder(path)).entryList(QDir::Files), QStringList());
}

QTEST_GUILESS_MAIN(TestBackup)
#include "tst_backup.moc"
