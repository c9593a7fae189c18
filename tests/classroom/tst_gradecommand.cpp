#include "classroom/classroomfolder.h"
#include "sandbox/requests.h"

#include <QJsonArray>

using namespace ringside;
using namespace ringside::classroom;
using namespace ringside::tests;

/// What an instructor does, from a Moodle archive to Moodle's sheet.
class TestGradeCommand : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aClassFromArchiveToSheet();
    void sharesAreMerged();
    void latenessIsTold();
    void answersAreReadAndMarked();
    void regradingKeepsWhatPersonsEntered();
    void fullDisksAreNobodysMark();
    void openLabsHideTheirChecks();
    void everythingWorksWithoutNetwork();
    void mistakes_data();
    void mistakes();

private:
    void reportsAreMadeAsPdf();
    void makeQuiz();
    [[nodiscard]] Answer call(const QStringList &words) const { return m_folder.call(words); }
    [[nodiscard]] QString path(const QString &name) const { return m_folder.path(name); }
    void write(const QString &name, const QByteArray &bytes) const { m_folder.write(name, bytes); }

    ClassroomFolder m_folder;
};

void TestGradeCommand::initTestCase()
{
    sandbox::Sandbox sandbox;
    if (const QString missing = tests::missingSandbox(sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    m_folder.prepare();
}

constexpr QFile::Permissions groupAndOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
    | QFile::WriteOther | QFile::ExeOther;

void TestGradeCommand::aClassFromArchiveToSheet()
{
    const Answer graded = call({u"grade"_s, u"moodle.zip"_s, u"--lab=week3.ringlab"_s, u"--out=class"_s, u"--json"_s});
    QCOMPARE(graded.errors, QByteArray());
    QCOMPARE(graded.status, 0);
    QCOMPARE(graded.object()[u"students"_s].toInt(), 4);
    QCOMPARE(graded.object()[u"graded"_s].toInt(), 4);
    QCOMPARE(graded.object()[u"changes"_s].toArray().size(), 4);
    const QByteArray csv = readFile(path(u"class/gradebook.csv"_s)).value();
    QVERIFY2(csv.contains("\n1,Name right,,10,graded,10,,0,1,10,10,yes,\n2,Name textbook,,4,graded,4,,0,2,4,10,yes,\n"), csv.constData());
    QCOMPARE(QDir(path(u"class/reports"_s)).entryList(QDir::Files).size(), 4);
    // What students wrote and what they got is nobody else's to read.
    QCOMPARE(QFileInfo(path(u"class"_s)).permissions() & groupAndOthers, QFile::Permissions());
    QDirIterator marks(path(u"class"_s), {u"audit.*"_s, u"*.html"_s, u"results.jsonl"_s}, QDir::Files, QDirIterator::Subdirectories);
    int files = 0;
    for (; marks.hasNext(); ++files)
        QVERIFY2(!(QFileInfo(marks.next()).permissions() & groupAndOthers), qPrintable(marks.filePath()));
    QCOMPARE(files, 9);

    // One mark by hand, then a check is put right: who follows links passes now, too.
    const QStringList mark{u"grade"_s, u"mark"_s, u"class"_s, u"--student=3"_s, u"--exercise=total-size"_s, u"--points=7.5"_s,
        u"--reason=the machine was broken"_s, u"--comment=Well argued."_s};
    QCOMPARE(call(mark).status, 0);
    const Answer undone = call({u"grade"_s, u"undo"_s, u"class"_s, u"--json"_s});
    QCOMPARE(undone.status, 0);
    QCOMPARE(undone.object()[u"points"_s].toDouble(), 7.5); // the comment was the last
    QCOMPARE(call({u"grade"_s, u"undo"_s, u"class"_s}).status, 0);
    QCOMPARE(call({u"grade"_s, u"undo"_s, u"class"_s}).status, 1);
    QCOMPARE(call(mark).status, 0);
    const QString reference = u"data/exercises/01-checked/total-size/solution.py"_s;
    write(reference, tests::fileOf(m_folder.exercise(), u"wrong/follows.py"_s));
    QCOMPARE(call({u"grade"_s, u"run"_s, u"class"_s}).status, 0);
    const Answer merged = call({u"grade"_s, u"merge"_s, u"class"_s, u"--json"_s});
    write(reference, m_folder.exercise().solution.toUtf8());
    QCOMPARE(merged.status, 0);
    const QJsonArray changes = merged.object()[u"changes"_s].toArray();
    QCOMPARE(changes.size(), 2);
    QCOMPARE(changes[0].toObject(), (QJsonObject{{u"student"_s, u"1"_s}, {u"exercise"_s, u"total-size"_s}, {u"before"_s, 10}, {u"after"_s, 4}, {u"manual"_s, false}}));
    QCOMPARE(changes[1].toObject()[u"after"_s].toInt(), 10);

    write(u"sheet.csv"_s, "Identifier,Full name,Status,Grade,Maximum Grade,Changed,Feedback comments\n"
                          "Participant 1,A,ok,,10.00,-,\nParticipant 2,B,ok,,10.00,-,\nParticipant 3,C,ok,,10.00,-,\nParticipant 9,D,-,,10.00,-,\n");
    const Answer exported = call({u"grade"_s, u"export"_s, u"class"_s, u"--sheet=sheet.csv"_s});
    QCOMPARE(exported.status, 0);
    QVERIFY(exported.output.contains("3 row(s)") || exported.output.contains("3 rows"));
    QCOMPARE(readFile(path(u"sheet-graded.csv"_s)).value(),
        QByteArray("Identifier,Full name,Status,Grade,Maximum Grade,Changed,Feedback comments\n"
                   "Participant 1,A,ok,4,10.00,-,\nParticipant 2,B,ok,10,10.00,-,\nParticipant 3,C,ok,7.5,10.00,-,Well argued.\nParticipant 9,D,-,,10.00,-,\n"));

    const QStringList exports{u"moodle moodle.csv"_s, u"canvas canvas.csv"_s, u"nbgrader nbgrader.csv"_s, u"ags ags.jsonl"_s, u"github-classroom github-classroom.csv"_s, u"feedback feedback.zip"_s,
        u"gradescope gradescope/1.json"_s, u"check50 check50/1-total-size.json"_s, u"junit junit/1.xml"_s, u"text text/1.txt"_s, u"json json/1.json"_s};
    for (const QString &written : exports) {
        QCOMPARE(call({u"grade"_s, u"export"_s, u"class"_s, u"--format"_s, written.section(u' ', 0, 0)}).status, 0);
        QVERIFY2(!readFile(path(u"class/"_s + written.section(u' ', 1))).value_or(QByteArray()).isEmpty(), qPrintable(written));
    }
    reportsAreMadeAsPdf();
    const Answer similar = call({u"grade"_s, u"similar"_s, u"class"_s, u"--json"_s, u"--html=similar.html"_s});
    QCOMPARE(similar.status, 0);
    QVERIFY(similar.object()[u"pairs"_s].isArray());
    QVERIFY(readFile(path(u"similar.html"_s)).has_value());
    QCOMPARE(call({u"grade"_s, u"similar"_s, u"class"_s, u"--student=1"_s, u"--earlier=class"_s}).status, 0);
    QVERIFY(readFile(path(u"class/moodle.csv"_s)).value().contains("\n3,,7.5,Well argued.\n"));

    QCOMPARE(call({u"grade"_s, u"verify"_s, u"class"_s}).status, 0);
    QByteArray log = readFile(path(u"class/audit.jsonl"_s)).value();
    write(u"class/audit.jsonl"_s, log.replace("7.5", "9.5"));
    const Answer verified = call({u"grade"_s, u"verify"_s, u"class"_s});
    QCOMPARE(verified.status, 1);
    QVERIFY2(verified.errors.contains("record 5 is the first"), verified.errors.constData());
    QCOMPARE(call({u"grade"_s, u"export"_s, u"class"_s}).status, 1);
}

/// By the window's program; where it was not built, the command says so.
void TestGradeCommand::reportsAreMadeAsPdf()
{
    const QStringList words{u"grade"_s, u"export"_s, u"class"_s, u"--format=pdf"_s};
    if (!QFileInfo(QFileInfo(QStringLiteral(RINGSIDE_PROGRAM)).path() + u"/ringside-desktop"_s).isExecutable()) {
        QCOMPARE(call(words).status, 3);
        return;
    }
    const QString options = qEnvironmentVariable("ASAN_OPTIONS");
    m_folder.setVariable(u"ASAN_OPTIONS"_s, options + u":detect_leaks=0"_s); // fontconfig keeps memory to the end
    const Answer made = call(words);
    QVERIFY2(made.status == 0, made.errors.constData());
    auto reports = ArchiveReader::open(path(u"class/feedback-pdf.zip"_s), {});
    for (int i = 0; i < 4; ++i) {
        QVERIFY(reports->next().value().has_value());
        QVERIFY(reports->read().value().startsWith("%PDF-"));
    }
    QVERIFY(!reports->next().value().has_value());
    const Answer failed = call(words + QStringList{u"--to=nowhere/x.zip"_s});
    QCOMPARE(failed.status, 3);
    QVERIFY2(failed.errors.contains("nowhere"), failed.errors.constData());
    m_folder.setVariable(u"ASAN_OPTIONS"_s, options);
}

void TestGradeCommand::latenessIsTold()
{
    write(u"past.toml"_s, "title = 'Past'\ndue = 2025-10-08T00:00:00Z\n[late]\npercent = 10\n[[exercise]]\nslug = 'total-size'\npoints = 10\n");
    QCOMPARE(call({u"lab"_s, u"make"_s, u"past.toml"_s}).status, 0);
    const Answer graded = call({u"grade"_s, u"moodle.zip"_s, u"--lab=past.ringlab"_s, u"--out=past"_s});
    QCOMPARE(graded.status, 0);
    QVERIFY2(graded.output.contains("       8  1  Name right  (32 h 54 min late: 20 % less)\n"), graded.output.constData());
}

void TestGradeCommand::sharesAreMerged()
{
    QCOMPARE(call({u"grade"_s, u"plan"_s, u"moodle.zip"_s, u"--lab=week3.ringlab"_s, u"--out=shares"_s}).status, 0);
    QCOMPARE(call({u"grade"_s, u"run"_s, u"shares"_s, u"--shard=2/2"_s, u"--jobs=1"_s}).status, 0);
    const Answer status = call({u"grade"_s, u"status"_s, u"shares"_s, u"--json"_s});
    QCOMPARE(status.status, 1);
    QCOMPARE(status.object()[u"missing"_s].toString(), u"1"_s);
    const Answer early = call({u"grade"_s, u"merge"_s, u"shares"_s});
    QCOMPARE(early.status, 1);
    QVERIFY(early.errors.contains("1 of 2 shares are missing"));
    QCOMPARE(call({u"grade"_s, u"run"_s, u"shares"_s, u"--shard=1/2"_s}).status, 0);
    QCOMPARE(call({u"grade"_s, u"merge"_s, u"shares"_s}).status, 0);
    QCOMPARE(call({u"grade"_s, u"status"_s, u"shares"_s}).status, 0);
    QCOMPARE(call({u"grade"_s, u"extend"_s, u"shares"_s, u"--student=1"_s, u"--minutes=60"_s, u"--reason=ill"_s}).status, 0);
}

/// A lab with an exercise and an open question.
void TestGradeCommand::makeQuiz()
{
    write(u"data/lessons/01-checked/questions.toml"_s,
        "[[question]]\nid = \"Q01.1\"\nlevel = \"junior\"\nprompt = \"Why check?\"\nkey_points = [\n"
        "    { text = \"Errors are found\", essential = true, words = [\"errors\"] },\n"
        "    { text = \"Early\", essential = false, words = [\"early\"] },\n]\n");
    write(u"quiz.toml"_s, "title = 'Quiz'\n[[exercise]]\nslug = 'total-size'\npoints = 10\n[[question]]\nid = 'Q01.1'\n");
    QCOMPARE(call({u"lab"_s, u"make"_s, u"quiz.toml"_s}).status, 0);
}

void TestGradeCommand::answersAreReadAndMarked()
{
    makeQuiz();
    QCOMPARE(call({u"lab"_s, u"open"_s, u"quiz.ringlab"_s, u"quiz"_s}).status, 0);
    write(u"quiz/total-size.py"_s, m_folder.exercise().solution.toUtf8());
    write(u"quiz/Q01.1.txt"_s, "They show\nmistakes.\n");
    QVERIFY(QDir().mkpath(path(u"quizzes"_s)));
    const Answer handedIn = call({u"lab"_s, u"submit"_s, u"quiz"_s, u"--student=ann"_s, u"--out=quizzes/ann.ringsub"_s, u"--json"_s});
    QCOMPARE(handedIn.object()[u"questions"_s].toArray(), QJsonArray{u"Q01.1"_s});
    QVERIFY(QDir(path(u"quiz"_s)).removeRecursively()); // its lab is over

    const Answer graded = call({u"grade"_s, u"quizzes"_s, u"--lab=quiz.ringlab"_s, u"--out=quiz-class"_s});
    QCOMPARE(graded.errors, QByteArray());
    QCOMPARE(graded.status, 0); // an answer that waits is nobody's fault
    QVERIFY2(graded.output.contains("ringside grade read"), graded.output.constData());
    const QJsonObject shown = call({u"grade"_s, u"read"_s, u"quiz-class"_s, u"--json"_s}).object();
    QCOMPARE(shown[u"student"_s].toString(), u"ann"_s);
    QCOMPARE(shown[u"prompt"_s].toString(), u"Why check?"_s);
    QCOMPARE(shown[u"answer"_s].toString(), u"They show\nmistakes.\n"_s);
    QCOMPARE(shown[u"rows"_s].toArray().size(), 2);
    QVERIFY(shown[u"points"_s].isNull());

    const QStringList mark{u"grade"_s, u"mark"_s, u"quiz-class"_s, u"--student=ann"_s, u"--exercise=Q01.1"_s};
    QCOMPARE(call(mark + QStringList{u"--rows=3"_s}).status, 2);
    const Answer marked = call(mark + QStringList{u"--rows=1"_s, u"--comment=When?"_s, u"--json"_s});
    QCOMPARE(marked.errors, QByteArray());
    QCOMPARE(marked.object()[u"points"_s].toInt(), 12);
    QVERIFY(call({u"grade"_s, u"read"_s, u"quiz-class"_s}).output.contains("Every answer was read"));
    QVERIFY(call({u"grade"_s, u"read"_s, u"quiz-class"_s, u"--student=ann"_s, u"--exercise=Q01.1"_s}).output.contains("[x] 1. Errors are found (2)\n[ ] 2. Early (1)\n"));
    QCOMPARE(call({u"grade"_s, u"export"_s, u"quiz-class"_s, u"--format=text"_s}).status, 0);
    const QByteArray told = readFile(path(u"quiz-class/text/ann.txt"_s)).value();
    QVERIFY2(told.contains("Q01.1: 2 of 3 points (graded by hand)\n    When?\n  2 of 2 points: Errors are found\n  0 of 1 points: Early\n"), told.constData());
    QCOMPARE(call({u"grade"_s, u"undo"_s, u"quiz-class"_s}).status, 0);
    QCOMPARE(call(mark + QStringList{u"--rows=none"_s, u"--json"_s}).object()[u"points"_s].toInt(), 10);
    QCOMPARE(call({u"grade"_s, u"verify"_s, u"quiz-class"_s}).status, 0);
}

/// A check is put right: what persons entered survives, and the list before and after names what is
/// other than before and nothing else.
void TestGradeCommand::regradingKeepsWhatPersonsEntered()
{
    makeQuiz();
    const auto kinds = tests::studentKinds(m_folder.exercise());
    for (int i = 0; i < 3; ++i)
        write(u"again/%1/total_size.py"_s.arg(i + 1), kinds[i].source);
    write(u"again/1/Q01.1.txt"_s, "They show mistakes.\n");
    const QStringList plan{u"again"_s, u"--lab=quiz.ringlab"_s, u"--out=again-class"_s};
    QCOMPARE(call(QStringList{u"grade"_s} + plan).status, 0);
    const auto mark = [&](const QString &words) {
        return call(QStringList{u"grade"_s, u"mark"_s, u"again-class"_s, u"--json"_s} + words.split(u' ')).status;
    };
    QCOMPARE(mark(u"--student=1 --exercise=total-size --points=9 --reason=seen --comment=Kept."_s), 0);
    QCOMPARE(mark(u"--student=1 --exercise=Q01.1 --rows=1 --comment=Why?"_s), 0);
    const auto merge = [&] { return call({u"grade"_s, u"merge"_s, u"again-class"_s, u"--json"_s}).object(); };
    const Answer selected = call({u"grade"_s, u"run"_s, u"again-class"_s, u"--again"_s, u"--student=2"_s, u"--json"_s});
    QCOMPARE(selected.object()[u"graded"_s].toInt(), 1);
    QCOMPARE(selected.object()[u"before"_s].toInt(), 2);
    QCOMPARE(merge()[u"changes"_s].toArray(), QJsonArray());

    // Put right the wrong way: the file and its line are named, and nothing is graded.
    const QString manifest = u"data/exercises/01-checked/total-size/exercise.toml"_s;
    const QByteArray good = readFile(path(manifest)).value();
    write(manifest, QByteArray(good).replace("points = 40", "points = 41"));
    const Answer broken = call({u"grade"_s, u"run"_s, u"again-class"_s});
    write(manifest, good);
    QCOMPARE(broken.status, 3);
    QVERIFY2(broken.errors.contains("exercise.toml") && !broken.errors.contains("sandbox"), broken.errors.constData());

    const QString reference = u"data/exercises/01-checked/total-size/solution.py"_s;
    const auto back = qScopeGuard([&] { write(reference, m_folder.exercise().solution.toUtf8()); });
    write(reference, tests::fileOf(m_folder.exercise(), u"wrong/follows.py"_s));
    QCOMPARE(call({u"grade"_s, u"run"_s, u"again-class"_s}).status, 0);
    const auto change = [](const QString &student, int before, int after, bool isManual) {
        return QJsonObject{{u"student"_s, student}, {u"exercise"_s, u"total-size"_s}, {u"before"_s, before}, {u"after"_s, after}, {u"manual"_s, isManual}};
    };
    QCOMPARE(merge()[u"changes"_s].toArray(), (QJsonArray{change(u"1"_s, 10, 4, true), change(u"2"_s, 4, 10, false)}));
    const auto rowOf = [&](const char *student) {
        const QByteArrayList lines = readFile(path(u"again-class/gradebook.csv"_s)).value().split('\n');
        const auto found = std::ranges::find_if(lines, [&](const QByteArray &line) { return line.startsWith(student); });
        return found == lines.end() ? QByteArray("none") : *found;
    };
    QCOMPARE(rowOf("1,"), QByteArray("1,,,9,manual,4,9,0,4,2,manual,,2,0,6,11,13,yes,\"total-size: Kept."));
    QCOMPARE(rowOf("2,"), QByteArray("2,,,10,graded,10,,0,8,0,missing,,,0,,10,13,yes,"));
    QCOMPARE(merge()[u"changes"_s].toArray(), QJsonArray());

    // The answer is handed in again: nobody has read that one.
    write(u"again/1/Q01.1.txt"_s, "They show mistakes early.\n");
    QCOMPARE(call(QStringList{u"grade"_s, u"plan"_s} + plan).status, 0);
    QVERIFY(readFile(path(u"again-class/audit.jsonl"_s)).value().contains("\"handed-in-again\""));
    const QJsonObject shown = call({u"grade"_s, u"read"_s, u"again-class"_s, u"--json"_s}).object();
    QCOMPARE(shown[u"student"_s].toString(), u"1"_s);
    QVERIFY(shown[u"handed_in_again"_s].toBool() && shown[u"points"_s].isNull());
    QCOMPARE(shown[u"unread"_s].toInt(), 1);
    QVERIFY(call({u"grade"_s, u"read"_s, u"again-class"_s}).output.contains("The answer before had 2 of 3 points:"));
    QCOMPARE(call({u"grade"_s, u"run"_s, u"again-class"_s, u"--json"_s}).object()[u"graded"_s].toInt(), 0);
    QCOMPARE(merge()[u"unread"_s].toInt(), 1);
    QVERIFY2(rowOf("1,").startsWith("1,,,9,manual,4,9,0,4,,handed-in-again,,2,0,,11,13,no,"), rowOf("1,").constData());
    QCOMPARE(mark(u"--student=1 --exercise=Q01.1 --rows=1,2"_s), 0);
    QVERIFY(rowOf("1,").startsWith("1,,,9,manual,4,9,0,4,3,manual,,3,0,11,12,13,yes,"));
    QCOMPARE(call({u"grade"_s, u"verify"_s, u"again-class"_s}).status, 0);
}

/// As on a full disk no file takes more than a few hundred bytes: nothing is graded, and the next run does all.
void TestGradeCommand::fullDisksAreNobodysMark()
{
    QCOMPARE(call({u"grade"_s, u"plan"_s, u"moodle.zip"_s, u"--lab=week3.ringlab"_s, u"--out=full"_s}).status, 0);
    const QString full = u"trap '' XFSZ; ulimit -f 1; exec \"$0\" grade run full"_s;
    const Answer run = m_folder.call({u"-c"_s, full, QStringLiteral(RINGSIDE_PROGRAM)}, u"sh"_s);
    QCOMPARE(run.status, 3);
    QVERIFY2(run.errors.contains("File too large"), run.errors.constData());
    const Answer status = call({u"grade"_s, u"status"_s, u"full"_s, u"--json"_s});
    QCOMPARE(status.status, 1);
    QCOMPARE(status.object()[u"graded"_s].toInt(), 0);
    QCOMPARE(call({u"grade"_s, u"merge"_s, u"full"_s}).status, 1);
    QVERIFY(!QFileInfo::exists(path(u"full/gradebook.csv"_s)));
    QCOMPARE(call({u"grade"_s, u"run"_s, u"full"_s, u"--json"_s}).object()[u"graded"_s].toInt(), 4);
    QCOMPARE(call({u"grade"_s, u"merge"_s, u"full"_s}).status, 0);
}

/// What a student sees of `ringside check` while the lab runs, and what everybody sees without it.
void TestGradeCommand::openLabsHideTheirChecks()
{
    write(u"exam.toml"_s, "title = 'Midterm'\nexam = true\nopens = 2025-11-09T08:00:00Z\ndue = 2036-11-09T10:00:00Z\n"
                          "[[exercise]]\nslug = 'total-size'\nhidden = ['links']\n");
    const QString word = call({u"lab"_s, u"make"_s, u"exam.toml"_s, u"--json"_s}).object()[u"start_word"_s].toString();
    write(u"mine.py"_s, tests::fileOf(m_folder.exercise(), u"wrong/follows.py"_s));
    const QStringList check{u"check"_s, u"total-size"_s, u"mine.py"_s, u"--json"_s};
    const QJsonObject free = call(check).object()[u"checks"_s].toArray().last().toObject();
    QCOMPARE(free[u"id"_s].toString(), u"links"_s);
    QVERIFY(!free[u"found"_s].toString().isEmpty());

    QCOMPARE(call({u"lab"_s, u"open"_s, u"exam.ringlab"_s, u"exam"_s, u"--word"_s, word}).status, 0);
    const Answer bound = call(check);
    const QJsonObject hidden = bound.object()[u"checks"_s].toArray().last().toObject();
    QCOMPARE(hidden[u"id"_s].toString(), u"hidden-1"_s);
    QCOMPARE(hidden[u"outcome"_s].toString(), u"failed"_s);
    for (const QString &told : {free[u"title"_s].toString(), free[u"expected"_s].toString(), free[u"found"_s].toString()})
        QVERIFY2(!bound.output.contains(told.toUtf8()), qPrintable(told));
    QVERIFY(call(check.first(3)).output.contains("part of the exam “Midterm”"));
    QVERIFY(QDir(path(u"exam"_s)).removeRecursively());
    QCOMPARE(call(check).object()[u"checks"_s].toArray().last().toObject(), free);
}

/// From the lab to the export, each command as an ordinary user, with no network but one that leads nowhere, and with no other
/// program to be found: no account, no container engine.
void TestGradeCommand::everythingWorksWithoutNetwork()
{
    m_folder.becomeOrdinary(1000);
    const auto oneself = qScopeGuard([&] { m_folder.beOneself(); });
    const auto offline = [&](const QString &program, const QString &words) {
        return m_folder.call(QStringList{u"--user"_s, u"--map-current-user"_s, u"--net"_s, u"--"_s, program}
                + words.split(u' ', Qt::SkipEmptyParts), u"/usr/bin/unshare"_s);
    };
    const Answer user = offline(u"id"_s, u"-u"_s);
    if (user.status != 0)
        QSKIP(qPrintable(u"unshare may make no network here; allow user namespaces to it: "_s + QString::fromUtf8(user.errors)));
    QVERIFY(user.output != "0\n");
    const Answer interfaces = offline(u"cat"_s, u"/proc/net/dev /proc/net/route"_s);
    QCOMPARE(interfaces.errors, QByteArray());
    QCOMPARE(interfaces.output.count(':'), 1); // the loopback device
    QVERIFY(interfaces.output.contains("lo:"));
    write(u"offline.toml"_s, "title = 'Offline'\n[[exercise]]\nslug = 'total-size'\n");
    const QStringList flow{u"lab make offline.toml"_s, u"lab open offline.ringlab offline"_s,
        u"check total-size offline/total-size.py"_s, u"lab submit offline --student ann --out hand-ins/ann.ringsub"_s,
        u"lab submit offline --student bob --out hand-ins/bob.ringsub"_s,
        u"grade hand-ins --lab offline.ringlab --out offline-class"_s, u"grade similar offline-class"_s,
        u"grade export offline-class --format nbgrader"_s, u"grade verify offline-class"_s};
    QVERIFY(QDir().mkpath(path(u"hand-ins"_s)));
    const QString programs = qEnvironmentVariable("PATH");
    const auto back = qScopeGuard([&] { m_folder.setVariable(u"PATH"_s, programs); });
    m_folder.setVariable(u"PATH"_s, u"/nowhere"_s);
    for (const QString &words : flow) {
        if (words.startsWith(u"check"_s))
            write(u"offline/total-size.py"_s, m_folder.exercise().solution.toUtf8());
        m_folder.handOver();
        const Answer answer = offline(m_folder.program(), words);
        QVERIFY2(answer.status == 0, qPrintable(words + u": "_s + QString::fromUtf8(answer.errors)));
    }
    const QByteArray csv = readFile(path(u"offline-class/nbgrader.csv"_s)).value();
    QVERIFY2(csv.contains("ann") && csv.contains("bob") && csv.count("100") >= 4, csv.constData());
    QVERIFY(QDir(path(u"offline"_s)).removeRecursively()); // its lab is over
}

void TestGradeCommand::mistakes_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("errors"); // part of it
    const auto row = [](const char *name, const QString &words, int status, const char *errors) {
        QTest::newRow(name) << (QStringList{u"grade"_s} + words.split(u' ', Qt::SkipEmptyParts)) << status << QByteArray(errors);
    };
    row("nothing to grade", u""_s, 2, "SOURCE is missing");
    row("no lab", u"moodle.zip --out x"_s, 2, "--lab FILE and --out FOLDER are needed");
    row("a lab that is not there", u"moodle.zip --lab no.ringlab --out x"_s, 2, "No such file");
    row("a lab that is none", u"moodle.zip --lab moodle.zip --out x"_s, 1, "moodle.zip");
    row("no key", u"moodle.zip --lab week3.ringlab --key no.ringkey --out x"_s, 2, "--key FILE");
    row("an unknown layout", u"moodle.zip --lab week3.ringlab --out x --layout poodle"_s, 2, "none of: auto, moodle");
    row("a roster that is not there", u"moodle.zip --lab week3.ringlab --out x --roster no.csv"_s, 2, "No such file");
    row("no number of jobs", u"moodle.zip --lab week3.ringlab --out x --jobs 0"_s, 2, "no number from 1 on");
    row("no folder of a class", u"run data"_s, 2, "grade plan SOURCE");
    row("a share that is none", u"run data --shard 3/2"_s, 2, "3/2 is no share");
    row("one student without --again", u"run planned --student 1"_s, 2, "are for --again");
    row("again, of nobody", u"run planned --again --student 9"_s, 2, "nothing in the plan");
    row("status of nothing", u"status data"_s, 2, "grade plan SOURCE");
    row("merging nothing", u"merge data"_s, 2, "grade plan SOURCE");
    row("verifying nothing", u"verify data"_s, 2, "grade plan SOURCE");
    row("an unknown student", u"mark planned --student 9 --exercise total-size --points 1 --reason x"_s, 2, "no such student");
    row("an unknown exercise", u"mark planned --student 1 --exercise tidy --points 1 --reason x"_s, 2, "no such exercise");
    row("points without a reason", u"mark planned --student 1 --exercise total-size --points 1"_s, 2, "--reason TEXT is needed");
    row("rows of no question", u"mark planned --student 1 --exercise total-size --rows 1"_s, 2, "for open questions");
    row("an answer that is not there", u"read planned --student 1 --exercise total-size"_s, 2, "no such answer");
    row("no points", u"mark planned --student 1 --exercise total-size --points many --reason x"_s, 2, "no number of points");
    row("points below nothing", u"mark planned --student 1 --exercise total-size --points=-1 --reason x"_s, 2, "no number of points");
    row("nothing to enter", u"mark planned --student 1 --exercise total-size"_s, 2, "nothing to enter");
    row("no minutes", u"extend planned --student 1 --minutes soon"_s, 2, "no number of minutes");
    row("an unknown format", u"export planned --format word"_s, 2, "none of: moodle, canvas");
    row("similar files of no exercise", u"similar planned --exercise tidy"_s, 2, "no such exercise");
    row("no number of pairs", u"similar planned --most few"_s, 2, "no number of pairs");
    row("an earlier class that is none", u"similar planned --earlier data"_s, 2, "grade plan SOURCE");
    row("a sheet that is none", u"export planned --sheet week3.toml"_s, 1, "neither Moodle");
}

void TestGradeCommand::mistakes()
{
    if (!QFileInfo::exists(path(u"planned"_s)))
        QCOMPARE(call({u"grade"_s, u"plan"_s, u"moodle.zip"_s, u"--lab=week3.ringlab"_s, u"--out=planned"_s}).status, 0);
    QFETCH(QStringList, words);
    QFETCH(QByteArray, errors);
    const Answer answer = call(words);
    QVERIFY2(answer.errors.contains(errors), answer.errors.constData());
    QTEST(answer.status, "status");
    QVERIFY(!QFileInfo::exists(path(u"x"_s)));
}

QTEST_GUILESS_MAIN(TestGradeCommand)
#include "tst_gradecommand.moc"
