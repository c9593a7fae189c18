#include "ground.h"

#include "filesystem/contents.h"
#include "filesystem/duplicates.h"
#include "filesystem/opening.h"

#include <QDeadlineTimer>
#include <QRandomGenerator>

#include <thread>

using namespace ringside;
using namespace ringside::filesystem;
using namespace Qt::StringLiterals;
using ground::Ground;

using Build = void (*)(const Ground &);
Q_DECLARE_METATYPE(Build)

class TestDuplicates : public QObject
{
    Q_OBJECT

private slots:
    void findsBySize_data();
    void findsBySize();
    void findsByContent_data();
    void findsByContent();
    void looksWhereItIsTold_data();
    void looksWhereItIsTold();
    void leavesOutWhatChanged();
    void remembersMoreThanFitsInMemory();
    void saysTheSameOnAnyNumberOfThreads();
    void goesOnWhileFilesVanish();
};

static QString shown(const Result<Duplicates> &found)
{
    if (!found)
        return errnoName(found.error().errnum);
    QString lines;
    for (const DuplicateGroup &group : found->groups) {
        QStringList names;
        for (const QByteArray &path : group.paths)
            names.append(displayName(path));
        lines += u"%1: %2\n"_s.arg(group.size).arg(names.join(u' '));
    }
    for (const QByteArray &path : found->changed)
        lines += u"changed %1\n"_s.arg(displayName(path));
    return lines + ground::shown(found->errors);
}

static QByteArray noise(int bytes, quint32 seed)
{
    QByteArray content(bytes, Qt::Uninitialized);
    QRandomGenerator random(seed);
    for (char &byte : content)
        byte = static_cast<char>(random.generate());
    return content;
}

static QByteArray withByte(QByteArray content, qsizetype at)
{
    content[at] = static_cast<char>(content[at] + 1);
    return content;
}

void TestDuplicates::findsBySize_data()
{
    QTest::addColumn<Build>("build");
    QTest::addColumn<QString>("lines");
    const auto row = [](const char *name, Build build, const char *lines) {
        QTest::newRow(name) << build << ground::rows(lines);
    };
    row("nothing", [](const Ground &) { }, "");
    row(
        "sizes alone decide, and one file is no group",
        [](const Ground &ground) {
            ground.directory("d")
                .file("a", "xx")
                .file("d/b", "yy")
                .file("c", "zzz")
                .file("e", "www")
                .file("f", "1");
        },
        "2: a d/b\n3: c e");
    row("empty files do not count", [](const Ground &ground) { ground.file("a").file("b"); }, "");
    row(
        "hidden ones and caches are left out",
        [](const Ground &ground) {
            ground.directory(".git").file(".git/a", "xx").file("b", "xx").file(".c", "xx");
            ground.directory("__pycache__").file("__pycache__/d", "xx").file("e", "yy");
            ground.directory("d").directory("d/__pycache__").file("d/__pycache__/f", "zz");
        },
        "2: b e");
    row(
        "a file with the name of a cache is left out, too",
        [](const Ground &ground) { ground.file("__pycache__", "xx").file("a", "yy"); }, "");
    row(
        "one inode is one file, under its first path",
        [](const Ground &ground) {
            ground.file("z", "xx")
                .hard("b", "z")
                .directory("a")
                .hard("a/y", "z")
                .file("only", "123")
                .hard("again", "only");
        },
        "");
    row(
        "an inode with a duplicate",
        [](const Ground &ground) { ground.file("z", "xx").hard("b", "z").file("q", "yy"); },
        "2: b q");
    row(
        "links and special files are no files",
        [](const Ground &ground) {
            ground.file("a", "xx")
                .link("l", "a")
                .link("broken", "n")
                .link("up", ".")
                .fifo("p")
                .socket("s");
        },
        "");
    row(
        "files nobody may read still have a size",
        [](const Ground &ground) { ground.file("a", "xx", 0).file("b", "yy", 0); }, "2: a b");
    row(
        "directories nobody may enter",
        [](const Ground &ground) {
            ground.directory("locked")
                .file("locked/f", "xx")
                .setMode("locked", 0)
                .file("a", "xx")
                .file("b", "xx");
            ground.directory("names").file("names/f", "xx").setMode("names", 0444);
        },
        "2: a b\nerror locked EACCES\nerror names/f EACCES");
    row(
        "names that are not UTF-8, sorted by their bytes",
        [](const Ground &ground) {
            ground.file("caf\xe9", "xx").file("caf\xc3\xa9", "yy").file("a\nb", "zz");
        },
        "2: a\\nb café caf\\xe9");
    row(
        "paths sort by bytes, not by names",
        [](const Ground &ground) {
            ground.directory("a").file("a/b", "x").file("a-b", "x").file("a!", "x");
        },
        "1: a! a-b a/b");
}

void TestDuplicates::findsBySize()
{
    QFETCH(Build, build);
    QFETCH(QString, lines);
    const Ground ground;
    QCOMPARE(ground::asOrdinaryUser([&] {
        build(ground);
        return shown(findDuplicatesBySize(ground.root()));
    }),
        lines);
}

// Two contents with one MD5 sum. Source: Wang, Feng, Lai, Yu, 2004.
static const QByteArray collisionA
    = QByteArray::fromHex("d131dd02c5e6eec4693d9a0698aff95c2fcab58712467eab4004583eb8fb7f8955ad3406"
                          "09f4b30283e488832571415a"
                          "085125e8f7cdc99fd91dbdf280373c5bd8823e3156348f5bae6dacd436c919c6dd53e2b4"
                          "87da03fd02396306d248cda0"
                          "e99f33420f577ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70");

static QByteArray collisionB()
{
    QByteArray other = collisionA;
    for (const qsizetype at : {19, 45, 59, 83, 109, 123})
        other[at] = static_cast<char>(other[at] ^ 0x80);
    return other;
}

void TestDuplicates::findsByContent_data()
{
    QTest::addColumn<Build>("build");
    QTest::addColumn<QString>("lines");
    const auto row = [](const char *name, Build build, const char *lines) {
        QTest::newRow(name) << build << ground::rows(lines);
    };
    row(
        "equal sizes, unequal contents",
        [](const Ground &ground) { ground.file("a", "xx").file("b", "yy"); }, "");
    row(
        "several groups of one size",
        [](const Ground &ground) {
            ground.file("a", "xx")
                .file("b", "yy")
                .file("c", "xx")
                .file("d", "yy")
                .file("e", "zz")
                .file("f", "xx");
        },
        "2: a c f\n2: b d");
    row(
        "contents with one MD5 sum",
        [](const Ground &ground) {
            ground.file("a", collisionA).file("b", collisionB()).file("c", collisionA);
        },
        "128: a c");
    for (const int size : {1, 4095, 4096, 4097, 65535, 65536, 65537, 262'144, 262'145, 1'000'000}) {
        static QByteArray content;
        content = noise(size, 7);
        // The rows are run one after another, so each finds the content of the last: made again
        // below.
        QTest::addRow("%d bytes, one of them other at the end, one at the start", size)
            << Build([](const Ground &) { }) << u"%1"_s.arg(size);
    }
    row(
        "forty large files: more than are read side by side",
        [](const Ground &ground) {
            const QByteArray content = noise(70'000, 3);
            for (int i = 10; i < 50; ++i)
                ground.file(
                    "f" + QByteArray::number(i), i % 20 ? content : withByte(content, 69'999));
            ground.file("alone", withByte(content, 5000));
        },
        "70000: f10 f11 f12 f13 f14 f15 f16 f17 f18 f19 f21 f22 f23 f24 f25 f26 f27 f28 f29 f30 "
        "f31 f32 f33 "
        "f34 f35 f36 f37 f38 f39 f41 f42 f43 f44 f45 f46 f47 f48 f49\n70000: f20 f40");
    row(
        "three large classes with equal beginnings",
        [](const Ground &ground) {
            const QByteArray content = noise(600'000, 4);
            for (const char *name : {"a1", "a2", "a3"})
                ground.file(name, content);
            for (const char *name : {"b1", "b2"})
                ground.file(name, withByte(content, 599'999));
            ground.file("c", withByte(content, 300'000));
        },
        "600000: a1 a2 a3\n600000: b1 b2");
    row(
        "large sparse files",
        [](const Ground &ground) {
            ground.sparse("a", 64 << 20)
                .sparse("b", 64 << 20)
                .sparse("c", 64 << 20)
                .sparse("d", (64 << 20) + 1);
        },
        "67108864: a b c");
    row(
        "one inode is one file",
        [](const Ground &ground) { ground.file("a", "xx").hard("b", "a").file("c", "xx"); },
        "2: a c");
    row(
        "what cannot be read is in no group",
        [](const Ground &ground) {
            ground.file("a", "xx")
                .file("b", "xx", 0)
                .file("c", "xx")
                .file("d", "yyy", 0)
                .file("e", "yyy");
            const QByteArray large = noise(100'000, 5);
            ground.file("l", large).file("m", large, 0);
        },
        "2: a c\nerror b EACCES\nerror d EACCES\nerror m EACCES");
    row(
        "a file of a size of its own is not opened",
        [](const Ground &ground) { ground.file("a", "xx", 0).file("b", "yyy"); }, "");
    row(
        "a pipe is not waited for",
        [](const Ground &ground) { ground.fifo("p").fifo("q").file("a", "x").file("b", "x"); },
        "1: a b");
    row(
        "1,500 levels down",
        [](const Ground &ground) { ground.deep(1500, "f").file("g", "deep").file("h", "flat"); },
        "deep");
}

void TestDuplicates::findsByContent()
{
    QFETCH(Build, build);
    QFETCH(QString, lines);
    const Ground ground;
    if (const int size = lines.trimmed().toInt()) {
        const QByteArray content = noise(size, 7);
        ground.file("a", content).file("b", content).file("c", withByte(content, size - 1));
        ground.file("d", withByte(content, 0))
            .file("e", withByte(content, size / 2))
            .file("f", content);
        lines = u"%1: a b f\n"_s.arg(size);
        // In a file of one byte the end, the start and the middle are the same.
        if (size == 1)
            lines += u"1: c d e\n"_s;
    }
    if (lines == u"deep\n")
        lines = u"4: %1 g\n"_s.arg(QString::fromUtf8(Ground::deepPath(1500) + "/f"));
    QCOMPARE(ground::asOrdinaryUser([&] {
        build(ground);
        return shown(findDuplicatesByContent(ground.root()));
    }),
        lines);
}

void TestDuplicates::looksWhereItIsTold_data()
{
    QTest::addColumn<bool>("hidden");
    QTest::addColumn<bool>("caches");
    QTest::addColumn<bool>("empty");
    QTest::addColumn<QString>("lines");
    QTest::newRow("by itself") << false << false << false << u"1: f g\n"_s;
    QTest::newRow("at hidden ones") << true << false << false << u"1: .git/a .h f g\n"_s;
    QTest::newRow("into caches") << false << true << false << u"1: __pycache__/b f g\n"_s;
    QTest::newRow("at empty ones") << false << false << true << u"0: e1 e2\n1: f g\n"_s;
}

void TestDuplicates::looksWhereItIsTold()
{
    QFETCH(bool, hidden);
    QFETCH(bool, caches);
    QFETCH(bool, empty);
    QFETCH(QString, lines);
    const Ground ground;
    ground.directory(".git").file(".git/a", "x").file(".h", "x").file("f", "x").file("g", "x");
    ground.directory("__pycache__").file("__pycache__/b", "x").file("e1").file("e2");
    const DuplicateOptions options{.hidden = hidden, .caches = caches, .empty = empty};
    QCOMPARE(shown(findDuplicatesByContent(ground.root(), options)), lines);
    QCOMPARE(shown(findDuplicatesBySize(ground.root(), options)), lines);
}

/// A file as a walk would have met it a moment ago.
static Candidate met(const Ground &ground, const QByteArray &path)
{
    struct statx status;
    ground::must(statusOf(ground.descriptor(), path.constData(), status), path.constData());
    return {.path = path,
        .size = static_cast<qint64>(status.stx_size),
        .inode = status.stx_ino,
        .device = deviceOf(status),
        .modifiedNs = nanoseconds(status.stx_mtime),
        .changedNs = nanoseconds(status.stx_ctime)};
}

void TestDuplicates::leavesOutWhatChanged()
{
    for (const int size : {10, 100'000}) {
        const Ground ground;
        const QByteArray content = noise(size, 1);
        QList<Candidate> files;
        for (const char *name : {"a", "b", "written", "replaced", "gone", "linked", "piped"})
            files.append(met(ground.file(name, content), name));
        QTest::qSleep(20); // a tick of the clock that stamps files
        ground.file("written", withByte(content, size / 2));
        ground.file("new", content);
        ::renameat(ground.descriptor(), "new", ground.descriptor(), "replaced");
        for (const char *name : {"gone", "linked", "piped"})
            ::unlinkat(ground.descriptor(), name, 0);
        ground.link("linked", "a").fifo("piped");
        ContentSorter::Class all;
        for (const Candidate &file : std::as_const(files))
            all.push_back(&file);
        const int root = ::openat(ground.descriptor(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        ContentSorter sorter(root);
        const auto classes = sorter.classes(all);
        ::close(root);
        QCOMPARE(classes.size(), 1U);
        QCOMPARE(classes.front(), (ContentSorter::Class{&files[0], &files[1]}));
        QCOMPARE(sorter.changed(), (QList<QByteArray>{"written", "replaced", "piped"}));
        QCOMPARE(ground::shown(sorter.errors()), QString());
    }
}

void TestDuplicates::remembersMoreThanFitsInMemory()
{
    // 1,100 files of 64 KiB: contents of the first 1,024 are kept, digests of the others.
    const Ground ground;
    for (int i = 1000; i < 2100; ++i)
        ground.file(QByteArray::number(i), noise(65'536, quint32(i)));
    for (const int again : {1000, 1500, 2050, 2099})
        ground.file("x" + QByteArray::number(again), noise(65'536, quint32(again)));
    QCOMPARE(shown(findDuplicatesByContent(ground.root())),
        u"65536: 1000 x1000\n65536: 1500 x1500\n65536: 2050 x2050\n65536: 2099 x2099\n"_s);
}

void TestDuplicates::saysTheSameOnAnyNumberOfThreads()
{
    const Ground ground;
    QRandomGenerator random(42);
    for (int folder = 0; folder < 40; ++folder) {
        const QByteArray name = "folder" + QByteArray::number(folder);
        ground.directory(name);
        for (int file = 0; file < 25; ++file)
            ground.file(name + '/' + QByteArray::number(file),
                noise(int(random.bounded(1, 40)) * 997, random.bounded(3U)));
    }
    const QString bySize = shown(findDuplicatesBySize(ground.root(), {}, 1));
    const QString byContent = shown(findDuplicatesByContent(ground.root(), {}, 1));
    QCOMPARE(bySize.count(u'\n'), 39);
    QVERIFY(byContent.count(u'\n') > 80);
    for (size_t threads = 2; threads <= 8; ++threads) {
        QCOMPARE(shown(findDuplicatesBySize(ground.root(), {}, threads)), bySize);
        QCOMPARE(shown(findDuplicatesByContent(ground.root(), {}, threads)), byContent);
    }
}

void TestDuplicates::goesOnWhileFilesVanish()
{
    const Ground ground;
    for (int folder = 0; folder < 20; ++folder) {
        const QByteArray name = QByteArray::number(folder);
        ground.directory(name);
        for (int file = 0; file < 20; ++file)
            ground.file(name + "/steady" + QByteArray::number(file), "xx");
    }
    const std::jthread vandal([&](const std::stop_token &stop) {
        for (int round = 0; !stop.stop_requested(); ++round) {
            const QByteArray folder = QByteArray::number(round % 20);
            ground.file(folder + "/brief", "xx")
                .directory(folder + "/short")
                .file(folder + "/short/f", "xx");
            ::unlinkat(ground.descriptor(), (folder + "/brief").constData(), 0);
            ::unlinkat(ground.descriptor(), (folder + "/short/f").constData(), 0);
            ::unlinkat(ground.descriptor(), (folder + "/short").constData(), AT_REMOVEDIR);
        }
    });
    for (const QDeadlineTimer end(2000); !end.hasExpired();) {
        const auto found = findDuplicatesByContent(ground.root());
        QCOMPARE(ground::shown(found->errors), QString());
        const auto steady = std::ranges::count_if(found->groups.first().paths,
            [](const QByteArray &path) { return path.contains("steady"); });
        QCOMPARE(steady, 400);
    }
}

QTEST_GUILESS_MAIN(TestDuplicates)
#include "tst_duplicates.moc"
