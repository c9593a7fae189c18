#include "classroom/classroomfolder.h"
#include "sandbox/requests.h"

#include <QJsonArray>
#include <QScopeGuard>

using namespace ringside;
using namespace ringside::classroom;
using namespace ringside::tests;

/// What an instructor does with a class that is graded already: tries what was put right on one student, takes in who
/// comes late, makes the marks fit Moodle's sheet.
class TestRegradeCommand : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void oneStudentIsGradedAgain();
    void lateHandInsComeBesideTheOthers();
    void marksAreMadeToFitTheSheet();
    void aClassOfCanvasGoesBackToCanvas();

private:
    [[nodiscard]] QByteArray rowOf(const QString &folder, const QByteArray &student) const;
    [[nodiscard]] Answer call(const QStringList &words) const { return m_folder.call(words); }
    [[nodiscard]] QString path(const QString &name) const { return m_folder.path(name); }
    void write(const QString &name, const QByteArray &bytes) const { m_folder.write(name, bytes); }

    ClassroomFolder m_folder;
};

void TestRegradeCommand::initTestCase()
{
    sandbox::Sandbox sandbox;
    if (const QString missing = tests::missingSandbox(sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    m_folder.prepare();
}

/// The student's line in the gradebook.
QByteArray TestRegradeCommand::rowOf(const QString &folder, const QByteArray &student) const
{
    for (const QByteArray &line : readFile(path(folder + u"/gradebook.csv"_s)).value().split('\n')) {
        if (line.startsWith(student + ','))
            return line;
    }
    return "none";
}

static QJsonObject changeOf(const QString &student, const QJsonValue &before, int after, bool isManual = false)
{
    return {{u"student"_s, student}, {u"exercise"_s, u"total-size"_s}, {u"before"_s, before}, {u"after"_s, after}, {u"manual"_s, isManual}};
}

/// A check was put right, and it is tried on one before it counts for all.
void TestRegradeCommand::oneStudentIsGradedAgain()
{
    QCOMPARE(call({u"grade"_s, u"moodle.zip"_s, u"--lab=week3.ringlab"_s, u"--out=one"_s}).status, 0);
    QCOMPARE(call({u"grade"_s, u"mark"_s, u"one"_s, u"--student=2"_s, u"--exercise=total-size"_s, u"--points=5"_s, u"--reason=seen"_s, u"--comment=Kept."_s}).status, 0);
    const QString reference = u"data/exercises/01-checked/total-size/solution.py"_s;
    const auto back = qScopeGuard([&] { write(reference, m_folder.exercise().solution.toUtf8()); });
    write(reference, tests::fileOf(m_folder.exercise(), u"wrong/follows.py"_s));
    const auto run = [&](const QStringList &words) {
        const Answer ran = call(QStringList{u"grade"_s, u"run"_s, u"one"_s, u"--json"_s} + words);
        QCOMPARE(ran.status, 0);
        const QJsonArray changes = call({u"grade"_s, u"merge"_s, u"one"_s, u"--json"_s}).object()[u"changes"_s].toArray();
        return std::tuple(ran.object()[u"graded"_s].toInt(), ran.object()[u"outdated"_s].toInt(), changes);
    };
    QCOMPARE(run({u"--again"_s, u"--student=2"_s}), std::tuple(1, 3, QJsonArray{changeOf(u"2"_s, 4, 10, true)}));
    QCOMPARE(rowOf(u"one"_s, "2"), QByteArray("2,Name textbook,,5,manual,10,5,0,5,5,10,yes,Kept."));
    QVERIFY(rowOf(u"one"_s, "1").contains(",10,graded,10,"));
    QVERIFY(call({u"grade"_s, u"run"_s, u"one"_s, u"--again"_s, u"--student=2"_s}).output.contains("has changed: 3."));
    QCOMPARE(run({}), std::tuple(3, 0, QJsonArray{changeOf(u"1"_s, 10, 4)}));
    QCOMPARE(rowOf(u"one"_s, "2"), QByteArray("2,Name textbook,,5,manual,10,5,0,5,5,10,yes,Kept."));
    QCOMPARE(call({u"grade"_s, u"verify"_s, u"one"_s}).status, 0);
}

/// The archive of a week later has those who came late, and one who handed in again: nobody else is touched.
void TestRegradeCommand::lateHandInsComeBesideTheOthers()
{
    const QStringList where{u"--lab=week3.ringlab"_s, u"--out=late"_s};
    QCOMPARE(call(QStringList{u"grade"_s, u"moodle.zip"_s} + where).status, 0);
    QCOMPARE(call({u"grade"_s, u"mark"_s, u"late"_s, u"--student=3"_s, u"--exercise=total-size"_s, u"--points=7.5"_s, u"--reason=seen"_s}).status, 0);
    const QByteArray right = m_folder.exercise().solution.toUtf8();
    write(u"late.zip"_s, makeZip({{.name = "Name textbook_2_assignsubmission_file/total_size.py", .content = right, .modified = 1'760'600'000},
                             {.name = "Eve_5_assignsubmission_file/total_size.py", .content = right, .modified = 1'760'600'000}}).value());
    const QJsonObject late = call(QStringList{u"grade"_s, u"late.zip"_s, u"--json"_s} + where).object();
    QCOMPARE(late[u"students"_s].toInt(), 5);
    QCOMPARE(late[u"stayed"_s].toInt(), 3);
    QCOMPARE(late[u"graded"_s].toInt(), 2);
    QCOMPARE(late[u"changes"_s].toArray(), (QJsonArray{changeOf(u"2"_s, 4, 10), changeOf(u"5"_s, QJsonValue::Null, 10)}));
    QVERIFY(rowOf(u"late"_s, "1").contains(",10,graded,10,"));
    QVERIFY(rowOf(u"late"_s, "3").contains(",7.5,manual,0,7.5,"));
    const Answer again = call(QStringList{u"grade"_s, u"plan"_s, u"moodle.zip"_s} + where);
    QVERIFY2(again.output.contains("Kept from before: 2.") && again.output.contains("_2_"), again.output.constData());
    QCOMPARE(call({u"grade"_s, u"run"_s, u"late"_s, u"--json"_s}).object()[u"graded"_s].toInt(), 0);
    QCOMPARE(call({u"grade"_s, u"verify"_s, u"late"_s}).status, 0);
    QCOMPARE(call(QStringList{u"grade"_s, u"plan"_s, u"late.zip"_s, u"--replace"_s, u"--json"_s} + where).object()[u"students"_s].toInt(), 2);
}

/// Moodle refuses what is over its maximum: it is told, with the way out, and the way out is one.
void TestRegradeCommand::marksAreMadeToFitTheSheet()
{
    const QByteArray definition = "title = 'Large'\n[[exercise]]\nslug = 'total-size'\npoints = 150\n";
    write(u"large.toml"_s, definition);
    const Answer made = call({u"lab"_s, u"make"_s, u"large.toml"_s});
    QVERIFY2(made.status == 0 && made.output.contains("at most 100"), made.output.constData());
    QCOMPARE(call({u"grade"_s, u"moodle.zip"_s, u"--lab=large.ringlab"_s, u"--out=large"_s}).status, 0);
    write(u"of100.csv"_s, "Identifier,Full name,Status,Grade,Maximum Grade,Changed,Feedback comments\nParticipant 1,A,ok,,100.00,-,\nParticipant 2,B,ok,,100.00,-,\n");
    const QStringList fill{u"grade"_s, u"export"_s, u"large"_s, u"--sheet=of100.csv"_s};
    const Answer refused = call(fill);
    QCOMPARE(refused.status, 1);
    QVERIFY2(refused.errors.contains("150 points are more than the 100") && refused.errors.contains("--scale"), refused.errors.constData());
    QVERIFY(!QFileInfo::exists(path(u"of100-graded.csv"_s)));
    QCOMPARE(call(fill + QStringList{u"--scale"_s}).status, 0);
    QVERIFY(readFile(path(u"of100-graded.csv"_s)).value().contains("\nParticipant 1,A,ok,100,100.00,-,\nParticipant 2,B,ok,40,100.00,-,\n"));
    const QStringList whole{u"grade"_s, u"export"_s, u"large"_s, u"--format=moodle"_s};
    QVERIFY(call(whole).output.contains("at most 100"));
    QVERIFY(!call(whole + QStringList{u"--scale"_s}).output.contains("at most 100"));
    QVERIFY(readFile(path(u"large/moodle.csv"_s)).value().contains("\n2,,40,"));
    // A maximum above the lab's is taken, and told.
    write(u"of200.csv"_s, "Identifier,Full name,Status,Grade,Maximum Grade,Changed,Feedback comments\nParticipant 1,A,ok,,200.00,-,\nParticipant 2,B,ok,,200.00,-,\n");
    const Answer larger = call({u"grade"_s, u"export"_s, u"large"_s, u"--sheet=of200.csv"_s});
    QCOMPARE(larger.status, 0);
    QVERIFY2(larger.output.contains("out of 200, the lab's out of 150"), larger.output.constData());
}

/// Archive and table in, table and reports out: who handed in again, who is late, who has no name, who has an excuse; in a
/// language that writes decimals with a comma. Of the table nothing but marks has changed.
void TestRegradeCommand::aClassOfCanvasGoesBackToCanvas()
{
    const auto kinds = studentKinds(m_folder.exercise());
    QList<ArchiveFile> files;
    for (const auto &[name, kind] : {std::pair("leeann_1_10_total_size.py", 1), std::pair("leeann_1_11_total_size-1.py", 0),
             std::pair("bobo_LATE_2_12_total_size.py", 1), std::pair("anon_3_13_total_size.py", 2)})
        files.append({.name = name, .content = kinds[kind].source, .modified = 1'760'000'000 + files.size()});
    write(u"canvas.zip"_s, makeZip(files).value());
    QCOMPARE(call({u"grade"_s, u"canvas.zip"_s, u"--lab=week3.ringlab"_s, u"--out=canvas"_s}).status, 0);
    QCOMPARE(call({u"grade"_s, u"mark"_s, u"canvas"_s, u"--student=2"_s, u"--exercise=total-size"_s, u"--points=7.5"_s, u"--reason=seen"_s, u"--comment=Well."_s}).status, 0);
    const QByteArray table = "Student;ID;SIS User ID;SIS Login ID;Section;Week 3 (881);Final Score\r\n    Points Possible;;;;;10,00;(read only)\r\n"
                             "\"Lee, Ann\";1;;al;S1;%1;\"0,00\"\r\nBo;2;;bb;S1;%2;0,00\r\n\"=\"\"x\"\"\";3;;c;S1;%3;0,00\r\nDan;9;;d;S1;EX;0,00\r\n";
    const auto with = [&](const char *ann, const char *bo, const char *anonymous) {
        return QByteArray(table).replace("%1", ann).replace("%2", bo).replace("%3", anonymous);
    };
    write(u"gradebook.csv"_s, with("", "3,25", ""));
    QCOMPARE(call({u"grade"_s, u"export"_s, u"canvas"_s, u"--sheet=gradebook.csv"_s}).status, 0);
    QCOMPARE(readFile(path(u"gradebook-graded.csv"_s)).value(), with("10", "7,5", "0"));
    QCOMPARE(call({u"grade"_s, u"export"_s, u"canvas"_s, u"--format=canvas-feedback"_s}).status, 0);
    auto reports = ArchiveReader::open(path(u"canvas/canvas-feedback.zip"_s)).value();
    QByteArrayList names;
    while (const auto entry = reports.next().value()) {
        names.append(entry->name);
        QVERIFY(reports.read().value().contains("points"));
    }
    QCOMPARE(names, (QByteArrayList{"leeann_1_11_total_size-1.py", "bobo_LATE_2_12_total_size.py", "anon_3_13_total_size.py"}));
}

QTEST_GUILESS_MAIN(TestRegradeCommand)
#include "tst_regradecommand.moc"
