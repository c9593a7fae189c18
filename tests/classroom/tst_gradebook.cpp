#include "classroom/exchange.h"
#include "classroom/files.h"
#include "classroom/gradebook.h"
#include "classroom/sampleclass.h"
#include "wording/feedback.h"
#include "wording/labwords.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <vector>

using namespace ringside;
using namespace ringside::classroom;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

class TestGradebook : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void marks_data();
    void marks();
    void regradingNeverTouchesPersons();
    void overridesStayWhenHandedInAgain();
    void logsTellTheFirstBadRecord_data();
    void logsTellTheFirstBadRecord();
    void whateverIsChangedIsFound();
    void logsComeBack();
    void severalMayWrite();
    void filesTakeThePlaceOfFilesAlone();
    void whatPersonsSaidIsTakenBack();
    void sheets_data();
    void sheets();
    void marksAreMadeToFit();
    void sheetsThatAreRefused_data();
    void sheetsThatAreRefused();
    void csvComesBack_data();
    void csvComesBack();
    void gradebookCsvHoldsNoFormula();
    void everyMarkHasItsRecord();
    void gradebookJsonLeadsToTheLog();
    void rosters_data();
    void rosters();
    void reportsKeepHiddenChecks();
    void everythingPassedIsSaidWhenItIsTrue_data();
    void everythingPassedIsSaidWhenItIsTrue();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }

    KeyPair m_keys = makeKeyPair();
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestGradebook::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestGradebook::marks_data()
{
    QTest::addColumn<QList<JournalEntry>>("journal");
    QTest::addColumn<QString>("sums"); // of all students; ? where it is open
    const auto row = [](const char *name, const QList<JournalEntry> &journal, const char *sums) {
        QTest::newRow(name) << journal << QString::fromLatin1(sums);
    };
    row("the grader's alone: 7.5 and 5, 4 less a tenth, nothing handed in", {}, "12.5 3.6 0");
    row("an extension takes the lateness back", {said(What::Extension, u"2"_s, {}, {}, {}, 60)}, "12.5 4 0");
    row("the last extension counts",
        {said(What::Extension, u"2"_s, {}, {}, {}, 60), said(What::Extension, u"2"_s, {}, {}, {}, 0)}, "12.5 3.6 0");
    row("less time makes the punctual late", {said(What::Extension, u"1"_s, {}, {}, {}, -60)}, "11.25 3.6 0");
    row("points by hand lose nothing for lateness", {said(What::Manual, u"2"_s, u"tidy"_s, 9)}, "12.5 9 0");
    row("points by hand for nothing handed in", {said(What::Manual, u"3"_s, u"prune"_s, 2.5)}, "12.5 3.6 2.5");
    row("the last points by hand count",
        {said(What::Manual, u"1"_s, u"tidy"_s, 1), said(What::Manual, u"1"_s, u"tidy"_s, 2)}, "7 3.6 0");
    row("points by hand taken back",
        {said(What::Manual, u"1"_s, u"tidy"_s, 1), said(What::Manual, u"1"_s, u"tidy"_s, {})}, "12.5 3.6 0");
    row("nought by hand is a mark", {said(What::Manual, u"1"_s, u"tidy"_s, 0)}, "5 3.6 0");
    row("a comment changes no mark", {said(What::Comment, u"1"_s, u"tidy"_s, {}, u"Well done."_s)}, "12.5 3.6 0");
    row("somebody who is not in the plan", {said(What::Manual, u"9"_s, u"tidy"_s, 1)}, "12.5 3.6 0");
}

void TestGradebook::marks()
{
    QFETCH(QList<JournalEntry>, journal);
    const auto sumsOf = [](const Gradebook &book) {
        QStringList sums;
        for (const GradeRow &row : book.rows)
            sums.append(row.isComplete ? pointsText(row.points) : u"?"_s);
        return sums.join(u' ');
    };
    const Gradebook marked = makeGradebook(samplePlan(), sampleResults(), journal);
    QTEST(sumsOf(marked), "sums");
    for (const GradeRow &row : marked.rows)
        for (const GradeCell &cell : row.cells)
            QVERIFY(cell.state != GradeCell::State::Manual || cell.lateness.percentLost == 0); // nor do reports say so
    // Our fault is no mark, and neither is a result for another file.
    QList<GradedItem> results = sampleResults();
    results[1] = result(u"1"_s, u"tidy"_s, "aa", 0, Outcome::Ungraded);
    results[2].source = "old";
    const QString open = sumsOf(makeGradebook(samplePlan(), results, {}));
    QCOMPARE(open, u"? ? 0"_s);
}

void TestGradebook::regradingNeverTouchesPersons()
{
    auto journal = Journal::open(m_folder->path(), m_keys);
    QVERIFY(journal.has_value());
    const Plan plan = samplePlan();
    QCOMPARE(enterMarks(*journal, plan, sampleResults(), at(due)).value().size(), 3);
    QVERIFY(enterMarks(*journal, plan, sampleResults(), at(due)).value().isEmpty());
    const QList<JournalEntry> byHand{said(What::Manual, u"1"_s, u"tidy"_s, 9.5), said(What::Comment, u"1"_s, u"tidy"_s, {}, u"See me."_s)};
    QVERIFY(journal->add(byHand).has_value());

    QList<GradedItem> results = sampleResults();
    results[1] = result(u"1"_s, u"tidy"_s, "aa", 100, Outcome::Mastered);
    results[2] = result(u"2"_s, u"tidy"_s, "ba", 100, Outcome::Mastered);
    const auto changes = enterMarks(*journal, plan, results, at(due + 1)).value();
    QCOMPARE(changes, (QList<MarkChange>{{u"1"_s, u"tidy"_s, 7.5, 10, true}, {u"2"_s, u"tidy"_s, 4, 10, false}}));
    const Gradebook book = makeGradebook(plan, results, journal->entries());
    QCOMPARE(book.rows[0].cells[0].points, 9.5);
    QCOMPARE(book.rows[0].cells[0].automatic.value_or(0), 10.0);
    QCOMPARE(book.rows[0].cells[0].comment, u"See me."_s);
    QCOMPARE(book.rows[1].points, 9.0);
}

void TestGradebook::overridesStayWhenHandedInAgain()
{
    JournalEntry entry = said(What::Manual, u"1"_s, u"tidy"_s, 9.5);
    entry.source = samplePlan().sourceOf(u"1", u"tidy");
    QCOMPARE(entry.source, QByteArray("aa"));
    QCOMPARE(samplePlan().sourceOf(u"3", u"tidy"), QByteArray());
    Plan plan = samplePlan();
    QVERIFY(!makeGradebook(plan, sampleResults(), {entry}).rows[0].cells[0].isHandedInAgain);
    plan.items[0].source = "ac";
    const Gradebook book = makeGradebook(plan, sampleResults(), {entry});
    QVERIFY(book.rows[0].cells[0].isHandedInAgain && book.rows[0].isComplete);
    QCOMPARE(book.rows[0].points, 14.5);
    QVERIFY(wording::feedbackText(book, book.rows[0], {}).contains(u"tidy: 9.5 of 10 points (graded by hand, handed in again since)"_s));
    auto journal = Journal::open(m_folder->path(), m_keys);
    QVERIFY(journal->add({entry}).has_value());
    QCOMPARE(enterHandIns(*journal, plan, at(due)).value(), 1);
    QCOMPARE(Journal::open(m_folder->path(), m_keys)->entries(), journal->entries());
}

void TestGradebook::logsComeBack()
{
    const QList<JournalEntry> entries{said(What::Manual, u"1"_s, u"tidy"_s, 2.25), said(What::Manual, u"1"_s, u"tidy"_s, {}),
        said(What::Comment, u"\"x\"\n"_s, u"tidy"_s, {}, u"=1+1\u202e"_s), said(What::Extension, u"2"_s, {}, {}, u"ill"_s, -90)};
    {
        auto journal = Journal::open(m_folder->path(), m_keys);
        QVERIFY(journal->add(entries.first(1)).has_value());
        QVERIFY(journal->add(entries.sliced(1)).has_value());
        QVERIFY(enterMarks(*journal, samplePlan(), sampleResults(), at(due)).has_value());
    }
    const auto journal = Journal::open(m_folder->path(), m_keys);
    QCOMPARE(journal->entries().size(), 7);
    QCOMPARE(journal->entries().first(4), entries);
    QCOMPARE(journal->entries().last().actor, u"grader"_s);
    // Nobody else can go on with it, and nobody else's passes.
    QVERIFY(!Journal::open(m_folder->path(), makeKeyPair()));
}

void TestGradebook::filesTakeThePlaceOfFilesAlone()
{
    QCOMPARE(writeFile(m_folder->path(), "x").error().errnum, EISDIR);
    QCOMPARE(::mkfifo(QFile::encodeName(path(u"pipe"_s)).constData(), 0600), 0);
    QCOMPARE(writeFile(path(u"pipe"_s), "x").error().errnum, EOPNOTSUPP);
    QVERIFY(!QFileInfo(path(u"pipe"_s)).isFile());
    QVERIFY(writeFile(path(u"file"_s), "x").has_value());
    QVERIFY(writeFile(path(u"file"_s), "y").has_value());
    QCOMPARE(readFile(path(u"file"_s)).value(), "y"_ba);
}

/// Whoever adds first has the folder for himself, and whoever comes then has read what was written.
void TestGradebook::severalMayWrite()
{
    auto first = Journal::open(m_folder->path(), m_keys);
    auto second = Journal::open(m_folder->path(), m_keys);
    QVERIFY(first->add({said(What::Manual, u"1"_s, u"tidy"_s, 1)}).has_value());
    QFile lock(path(u"audit.lock"_s));
    QVERIFY(lock.open(QIODevice::ReadWrite));
    QCOMPARE(::flock(lock.handle(), LOCK_EX | LOCK_NB), -1);
    first = std::unexpected(Error{});
    QCOMPARE(::flock(lock.handle(), LOCK_EX | LOCK_NB), 0);
    lock.close();
    QVERIFY(second->add({said(What::Manual, u"2"_s, u"tidy"_s, 2)}).has_value());
    QCOMPARE(second->entries().size(), 2);
    QCOMPARE(second->entries().first().student, u"1"_s);
    second = std::unexpected(Error{});

    std::atomic<int> refused = 0;
    {
        std::vector<std::jthread> writers;
        for (int writer = 0; writer < 4; ++writer)
            writers.emplace_back([&] {
                for (int i = 0; i < 10; ++i) {
                    auto journal = Journal::open(m_folder->path(), m_keys);
                    if (!journal || !journal->add({said(What::Manual, u"3"_s, u"tidy"_s, i)}))
                        ++refused;
                }
            });
    }
    QCOMPARE(refused, 0);
    QVERIFY(!Journal::check(m_folder->path(), m_keys.publicKey).value());
    QCOMPARE(Journal::open(m_folder->path(), m_keys)->entries().size(), 42);
}

void TestGradebook::whatPersonsSaidIsTakenBack()
{
    auto journal = Journal::open(m_folder->path(), m_keys);
    QVERIFY(enterMarks(*journal, samplePlan(), sampleResults(), at(due)).has_value());
    QVERIFY(journal->add({said(What::Manual, u"1"_s, u"tidy"_s, 1), said(What::Extension, u"2"_s, {}, {}, {}, 60), said(What::Manual, u"1"_s, u"tidy"_s, 2)}).has_value());
    const auto sums = [&] {
        QStringList texts;
        for (const GradeRow &row : makeGradebook(samplePlan(), sampleResults(), journal->entries()).rows)
            texts.append(pointsText(row.points));
        return texts.join(u' ');
    };
    QCOMPARE(sums(), u"7 4 0"_s);
    const QList<std::pair<qint64, QString>> steps{{6, u"6 4 0"_s}, {5, u"6 3.6 0"_s}, {4, u"12.5 3.6 0"_s}};
    for (const auto &[number, expected] : steps) {
        QCOMPARE(lastUndoable(journal->entries()), number);
        QVERIFY(journal->add({JournalEntry{.what = What::Undo, .at = at(due), .actor = u"teacher"_s, .undone = number}}).has_value());
        QCOMPARE(sums(), expected);
    }
    QCOMPARE(lastUndoable(journal->entries()), 0);
    // What is entered now can be taken back again; what was undone stays so after reading the log.
    QVERIFY(journal->add({said(What::Manual, u"1"_s, u"tidy"_s, 3)}).has_value());
    journal = Journal::open(m_folder->path(), m_keys);
    QCOMPARE(lastUndoable(journal->entries()), 10);
    QCOMPARE(sums(), u"8 3.6 0"_s);
}

void TestGradebook::logsTellTheFirstBadRecord_data()
{
    QTest::addColumn<int>("change");
    QTest::addColumn<qint64>("record");
    QTest::addColumn<bool>("isCut");
    QTest::newRow("nothing was done") << 0 << qint64(0) << false;
    QTest::newRow("a bit is flipped in the third") << 1 << qint64(3) << false;
    QTest::newRow("the second is missing") << 2 << qint64(2) << false;
    QTest::newRow("the fourth and fifth have changed places") << 3 << qint64(4) << false;
    QTest::newRow("the last is missing") << 4 << qint64(5) << true;
    QTest::newRow("all are missing") << 5 << qint64(1) << true;
    QTest::newRow("the copy of the end is missing") << 6 << qint64(6) << true;
    QTest::newRow("the last is missing, and the copy of the end was made to fit") << 7 << qint64(5) << true;
    QTest::newRow("a record of somebody else's is added") << 8 << qint64(6) << false;
    QTest::newRow("the writer was stopped before the end was written") << 9 << qint64(0) << false;
    QTest::newRow("the end of the last is missing") << 10 << qint64(5) << true;
    QTest::newRow("the writer was stopped in the middle of the last") << 11 << qint64(0) << false;
}

void TestGradebook::logsTellTheFirstBadRecord()
{
    QFETCH(int, change);
    auto journal = Journal::open(m_folder->path(), m_keys);
    QByteArray endBefore;
    for (int i = 0; i < 5; ++i) {
        endBefore = readFile(path(u"audit.end"_s)).value_or(QByteArray());
        QVERIFY(journal->add({said(What::Manual, u"1"_s, u"tidy"_s, i)}).has_value());
    }
    QByteArray lines = readFile(path(u"audit.jsonl"_s)).value();
    QByteArray end = readFile(path(u"audit.end"_s)).value();
    QList<QByteArray> records = lines.split('\n').first(5);
    const KeyPair other = makeKeyPair();
    ChainEnd last = journal->end();
    journal = std::unexpected(Error{}); // lets go of the folder
    switch (change) {
    case 1: records[2].replace("\"points\":2", "\"points\":3"); break;
    case 2: records.remove(1); break;
    case 3: records.swapItemsAt(3, 4); break;
    case 4: records.removeLast(); break;
    case 5: records.clear(); break;
    case 6: end.clear(); break;
    case 7: {
        records.removeLast();
        ChainEnd none;
        end = chainLine(none, {{u"records"_s, 4}, {u"hash"_s, u"x"_s}}, &other);
        break;
    }
    case 8: records.append(chainLine(last, {{u"what"_s, u"manual"_s}, {u"points"_s, 100}}, &other).chopped(1)); break;
    case 9:
    case 11: end = endBefore; break;
    default: break;
    }
    lines = records.isEmpty() ? QByteArray() : records.join('\n') + '\n';
    if (change >= 10)
        lines.chop(20);
    QVERIFY(writeFile(path(u"audit.jsonl"_s), lines).has_value());
    QVERIFY(writeFile(path(u"audit.end"_s), end).has_value());
    const auto fault = Journal::check(m_folder->path(), m_keys.publicKey).value();
    QTEST(fault ? fault->record : 0, "record");
    QTEST(fault && fault->isCut, "isCut");
    auto opened = Journal::open(m_folder->path(), m_keys);
    QCOMPARE(opened.has_value(), !fault);
    if (opened) { // and it goes on from there
        QVERIFY(opened->add({said(What::Manual, u"1"_s, u"tidy"_s, 9)}).has_value());
        QVERIFY(!Journal::check(m_folder->path(), m_keys.publicKey).value());
    }
}

/// Any bit of any record, any record dropped, any two changed places, the log cut after any byte.
void TestGradebook::whateverIsChangedIsFound()
{
    auto journal = Journal::open(m_folder->path(), m_keys);
    for (int i = 0; i < 5; ++i)
        QVERIFY(journal->add({said(What::Manual, u"1"_s, u"tidy"_s, i)}).has_value());
    const QByteArray log = readFile(path(u"audit.jsonl"_s)).value();
    const QByteArrayList records = log.chopped(1).split('\n');
    QCOMPARE(records.size(), 5);
    const auto firstBad = [&](const QByteArray &lines) {
        QFile file(path(u"audit.jsonl"_s)); // not by writeFile(), which waits for the disk
        if (!file.open(QIODevice::WriteOnly) || file.write(lines) != lines.size() || !file.flush())
            qFatal("cannot write %s", qPrintable(file.fileName()));
        const auto fault = Journal::check(m_folder->path(), m_keys.publicKey).value();
        return fault ? fault->record : 0;
    };
    QCOMPARE(firstBad(log), 0);
    for (qsizetype i = 0; i < log.size(); i += 7) { // no record is as short
        QByteArray changed = log;
        changed[i] = char(changed[i] ^ 1);
        QCOMPARE(firstBad(changed), log.first(i).count('\n') + 1);
        // Part of a record at the end never was one: the one before it was the last.
        QCOMPARE(firstBad(log.first(i)), log.first(i).count('\n') + 1);
    }
    for (qsizetype i = 0; i < records.size(); ++i) {
        QByteArrayList others = records;
        others.remove(i);
        QCOMPARE(firstBad(others.join('\n') + '\n'), i + 1);
        for (qsizetype j = i + 1; j < records.size(); ++j) {
            others = records;
            others.swapItemsAt(i, j);
            QCOMPARE(firstBad(others.join('\n') + '\n'), i + 1);
        }
    }
}

void TestGradebook::sheets_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<int>("filled");
    const auto row = [](const char *name, const QByteArray &before, const QByteArray &after, int filled) {
        QTest::newRow(name) << before << after << filled;
    };
    row("moodle",
        "Identifier,\"Full name\",Status,Grade,\"Maximum Grade\",\"Grade can be changed\",\"Last modified (grade)\",\"Feedback comments\"\n"
        "\"Participant 1\",\"Ann Lee\",\"Submitted\",,100.00,Yes,-,\n\"Participant 2\",\"Bob, \"\"B\"\"\",Submitted,7.00,100.00,Yes,-,old\n"
        "\"Participant 8\",Eve,-,,100.00,Yes,-,\n",
        "Identifier,\"Full name\",Status,Grade,\"Maximum Grade\",\"Grade can be changed\",\"Last modified (grade)\",\"Feedback comments\"\n"
        "\"Participant 1\",\"Ann Lee\",\"Submitted\",12.5,100.00,Yes,-,tidy: Well done.\n\"Participant 2\",\"Bob, \"\"B\"\"\",Submitted,3.6,100.00,Yes,-,old\n"
        "\"Participant 8\",Eve,-,,100.00,Yes,-,\n",
        2);
    row("moodle in German, semicolons, decimal commas, a byte order mark, Windows lines",
        "\xef\xbb\xbfID;Vollst\xc3\xa4ndiger Name;E-Mail;Status;Bewertung;Bestwertung;\xc3\x84nderbar;Zuletzt;Feedback als Kommentar\r\n"
        "Teilnehmer/in1;Ann;a@x;ok;;100,00;Ja;-;\r\nTeilnehmer/in2;Bob;b@x;ok;;100,00;Ja;-;",
        "\xef\xbb\xbfID;Vollst\xc3\xa4ndiger Name;E-Mail;Status;Bewertung;Bestwertung;\xc3\x84nderbar;Zuletzt;Feedback als Kommentar\r\n"
        "Teilnehmer/in1;Ann;a@x;ok;12,5;100,00;Ja;-;tidy: Well done.\r\nTeilnehmer/in2;Bob;b@x;ok;3,6;100,00;Ja;-;",
        2);
    row("moodle, blind",
        "Identifier,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade),Feedback comments\n"
        "Participant 3,Draft,,15,Yes,-,\n",
        "Identifier,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade),Feedback comments\n"
        "Participant 3,Draft,0,15,Yes,-,\n",
        1);
    row("moodle, rows that hold nothing behind it",
        "Identifier,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade),Feedback comments\r\n"
        "Participant 3,Draft,,15,Yes,-,\r\n,,,,,,\r\n\r\n",
        "Identifier,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade),Feedback comments\r\n"
        "Participant 3,Draft,0,15,Yes,-,\r\n,,,,,,\r\n\r\n",
        1);
    row("canvas",
        "Student,ID,SIS User ID,SIS Login ID,Section,Week 3 (881),Final Score\n,,,,,Manual Posting,(read only)\n"
        "    Points Possible,,,,,15,(read only)\n\"Lee, Ann\",1,,al,S1,,0\n\"B, Bob\",2,,bb,S1,EX,0\n\"=\"\"Eve\"\"\",77,,e,S1,4,0\n",
        "Student,ID,SIS User ID,SIS Login ID,Section,Week 3 (881),Final Score\n,,,,,Manual Posting,(read only)\n"
        "    Points Possible,,,,,15,(read only)\n\"Lee, Ann\",1,,al,S1,12.5,0\n\"B, Bob\",2,,bb,S1,3.6,0\n\"=\"\"Eve\"\"\",77,,e,S1,4,0\n",
        2);
    row("canvas without a column for the lab",
        "Student,ID,Section\n    Points Possible,,\n\"Lee, Ann\",1,S1\n",
        "Student,ID,Section,Week 3\n    Points Possible,,\n\"Lee, Ann\",1,S1,12.5\n", 1);
}

void TestGradebook::sheets()
{
    QFETCH(QByteArray, before);
    const Gradebook book
        = makeGradebook(samplePlan(), sampleResults(), {said(What::Comment, u"1"_s, u"tidy"_s, {}, u"Well done."_s)});
    const auto filling = fillSheet(before, u"sheet.csv"_s, book, u"Week 3"_s);
    QVERIFY2(filling.has_value(), filling ? "" : qPrintable(describe(filling.error())));
    QTEST(filling->bytes, "after");
    QTEST(filling->filled, "filled");
}

/// A lab of fifteen points for a platform that has hundred, or six.
void TestGradebook::marksAreMadeToFit()
{
    const Gradebook book = makeGradebook(samplePlan(), sampleResults(), {});
    const auto sheet = [](const QByteArray &most) {
        return "Identifier,Status,Grade,Maximum Grade,Changed,Comments\nParticipant 1,x,," + most + ",y,\nParticipant 2,x,," + most + ",y,\n";
    };
    const auto filled = [&](const QByteArray &most, MarksIn marks) { return fillSheet(sheet(most), u"sheet.csv"_s, book, {}, marks); };
    QVERIFY(isOverMaximum(filled("6.00", MarksIn::LabPoints).error()));
    QVERIFY(!isOverMaximum(fillSheet("a,b\n", {}, book, {}).error()));
    const auto larger = filled("100.00", MarksIn::LabPoints);
    QCOMPARE(larger->most, 100.0);
    QVERIFY(larger->bytes.contains("\nParticipant 1,x,12.5,100.00,y,\nParticipant 2,x,3.6,100.00,y,\n"));
    QVERIFY(filled("100.00", MarksIn::Proportion)->bytes.contains("\nParticipant 1,x,83.33,100.00,y,\nParticipant 2,x,24,100.00,y,\n"));
    QVERIFY(filled("6.00", MarksIn::Proportion)->bytes.contains("\nParticipant 1,x,5,6.00,y,\nParticipant 2,x,1.44,6.00,y,\n"));
    QCOMPARE(outOf(150, book).rows[0].points, 125.0);
    QCOMPARE(outOf(150, book).most, 150.0);
    QCOMPARE(wording::moodleHint(100), QString());
    QVERIFY(wording::moodleHint(100.5).contains(u"at most 100"_s));
}

void TestGradebook::sheetsThatAreRefused_data()
{
    QTest::addColumn<QByteArray>("sheet");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("what");
    QTest::newRow("nothing") << QByteArray() << 0 << u"empty"_s;
    QTest::newRow("another table") << QByteArray("a,b,c\n1,2,3\n") << 1 << u"neither"_s;
    QTest::newRow("a quote that does not end") << QByteArray("a,b\n\"1,2\n") << 2 << u"quote"_s;
    QTest::newRow("no UTF-8") << QByteArray("a,\xff\n") << 0 << u"UTF-8"_s;
    QTest::newRow("a maximum below the marks")
        << QByteArray("Identifier,Status,Grade,Maximum Grade,Changed,Comments\nParticipant 2,x,,10,y,\nParticipant 1,x,,10,y,\n")
        << 3 << u"12.5 points are more than the 10"_s;
}

void TestGradebook::sheetsThatAreRefused()
{
    QFETCH(QByteArray, sheet);
    QFETCH(QString, what);
    const auto filling = fillSheet(sheet, u"sheet.csv"_s, makeGradebook(samplePlan(), sampleResults(), {}), u"Week 3"_s);
    QVERIFY(!filling);
    QTEST(filling.error().line, "line");
    QVERIFY2(filling.error().doing.contains(what), qPrintable(filling.error().doing));
}

void TestGradebook::csvComesBack_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("plain") << QByteArray("a,b\n1,2\n");
    QTest::newRow("quotes where none are needed") << QByteArray("\"a\",\"b\"\r\n\"1\",2\r\n");
    QTest::newRow("line feeds inside of a cell") << QByteArray("a,b\n\"1\n2\r\n3\",2");
    QTest::newRow("rows of different lengths") << QByteArray("a,b,c\n1\n,,,\n");
    QTest::newRow("empty lines") << QByteArray("a\n\n\nb\n");
    QTest::newRow("tabs") << QByteArray("a\tb\n1\t\"2\t3\"\n");
    QTest::newRow("a quote in the middle") << QByteArray("a,b\n5\" disk,2\n");
}

void TestGradebook::csvComesBack()
{
    QFETCH(QByteArray, bytes);
    auto table = CsvTable::read(bytes, u"a.csv"_s);
    QVERIFY(table.has_value());
    QCOMPARE(table->toBytes(), bytes);
    const QStringList hostile{u"a,b;c\td"_s, u"say \"x\""_s, u"two\nlines"_s, u" blanks "_s, u"=1+1"_s, u"😀\u202e"_s, u""_s};
    for (const QString &text : hostile) {
        table->setText(0, 0, text);
        const auto again = CsvTable::read(table->toBytes(), u"a.csv"_s);
        QCOMPARE(again->text(0, 0), text);
        QCOMPARE(again->rows(), table->rows());
    }
}

void TestGradebook::gradebookCsvHoldsNoFormula()
{
    Plan plan = samplePlan();
    const QStringList names{u"=cmd|' /C calc'!A0"_s, u"+1"_s, u"-1"_s, u"@SUM(A1)"_s, u"\t=1"_s, u"x\n=1"_s, u"a,b"_s, u"Bob, \"B\""_s};
    plan.students.clear();
    for (const QString &name : names)
        plan.students.append({.id = name, .name = name});
    const QByteArray csv = gradebookCsv(makeGradebook(plan, {}, {}));
    const auto table = CsvTable::read(csv, u"gradebook.csv"_s).value();
    QCOMPARE(table.rows(), names.size() + 1);
    for (qsizetype row = 1; row < table.rows(); ++row) {
        QCOMPARE(table.columns(row), table.columns(0));
        QCOMPARE(table.text(row, u"student"_s), withoutFormula(names[row - 1]));
        for (qsizetype column = 0; column < table.columns(row); ++column)
            QVERIFY(!u"=+-@\t"_s.contains(table.text(row, column).left(1)) || table.text(row, column).isEmpty());
    }
}

/// A mark in the table, the number behind it, and the record of that number: by the grader or by hand, the first, one that
/// was changed since, and one that was taken back.
void TestGradebook::everyMarkHasItsRecord()
{
    auto journal = Journal::open(m_folder->path(), m_keys);
    QList<GradedItem> results = sampleResults();
    QVERIFY(enterMarks(*journal, samplePlan(), results, at(due)).has_value());
    results[1] = result(u"1"_s, u"tidy"_s, "aa", 100, Outcome::Mastered);
    QVERIFY(enterMarks(*journal, samplePlan(), results, at(due)).has_value());
    QVERIFY(journal->add({said(What::Manual, u"2"_s, u"tidy"_s, 9), said(What::Manual, u"3"_s, u"prune"_s, 2), said(What::Comment, u"2"_s, u"tidy"_s, {}),
                             said(What::Manual, u"1"_s, u"prune"_s, 1), said(What::Manual, u"1"_s, u"prune"_s, {}), said(What::Manual, u"2"_s, u"tidy"_s, 8)}).has_value());
    QVERIFY(journal->add({JournalEntry{.what = What::Undo, .at = at(due), .actor = u"teacher"_s, .undone = 10}}).has_value());
    const QList<JournalEntry> entries = Journal::open(m_folder->path(), m_keys)->entries();
    const auto table = CsvTable::read(gradebookCsv(makeGradebook(samplePlan(), results, entries)), u"gradebook.csv"_s).value();
    QStringList marks;
    for (qsizetype row = 1; row < table.rows(); ++row) {
        for (const QString &slug : {u"tidy"_s, u"prune"_s}) {
            const auto text = [&](const char *column) { return table.text(row, slug + u' ' + QLatin1StringView(column)); };
            const QString record = text("record");
            QCOMPARE(record.isEmpty(), text("state") == u"missing"_s);
            if (record.isEmpty())
                continue;
            const JournalEntry &entry = entries.at(record.toInt() - 1);
            QCOMPARE(entry.student, table.text(row, u"student"_s));
            QCOMPARE(entry.slug, slug);
            QCOMPARE(pointsText(entry.points.value()), text(entry.what == What::Manual ? "manual" : "automatic"));
            marks.append(record);
        }
    }
    QCOMPARE(marks, (QStringList{u"4"_s, u"1"_s, u"5"_s, u"6"_s}));
    // What was not entered, or is about another file, has none.
    QCOMPARE(makeGradebook(samplePlan(), results, {}).rows[0].cells[0].record, 0);
    results[1].source = "ac";
    QCOMPARE(makeGradebook(samplePlan(), results, entries).rows[0].cells[0].record, 0);
}

void TestGradebook::gradebookJsonLeadsToTheLog()
{
    auto journal = Journal::open(m_folder->path(), m_keys);
    QVERIFY(enterMarks(*journal, samplePlan(), sampleResults(), at(due)).has_value());
    const auto json = QJsonDocument::fromJson(
        gradebookJson(makeGradebook(samplePlan(), sampleResults(), journal->entries()), journal->end()))
                          .object();
    QCOMPARE(json[u"audit"_s][u"records"_s].toInteger(), 3);
    QCOMPARE(json[u"audit"_s][u"hash"_s].toString().toLatin1(), journal->end().hash);
    // Every mark has its one record.
    for (const QJsonValue &student : json[u"students"_s].toArray()) {
        for (const QJsonValue &cell : student[u"exercises"_s].toArray()) {
            const auto records = std::ranges::count_if(journal->entries(), [&](const JournalEntry &entry) {
                return entry.student == student[u"student"_s].toString() && entry.slug == cell[u"exercise"_s].toString()
                    && entry.points == cell[u"automatic"_s].toDouble();
            });
            QCOMPARE(records, cell[u"state"_s] == u"graded"_s ? 1 : 0);
            QCOMPARE(cell[u"record"_s].isDouble(), records == 1);
        }
    }
}

void TestGradebook::rosters_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::addColumn<int>("students");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("what");
    QTest::newRow("a class") << QByteArray("Name,Student,Submitted,extension_minutes\nAnn,a,2026-11-09T23:59:00+01:00,60\nBob,b,,\n") << 2 << 0 << u""_s;
    QTest::newRow("rows that hold nothing") << QByteArray("student;name\r\n\r\na;Ann\r\n;\r\nb;Bob\r\n;\r\n\r\n") << 2 << 0 << u""_s;
    QTest::newRow("more than a year") << QByteArray("student,extension_minutes\na,9223372036854775807\n") << -1 << 2 << u"a year at most"_s;
    QTest::newRow("more than a year less") << QByteArray("student,extension_minutes\na,-9223372036854775808\n") << -1 << 2 << u"a year at most"_s;
    QTest::newRow("no UTF-8") << QByteArray("student;name\na;\xc4nn\n") << -1 << 0 << u"UTF-8"_s;
    QTest::newRow("nobody") << QByteArray("student\n") << 0 << 0 << u""_s;
    QTest::newRow("no ids") << QByteArray("name\nAnn\n") << -1 << 1 << u"student"_s;
    QTest::newRow("somebody without an id") << QByteArray("student,name\na,Ann\n,Bob\n") << -1 << 3 << u"found nothing"_s;
    QTest::newRow("somebody twice") << QByteArray("student\na\na\n") << -1 << 3 << u"there already"_s;
    QTest::newRow("a time without a zone") << QByteArray("student,submitted\na,2026-11-09T23:59:00\n") << -1 << 2 << u"zone"_s;
    QTest::newRow("no minutes") << QByteArray("student,extension_minutes\na,soon\n") << -1 << 2 << u"expected a number"_s;
}

void TestGradebook::rosters()
{
    QFETCH(QByteArray, csv);
    QFETCH(QString, what);
    const auto roster = readRoster(csv, u"class.csv"_s);
    QTEST(roster ? int(roster->size()) : -1, "students");
    if (roster)
        return;
    QTEST(roster.error().line, "line");
    QVERIFY2(roster.error().doing.contains(what), qPrintable(roster.error().doing));
}

void TestGradebook::reportsKeepHiddenChecks()
{
    const auto reportOf = [](const QList<GradedItem> &results) {
        const Gradebook book = makeGradebook(samplePlan(), results, {said(What::Comment, u"1"_s, u"tidy"_s, {}, u"<script>"_s)});
        return wording::feedbackHtml(book, book.rows.first(), results);
    };
    const QString report = reportOf(sampleResults());
    QVERIFY(!report.contains(u"secret value"_s) && !report.contains(u"Secret title"_s));
    QVERIFY(report.contains(u"A hidden check"_s));
    QVERIFY(!report.contains(u"<script>"_s) && report.contains(u"&lt;script&gt;"_s));
    QVERIFY(report.contains(u"It is &lt;b&gt;not&lt;/b&gt; enough."_s));
    // What was expected of a hidden check shows nowhere.
    QList<GradedItem> other = sampleResults();
    for (GradedItem &item : other)
        item.verdict.checks[1].expected = u"another value"_s;
    QCOMPARE(reportOf(other), report);
}

void TestGradebook::everythingPassedIsSaidWhenItIsTrue_data()
{
    QTest::addColumn<CheckOutcome>("visible");
    QTest::addColumn<CheckOutcome>("hidden");
    QTest::addColumn<QString>("text");
    QTest::newRow("all") << CheckOutcome::Passed << CheckOutcome::Passed << u"Everything passed."_s;
    QTest::newRow("a hidden one failed") << CheckOutcome::Passed << CheckOutcome::Failed << u"1 of 2 checks passed. 1 of all are hidden."_s;
    QTest::newRow("a hidden one was not run") << CheckOutcome::Passed << CheckOutcome::NotRun << u"1 of 2 checks passed. 1 were not run. 1 of all are hidden."_s;
    QTest::newRow("a hidden one is ungraded") << CheckOutcome::Passed << CheckOutcome::Ungraded << u"1 of 2 checks passed. 1 were not run. 1 of all are hidden."_s;
    QTest::newRow("a visible one failed") << CheckOutcome::Failed << CheckOutcome::Passed << u"1 of 2 checks passed. 1 of all are hidden."_s;
    QTest::newRow("a visible one is ungraded") << CheckOutcome::Ungraded << CheckOutcome::Passed << u"1 of 2 checks passed. 1 were not run. 1 of all are hidden."_s;
    QTest::newRow("a visible one was not run") << CheckOutcome::NotRun << CheckOutcome::Passed << u"1 of 2 checks passed. 1 were not run. 1 of all are hidden."_s;
    QTest::newRow("both failed") << CheckOutcome::Failed << CheckOutcome::Failed << u"0 of 2 checks passed. 1 of all are hidden."_s;
    QTest::newRow("nothing was run") << CheckOutcome::NotRun << CheckOutcome::NotRun << u"0 of 2 checks passed. 2 were not run. 1 of all are hidden."_s;
    QTest::newRow("nothing could be graded") << CheckOutcome::Ungraded << CheckOutcome::Ungraded << u"0 of 2 checks passed. 2 were not run. 1 of all are hidden."_s;
    QTest::newRow("failed, and one could not be graded") << CheckOutcome::Failed << CheckOutcome::Ungraded << u"0 of 2 checks passed. 1 were not run. 1 of all are hidden."_s;
    QTest::newRow("none") << CheckOutcome::Failed << CheckOutcome::NotRun << u"0 of 2 checks passed. 1 were not run. 1 of all are hidden."_s;
}

void TestGradebook::everythingPassedIsSaidWhenItIsTrue()
{
    QFETCH(CheckOutcome, visible);
    QFETCH(CheckOutcome, hidden);
    QFETCH(QString, text);
    GradedItem item = result(u"2"_s, u"tidy"_s, "ba", 100);
    item.verdict.checks[0].outcome = visible;
    item.verdict.checks[1].outcome = hidden;
    const Gradebook book = makeGradebook(samplePlan(), {item}, {});
    const QString report = wording::feedbackHtml(book, book.rows[1], {item});
    QVERIFY2(report.contains(text), qPrintable(report));
    QCOMPARE(report.contains(u"Everything passed."_s), text == u"Everything passed."_s);
}

QTEST_GUILESS_MAIN(TestGradebook)
#include "tst_gradebook.moc"
