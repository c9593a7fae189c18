#include "ground.h"

#include "filesystem/census.h"
#include "filesystem/lowercase.h"

using namespace ringside;
using namespace ringside::filesystem;
using namespace Qt::StringLiterals;
using ground::Ground;

using Build = void (*)(const Ground &);
Q_DECLARE_METATYPE(Build)

class TestCensus : public QObject
{
    Q_OBJECT

private slots:
    void splitsAsPythonDoes();
    void lowersAsPythonDoes();
    void lowersNames_data();
    void lowersNames();
    void counts_data();
    void counts();
    void countsBelow_data();
    void countsBelow();
};

/// Runs Python on lines of standard input.
static QByteArrayList python(const char *program, const QByteArray &input)
{
    QProcess process;
    process.setProgram(u"python3"_s);
    process.setArguments({u"-I"_s, u"-S"_s, u"-c"_s, QString::fromUtf8(program)});
    process.start();
    if (!process.waitForStarted())
        qFatal("python3 cannot be started: it is the oracle of this test, install it");
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished();
    return process.readAllStandardOutput().split('\0');
}

void TestCensus::splitsAsPythonDoes()
{
    QByteArrayList names{"a.PY", "b.py", ".env", "c.tar.gz", "noext", "x.", "y .txt", "..", "...",
        "..x", "...x.y", ".a.b", ".a.", "a..b", "a..", "a. ", " .a", "A.B.C", "caf\xe9.TXT",
        "x.\xe9\xC9Z", "x.\xc3\x89", "x.\xc4\xb0", "x.\xce\x91\xce\xa3", "x.\xce\xa3", "\xff.\xfe",
        "x.\xed\xa0\x80Q", "a\nb.C\nD"};
    // Every name of five of these letters.
    const QByteArray letters = "A.b \xe9";
    for (int number = 0; number < 3125; ++number) {
        QByteArray name;
        for (int rest = number, i = 0; i < 5; ++i, rest /= 5)
            name += letters[rest % 5];
        names.append(name);
    }
    const auto expected
        = python("import os, sys\n"
                 "names = sys.stdin.buffer.read().split(b'\\0')\n"
                 "split = [os.path.splitext(os.fsdecode(n))[1].lower() for n in names]\n"
                 "split = ['' if s == '.' else s for s in split]\n"
                 "sys.stdout.buffer.write(b'\\0'.join(os.fsencode(s) for s in split))\n",
            names.join('\0'));
    QCOMPARE(expected.size(), names.size());
    for (qsizetype i = 0; i < names.size(); ++i)
        QVERIFY2(extensionOf(names[i]) == expected[i],
            qPrintable(u"%1: found %2, expected %3"_s.arg(displayName(names[i]),
                displayName(extensionOf(names[i])), displayName(expected[i]))));
}

void TestCensus::lowersAsPythonDoes()
{
    // Characters that were given a meaning long before the Unicode of any Python in use.
    QByteArrayList texts;
    for (char32_t c = 0x80; c < 0x1C80; ++c)
        texts.append(QString::fromUcs4(&c, 1).toUtf8());
    for (char32_t c = 0x1E00; c < 0x2500; ++c)
        texts.append(QString::fromUcs4(&c, 1).toUtf8());
    const auto expected
        = python("import sys\n"
                 "texts = sys.stdin.buffer.read().decode().split('\\0')\n"
                 "sys.stdout.buffer.write('\\0'.join(t.lower() for t in texts).encode())\n",
            texts.join('\0'));
    QCOMPARE(expected.size(), texts.size());
    for (qsizetype i = 0; i < texts.size(); ++i)
        QVERIFY2(lowerCase(texts[i]) == expected[i], texts[i].toHex().constData());
}

void TestCensus::lowersNames_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("lower");
    QTest::newRow("a final sigma") << ".\xce\x91\xce\xa3"_ba << ".\xce\xb1\xcf\x82"_ba;
    QTest::newRow("a sigma inside of a word")
        << "\xce\x91\xce\xa3\xce\x91"_ba << "\xce\xb1\xcf\x83\xce\xb1"_ba;
    QTest::newRow("a sigma alone") << ".\xce\xa3"_ba << ".\xcf\x83"_ba;
    QTest::newRow("a sigma before a point and a letter") << "A\xce\xa3.A"_ba << "a\xcf\x83.a"_ba;
    QTest::newRow("a dotted capital I becomes two characters") << "\xc4\xb0"_ba << "i\xcc\x87"_ba;
    QTest::newRow("a byte order mark between letters") << "A\xef\xbb\xbf.B"_ba << "a\xef\xbb\xbf.b"_ba;
    QTest::newRow("bytes between letters") << "\xe9"
                                              "A\xff"
                                              "B"_ba
                                           << "\xe9"
                                              "a\xff"
                                              "b"_ba;
    QTest::newRow("a byte ends the word of a sigma") << "A\xce\xa3\xff"
                                                        "A"_ba
                                                     << "a\xcf\x82\xff"
                                                        "a"_ba;
}

void TestCensus::lowersNames()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, lower);
    QCOMPARE(lowerCase(name), lower);
    const auto expected = python("import os, sys\n"
                                 "name = os.fsdecode(sys.stdin.buffer.read())\n"
                                 "sys.stdout.buffer.write(os.fsencode(name.lower()))\n",
        name);
    QCOMPARE(expected.first(), lower);
}

static QString counted(const QByteArray &root, CensusOptions options = {}, size_t threads = 0)
{
    const auto census = countByExtension(root, options, threads);
    if (!census)
        return errnoName(census.error().errnum) + u'\n';
    QString lines;
    for (auto count = census->counts.begin(); count != census->counts.end(); ++count)
        lines += u"%1 %2\n"_s.arg(displayName(count.key())).arg(count.value());
    return lines + ground::shown(census->errors);
}

void TestCensus::counts_data()
{
    QTest::addColumn<Build>("build");
    QTest::addColumn<QString>("lines");
    const auto row = [](const char *name, Build build, const char *lines) {
        QTest::newRow(name) << build << ground::rows(lines);
    };
    row("an empty directory", [](const Ground &) { }, "");
    row(
        "the names of the exercise",
        [](const Ground &ground) {
            for (const char *name : {"a.PY", "b.py", ".env", "c.tar.gz", "noext", "x.", "y .txt"})
                ground.file(name);
            ground.directory("pkg.py").file("pkg.py/inside.py");
        },
        "(no ext) 3\n.gz 1\n.py 2\n.txt 1");
    row(
        "a link counts by its own name where it leads to a file",
        [](const Ground &ground) {
            ground.directory("d.d").file("d.d/target.c").file("d.d/other.h");
            ground.link("l.PY", "d.d/target.c")
                .link("to-directory.x", "d.d")
                .link("l", "d.d/other.h");
        },
        "(no ext) 1\n.py 1");
    row(
        "a link to a link counts",
        [](const Ground &ground) { ground.file("a.a").link("b.b", "a.a").link("c.c", "b.b"); },
        ".a 1\n.b 1\n.c 1");
    row(
        "links that lead nowhere or in circles do not",
        [](const Ground &ground) {
            ground.link("broken.py", "nowhere").link("self.py", "self.py").link("a.py", "b.py");
            ground.link("b.py", "a.py").file("f").link("through.py", "f/below");
        },
        "(no ext) 1");
    row(
        "special files and links to them do not",
        [](const Ground &ground) {
            ground.fifo("p.x").socket("s.x").link("l.x", "p.x").link("null.x", "/dev/null");
        },
        "");
    row(
        "a name that is not UTF-8",
        [](const Ground &ground) { ground.file("caf\xe9.TXT").file("x.\xe9\xc9").file("\xff"); },
        "(no ext) 1\n.txt 1\n.\\xe9\\xc9 1");
    row(
        "two spellings of one character are two extensions",
        [](const Ground &ground) {
            ground.file("a.\xc3\xa9").file("a.e\xcc\x81").file("b.\xc3\x89");
        },
        ".e\u0301 1\n.é 2");
    row(
        "a link into a directory that may not be searched",
        [](const Ground &ground) {
            ground.directory("locked")
                .file("locked/f")
                .setMode("locked", 0)
                .link("l.py", "locked/f");
        },
        "error l.py EACCES");
    row(
        "files nobody may read count all the same",
        [](const Ground &ground) { ground.file("a.py", {}, 0); }, ".py 1");
    row(
        "a directory whose names alone may be read",
        [](const Ground &ground) { ground.file("a.py").file("b.PY").setMode(".", 0444); }, ".py 2");
    row(
        "a directory that may not be listed",
        [](const Ground &ground) { ground.file("a.py").setMode(".", 0111); }, "EACCES");
    row(
        "20,000 entries",
        [](const Ground &ground) {
            for (int i = 0; i < 20'000; ++i)
                ground.hard("f" + QByteArray::number(i) + (i % 4 ? ".Py" : ".c"),
                    i ? "f0.c" : (ground.file("0"), "0"));
        },
        "(no ext) 1\n.c 5000\n.py 15000");
}

void TestCensus::counts()
{
    QFETCH(Build, build);
    QFETCH(QString, lines);
    const Ground ground;
    QCOMPARE(ground::asOrdinaryUser([&] {
        build(ground);
        return counted(ground.root());
    }),
        lines);
}

void TestCensus::countsBelow_data()
{
    QTest::addColumn<bool>("hidden");
    QTest::addColumn<QString>("lines");
    QTest::newRow("everything") << true
                                << ground::rows(
                                       "(no ext) 1\n.deep 1\n.h 1\n.py 3\nerror locked EACCES");
    QTest::newRow("nothing hidden") << false << ground::rows(".deep 1\n.py 2\nerror locked EACCES");
}

void TestCensus::countsBelow()
{
    QFETCH(bool, hidden);
    QFETCH(QString, lines);
    const Ground ground;
    QCOMPARE(ground::asOrdinaryUser([&] {
        ground.file("a.py").file(".env").directory("sub").file("sub/b.py").link("sub/up", "..");
        ground.directory(".git").file(".git/x.py").file(".git/x.h").directory("locked", 0);
        ground.deep(500, "f.deep");
        const CensusOptions options{.recursive = true, .hidden = hidden};
        const QString alone = counted(ground.root(), options, 1);
        return alone == counted(ground.root(), options, 4) ? alone : u"differs"_s;
    }),
        lines);
}

QTEST_GUILESS_MAIN(TestCensus)
#include "tst_census.moc"
