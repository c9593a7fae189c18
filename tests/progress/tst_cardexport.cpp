#include "progress/cardexport.h"

#include "support.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <archive.h>
#include <archive_entry.h>

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

/// The files of a zip, by name.
QHash<QString, QByteArray> unpacked(const QByteArray &zip)
{
    QHash<QString, QByteArray> files;
    archive *reader = archive_read_new();
    archive_read_support_format_zip(reader);
    if (archive_read_open_memory(reader, zip.constData(), size_t(zip.size())) != ARCHIVE_OK)
        qFatal("no zip");
    archive_entry *entry = nullptr;
    while (archive_read_next_header(reader, &entry) == ARCHIVE_OK) {
        QByteArray content(qsizetype(archive_entry_size(entry)), '\0');
        if (archive_read_data(reader, content.data(), size_t(content.size())) != content.size())
            qFatal("a short file in the zip");
        files.insert(QString::fromUtf8(archive_entry_pathname(entry)), content);
    }
    archive_read_free(reader);
    return files;
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
    void aPackageIsADatabaseInAZip();
    void scheduleAndHistoryGoAlong();
    void theSameCardsHaveTheSameIds();

private:
    /// The database of a package, opened.
    std::unique_ptr<Connection> collection(const ExportedCards &cards)
    {
        const auto files = unpacked(need(toAnkiPackage(cards)));
        if (files.keys().size() != 2 || files.value(u"media"_s) != "{}")
            qFatal("not the files of a package");
        const QString path = m_folder.filePath(u"collection%1"_s.arg(++m_count));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(files.value(u"collection.anki21"_s)) < 0)
            qFatal("cannot write the collection");
        file.close();
        return need(Connection::open(path, Connection::Mode::ReadOnly));
    }

    std::unique_ptr<Store> m_store;
    QTemporaryDir m_folder;
    int m_count = 0;
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

void TestCardExport::aPackageIsADatabaseInAZip()
{
    const auto db = collection({.cards = {openCard(), predictCard()}, .titles = {{u"os"_s, u"The os module"_s}}});
    QCOMPARE(need(db->integer(u"SELECT ver FROM col"_s)), 11);
    QCOMPARE(need(db->integer(u"SELECT COUNT(*) FROM notes"_s)), 1); // the prediction was not run
    const auto note = need(db->first(u"SELECT guid, flds, tags, sfld FROM notes"_s, {}, [](const Row &row) {
        return QStringList{row.text(0), row.text(1), row.text(2), row.text(3)};
    }));
    QCOMPARE(note->at(0), u"question:Q05.1"_s);
    QCOMPARE(note->at(1).count(QChar(0x1f)), 5);
    QVERIFY(note->at(2).startsWith(u' ') && note->at(2).endsWith(u' '));
    const auto decks = need(db->first(u"SELECT decks FROM col"_s, {}, [](const Row &row) { return row.text(0); }));
    QVERIFY(decks->contains(u"Ringside::The os module"));
    const auto models = need(db->first(u"SELECT models FROM col"_s, {}, [](const Row &row) { return row.text(0); }));
    const QJsonObject types = QJsonDocument::fromJson(models->toUtf8()).object();
    QCOMPARE(types.keys(), QStringList{u"1763700000001"_s}); // frozen: never change it
    QCOMPARE(need(db->integer(u"SELECT type + queue FROM cards"_s)), 0);
}

void TestCardExport::scheduleAndHistoryGoAlong()
{
    answerCard(*m_store, u"question:Q05.1"_s, Grade::Good, dayNumber(0));
    answerCard(*m_store, u"question:Q05.1"_s, Grade::Good, dayNumber(3));
    const ExportedCards cards = need(exportedCards(*m_store, {openCard()}));
    const auto db = collection(cards);
    QCOMPARE(need(db->integer(u"SELECT type FROM cards"_s)), 2);
    const qint64 dayZero = need(db->integer(u"SELECT crt FROM col"_s)) / 86'400;
    QCOMPARE(need(db->integer(u"SELECT due FROM cards"_s)), cards.states.value(u"question:Q05.1"_s).dueDay - dayZero);
    QCOMPARE(need(db->integer(u"SELECT COUNT(*) FROM revlog"_s)), 2);
    QCOMPARE(need(db->integer(u"SELECT MIN(id) FROM revlog"_s)), dayNumber(0).ms);
    QCOMPARE(need(db->integer(u"SELECT SUM(ease) FROM revlog"_s)), 6);
    const auto data = need(db->first(u"SELECT data FROM cards"_s, {}, [](const Row &row) { return row.text(0); }));
    const QJsonObject memory = QJsonDocument::fromJson(data->toUtf8()).object();
    QCOMPARE(memory[u"s"].toDouble(), cards.states.value(u"question:Q05.1"_s).memory->stability);
}

void TestCardExport::theSameCardsHaveTheSameIds()
{
    const auto idOf = [this](const QList<Card> &cards) {
        return need(collection({.cards = cards})->integer(u"SELECT id FROM notes WHERE guid = 'question:Q05.1'"_s));
    };
    Card other = openCard();
    other.uid = u"question:Q05.2"_s;
    QCOMPARE(idOf({openCard()}), idOf({other, openCard()}));
}

QTEST_GUILESS_MAIN(TestCardExport)
#include "tst_cardexport.moc"
