#include "ground.h"

#include "filesystem/audit.h"

using namespace ringside;
using namespace ringside::filesystem;
using namespace Qt::StringLiterals;
using ground::Ground;

using Build = void (*)(const Ground &);
Q_DECLARE_METATYPE(Build)

class TestAudit : public QObject
{
    Q_OBJECT

private slots:
    void findsWhatIsRisky_data();
    void findsWhatIsRisky();
    void saysTheSameOnAnyNumberOfThreads();
    void failsWithoutARoot_data();
    void failsWithoutARoot();
};

static QString audited(const QByteArray &root, size_t threads = 0)
{
    const auto audit = auditPermissions(root, threads);
    if (!audit)
        return errnoName(audit.error().errnum);
    QString lines;
    for (const Finding &finding : audit->findings)
        lines += u"%1 %2 %3\n"_s.arg(displayName(finding.path),
            QString::fromUtf8(filesystem::toString(finding.risk)), octalMode(finding.mode));
    return lines + ground::shown(audit->errors);
}

void TestAudit::findsWhatIsRisky_data()
{
    QTest::addColumn<Build>("build");
    QTest::addColumn<QString>("lines");
    const auto row = [](const char *name, Build build, const char *lines) {
        QTest::newRow(name) << build << ground::rows(lines);
    };
    row(
        "a clean tree",
        [](const Ground &ground) { ground.directory("a").file("a/b").file("c", {}, 0600); }, "");
    row(
        "the root itself", [](const Ground &ground) { ground.setMode(".", 0777); },
        ". world-writable-dir 0777");
    row(
        "a file anybody may write", [](const Ground &ground) { ground.file("f", {}, 0666); },
        "f world-writable-file 0666");
    row(
        "a directory anybody may write, and one that is sticky",
        [](const Ground &ground) { ground.directory("d", 0777).directory("tmp", 01777); },
        "d world-writable-dir 0777");
    row(
        "programs that run as somebody else",
        [](const Ground &ground) {
            ground.file("u", {}, 04755).file("g", {}, 02755).file("both", {}, 06755);
        },
        "both setuid 6755\nboth setgid 6755\ng setgid 2755\nu setuid 4755");
    row(
        "set-group-id on a directory only passes the group on",
        [](const Ground &ground) { ground.directory("shared", 02775); }, "");
    row(
        "keys that more than their owner may use",
        [](const Ground &ground) {
            ground.file("id_rsa", {}, 0640).file("server.key", {}, 0604).file("cert.pem", {}, 0610);
            ground.file("id_mine", {}, 0600).file("a.key", {}, 0400).file("key", {}, 0644);
            ground.file("ID_RSA", {}, 0644).file("x.KEY", {}, 0644);
        },
        "cert.pem loose-key 0610\nid_rsa loose-key 0640\nserver.key loose-key 0604");
    row(
        "a directory with the name of a key",
        [](const Ground &ground) { ground.directory("id_old"); }, "");
    row(
        "one file with every risk", [](const Ground &ground) { ground.file("id_x", {}, 06777); },
        "id_x world-writable-file 6777\nid_x setuid 6777\nid_x setgid 6777\nid_x loose-key 6777");
    row(
        "hidden ones",
        [](const Ground &ground) { ground.directory(".git").file(".git/x", {}, 0666); },
        ".git/x world-writable-file 0666");
    row(
        "links are not looked through",
        [](const Ground &ground) {
            ground.link("null", "/dev/null").link("broken", "nowhere").link("self", "self");
            ground.directory("sub").link("sub/up", "..");
        },
        "");
    row(
        "special files",
        [](const Ground &ground) { ground.fifo("pipe", 0666).socket("open", 0777); }, "");
    row(
        "a name that is not UTF-8",
        [](const Ground &ground) { ground.file("caf\xe9\n", {}, 0666); },
        "caf\\xe9\\n world-writable-file 0666");
    row(
        "a directory nobody may list",
        [](const Ground &ground) {
            ground.directory("locked").file("locked/f", {}, 0666).setMode("locked", 0);
            ground.file("z", {}, 0666);
        },
        "z world-writable-file 0666\nerror locked EACCES");
    row(
        "a directory whose names alone may be read",
        [](const Ground &ground) {
            ground.directory("names")
                .file("names/a", {}, 0666)
                .file("names/b")
                .setMode("names", 0444);
        },
        "error names/a EACCES\nerror names/b EACCES");
    row(
        "a directory one may pass but not list",
        [](const Ground &ground) {
            ground.directory("pass").file("pass/a", {}, 0666).setMode("pass", 0111);
        },
        "error pass EACCES");
}

void TestAudit::findsWhatIsRisky()
{
    QFETCH(Build, build);
    QFETCH(QString, lines);
    const Ground ground;
    QCOMPARE(ground::asOrdinaryUser([&] {
        build(ground);
        return audited(ground.root());
    }),
        lines);
}

void TestAudit::saysTheSameOnAnyNumberOfThreads()
{
    const Ground ground;
    for (int folder = 0; folder < 60; ++folder) {
        const QByteArray name = "folder" + QByteArray::number(folder);
        ground.directory(name, folder % 7 ? 0755 : 0777);
        for (int file = 0; file < 40; ++file)
            ground.file(name + "/id_" + QByteArray::number(file), {}, file % 3 ? 0600 : 0666);
    }
    // One directory alone is shared out piece by piece.
    ground.directory("wide");
    for (int file = 0; file < 6000; ++file)
        ground.file("wide/a name that fills the buffer " + QByteArray::number(file), {},
            file % 5 ? 0644 : 0646);
    const QString alone = audited(ground.root(), 1);
    QCOMPARE(alone.count(u'\n'), 9 + 60 * 14 * 2 + 1200);
    for (size_t threads = 2; threads <= 8; ++threads)
        QCOMPARE(audited(ground.root(), threads), alone);
}

void TestAudit::failsWithoutARoot_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QString>("error");
    QTest::newRow("that does not exist") << "none"_ba << u"ENOENT"_s;
    QTest::newRow("that is a file") << "file"_ba << u"ENOTDIR"_s;
    QTest::newRow("that leads in circles") << "loop"_ba << u"ELOOP"_s;
    QTest::newRow("that may not be read") << "locked"_ba << u"EACCES"_s;
    QTest::newRow("that is a link to a directory") << "link"_ba << QString();
}

void TestAudit::failsWithoutARoot()
{
    QFETCH(QByteArray, path);
    QFETCH(QString, error);
    const Ground ground;
    QCOMPARE(ground::asOrdinaryUser([&] {
        ground.file("file")
            .directory("locked", 0)
            .link("loop", "loop")
            .directory("d")
            .link("link", "d");
        return audited(ground.root() + '/' + path);
    }),
        error);
}

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
