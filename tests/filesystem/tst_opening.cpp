#include "ground.h"

#include "filesystem/opening.h"

using namespace ringside;
using namespace ringside::filesystem;
using namespace Qt::StringLiterals;
using ground::Ground;

class TestOpening : public QObject
{
    Q_OBJECT

private slots:
    void opensWithoutFollowing_data();
    void opensWithoutFollowing();
    void opensLongPaths();
    void leavesNothingOpen();
};

using Open = FileDescriptor (*)(int, const QByteArray &, int);
Q_DECLARE_METATYPE(Open)

static const std::pair<const char *, Open> ways[]
    = {{"at once", &openBeneath}, {"name by name", &openNameByName}};

void TestOpening::opensWithoutFollowing_data()
{
    QTest::addColumn<Open>("open");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QString>("found");
    for (const auto &[way, open] : ways) {
        const auto row = [way, open](const char *name, const char *path, const char *found) {
            QTest::addRow("%s, %s", name, way)
                << open << QByteArray(path) << QString::fromUtf8(found);
        };
        row("a file", "file", "top");
        row("a file below", "a/b/file", "below");
        row("a FIFO nobody writes to", "pipe", "");
        row("nothing", "none", "gone");
        row("below a file", "file/x", "gone");
        row("a link to a file", "link", "gone");
        row("a link out", "out", "gone");
        row("below a link to a directory", "way/b/file", "gone");
        row("a link in circles", "self", "gone");
        row("out by two points", "../file", "gone");
    }
}

void TestOpening::opensWithoutFollowing()
{
    QFETCH(Open, open);
    QFETCH(QByteArray, path);
    QFETCH(QString, found);
    const Ground ground;
    ground.directory("a")
        .directory("a/b")
        .file("a/b/file", "below")
        .file("file", "top")
        .fifo("pipe");
    ground.link("link", "file").link("out", "/etc/passwd").link("way", "a").link("self", "self");
    const FileDescriptor opened = open(ground.descriptor(), path, O_RDONLY | O_NONBLOCK);
    if (!opened) {
        QCOMPARE(meansVanished(errno) ? u"gone"_s : errnoName(errno), found);
        return;
    }
    QByteArray content(100, '\0');
    content.truncate(::read(opened.get(), content.data(), 100));
    QCOMPARE(QString::fromUtf8(content), found);
    QVERIFY(::fcntl(opened.get(), F_GETFD) & FD_CLOEXEC);
}

void TestOpening::opensLongPaths()
{
    const Ground ground;
    ground.deep(1500, "f");
    // A name has ten characters and a slash: 371 fit into what is opened at once, 372 do not.
    for (const auto &[way, open] : ways)
        for (const int levels : {1, 363, 364, 371, 372, 373, 727, 728, 1499, 1500}) {
            const FileDescriptor opened
                = open(ground.descriptor(), Ground::deepPath(levels), O_RDONLY | O_DIRECTORY);
            QVERIFY2(opened.isValid(), qPrintable(errnoName(errno)));
            const char *inside = levels < 1500 ? Ground::deepName : "f";
            QVERIFY2(::faccessat(opened.get(), inside, F_OK, 0) == 0, way);
        }
}

void TestOpening::leavesNothingOpen()
{
    const Ground ground;
    ground.deep(1500, "f");
    const auto openCount = [] { return QDir(u"/proc/self/fd"_s).count(); };
    const auto before = openCount();
    for (int round = 0; round < 10; ++round) {
        QVERIFY(openBeneath(ground.descriptor(), Ground::deepPath(1500), O_RDONLY).isValid());
        QVERIFY(!openBeneath(ground.descriptor(), Ground::deepPath(1501), O_RDONLY).isValid());
        QVERIFY(!openNameByName(ground.descriptor(), Ground::deepPath(1501), O_RDONLY).isValid());
    }
    QCOMPARE(openCount(), before);
}

QTEST_GUILESS_MAIN(TestOpening)
#include "tst_opening.moc"
