#include "filesystem/digest.h"
#include "filesystem/tree.h"

#include <QTest>

#include <algorithm>

using namespace ringside::filesystem;
using namespace Qt::StringLiterals;

using Entries = QList<Entry>;

class TestDifference : public QObject
{
    Q_OBJECT

private slots:
    void tellsWhatDiffers_data();
    void tellsWhatDiffers();
    void bringsBothEntries();
    void findsEntries();
};

static QString shown(const QList<Difference> &differences)
{
    static const std::pair<quint16, const char *> names[]
        = {{Difference::Type, " type"}, {Difference::Mode, " mode"}, {Difference::Size, " size"},
            {Difference::Content, " content"}, {Difference::ModifiedTime, " time"},
            {Difference::LinkTarget, " target"}, {Difference::Identity, " identity"},
            {Difference::LinkCount, " links"}, {Difference::Attributes, " attributes"}};
    QStringList lines;
    for (const Difference &difference : differences) {
        QString line = difference.change == Change::Added ? u"+"_s
            : difference.change == Change::Removed        ? u"-"_s
                                                          : u"~"_s;
        line += QString::fromUtf8(difference.path);
        for (const auto &[field, name] : names)
            if (difference.fields & field)
                line += QLatin1String(name);
        lines.append(line);
    }
    return lines.join(u'\n');
}

static Tree tree(Entries entries)
{
    std::ranges::sort(entries, {}, &Entry::path);
    return {.entries = std::move(entries)};
}

static Entry file(const QByteArray &path, const QByteArray &content)
{
    return {.path = path, .size = content.size(), .content = content};
}

/// A file of which only a part, or nothing, was kept.
static Entry cut(
    const QByteArray &path, qint64 size, const QByteArray &content, const QByteArray &digest = {})
{
    return {
        .path = path, .size = size, .content = content, .contentComplete = false, .digest = digest};
}

void TestDifference::tellsWhatDiffers_data()
{
    QTest::addColumn<Entries>("before");
    QTest::addColumn<Entries>("after");
    QTest::addColumn<QString>("lines");
    const auto row = [](const char *name, const Entries &before, const Entries &after,
                         const QString &lines) { QTest::newRow(name) << before << after << lines; };
    row("nothing and nothing", {}, {}, u""_s);
    row("one and the same", {file("a", "x")}, {file("a", "x")}, u""_s);
    row("what came and what went", {file("a", "x"), file("c", "x")},
        {file("b", "x"), file("c", "x"), file("d", "")}, u"-a\n+b\n+d"_s);
    row("names at both ends", {file("b", "")}, {file("a", ""), file("\xff", "")},
        u"+a\n-b\n+\uFFFD"_s);
    row("an empty tree before", {}, {file("a", "x")}, u"+a"_s);
    row("an empty tree after", {file("a", "x")}, {}, u"-a"_s);
    row("content of one length", {file("a", "x")}, {file("a", "y")}, u"~a content"_s);
    row("content of another length", {file("a", "x")}, {file("a", "xy")}, u"~a size content"_s);
    row("mode", {{.path = "a", .mode = 0644}}, {{.path = "a", .mode = 04644}}, u"~a mode"_s);
    row("time", {{.path = "a", .modifiedNs = 1}}, {{.path = "a", .modifiedNs = 2}}, u"~a time"_s);
    row("type", {{.path = "a", .type = EntryType::File}}, {{.path = "a", .type = EntryType::Fifo}},
        u"~a type"_s);
    row("a file that became a link", {file("a", "x")},
        {{.path = "a", .type = EntryType::SymbolicLink, .size = 1, .target = "x"}}, u"~a type"_s);
    row("a link that leads elsewhere",
        {{.path = "a", .type = EntryType::SymbolicLink, .size = 1, .target = "x"}},
        {{.path = "a", .type = EntryType::SymbolicLink, .size = 1, .target = "y"}}, u"~a target"_s);
    row("a directory", {{.path = "a", .type = EntryType::Directory, .size = 1, .linkCount = 2}},
        {{.path = "a", .type = EntryType::Directory, .size = 2, .linkCount = 3}},
        u"~a size links"_s);
    row("another object of the same name", {{.path = "a", .inode = 1, .device = 1}},
        {{.path = "a", .inode = 2, .device = 1}}, u"~a identity"_s);
    row("the same number on another device", {{.path = "a", .inode = 1, .device = 1}},
        {{.path = "a", .inode = 1, .device = 2}}, u"~a identity"_s);
    row("a world that is not built has no identities", {{.path = "a"}}, {{.path = "a", .inode = 2}},
        u""_s);
    row("attributes", {{.path = "a", .xattrs = {{"user.a", "1"}}}}, {{.path = "a"}},
        u"~a attributes"_s);
    row("blocks and digests alone are no difference", {{.path = "a", .blocks = 8}},
        {{.path = "a", .digest = digestOf("")}}, u""_s);

    row("cut contents with equal digests", {cut("a", 9, "x", "same")}, {cut("a", 9, "xy", "same")},
        u""_s);
    row("cut contents with other digests", {cut("a", 9, "", "one")}, {cut("a", 9, "", "other")},
        u"~a content"_s);
    row("a digest against a whole content that has it", {cut("a", 3, "", digestOf("abc"))},
        {file("a", "abc")}, u""_s);
    row("a digest against a whole content that has another", {cut("a", 3, "", digestOf("abd"))},
        {file("a", "abc")}, u"~a content"_s);
    row("cut contents that differ in what is kept", {cut("a", 9, "x")}, {cut("a", 9, "yz")},
        u"~a content"_s);
    row("cut contents of which nothing is known to differ", {cut("a", 9, "x")}, {cut("a", 9, "xz")},
        u""_s);
}

void TestDifference::tellsWhatDiffers()
{
    QFETCH(Entries, before);
    QFETCH(Entries, after);
    QFETCH(QString, lines);
    QCOMPARE(shown(difference(tree(before), tree(after))), lines);
}

void TestDifference::bringsBothEntries()
{
    const auto found = difference(
        tree({file("gone", "1"), file("kept", "2")}), tree({file("kept", "3"), file("new", "4")}));
    QCOMPARE(found.size(), 3);
    QCOMPARE(found[0].before->content, "1"_ba);
    QVERIFY(!found[0].after);
    QCOMPARE(found[1].before->content, "2"_ba);
    QCOMPARE(found[1].after->content, "3"_ba);
    QVERIFY(!found[2].before);
    QCOMPARE(found[2].after->content, "4"_ba);
}

void TestDifference::findsEntries()
{
    const Tree some = tree({file("b", ""), file("a", ""), file("a/b", ""), file("a-b", "")});
    for (const char *path : {"a", "a-b", "a/b", "b"})
        QCOMPARE(some.find(path)->path, path);
    for (const char *path : {"", "a/", "c", "A"})
        QCOMPARE(some.find(path), nullptr);
}

QTEST_GUILESS_MAIN(TestDifference)
#include "tst_difference.moc"
