#include "desktop/window/oneinstance.h"

#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QtConcurrentRun>

using namespace ringside::desktop;
using namespace Qt::StringLiterals;

class TestOneInstance : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void theFirstIsAlone();
    void theSecondHandsItsLinksOver();
    void whatAKilledWindowLeftIsReplaced();
    void nonsenseIsNoStart();
    void withoutAFolderEveryoneIsAlone();
    void theSocketIsWhereOnlyTheUserIs();

private:
    [[nodiscard]] QString socket() const { return m_folder->filePath(u"run/window.socket"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestOneInstance::theFirstIsAlone()
{
    const OneInstance instance(socket());
    QVERIFY(!instance.handOver({u"lesson:os-module"_s}));
}

void TestOneInstance::theSecondHandsItsLinksOver()
{
    OneInstance first(socket());
    QVERIFY(first.listen());
    QCOMPARE(QFileInfo(socket()).dir().exists(), true);
    QVERIFY(!(QFile::permissions(QFileInfo(socket()).path()) & (QFileDevice::ReadOther | QFileDevice::ReadGroup)));
    QSignalSpy started(&first, &OneInstance::started);
    // The second is another process in life; here another thread, so that the first can answer.
    const QFuture<bool> taken = QtConcurrent::run([path = socket()] {
        for (int i = 0; i < 60; ++i) { // a loaded machine may need more than the seconds it waits
            if (OneInstance(path).handOver({u"lesson:os-module"_s, u"exercise:mirror"_s}))
                return true;
        }
        return false;
    });
    QTRY_VERIFY_WITH_TIMEOUT(taken.isFinished(), 120'000);
    QVERIFY(taken.result());
    QVERIFY(!started.isEmpty());
    QCOMPARE(started.first().first().toStringList(), (QStringList{u"lesson:os-module"_s, u"exercise:mirror"_s}));
}

void TestOneInstance::whatAKilledWindowLeftIsReplaced()
{
    QVERIFY(QDir().mkpath(QFileInfo(socket()).path()));
    QFile left(socket());
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.close();
    OneInstance next(socket());
    QVERIFY(!next.handOver({}));
    QVERIFY(next.listen());
}

void TestOneInstance::nonsenseIsNoStart()
{
    OneInstance first(socket());
    QVERIFY(first.listen());
    QSignalSpy started(&first, &OneInstance::started);
    QLocalSocket stranger;
    stranger.connectToServer(socket());
    QVERIFY(stranger.waitForConnected(60'000));
    stranger.write(QByteArray(200'000, 'x')); // no end of line, and no end
    QTRY_COMPARE_WITH_TIMEOUT(stranger.state(), QLocalSocket::UnconnectedState, 60'000);
    QVERIFY(started.isEmpty());
}

void TestOneInstance::withoutAFolderEveryoneIsAlone()
{
    OneInstance instance{QString()};
    QVERIFY(!instance.handOver({}));
    QVERIFY(instance.listen());
}

/// A root shell and many containers have no folder of a session.
void TestOneInstance::theSocketIsWhereOnlyTheUserIs()
{
    const QString folder = m_folder->path();
    qputenv("XDG_STATE_HOME", QFile::encodeName(folder + u"/state"_s));
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(folder));
    QCOMPARE(OneInstance::standardSocket(), folder + u"/ringside/window.socket"_s);
    qputenv("XDG_RUNTIME_DIR", "/nowhere");
    QCOMPARE(OneInstance::standardSocket(), folder + u"/state/ringside/window.socket"_s);
    qunsetenv("XDG_RUNTIME_DIR");
    QCOMPARE(OneInstance::standardSocket(), folder + u"/state/ringside/window.socket"_s);
}

QTEST_GUILESS_MAIN(TestOneInstance)
#include "tst_oneinstance.moc"
