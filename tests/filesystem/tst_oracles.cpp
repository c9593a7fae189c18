#include "ground.h"

#include "filesystem/audit.h"
#include "filesystem/census.h"
#include "filesystem/duplicates.h"
#include "filesystem/snapshot.h"

#include <QRandomGenerator>

using namespace ringside;
using namespace ringside::filesystem;
using namespace Qt::StringLiterals;
using ground::Ground;
using ground::must;

// The oracles and the reference solutions of the exercises were written apart. Here they look at
// the same random trees, as an ordinary user, and must say the same; and so must the oracles when
// they get the tree as a list, as the grader has it.

class TestOracles : public QObject
{
    Q_OBJECT

private slots:
    void agreeWithTheReferences();
};

static constexpr int worlds = 200;

/// Gives an object its mode, on the disk and under each of its names in the list.
static void setMode(
    const Ground &ground, const QByteArray &root, const QByteArray &path, mode_t mode, Tree &tree)
{
    ground.setMode(path, mode);
    const Entry *object = tree.find(path.sliced(root.size() + 1));
    must(object, path.constData());
    const quint64 inode = object->inode;
    for (Entry &entry : tree.entries)
        if (entry.inode == inode)
            entry.mode = mode;
}

/// A tree of everything the exercises know: hostile names, few sizes and contents, links of every
/// kind, modes that let nobody in. Gives it as a list, too, with what nobody may look at.
static Tree build(const Ground &ground, const QByteArray &root, quint32 seed)
{
    QRandomGenerator random(seed);
    const auto drawn
        = [&random](const auto &list) { return list[random.bounded(int(std::size(list)))]; };
    static const QByteArrayList names{"a.PY", "b.py", ".env", "c.tar.gz", "noext", "x.", "y .txt",
        "caf\xe9.TXT", "caf\xc3\xa9.txt", "id_rsa", "server.key", "-rf", "a\nb.c", "__pycache__",
        ".git", "pkg.py", "sub", "deep"};
    static const QByteArrayList contents{"", "x", "y", "xx", "xy", QByteArray(5000, 'a'),
        QByteArray(4999, 'a') + 'b', QByteArray(70'000, 'c'), QByteArray(69'999, 'c') + 'd'};
    static const mode_t fileModes[]{0644, 0644, 0644, 0600, 0666, 0640, 04755, 02755, 0};
    static const mode_t folderModes[]{0755, 0755, 0755, 0755, 0777, 01777, 02775, 0, 0444, 0111};
    ground.directory(root);
    QByteArrayList folders{root};
    QByteArrayList files;
    QList<mode_t> modes;
    for (int i = 0; i < 18; ++i) {
        const QByteArray path = folders[random.bounded(int(folders.size()))] + '/' + drawn(names);
        if (::faccessat(ground.descriptor(), path.constData(), F_OK, AT_SYMLINK_NOFOLLOW) == 0)
            continue;
        switch (random.bounded(9)) {
        case 0:
        case 1:
            ground.directory(path);
            folders.append(path);
            break;
        case 2:
            ground.link(path,
                drawn(QByteArrayList{"nowhere", path.sliced(path.lastIndexOf('/') + 1), "..", ".",
                    "a.PY", "sub/b.py", "/dev/null"}));
            break;
        case 3:
            ground.fifo(path, 0666);
            break;
        case 4:
            if (!files.isEmpty()) {
                ground.hard(path, files[random.bounded(int(files.size()))]);
                break;
            }
            [[fallthrough]];
        default:
            ground.file(path, drawn(contents));
            files.append(path);
            modes.append(drawn(fileModes));
        }
    }
    const auto snapshot = filesystem::snapshot(ground.root() + '/' + root);
    must(snapshot.has_value() && snapshot->errors.isEmpty(), "take the snapshot");
    Tree tree = snapshot->tree;
    for (qsizetype i = 0; i < files.size(); ++i)
        setMode(ground, root, files[i], modes[i], tree);
    // The innermost first: a directory that is closed cannot be reached into.
    for (qsizetype i = folders.size() - 1; i > 0; --i)
        setMode(ground, root, folders[i], drawn(folderModes), tree);
    return tree;
}

static QString hex(const QByteArray &path)
{
    return QString::fromLatin1(path.toHex());
}

static QString hex(const QList<QByteArray> &paths)
{
    QStringList shown;
    for (const QByteArray &path : paths)
        shown.append(hex(path));
    return shown.join(u' ');
}

static void append(QStringList &lines, const char *oracle, const QList<EntryError> &errors)
{
    for (const EntryError &error : errors)
        lines.append(u"%1 error %2 %3"_s.arg(
            QLatin1String(oracle), hex(error.path), errnoName(error.errnum)));
}

static QString lines(
    const Census &census, const Duplicates &bySize, const Duplicates &byContent, const Audit &audit)
{
    QStringList lines;
    for (auto count = census.counts.begin(); count != census.counts.end(); ++count)
        lines.append(u"census %1 %2"_s.arg(hex(count.key())).arg(count.value()));
    for (const DuplicateGroup &group : bySize.groups)
        lines.append(u"size %1 %2"_s.arg(group.size).arg(hex(group.paths)));
    append(lines, "size", bySize.errors);
    for (const DuplicateGroup &group : byContent.groups)
        lines.append(u"content "_s + hex(group.paths));
    append(lines, "content", byContent.errors);
    for (const Finding &finding : audit.findings)
        lines.append(u"audit %1 %2 %3"_s.arg(hex(finding.path),
            QString::fromUtf8(filesystem::toString(finding.risk)), octalMode(finding.mode)));
    append(lines, "audit", audit.errors);
    lines.sort();
    return lines.join(u'\n') + u'\n';
}

static QString facts(const QByteArray &root)
{
    return lines(*countByExtension(root), *findDuplicatesBySize(root),
        *findDuplicatesByContent(root), *auditPermissions(root));
}

static QString facts(const Tree &tree)
{
    return lines(*countByExtension(tree, "."), *findDuplicatesBySize(tree, "."),
        *findDuplicatesByContent(tree, "."), *auditPermissions(tree, "."));
}

static QString firstDifference(const QString &ours, const QString &theirs, int world)
{
    const QStringList left = ours.split(u'\n');
    const QStringList right = theirs.split(u'\n');
    QStringList lines;
    for (const QString &line : left)
        if (!right.contains(line))
            lines.append(u"only the oracle: "_s + line);
    for (const QString &line : right)
        if (!left.contains(line))
            lines.append(u"only the other: "_s + line);
    return u"world %1:\n"_s.arg(world) + lines.join(u'\n');
}

/// The references where an ordinary user can read them: the checkout may lie in the home folder of
/// root.
static void copyReferences(const Ground &ground)
{
    const auto copy = [&ground](const QString &from, const QByteArray &to) {
        QFile file(from);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(from));
        ground.file(to, file.readAll());
    };
    copy(QStringLiteral(TEST_DATA) + u"/references.py"_s, "references.py");
    ground.directory("05-os-module");
    for (const char *slug :
        {"audit", "count-by-extension", "find-duplicates", "find-true-duplicates"}) {
        const QByteArray folder = QByteArray("05-os-module/") + slug;
        ground.directory(folder);
        copy(QStringLiteral(RINGSIDE_SOURCE_FOLDER) + u"/exercises/"_s + QString::fromUtf8(folder)
                + u"/solution.py"_s,
            folder + "/solution.py");
    }
}

/// What the references say about the worlds, as the same ordinary user.
static QString referenceFacts(const Ground &ground)
{
    const QString root = QString::fromUtf8(ground.root());
    QStringList arguments{u"-I"_s, u"-S"_s, u"-B"_s, root + u"/references.py"_s, root};
    for (int world = 0; world < worlds; ++world)
        arguments.append(u"%1/world%2"_s.arg(root).arg(world));
    QProcess python;
    if (::geteuid() == 0)
        python.setChildProcessModifier([] { ground::must(ground::dropRoot(), "drop root"); });
    python.start(u"python3"_s, arguments);
    if (!python.waitForFinished(100'000) || python.exitCode() != 0)
        qFatal("python3: %s", python.readAllStandardError().constData());
    return QString::fromUtf8(python.readAllStandardOutput());
}

void TestOracles::agreeWithTheReferences()
{
    const Ground ground;
    copyReferences(ground);
    const QString answer = ground::asOrdinaryUser([&ground] {
        QStringList said;
        for (int world = 0; world < worlds; ++world) {
            const QByteArray name = "world" + QByteArray::number(world);
            const Tree tree = build(ground, name, quint32(world));
            const QString facts = ::facts(ground.root() + '/' + name);
            if (facts != ::facts(tree))
                return firstDifference(facts, ::facts(tree), world);
            said.append(facts);
        }
        return said.join(u'\n');
    });
    QVERIFY2(!answer.startsWith(u"world "_s), qPrintable(answer));
    const QStringList ours = answer.split(u"\n\n"_s);
    const QStringList theirs = referenceFacts(ground).trimmed().split(u"\n\n"_s);
    QCOMPARE(ours.size(), worlds);
    QCOMPARE(theirs.size(), worlds);
    for (int world = 0; world < worlds; ++world)
        QVERIFY2(ours[world].trimmed() == theirs[world],
            qPrintable(firstDifference(ours[world], theirs[world], world)));
    QVERIFY(answer.count(u'\n') > 10 * worlds);
}

QTEST_GUILESS_MAIN(TestOracles)
#include "tst_oracles.moc"
