#include "progress/cardexport.h"

#include "support.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>

#include <archive.h>
#include <archive_entry.h>

using namespace ringside;
using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

// What Anki asks of a package, read in its importer (rslib of August 2026: import_export/package, storage/schema11.sql,
// notetype, decks and deckconfig/schema11.rs, scheduler/timing.rs, card/data.rs).

namespace {

constexpr qint64 secondsPerDay = 86'400;

Card openCard()
{
    Card card{.uid = u"question:Q05.1"_s, .topic = u"os"_s, .prompt = u"Is `a < b` & \"c\"?"_s, .code = u"a < b"_s};
    card.keyPoints = {{u"yes"_s, true, {}}};
    return card;
}

/// The files of a zip, in their order.
QList<std::pair<QString, QByteArray>> unpacked(const QByteArray &zip)
{
    QList<std::pair<QString, QByteArray>> files;
    archive *reader = archive_read_new();
    archive_read_support_format_zip(reader);
    if (archive_read_open_memory(reader, zip.constData(), size_t(zip.size())) != ARCHIVE_OK)
        qFatal("no zip");
    archive_entry *entry = nullptr;
    while (archive_read_next_header(reader, &entry) == ARCHIVE_OK) {
        QByteArray content(qsizetype(archive_entry_size(entry)), '\0');
        if (archive_read_data(reader, content.data(), size_t(content.size())) != content.size())
            qFatal("a short file in the zip");
        files.append({QString::fromUtf8(archive_entry_pathname(entry)), content});
    }
    archive_read_free(reader);
    return files;
}

/// The days since a collection was made, as Anki counts them with `creationOffset` 0 and `rollover` 4.
qint64 ankiDay(const QDateTime &now, qint64 createdSeconds)
{
    const QDate made = QDateTime::fromSecsSinceEpoch(createdSeconds, QTimeZone::UTC).date();
    return made.daysTo(now.date()) - (now.time().hour() < 4 ? 1 : 0);
}

QList<QJsonValue> entriesOf(const QJsonValue &value)
{
    QList<QJsonValue> entries;
    for (const QJsonValue entry : value.toArray())
        entries.append(entry);
    const QJsonObject object = value.toObject();
    for (const QString &key : object.keys())
        entries.append(object[key]);
    return entries;
}

bool isOfType(const QJsonValue &value, const QString &type)
{
    if (type == u"integer")
        return value.isDouble() && value.toDouble() == double(value.toInteger());
    return (type == u"text" && value.isString()) || (type == u"yes or no" && value.isBool())
        || (type == u"list" && value.isArray()) || (type == u"number" && value.isDouble())
        || (type == u"object" && value.isObject()) || (type == u"nothing" && value.isNull());
}

} // namespace

class TestAnkiPackage : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_store = need(Store::inMemory()); }

    void isAZipOfADatabaseAndAnEmptyList();
    void tablesAreThoseOfSchemaEleven_data();
    void tablesAreThoseOfSchemaEleven();
    void objectsHaveTheKeysAnkiReads_data();
    void objectsHaveTheKeysAnkiReads();
    void theSchedulerIsTheSecond();
    void everyRowFindsItsPartner();
    void notesAreKnownByTheirGuid();
    void cardsStandWhereTheyStand_data();
    void cardsStandWhereTheyStand();
    void memoriesGoAlong();
    void daysAreAnkisDays_data();
    void daysAreAnkisDays();
    void answersGoAlong();
    void whatWasTakenBackDoesNot();
    void theSameCardsHaveTheSameIds();
    void aLaterExportIsNewer();
    void aQuestionThatWasNotRunIsLeftOut();

private:
    /// The database of a package, opened.
    std::unique_ptr<Connection> collection(const ExportedCards &cards)
    {
        const QString path = m_folder.filePath(u"collection%1"_s.arg(++m_count));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(unpacked(need(toAnkiPackage(cards))).first().second) < 0)
            qFatal("cannot write the collection");
        file.close();
        return need(Connection::open(path, Connection::Mode::ReadOnly));
    }
    std::unique_ptr<Connection> collection() { return collection(need(exportedCards(*m_store, {openCard()}))); }

    static QString text(const Connection &db, const QString &sql)
    {
        return need(db.first(sql, {}, [](const Row &row) { return row.text(0); })).value_or(QString());
    }
    static QJsonObject object(const Connection &db, const QString &sql)
    {
        return QJsonDocument::fromJson(text(db, sql).toUtf8()).object();
    }

    std::unique_ptr<Store> m_store;
    QTemporaryDir m_folder;
    int m_count = 0;
};

void TestAnkiPackage::isAZipOfADatabaseAndAnEmptyList()
{
    const auto files = unpacked(need(toAnkiPackage({.cards = {openCard()}})));
    QCOMPARE(files.size(), 2); // no `meta`: that would say another form
    QCOMPARE(files[0].first, u"collection.anki21"_s);
    QVERIFY(files[0].second.startsWith("SQLite format 3"));
    QCOMPARE(files[1], std::pair(u"media"_s, QByteArray("{}")));
}

void TestAnkiPackage::tablesAreThoseOfSchemaEleven_data()
{
    QTest::addColumn<QString>("columns");
    QTest::newRow("col") << u"id crt mod scm ver dty usn ls conf models decks dconf tags"_s;
    QTest::newRow("notes") << u"id guid mid mod usn tags flds sfld csum flags data"_s;
    QTest::newRow("cards")
        << u"id nid did ord mod usn type queue due ivl factor reps lapses left odue odid flags data"_s;
    QTest::newRow("revlog") << u"id cid usn ease ivl lastIvl factor time type"_s;
    QTest::newRow("graves") << u"usn oid type"_s;
}

void TestAnkiPackage::tablesAreThoseOfSchemaEleven()
{
    QFETCH(QString, columns);
    const auto db = collection();
    const QStringList found = need(db->all(u"SELECT name FROM pragma_table_info('%1')"_s.arg(
        QString::fromLatin1(QTest::currentDataTag())), {}, [](const Row &row) { return row.text(0); }));
    QCOMPARE(found.join(u' '), columns); // Anki reads some by their place
    QCOMPARE(need(db->integer(u"SELECT COUNT(*) FROM col"_s)), 1);
    QCOMPARE(need(db->integer(u"SELECT ver FROM col"_s)), 11);
    QCOMPARE(need(db->integer(u"SELECT COUNT(*) FROM sqlite_master WHERE type = 'index'"_s)), 7);
    QCOMPARE(text(*db, u"PRAGMA integrity_check"_s), u"ok"_s);
}

// A key without a default that is missing, or of another type, fails the whole import.
void TestAnkiPackage::objectsHaveTheKeysAnkiReads_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QStringList>("path"); // "*": every entry
    QTest::addColumn<QString>("keys");
    const auto row = [](const char *name, const QString &column, const QStringList &path, const QString &keys) {
        QTest::newRow(name) << column << path << keys;
    };
    row("a note type", u"models"_s, {u"*"_s},
        u"id:integer name:text type:integer mod:integer usn:integer sortf:integer did:integer tmpls:list flds:list"
        " css:text latexPre:text latexPost:text req:list"_s);
    row("its fields", u"models"_s, {u"*"_s, u"flds"_s, u"*"_s},
        u"name:text ord:integer sticky:yes-or-no rtl:yes-or-no font:text size:integer"_s);
    row("its template", u"models"_s, {u"*"_s, u"tmpls"_s, u"*"_s},
        u"name:text ord:integer qfmt:text afmt:text bqfmt:text bafmt:text did:nothing"_s);
    row("a deck", u"decks"_s, {u"*"_s},
        u"id:integer mod:integer name:text usn:integer lrnToday:list revToday:list newToday:list timeToday:list"
        " collapsed:yes-or-no desc:text dyn:integer conf:integer extendNew:integer extendRev:integer"_s);
    row("its options", u"dconf"_s, {u"*"_s},
        u"id:integer mod:integer name:text usn:integer maxTaken:integer autoplay:yes-or-no timer:integer"
        " replayq:yes-or-no new:object rev:object lapse:object dyn:yes-or-no"_s);
    row("options of new cards", u"dconf"_s, {u"*"_s, u"new"_s},
        u"bury:yes-or-no delays:list initialFactor:integer ints:list order:integer perDay:integer"_s);
    row("options of reviews", u"dconf"_s, {u"*"_s, u"rev"_s},
        u"bury:yes-or-no ease4:number ivlFct:number maxIvl:integer perDay:integer hardFactor:number"_s);
    row("options of lapses", u"dconf"_s, {u"*"_s, u"lapse"_s},
        u"delays:list leechAction:integer leechFails:integer minInt:integer mult:number"_s);
}

void TestAnkiPackage::objectsHaveTheKeysAnkiReads()
{
    QFETCH(QString, column);
    QFETCH(QStringList, path);
    QFETCH(QString, keys);
    const auto db = collection();
    QList<QJsonValue> found;
    found.append(object(*db, u"SELECT %1 FROM col"_s.arg(column)));
    for (const QString &step : std::as_const(path)) {
        QList<QJsonValue> deeper;
        for (const QJsonValue &value : std::as_const(found))
            deeper += step == u"*" ? entriesOf(value) : QList<QJsonValue>{value[step]};
        found = deeper;
    }
    QVERIFY(!found.isEmpty());
    for (const QJsonValue &value : std::as_const(found))
        for (const QString &key : keys.split(u' ')) {
            const QString name = key.section(u':', 0, 0);
            const QString type = key.section(u':', 1).replace(u'-', u' ');
            QVERIFY2(isOfType(value[name], type), qPrintable(key));
        }
}

// Taken for the first one, Anki would make of "recalled" in the steps "at once", and of "with effort" "recalled".
void TestAnkiPackage::theSchedulerIsTheSecond()
{
    const QJsonObject settings = object(*collection(), u"SELECT conf FROM col"_s);
    QCOMPARE(settings[u"schedVer"].toInt(), 2);
    QCOMPARE(settings[u"sched2021"].toBool(), true);
    QCOMPARE(settings[u"creationOffset"].toInt(-1), 0);
    QCOMPARE(settings[u"rollover"].toInt(), 4);
}

void TestAnkiPackage::everyRowFindsItsPartner()
{
    answerCard(*m_store, u"question:Q05.1"_s, Grade::Good, dayNumber(0));
    Card other = openCard();
    other.uid = u"own:1"_s;
    other.topic.clear();
    const auto db = collection(need(exportedCards(*m_store, {openCard(), other})));
    const QJsonObject types = object(*db, u"SELECT models FROM col"_s);
    const QJsonObject decks = object(*db, u"SELECT decks FROM col"_s);
    QCOMPARE(need(db->integer(u"SELECT COUNT(*) FROM notes"_s)), 2);
    QCOMPARE(need(db->integer(u"SELECT COUNT(*) FROM cards JOIN notes ON nid = notes.id WHERE ord = 0"_s)), 2);
    QCOMPARE(need(db->integer(u"SELECT COUNT(*) FROM revlog JOIN cards ON cid = cards.id"_s)), 1);
    QVERIFY(decks.contains(u"1"_s)); // the one that no collection may lack
    need(db->each(u"SELECT mid, flds, did FROM notes JOIN cards ON nid = notes.id"_s, {}, [&](const Row &row) {
        const QJsonObject type = types[row.text(0)].toObject();
        QCOMPARE(QString::number(type[u"id"].toInteger()), row.text(0));
        QCOMPARE(row.text(1).count(QChar(0x1f)) + 1, type[u"flds"].toArray().size());
        const QJsonObject deck = decks[row.text(2)].toObject();
        QCOMPARE(QString::number(deck[u"id"].toInteger()), row.text(2));
        QVERIFY(deck[u"name"].toString().startsWith(u"Ringside"));
    }));
    // What is of tomorrow makes Anki refuse the package.
    const qint64 tomorrow = QDateTime::currentMSecsSinceEpoch() + 1000 * secondsPerDay;
    for (const QString &table : {u"notes"_s, u"cards"_s})
        QVERIFY(need(db->integer(u"SELECT MAX(id) FROM "_s + table)) < tomorrow);
}

void TestAnkiPackage::notesAreKnownByTheirGuid()
{
    const auto db = collection();
    QCOMPARE(text(*db, u"SELECT guid FROM notes"_s), u"question:Q05.1"_s);
    QCOMPARE(text(*db, u"SELECT tags FROM notes"_s), u" ringside::os open "_s); // a blank at both ends
    // Both without tags and entities: `sha1sum` of this text begins with 0xdae26aff.
    QCOMPARE(text(*db, u"SELECT sfld FROM notes"_s), u"Is a < b & \"c\"?a < b"_s);
    QCOMPARE(need(db->integer(u"SELECT csum FROM notes"_s)), 3672271615LL);
    // Never change these: an import knows by them what it has.
    QCOMPARE(need(db->integer(u"SELECT mid FROM notes"_s)), 1'763'700'000'001);
    QStringList names;
    for (const QJsonValue &field : object(*db, u"SELECT models FROM col"_s)[u"1763700000001"][u"flds"].toArray())
        names.append(field[u"name"].toString());
    QCOMPARE(names.join(u','), u"Front,Back,Topic,Source,Spare 1,Spare 2"_s);
}

void TestAnkiPackage::cardsStandWhereTheyStand_data()
{
    QTest::addColumn<QList<int>>("answers"); // grades, three days between them; 0: suspended
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("queue");
    constexpr int again = int(Grade::Again);
    constexpr int good = int(Grade::Good);
    QTest::newRow("a new card") << QList<int>{} << 0 << 0;
    QTest::newRow("a new card that is suspended") << QList{0} << 0 << -1;
    QTest::newRow("in the first steps") << QList{again} << 1 << 1;
    QTest::newRow("under review") << QList{good} << 2 << 2;
    QTest::newRow("under review and suspended") << QList{good, 0} << 2 << -1;
    QTest::newRow("forgotten, in the steps again") << QList{good, again} << 3 << 1;
}

void TestAnkiPackage::cardsStandWhereTheyStand()
{
    QFETCH(QList<int>, answers);
    QFETCH(int, type);
    QFETCH(int, queue);
    for (int i = 0; i < answers.size(); ++i)
        if (answers[i] > 0)
            answerCard(*m_store, u"question:Q05.1"_s, Grade(answers[i]), dayNumber(3 * i));
        else
            need(m_store->decks().setFlags(u"question:Q05.1"_s, {.suspended = true}, 1));
    const auto db = collection();
    QCOMPARE(need(db->integer(u"SELECT type FROM cards"_s)), type);
    QCOMPARE(need(db->integer(u"SELECT queue FROM cards"_s)), queue);
    const CardState state = need(m_store->reviews().state(u"question:Q05.1"_s));
    const qint64 due = need(db->integer(u"SELECT due FROM cards"_s));
    if (type == 0)
        QCOMPARE(due, 1); // a place among the new
    else if (type == 2)
        QCOMPARE(due, state.dueDay - need(db->integer(u"SELECT crt FROM col"_s)) / secondsPerDay);
    else
        QCOMPARE(due, state.dueAtMs / 1000);
    QCOMPARE(need(db->integer(u"SELECT ivl FROM cards"_s)), type == 2 ? state.dueDay - state.lastDay : type == 3 ? 1 : 0);
    QCOMPARE(need(db->integer(u"SELECT left FROM cards"_s)) % 1000, type == 1 || type == 3 ? 1 : 0);
    QCOMPARE(need(db->integer(u"SELECT reps FROM cards"_s)), state.reps);
    QCOMPARE(need(db->integer(u"SELECT lapses FROM cards"_s)), state.lapses);
}

void TestAnkiPackage::memoriesGoAlong()
{
    answerCard(*m_store, u"question:Q05.1"_s, Grade::Good, dayNumber(0));
    const CardState state = need(m_store->reviews().state(u"question:Q05.1"_s));
    const QJsonObject memory = object(*collection(), u"SELECT data FROM cards"_s);
    QCOMPARE(memory.keys(), (QStringList{u"d"_s, u"decay"_s, u"dr"_s, u"lrt"_s, u"s"_s}));
    QCOMPARE(memory[u"s"].toDouble(), state.memory->stability);
    QCOMPARE(memory[u"d"].toDouble(), state.memory->difficulty);
    QCOMPARE(memory[u"dr"].toDouble(), 0.9);
    QCOMPARE(memory[u"decay"].toDouble(), 0.1542); // left out, Anki takes that of an older curve
    QCOMPARE(memory[u"lrt"].toInteger(), state.lastAtMs / 1000);
    QCOMPARE(text(*collection({.cards = {openCard()}}), u"SELECT data FROM cards"_s), QString());
}

void TestAnkiPackage::daysAreAnkisDays_data()
{
    QTest::addColumn<QDateTime>("now");
    const QTimeZone east = QTimeZone::fromSecondsAheadOfUtc(9 * 3600);
    const QTimeZone west = QTimeZone::fromSecondsAheadOfUtc(-8 * 3600);
    QTest::newRow("at noon") << QDateTime({2026, 11, 21}, {12, 0}, QTimeZone::UTC);
    QTest::newRow("after midnight, still yesterday") << QDateTime({2026, 11, 21}, {3, 59}, QTimeZone::UTC);
    QTest::newRow("early in the east") << QDateTime({2026, 11, 21}, {4, 0}, east);
    QTest::newRow("late in the west") << QDateTime({2026, 11, 21}, {23, 59}, west);
}

void TestAnkiPackage::daysAreAnkisDays()
{
    QFETCH(QDateTime, now);
    const Moment moment = momentAt(now, 4 * 60);
    const qint64 created = need(collection()->integer(u"SELECT crt FROM col"_s));
    QCOMPARE(moment.studyDay - created / secondsPerDay, ankiDay(now, created));
}

void TestAnkiPackage::answersGoAlong()
{
    const QString uid = u"question:Q05.1"_s;
    answerCard(*m_store, uid, Grade::Hard, dayNumber(0)); // stays in the steps
    answerCard(*m_store, uid, Grade::Good, dayNumber(0, 15));
    answerCard(*m_store, uid, Grade::Again, dayNumber(5));
    answerCard(*m_store, uid, Grade::Easy, dayNumber(5, 15));
    need(m_store->reviews().reset(uid, dayNumber(9), u"session"_s));
    const auto db = collection();
    const QStringList rows = need(db->all(u"SELECT id, ease, type, ivl > 0, lastIvl > 0, factor FROM revlog ORDER BY id"_s,
        {}, [](const Row &row) {
            const int factor = row.text(5).toInt();
            return u"%1 %2 %3 %4 %5 %6"_s.arg((row.integer(0) / 1000 / secondsPerDay) - 20'000).arg(row.text(1), row.text(2),
                row.text(3), row.text(4), factor == 0 ? u"none"_s : factor >= 100 && factor <= 1100 ? u"given"_s : u"?"_s);
        }));
    // Day, grade, kind, days or seconds until the next, and since the last, difficulty.
    QCOMPARE(rows.join(u'\n'),
        u"0 2 0 0 0 given\n0 3 0 1 0 given\n5 1 1 0 1 given\n5 4 2 1 0 given\n9 0 4 0 1 none"_s);
}

void TestAnkiPackage::whatWasTakenBackDoesNot()
{
    answerCard(*m_store, u"question:Q05.1"_s, Grade::Good, dayNumber(0));
    answerCard(*m_store, u"question:Q05.1"_s, Grade::Again, dayNumber(3));
    need(m_store->reviews().undo(need(m_store->reviews().all()).last().uid, dayNumber(3, 1), u"session"_s));
    QCOMPARE(text(*collection(), u"SELECT group_concat(ease) FROM revlog"_s), u"3"_s);
}

void TestAnkiPackage::theSameCardsHaveTheSameIds()
{
    const auto idOf = [this](const QList<Card> &cards) {
        return need(collection({.cards = cards})->integer(u"SELECT id FROM notes WHERE guid = 'question:Q05.1'"_s));
    };
    Card other = openCard();
    other.uid = u"question:Q05.2"_s;
    QCOMPARE(idOf({openCard()}), idOf({other, openCard()}));
}

// Anki lets a note that it has alone unless the package's is of a later second.
void TestAnkiPackage::aLaterExportIsNewer()
{
    const auto secondOf = [this](qint64 ms) {
        return need(collection({.cards = {openCard()}, .writtenMs = ms})->integer(u"SELECT mod FROM notes"_s));
    };
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QCOMPARE(secondOf(now), now / 1000);
    QVERIFY(secondOf(0) < secondOf(now));
    QVERIFY(need(exportedCards(*m_store, {openCard()})).writtenMs >= now);
}

void TestAnkiPackage::aQuestionThatWasNotRunIsLeftOut()
{
    Card predict = openCard();
    predict.uid = u"quiz:os#P1"_s;
    predict.kind = QuestionKind::Predict;
    const auto db = collection({.cards = {openCard(), predict}, .titles = {{u"os"_s, u"The os module"_s}}});
    QCOMPARE(need(db->integer(u"SELECT COUNT(*) FROM notes"_s)), 1);
    QVERIFY(text(*db, u"SELECT decks FROM col"_s).contains(u"Ringside::The os module"));
}

QTEST_GUILESS_MAIN(TestAnkiPackage)
#include "tst_ankipackage.moc"
