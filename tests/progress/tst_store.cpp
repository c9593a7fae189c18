#include "support.h"

#include "progress/schema.h"

#include <QProcess>

#include <cerrno>

#include <sys/stat.h>

using namespace ringside;
using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

using Kind = OpenFailure::Kind;
using Choice = OpenFailure::Choice;

class TestStore : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void makesAFileForItsOwnerAlone();
    void usesTheWantedPragmas_data();
    void usesTheWantedPragmas();
    void opensAgainWithEverything();
    void keepsASecondWriterOutAndReadersIn();
    void meetsABadFileWithAChoice_data();
    void meetsABadFileWithAChoice();
    void refusesAFolderItMayNotWrite();
    void readsAFileItMayNotWrite();
    void saysThatThereIsNothingToRead();
    void checksAfterAnUncleanEnd();
    void looksAtWhatCameSinceAfterAKill_data();
    void looksAtWhatCameSinceAfterAKill();
    void looksCloselyAgainAfterAFailedCheck();
    void startsFreshBesideTheOldFile();
    void restoresACopy();
    void salvagesWhatCanBeRead();
    void erasesEverything();
    void survivesAFullDisk();
    void survivesAReadOnlyHome_data();
    void survivesAReadOnlyHome();
    void shapesAgreeWithTheTables();
    void migratesStepByStepAndKeepsACopy();
    void aFailedStepChangesNothing();
    void opensTheFileOfTheFirstVersion();

private:
    void fillAndClose(int cards = 3);
    QStringList runWriter(const QString &scenario);

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

namespace {

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Overwrites some pages, from a part of the file on.
void damage(const QString &path, double from)
{
    constexpr qsizetype page = 4096;
    QByteArray bytes = read(path);
    QVERIFY(bytes.size() > 50 * page);
    const qsizetype at = qsizetype(double(bytes.size() / page) * from) * page;
    bytes.replace(at, 3 * page, QByteArray(3 * page, '\xA5'));
    write(path, bytes);
}

} // namespace

void TestStore::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(u"ringside/progress.sqlite"_s);
}

void TestStore::fillAndClose(int cards)
{
    const auto store = needStore(Store::open(m_path));
    for (int i = 0; i < cards; ++i)
        answerCard(*store, u"card%1"_s.arg(i), Grade::Good, dayNumber(0, i));
    need(store->drafts().save({.itemUid = u"exercise:1"_s, .slot = u"main.py"_s, .body = u"x"_s}));
}

QStringList TestStore::runWriter(const QString &scenario)
{
    const QString folder = m_folder->filePath(u"full"_s);
    QDir().mkpath(folder);
    QProcess process;
    process.start(QStringLiteral(PROGRESS_WRITER), {scenario, folder});
    process.waitForFinished(60'000);
    if (process.exitCode() == 77)
        QSKIP("no file system may be mounted here: run as root, or allow user namespaces");
    const QString lines = QString::fromUtf8(process.readAllStandardOutput());
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        qFatal("%s", qPrintable(lines));
    return lines.split(u'\n', Qt::SkipEmptyParts);
}

void TestStore::makesAFileForItsOwnerAlone()
{
    const auto store = needStore(Store::open(m_path));
    QVERIFY(store->report().created);
    QVERIFY(!store->report().uncleanEnd);
    struct stat file{};
    struct stat folder{};
    QCOMPARE(stat(QFile::encodeName(m_path), &file), 0);
    QCOMPARE(stat(QFile::encodeName(QFileInfo(m_path).path()), &folder), 0);
    QCOMPARE(file.st_mode & 0777, 0600U);
    QCOMPARE(folder.st_mode & 0777, 0700U);
}

void TestStore::usesTheWantedPragmas_data()
{
    QTest::addColumn<Place>("place");
    QTest::addColumn<QString>("journal");
    QTest::newRow("writes ahead on a local disk") << Place::Local << u"wal"_s;
    QTest::newRow("uses a plain journal on a network") << Place::Network << u"truncate"_s;
}

void TestStore::usesTheWantedPragmas()
{
    QFETCH(Place, place);
    QFETCH(QString, journal);
    const auto store = needStore(Store::open(m_path, {.place = place}));
    const auto pragma = [&](const QString &name) {
        return need(store->connection().first(u"PRAGMA "_s + name, {}, [](const Row &row) {
            return row.text(0);
        })).value_or(QString());
    };
    QCOMPARE(pragma(u"journal_mode"_s), journal);
    QCOMPARE(pragma(u"synchronous"_s), u"2"_s);
    QCOMPARE(pragma(u"foreign_keys"_s), u"1"_s);
    QCOMPARE(pragma(u"busy_timeout"_s), u"5000"_s);
    QCOMPARE(pragma(u"application_id"_s), QString::number(0x52696E67));
    QCOMPARE(pragma(u"user_version"_s), QString::number(schemaVersion()));
}

void TestStore::opensAgainWithEverything()
{
    fillAndClose();
    QVERIFY(!QFile::exists(m_path + u"-wal"_s));
    const auto store = needStore(Store::open(m_path));
    QVERIFY(!store->report().created);
    QVERIFY(!store->report().uncleanEnd);
    QCOMPARE(need(store->reviews().states()).size(), 3);
    QCOMPARE(need(store->reviews().repairStates()), 0);
    QCOMPARE(need(store->drafts().find(u"exercise:1"_s, u"main.py"_s))->body, u"x"_s);
}

void TestStore::keepsASecondWriterOutAndReadersIn()
{
    const auto store = needStore(Store::open(m_path));
    answerCard(*store, u"a"_s, Grade::Good, dayNumber(0));
    const auto second = Store::open(m_path);
    QVERIFY(!second);
    QCOMPARE(second.error().kind, Kind::InUse);
    QCOMPARE(second.error().owner->pid, QCoreApplication::applicationPid());
    QCOMPARE(second.error().owner->host, QSysInfo::machineHostName());
    QVERIFY(second.error().choices().contains(Choice::OpenReadOnly));
    QVERIFY(!second.error().choices().contains(Choice::TakeOver));
    QVERIFY(!Store::open(m_path, {.claim = FileLock::Claim::TakeOver}));

    const auto reader = needStore(Store::open(m_path, {.access = Store::Access::ReadOnly}));
    QVERIFY(reader->isReadOnly());
    QCOMPARE(need(reader->reviews().count()), 1);
    QVERIFY(!reader->journal().set(u"x"_s, 1, 1));
    answerCard(*store, u"b"_s, Grade::Good, dayNumber(0));
    QCOMPARE(need(reader->reviews().count()), 2);
}

void TestStore::meetsABadFileWithAChoice_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("statement");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QList<Choice>>("choices");
    const QList<Choice> corrupt{
        Choice::Salvage, Choice::OpenReadOnly, Choice::StartFresh, Choice::KeepNothing};
    QTest::newRow("text") << QByteArray("once upon a time\n").repeated(1000) << QString()
                          << Kind::Corrupt << corrupt;
    QTest::newRow("zeros") << QByteArray(8192, '\0') << QString() << Kind::Corrupt << corrupt;
    QTest::newRow("a header and nothing behind it")
        << QByteArray("SQLite format 3\0", 16) << QString() << Kind::Corrupt << corrupt;
    QTest::newRow("somebody else's database")
        << QByteArray() << u"CREATE TABLE bookmark (url TEXT)"_s << Kind::Foreign
        << QList<Choice>{Choice::StartFresh, Choice::KeepNothing};
    QTest::newRow("a newer version of ours")
        << QByteArray() << u"PRAGMA user_version = 4711"_s << Kind::Newer
        << QList<Choice>{Choice::OpenReadOnly, Choice::StartFresh, Choice::KeepNothing};
}

void TestStore::meetsABadFileWithAChoice()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, statement);
    QFETCH(Kind, kind);
    QFETCH(QList<Choice>, choices);
    QDir().mkpath(QFileInfo(m_path).path());
    if (!content.isEmpty()) {
        write(m_path, content);
    } else {
        if (kind == Kind::Newer)
            fillAndClose();
        need(need(Connection::open(m_path, Connection::Mode::ReadWrite))->run(statement));
    }
    const QByteArray before = read(m_path);

    const auto opened = Store::open(m_path);
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, kind);
    QCOMPARE(opened.error().choices(), choices);
    QCOMPARE(read(m_path), before);
    if (kind == Kind::Newer) {
        QCOMPARE(opened.error().schema, 4711);
        const auto reader = needStore(Store::open(m_path, {.access = Store::Access::ReadOnly}));
        QVERIFY(reader->report().newerSchema);
        QCOMPARE(need(reader->reviews().count()), 3);
        QCOMPARE(read(m_path), before);
    }
}

void TestStore::refusesAFolderItMayNotWrite()
{
    const AsOrdinaryUser user(m_folder->path());
    QVERIFY(QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::ExeOwner));
    const auto opened = Store::open(m_path);
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Kind::Unreachable);
    QCOMPARE(opened.error().error.errnum, EACCES);
    QVERIFY(opened.error().choices().contains(Choice::KeepNothing));
    QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void TestStore::readsAFileItMayNotWrite()
{
    const AsOrdinaryUser user(m_folder->path());
    fillAndClose();
    const QString folder = QFileInfo(m_path).path();
    QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner));
    QVERIFY(QFile::setPermissions(m_path + u".lock"_s, QFile::ReadOwner));
    QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::ExeOwner));
    const auto opened = Store::open(m_path);
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Kind::ReadOnlyPlace);
    QVERIFY(opened.error().choices().contains(Choice::OpenReadOnly));
    const auto reader = needStore(Store::open(m_path, {.access = Store::Access::ReadOnly}));
    QCOMPARE(need(reader->reviews().count()), 3);
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void TestStore::saysThatThereIsNothingToRead()
{
    const auto opened = Store::open(m_path, {.access = Store::Access::ReadOnly});
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Kind::Missing);
    QVERIFY(!QFile::exists(m_path));
}

void TestStore::checksAfterAnUncleanEnd()
{
    fillAndClose();
    // As a killed program leaves it: its name in the lock, and a state that does not agree with the
    // log.
    need(need(Connection::open(m_path, Connection::Mode::ReadWrite))
            ->run(u"UPDATE card_state SET s = 99, reps = 7 WHERE card_uid = 'card1'"_s));
    write(m_path + u".lock"_s, R"({"host":"h","pid":1})");
    const auto store = needStore(Store::open(m_path));
    QVERIFY(store->report().uncleanEnd);
    QCOMPARE(store->report().repairedCards, 1);
    QCOMPARE(need(store->reviews().state(u"card1"_s)).reps, 1);
}

void TestStore::looksAtWhatCameSinceAfterAKill_data()
{
    QTest::addColumn<bool>("sameBoot");
    QTest::addColumn<int>("repaired");
    QTest::newRow("killed: the card answered since") << true << 1;
    QTest::newRow("the machine stopped: every card") << false << 2;
}

void TestStore::looksAtWhatCameSinceAfterAKill()
{
    QFETCH(bool, sameBoot);
    QByteArray left;
    {
        const auto store = needStore(Store::open(m_path));
        answerCard(*store, u"before"_s, Grade::Good, dayNumber(1));
    }
    {
        const auto store = needStore(Store::open(m_path, {.place = Place::Local}));
        answerCard(*store, u"since"_s, Grade::Good, dayNumber(2));
        QFile lock(m_path + u".lock"_s);
        QVERIFY(lock.open(QIODevice::ReadOnly));
        left = lock.readAll();
        need(store->connection().run(u"UPDATE card_state SET reps = 7"_s));
    }
    if (!sameBoot)
        left.replace(QSysInfo::bootUniqueId(), "another start");
    write(m_path + u".lock"_s, left);
    const auto store = needStore(Store::open(m_path, {.place = Place::Local}));
    QVERIFY(store->report().uncleanEnd);
    QCOMPARE(store->report().onlyKilled, sameBoot);
    QTEST(store->report().repairedCards, "repaired");
    QCOMPARE(need(store->reviews().state(u"since"_s)).reps, 1);
}

void TestStore::looksCloselyAgainAfterAFailedCheck()
{
    fillAndClose(300);
    damage(m_path, 0.05);
    write(m_path + u".lock"_s, R"({"host":"h","pid":1})");
    for (int i = 0; i < 2; ++i) {
        const auto opened = Store::open(m_path);
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, Kind::Corrupt);
    }
}

void TestStore::startsFreshBesideTheOldFile()
{
    QDir().mkpath(QFileInfo(m_path).path());
    write(m_path, "not a database, but somebody's text");
    const QString aside = need(setAside(m_path, QDateTime(QDate(2026, 11, 20), QTime(8, 30))));
    QCOMPARE(QFileInfo(aside).fileName(), u"progress.sqlite.aside-20261120-083000-000"_s);
    QCOMPARE(read(aside), "not a database, but somebody's text");
    QVERIFY(needStore(Store::open(m_path))->report().created);
    QVERIFY(!setAside(m_path + u"-none"_s, QDateTime::currentDateTime()));

    const auto open = needStore(Store::open(m_path));
    QCOMPARE(setAside(m_path, QDateTime::currentDateTime()).error().errnum, EWOULDBLOCK);
}

void TestStore::restoresACopy()
{
    fillAndClose();
    {
        const auto store = needStore(Store::open(m_path));
        need(store->backUpDaily(QDate(2026, 11, 19)));
        answerCard(*store, u"later"_s, Grade::Good, dayNumber(1));
    }
    write(m_path, QByteArray(5000, '?'));
    const auto failed = Store::open(m_path);
    QVERIFY(!failed);
    QCOMPARE(failed.error().choices().first(), Choice::RestoreBackup);
    QCOMPARE(failed.error().backups.size(), 1);
    const QString aside
        = need(restoreBackup(m_path, failed.error().backups[0], QDateTime::currentDateTime()));
    QCOMPARE(read(aside), QByteArray(5000, '?'));
    const auto store = needStore(Store::open(m_path));
    QCOMPARE(need(store->reviews().count()), 3);
    QCOMPARE(QFileInfo(m_path).permissions() & QFile::ReadOther, QFile::Permissions());
}

void TestStore::salvagesWhatCanBeRead()
{
    fillAndClose(400);
    damage(m_path, 0.6);
    const QByteArray damaged = read(m_path);
    const Salvaged salvaged = need(salvage(m_path, QDateTime::currentDateTime()));
    QCOMPARE(read(salvaged.setAsideTo), damaged);
    QVERIFY(salvaged.damagedTables.contains(u"review"_s));
    QVERIFY(!salvaged.damagedTables.contains(u"draft"_s));
    const auto store = needStore(Store::open(m_path));
    // Three pages hold some 50 rows; those before and behind them are there.
    const qint64 rows = need(store->reviews().count());
    QVERIFY2(rows > 300 && rows < 400, qPrintable(QString::number(rows)));
    QCOMPARE(need(store->reviews().repairStates()), 0);
}

void TestStore::erasesEverything()
{
    fillAndClose();
    {
        const auto store = needStore(Store::open(m_path));
        need(store->backUpDaily(QDate(2026, 11, 19)));
        QVERIFY(!eraseEverything(m_path));
    }
    write(m_path + u".aside-20260101-000000-000"_s, "old");
    const QString other = QFileInfo(m_path).path() + u"/somebody-elses.txt"_s;
    write(other, "keep");
    need(eraseEverything(m_path));
    const QDir folder(QFileInfo(m_path).path());
    QCOMPARE(folder.entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
        (QStringList{u"progress.sqlite.lock"_s, u"somebody-elses.txt"_s}));
    QCOMPARE(read(m_path + u".lock"_s), QByteArray());
}

void TestStore::survivesAFullDisk()
{
    QCOMPARE(runWriter(u"full-disk"_s),
        (QStringList{u"full after some: ENOSPC"_s, u"all acknowledged rows are there"_s,
            u"draft: ENOSPC"_s, u"backup: refused"_s, u"left over: "_s,
            u"goes on when there is room"_s, u"all rows after reopening"_s,
            u"first file: kind %1"_s.arg(int(Kind::NoSpace)),
            u"second file: kind %1"_s.arg(int(Kind::NoSpace))}));
}

void TestStore::survivesAReadOnlyHome_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::newRow("after a clean end") << u"read-only-home"_s;
    QTest::newRow("after a kill") << u"read-only-home-after-kill"_s;
}

void TestStore::survivesAReadOnlyHome()
{
    QFETCH(QString, scenario);
    QCOMPARE(runWriter(scenario),
        (QStringList{u"kind %1, choices %2 %3 %4"_s.arg(int(Kind::ReadOnlyPlace))
                         .arg(int(Choice::Retry))
                         .arg(int(Choice::OpenReadOnly))
                         .arg(int(Choice::KeepNothing)),
            u"read-only: 1 rows"_s, u"writing is refused"_s,
            u"new file: kind %1"_s.arg(int(Kind::ReadOnlyPlace))}));
}

void TestStore::shapesAgreeWithTheTables()
{
    const auto store = need(Store::inMemory());
    QStringList shared;
    for (const TableShape &table : sharedTables()) {
        shared.append(table.name);
        QStringList expected;
        for (const TableShape::Column &column : table.columns) {
            static const QStringList types{u"INTEGER"_s, u"REAL"_s, u"TEXT"_s};
            expected.append(column.name + u' ' + types[int(column.type)]
                + (column.optional ? u""_s : u" NOT NULL"_s));
        }
        const QStringList found
            = need(store->connection().all(u"SELECT name || ' ' || type || iif(\"notnull\" OR (pk "
                                           u"AND type = 'TEXT'), ' NOT NULL', '')"
                                           " FROM pragma_table_info(?)"_s,
                {table.name}, [](const Row &row) { return row.text(0); }));
        QCOMPARE(expected, found);
    }
    // The cache and what is this machine's own stay here.
    const QStringList tables = need(store->connection().all(
        u"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"_s, {},
        [](const Row &row) { return row.text(0); }));
    QCOMPARE(QSet(tables.begin(), tables.end()) - QSet(shared.begin(), shared.end()),
        (QSet<QString>{u"meta"_s, u"card_state"_s}));
}

void TestStore::migratesStepByStepAndKeepsACopy()
{
    const auto connection = need(Connection::open(u":memory:"_s, Connection::Mode::ReadWrite));
    QList<QStringList> steps{{u"CREATE TABLE first (x)"_s}};
    need(migrate(*connection, steps));
    QCOMPARE(need(connection->integer(u"PRAGMA user_version"_s)), 1);
    steps.append({u"CREATE TABLE second (x)"_s, u"INSERT INTO second VALUES (1)"_s});
    steps.append({u"ALTER TABLE second ADD COLUMN y"_s});
    need(migrate(*connection, steps));
    need(migrate(*connection, steps));
    QCOMPARE(need(connection->integer(u"PRAGMA user_version"_s)), 3);
    QCOMPARE(need(connection->integer(u"SELECT COUNT(*) FROM second"_s)), 1);

    // An older file of ours: here one that lacks everything but the mark.
    QDir().mkpath(QFileInfo(m_path).path());
    need(need(Connection::open(m_path, Connection::Mode::ReadWrite))
            ->run(u"PRAGMA application_id = %1"_s.arg(applicationId)));
    const auto store = needStore(Store::open(m_path));
    QVERIFY(store->report().migrated);
    QCOMPARE(store->report().migrated->reason, Backup::Reason::Migration);
    QVERIFY(QFile::exists(store->report().migrated->path));
    QCOMPARE(need(store->reviews().count()), 0);
}

void TestStore::aFailedStepChangesNothing()
{
    const auto connection = need(Connection::open(u":memory:"_s, Connection::Mode::ReadWrite));
    QVERIFY(!migrate(*connection,
        {{u"CREATE TABLE first (x)"_s},
            {u"CREATE TABLE second (x)"_s, u"CREATE TABLE first (x)"_s}}));
    QCOMPARE(need(connection->integer(u"PRAGMA user_version"_s)), 1);
    QCOMPARE(need(connection->integer(u"SELECT COUNT(*) FROM sqlite_master"_s)), 1);
}

void TestStore::opensTheFileOfTheFirstVersion()
{
    QDir().mkpath(QFileInfo(m_path).path());
    QVERIFY(QFile::copy(QStringLiteral(TEST_DATA "/progress-version-1.sqlite"), m_path));
    QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner);
    const auto store = needStore(Store::open(m_path));
    QCOMPARE(need(store->reviews().count()), 5);
    QCOMPARE(need(store->reviews().repairStates()), 0);
    QCOMPARE(need(store->drafts().find(u"exercise:1"_s, u"main.py"_s))->body, u"print(1)\n"_s);
    // A step that was released is never edited: a new file has the very same tables.
    const auto tables = [](const Store &in) {
        return need(in.connection().all(
            u"SELECT name || ' ' || COALESCE(sql, '') FROM sqlite_master ORDER BY name"_s, {},
            [](const Row &row) { return row.text(0); }));
    };
    QCOMPARE(tables(*store), tables(*need(Store::inMemory())));
}

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
