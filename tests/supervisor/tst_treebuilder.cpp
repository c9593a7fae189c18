#include "supervisor/treebuilder.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

using namespace ringside;
using namespace ringside::supervisor;
using sandbox::protocol::Entry;
using sandbox::protocol::EntryKind;

using Entries = std::vector<Entry>;

class TestTreeBuilder : public QObject
{
    Q_OBJECT

private slots:
    void wrongEntriesAreRefused_data();
    void wrongEntriesAreRefused();
    void neverWritesThroughALink();
    void pathsAreOpenedBelowTheirRoot_data();
    void pathsAreOpenedBelowTheirRoot();
};

void TestTreeBuilder::wrongEntriesAreRefused_data()
{
    QTest::addColumn<Entries>("entries");
    QTest::addColumn<bool>("ourContent"); // a Content failure, not one of the kernel
    QTest::newRow("no path") << Entries{{.path = ""}} << true;
    QTest::newRow("up") << Entries{{.path = "../x"}} << true;
    QTest::newRow("up in the middle") << Entries{{.path = "a/../x"}} << true;
    QTest::newRow("absolute") << Entries{{.path = "/x"}} << true;
    QTest::newRow("slash at the end") << Entries{{.path = "x/"}} << true;
    QTest::newRow("two slashes") << Entries{{.path = "x//y"}} << true;
    QTest::newRow("NUL in the name") << Entries{{.path = std::string("a\0b", 3)}} << true;
    QTest::newRow("no parent") << Entries{{.path = "a/b"}} << true;
    QTest::newRow("parent is a file") << Entries{{.path = "a"}, {.path = "a/b"}} << true;
    QTest::newRow("parent is a link")
        << Entries{{.path = "a", .kind = EntryKind::SymbolicLink, .target = "/tmp"}, {.path = "a/b"}}
        << true;
    QTest::newRow("device") << Entries{{.path = "a", .kind = EntryKind::BlockDevice}} << true;
    QTest::newRow("name too long") << Entries{{.path = std::string(256, 'a')}} << false;
    QTest::newRow("link without a text") << Entries{{.path = "a", .kind = EntryKind::SymbolicLink}}
                                         << false;
    QTest::newRow("name taken") << Entries{{.path = "a"}, {.path = "a", .kind = EntryKind::Fifo}}
                                << false;
    QTest::newRow("attribute of nobody")
        << Entries{{.path = "a", .attributes = {{"nonsense", "v"}}}, {.path = "b"}} << false;
}

void TestTreeBuilder::wrongEntriesAreRefused()
{
    QFETCH(Entries, entries);
    QFETCH(bool, ourContent);
    const QTemporaryDir folder;
    const FileDescriptor root(::open(qPrintable(folder.path()), O_RDONLY | O_DIRECTORY));
    TreeBuilder builder(root.get());
    Outcome<> added;
    for (const Entry &entry : entries)
        added = added.and_then([&] { return builder.add(entry); });
    QVERIFY(!added);
    QCOMPARE(added.error().kind == Failure::Kind::Content, ourContent);
    QCOMPARE(added.error().errnum != 0, !ourContent);
}

void TestTreeBuilder::neverWritesThroughALink()
{
    const QTemporaryDir folder;
    const QTemporaryDir outside;
    const FileDescriptor root(::open(qPrintable(folder.path()), O_RDONLY | O_DIRECTORY));
    TreeBuilder builder(root.get());
    QVERIFY(builder.add({.path = "l", .kind = EntryKind::SymbolicLink, .target = outside.path().toStdString()}));
    QVERIFY(!builder.add({.path = "l", .content = "x"}));
    QVERIFY(!builder.add({.path = "l/x", .content = "x"}));
    QVERIFY(QDir(outside.path()).isEmpty());
}

void TestTreeBuilder::pathsAreOpenedBelowTheirRoot_data()
{
    QTest::addColumn<std::string>("path");
    QTest::addColumn<int>("errnum");
    QTest::newRow("inside") << std::string("a/b") << 0;
    QTest::newRow("the root") << std::string(".") << 0;
    QTest::newRow("outside") << std::string("..") << EXDEV;
    QTest::newRow("outside and back") << std::string("a/../../x") << EXDEV;
    QTest::newRow("absolute") << std::string("/etc") << EXDEV;
    QTest::newRow("over a link") << std::string("l/b") << ELOOP;
    QTest::newRow("a link") << std::string("l") << ELOOP;
    QTest::newRow("a name without end") << std::string(5000, 'a') << ENAMETOOLONG;
    QTest::newRow("longer than PATH_MAX, missing") << [] {
        std::string path = "a";
        for (int i = 0; i < 4000; ++i)
            path += "/a";
        return path;
    }() << ENOENT;
}

void TestTreeBuilder::pathsAreOpenedBelowTheirRoot()
{
    QFETCH(std::string, path);
    QFETCH(int, errnum);
    const QTemporaryDir folder;
    QDir(folder.path()).mkpath(QStringLiteral("a/b"));
    const FileDescriptor root(::open(qPrintable(folder.path()), O_RDONLY | O_DIRECTORY));
    QCOMPARE(::symlinkat("a", root.get(), "l"), 0);
    errno = 0;
    const FileDescriptor opened = openBelow(root.get(), path, O_RDONLY);
    QCOMPARE(opened.isValid() ? 0 : errno, errnum);
}

QTEST_GUILESS_MAIN(TestTreeBuilder)
#include "tst_treebuilder.moc"
