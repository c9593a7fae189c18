#include "ground.h"

#include "filesystem/usage.h"

using namespace ringside;
using namespace ringside::filesystem;
using namespace Qt::StringLiterals;
using ground::Ground;

using Build = void (*)(const Ground &);
Q_DECLARE_METATYPE(Build)

class TestUsage : public QObject
{
    Q_OBJECT

private slots:
    void countsAsDuDoes_data();
    void countsAsDuDoes();
    void staysOnItsFileSystem();
    void reportsWhatItCouldNotCount();
    void saysTheSameOnAnyNumberOfThreads();
};

/// What `du` says, as bytes.
static qint64 du(const QByteArray &root, const QStringList &options)
{
    QProcess process;
    process.setProgram(u"du"_s);
    process.setArguments(QStringList{u"-x"_s, u"-s"_s, u"-B1"_s} + options
        + QStringList{u"--"_s, QString::fromUtf8(root)});
    process.start();
    process.waitForFinished();
    return process.readAllStandardOutput().split('\t').first().toLongLong();
}

void TestUsage::countsAsDuDoes_data()
{
    QTest::addColumn<Build>("build");
    QTest::addColumn<qint64>("files");
    QTest::addColumn<qint64>("directories");
    const auto row = [](const char *name, Build build, qint64 files, qint64 directories) {
        QTest::newRow(name) << build << files << directories;
    };
    row("an empty directory", [](const Ground &) { }, 0, 1);
    row(
        "files of several sizes",
        [](const Ground &ground) {
            ground.file("a", "x")
                .file("b", QByteArray(5000, 'y'))
                .file("c", QByteArray(1 << 20, 'z'));
        },
        3, 1);
    row(
        "one inode under three names",
        [](const Ground &ground) {
            ground.directory("d").file("a", QByteArray(9000, 'x')).hard("b", "a").hard("d/c", "a");
        },
        1, 2);
    row(
        "a sparse file of 1 GB", [](const Ground &ground) { ground.sparse("s", 1'000'000'000); }, 1,
        1);
    row(
        "links to everything, also to the root and long ones",
        [](const Ground &ground) {
            ground.directory("d")
                .file("f", QByteArray(9000, 'x'))
                .link("up", "..")
                .link("self", "self");
            ground.link("long", QByteArray(3000, 'l'))
                .link("d/f", "../f")
                .link("broken", "nowhere");
        },
        6, 2);
    row(
        "a hard link to a symbolic link",
        [](const Ground &ground) {
            ground.link("long", QByteArray(3000, 'l')).hard("again", "long");
        },
        1, 1);
    row("special files", [](const Ground &ground) { ground.fifo("pipe").socket("socket"); }, 2, 1);
    row(
        "names that are not UTF-8 and hidden ones",
        [](const Ground &ground) {
            ground.directory("\xff").file("\xff/\xfe", "x").file(".h", "y");
        },
        2, 2);
    row(
        "a directory that has grown",
        [](const Ground &ground) {
            ground.directory("wide");
            for (int i = 0; i < 2000; ++i)
                ground.file("wide/a rather long name, number " + QByteArray::number(i));
        },
        2000, 2);
    row("1,500 levels", [](const Ground &ground) { ground.deep(1500, "f"); }, 1, 1501);
}

void TestUsage::countsAsDuDoes()
{
    QFETCH(Build, build);
    QFETCH(qint64, files);
    QFETCH(qint64, directories);
    const Ground ground;
    build(ground);
    const auto usage = diskUsage(ground.root());
    QVERIFY(usage.has_value());
    QCOMPARE(ground::shown(usage->errors), QString());
    QCOMPARE(usage->files, files);
    QCOMPARE(usage->directories, directories);
    QCOMPARE(usage->bytes, du(ground.root(), {}));
    QCOMPARE(usage->apparentBytes, du(ground.root(), {u"--apparent-size"_s}));
}

void TestUsage::staysOnItsFileSystem()
{
    const Ground ground;
    ground.directory("here").file("here/f", QByteArray(9000, 'x')).directory("mounted");
    const auto counted = [&] {
        const auto usage = diskUsage(ground.root());
        return u"%1 bytes, %2 files, %3 directories"_s.arg(usage->bytes)
            .arg(usage->files)
            .arg(usage->directories);
    };
    // What is mounted hides the directory below it: neither counts.
    const auto before = diskUsage(ground.root());
    const qint64 hidden = du(ground.root() + "/mounted", {});
    const QString answer = ground::withOwnMounts([&] {
        const QByteArray target = ground.root() + "/mounted";
        if (::mount("tmpfs", target.constData(), "tmpfs", 0, "size=1m") != 0)
            return u"cannot mount: %1"_s.arg(QString::fromUtf8(std::strerror(errno)));
        ground::writeByPath(target + "/big", QByteArray(500'000, 'y'));
        return counted();
    });
    if (answer.startsWith(u"cannot"))
        QSKIP(qPrintable(answer + u"; allow user namespaces to run this row"_s));
    QCOMPARE(answer, u"%1 bytes, 1 files, 2 directories"_s.arg(before->bytes - hidden));
}

void TestUsage::reportsWhatItCouldNotCount()
{
    const Ground ground;
    const QString answer = ground::asOrdinaryUser([&] {
        ground.directory("locked").file("locked/f", "x").setMode("locked", 0);
        ground.directory("names").file("names/f", "x").setMode("names", 0444);
        const auto usage = diskUsage(ground.root());
        return u"%1 files, %2 directories\n"_s.arg(usage->files).arg(usage->directories)
            + ground::shown(usage->errors);
    });
    QCOMPARE(answer, u"0 files, 3 directories\nerror locked EACCES\nerror names/f EACCES\n"_s);
}

void TestUsage::saysTheSameOnAnyNumberOfThreads()
{
    const Ground ground;
    for (int folder = 0; folder < 60; ++folder) {
        const QByteArray name = QByteArray::number(folder);
        ground.directory(name).file(name + "/f", QByteArray(folder * 999, 'x'));
        if (folder > 0)
            ground.hard(name + "/h", QByteArray::number(folder - 1) + "/f");
    }
    const auto alone = diskUsage(ground.root(), 1);
    QCOMPARE(alone->files, 60);
    for (size_t threads = 2; threads <= 8; ++threads) {
        const auto shared = diskUsage(ground.root(), threads);
        QCOMPARE(shared->bytes, alone->bytes);
        QCOMPARE(shared->files, alone->files);
        QCOMPARE(shared->directories, alone->directories);
    }
}

QTEST_GUILESS_MAIN(TestUsage)
#include "tst_usage.moc"
