#include "sandbox/requests.h"

#include <QCryptographicHash>
#include <QElapsedTimer>

using namespace ringside;
using namespace ringside::filesystem;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

/// What goes into a box and what comes out again.
class TestTrees : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void entriesComeBackAsTheyWere_data();
    void entriesComeBackAsTheyWere();
    void hardLinksShareOneObject();
    void sparseFilesStaySparse();
    void treesReadBackCanBeBuiltAgain();
    void chainsLongerThanPathMax();
    void twentyThousandEntries();
    void rootOfTheWorkspaceCanBeSet();
    void contentsAreCappedAndDigestsAreNot();
    void closedDirectoriesAreReadAllTheSame();
    void treeIsLeftOutOnRequest();
    void mountsAreSeparateFileSystems();
    void mountsCanBeReadOnly();

private:
    RunReport runReport(const RunRequest &request);

    Sandbox m_sandbox;
};

void TestTrees::initTestCase()
{
    if (const QString missing = missingSandbox(m_sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

RunReport TestTrees::runReport(const RunRequest &request)
{
    const Result<RunReport> report = waitFor(m_sandbox.run(request));
    if (!report)
        qFatal("%s", qPrintable(describe(report.error())));
    return *report;
}

void TestTrees::entriesComeBackAsTheyWere_data()
{
    QTest::addColumn<Entry>("entry");
    constexpr qint64 time = 1'234'567'890'123'456'789;

    QTest::newRow("file") << Entry{.path = "f", .modifiedNs = time, .content = "hello"};
    QTest::newRow("empty file") << Entry{.path = "f"};
    QTest::newRow("file of all bytes") << Entry{.path = "f", .content = QByteArray("\0\xff\n", 3)};
    QTest::newRow("file nobody may read") << Entry{.path = "f", .mode = 0, .content = "x"};
    QTest::newRow("setuid, setgid and sticky file")
        << Entry{.path = "f", .mode = 07755, .modifiedNs = time, .content = "x"};
    QTest::newRow("file before 1970") << Entry{.path = "f", .modifiedNs = -1};
    QTest::newRow("directory")
        << Entry{.path = "d", .type = EntryType::Directory, .mode = 0700, .modifiedNs = time};
    QTest::newRow("directory nobody may enter")
        << Entry{.path = "d", .type = EntryType::Directory, .mode = 0, .modifiedNs = time};
    QTest::newRow("setgid and sticky directory")
        << Entry{.path = "d", .type = EntryType::Directory, .mode = 03777, .modifiedNs = time};
    QTest::newRow("link") << Entry{.path = "l",
        .type = EntryType::SymbolicLink,
        .mode = 0777,
        .modifiedNs = time,
        .target = "/etc/passwd"};
    QTest::newRow("dangling link with a strange text") << Entry{.path = "l",
        .type = EntryType::SymbolicLink,
        .mode = 0777,
        .target = "../\xff\n"};
    QTest::newRow("the longest link") << Entry{.path = "l",
        .type = EntryType::SymbolicLink,
        .mode = 0777,
        .target = QByteArray(4095, 'x')};
    QTest::newRow("fifo")
        << Entry{.path = "p", .type = EntryType::Fifo, .mode = 0622, .modifiedNs = time};
    QTest::newRow("socket")
        << Entry{.path = "s", .type = EntryType::Socket, .mode = 0755, .modifiedNs = time};
    QTest::newRow("name that is not UTF-8") << Entry{.path = "caf\xe9", .content = "x"};
    QTest::newRow("name with a line break, a blank and an option")
        << Entry{.path = "-rf \n*", .content = "x"};
    QTest::newRow("the longest name") << Entry{.path = QByteArray(255, 'n'), .content = "x"};
    QTest::newRow("attributes of a file")
        << Entry{.path = "f", .modifiedNs = time, .xattrs = {{"user.a", QByteArray("\0b", 2)}, {"user.c", ""}}};
    QTest::newRow("attributes of a directory") << Entry{.path = "d",
        .type = EntryType::Directory,
        .mode = 0755,
        .modifiedNs = time,
        .xattrs = {{"user.a", "b"}}};
    QTest::newRow("content of several frames")
        << Entry{.path = "f", .content = QByteArray(900'001, 'y')};
}

void TestTrees::entriesComeBackAsTheyWere()
{
    QFETCH(Entry, entry);
    RunRequest request = program("pass");
    request.workspace.entries.append(entry);
    const RunReport report = runReport(request);
    const Entry *found = report.tree.find(entry.path);
    QVERIFY(found);
    QCOMPARE(found->type, entry.type);
    QCOMPARE(found->mode, entry.mode);
    QCOMPARE(found->modifiedNs, entry.modifiedNs);
    QCOMPARE(found->target, entry.target);
    QCOMPARE(found->content, entry.content);
    QCOMPARE(found->xattrs, entry.xattrs);
    QVERIFY(found->contentComplete);
    if (entry.type == EntryType::File) {
        QCOMPARE(found->size, entry.content.size());
        QCOMPARE(found->digest, QCryptographicHash::hash(entry.content, QCryptographicHash::Sha256));
    }
    QCOMPARE(report.tree.entries.size(), 2);
    QVERIFY(!report.tree.truncated);
}

void TestTrees::hardLinksShareOneObject()
{
    RunRequest request = program("import os; print(os.stat('a').st_ino == os.stat('d/b').st_ino, os.stat('a').st_nlink)");
    Entry one = file("a", "same");
    one.inode = 7;
    Entry other = file("d/b", "same");
    other.inode = 7;
    Entry fifo{.path = "p", .type = EntryType::Fifo, .inode = 8};
    Entry otherFifo{.path = "q", .type = EntryType::Fifo, .inode = 8};
    request.workspace.entries.append({one, folder("d"), other, fifo, otherFifo});
    const RunReport report = runReport(request);
    QCOMPARE(report.output, "True 2\n"_ba);
    QCOMPARE(report.tree.find("a")->inode, report.tree.find("d/b")->inode);
    QCOMPARE(report.tree.find("a")->device, report.tree.find("d/b")->device);
    QCOMPARE(report.tree.find("q")->linkCount, 2U);
}

void TestTrees::sparseFilesStaySparse()
{
    RunRequest request = program("with open('made', 'wb') as f: f.truncate(10 << 20)");
    Entry hole = file("hole", "start");
    hole.size = 8 << 20;
    Entry middle = file("middle", QByteArray(200 << 12, '\0') + "end");
    middle.size = middle.content.size();
    middle.blocks = 8;
    request.workspace.entries.append({hole, middle});
    const RunReport report = runReport(request);
    QCOMPARE(report.tree.find("hole")->size, 8 << 20);
    QCOMPARE(report.tree.find("hole")->blocks, 8);
    QCOMPARE(report.tree.find("middle")->content, middle.content);
    QCOMPARE(report.tree.find("middle")->blocks, 8);
    QCOMPARE(report.tree.find("made")->blocks, 0);
    QVERIFY(!report.tree.find("made")->contentComplete);
    QCOMPARE(report.tree.find("made")->digest,
        QCryptographicHash::hash(QByteArray(10 << 20, '\0'), QCryptographicHash::Sha256));
}

void TestTrees::treesReadBackCanBeBuiltAgain()
{
    RunRequest request = program(R"(import os, socket
os.makedirs('a/b'); os.symlink('x', 'a/l'); os.mkfifo('a/p'); os.link('main.py', 'a/b/again')
socket.socket(socket.AF_UNIX).bind('a/s'); os.setxattr('a/b', 'user.k', b'v')
with open('a/sparse', 'wb') as f: f.seek(900000); f.write(b'x')
os.chmod('a', 0o2750)
)");
    const Tree first = runReport(request).tree;
    request = program("");
    request.workspace = first;
    const RunReport again = runReport(request); // main.py meets what it made: it fails and changes nothing
    QCOMPARE(again.exitStatus, 1);
    QList<Entry> entries = again.tree.entries;
    QCOMPARE(entries.size(), first.entries.size());
    for (qsizetype i = 0; i < entries.size(); ++i) {
        entries[i].inode = first.entries[i].inode;
        entries[i].device = first.entries[i].device;
        QVERIFY2(entries[i] == first.entries[i], entries[i].path);
    }
}

void TestTrees::chainsLongerThanPathMax()
{
    RunRequest request = program(R"(import os
depth = 0
while os.path.isdir('d'): os.chdir('d'); depth += 1
print(depth)
with open('bottom', 'w') as f: f.write('found')
)");
    request.limits.inodes = 6000;
    QByteArray path;
    for (int depth = 0; depth < 3000; ++depth) {
        path += depth == 0 ? "d" : "/d";
        request.workspace.entries.append(folder(path));
    }
    const RunReport report = runReport(request);
    QCOMPARE(report.output, "3000\n"_ba);
    QVERIFY(report.tree.find(path + "/bottom"));
    QCOMPARE(report.tree.find(path + "/bottom")->content, "found"_ba);
    QVERIFY(!report.tree.truncated);
}

void TestTrees::twentyThousandEntries()
{
    RunRequest request = program("import os; print(sum(len(f) for _, _, f in os.walk('.')))");
    request.limits.inodes = 25'000;
    request.limits.diskBytes = 128 << 20;
    for (int d = 0; d < 20; ++d) {
        const QByteArray name = "d" + QByteArray::number(d);
        request.workspace.entries.append(folder(name));
        for (int f = 0; f < 1000; ++f)
            request.workspace.entries.append(file(name + "/f" + QByteArray::number(f), "content"));
    }
    const RunReport report = runReport(request);
    QCOMPARE(report.output, "20001\n"_ba);
    QCOMPARE(report.tree.entries.size(), 20'021);
}

void TestTrees::rootOfTheWorkspaceCanBeSet()
{
    RunRequest request = program("import os; s = os.stat('.'); print(oct(s.st_mode), s.st_mtime_ns)");
    request.workspace.entries.append(
        {.path = ".", .type = EntryType::Directory, .mode = 0710, .modifiedNs = 5});
    QCOMPARE(runReport(request).output, "0o40710 5\n"_ba);
}

void TestTrees::contentsAreCappedAndDigestsAreNot()
{
    const RunReport report = runReport(program("with open('f', 'wb') as f: f.write(b'z' * (3 << 20))"));
    const Entry *found = report.tree.find("f");
    QCOMPARE(found->size, 3 << 20);
    QCOMPARE(found->content, QByteArray(1 << 20, 'z'));
    QVERIFY(!found->contentComplete);
    QCOMPARE(found->digest,
        QCryptographicHash::hash(QByteArray(3 << 20, 'z'), QCryptographicHash::Sha256));
    QVERIFY(!report.tree.truncated);
}

void TestTrees::closedDirectoriesAreReadAllTheSame()
{
    const RunReport report = runReport(program(R"(import os
os.makedirs('a/b')
with open('a/b/f', 'w') as f: f.write('x')
os.chmod('a/b/f', 0); os.chmod('a/b', 0); os.chmod('a', 0); os.chmod('.', 0)
)"));
    QCOMPARE(report.tree.find("a/b/f")->content, "x"_ba);
    QCOMPARE(report.tree.find("a")->mode, 0U);
}

void TestTrees::treeIsLeftOutOnRequest()
{
    RunRequest request = program("pass");
    request.wantTree = false;
    QVERIFY(runReport(request).tree.entries.isEmpty());
}

void TestTrees::mountsAreSeparateFileSystems()
{
    RunRequest request = program(R"(import errno, os
for place in ('disk', 'deep/er', '/mnt/usb'):
    print(open(place + '/given').read())
    try: os.rename('main.py', place + '/main.py')
    except OSError as error: print(errno.errorcode[error.errno])
try: open('disk/big', 'wb').write(bytes(2 << 20))
except OSError as error: print(errno.errorcode[error.errno])
open('/mnt/usb/new', 'w').close()
try: open('/mnt/new', 'w')
except OSError as error: print(errno.errorcode[error.errno])
)");
    request.workspace.entries.append(folder("disk"));
    request.mounts = {{.path = "/home/learner/disk", .content = {.entries = {file("given", "a")}}},
        {.path = "/home/learner/deep/er", .content = {.entries = {file("given", "b")}}},
        {.path = "/mnt/usb", .content = {.entries = {file("given", "c")}}}};
    const RunReport report = runReport(request);
    QCOMPARE(report.errorOutput, ""_ba);
    QCOMPARE(report.output, "a\nEXDEV\nb\nEXDEV\nc\nEXDEV\nENOSPC\nEROFS\n"_ba);
    QCOMPARE(report.mountTrees.size(), 3);
    QVERIFY(report.mountTrees[2].find("new"));
    QCOMPARE(report.mountTrees[1].find("given")->content, "b"_ba);
    QVERIFY(!report.tree.find("disk/given"));
}

void TestTrees::mountsCanBeReadOnly()
{
    RunRequest request = program(R"(import errno
print(open('/mnt/cd/given').read())
try: open('/mnt/cd/given', 'w')
except OSError as error: print(errno.errorcode[error.errno])
)");
    request.mounts
        = {{.path = "/mnt/cd", .readOnly = true, .content = {.entries = {file("given", "a", 0666)}}}};
    const RunReport report = runReport(request);
    QCOMPARE(report.output, "a\nEROFS\n"_ba);
    QCOMPARE(report.mountTrees[0].find("given")->content, "a"_ba);
}

QTEST_GUILESS_MAIN(TestTrees)
#include "tst_trees.moc"
