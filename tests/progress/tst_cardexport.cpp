#include "progress/cardexport.h"

#include "support.h"

using namespace ringside;
using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

namespace {

Card openCard()
{
    Card card{.uid = u"question:Q05.1"_s, .topic = u"os"_s, .prompt = u"# Why `a < b`?\nSay it."_s,
        .code = u"if a < b:\n    print(\"x\")"_s};
    card.keyPoints = {{u"**because**"_s, true, {}}, {u"also \"this\""_s, false, {}}};
    return card;
}

Card predictCard()
{
    Card card{.uid = u"quiz:os#P1"_s, .kind = QuestionKind::Predict, .topic = u"os"_s, .prompt = u"What?"_s,
        .code = u"print(1)"_s};
    card.options = {{.text = u"one"_s, .prints = u"1"_s, .why = u"it is"_s}, {.text = u"two"_s, .prints = u"2"_s}};
    return card;
}

} // namespace

class TestCardExport : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_store = need(Store::inMemory()); }

    void everyKindHasTwoSides_data();
    void everyKindHasTwoSides();
    void noRecordBeginsAComment();
    void codeKeepsItsBlanks();
    void answersThatMovedACardAreLines();
    void aRenamedCardKeepsItsAnswers();
    void tagsAreOneWordEach();

private:
    std::unique_ptr<Store> m_store;
};

void TestCardExport::everyKindHasTwoSides_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("back"); // empty: left out
    QTest::newRow("an open question shows its points") << int(QuestionKind::Open) << u"<b>"_s;
    QTest::newRow("a prediction that was run shows what is printed") << int(QuestionKind::Predict) << u"<pre>1</pre>"_s;
    QTest::newRow("an order is numbered") << int(QuestionKind::OrderSteps) << u"<ol><li>first</li>"_s;
    QTest::newRow("calls are named") << int(QuestionKind::Calls) << u"<code>openat</code>"_s;
    QTest::newRow("a bug shows the repair") << int(QuestionKind::FindBug) << u"<pre>print(2)</pre>"_s;
    QTest::newRow("an exercise is left out") << int(QuestionKind::Coding) << QString();
}

void TestCardExport::everyKindHasTwoSides()
{
    QFETCH(int, kind);
    QFETCH(QString, back);
    Card card = kind == int(QuestionKind::Open) ? openCard() : predictCard();
    card.kind = QuestionKind(kind);
    card.steps = {u"first"_s, u"second"_s};
    card.calls = {{.name = u"openat"_s}};
    card.fixedCode = u"print(2)"_s;
    const auto sides = sidesOf(card, {{card.uid, u"1\n"_s}});
    QCOMPARE(sides.has_value(), !back.isEmpty());
    if (sides)
        QVERIFY2(sides->back.contains(back), qPrintable(sides->back));
    QVERIFY(!sidesOf(predictCard())); // not run: nobody knows
}

void TestCardExport::noRecordBeginsAComment()
{
    const QString text = QString::fromUtf8(toAnkiText({.cards = {openCard()}}));
    const QStringList lines = text.split(u'\n');
    QVERIFY(lines.contains(u"#guid column:1"_s));
    QVERIFY(lines.contains(u"#html:true"_s));
    const QString record = text.section(u"update current\n"_s, 1);
    QVERIFY2(record.startsWith(u"\"question:Q05.1\"\t\"# Why <code>a &lt; b</code>?<br>Say it."), qPrintable(record));
    QVERIFY2(record.contains(u"also &quot;this&quot;"), qPrintable(record));
    QCOMPARE(record.count(u'\t'), 3);
}

void TestCardExport::codeKeepsItsBlanks()
{
    QVERIFY(sidesOf(openCard())->front.contains(u"<pre>if a &lt; b:\n    print(&quot;x&quot;)</pre>"));
}

void TestCardExport::answersThatMovedACardAreLines()
{
    answerCard(*m_store, u"question:Q05.1"_s, Grade::Good, dayNumber(0));
    answerCard(*m_store, u"question:Q05.1"_s, Grade::Again, dayNumber(3));
    need(m_store->reviews().undo(need(m_store->reviews().all()).last().uid, dayNumber(3, 1), u"session"_s));
    const QByteArray csv = toReviewCsv(need(exportedCards(*m_store, {openCard()})));
    QCOMPARE(csv,
        "card_id,review_time,review_rating,review_duration\nquestion:Q05.1," + QByteArray::number(dayNumber(0).ms)
            + ",3,0\n");
}

void TestCardExport::aRenamedCardKeepsItsAnswers()
{
    answerCard(*m_store, u"question:old"_s, Grade::Good, dayNumber(0));
    need(m_store->reviews().rename(u"question:old"_s, u"question:Q05.1"_s));
    QVERIFY(toReviewCsv(need(exportedCards(*m_store, {openCard()}))).contains("\nquestion:Q05.1,"));
}

void TestCardExport::tagsAreOneWordEach()
{
    Card card = openCard();
    QCOMPARE(tagsOf(card), u"ringside::os open"_s);
    card.topic = u" my\u3000own  words "_s;
    QCOMPARE(tagsOf(card), u"ringside::my-own-words open"_s);
    card.topic.clear();
    QCOMPARE(tagsOf(card), u"ringside::own open"_s);
}

QTEST_GUILESS_MAIN(TestCardExport)
#include "tst_cardexport.moc"
