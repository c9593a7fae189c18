#include "ground.h"

#include "filesystem/digest.h"
#include "filesystem/modes.h"
#include "filesystem/snapshot.h"

#include <QDeadlineTimer>

#include <sys/syscall.h>
#include <sys/xattr.h>
#include <thread>

using namespace ringside;
using namespace ringside::filesystem;
using namespace Qt::StringLiterals;
using ground::Ground;

using Build = void (*)(const Ground &);
Q_DECLARE_METATYPE(Build)

class TestSnapshot : public QObject
{
    Q_OBJECT

private slots:
    void showsTheTree_data();
    void showsTheTree();
    void knowsWhatTheKernelKnows();
    void keepsContentsAsTold_data();
    void keepsContentsAsTold();
    void stopsAtItsCaps_data();
    void stopsAtItsCaps();
    void readsAttributes();
    void staysOnItsFileSystem();
    void neverReadsOutside();
    void comesFromADescriptorToo();
    void hashesAsSha256Does_data();
    void hashesAsSha256Does();
};

static QString shown(const Tree &tree)
{
    QString lines;
    for (const Entry &entry : tree.entries) {
        lines += u"%1 %2"_s.arg(
            QString::fromUtf8(modeText(entry.type, entry.mode)), displayName(entry.path));
        if (entry.type == EntryType::SymbolicLink)
            lines += u" -> "_s + displayName(entry.target);
        if (entry.type == EntryType::File)
            lines += u" %1 '%2'%3"_s.arg(entry.size)
                         .arg(displayName(entry.content),
                             entry.contentComplete ? QString() : u" cut"_s);
        lines += u'\n';
    }
    return tree.truncated ? lines + u"and more\n"_s : lines;
}

static QString shown(const Result<Snapshot> &taken)
{
    return taken ? shown(taken->tree) + ground::shown(taken->errors)
                 : errnoName(taken.error().errnum);
}

void TestSnapshot::showsTheTree_data()
{
    QTest::addColumn<Build>("build");
    QTest::addColumn<QString>("lines");
    const auto row = [](const char *name, Build build, const char *lines) {
        QTest::newRow(name) << build << ground::rows(lines);
    };
    row("an empty directory", [](const Ground &) { }, "drwx------ .");
    row(
        "every type of entry",
        [](const Ground &ground) {
            ground.directory("d", 01777)
                .file("d/f", "text", 04755)
                .link("l", "d/f")
                .fifo("p")
                .socket("s");
        },
        "drwx------ .\ndrwxrwxrwt d\n-rwsr-xr-x d/f 4 'text'\nlrwxrwxrwx l -> d/f\nprw-r--r-- "
        "p\nsrwxr-xr-x s");
    row(
        "links as they are",
        [](const Ground &ground) {
            ground.link("self", "self")
                .link("up", "..")
                .link("raw", "caf\xe9")
                .link("etc", "/etc/passwd");
        },
        "drwx------ .\nlrwxrwxrwx etc -> /etc/passwd\nlrwxrwxrwx raw -> caf\\xe9\n"
        "lrwxrwxrwx self -> self\nlrwxrwxrwx up -> ..");
    row(
        "parents before children, by bytes",
        [](const Ground &ground) {
            for (const char *name : {"b", "a", "a-b", "a/c", "!", "\xff"})
                ground.directory(name);
        },
        "drwxr-xr-x !\ndrwx------ .\ndrwxr-xr-x a\ndrwxr-xr-x a-b\ndrwxr-xr-x a/c\ndrwxr-xr-x b\n"
        "drwxr-xr-x \\xff");
    row(
        "what may not be read is listed",
        [](const Ground &ground) {
            ground.directory("locked")
                .file("locked/f")
                .setMode("locked", 0)
                .file("secret", "text", 0);
            ground.file("empty", {}, 0);
        },
        "drwx------ .\n---------- empty 0 ''\nd--------- locked\n---------- secret 4 '' cut\n"
        "error empty EACCES\nerror locked EACCES\nerror secret EACCES");
    row(
        "names of a directory that may not be searched",
        [](const Ground &ground) { ground.directory("d").file("d/f", "x").setMode("d", 0444); },
        "drwx------ .\ndr--r--r-- d\nerror d/f EACCES");
    row(
        "a root that may not be searched",
        [](const Ground &ground) { ground.file("f", "x").setMode(".", 0444); },
        "dr--r--r-- .\nerror f EACCES");
}

void TestSnapshot::showsTheTree()
{
    QFETCH(Build, build);
    QFETCH(QString, lines);
    const Ground ground;
    QCOMPARE(ground::asOrdinaryUser([&] {
        build(ground);
        return shown(snapshot(ground.root()));
    }),
        lines);
}

void TestSnapshot::knowsWhatTheKernelKnows()
{
    const Ground ground;
    ground.file("f", QByteArray(5000, 'x')).hard("g", "f").deep(1500, "end");
    const timespec times[]{
        {.tv_sec = 1, .tv_nsec = 2}, {.tv_sec = 1'700'000'000, .tv_nsec = 123'456'789}};
    QCOMPARE(::utimensat(ground.descriptor(), "f", times, 0), 0);
    struct stat status{};
    QCOMPARE(::fstatat(ground.descriptor(), "f", &status, 0), 0);
    const auto taken = snapshot(ground.root());
    QVERIFY(taken.has_value());
    const Entry *file = taken->tree.find("f");
    QVERIFY(file);
    QCOMPARE(file->modifiedNs, 1'700'000'000'123'456'789);
    QCOMPARE(file->inode, status.st_ino);
    QCOMPARE(file->device, status.st_dev);
    QCOMPARE(file->blocks, status.st_blocks);
    QCOMPARE(file->linkCount, 2U);
    QCOMPARE(taken->tree.find("g")->inode, file->inode);
    QCOMPARE(taken->tree.entries.size(), 1 + 2 + 1500 + 1);
    QCOMPARE(taken->tree.find(Ground::deepPath(1500) + "/end")->content, "deep"_ba);
    QVERIFY(!taken->tree.truncated);
    QCOMPARE(taken->tree.find("none"), nullptr);
}

void TestSnapshot::keepsContentsAsTold_data()
{
    QTest::addColumn<Contents>("contents");
    QTest::addColumn<QString>("lines");
    QTest::newRow("not at all") << Contents::None << u"a 0 cut, b 0 cut, empty 0, "_s;
    QTest::newRow("kept") << Contents::Kept << u"a 3, b 10 cut, empty 0, "_s;
    QTest::newRow("hashed") << Contents::Digested
                            << u"a 0 cut ba78, b 0 cut e57d, empty 0 e3b0, "_s;
    QTest::newRow("kept and hashed, the digest of the whole file")
        << Contents::KeptAndDigested << u"a 3 ba78, b 10 cut e57d, empty 0 e3b0, "_s;
}

void TestSnapshot::keepsContentsAsTold()
{
    QFETCH(Contents, contents);
    QFETCH(QString, lines);
    const Ground ground;
    ground.file("a", "abc").file("b", QByteArray(1'000'000, 'b')).file("empty");
    QString found;
    const auto taken = snapshot(ground.root(), {.contents = contents, .maxFileBytes = 10});
    for (const Entry &entry : taken->tree.entries.sliced(1)) {
        found += u"%1 %2"_s.arg(displayName(entry.path)).arg(entry.content.size());
        found += entry.contentComplete ? u""_s : u" cut"_s;
        if (!entry.digest.isEmpty())
            found += u' ' + QString::fromLatin1(entry.digest.toHex().first(4));
        found += u", "_s;
    }
    QCOMPARE(found, lines);
    QVERIFY(!taken->tree.truncated);
}

void TestSnapshot::stopsAtItsCaps_data()
{
    QTest::addColumn<SnapshotOptions>("options");
    QTest::addColumn<QString>("lines");
    const auto row = [](const char *name, SnapshotOptions options, const char *lines) {
        QTest::newRow(name) << options << ground::rows(lines);
    };
    row("none reached", {},
        "drwx------ .\ndrwxr-xr-x a\ndrwxr-xr-x a/b\n-rw-r--r-- a/b/f 4 'deep'\n-rw-r--r-- c 3 "
        "'xyz'\n"
        "-rw-r--r-- d 3 '123'");
    row("entries exactly enough", {.maxEntries = 6},
        "drwx------ .\ndrwxr-xr-x a\ndrwxr-xr-x a/b\n-rw-r--r-- a/b/f 4 'deep'\n-rw-r--r-- c 3 "
        "'xyz'\n"
        "-rw-r--r-- d 3 '123'");
    row("entries", {.maxEntries = 3}, "drwx------ .\ndrwxr-xr-x a\n-rw-r--r-- c 3 'xyz'\nand more");
    row("depth", {.maxDepth = 2},
        "drwx------ .\ndrwxr-xr-x a\ndrwxr-xr-x a/b\n-rw-r--r-- c 3 'xyz'\n-rw-r--r-- d 3 "
        "'123'\nand more");
    row("bytes of all files", {.maxBytes = 5},
        "drwx------ .\ndrwxr-xr-x a\ndrwxr-xr-x a/b\n-rw-r--r-- a/b/f 4 '' cut\n-rw-r--r-- c 3 "
        "'xyz'\n"
        "-rw-r--r-- d 3 '12' cut\nand more");
    row("bytes of one file", {.maxFileBytes = 3},
        "drwx------ .\ndrwxr-xr-x a\ndrwxr-xr-x a/b\n-rw-r--r-- a/b/f 4 'dee' cut\n-rw-r--r-- c 3 "
        "'xyz'\n"
        "-rw-r--r-- d 3 '123'");
    row("bytes exactly enough", {.maxBytes = 10},
        "drwx------ .\ndrwxr-xr-x a\ndrwxr-xr-x a/b\n-rw-r--r-- a/b/f 4 'deep'\n-rw-r--r-- c 3 "
        "'xyz'\n"
        "-rw-r--r-- d 3 '123'");
}

void TestSnapshot::stopsAtItsCaps()
{
    QFETCH(SnapshotOptions, options);
    QFETCH(QString, lines);
    const Ground ground;
    ground.directory("a").directory("a/b").file("a/b/f", "deep").file("c", "xyz").file("d", "123");
    QCOMPARE(shown(snapshot(ground.root(), options)), lines);
}

void TestSnapshot::readsAttributes()
{
    const Ground ground;
    ground.file("f", "x").directory("d").link("l", "f");
    const auto set = [&](const char *path, const char *name, const char *value) {
        const QByteArray full = ground.root() + '/' + path;
        return ::setxattr(full.constData(), name, value, std::strlen(value), 0) == 0;
    };
    if (!set("f", "user.two", "2"))
        QSKIP("the file system of the temporary folder has no user attributes; set TMPDIR to one "
              "that has");
    QVERIFY(set("f", "user.one", "1") && set("d", "user.d", "") && set(".", "user.root", "r"));
    const auto taken = snapshot(ground.root(), {.xattrs = true});
    using Attributes = QList<std::pair<QByteArray, QByteArray>>;
    QCOMPARE(taken->tree.find("f")->xattrs, (Attributes{{"user.one", "1"}, {"user.two", "2"}}));
    QCOMPARE(taken->tree.find("d")->xattrs, (Attributes{{"user.d", ""}}));
    QCOMPARE(taken->tree.find(".")->xattrs, (Attributes{{"user.root", "r"}}));
    QCOMPARE(taken->tree.find("l")->xattrs, Attributes());
    QCOMPARE(snapshot(ground.root())->tree.find("f")->xattrs, Attributes());
}

void TestSnapshot::staysOnItsFileSystem()
{
    const Ground ground;
    ground.directory("mounted");
    const QString answer = ground::withOwnMounts([&] {
        const QByteArray target = ground.root() + "/mounted";
        if (::mount("tmpfs", target.constData(), "tmpfs", 0, "mode=0700,size=1m") != 0)
            return u"cannot mount: %1"_s.arg(QString::fromUtf8(std::strerror(errno)));
        ground::writeByPath(target + "/f", "x");
        return shown(snapshot(ground.root()))
            + shown(snapshot(ground.root(), {.oneFileSystem = false}));
    });
    if (answer.startsWith(u"cannot"))
        QSKIP(qPrintable(answer + u"; allow user namespaces to run this row"_s));
    QCOMPARE(answer,
        ground::rows("drwx------ .\ndrwx------ mounted\n"
                     "drwx------ .\ndrwx------ mounted\n-rw-r--r-- mounted/f 1 'x'"));
}

void TestSnapshot::neverReadsOutside()
{
    // Somebody flips a directory and a file between themselves and links to the outside.
    const Ground ground;
    ground.directory("outside").file("outside/f", "secret").directory("tree");
    ground.directory("tree/d")
        .file("tree/d/f", "own")
        .file("tree/f", "own")
        .file("tree/pipe-or-file", "own");
    ground.link("link-d", "../outside").link("link-f", "outside/f").fifo("pipe");
    const std::jthread attacker([&](const std::stop_token &stop) {
        const auto flip = [&](const char *one, const char *other) {
            ::syscall(SYS_renameat2, ground.descriptor(), one, ground.descriptor(), other,
                2 /* exchange */);
        };
        while (!stop.stop_requested()) {
            flip("link-d", "tree/d");
            flip("link-f", "tree/f");
            flip("pipe", "tree/pipe-or-file");
        }
    });
    int whole = 0;
    for (const QDeadlineTimer end(2000); !end.hasExpired();) {
        const auto taken
            = snapshot(ground.root() + "/tree", {.contents = Contents::KeptAndDigested});
        for (const Entry &entry : taken->tree.entries)
            QVERIFY2(entry.content != "secret", entry.path.constData());
        QCOMPARE(ground::shown(taken->errors), QString());
        whole += taken->tree.find("d/f") ? 1 : 0;
    }
    QVERIFY(whole > 0);
}

void TestSnapshot::comesFromADescriptorToo()
{
    const Ground ground;
    ground.file("f", "x");
    const QString lines = shown(snapshot(ground.descriptor()));
    QCOMPARE(lines, ground::rows("drwx------ .\n-rw-r--r-- f 1 'x'"));
    QCOMPARE(shown(snapshot(ground.root() + "/none")), u"ENOENT"_s);
    QCOMPARE(shown(snapshot(ground.root() + "/f")), u"ENOTDIR"_s);
}

void TestSnapshot::hashesAsSha256Does_data()
{
    // Source: FIPS 180-4 and its examples.
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("digest");
    QTest::newRow("nothing")
        << ""_ba << "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_ba;
    QTest::newRow("three letters")
        << "abc"_ba << "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_ba;
    QTest::newRow("two blocks")
        << "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"_ba
        << "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"_ba;
    QTest::newRow("a million letters") << QByteArray(
        1'000'000, 'a') << "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"_ba;
}

void TestSnapshot::hashesAsSha256Does()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, digest);
    QCOMPARE(digestOf(text).toHex(), digest);
    Digest piecewise;
    for (qsizetype at = 0; at < text.size(); at += 7)
        piecewise.add(QByteArrayView(text).sliced(at, std::min<qsizetype>(7, text.size() - at)));
    QCOMPARE(piecewise.result().toHex(), digest);
}

QTEST_GUILESS_MAIN(TestSnapshot)
#include "tst_snapshot.moc"
