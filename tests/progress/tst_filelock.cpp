#include "progress/filelock.h"

#include <QCoreApplication>
#include <QFile>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

#include <sys/stat.h>

using namespace ringside::progress;
using namespace Qt::StringLiterals;

class TestFileLock : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void namesItsHolder();
    void isFreeAgainAfterwards();
    void refusesOrTakesByTheNameInside_data();
    void refusesOrTakesByTheNameInside();
    void canLeaveItsNameBehind();
    void saysWhyThereIsNoLockFile_data();
    void saysWhyThereIsNoLockFile();
    void knowsLocalFileSystems_data();
    void tellsAKillFromAMachineThatStopped_data();
    void tellsAKillFromAMachineThatStopped();
    void knowsLocalFileSystems();
    void findsThePlaceOfAFolderThatIsNotThereYet();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"lock"_s); }
    [[nodiscard]] QByteArray content() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestFileLock::namesItsHolder()
{
    const auto lock = FileLock::take(path(), Place::Local);
    QVERIFY(lock);
    QVERIFY(!lock->foundLeftBehind());
    const auto second = FileLock::take(path(), Place::Local);
    QVERIFY(!second);
    QVERIFY(second.error().certain);
    QCOMPARE(second.error().owner->host, QSysInfo::machineHostName());
    QCOMPARE(second.error().owner->pid, QCoreApplication::applicationPid());
    QCOMPARE(second.error().owner->program, QCoreApplication::applicationName());
    QVERIFY(!FileLock::take(path(), Place::Local, FileLock::Claim::TakeOver));
}

void TestFileLock::isFreeAgainAfterwards()
{
    for (int i = 0; i < 3; ++i) {
        const auto lock = FileLock::take(path(), Place::Network);
        QVERIFY(lock);
        QVERIFY(!lock->foundLeftBehind());
    }
    QCOMPARE(content(), QByteArray());
    struct stat file{};
    QCOMPARE(stat(QFile::encodeName(path()).constData(), &file), 0);
    QCOMPARE(file.st_mode & 0777, 0600U);
}

void TestFileLock::refusesOrTakesByTheNameInside_data()
{
    QTest::addColumn<Place>("place");
    QTest::addColumn<QString>("host");
    QTest::addColumn<FileLock::Claim>("claim");
    QTest::addColumn<bool>("taken");
    const QString us = QSysInfo::machineHostName();
    QTest::newRow("a dead program of this machine, local disk")
        << Place::Local << us << FileLock::Claim::Ask << true;
    QTest::newRow("a dead program of this machine, network")
        << Place::Network << us << FileLock::Claim::Ask << true;
    QTest::newRow("the machine had another name, local disk")
        << Place::Local << u"formerly"_s << FileLock::Claim::Ask << true;
    QTest::newRow("another machine, network")
        << Place::Network << u"lab-17"_s << FileLock::Claim::Ask << false;
    QTest::newRow("another machine, network, taken over")
        << Place::Network << u"lab-17"_s << FileLock::Claim::TakeOver << true;
}

void TestFileLock::refusesOrTakesByTheNameInside()
{
    QFETCH(Place, place);
    QFETCH(QString, host);
    QFETCH(FileLock::Claim, claim);
    QFETCH(bool, taken);
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(u"{\"host\":\"%1\",\"pid\":4711,\"program\":\"ringside\"}"_s.arg(host).toUtf8());
    file.close();

    const auto lock = FileLock::take(path(), place, claim);
    QCOMPARE(lock.has_value(), taken);
    if (taken) {
        QVERIFY(lock->foundLeftBehind());
        QVERIFY(content().contains(QSysInfo::machineHostName().toUtf8()));
    } else {
        QVERIFY(!lock.error().certain);
        QCOMPARE(*lock.error().owner, (LockOwner{host, 4711, u"ringside"_s}));
        QVERIFY(content().contains(host.toUtf8()));
    }
}

void TestFileLock::canLeaveItsNameBehind()
{
    {
        auto lock = FileLock::take(path(), Place::Local);
        QVERIFY(lock);
        lock->leaveBehind();
    }
    const auto lock = FileLock::take(path(), Place::Local);
    QVERIFY(lock);
    QVERIFY(lock->foundLeftBehind());
}

void TestFileLock::tellsAKillFromAMachineThatStopped_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("boot");
    QTest::addColumn<QString>("checked");
    QTest::addColumn<bool>("killed");
    const QString us = QSysInfo::machineHostName();
    const QString now = QString::fromLatin1(QSysInfo::bootUniqueId());
    QTest::newRow("killed since this machine was started") << us << now << u"12"_s << true;
    QTest::newRow("killed before anything was answered") << us << now << u"0"_s << true;
    QTest::newRow("the machine was started anew") << us << u"another start"_s << u"12"_s << false;
    QTest::newRow("it saw damage, or was of an older version") << us << u""_s << u"12"_s << false;
    QTest::newRow("another machine of the same start") << u"lab-17"_s << now << u"12"_s << false;
    QTest::newRow("killed while it opened the file") << us << now << u"null"_s << false;
}

void TestFileLock::tellsAKillFromAMachineThatStopped()
{
    QFETCH(QString, host);
    QFETCH(QString, boot);
    QFETCH(QString, checked);
    QFETCH(bool, killed);
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(u"{\"host\":\"%1\",\"pid\":4711,\"boot\":\"%2\",\"checked\":%3}"_s.arg(host, boot, checked).toUtf8());
    file.close();
    {
        auto lock = FileLock::take(path(), Place::Local);
        QVERIFY(lock);
        QCOMPARE(lock->foundKilled(), killed);
        if (killed)
            QCOMPARE(*lock->foundLeftBehind()->checkedOrder, checked.toLongLong());
        lock->noteChecked(34);
        QVERIFY(content().contains("\"checked\":34"));
        lock->leaveBehind();
    }
    const auto again = FileLock::take(path(), Place::Local);
    QVERIFY(again && again->foundLeftBehind());
    QVERIFY(!again->foundKilled());
}

void TestFileLock::saysWhyThereIsNoLockFile_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("errnum");
    QTest::newRow("no folder") << u"none/lock"_s << ENOENT;
    QTest::newRow("a folder is no lock") << u"folder"_s << EISDIR;
    QTest::newRow("a link is not followed") << u"link"_s << ELOOP;
}

void TestFileLock::saysWhyThereIsNoLockFile()
{
    QFETCH(QString, name);
    QFETCH(int, errnum);
    QVERIFY(QDir(m_folder->path()).mkdir(u"folder"_s));
    QVERIFY(QFile::link(m_folder->filePath(u"elsewhere"_s), m_folder->filePath(u"link"_s)));
    const auto lock = FileLock::take(m_folder->filePath(name), Place::Local);
    QVERIFY(!lock);
    QVERIFY(!lock.error().owner);
    QCOMPARE(lock.error().error.errnum, errnum);
}

void TestFileLock::knowsLocalFileSystems_data()
{
    QTest::addColumn<quint64>("type");
    QTest::addColumn<bool>("local");
    QTest::newRow("ext4") << quint64(0xEF53) << true;
    QTest::newRow("btrfs") << quint64(0x9123683E) << true;
    QTest::newRow("xfs") << quint64(0x58465342) << true;
    QTest::newRow("tmpfs") << quint64(0x01021994) << true;
    QTest::newRow("overlay") << quint64(0x794C7630) << true;
    QTest::newRow("NFS") << quint64(0x6969) << false;
    QTest::newRow("SMB 2") << quint64(0xFE534D42) << false;
    QTest::newRow("CIFS") << quint64(0xFF534D42) << false;
    QTest::newRow("AFS") << quint64(0x5346414F) << false;
    QTest::newRow("9P") << quint64(0x01021997) << false;
    QTest::newRow("Ceph") << quint64(0x00C36400) << false;
    QTest::newRow("FUSE, which may be sshfs") << quint64(0x65735546) << false;
    QTest::newRow("one nobody knows") << quint64(0x12345678) << false;
}

void TestFileLock::knowsLocalFileSystems()
{
    QFETCH(quint64, type);
    QFETCH(bool, local);
    QCOMPARE(isLocalFileSystem(type), local);
}

void TestFileLock::findsThePlaceOfAFolderThatIsNotThereYet()
{
    QCOMPARE(placeOf(m_folder->filePath(u"a/b/c"_s)), placeOf(m_folder->path()));
    QCOMPARE(placeOf(u"/proc/self"_s), Place::Network);
}

QTEST_GUILESS_MAIN(TestFileLock)
#include "tst_filelock.moc"
