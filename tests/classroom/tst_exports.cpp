#include "classroom/archive.h"
#include "classroom/classtables.h"
#include "classroom/files.h"
#include "classroom/intake.h"
#include "classroom/sampleclass.h"
#include "classroom/studentresults.h"
#include "wording/feedback.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace ringside;
using namespace ringside::tests;

/// What other programs read: against files as they should be, and read back.
class TestExports : public QObject
{
    Q_OBJECT

private slots:
    void areAsTheFilesSay_data();
    void areAsTheFilesSay();
    void tablesSurviveHostileNames_data();
    void tablesSurviveHostileNames();
    void scoresComeBack();
    void gradescopeComesBack();
    void check50ComesBack();
    void junitComesBack();
    void junitHoldsWhatXmlCannot();
    void feedbackGoesBackToMoodle();
    void feedbackGoesBackToCanvas();
    void feedbackKeepsStudentsApart();
    void nothingOpenIsANumber_data();
    void nothingOpenIsANumber();
    void hiddenChecksTellNothing();
};

/// All that the exports are made of, with a comment and points by hand.
static Gradebook sampleBook()
{
    return makeGradebook(samplePlan(), sampleResults(),
        {said(What::Comment, u"1"_s, u"tidy"_s, {}, u"Well, \"done\".\nSee me."_s), said(What::Manual, u"2"_s, u"prune"_s, 2.5)});
}

static QList<GradedItem> shownTo(const QString &student)
{
    QList<GradedItem> shown;
    for (const GradedItem &item : sampleResults()) {
        if (item.student == student)
            shown.append(wording::asShown(item));
    }
    return shown;
}

void TestExports::areAsTheFilesSay_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    const Gradebook book = sampleBook();
    const auto row = [](const char *file, const QByteArray &bytes) { QTest::newRow(file) << QString::fromLatin1(file) << bytes; };
    row("nbgrader.csv", nbgraderCsv(book, samplePlan().lab));
    row("moodle.csv", moodleGradesCsv(book));
    row("canvas.csv", canvasCsv(book, u"Week 3 (881)"_s));
    row("github-classroom.csv", githubClassroomCsv(book));
    row("ags.jsonl", agsLines(book, at(due + 60)));
    row("gradescope.json", gradescopeJson(samplePlan().lab, book.rows[0], shownTo(u"1"_s)));
    row("check50.json", check50Json(shownTo(u"1"_s)[1], u"1.0"_s));
    row("junit.xml", junitXml(book, book.rows[0], shownTo(u"1"_s)));
    row("feedback.txt", wording::feedbackText(book, book.rows[0], sampleResults()).toUtf8());
    row("feedback.json", wording::feedbackJson(book, book.rows[0], sampleResults()));
}

void TestExports::areAsTheFilesSay()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    const auto expected = readFile(QStringLiteral(TEST_DATA "/exports/") + file);
    QVERIFY2(expected == bytes, bytes.constData());
}

static const QStringList hostile{u"=cmd|' /C calc'!A0"_s, u"+1"_s, u"-1"_s, u"@SUM(A1)"_s, u"\t=1"_s, u"two\nlines"_s, u"a,b"_s,
    u"Bob, \"B\""_s, u"\u202eevil"_s, u"😀"_s, u"O'Neil; Ann"_s, u""_s};

/// Each has another sum; the last one's is open.
static Gradebook hostileBook()
{
    Plan plan = samplePlan();
    plan.students.clear();
    plan.items.clear();
    QList<JournalEntry> journal;
    for (const QString &name : hostile) {
        const QString id = u"x"_s + name;
        journal.append(said(What::Manual, id, u"tidy"_s, double(plan.students.size()) + 0.25, {}));
        plan.students.append({.id = id, .name = name, .email = name});
    }
    plan.items = {{.student = plan.students.last().id, .slug = u"prune"_s, .source = "x"}};
    return makeGradebook(plan, {}, journal);
}

void TestExports::tablesSurviveHostileNames_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::addColumn<QString>("column"); // in which the id is
    QTest::addColumn<QString>("marks"); // the column of the sums
    QTest::addColumn<int>("first"); // row of a student
    QTest::newRow("nbgrader") << nbgraderCsv(hostileBook(), samplePlan().lab) << u"student_id"_s << u"score"_s << 1;
    QTest::newRow("moodle") << moodleGradesCsv(hostileBook()) << u"ID number"_s << u"Week 3"_s << 1;
    QTest::newRow("canvas") << canvasCsv(hostileBook(), u"=1+1"_s) << u"ID"_s << u"'=1+1"_s << 2;
    QTest::newRow("github classroom") << githubClassroomCsv(hostileBook()) << u"roster_identifier"_s << u"points_awarded"_s << 1;
    QTest::newRow("the gradebook") << gradebookCsv(hostileBook()) << u"student"_s << u"tidy manual"_s << 1;
}

void TestExports::tablesSurviveHostileNames()
{
    QFETCH(QByteArray, csv);
    QFETCH(QString, column);
    QFETCH(QString, marks);
    QFETCH(int, first);
    const auto table = CsvTable::read(csv, u"table.csv"_s).value();
    const Gradebook book = hostileBook();
    QCOMPARE(table.rows(), hostile.size() + first);
    for (qsizetype row = 0; row < table.rows(); ++row) {
        QCOMPARE(table.columns(row), table.columns(0));
        if (row >= first) {
            const GradeRow &student = book.rows[row - first];
            QCOMPARE(table.text(row, column), student.student.id);
            const bool hasMark = student.isComplete || marks == u"tidy manual"_s;
            const QString points = table.text(row, marks);
            QVERIFY2(hasMark ? points == pointsText(student.points) : points.isEmpty() || points == u"-"_s, qPrintable(points));
        }
        for (qsizetype i = 0; i < table.columns(row); ++i) {
            const QString text = table.text(row, i);
            // Canvas's own way to write a name that looks like a formula is a formula of nothing but text.
            const bool isFormula = withoutFormula(text) != text && !(text.startsWith(u"=\"") && text.endsWith(u'"'));
            QVERIFY2(!isFormula || text == u"-", qPrintable(text));
        }
    }
}

void TestExports::scoresComeBack()
{
    const QList<QByteArray> lines = agsLines(hostileBook(), at(due)).trimmed().split('\n');
    QCOMPARE(lines.size(), hostile.size());
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const auto score = QJsonDocument::fromJson(lines[i]).object();
        QCOMPARE(score[u"userId"_s].toString(), u"x"_s + hostile[i]);
        QCOMPARE(score[u"activityProgress"_s].toString(), i + 1 < lines.size() ? u"Initialized"_s : u"Completed"_s);
        QCOMPARE(QDateTime::fromString(score[u"timestamp"_s].toString(), Qt::ISODateWithMs), at(due));
        const bool isOpen = i + 1 == lines.size();
        QCOMPARE(score[u"scoreGiven"_s].toDouble(-1), isOpen ? -1.0 : double(i) + 0.25);
    }
}

void TestExports::gradescopeComesBack()
{
    const Gradebook book = sampleBook();
    const auto json = QJsonDocument::fromJson(gradescopeJson(samplePlan().lab, book.rows[0], shownTo(u"1"_s))).object();
    QCOMPARE(json[u"score"_s].toDouble(), book.rows[0].points);
    double most = 0;
    for (const QJsonValue &test : json[u"tests"_s].toArray()) {
        most += test[u"max_score"_s].toDouble();
        QVERIFY(test[u"score"_s].toDouble() <= test[u"max_score"_s].toDouble());
    }
    QCOMPARE(most, book.most);
    // Only the core counts: the rest is told without a number.
    Lab lab = samplePlan().lab;
    lab.exercises[0].counted = Counted::Core;
    const auto core = QJsonDocument::fromJson(gradescopeJson(lab, book.rows[0], shownTo(u"1"_s))).object()[u"tests"_s].toArray();
    QCOMPARE(core[0][u"max_score"_s].toDouble(), 10.0);
    QVERIFY(core[1][u"max_score"_s].isUndefined());
}

void TestExports::check50ComesBack()
{
    GradedItem item = sampleResults()[0];
    auto &checks = item.verdict.checks;
    checks = {{.id = u"a"_s, .outcome = CheckOutcome::Passed}, {.id = u"b"_s, .outcome = CheckOutcome::Failed, .message = u"no"_s, .expected = u"1"_s},
        {.id = u"c"_s, .outcome = CheckOutcome::NotRun, .blockedBy = u"b"_s}, {.id = u"d"_s, .outcome = CheckOutcome::Ungraded}};
    const auto results = QJsonDocument::fromJson(check50Json(item, u"1"_s)).object()[u"results"_s].toArray();
    QCOMPARE(results[0][u"passed"_s], QJsonValue(true));
    QCOMPARE(results[1][u"passed"_s], QJsonValue(false));
    QCOMPARE(results[1][u"cause"_s][u"expected"_s].toString(), u"1"_s);
    QCOMPARE(results[2][u"passed"_s], QJsonValue(QJsonValue::Null));
    QCOMPARE(results[2][u"dependency"_s].toString(), u"b"_s);
    QCOMPARE(results[3][u"passed"_s], QJsonValue(QJsonValue::Null));
}

/// Elements by name, and the texts of one attribute of each.
static QStringList attributesIn(const QByteArray &xml, const QString &element, const QString &attribute)
{
    QStringList found;
    QXmlStreamReader reader(xml);
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == element)
            found.append(reader.attributes().value(attribute).toString());
    }
    if (reader.hasError())
        qFatal("%s", qPrintable(reader.errorString()));
    return found;
}

void TestExports::junitComesBack()
{
    const Gradebook book = sampleBook();
    const QByteArray xml = junitXml(book, book.rows[0], shownTo(u"1"_s));
    QCOMPARE(attributesIn(xml, u"testsuites"_s, u"tests"_s), QStringList{u"4"_s});
    QCOMPARE(attributesIn(xml, u"testsuites"_s, u"failures"_s), QStringList{u"1"_s});
    QCOMPARE(attributesIn(xml, u"testsuite"_s, u"name"_s), (QStringList{u"tidy"_s, u"prune"_s}));
    QCOMPARE(attributesIn(xml, u"testcase"_s, u"name"_s).size(), 4);
    QCOMPARE(attributesIn(xml, u"failure"_s, u"message"_s), QStringList{u"It is <b>not</b> enough."_s});
}

void TestExports::junitHoldsWhatXmlCannot()
{
    Gradebook book = sampleBook();
    book.title = u"a\x01" u"b\x0c<&>\"\n"_s + QString(QChar(0xd83d)) + u"😀\uffff"_s;
    const auto titles = attributesIn(junitXml(book, book.rows[2], {}), u"testsuites"_s, u"name"_s);
    QCOMPARE(titles.first().simplified(), u"a\ufffdb\ufffd<&>\" \ufffd😀\ufffd"_s);
}

void TestExports::feedbackGoesBackToMoodle()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"feedback.zip"_s);
    QVERIFY(writeFile(path, feedbackZip({{{.id = u"12"_s, .name = u"Ann_Lee/../x"_s}, "a"}, {{.id = u"13"_s, .name = u"..."_s}, "b"}}, "tidy.py").value()).has_value());
    auto reader = ArchiveReader::open(path).value();
    QByteArrayList names;
    while (const auto entry = reader.next().value())
        names.append(entry->name);
    QCOMPARE(names, (QByteArrayList{"Ann Lee x_12_assignsubmission_file/tidy.py", "Participant_13_assignsubmission_file/tidy.py"}));
    // Our own intake of Moodle's archives tells the same students.
    const Intake intake = takeIn({path}, samplePlan().lab, Layout::Moodle);
    QCOMPARE(intake.submissions.size(), 2);
    QCOMPARE(intake.submissions[0].student, u"12"_s);
    QCOMPARE(intake.submissions[1].student, u"13"_s);
}

/// By Canvas's own rule: the first two parts that are numbers are the student and a file of the submission. Who handed
/// in elsewhere is left out, and so is a name that is somebody else's.
void TestExports::feedbackGoesBackToCanvas()
{
    const QList<StudentReport> reports{{{.id = u"12"_s}, "a", "leeann_12_345_tidy-1.py"}, {{.id = u"13"_s}, "b", "sub/bo_LATE_13_346_my_7_tidy.py"},
        {{.id = u"14"_s}, "c", "Cy_14_assignsubmission_file/tidy.py"}, {{.id = u"15"_s}, "d", {}}, {{.id = u"16"_s}, "e", "anon_12_345_tidy.py"}};
    auto reader = ArchiveReader::fromBytes(canvasFeedbackZip(reports).value(), u"zip"_s).value();
    QStringList found;
    while (const auto entry = reader.next().value()) {
        QStringList parts = QString::fromUtf8(entry->name).split(u'_');
        parts.removeIf([](const QString &part) { return std::ranges::any_of(part, [](QChar c) { return !c.isDigit(); }); });
        found.append(parts.first(2).join(u' ') + u' ' + QString::fromUtf8(reader.read().value()));
    }
    QCOMPARE(found, (QStringList{u"12 345 a"_s, u"13 346 b"_s}));
}

void TestExports::feedbackKeepsStudentsApart()
{
    QList<StudentReport> reports;
    for (const QString &id : {u"../../etc"_s, u"a/b"_s, u"a%2Fb"_s, u".."_s, u"A"_s, u"a"_s, u"😀"_s})
        reports.append({{.id = id}, id.toUtf8()});
    auto reader = ArchiveReader::fromBytes(feedbackZip(reports, "f.html").value(), u"zip"_s).value();
    QSet<QByteArray> names;
    while (const auto entry = reader.next().value()) {
        QCOMPARE(entry->name.count('/'), 1);
        QVERIFY(!entry->name.contains("..") && !entry->name.startsWith('/'));
        names.insert(entry->name);
    }
    QCOMPARE(names.size(), reports.size());
}

void TestExports::nothingOpenIsANumber_data()
{
    QTest::addColumn<QByteArray>("line"); // of the student whose mark is open
    QTest::addColumn<QByteArray>("end"); // of it
    QList<GradedItem> results = sampleResults();
    results[2] = result(u"2"_s, u"tidy"_s, "ba", 0, Outcome::Ungraded);
    const Gradebook book = makeGradebook(samplePlan(), results, {});
    QTest::newRow("nbgrader") << nbgraderCsv(book, samplePlan().lab).split('\n')[2] << QByteArray(",,,,15");
    QTest::newRow("moodle") << moodleGradesCsv(book).split('\n')[2] << QByteArray(",-,");
    QTest::newRow("canvas") << canvasCsv(book, u"W"_s).split('\n')[3] << QByteArray(",2,,,,");
    QTest::newRow("github classroom") << githubClassroomCsv(book).split('\n')[2] << QByteArray(",2,,,2025-10-09 09:53:20 UTC,,15");
    QTest::newRow("ags") << agsLines(book, at(due)).split('\n')[1] << QByteArray("}");
}

void TestExports::nothingOpenIsANumber()
{
    QFETCH(QByteArray, line);
    if (line.startsWith('{')) {
        const auto score = QJsonDocument::fromJson(line).object();
        QCOMPARE(score[u"gradingProgress"_s].toString(), u"Pending"_s);
        QVERIFY(!score.contains(u"scoreGiven"_s));
        return;
    }
    QFETCH(QByteArray, end);
    QVERIFY2(line.endsWith(end), line.constData());
}

/// Whatever was expected of a hidden check, and whatever it is called, no export changes.
void TestExports::hiddenChecksTellNothing()
{
    const auto all = [](const QString &secret) {
        QList<GradedItem> results = sampleResults();
        for (GradedItem &item : results) {
            auto &check = item.verdict.checks[1];
            check.id = check.title = check.expected = check.found = check.fixture = check.caseId = secret;
            check.where = grading::Where{.file = secret, .line = int(secret.size())};
        }
        const Gradebook book = makeGradebook(samplePlan(), results, {});
        QList<GradedItem> shown;
        for (const GradedItem &item : results)
            shown.append(wording::asShown(item));
        return gradescopeJson(samplePlan().lab, book.rows[0], shown) + check50Json(shown[1], u"1"_s) + junitXml(book, book.rows[0], shown)
            + wording::feedbackText(book, book.rows[0], results).toUtf8() + wording::feedbackJson(book, book.rows[0], results)
            + wording::feedbackHtml(book, book.rows[0], results).toUtf8();
    };
    QCOMPARE(all(u"secret"_s), all(u"another secret"_s));
    QVERIFY(!all(u"secret"_s).contains("secret"));
}

QTEST_GUILESS_MAIN(TestExports)
#include "tst_exports.moc"
