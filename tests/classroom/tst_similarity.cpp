#include "classroom/similarity.h"
#include "course/course.h"
#include "wording/similarity.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace ringside;
using namespace ringside::classroom;
using namespace Qt::StringLiterals;

/// Similar files are found whatever they are called, and nobody is found for what all were given.
class TestSimilarity : public QObject
{
    Q_OBJECT

private slots:
    void copiesAreOne_data();
    void copiesAreOne();
    void differentFilesShareNothing_data();
    void differentFilesShareNothing();
    void plantedCopiesComeFirst();
    void whatAllHaveCountsForNothing();
    void shortFilesAreNotJudged();
    void earlierClassesAreComparedWithThisOne();
    void passagesAreAligned();
    void repetitionsLieBesideThemselves();
    void oddFilesAreCompared_data();
    void oddFilesAreCompared();
    void linesLieBesideLines_data();
    void linesLieBesideLines();
    void aStoppedComparisonEnds();
    void reportsSaySimilarAndHideNothing();
    void twoThousandFilesTakeSeconds();
};

/// A solution of its own for every number: other steps in another order, as different people write.
static QByteArray madeSolution(int number)
{
    const QByteArrayList steps{"    with os.scandir(place) as entries:\n        for entry in entries:\n            if entry.is_file(follow_symlinks=False):\n                total += entry.stat().st_size\n",
        "    found = []\n    for root, folders, files in os.walk(place):\n        folders.sort()\n        found.extend(os.path.join(root, name) for name in files)\n",
        "    try:\n        info = os.lstat(place)\n    except FileNotFoundError:\n        return None\n    if stat.S_ISLNK(info.st_mode):\n        raise ValueError(place)\n",
        "    counts = {}\n    for line in open(place):\n        word = line.strip().lower()\n        counts[word] = counts.get(word, 0) + 1\n",
        "    while queue:\n        current = queue.pop(0)\n        for child in sorted(os.listdir(current)):\n            queue.append(current + '/' + child)\n",
        "    result = sorted(result, key=lambda pair: (-pair[1], pair[0]))[:limit]\n    print(*result, sep=', ')\n",
        "    if not isinstance(place, (str, bytes)):\n        raise TypeError('a path is needed')\n    assert limit > 3 and not queue, limit\n",
        "    descriptor = os.open(place, os.O_RDONLY | os.O_CLOEXEC)\n    try:\n        data = os.read(descriptor, 4096)\n    finally:\n        os.close(descriptor)\n",
        "    parts = place.split('/')\n    last = parts[-1] if parts else ''\n    stem, dot, ending = last.rpartition('.')\n",
        "    os.makedirs(place + '.new', exist_ok=True)\n    shutil.copy2(place, place + '.new/' + str(limit))\n    os.replace(place + '.new', place)\n"};
    QByteArray source = "import os\n\ndef solve(place, limit, queue, result, total=0):\n";
    quint64 state = static_cast<quint64>(number) * 0x9e3779b97f4a7c15 + 1;
    QList<int> used;
    while (used.size() < 6) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        const int step = static_cast<int>(state % 10);
        if (!used.contains(step)) {
            source += steps[step];
            // What only this student does.
            QByteArray own = "    mine" + QByteArray::number(number) + " = ";
            for (int i = 0; i < 7; ++i, state = state * 6364136223846793005ULL + 1442695040888963407ULL)
                own += QByteArrayList{"len(place) + ", "limit // ", "(total - 1) * ", "-limit ** ", "total % ", "~limit & ", "max(limit, total) | ", "place[0] == "}[(state >> 40) % 8];
            source += own + "1\n";
            used.append(step);
        }
    }
    return source + "    return total\n";
}

static QByteArray renamed(const QByteArray &source, const char *name, const QByteArray &to)
{
    return QString::fromUtf8(source).replace(QRegularExpression(u"\\b%1\\b"_s.arg(QLatin1StringView(name))), QString::fromUtf8(to)).toUtf8();
}

/// What a copy looks like: other names, another fifth of lines, other comments and blanks.
static QByteArray disguised(QByteArray source, const QByteArray &mark)
{
    for (const char *name : {"place", "limit", "total", "queue", "result", "entry", "found", "counts"})
        source = renamed(source, name, mark + QByteArray(name).first(1));
    QByteArray text = "# " + mark + "\n";
    int number = 0;
    for (const QByteArray &line : source.split('\n')) {
        text += line + (line.isEmpty() ? "\n" : "   # step\n");
        if (++number % 5 == 0 && line.startsWith("    mine"))
            text += "    print('" + mark + "')\n";
    }
    return text;
}

void TestSimilarity::copiesAreOne_data()
{
    QTest::addColumn<QByteArray>("copy");
    const QByteArray source = madeSolution(1);
    QTest::newRow("the same bytes") << source;
    QTest::newRow("other names") << renamed(renamed(source, "place", "p"), "limit", "l");
    QTest::newRow("comments and empty lines") << QByteArray(source).replace("\n    ", "\n\n    # now\n    ");
    QTest::newRow("other values") << QByteArray(source).replace("4096", "512").replace("', '", "'; '");
    QTest::newRow("a description") << QByteArray(source).replace("total=0):\n", "total=0):\n    \"\"\"Does it.\"\"\"\n");
}

void TestSimilarity::copiesAreOne()
{
    QFETCH(QByteArray, copy);
    const auto pairs = similarPairs({.files = {{u"a"_s, madeSolution(1)}, {u"b"_s, copy}, {u"c"_s, madeSolution(7)}}});
    QVERIFY(!pairs.isEmpty());
    QCOMPARE(pairs.first().first, 0);
    QCOMPARE(pairs.first().second, 1);
    QCOMPARE(pairs.first().similarity, 1.0);
    QVERIFY(!pairs.first().isTooShort);
}

void TestSimilarity::differentFilesShareNothing_data()
{
    QTest::addColumn<QList<ComparedFile>>("files");
    QTest::addColumn<QList<QByteArray>>("templates");
    const QByteArray starter = madeSolution(3);
    QTest::newRow("nobody") << QList<ComparedFile>{} << QList<QByteArray>{};
    QTest::newRow("one file") << QList<ComparedFile>{{u"a"_s, starter}} << QList<QByteArray>{};
    QTest::newRow("a student and himself") << QList<ComparedFile>{{u"a"_s, starter}, {u"a"_s, starter}} << QList<QByteArray>{};
    QTest::newRow("nothing but what was given") << QList<ComparedFile>{{u"a"_s, starter}, {u"b"_s, starter}} << QList<QByteArray>{starter};
    QTest::newRow("what was given, renamed") << QList<ComparedFile>{{u"a"_s, starter}, {u"b"_s, disguised(starter, "x")}}
                                             << QList<QByteArray>{starter, "print('x')\n"};
    QTest::newRow("empty files") << QList<ComparedFile>{{u"a"_s, {}}, {u"b"_s, "# nothing\n"}} << QList<QByteArray>{};
    QTest::newRow("broken files") << QList<ComparedFile>{{u"a"_s, "def f(:\n '"}, {u"b"_s, "((((\xff"}} << QList<QByteArray>{};
}

void TestSimilarity::differentFilesShareNothing()
{
    QFETCH(QList<ComparedFile>, files);
    QFETCH(QList<QByteArray>, templates);
    double most = 0;
    for (const SimilarPair &pair : similarPairs({.files = files, .templates = templates}))
        most = std::max(most, pair.isTooShort ? 0 : pair.similarity);
    QCOMPARE(most, 0.0);
}

/// Sixty who worked alone and twelve copies: every copy stands before every other pair.
void TestSimilarity::plantedCopiesComeFirst()
{
    SimilarityRequest request;
    for (int i = 0; i < 60; ++i)
        request.files.append({u"s%1"_s.arg(i), madeSolution(i)});
    for (int i = 0; i < 12; ++i)
        request.files.append({u"c%1"_s.arg(i), disguised(madeSolution(i * 5), "x" + QByteArray::number(i))});
    const auto pairs = similarPairs(request);
    QVERIFY(pairs.size() > 12);
    for (int i = 0; i < 12; ++i) {
        const SimilarPair &pair = pairs[i];
        QVERIFY2(pair.second >= 60 && pair.first == (pair.second - 60) * 5,
            qPrintable(u"%1: %2 and %3, %4"_s.arg(i).arg(pair.first).arg(pair.second).arg(pair.similarity)));
        QVERIFY(pair.similarity > 0.5 && pair.outlier > 3);
    }
    QVERIFY(pairs[12].similarity < pairs[11].similarity);
    qInfo("least of the copies %.2f, most of the others %.2f", pairs[11].similarity, pairs[12].similarity);
    QCOMPARE(similarPairs(request), pairs);
}

void TestSimilarity::whatAllHaveCountsForNothing()
{
    SimilarityRequest request;
    for (int i = 0; i < 30; ++i)
        request.files.append({u"s%1"_s.arg(i), i < 10 ? madeSolution(1) : madeSolution(i + 100)});
    for (const SimilarPair &pair : similarPairs(request))
        QVERIFY(pair.first >= 10 || pair.second >= 10);
}

void TestSimilarity::shortFilesAreNotJudged()
{
    const QByteArray one = "import os\ndef total(p):\n    return sum(os.stat(x).st_size for x in p)\n";
    const QByteArray two = "import os\ndef total(q):\n    return len(os.listdir(q))\n";
    const auto pairs = similarPairs({.files = {{u"a"_s, two}, {u"b"_s, QByteArray(two).replace('q', "zz")}, {u"c"_s, one.first(40)}}});
    QCOMPARE(pairs.size(), 1);
    QVERIFY(pairs.first().isTooShort);
    QVERIFY(wording::similarityText(pairs.first()).contains(u"too short to judge"_s));
}

void TestSimilarity::earlierClassesAreComparedWithThisOne()
{
    const SimilarityRequest request{.files = {{u"a"_s, madeSolution(1)}, {u"b"_s, madeSolution(2)}, {u"a"_s, madeSolution(1), true}, {u"x"_s, madeSolution(9), true}, {u"y"_s, madeSolution(9), true}}};
    const auto pairs = similarPairs(request);
    QVERIFY(!pairs.isEmpty() && pairs.first().similarity == 1.0 && pairs.first().second == 2);
    for (const SimilarPair &pair : pairs)
        QVERIFY(!request.files[pair.first].isEarlier || !request.files[pair.second].isEarlier);
}

void TestSimilarity::passagesAreAligned()
{
    const QByteArray given = "def report(found):\n    for name in sorted(found):\n        print(name, found[name], sep='\\t')\n";
    const QByteArray mine = "    with os.scandir(p) as entries:\n        for e in entries:\n            if e.is_file():\n                n += e.stat().st_size\n    return n\n";
    const QByteArray first = given + "def a(p, n=0):\n" + mine;
    const QByteArray second = "import os, sys\nx = 1\n\ndef b(q, z):\n" + QByteArray(mine).replace("n +=", "m +=").replace("return n", "return m") + given;
    const AlignedView view = alignedView(first, second, {given});
    QCOMPARE(view.passages.size(), 1);
    QCOMPARE(view.passages.first().first, 4);
    QCOMPARE(view.passages.first().last, 9);
    QCOMPARE(view.passages.first().firstOfOther, 4);
    QCOMPARE(view.passages.first().lastOfOther, 9);
    QCOMPARE(view.given, (QList<int>{1, 2, 3}));
    QCOMPARE(view.givenOfOther, (QList<int>{10, 11, 12}));
    QVERIFY(alignedView({}, second, {}).passages.isEmpty());
}

/// Any line of a table of thousands is like any other: there are more pairs of them than there is memory.
void TestSimilarity::repetitionsLieBesideThemselves()
{
    const QByteArray table = "table = [\n" + QByteArray("    1, 2, 3, 4,\n").repeated(20'000) + "]\n";
    const QByteArray other = "import os\nfor x in os.environ:\n    print(x)\n" + table;
    const AlignedView same = alignedView(table, table, {});
    QCOMPARE(same.passages, (QList<SharedPassage>{{1, 20'002, 1, 20'002, 160'005}}));
    const AlignedView moved = alignedView(table, other, {});
    QCOMPARE(moved.passages, (QList<SharedPassage>{{1, 20'002, 4, 20'005, 160'005}}));
}

void TestSimilarity::oddFilesAreCompared_data()
{
    QTest::addColumn<QByteArray>("odd");
    QTest::addColumn<bool>("isJudged");
    const auto filled = [](const QByteArray &part) { return part.repeated((1 << 17) / part.size()); };
    QByteArray stairs;
    for (int depth = 0; depth < 1000; ++depth)
        stairs += QByteArray(depth, ' ') + "if x:\n";
    QTest::newRow("one token") << "x"_ba << false;
    QTest::newRow("no end of line") << filled("x + ") << true;
    QTest::newRow("one name") << filled("x") << false;
    QTest::newRow("brackets that do not close") << filled("(") << true;
    QTest::newRow("brackets that did not open") << filled(")\n") << true;
    QTest::newRow("texts in fields of texts") << filled("f\"{") << true;
    QTest::newRow("quotes that do not end") << filled("'\n") << true;
    QTest::newRow("lines that go on") << filled("x \\\n") << true;
    QTest::newRow("bytes of no text") << filled("\xff\xc3( ") << true;
    QTest::newRow("zeros") << QByteArray(1 << 17, '\0') << true;
    QTest::newRow("the ends of lines of an old Macintosh") << filled("x = 1\r") << true;
    QTest::newRow("stairs") << stairs << true;
}

/// Large, no programs, and full of what is the same everywhere.
void TestSimilarity::oddFilesAreCompared()
{
    QFETCH(QByteArray, odd);
    QFETCH(bool, isJudged);
    const QByteArray sane = madeSolution(1);
    const auto pairs = similarPairs({.files = {{u"a"_s, odd}, {u"b"_s, odd}, {u"c"_s, sane}}});
    QCOMPARE(pairs.size(), 1);
    QCOMPARE(pairs.first().isTooShort, !isJudged);
    QCOMPARE(pairs.first().similarity, 1.0);
    QCOMPARE(alignedView(odd, odd, {}).passages.size(), isJudged ? 1 : 0);
    QVERIFY(alignedView(odd, sane, {}).passages.isEmpty());
    QVERIFY(alignedView(sane, odd, {odd}).passages.isEmpty());
}

void TestSimilarity::linesLieBesideLines_data()
{
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("beside");
    QTest::addColumn<int>("besideOfOther"); // beside the same line of the other file
    QTest::newRow("before every passage") << 2 << 1 << 12;
    QTest::newRow("as far before the first as there is room") << 3 << 2 << 13;
    QTest::newRow("the first line of a passage") << 5 << 4 << 6;
    QTest::newRow("inside of one") << 6 << 5 << 7;
    QTest::newRow("a line more than the other has") << 8 << 6 << 10;
    QTest::newRow("between two") << 10 << 8 << 12;
    QTest::newRow("in one that was moved up") << 12 << 2 << 14;
    QTest::newRow("after the last") << 20 << 10 << 22;
}

/// Lines 5 to 8 are lines 4 to 6 of the other, and lines 11 to 13 its lines 1 to 3.
void TestSimilarity::linesLieBesideLines()
{
    QFETCH(int, line);
    const AlignedView view{.passages = {{.first = 5, .last = 8, .firstOfOther = 4, .lastOfOther = 6},
                               {.first = 11, .last = 13, .firstOfOther = 1, .lastOfOther = 3}},
        .given = {1}, .givenOfOther = {9}};
    QTEST(lineBeside(view, line), "beside");
    const AlignedView other = mirrored(view);
    QTEST(lineBeside(other, line), "besideOfOther");
    QCOMPARE(other.given, QList<int>{9});
    QCOMPARE(mirrored(other).passages, view.passages);
    QCOMPARE(lineBeside({}, line), line);
}

void TestSimilarity::aStoppedComparisonEnds()
{
    std::stop_source stop;
    stop.request_stop();
    const QByteArray source = madeSolution(1);
    SimilarityRequest request{.files = {{u"ann"_s, source}, {u"bob"_s, source}}, .templates = {}};
    QCOMPARE(similarPairs(request).size(), 1);
    request.stop = stop.get_token();
    QCOMPARE(similarPairs(request).size(), 0);
}

void TestSimilarity::reportsSaySimilarAndHideNothing()
{
    const QByteArray source = "x = '<script>'\n" + madeSolution(1);
    const SimilarFiles files{u"tidy"_s, u"<b>Ann"_s, u"Bob\u202e"_s, source, source, {.similarity = 0.949, .outlier = 11.2}, alignedView(source, source, {})};
    const QString html = wording::similarityHtml(u"Week 3"_s, {files});
    QVERIFY(html.contains(u"&lt;b&gt;Ann"_s) && html.contains(u"&lt;script&gt;"_s));
    QVERIFY(!html.contains(u"<b>"_s) && !html.contains(u"<script>"_s) && !html.contains(u'\u202e'));
    QVERIFY(html.contains(u"94 % similar, 11.2 deviations above the class"_s) && html.contains(u"class=\"p0\""_s));
    QCOMPARE(wording::similarityText({.similarity = 0.25, .outlier = -0.6}), u"25 % similar, as is usual in the class"_s);
    QVERIFY(!html.contains(u"plagiar"_s, Qt::CaseInsensitive) && !html.contains(u"cheat"_s, Qt::CaseInsensitive) && !html.contains(u"copied"_s, Qt::CaseInsensitive));
}

void TestSimilarity::twoThousandFilesTakeSeconds()
{
    const int count = qEnvironmentVariableIsSet("RINGSIDE_EVERY_FILE") ? 2000 : 200;
    SimilarityRequest request;
    for (int i = 0; i < count; ++i)
        request.files.append({u"s%1"_s.arg(i), madeSolution(i)});
    QElapsedTimer clock;
    clock.start();
    const auto pairs = similarPairs(request);
    qInfo("%d files, %d pairs: %lld ms", count, count * (count - 1) / 2, clock.elapsed());
    QCOMPARE(pairs.size(), 100);
}

QTEST_GUILESS_MAIN(TestSimilarity)
#include "tst_similarity.moc"
