#include "classroom/archive.h"
#include "classroom/handin.h"

#include <QTest>
#include <QTimeZone>

using namespace ringside;
using namespace ringside::classroom;
using namespace Qt::StringLiterals;

static QByteArray chainOf(int records, const KeyPair *keys = nullptr)
{
    QByteArray lines;
    ChainEnd end;
    for (int i = 0; i < records; ++i)
        lines += chainLine(end, {{u"points"_s, i + 0.5}, {u"who"_s, u"ann"_s}}, keys);
    return lines;
}

static HandIn sample()
{
    return {.labId = u"lab-1"_s,
        .student = u"s1"_s,
        .studentName = u"Zoë, \"Z\""_s,
        .made = QDateTime::fromSecsSinceEpoch(1'760'000'000, QTimeZone::UTC),
        .sources = {{u"tidy"_s, "def tidy(): pass\n"}, {u"echo-line"_s, QByteArray("\x00\xff\n", 3)}},
        .answers = {{u"Q05.1"_s, "Because.\n"}},
        .log = chainOf(3)};
}

static QList<ArchiveFile> filesOf(const QByteArray &zip)
{
    QList<ArchiveFile> files;
    auto reader = ArchiveReader::fromBytes(zip, {});
    while (const auto entry = reader->next().value())
        files.append({entry->name, reader->read().value(), entry->modified});
    return files;
}

class TestHandIn : public QObject
{
    Q_OBJECT

private slots:
    void packedAndUnpacked();
    void changedHandInsAreRefused_data();
    void changedHandInsAreRefused();
    void everyFlippedByteIsFound();
    void chainsTellTheFirstBadRecord_data();
    void chainsTellTheFirstBadRecord();
    void onlyTheKeyMakesRecords();
    void filesAreCalledAsTheirStudents_data();
    void filesAreCalledAsTheirStudents();
};

void TestHandIn::packedAndUnpacked()
{
    const auto bytes = packHandIn(sample());
    QVERIFY(bytes.has_value());
    const auto read = unpackHandIn(*bytes, u"a.ringsub"_s);
    QVERIFY2(read.has_value(), read ? "" : qPrintable(describe(read.error())));
    QVERIFY(*read == sample());
    QCOMPARE(packHandIn(sample()).value(), *bytes);
    HandIn loud = sample();
    loud.studentName = u"Ann\n\x1b[31m  Lee"_s + QString(1000, u'e');
    const QString name = unpackHandIn(packHandIn(loud).value(), u"a.ringsub"_s).value().studentName;
    QCOMPARE(name.first(12), u"Ann [31m Lee"_s);
    QCOMPARE(name.size(), 200);
}

void TestHandIn::changedHandInsAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("what");
    const QList<ArchiveFile> files = filesOf(packHandIn(sample()).value());
    const auto row = [&](const char *name, const char *what, auto change) {
        QList<ArchiveFile> changed = files;
        change(changed);
        QTest::newRow(name) << makeZip(changed).value() << QString::fromLatin1(what);
    };
    row("another source", "tidy was changed",
        [](QList<ArchiveFile> &all) { all[3].content += "x"; });
    row("a source is missing", "lacks the file for tidy",
        [](QList<ArchiveFile> &all) { all.remove(3); });
    row("a source is there twice", "no file of it",
        [](QList<ArchiveFile> &all) { all.append(all[3]); });
    row("another answer", "Q05.1 was changed",
        [](QList<ArchiveFile> &all) { all.last().content += "x"; });
    row("an answer is missing", "lacks the file for Q05.1",
        [](QList<ArchiveFile> &all) { all.removeLast(); });
    row("a file more", "does not name",
        [](QList<ArchiveFile> &all) { all.append({.name = "sources/more.py", .content = "x"}); });
    row("another student", "seal", [](QList<ArchiveFile> &all) {
        all[0].content.replace("\"s1\"", "\"s2\"");
    });
    row("no seal", "seal", [](QList<ArchiveFile> &all) { all.remove(2); });
    row("a cut log", "log", [](QList<ArchiveFile> &all) { all[1].content = chainOf(2); });
    row("no manifest", "no hand-in", [](QList<ArchiveFile> &all) { all.remove(0); });
    row("nothing", "", [](QList<ArchiveFile> &all) { all.clear(); });
    row("something larger than a source", "more than", [](QList<ArchiveFile> &all) {
        all[3].content = QByteArray((1 << 20) + 1, 'x');
    });
    row("too many files", "entries", [](QList<ArchiveFile> &all) {
        for (int i = 0; i < 300; ++i)
            all.append({.name = QByteArray::number(i), .content = "x"});
    });
    HandIn nobody = sample();
    nobody.student.clear();
    QTest::newRow("nobody's") << packHandIn(nobody).value() << u"whose"_s;
    for (const QString &id : {u" s1"_s, u"s\n1"_s, u"s\x1b[31m1"_s, u"s1\u202e"_s, u"s1\u200b"_s, u"s\0001"_s, QString(201, u's')}) {
        HandIn odd = sample();
        odd.student = id;
        QTest::addRow("of somebody called %s", id.left(20).toUtf8().toPercentEncoding().constData())
            << packHandIn(odd).value() << u"whose"_s;
    }
    HandIn timeless = sample();
    timeless.made = {};
    QTest::newRow("made at no time") << packHandIn(timeless).value() << u"when"_s;
    HandIn broken = sample();
    broken.log = "{}\n";
    QTest::newRow("a log that is no chain") << packHandIn(broken).value() << u"log"_s;
    QTest::newRow("no archive") << QByteArray("PK but no archive") << u""_s;
    QTest::newRow("half of it")
        << packHandIn(sample()).value().first(packHandIn(sample()).value().size() / 2) << u""_s;
}

void TestHandIn::changedHandInsAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, what);
    const auto read = unpackHandIn(bytes, u"a.ringsub"_s);
    QVERIFY(!read);
    QVERIFY(read.error().kind == Error::Kind::Content);
    QVERIFY2(read.error().doing.contains(what), qPrintable(read.error().doing));
}

/// Whatever byte of the file changes: it is refused, or what was handed in is the same.
void TestHandIn::everyFlippedByteIsFound()
{
    const QByteArray whole = packHandIn(sample()).value();
    int refused = 0;
    for (qsizetype i = 0; i < whole.size(); ++i) {
        QByteArray flipped = whole;
        flipped[i] = static_cast<char>(flipped[i] ^ 0x20);
        const auto read = unpackHandIn(flipped, u"a.ringsub"_s);
        refused += read ? 0 : 1;
        QVERIFY2(!read || *read == sample(), qPrintable(u"byte %1"_s.arg(i)));
    }
    QVERIFY(refused > whole.size() / 2);
}

void TestHandIn::chainsTellTheFirstBadRecord_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<qint64>("firstBad"); // 0: none
    QTest::addColumn<qint64>("good");
    const QList<QByteArray> lines = chainOf(5).split('\n').first(5);
    const auto row = [&](const char *name, QList<QByteArray> kept, qint64 bad, qint64 good) {
        QTest::newRow(name) << kept.join('\n') + '\n' << bad << good;
    };
    QTest::newRow("nothing") << QByteArray() << qint64(0) << qint64(0);
    row("all", lines, 0, 5);
    row("the second is missing", {lines[0], lines[2], lines[3], lines[4]}, 2, 1);
    row("two have changed places", {lines[0], lines[1], lines[3], lines[2], lines[4]}, 3, 2);
    row("one twice", {lines[0], lines[0], lines[1]}, 2, 1);
    row("the first is missing", {lines[1], lines[2]}, 1, 0);
    row("the end is missing: only its copy elsewhere tells", {lines[0], lines[1]}, 0, 2);
    QByteArray edited = lines[2];
    edited.replace("2.5", "9.5");
    row("another mark", {lines[0], lines[1], edited, lines[3], lines[4]}, 3, 2);
    row("a blank inside of a line", {lines[0], lines[1] + ' ', lines[2]}, 2, 1);
    row("an empty line", {lines[0], "", lines[1]}, 2, 1);
    row("a key more", {lines[0], QByteArray(lines[1]).insert(1, "\"a\":1,"), lines[2]}, 2, 1);
    QTest::newRow("the last line is cut") << chainOf(5).chopped(1) << qint64(5) << qint64(4);
}

void TestHandIn::chainsTellTheFirstBadRecord()
{
    QFETCH(QByteArray, lines);
    const ChainReading reading = readChain(lines);
    QTEST(reading.firstBad.value_or(0), "firstBad");
    QTEST(qint64(reading.records.size()), "good");
}

void TestHandIn::onlyTheKeyMakesRecords()
{
    const KeyPair keys = makeKeyPair();
    const QByteArray lines = chainOf(3, &keys);
    QVERIFY(!readChain(lines, keys.publicKey).firstBad);
    QCOMPARE(readChain(chainOf(3), keys.publicKey).firstBad.value_or(0), 1);
    QCOMPARE(readChain(lines, makeKeyPair().publicKey).firstBad.value_or(0), 1);
    // Somebody without the key goes on with the chain: the hashes are right, the signature is not.
    ChainEnd end = readChain(lines).end();
    const QByteArray longer = lines + chainLine(end, {{u"points"_s, 100}});
    QVERIFY(!readChain(longer).firstBad);
    QCOMPARE(readChain(longer, keys.publicKey).firstBad.value_or(0), 4);
}

void TestHandIn::filesAreCalledAsTheirStudents_data()
{
    QTest::addColumn<QString>("student");
    QTest::addColumn<QString>("file");
    QTest::newRow("a number") << u"s1234567"_s << u"s1234567.ringsub"_s;
    QTest::newRow("an address") << u"ann.lee@example.org"_s << u"ann.lee@example.org.ringsub"_s;
    QTest::newRow("another folder") << u"../bob"_s << u"_..%2Fbob.ringsub"_s;
    QTest::newRow("an option") << u"-rf *"_s << u"_-rf%20%2A.ringsub"_s;
    QTest::newRow("not ASCII") << u"zoë"_s << u"zo%C3%AB.ringsub"_s;
    QTest::newRow("nobody") << QString() << u".ringsub"_s;
}

void TestHandIn::filesAreCalledAsTheirStudents()
{
    QFETCH(QString, student);
    QTEST(handInFileName(student), "file");
    const QString longOne(300, u'a');
    QVERIFY(handInFileName(longOne).size() < 200);
    QVERIFY(handInFileName(longOne) != handInFileName(longOne + u'a'));
}

QTEST_GUILESS_MAIN(TestHandIn)
#include "tst_handin.moc"
