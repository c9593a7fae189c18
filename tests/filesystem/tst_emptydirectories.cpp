#include "ground.h"

#include "filesystem/emptydirectories.h"

using namespace ringside;
using namespace ringside::filesystem;
using namespace Qt::StringLiterals;
using ground::Ground;

using Build = void (*)(const Ground &);
Q_DECLARE_METATYPE(Build)

class TestEmptyDirectories : public QObject
{
    Q_OBJECT

private slots:
    void namesWhatCanGo_data();
    void namesWhatCanGo();
    void canBeFollowedByRmdir();
};

static QString planned(const QByteArray &root, size_t threads = 0)
{
    const auto found = findEmptyDirectories(root, threads);
    if (!found)
        return errnoName(found.error().errnum);
    QString lines;
    for (const QByteArray &path : found->paths)
        lines += displayName(path) + u'\n';
    return lines + ground::shown(found->errors);
}

void TestEmptyDirectories::namesWhatCanGo_data()
{
    QTest::addColumn<Build>("build");
    QTest::addColumn<QString>("lines");
    const auto row = [](const char *name, Build build, const char *lines) {
        QTest::newRow(name) << build << ground::rows(lines);
    };
    row("never the root", [](const Ground &) { }, "");
    row(
        "a chain, the innermost first",
        [](const Ground &ground) { ground.directory("x").directory("x/y").directory("x/y/z"); },
        "x/y/z\nx/y\nx");
    row(
        "a chain with a file in the middle",
        [](const Ground &ground) {
            ground.directory("x").directory("x/y").directory("x/y/z").file("x/y/f").directory(
                "x/w");
        },
        "x/w\nx/y/z");
    row(
        "siblings by their bytes, each after what is in it",
        [](const Ground &ground) {
            for (const char *name : {"b", "a", "a-b", "a/c", "a!", "B", "\xc3\xa9", "a/b"})
                ground.directory(name);
        },
        "B\na/b\na/c\na\na!\na-b\nb\né");
    row(
        "whatever is not a directory keeps its place",
        [](const Ground &ground) {
            for (const char *name : {"file", "link", "broken", "pipe", "hidden"})
                ground.directory(name);
            ground.directory("empty")
                .file("file/f")
                .link("link/l", "../empty")
                .link("broken/l", "x");
            ground.fifo("pipe/p").file("hidden/.h");
        },
        "empty");
    row(
        "a link to an empty directory is no directory",
        [](const Ground &ground) { ground.directory("d").link("l", "d"); }, "d");
    row(
        "what cannot be read is not taken for empty",
        [](const Ground &ground) {
            ground.directory("locked").directory("locked/in").setMode("locked", 0);
            ground.directory("out").directory("out/locked", 0).directory("out/free");
        },
        "out/free\nerror locked EACCES\nerror out/locked EACCES");
}

void TestEmptyDirectories::namesWhatCanGo()
{
    QFETCH(Build, build);
    QFETCH(QString, lines);
    const Ground ground;
    QCOMPARE(ground::asOrdinaryUser([&] {
        build(ground);
        return planned(ground.root());
    }),
        lines);
}

void TestEmptyDirectories::canBeFollowedByRmdir()
{
    const Ground ground;
    ground.deep(400, "f");
    ground::must(::mkdirat(ground.descriptor(), "wide", 0755) == 0, "mkdirat");
    for (int i = 0; i < 300; ++i)
        ground.directory(
            "wide/" + QByteArray::number(i % 30) + QByteArray(i / 30, '/').replace("/", "/x"));
    const auto found = findEmptyDirectories(ground.root());
    QCOMPARE(found->paths.size(), 301);
    for (const QByteArray &path : found->paths)
        QVERIFY2(
            ::unlinkat(ground.descriptor(), path.constData(), AT_REMOVEDIR) == 0, path.constData());
    QCOMPARE(planned(ground.root()), QString());
}

QTEST_GUILESS_MAIN(TestEmptyDirectories)
#include "tst_emptydirectories.moc"
