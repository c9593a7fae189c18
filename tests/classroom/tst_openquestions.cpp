// Open questions, from the lab to the report: a person reads the answers.

#include "classroom/archive.h"
#include "classroom/exchange.h"
#include "classroom/files.h"
#include "classroom/gradefolder.h"
#include "classroom/journal.h"
#include "classroom/labfolder.h"
#include "classroom/rubric.h"
#include "classroom/studentresults.h"
#include "wording/feedback.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

using namespace ringside;
using namespace ringside::classroom;
using namespace Qt::StringLiterals;

class TestOpenQuestions : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void rowsAreWorthTheirQuestion_data();
    void rowsAreWorthTheirQuestion();
    void whatAnswersAreIsTakenIn_data();
    void whatAnswersAreIsTakenIn();
    void fromTheLabToTheReport();
    void whoWroteNothingHasNotAnswered();
    void aNewAnswerIsToBeReadAgain();
    void anAnswerThatWasChangedIsNotShown();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    void write(const QString &name, const QByteArray &bytes) const;
    [[nodiscard]] Lab lab() const { return defineLab(m_definition, {}, m_course, m_key).value(); }
    /// A class of which Ann handed in this answer.
    [[nodiscard]] GradeFolder plan(const QByteArray &answer) const;
    [[nodiscard]] JournalEntry reading(const GradeFolder &folder, const QList<int> &given) const;
    [[nodiscard]] Gradebook book(const GradeFolder &folder) const;

    const QByteArray m_definition = "title = 'Week 3'\n[[question]]\nid = 'Q05.1'\npoints = 10\n[[question]]\nid = 'Q05.2'\n";
    course::Course m_course;
    LabKey m_key = makeLabKey();
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestOpenQuestions::initTestCase()
{
    course::Lesson lesson{.id = u"small"_s, .number = 5};
    lesson.questions = {{.id = u"Q05.1"_s, .prompt = u"What is `scandir` for?"_s,
                            .keyPoints = {{.text = u"Types <b>without</b> `stat`"_s}, {.text = u"An iterator"_s}, {.text = u"Fewer calls"_s, .essential = false}}},
        {.id = u"Q05.2"_s, .prompt = u"Why?"_s, .keyPoints = {{.text = u"Because"_s}, {.text = u"So"_s, .essential = false}}}};
    m_course.lessons = {lesson};
}

void TestOpenQuestions::write(const QString &name, const QByteArray &bytes) const
{
    QDir().mkpath(QFileInfo(path(name)).path());
    QVERIFY(writeFile(path(name), bytes).has_value());
}

GradeFolder TestOpenQuestions::plan(const QByteArray &answer) const
{
    write(u"in/ann/Q05.1.txt"_s, answer);
    const auto folder = GradeFolder::plan(path(u"class"_s), packLab(lab(), m_key).value(), m_key, takeIn({path(u"in"_s)}, lab()), {});
    return folder.value();
}

JournalEntry TestOpenQuestions::reading(const GradeFolder &folder, const QList<int> &given) const
{
    QList<RubricRow> rows = rubricOf(*m_course.question(u"Q05.1"), 10);
    for (const int row : given)
        rows[row].isGiven = true;
    return {.what = JournalEntry::What::Manual, .at = QDateTime::fromSecsSinceEpoch(1'760'000'000, QTimeZone::UTC),
        .actor = u"teacher"_s, .student = u"ann"_s, .slug = u"Q05.1"_s, .points = givenPoints(rows),
        .source = folder.plan().answers.first().source, .rows = rows, .text = u"Nearly <i>all</i>."_s};
}

Gradebook TestOpenQuestions::book(const GradeFolder &folder) const
{
    const auto journal = Journal::open(folder.path(), m_key.keys);
    return makeGradebook(folder.plan(), folder.results().value(), journal->entries());
}

void TestOpenQuestions::rowsAreWorthTheirQuestion_data()
{
    QTest::addColumn<double>("points");
    QTest::addColumn<QString>("rows");
    QTest::newRow("the usual points") << usualPoints(*m_course.question(u"Q05.1")) << u"2 2 1"_s;
    QTest::newRow("more") << 10.0 << u"4 4 2"_s;
    QTest::newRow("points that do not divide") << 7.0 << u"2.8 2.8 1.4"_s;
    QTest::newRow("a third of a cent") << 0.01 << u"0 0 0"_s;
    QTest::newRow("none") << 0.0 << u"0 0 0"_s;
}

void TestOpenQuestions::rowsAreWorthTheirQuestion()
{
    QFETCH(double, points);
    QList<RubricRow> rows = rubricOf(*m_course.question(u"Q05.1"), points);
    QStringList texts;
    for (RubricRow &row : rows) {
        QVERIFY(!row.isGiven);
        texts.append(pointsText(row.points));
        row.isGiven = true;
    }
    QTEST(texts.join(u' '), "rows");
    QCOMPARE(givenPoints(rows), points); // whatever the rows are rounded to
    rows[1].isGiven = false;
    QCOMPARE(givenPoints(rows), roundedPoints(points * 0.6));
    QVERIFY(rubricOf(course::Question(), points).isEmpty());
}

void TestOpenQuestions::whatAnswersAreIsTakenIn_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("taken"); // student and question; empty: it is not
    const auto row = [](const char *why, const char *name, const char *taken) {
        QTest::newRow(why) << QString::fromLatin1(name) << QString::fromLatin1(taken);
    };
    row("in a student's folder", "ann/Q05.1.txt", "ann Q05.1");
    row("in small letters, and a copy", "ann/q05.2 (1).txt", "ann Q05.2");
    row("Moodle's", "Ann Lee_17_assignsubmission_file_/Q05.1.txt", "17 Q05.1");
    row("Canvas's", "leeann_LATE_23_456_Q05.1.txt", "23 Q05.1");
    row("below a folder of its own", "ann/week3/Q05.1.txt", "ann Q05.1");
    row("the question itself", "ann/Q05.1.md", "");
    row("a question the lab does not have", "ann/Q05.3.txt", "");
    row("something else", "ann/readme.txt", "");
}

void TestOpenQuestions::whatAnswersAreIsTakenIn()
{
    QFETCH(QString, name);
    QFETCH(QString, taken);
    write(u"in.zip"_s, makeZip({{.name = name.toUtf8(), .content = "mine"}}).value());
    const Intake intake = takeIn({path(u"in.zip"_s)}, lab());
    QStringList found;
    for (const Submission &submission : intake.submissions) {
        QCOMPARE(submission.content, QByteArray("mine"));
        found.append(submission.student + u' ' + submission.slug);
    }
    QCOMPARE(found.join(u','), taken);
    QCOMPARE(intake.count(Fate::NotPython), taken.isEmpty() ? 1 : 0);
}

void TestOpenQuestions::fromTheLabToTheReport()
{
    // Ann answers the first question in her folder and hands in; Bob hands nothing in.
    write(u"week3.ringlab"_s, packLab(lab(), m_key).value());
    const auto folder = LabFolder::make(path(u"week3.ringlab"_s), path(u"work"_s), m_course, QDateTime::currentDateTimeUtc());
    QCOMPARE(readFile(path(u"work/Q05.1.md"_s)).value(), QByteArray("What is `scandir` for?\n"));
    QVERIFY(!folder->handIn(u"ann"_s, {}, QDateTime::currentDateTimeUtc()));
    write(u"work/Q05.1.txt"_s, "Types for free.\n");
    const auto handIn = folder->handIn(u"ann"_s, u"Ann Lee"_s, QDateTime::currentDateTimeUtc());
    QCOMPARE(handIn->answers, (QList<HandInSource>{{u"Q05.1"_s, "Types for free.\n"}}));
    write(u"in/ann.ringsub"_s, packHandIn(*handIn).value());
    const Intake intake = takeIn({path(u"in"_s)}, lab());
    const auto graded = GradeFolder::plan(path(u"class"_s), packLab(lab(), m_key).value(), m_key, intake, {{.id = u"bob"_s}});
    QCOMPARE(graded->plan().students.size(), 2);
    QVERIFY(graded->plan().items.isEmpty());
    QCOMPARE(graded->answer(graded->plan().answers.first().source).value(), QByteArray("Types for free.\n"));

    // Unread it is no mark.
    Gradebook marks = book(*graded);
    QCOMPARE(marks.slugs, (QStringList{u"Q05.1"_s, u"Q05.2"_s}));
    QCOMPARE(marks.most, 13.0);
    QCOMPARE(marks.unread(), 1);
    QCOMPARE(marks.ungraded(), 0);
    QVERIFY(!marks.rows[0].isComplete && marks.rows[1].isComplete);
    QVERIFY(wording::feedbackText(marks, marks.rows[0], {}).contains(u"Q05.1: not read yet"_s));
    QVERIFY(gradebookCsv(marks).contains(",,unread,"));

    // Read, it counts, is told row by row, and is in every export.
    auto journal = Journal::open(graded->path(), m_key.keys);
    const JournalEntry entry = reading(*graded, {0, 2});
    QVERIFY(journal->add({entry}).has_value());
    QCOMPARE(Journal::open(graded->path(), m_key.keys)->entries().last(), entry);
    marks = book(*graded);
    QCOMPARE(marks.rows[0].points, 6.0);
    QCOMPARE(marks.unread(), 0);
    QCOMPARE(marks.rows[0].cells[0].rows, entry.rows);
    const QString html = wording::feedbackHtml(marks, marks.rows[0], {});
    for (const QString &told : {u"Q05.1: 6 of 10 points"_s, u"Nearly &lt;i&gt;all&lt;/i&gt;."_s, u"4 of 4 points: Types &lt;b&gt;without&lt;/b&gt; `stat`"_s,
             u"0 of 4 points: An iterator"_s, u"2 of 2 points: Fewer calls"_s})
        QVERIFY2(html.contains(told), qPrintable(told + u" in "_s + html));
    QVERIFY(wording::feedbackText(marks, marks.rows[0], {}).contains(u"\n  0 of 4 points: An iterator\n"_s));
    const QJsonObject json = QJsonDocument::fromJson(wording::feedbackJson(marks, marks.rows[0], {})).object();
    QCOMPARE(json[u"exercises"_s][0][u"rubric"_s][1][u"max_points"_s].toInt(), 4);
    QVERIFY(gradebookCsv(marks).contains("\nann,Ann Lee,,6,manual,,6,0,1,0,missing,,,0,,6,13,yes,Q05.1: Nearly <i>all</i>.\n"));
    QCOMPARE(QJsonDocument::fromJson(gradebookJson(marks, journal->end())).object()[u"students"_s][0][u"exercises"_s][0][u"rubric"_s].toArray().size(), 3);
    const QJsonObject gradescope = QJsonDocument::fromJson(gradescopeJson(graded->plan().lab, marks.rows[0], {})).object();
    QCOMPARE(gradescope[u"tests"_s][0][u"score"_s].toInt(), 6);
    QCOMPARE(gradescope[u"score"_s].toInt(), 6);

    // Grading again does not touch it; taking it back takes the comment, too.
    QVERIFY(graded->complete({}, {}).has_value());
    QVERIFY(enterMarks(*journal, graded->plan(), graded->merge().value(), QDateTime::currentDateTimeUtc())->isEmpty());
    QCOMPARE(book(*graded).rows[0].points, 6.0);
    const qint64 last = lastUndoable(journal->entries());
    QVERIFY(journal->add({JournalEntry{.what = JournalEntry::What::Undo, .at = entry.at, .actor = u"teacher"_s, .student = u"ann"_s, .undone = last}}).has_value());
    marks = book(*graded);
    QCOMPARE(marks.unread(), 1);
    QCOMPARE(marks.rows[0].cells[0].comment, QString());
    QVERIFY(!*Journal::check(graded->path(), m_key.keys.publicKey));
}

void TestOpenQuestions::whoWroteNothingHasNotAnswered()
{
    write(u"week3.ringlab"_s, packLab(lab(), m_key).value());
    const auto folder = LabFolder::make(path(u"week3.ringlab"_s), path(u"work"_s), m_course, QDateTime::currentDateTimeUtc());
    write(u"work/Q05.1.txt"_s, " \n\n");
    write(u"work/Q05.2.txt"_s, "Because.");
    QCOMPARE(folder->handIn(u"ann"_s, {}, QDateTime::currentDateTimeUtc())->answers.size(), 1);
    const auto again = LabFolder::make(path(u"week3.ringlab"_s), path(u"work"_s), m_course, QDateTime::currentDateTimeUtc());
    QVERIFY(again.has_value());
    QCOMPARE(readFile(path(u"work/Q05.2.txt"_s)).value(), QByteArray("Because."));
    const course::Course none;
    const auto without = LabFolder::make(path(u"week3.ringlab"_s), path(u"other"_s), none, QDateTime::currentDateTimeUtc());
    QVERIFY(without.error().doing.contains(u"no question Q05.1"_s));
}

void TestOpenQuestions::aNewAnswerIsToBeReadAgain()
{
    const GradeFolder first = plan("One.");
    auto journal = Journal::open(first.path(), m_key.keys);
    QVERIFY(journal->add({reading(first, {0})}).has_value());
    QVERIFY(book(first).rows[0].isComplete);
    QCOMPARE(enterHandIns(*journal, first.plan(), QDateTime::currentDateTimeUtc()).value(), 0);
    const GradeFolder second = plan("Another.");
    const QByteArray source = second.plan().answers.first().source;
    QVERIFY(source != first.plan().answers.first().source);

    // The points of the answer before are told, and are no mark until the new one is read.
    Gradebook marks = book(second);
    const GradeCell &cell = marks.rows[0].cells[0];
    QVERIFY(cell.isHandedInAgain && cell.isOpen() && !marks.rows[0].isComplete);
    QCOMPARE(cell.points, 4.0);
    QCOMPARE(marks.unread(), 1);
    QVERIFY(wording::feedbackText(marks, marks.rows[0], {}).contains(u"Q05.1: handed in again since it was read"_s));
    QVERIFY(wording::gradebookHtml(marks).contains(u"<td>4, handed in again since it was read</td>"_s));
    QVERIFY(gradebookCsv(marks).contains("\nann,,,,handed-in-again,,4,0,"));
    QCOMPARE(QJsonDocument::fromJson(gradebookJson(marks, journal->end())).object()[u"students"_s][0][u"exercises"_s][0][u"state"_s].toString(), u"handed-in-again"_s);
    QCOMPARE(second.answer(source).value(), QByteArray("Another."));

    // The log says it once, and nobody takes it back.
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(enterHandIns(*journal, second.plan(), QDateTime::fromSecsSinceEpoch(1'760'000'001, QTimeZone::UTC)).value(), 1);
        journal = Journal::open(second.path(), m_key.keys);
        QCOMPARE(journal->entries().size(), 2);
    }
    const JournalEntry told = journal->entries().last();
    QVERIFY(told.what == JournalEntry::What::HandedInAgain && told.source == source && told.student == u"ann" && told.slug == u"Q05.1");
    QCOMPARE(lastUndoable(journal->entries()), 1);

    QVERIFY(journal->add({reading(second, {0, 1})}).has_value());
    marks = book(second);
    QVERIFY(!marks.rows[0].cells[0].isHandedInAgain && marks.rows[0].isComplete);
    QCOMPARE(marks.rows[0].points, 8.0);
}

void TestOpenQuestions::anAnswerThatWasChangedIsNotShown()
{
    const GradeFolder folder = plan("One.");
    const QByteArray digest = folder.plan().answers.first().source;
    write(u"class/sources/"_s + QString::fromLatin1(digest) + u".txt"_s, "One more.");
    QVERIFY(folder.answer(digest).error().doing.contains(u"changed"_s));
    QVERIFY(!folder.source(digest));
}

QTEST_GUILESS_MAIN(TestOpenQuestions)
#include "tst_openquestions.moc"
