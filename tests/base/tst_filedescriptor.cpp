#include "base/filedescriptor.h"

#include <QTest>

#include <fcntl.h>

using ringside::FileDescriptor;

class TestFileDescriptor : public QObject
{
    Q_OBJECT

private slots:
    void closesWhatItOwns();
    void moveAssignmentClosesTheOldOne();
    void selfMoveKeepsIt();
    void releaseGivesItAway();

private:
    static FileDescriptor openSomething();
    static bool isOpen(int fd) { return fcntl(fd, F_GETFD) != -1; }
};

FileDescriptor TestFileDescriptor::openSomething()
{
    FileDescriptor fd(open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!fd)
        qFatal("cannot open /dev/null");
    return fd;
}

void TestFileDescriptor::closesWhatItOwns()
{
    int number = -1;
    {
        const FileDescriptor fd = openSomething();
        number = fd.get();
        QVERIFY(isOpen(number));
    }
    QVERIFY(!isOpen(number));
}

void TestFileDescriptor::moveAssignmentClosesTheOldOne()
{
    FileDescriptor first = openSomething();
    FileDescriptor second = openSomething();
    const int old = first.get();
    const int kept = second.get();
    first = std::move(second);
    QVERIFY(!isOpen(old));
    QVERIFY(isOpen(kept));
    QCOMPARE(first.get(), kept);
    QVERIFY(!second.isValid());
}

void TestFileDescriptor::selfMoveKeepsIt()
{
    FileDescriptor fd = openSomething();
    const int number = fd.get();
    FileDescriptor &same = fd;
    fd = std::move(same);
    QCOMPARE(fd.get(), number);
    QVERIFY(isOpen(number));
}

void TestFileDescriptor::releaseGivesItAway()
{
    int number = -1;
    {
        FileDescriptor fd = openSomething();
        number = fd.release();
        QVERIFY(!fd);
    }
    QVERIFY(isOpen(number));
    const FileDescriptor again(number);
}

QTEST_GUILESS_MAIN(TestFileDescriptor)
#include "tst_filedescriptor.moc"
