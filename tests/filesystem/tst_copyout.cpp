#include "ground.h"

#include "filesystem/copyout.h"
#include "filesystem/snapshot.h"

using namespace ringside;
using namespace ringside::filesystem;
using namespace Qt::StringLiterals;
using ground::Ground;

class TestCopyOut : public QObject
{
    Q_OBJECT

private slots:
    void writesWhatASnapshotSaw();
    void leavesOutWhatMustNotLeaveABox();
    void refuses_data();
    void refuses();
};

namespace {

Entry entry(const QByteArray &path, EntryType type = EntryType::File, quint32 mode = 0644)
{
    Entry made;
    made.path = path;
    made.type = type;
    made.mode = mode;
    return made;
}

} // namespace

void TestCopyOut::writesWhatASnapshotSaw()
{
    const Ground from;
    from.directory("d").directory("d/e").file("d/e/f", "text", 0640).file("bad\xffname", "x").file("run.sh", "#!/bin/sh\n", 0755);
    from.sparse("holes", 100'000);
    QCOMPARE(::symlinkat("d/e/f", from.descriptor(), "link"), 0);
    QCOMPARE(::symlinkat("../nowhere", from.descriptor(), "dangling"), 0);
    QCOMPARE(::linkat(from.descriptor(), "run.sh", from.descriptor(), "d/twin", 0), 0);
    QCOMPARE(::mkfifoat(from.descriptor(), "pipe", 0600), 0);
    from.directory("d/closed").file("d/closed/in", "secret", 0400);
    QCOMPARE(::fchmodat(from.descriptor(), "d/closed", 0500, 0), 0);
    const timespec times[2] = {{.tv_sec = 1'234'567'890, .tv_nsec = 123'456'789}, {.tv_sec = 1'234'567'890, .tv_nsec = 123'456'789}};
    QCOMPARE(::utimensat(from.descriptor(), "d", times, 0), 0);
    const Tree tree = snapshot(from.root())->tree;

    const Ground to;
    const QByteArray folder = to.root() + "/copy";
    const Result<> written = copyOut(tree, folder);
    QVERIFY2(written, qPrintable(written ? QString() : describe(written.error())));
    const Tree copy = snapshot(folder)->tree;
    for (const Difference &one : difference(tree, copy)) {
        if (one.path == ".")
            continue;
        QVERIFY2(one.change == Change::Modified, one.path.constData());
        const int fields = one.fields & ~(Difference::Identity | Difference::Size | Difference::ModifiedTime);
        QVERIFY2(fields == 0 || one.before->type == EntryType::Directory, one.path.constData());
    }
    QCOMPARE(copy.find("d/twin")->inode, copy.find("run.sh")->inode);
    QCOMPARE(copy.find("d")->modifiedNs, 1'234'567'890'123'456'789);
    QCOMPARE(copy.find("d/e/f")->modifiedNs, tree.find("d/e/f")->modifiedNs);
    QCOMPARE(copy.find("holes")->size, 100'000);
    QCOMPARE(copy.find("link")->target, "d/e/f"_ba);
}

void TestCopyOut::leavesOutWhatMustNotLeaveABox()
{
    const Ground to;
    const Tree tree{.entries = {entry("device", EntryType::BlockDevice), entry("own", EntryType::File, 06755),
                        entry("socket", EntryType::Socket), entry("sticky", EntryType::Directory, 03777)}};
    QVERIFY(copyOut(tree, to.root() + "/copy"));
    const Tree copy = snapshot(to.root() + "/copy")->tree;
    QCOMPARE(copy.entries.size(), 3); // with the folder itself
    QCOMPARE(copy.find("own")->mode, 0755U);
    QCOMPARE(copy.find("sticky")->mode, 01777U);
}

void TestCopyOut::refuses_data()
{
    QTest::addColumn<Tree>("tree");
    QTest::addColumn<bool>("intoFull");
    QTest::addColumn<Error::Kind>("kind");
    Entry half = entry("half");
    half.contentComplete = false;
    QTest::newRow("a path that leaves the folder") << Tree{.entries = {entry("../out")}} << false << Error::Kind::Content;
    QTest::newRow("an absolute path") << Tree{.entries = {entry("/out")}} << false << Error::Kind::Content;
    QTest::newRow("a content that is not whole") << Tree{.entries = {half}} << false << Error::Kind::Content;
    QTest::newRow("an entry without its folder") << Tree{.entries = {entry("d/f")}} << false << Error::Kind::System;
    Entry link = entry("link", EntryType::SymbolicLink);
    link.target = "/tmp";
    QTest::newRow("an entry below a link") << Tree{.entries = {link, entry("link/f")}} << false << Error::Kind::System;
    QTest::newRow("a folder with something in it") << Tree{.entries = {entry("f")}} << true << Error::Kind::System;
}

void TestCopyOut::refuses()
{
    QFETCH(Tree, tree);
    QFETCH(bool, intoFull);
    const Ground to;
    to.directory("copy");
    if (intoFull)
        to.file("copy/kept", "x");
    const Result<> written = copyOut(tree, to.root() + "/copy");
    QVERIFY(!written);
    QTEST(written.error().kind, "kind");
    QVERIFY(::faccessat(to.descriptor(), "out", F_OK, 0) < 0);
}

QTEST_GUILESS_MAIN(TestCopyOut)
#include "tst_copyout.moc"
