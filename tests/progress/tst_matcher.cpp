#include "progress/deck.h"
#include "progress/matcher.h"
#include "progress/words.h"

#include <QTest>

using namespace ringside;
using namespace ringside::progress;
using namespace Qt::StringLiterals;

using enum Sighting;

class TestMatcher : public QObject
{
    Q_OBJECT

private slots:
    void splitsIntoWords_data();
    void splitsIntoWords();
    void bringsFormsToOneStem_data();
    void bringsFormsToOneStem();
    void countsEdits_data();
    void countsEdits();
    void knowsWhatSaysWhat_data();
    void knowsWhatSaysWhat();
    void findsAPoint_data();
    void findsAPoint();
    void marksTheWordsItFound();
    void looksPastTheQuestion_data();
    void looksPastTheQuestion();
    void recognisesBeliefs_data();
    void recognisesBeliefs();
    void proposesAndNeverGrades();
    void staysQuickOnLongAnswers();
    void findsTheCoursesOwnWords();
};

void TestMatcher::splitsIntoWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("nothing") << u" .,;()"_s << QStringList{};
    QTest::newRow("prose") << u"It does NOT, really."_s
                           << QStringList{u"it"_s, u"does"_s, u"not"_s, u"really"_s};
    QTest::newRow("names") << u"`os.replace(a, b)` and O_EXCL|O_CREAT"_s
                           << QStringList{u"os.replace"_s, u"a"_s, u"b"_s, u"and"_s, u"o_excl"_s,
                                  u"|"_s, u"o_creat"_s};
    QTest::newRow("apostrophes") << u"doesn't and Python’s"_s
                                 << QStringList{u"doesn't"_s, u"and"_s, u"python’s"_s};
    QTest::newRow("numbers") << u"0o644, 4096 and 3.13."_s
                             << QStringList{u"0o644"_s, u"4096"_s, u"and"_s, u"3.13"_s};
    QTest::newRow("hyphens") << u"top-down walk"_s
                             << QStringList{u"top"_s, u"down"_s, u"topdown"_s, u"walk"_s};
    QTest::newRow("a dash is no hyphen") << u"top - down"_s << QStringList{u"top"_s, u"down"_s};
    QTest::newRow("slices and assignment")
        << u"dirnames[:] = x"_s << QStringList{u"dirnames"_s, u"="_s, u"x"_s};
    QTest::newRow("other scripts")
        << u"Ärger über Файл"_s << QStringList{u"ärger"_s, u"über"_s, u"файл"_s};
}

void TestMatcher::splitsIntoWords()
{
    QFETCH(QString, text);
    QFETCH(QStringList, words);
    QStringList found;
    for (const Word &word : wordsOf(text)) {
        found.append(word.text);
        QVERIFY(word.start >= 0 && word.start + word.length <= text.size());
    }
    QCOMPARE(found, words);
}

void TestMatcher::bringsFormsToOneStem_data()
{
    QTest::addColumn<QStringList>("forms");
    QTest::newRow("rename") << QStringList{u"rename"_s, u"renames"_s, u"renaming"_s, u"renamed"_s};
    QTest::newRow("stop") << QStringList{u"stop"_s, u"stops"_s, u"stopping"_s, u"stopped"_s};
    QTest::newRow("entry") << QStringList{u"entry"_s, u"entries"_s};
    QTest::newRow("create") << QStringList{u"create"_s, u"creates"_s, u"creation"_s, u"creating"_s};
    QTest::newRow("atomic") << QStringList{u"atomic"_s, u"atomically"_s};
    QTest::newRow("inject") << QStringList{u"inject"_s, u"injection"_s, u"injected"_s};
    QTest::newRow("process") << QStringList{u"process"_s, u"processes"_s, u"process's"_s};
}

void TestMatcher::bringsFormsToOneStem()
{
    QFETCH(QStringList, forms);
    for (const QString &form : forms)
        QCOMPARE(stemOf(form), stemOf(forms.first()));
}

void TestMatcher::countsEdits_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<bool>("near");
    QTest::newRow("equal") << u"symbolic"_s << u"symbolic"_s << true;
    QTest::newRow("a letter less") << u"symbolc"_s << u"symbolic"_s << true;
    QTest::newRow("a letter more at the end") << u"symbolicc"_s << u"symbolic"_s << true;
    QTest::newRow("another letter") << u"symbalic"_s << u"symbolic"_s << true;
    QTest::newRow("two swapped") << u"symbloic"_s << u"symbolic"_s << true;
    QTest::newRow("two other letters") << u"sambalic"_s << u"symbolic"_s << false;
    QTest::newRow("two letters less") << u"symbol"_s << u"symbolic"_s << false;
    QTest::newRow("nothing and one") << u""_s << u"a"_s << true;
    QTest::newRow("nothing and nothing") << u""_s << u""_s << true;
}

void TestMatcher::countsEdits()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    QFETCH(bool, near);
    QCOMPARE(isOneEditApart(a, b), near);
    QCOMPARE(isOneEditApart(b, a), near);
}

void TestMatcher::knowsWhatSaysWhat_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("asked");
    QTest::addColumn<bool>("same");
    const auto row = [](const char *name, const QString &word, const QString &asked, bool same) {
        QTest::newRow(name) << word << asked << same;
    };
    row("capitals do not count", u"INJECTION"_s, u"injection"_s, true);
    row("an inflected word", u"injected"_s, u"injection"_s, true);
    row("a synonym", u"folder"_s, u"directories"_s, true);
    row("a slip in a long word", u"permisson"_s, u"permission"_s, true);
    row("a slip in a short word", u"lick"_s, u"link"_s, false);
    row("two slips", u"permison"_s, u"permission"_s, false);
    row("a name with its module", u"os.replace"_s, u"replace"_s, true);
    row("a name without its module", u"replace"_s, u"os.replace"_s, true);
    row("another function of the module", u"os.remove"_s, u"os.replace"_s, false);
    row("one letter makes another name", u"lexists"_s, u"exists"_s, false);
    row("one letter makes another name, of a dir_fd", u"fchmod"_s, u"lchmod"_s, false);
    row("a name in a sentence", u"renames"_s, u"rename"_s, false); // both are functions of os
    row("an inflected name", u"scandirs"_s, u"scandir"_s, true);
    row("a flag", u"o_excl"_s, u"O_EXCL"_s, true);
    row("another flag", u"O_EXEC"_s, u"O_EXCL"_s, false);
    row("a field with one other letter", u"st_atime"_s, u"st_mtime"_s, false);
    row("a number", u"0o644"_s, u"0o644"_s, true);
    row("another number", u"0o645"_s, u"0o644"_s, false);
    row("a call of today's kernel", u"getdents64"_s, u"getdents"_s, true);
    row("no synonym for a name", u"delete"_s, u"removedirs"_s, false);
}

void TestMatcher::knowsWhatSaysWhat()
{
    QFETCH(QString, word);
    QFETCH(QString, asked);
    QFETCH(bool, same);
    QCOMPARE(says(wordsOf(word).first(), wordsOf(asked).first()), same);
}

void TestMatcher::findsAPoint_data()
{
    QTest::addColumn<QStringList>("pattern");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<Sighting>("sighting");
    const QStringList pattern{u"size"_s, u"stat"_s};
    const auto row = [](const char *name, const QStringList &words, const QString &answer,
                         Sighting s) { QTest::newRow(name) << words << answer << s; };
    row("both words", pattern, u"For the size you still need a stat per entry."_s, Found);
    row("in another order", pattern, u"A stat per entry gives sizes."_s, Found);
    row("one of two", pattern, u"The size is something else."_s, Unclear);
    row("neither", pattern, u"It lists the directory."_s, NotFound);
    row("nothing", pattern, u""_s, NotFound);
    row("far apart", pattern,
        u"The size of a file is a number which I would like to know before I open it, and now to"
        " something else: stat."_s,
        Unclear);
    row("far apart, then near", pattern,
        u"The size. One two three four five six seven eight nine ten eleven twelve thirteen. A stat"
        " gives the size."_s,
        Found);
    row("negated", pattern, u"You never need a stat for the size."_s, Unclear);
    row("negated further away", pattern,
        u"It is not what one might think at first sight, but the size needs a stat."_s, Found);
    row("negated once, said once", pattern,
        u"It does not stat for the type. So far about types, then. But for the size it calls stat."_s,
        Found);
    row("a pattern that negates", {u"not"_s, u"reach"_s},
        u"The change does not reach the parent."_s, Found);
    row("words in a row", {u"in place"_s}, u"Change the list in place."_s, Found);
    row("words not in a row", {u"in place"_s}, u"Place it in the list."_s, NotFound);
    row("alternatives, the first", {u"hash|digest"_s, u"compare"_s}, u"Compare a hash of each."_s,
        Found);
    row("alternatives, the second", {u"hash|digest"_s, u"compare"_s}, u"I compare digests."_s,
        Found);
    row("an operator", {u"dirnames"_s, u"="_s}, u"dirnames = [d for d in dirnames]"_s, Found);
    row("a hyphen in the answer", {u"topdown"_s}, u"only in top-down order"_s, Found);
    row("a hyphen in the pattern", {u"top-down"_s}, u"only in top down order"_s, Found);
    row("no pattern", {}, u"whatever"_s, NoPattern);
    row("a pattern of blanks", {u" "_s}, u"whatever"_s, NoPattern);
}

void TestMatcher::findsAPoint()
{
    QFETCH(QStringList, pattern);
    QFETCH(QString, answer);
    QFETCH(Sighting, sighting);
    Card card{.uid = u"question:Q"_s, .prompt = u"What is it?"_s};
    card.keyPoints = {{u"a point"_s, true, pattern}};
    const MatchReport report = matchAnswer(card, answer);
    QCOMPARE(report.points.size(), 1);
    QCOMPARE(report.points[0].sighting, sighting);
    QCOMPARE(report.points[0].spans.isEmpty(), sighting == NotFound || sighting == NoPattern);
    const QString uid = pointUid(card, card.keyPoints[0]);
    QCOMPARE(matchAnswer(card, answer, {uid}).points[0].sighting, NoPattern);
}

void TestMatcher::marksTheWordsItFound()
{
    Card card{.uid = u"q"_s, .prompt = u"?"_s};
    card.keyPoints = {{u"p"_s, true, {u"in place"_s, u"slice"_s}}};
    const QString answer = u"Use a slice so that it changes in place, `x[:] = y`."_s;
    QStringList marked;
    const MatchReport report = matchAnswer(card, answer);
    for (const Span &span : report.points[0].spans)
        marked.append(answer.mid(span.start, span.length));
    QCOMPARE(marked, (QStringList{u"slice"_s, u"in place"_s}));
}

void TestMatcher::looksPastTheQuestion_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<Sighting>("sighting");
    QTest::addColumn<bool>("copied");
    const QString prompt
        = u"Why does os.scandir need no stat for the type of an entry while os.listdir does?"_s;
    QTest::newRow("the question itself") << prompt << NotFound << true;
    QTest::newRow("the question twice") << prompt + u' ' + prompt << NotFound << true;
    QTest::newRow("the question with something in front")
        << u"You ask: "_s + prompt << NotFound << true;
    QTest::newRow("the question in pieces")
        << u"So: need no stat for the type. And: of an entry while os.listdir does."_s << NotFound
        << true;
    QTest::newRow("an answer") << u"The type comes with the listing, so stat is saved."_s << Found
                               << false;
    QTest::newRow("the question, then an answer")
        << prompt + u" Because the type comes with the listing and a stat is saved."_s << Found
        << true;
}

void TestMatcher::looksPastTheQuestion()
{
    QFETCH(QString, answer);
    QFETCH(Sighting, sighting);
    QFETCH(bool, copied);
    Card card{.uid = u"q"_s,
        .prompt
        = u"Why does os.scandir need no stat for the type of an entry while os.listdir does?"_s};
    card.keyPoints = {{u"type with the listing"_s, true, {u"type"_s, u"stat"_s}}};
    const MatchReport report = matchAnswer(card, answer);
    QCOMPARE(report.points[0].sighting, sighting);
    QCOMPARE(!report.copied.isEmpty(), copied);
    for (const Span &span : report.copied)
        QVERIFY(card.prompt.contains(answer.mid(span.start, span.length)));
}

void TestMatcher::recognisesBeliefs_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<bool>("recognised");
    QTest::newRow("stated") << u"And scandir gives the size for free."_s << true;
    QTest::newRow("denied") << u"The size is not free."_s << false;
    QTest::newRow("half of it") << u"It gives the size."_s << false;
    QTest::newRow("nothing of it") << u"It lists names."_s << false;
}

void TestMatcher::recognisesBeliefs()
{
    QFETCH(QString, answer);
    QFETCH(bool, recognised);
    Card card{.uid = u"q"_s, .prompt = u"?"_s};
    card.wrong = {{u"never mind"_s, u""_s, {u"zebra"_s}},
        {u"`scandir` gives sizes for free"_s, u"it does not"_s, {u"size"_s, u"free"_s}}};
    const MatchReport report = matchAnswer(card, answer);
    QCOMPARE(report.beliefs.size(), recognised ? 1 : 0);
    if (recognised)
        QCOMPARE(report.beliefs[0].belief, 1);
}

void TestMatcher::proposesAndNeverGrades()
{
    Card card{.uid = u"q"_s, .prompt = u"?"_s};
    card.keyPoints
        = {{u"found"_s, true, {u"alpha"_s}}, {u"unclear"_s, true, {u"alpha"_s, u"beta"_s}},
            {u"not found"_s, true, {u"gamma"_s}}, {u"no pattern"_s, true, {}}};
    const QList<PointTick> ticks = proposedTicks(matchAnswer(card, u"Alpha it is."_s));
    QCOMPARE(ticks.size(), 3);
    QList<bool> found;
    for (const PointTick &tick : ticks) {
        QCOMPARE(tick.by, TickedBy::Matcher);
        found.append(tick.found);
    }
    QCOMPARE(found, (QList{true, false, false}));
}

void TestMatcher::staysQuickOnLongAnswers()
{
    Card card{.uid = u"q"_s, .prompt = u"?"_s};
    for (int i = 0; i < 10; ++i)
        card.keyPoints.append({QString::number(i), true, {u"size"_s, u"stat"_s, u"zebra"_s}});
    const QString answer = u"size stat of type "_s.repeated(2000) + u"zebra"_s;
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(matchAnswer(card, answer).points[0].sighting, Found);
    QVERIFY2(clock.elapsed() < 60'000, qPrintable(QString::number(clock.elapsed())));
}

void TestMatcher::findsTheCoursesOwnWords()
{
    const course::Course course = course::loadCourse(QStringLiteral(RINGSIDE_SOURCE_FOLDER));
    int patterns = 0;
    int found = 0;
    for (const Card &card : cardsOf(course)) {
        if (card.keyPoints.isEmpty())
            continue;
        // Whoever gives the question back has said nothing.
        const MatchReport echo = matchAnswer(card, card.prompt);
        for (const PointSighting &point : echo.points)
            QVERIFY2(point.sighting != Found, qPrintable(card.uid));
        // Whoever says the points as they are written is seen to say them.
        for (qsizetype i = 0; i < card.keyPoints.size(); ++i) {
            const auto sighting = matchAnswer(card, card.keyPoints[i].text).points[i].sighting;
            patterns += sighting == NoPattern ? 0 : 1;
            found += sighting == Found ? 1 : 0;
            if (sighting == Unclear || sighting == NotFound)
                qInfo("%s: \"%s\" does not hold its own words: %s", qPrintable(card.uid),
                    qPrintable(card.keyPoints[i].text),
                    qPrintable(card.keyPoints[i].words.join(u", "_s)));
        }
    }
    // Some patterns rightly look for words that people use and the text does not.
    qInfo("%d of %d points are found in their own words", found, patterns);
    QVERIFY(patterns > 40);
    QVERIFY(found * 4 > patterns * 3);
}

QTEST_GUILESS_MAIN(TestMatcher)
#include "tst_matcher.moc"
