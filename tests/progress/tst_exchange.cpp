#include "support.h"

#include "progress/exchange.h"
#include "progress/rowwriter.h"

#include <QBuffer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <cerrno>
#include <sys/stat.h>

using namespace ringside;
using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

class TestExchange : public QObject
{
    Q_OBJECT

private slots:
    void givesBackWhatItTook();
    void takingInTwiceChangesNothing();
    void refusesWrongLines_data();
    void refusesWrongLines();
    void takesAllOrNothing();
    void meetingOfTwoMachinesDoesNotDependOnWhoAsks();
    void newestTextWins();
    void mergesAFileThatIsInUse();
    void refusesToMergeWhatIsNotOurs();
    void aFuzzedExportNeverHurts();
    void aFullDiskIsReported();

private:
    static std::unique_ptr<Store> filled(quint32 seed, int day);
    static QByteArray exported(const Store &store);
    static Result<ImportReport> import(const Store &store, QByteArray lines);
};

/// A store in which every table has rows.
std::unique_ptr<Store> TestExchange::filled(quint32 seed, int day)
{
    auto store = need(Store::inMemory());
    QRandomGenerator random(seed);
    Session session{.kind = u"window"_s, .started = dayNumber(day), .appVersion = u"1"_s};
    need(store->journal().begin(session));
    QString last;
    for (int i = 0; i < 30; ++i)
        last = answerCard(*store, u"card%1"_s.arg(random.bounded(8)), Grade(random.bounded(1, 5)),
            dayNumber(day + i, int(seed)), session.uid)
                   .uid;
    need(store->reviews().undo(last, dayNumber(day + 30), session.uid));
    need(store->reviews().reset(u"card1"_s, dayNumber(day + 31), session.uid));
    const qint64 now = dayNumber(day).ms + seed;
    const QString own = QString::number(seed);
    Attempt attempt{.itemUid = u"exercise:1"_s,
        .sessionUid = session.uid,
        .submitted = dayNumber(day),
        .answer = u"print('ü \U0001F600')\r\n\t"_s + QChar(u'\0'),
        .outcome = AttemptOutcome::Passed,
        .points = 0.1,
        .tests = {{u"checks"_s, QJsonArray{1}}}};
    need(store->attempts().append(attempt, {{u"p"_s, TickedBy::Learner, true}}));
    need(store->attempts().showHint({u"exercise:1"_s, 1, now}, session.uid));
    need(store->drafts().save({u"exercise:1"_s, u"main.py"_s, u"old "_s + own, 0, now}));
    need(store->drafts().save({u"exercise:1"_s, u"main.py"_s, u"new "_s + own, 0, now + 70'000}));
    need(store->reading().markRead(u"os"_s, u"P1"_s, true, now));
    Note note{.itemUid = u"lesson:os"_s, .body = own, .createdMs = now, .updatedMs = now};
    need(store->reading().save(note));
    need(store->journal().addTime(session.uid, u"lesson:os"_s, day, 5000));
    need(store->journal().set(u"cap"_s, int(seed), now));
    Deck deck{.name = own, .createdMs = now};
    need(store->decks().save(deck, now));
    need(store->decks().setMember(deck.uid, u"card1"_s, true, now));
    Card card{.prompt = u"Why?"_s};
    need(store->decks().save(card, now));
    need(store->decks().setFlags(u"card2"_s, {.suspended = seed % 2 == 0}, now));
    MockRecord mock{.startedMs = now, .endedMs = now + 1, .updatedMs = now};
    need(store->mocks().save(mock));
    need(store->reviews().rename(u"former"_s, u"card3"_s));
    return store;
}

QByteArray TestExchange::exported(const Store &store)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    need(exportLines(store, buffer, 1));
    return buffer.data();
}

Result<ImportReport> TestExchange::import(const Store &store, QByteArray lines)
{
    QBuffer buffer(&lines);
    buffer.open(QIODevice::ReadOnly);
    PlaygroundIntake nowhere({});
    return importLines(store, buffer, u"export.jsonl"_s, nowhere);
}

void TestExchange::givesBackWhatItTook()
{
    const auto store = filled(1, 0);
    const QByteArray lines = exported(*store);
    for (const TableShape &table : sharedTables())
        QVERIFY2(
            lines.contains("\"table\":\"" + table.name.toUtf8() + '"'), qPrintable(table.name));
    const auto copy = need(Store::inMemory());
    const ImportReport report = need(import(*copy, lines));
    QCOMPARE(report.known, 0);
    QCOMPARE(report.taken, lines.count('\n') - 2);
    QCOMPARE(exported(*copy), lines);
    QCOMPARE(need(copy->reviews().states()), need(store->reviews().states()));
}

void TestExchange::takingInTwiceChangesNothing()
{
    const auto store = filled(1, 0);
    const QByteArray lines = exported(*store);
    const ImportReport report = need(import(*store, lines));
    QCOMPARE(report.taken, 0);
    QCOMPARE(report.cards, 0);
    QCOMPARE(exported(*store), lines);
}

void TestExchange::refusesWrongLines_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const char *from, const char *to, const QString &says) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << says;
    };
    row("another format", "ringside-progress", "anki",
        u"expected an export of Ringside's progress"_s);
    row("a newer format", "\"version\":2", "\"version\":3", u"written by a newer version"_s);
    row("no version", "\"version\":2", "\"version\":0", u"expected `version`"_s);
    const auto piece = [&](const char *name, const QByteArray &line, const QString &says) {
        QTest::newRow(name) << QByteArray("{\"end\":") << line + "\n{\"end\":" << says;
    };
    piece("a playground without content", R"({"playground":"state","modified_ms":1,"offset":0})",
        u"expected a piece of the playground"_s);
    piece("content that is no base64", R"({"playground":"state","modified_ms":1,"offset":0,"base64":"%%%%"})",
        u"expected a piece of the playground"_s);
    piece("a piece with more in it", R"({"playground":"state","modified_ms":1,"offset":0,"base64":"","x":1})",
        u"expected a piece of the playground"_s);
    piece("a file outside the playground", R"({"playground":"../state","modified_ms":1,"offset":0,"base64":""})",
        u"no file of the playground: `../state`"_s);
    piece("a file that does not begin", R"({"playground":"run-000001","modified_ms":1,"offset":7,"base64":""})",
        u"run-000001: expected the bytes from 0"_s);
    row("newer tables", "\"schema\":", "\"schema\":99", u"written by a newer version"_s);
    row("no JSON", "{\"at_ms\"", "{at_ms", u"expected JSON"_s);
    row("a list", "{\"end\":", "[5]\n{\"end\":", u"expected a JSON object"_s);
    row("an unknown table", "\"table\":\"reading\"", "\"table\":\"secret\"",
        u"unknown table `secret`"_s);
    row("a missing column", "\"study_day\":20000,\"table\":\"review\"", "\"table\":\"review\"",
        u"review: no `study_day`"_s);
    row("an unknown column", "\"part\":\"P1\"", "\"part\":\"P1\",\"x\":1",
        u"reading: unknown `x`"_s);
    row("a text for a number", "\"study_day\":20000", "\"study_day\":\"today\"",
        u"study_day: expected an integer"_s);
    row("a fraction for an integer", "\"study_day\":20000", "\"study_day\":20000.5",
        u"study_day: expected an integer"_s);
    row("a day in a million years", "\"study_day\":20000", "\"study_day\":99999999",
        u"study_day: expected a smaller number"_s);
    row("a number without end", "\"points\":0.1", "\"points\":1e999", u""_s);
    row("a missing value", "\"part\":\"P1\"", "\"part\":null", u"reading.part: expected a value"_s);
    row("a number for a text", "\"part\":\"P1\"", "\"part\":1",
        u"reading.part: expected a string"_s);
    row("a grade of nine", "\"grade\":1", "\"grade\":9", u"CHECK constraint"_s);
    row("a kind that does not exist", "\"kind\":\"manual\"", "\"kind\":\"magic\"",
        u"CHECK constraint"_s);
    row("no end", "{\"end\":", "{\"ending\":", u"unknown table"_s);
    row("one row too few", "{\"end\":", "{\"end\":1", u"rows, found"_s);
    row("something behind the end", "{\"end\":", "{\"end\":", u"more lines after the end"_s);
}

void TestExchange::refusesWrongLines()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, says);
    QByteArray lines = exported(*filled(1, 0));
    QVERIFY(lines.contains(from));
    lines.replace(lines.indexOf(from), from.size(), to);
    if (from == to)
        lines += "{\"table\":\"review\"}\n";
    const auto store = filled(2, 100);
    const QByteArray before = exported(*store);
    const auto report = import(*store, lines);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, Error::Kind::Content);
    QCOMPARE(report.error().file, u"export.jsonl"_s);
    QVERIFY2(report.error().line > 0, qPrintable(describe(report.error())));
    QVERIFY2(report.error().doing.contains(says), qPrintable(report.error().doing));
    QCOMPARE(exported(*store), before);
}

void TestExchange::takesAllOrNothing()
{
    const QByteArray lines = exported(*filled(1, 0));
    const auto store = filled(2, 100);
    const QByteArray before = exported(*store);
    // Cut off anywhere: at a line or within one.
    for (qsizetype size = 0; size < lines.size() - 1; size += 997) {
        QVERIFY(!import(*store, lines.first(size)));
        QCOMPARE(exported(*store), before);
    }
}

void TestExchange::meetingOfTwoMachinesDoesNotDependOnWhoAsks()
{
    for (quint32 seed = 1; seed < 8; ++seed) {
        const auto left = filled(seed, 0);
        const auto right = filled(seed + 100, int(seed) % 3);
        const QByteArray fromLeft = exported(*left);
        const QByteArray fromRight = exported(*right);
        const qint64 rows = need(left->reviews().count()) + need(right->reviews().count());
        need(import(*left, fromRight));
        need(import(*right, fromLeft));
        QCOMPARE(exported(*left), exported(*right));
        QCOMPARE(need(left->reviews().count()), rows);
        QCOMPARE(need(left->reviews().states()), need(right->reviews().states()));
        QCOMPARE(need(left->reviews().repairStates()), 0);
    }
}

void TestExchange::newestTextWins()
{
    const auto here = need(Store::inMemory());
    const auto there = need(Store::inMemory());
    need(here->drafts().save({u"e"_s, u"s"_s, u"here"_s, 0, 100}));
    need(there->drafts().save({u"e"_s, u"s"_s, u"there, later"_s, 0, 200}));
    need(here->drafts().save({u"e"_s, u"t"_s, u"here, later"_s, 0, 300}));
    need(there->drafts().save({u"e"_s, u"t"_s, u"there"_s, 0, 200}));
    Note note{.itemUid = u"a"_s, .body = u"gone"_s, .updatedMs = 1};
    need(here->reading().save(note));
    need(import(*there, exported(*here)));
    need(there->reading().remove(note.uid, 5));
    need(import(*here, exported(*there)));
    need(import(*there, exported(*here)));
    for (const auto *store : {here.get(), there.get()}) {
        QCOMPARE(need(store->drafts().find(u"e"_s, u"s"_s))->body, u"there, later"_s);
        QCOMPARE(need(store->drafts().find(u"e"_s, u"t"_s))->body, u"here, later"_s);
        QVERIFY(need(store->reading().notesOf(u"a"_s)).isEmpty());
    }
}

void TestExchange::mergesAFileThatIsInUse()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"other.sqlite"_s);
    const auto other = needStore(Store::open(path));
    need(import(*other, exported(*filled(1, 0))));
    const QByteArray before = exported(*other);
    const auto store = filled(2, 100);
    const ImportReport report = need(mergeFile(*store, path));
    QVERIFY(report.taken > 40);
    QVERIFY(report.cards > 0);
    QCOMPARE(need(store->reviews().count()), 64);
    QCOMPARE(exported(*other), before);
    QCOMPARE(need(mergeFile(*store, path)).taken, 0);
}

void TestExchange::refusesToMergeWhatIsNotOurs()
{
    const QTemporaryDir folder;
    const auto store = filled(2, 100);
    const QByteArray before = exported(*store);
    QCOMPARE(mergeFile(*store, folder.filePath(u"none"_s)).error().errnum, ENOENT);
    const QString foreign = folder.filePath(u"foreign.sqlite"_s);
    need(need(Connection::open(foreign, Connection::Mode::ReadWrite))
            ->run(u"CREATE TABLE review (x)"_s));
    QCOMPARE(mergeFile(*store, foreign).error().kind, Error::Kind::Content);

    // Says it is ours, and brings values that no column of ours would hold.
    const QString hostile = folder.filePath(u"hostile.sqlite"_s);
    {
        const auto connection = need(Connection::open(hostile, Connection::Mode::ReadWrite));
        need(migrate(*connection, migrationSteps()));
        need(connection->run(u"DROP TABLE reading"_s));
        need(connection->run(u"CREATE TABLE reading (lesson, part, read_ms, updated_ms)"_s));
        need(connection->run(u"INSERT INTO reading VALUES ('a', x'00ff', 1e300, 'now')"_s));
    }
    QCOMPARE(mergeFile(*store, hostile).error().kind, Error::Kind::Content);
    QCOMPARE(exported(*store), before);
}

void TestExchange::aFuzzedExportNeverHurts()
{
    const QByteArray lines = exported(*filled(1, 0));
    const auto store = filled(2, 100);
    const QByteArray before = exported(*store);
    QRandomGenerator random(4711);
    static const QByteArrayList words{"null", "-1", "1e308", "9223372036854775807", "\"\"", "[]",
        "{}", "true", "\\u0000", "\xff\xfe", "\n", "\"", "{\"end\":0}", "\"table\":\"draft\"",
        "0.5", "\\ud800"};
    int refused = 0;
    int round = 0;
    QElapsedTimer clock;
    clock.start();
    for (; round < 20 || (round < 3000 && clock.elapsed() < 20'000); ++round) {
        QByteArray mutant = lines;
        for (int edits = random.bounded(1, 4); edits > 0; --edits) {
            const qsizetype at = random.bounded(int(mutant.size()));
            switch (random.bounded(4)) {
            case 0:
                mutant[at] = char(random.bounded(256));
                break;
            case 1:
                mutant.remove(at, random.bounded(1, 60));
                break;
            case 2:
                mutant.insert(at, words[random.bounded(words.size())]);
                break;
            default: {
                const qsizetype colon = mutant.indexOf(':', at);
                const qsizetype end = mutant.indexOf(',', colon);
                if (colon >= 0 && end > colon)
                    mutant.replace(colon + 1, end - colon - 1, words[random.bounded(words.size())]);
            }
            }
        }
        if (const auto report = import(*store, mutant); !report) {
            ++refused;
            QVERIFY(report.error().kind != Error::Kind::System);
        }
        if (round % 100 == 0) {
            // Whatever got in is as sound as anything of ours.
            QCOMPARE(need(store->reviews().repairStates()), 0);
            for (const CardState &card : need(store->reviews().states()))
                QVERIFY(!card.memory || card.memory->stability >= leastStability);
        }
    }
    QVERIFY(refused * 3 > round);
    const auto found = need(store->connection().first(
        u"PRAGMA integrity_check"_s, {}, [](const Row &row) { return row.text(0); }));
    QCOMPARE(found, u"ok"_s);
    // Nothing of what was there is gone.
    const auto again = need(Store::inMemory());
    need(import(*again, before));
    const QList<Review> own = need(again->reviews().all());
    QSet<QString> kept;
    for (const Review &review : need(store->reviews().all()))
        kept.insert(review.uid);
    for (const Review &review : own)
        QVERIFY(kept.contains(review.uid));
}

void TestExchange::aFullDiskIsReported()
{
    const auto store = filled(1, 0);
    QFile full(u"/dev/full"_s);
    QVERIFY(full.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    const auto written = exportLines(*store, full, 1);
    QVERIFY(!written);
    QCOMPARE(written.error().kind, Error::Kind::System);
    const QTemporaryDir folder;
    QVERIFY(!exportToFile(*store, folder.filePath(u"none/export.jsonl"_s), 1));
    QCOMPARE(exportToFile(*store, folder.path(), 1).error().errnum, EISDIR);
    // As root: nothing takes the place of what is no file.
    const QByteArray pipe = QFile::encodeName(folder.filePath(u"pipe"_s));
    QCOMPARE(::mkfifo(pipe.constData(), 0600), 0);
    QCOMPARE(exportToFile(*store, folder.filePath(u"pipe"_s), 1).error().errnum, EOPNOTSUPP);
    QVERIFY(!QFileInfo(folder.filePath(u"pipe"_s)).isFile());
    const QString path = folder.filePath(u"export.jsonl"_s);
    need(exportToFile(*store, path, 1));
    PlaygroundIntake nowhere({});
    QCOMPARE(need(importFromFile(*need(Store::inMemory()), path, nowhere)).known, 0);
    QVERIFY(!importFromFile(*store, folder.filePath(u"none"_s), nowhere));
}

QTEST_GUILESS_MAIN(TestExchange)
#include "tst_exchange.moc"
