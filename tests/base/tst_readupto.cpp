#include "base/readupto.h"

#include <QBuffer>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

using ringside::readUpTo;

/// Remembers the most that it was ever asked for.
class Asked : public QBuffer
{
public:
    using QBuffer::QBuffer;

    qint64 most = 0;

protected:
    qint64 readData(char *bytes, qint64 wanted) override
    {
        most = std::max(most, wanted);
        return QBuffer::readData(bytes, wanted);
    }
};

class TestReadUpTo : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatIsThere_data();
    void readsWhatIsThere();
    void asksForNoMoreThanAPiece();
    void goesOnUntilAPipeIsClosed();
    void keepsTheErrorOfTheDevice();
};

void TestReadUpTo::readsWhatIsThere_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<qint64>("most");
    QTest::newRow("nothing") << qsizetype(0) << qint64(10);
    QTest::newRow("less") << qsizetype(9) << qint64(10);
    QTest::newRow("all") << qsizetype(10) << qint64(10);
    QTest::newRow("more") << qsizetype(11) << qint64(10);
    QTest::newRow("several pieces") << qsizetype(1'000'000) << qint64(2'000'000);
    QTest::newRow("several pieces and more") << qsizetype(1'000'000) << qint64(999'999);
}

void TestReadUpTo::readsWhatIsThere()
{
    QFETCH(qsizetype, size);
    QFETCH(qint64, most);
    QByteArray bytes(size, '\0');
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = static_cast<char>(i % 251);
    QBuffer file(&bytes);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(readUpTo(file, most), bytes.first(std::min(size, qsizetype(most))));
}

void TestReadUpTo::asksForNoMoreThanAPiece()
{
    QByteArray bytes = "ten bytes.";
    Asked file(&bytes);
    QVERIFY(file.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
    QCOMPARE(readUpTo(file, qint64(1) << 40), bytes);
    QVERIFY2(file.most <= 1 << 20, qPrintable(QString::number(file.most)));
}

void TestReadUpTo::goesOnUntilAPipeIsClosed()
{
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    QCOMPARE(::write(ends[1], "first ", 6), ssize_t(6));
    QCOMPARE(::write(ends[1], "second", 6), ssize_t(6));
    ::close(ends[1]);
    QFile file;
    QVERIFY(file.open(ends[0], QIODevice::ReadOnly, QFile::AutoCloseHandle));
    QCOMPARE(readUpTo(file, 7), QByteArray("first s"));
    QCOMPARE(readUpTo(file, 100), QByteArray("econd"));
}

void TestReadUpTo::keepsTheErrorOfTheDevice()
{
    QFile folder;
    const int descriptor = ::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    QVERIFY(folder.open(descriptor, QIODevice::ReadOnly, QFile::AutoCloseHandle));
    QCOMPARE(readUpTo(folder, 10), QByteArray());
    QCOMPARE(folder.error(), QFileDevice::ReadError);
}

QTEST_GUILESS_MAIN(TestReadUpTo)
#include "tst_readupto.moc"
