#include "grading/random.h"
#include "grading/world.h"
#include "worldbook.h"

#include <QCryptographicHash>
#include <QTest>

using namespace ringside;
using namespace ringside::grading;
using namespace Qt::StringLiterals;

using filesystem::Entry;
using filesystem::EntryType;

static QByteArray bytesOf(const World &world)
{
    QByteArray out;
    QDataStream stream(&out, QIODevice::WriteOnly);
    const auto add = [&stream](const filesystem::Tree &tree) {
        for (const Entry &entry : tree.entries)
            stream << entry.path << quint8(entry.type) << entry.mode << entry.size
                   << entry.modifiedNs << entry.inode << entry.target << entry.content
                   << entry.digest << entry.linkCount;
    };
    add(world.tree);
    for (const sandbox::ExtraMount &mount : world.mounts) {
        stream << mount.path << mount.bytes << mount.inodes << mount.readOnly;
        add(mount.content);
    }
    stream << world.environment << world.secret;
    return QCryptographicHash::hash(out, QCryptographicHash::Sha256).toHex();
}

class TestWorld : public QObject
{
    Q_OBJECT

private slots:
    void drawsTheSameNumbersForEver();
    void looksLike_data();
    void looksLike();
    void equalSeedsGiveEqualBytes();
    void bytesAreThoseOfEveryMachine();
    void aFurtherEntryLeavesTheOthersAlone();
    void everyFixtureOfTheCatalogueBuilds_data();
    void everyFixtureOfTheCatalogueBuilds();
    void saysWhatIsWrongAndWhere_data();
    void saysWhatIsWrongAndWhere();
    void hardLinksShareTheirObject();
    void timesAreFixedUnlessSaid();
    void mountsStandOnDirectories();
    void secretsAreDrawn();
    void deepTreesPassThePathLimit();
    void pictureOfAHugeTreeIsShort();
};

/// If this fails, every world of every exercise has changed: seeds in old verdicts no longer
/// replay.
void TestWorld::drawsTheSameNumbersForEver()
{
    Random random(1);
    QCOMPARE(random.next(), quint64(10451216379200822465U));
    QCOMPARE(random.next(), quint64(13757245211066428519U));
    Random named(1, "plain:0");
    Random other(1, "plain:1");
    QVERIFY(named.next() != other.next());
    for (int i = 0; i < 1000; ++i) {
        const qint64 drawn = random.between(-3, 3);
        QVERIFY(drawn >= -3 && drawn <= 3);
    }
    QCOMPARE(random.between(5, 5), qint64(5));
    QCOMPARE(random.bytes(13).size(), qsizetype(13));
}

void TestWorld::looksLike_data()
{
    QTest::addColumn<QByteArray>("toml");
    QTest::addColumn<QString>("shown");
    QTest::newRow("a directory is made for what lies in it") << R"([w]
entries = [ { file = "a/b/c.txt", text = "" } ])"_ba << u"a/\n  b/\n    c.txt"_s;
    QTest::newRow("modes that are unusual are shown") << R"([w]
entries = [ { dir = "d", mode = "1777" }, { file = "d/run", text = "", mode = "0755" } ])"_ba
                                                      << u"d/  1777\n  run  0755"_s;
    QTest::newRow("every kind of entry") << R"([w]
entries = [ { fifo = "f" }, { socket = "s" }, { link = "l", to = "no where" }, { file = "x", text = "" },
    { hard = "y", of = "x" } ])"_ba << u"f|\nl -> no where\ns=\nx\ny"_s;
    QTest::newRow("bytes and hostile characters in names") << R"([w]
entries = [ { file = 'caf\xe9', text = "" }, { file = 'back\\slash', text = "" }, { file = 'a\x0ab', text = "" } ])"_ba
                                                           << u"a\\nb\nback\\\\slash\ncaf\\xe9"_s;
    QTest::newRow("an extending world adds, replaces and removes") << R"([base]
entries = [ { file = "a", text = "" }, { file = "b", text = "" }, { dir = "c" }, { file = "c/d", text = "" } ]
[w]
extends = "base"
entries = [ { remove = "c" }, { link = "b", to = "a" }, { file = "e", text = "" } ])"_ba
                                                                   << u"a\nb -> a\ne"_s;
    QTest::newRow("a directory given after its file only sets the mode") << R"([w]
entries = [ { file = "d/x", text = "" }, { dir = "d", mode = "0000" } ])"_ba
                                                                         << u"d/  0000\n  x"_s;
    QTest::newRow("numbers run through a count") << R"([w]
entries = [ { file = "f{n}.txt", text = "", count = 3 } ])"_ba
                                                 << u"f1.txt\nf2.txt\nf3.txt"_s;
    QTest::newRow("braces that are no token stay") << R"([w]
entries = [ { link = "l", to = "{m}" } ])"_ba << u"l -> {m}"_s;
    QTest::newRow("children come under their parent") << R"([w]
entries = [ { file = "a/b", text = "" }, { file = "a-b", text = "" } ])"_ba
                                                      << u"a/\n  b\na-b"_s;
}

void TestWorld::looksLike()
{
    QFETCH(QByteArray, toml);
    QFETCH(QString, shown);
    const auto world = buildWorld(bookOf(toml), u"w", 1);
    QVERIFY2(world, world ? "" : qPrintable(describe(world.error())));
    QCOMPARE(picture(world->tree), shown);
}

static const QByteArray variedWorld = R"([w]
env = { TOKEN = "{secret}", NAME = "{word}" }
secret = "tok-{hex}"
entries = [
    { dir = "tree" },
    { file = "tree/{word}.txt", size = "10..5000", count = "3..6" },
    { file = "tree/{word}-{hex}", one_of = ["a", "b {word}"], count = 4, mtime = 3600 },
    { fixture = "FX-HARD", at = "tree" },
    { fixture = "FX-SENT", at = "outside", links = "tree" },
]
mounts = [ { at = "other", entries = [ { file = "{word}", size = 10 } ] } ]
)";

void TestWorld::equalSeedsGiveEqualBytes()
{
    const WorldBook book = bookOf(variedWorld);
    QSet<QByteArray> seen;
    for (quint64 seed = 0; seed < 50; ++seed) {
        const auto first = buildWorld(book, u"w", seed);
        const auto second = buildWorld(book, u"w", seed);
        QVERIFY2(first, first ? "" : qPrintable(describe(first.error())));
        QCOMPARE(bytesOf(*first), bytesOf(*second));
        seen.insert(bytesOf(*first));
    }
    QCOMPARE(seen.size(), qsizetype(50));
}

void TestWorld::bytesAreThoseOfEveryMachine()
{
    const auto world = buildWorld(bookOf(variedWorld), u"w", 42);
    QVERIFY(world);
    QCOMPARE(
        bytesOf(*world), "e1d03bfe04888fbda881888a8ff3da486fea23180e0d17f54d1046a393ba66c8"_ba);
}

void TestWorld::aFurtherEntryLeavesTheOthersAlone()
{
    const QByteArray base = R"([base]
entries = [ { file = "a/{word}", size = "1..100", count = "2..5" } ]
)";
    const auto before = buildWorld(bookOf(base), u"base", 9);
    const auto after = buildWorld(bookOf(base + R"([w]
extends = "base"
entries = [ { file = "b", text = "" } ])"),
        u"w", 9);
    QVERIFY(before && after);
    filesystem::Tree tree = after->tree;
    tree.entries.removeIf([](const Entry &entry) { return entry.path == "b"; });
    QCOMPARE(tree, before->tree);
}

void TestWorld::everyFixtureOfTheCatalogueBuilds_data()
{
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *name, const char *keys, const QString &shown) {
        QTest::newRow(name) << QByteArray(R"(fixture = ")") + name + '"' + keys << shown;
    };
    row("FX-HID", R"(, at = "t", suffix = ".py")",
        u"t/\n  .cache/\n    match.py\n  .env\n  .git/\n    HEAD\n    match.py\n  .match.py"_s);
    row("FX-LOOP", R"(, at = "t")", u"t/\n  a -> b\n  b -> a\n  self -> self"_s);
    row("FX-UP", R"(, at = "t")",
        u"t/\n  deeper/\n    up -> ..\n  sibling/\n    inside.txt\n  twice -> sibling"_s);
    row("FX-BROKEN", "", u"broken -> nowhere\nbroken.txt -> nowhere.txt"_s);
    row("FX-DENY", "",
        u"closed/  0000\n  inside.txt\nnames-only/  0444\n  inside.txt\nreach-only/  0111\n  inside.txt\n"_s
        u"unreadable.txt  0000"_s);
    row("FX-UNI", "",
        u"cafe\u0301.txt\ncafé.txt\n"_s + u"ä"_s.repeated(127) + u"x\nשלום.txt\n🐍.txt"_s);
    row("FX-RAW", "", u"caf\\xe9.txt"_s);
    row("FX-NASTY", R"(, suffix = "")",
        u" leading\n$(id)\n*\n-rf\n..x\na;b\nit's \"quoted\"\nline\\nbreak\ntrailing \ntrailing space "_s);
    row("FX-EMPTY", "", u"empty.txt\nhollow/\nx/\n  y/\n    z/"_s);
    row("FX-HUGE", R"(, at = "t", entries = 3, suffixes = [".a"])",
        u"t/\n  f000001.a\n  f000002.a\n  f000003.a"_s);
    row("FX-DEEP", R"(, depth = 2)", u"directory0/\n  directory1/\n    bottom.txt"_s);
    row("FX-HARD", "", u"one.txt\nthree.txt\ntwo.txt"_s);
    row("FX-SPARSE", R"(, files = 2)", u"sparse1.bin\nsparse2.bin"_s);
    row("FX-SPECIAL", R"(, suffix = "")",
        u"full -> /dev/full\npipe|\nsocket=\nzero -> /dev/zero"_s);
    row("FX-MODE", "",
        u"dir-0000/  0000\ndir-0700/  0700\ndir-0755/\ndir-0777/  0777\ndir-1777/  1777\ndir-2775/  2775\n"_s
        u"file-0000  0000\nfile-0600  0600\nfile-0644\nfile-0666  0666\nfile-0777  0777\nfile-2755  2755\n"_s
        u"file-4755  4755"_s);
    row("FX-SENT", R"(, at = "outside", links = "work/src")",
        u"outside/\n  folder/\n    data.bin\n  keep.txt\n  private.key  0600\nwork/\n  src/\n"_s
        u"    to-folder -> ../../outside/folder\n    to-keep.txt -> ../../outside/keep.txt\n"_s
        u"    to-key -> ../../outside/private.key"_s);
    row("FX-CRLF", "", u"cr.txt\ncrlf.txt\nlf.txt\nmixed.txt\nunended.txt"_s);
    row("FX-BOM", "", u"utf-16-be.txt\nutf-16-le.txt\nutf-8-sig.txt"_s);
    row("FX-ENC", "", u"cut.txt\ninvalid.txt\nlatin-1.txt"_s);
    row("FX-MD5", "", u"collision-a.txt\ncollision-b.txt"_s);
    row("FX-ENV", "", QString());
    row("FX-FULL", R"(, at = "disk")", u"disk/"_s);
    row("FX-INODE", R"(, at = "disk")", u"disk/"_s);
    row("FX-RO", R"(, at = "disk")", u"disk/"_s);
    row("FX-XDEV", R"(, at = "disk")", u"disk/"_s);
    row("FX-VANISH", R"(, path = "a", call = 3)", QString());
    row("FX-SWAP", R"(, path = "a", with = "b")", QString());
    row("FX-SIG", R"(, signal = "SIGINT")", QString());
}

void TestWorld::everyFixtureOfTheCatalogueBuilds()
{
    QFETCH(QByteArray, keys);
    QFETCH(QString, shown);
    const auto world = buildWorld(bookOf("[w]\nentries = [ { " + keys + " } ]"), u"w", 5);
    QVERIFY2(world, world ? "" : qPrintable(describe(world.error())));
    QCOMPARE(picture(world->tree), shown);
    const bool visible
        = !shown.isEmpty() || !world->environment.isEmpty() || !world->disturbances.isEmpty();
    QVERIFY(visible);
}

void TestWorld::saysWhatIsWrongAndWhere_data()
{
    QTest::addColumn<QByteArray>("toml");
    QTest::addColumn<QString>("error");
    QTest::newRow("no such world") << "[other]"_ba << u"world.toml: no world \"w\""_s;
    QTest::newRow("a base that is not there")
        << "\n[w]\nextends = \"base\""_ba << u"world.toml:2: no world \"base\""_s;
    QTest::newRow("worlds in a circle") << "[a]\nextends = \"w\"\n[w]\nextends = \"a\""_ba
                                        << u"world.toml:1: worlds extend each other in a circle"_s;
    const auto entry = [](const char *name, const char *text, const QString &error) {
        QTest::newRow(name) << QByteArray("[w]\nentries = [\n  { ") + text + " },\n]"
                            << u"world.toml:3: "_s + error;
    };
    entry("a path that leaves", R"(file = "../x", text = "")",
        u"\"../x\" is no relative path, or a name in it is too long"_s);
    entry("an absolute path", R"(dir = "/etc")",
        u"\"/etc\" is no relative path, or a name in it is too long"_s);
    entry("an unknown escape", R"(file = 'a\n', text = "")",
        u"file: in a name only \\xNN and \\\\ may follow a backslash, and no NUL may stand"_s);
    entry("a mode that is not octal", R"(file = "a", text = "", mode = "0999")",
        u"mode: expected octal text such as \"0644\", at most \"7777\""_s);
    entry("a range the wrong way round", R"(file = "a", size = "6..3")",
        u"size: expected a number or a range such as \"3..6\""_s);
    entry("a negative size", R"(file = "a", size = -1)", u"size: expected a number from 0 on"_s);
    entry("odd hexadecimal text", R"(file = "a", hex = "abc")", u"hex: not hexadecimal"_s);
    entry("bad base64", R"(file = "a", base64 = "a*")", u"base64: not base64"_s);
    entry("a time that is none", R"(file = "a", text = "", mtime = "yesterday")",
        u"mtime: expected a time such as 2024-05-01T12:00:00Z"_s);
    entry("a hard link to nothing", R"(hard = "a", of = "b")",
        u"\"b\" is no file that stands above"_s);
    entry("the content of nothing", R"(file = "a", same_as = "b")",
        u"same_as: no file of this path stands above"_s);
    entry("an unknown fixture", R"(fixture = "FX-NO")",
        u"fixture: \"FX-NO\" is not in the catalogue"_s);
    entry("a key a fixture does not know", R"(fixture = "FX-RAW", depth = 3)",
        u"depth: not known here; known are: fixture, at, suffix"_s);
    entry("the removal of nothing", R"(remove = "a")", u"\"a\" is not there"_s);
    entry("too many names for the draw", R"(file = "{word}", text = "", count = 40000)",
        u"file: no free name can be drawn any more: add {n} or {hex}"_s);
    entry("more entries than any exercise needs", R"(file = "{n}", text = "", count = 1000000)",
        u"count: too many"_s);
    entry("a list of no texts", R"(file = "a", one_of = [])",
        u"one_of: expected at least one text"_s);
    QTest::newRow("the same path twice")
        << "[w]\nentries = [\n  { file = \"a\", text = \"\" },\n  { file = \"a\", text = \"\" },\n]"_ba
        << u"world.toml:4: \"a\" is there already"_s;
    QTest::newRow("a file as a folder")
        << "[w]\nentries = [\n  { file = \"a\", text = \"\" },\n  { file = \"a/b\", text = \"\" },\n]"_ba
        << u"world.toml:4: \"a\" is no directory"_s;
}

void TestWorld::saysWhatIsWrongAndWhere()
{
    QFETCH(QByteArray, toml);
    QFETCH(QString, error);
    const auto world = buildWorld(bookOf(toml), u"w", 1);
    QVERIFY(!world);
    QCOMPARE(world.error().kind, Error::Kind::Content);
    QCOMPARE(describe(world.error()), error);
}

void TestWorld::hardLinksShareTheirObject()
{
    const auto world = buildWorld(bookOf(R"([w]
entries = [ { file = "a", size = 10 }, { hard = "b", of = "a" }, { hard = "d/c", of = "b" }, { dir = "d/e" } ])"),
        u"w", 1);
    QVERIFY(world);
    const Entry *first = world->tree.find("a");
    for (const char *name : {"b", "d/c"}) {
        const Entry *entry = world->tree.find(name);
        QVERIFY(entry);
        QCOMPARE(entry->inode, first->inode);
        QCOMPARE(entry->content, first->content);
        QCOMPARE(entry->linkCount, 3U);
    }
    QCOMPARE(world->tree.find("d")->linkCount, 3U);
    QVERIFY(world->tree.find("d")->inode != first->inode);
}

void TestWorld::timesAreFixedUnlessSaid()
{
    const auto world = buildWorld(bookOf(R"([w]
entries = [ { file = "a", text = "" }, { file = "b", text = "", mtime = 60 },
    { file = "c", text = "", mtime = "1970-01-02T00:00:00Z" }, { file = "d", text = "", mtime = 1970-01-02T00:00:01Z } ])"),
        u"w", 1);
    QVERIFY2(world, world ? "" : qPrintable(describe(world.error())));
    const auto seconds
        = [&](const char *name) { return world->tree.find(name)->modifiedNs / 1'000'000'000; };
    QCOMPARE(seconds("a"), worldTimeSeconds);
    QCOMPARE(seconds("b"), worldTimeSeconds - 60);
    QCOMPARE(seconds("c"), qint64(86'400));
    QCOMPARE(seconds("d"), qint64(86'401));
}

void TestWorld::mountsStandOnDirectories()
{
    const auto world = buildWorld(bookOf(R"([w]
mounts = [ { at = "small", bytes = 65536, inodes = 10, read_only = true, entries = [ { file = "a/b", text = "x" } ] },
    { at = "/mnt/other" } ]
)"),
        u"w", 1);
    QVERIFY2(world, world ? "" : qPrintable(describe(world.error())));
    QCOMPARE(picture(world->tree), u"small/"_s);
    QCOMPARE(world->mounts.size(), qsizetype(2));
    QCOMPARE(world->mounts[0].path, "/home/learner/small"_ba);
    QCOMPARE(world->mounts[0].bytes, qint64(65536));
    QCOMPARE(world->mounts[0].inodes, 10);
    QVERIFY(world->mounts[0].readOnly);
    QCOMPARE(picture(world->mounts[0].content), u"a/\n  b"_s);
    QCOMPARE(world->mounts[1].path, "/mnt/other"_ba);
}

void TestWorld::secretsAreDrawn()
{
    const WorldBook book = bookOf(variedWorld);
    const auto first = buildWorld(book, u"w", 1);
    const auto second = buildWorld(book, u"w", 2);
    QVERIFY(first && second);
    QVERIFY(first->secret.startsWith("tok-"));
    QCOMPARE(first->secret.size(), qsizetype(12));
    QVERIFY(first->secret != second->secret);
    QVERIFY(first->environment.contains(std::pair("TOKEN"_ba, first->secret)));
}

void TestWorld::deepTreesPassThePathLimit()
{
    const auto world
        = buildWorld(bookOf("[w]\nentries = [ { fixture = \"FX-DEEP\", at = \"t\" } ]"), u"w", 1);
    QVERIFY(world);
    QCOMPARE(world->tree.entries.size(), qsizetype(1502));
    QVERIFY(world->tree.entries.last().path.size() > 4096 * 3);
}

void TestWorld::pictureOfAHugeTreeIsShort()
{
    const auto world
        = buildWorld(bookOf("[w]\nentries = [ { fixture = \"FX-HUGE\", at = \"t\" } ]"), u"w", 1);
    QVERIFY(world);
    QCOMPARE(world->tree.entries.size(), qsizetype(20'001));
    const QString shown = picture(world->tree, 5);
    QCOMPARE(shown.count(u'\n'), qsizetype(5));
    QVERIFY(shown.endsWith(u"… +19996"));
}

QTEST_GUILESS_MAIN(TestWorld)
#include "tst_world.moc"
