#include "ground.h"

#include "filesystem/modes.h"

using namespace ringside;
using namespace ringside::filesystem;
using namespace Qt::StringLiterals;
using ground::Ground;

class TestModes : public QObject
{
    Q_OBJECT

private slots:
    void readsAsLsDoes();
    void spellsEveryType_data();
    void spellsEveryType();
    void changesAModeWithoutFollowing_data();
    void changesAModeWithoutFollowing();
};

void TestModes::readsAsLsDoes()
{
    const Ground ground;
    for (mode_t mode = 0; mode < 010000; ++mode)
        ground.file(QByteArray::number(mode), {}, mode);
    QProcess ls;
    ls.setProgram(u"ls"_s);
    ls.setArguments({u"-l"_s, QString::fromUtf8(ground.root())});
    ls.start();
    QVERIFY(ls.waitForFinished());
    int seen = 0;
    for (const QByteArray &line : ls.readAllStandardOutput().split('\n').sliced(1)) {
        if (line.isEmpty())
            continue;
        const mode_t mode = line.sliced(line.lastIndexOf(' ') + 1).toUInt();
        QCOMPARE(modeText(EntryType::File, mode), line.first(10));
        ++seen;
    }
    QCOMPARE(seen, 4096);
}

void TestModes::spellsEveryType_data()
{
    QTest::addColumn<quint32>("mode");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("a file") << 0100644U << "-rw-r--r--"_ba;
    QTest::newRow("a directory") << 0040755U << "drwxr-xr-x"_ba;
    QTest::newRow("a link") << 0120777U << "lrwxrwxrwx"_ba;
    QTest::newRow("a FIFO") << 0010600U << "prw-------"_ba;
    QTest::newRow("a socket") << 0140755U << "srwxr-xr-x"_ba;
    QTest::newRow("a character device") << 0020666U << "crw-rw-rw-"_ba;
    QTest::newRow("a block device") << 0060660U << "brw-rw----"_ba;
    QTest::newRow("no type at all") << 0000644U << "?rw-r--r--"_ba;
    QTest::newRow("set-user-id with x") << 0104755U << "-rwsr-xr-x"_ba;
    QTest::newRow("set-user-id without x") << 0104655U << "-rwSr-xr-x"_ba;
    QTest::newRow("set-group-id without x") << 0102745U << "-rwxr-Sr-x"_ba;
    QTest::newRow("sticky with x") << 0041777U << "drwxrwxrwt"_ba;
    QTest::newRow("sticky without x") << 0041776U << "drwxrwxrwT"_ba;
}

void TestModes::spellsEveryType()
{
    QFETCH(quint32, mode);
    QFETCH(QByteArray, text);
    QCOMPARE(modeText(mode), text);
}

void TestModes::changesAModeWithoutFollowing_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<quint32>("mode");
    QTest::addColumn<QString>("answer");
    QTest::newRow("a file") << "file"_ba << 0640U << u"file 0640, outside 0600"_s;
    QTest::newRow("a special bit") << "file"_ba << 04755U << u"file 4755, outside 0600"_s;
    QTest::newRow("a file in a directory")
        << "sub/inner"_ba << 0600U << u"file 0644, outside 0600"_s;
    QTest::newRow("a link keeps what it leads to as it was")
        << "link"_ba << 0666U << u"Operation not supported (EOPNOTSUPP)"_s;
    QTest::newRow("a link on the way")
        << "way/inner"_ba << 0666U << u"Too many levels of symbolic links (ELOOP)"_s;
    QTest::newRow("nothing there") << "none"_ba << 0666U << u"No such file or directory (ENOENT)"_s;
}

void TestModes::changesAModeWithoutFollowing()
{
    QFETCH(QByteArray, path);
    QFETCH(quint32, mode);
    QFETCH(QString, answer);
    const Ground ground;
    ground.directory("tree").file("outside", {}, 0600).directory("tree/sub").file("tree/sub/inner");
    ground.file("tree/file").link("tree/link", "../outside").link("tree/way", "sub");
    const int tree = ::openat(ground.descriptor(), "tree", O_PATH | O_DIRECTORY | O_CLOEXEC);
    const auto changed = changeMode(tree, path, mode);
    ::close(tree);
    const auto modeOf = [&](const char *name) {
        struct stat status{};
        ground::must(::fstatat(ground.descriptor(), name, &status, 0) == 0, name);
        return octalMode(status.st_mode & 07777);
    };
    if (!changed) {
        QVERIFY2(describe(changed.error()).endsWith(answer), qPrintable(describe(changed.error())));
        QCOMPARE(modeOf("outside"), u"0600"_s);
        return;
    }
    QCOMPARE(u"file %1, outside %2"_s.arg(modeOf("tree/file"), modeOf("outside")), answer);
    QCOMPARE(modeOf(("tree/" + path).constData()), octalMode(mode));
}

QTEST_GUILESS_MAIN(TestModes)
#include "tst_modes.moc"
