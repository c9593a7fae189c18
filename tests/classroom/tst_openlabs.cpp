#include "classroom/files.h"
#include "classroom/intake.h"
#include "classroom/labfolder.h"
#include "classroom/logclock.h"
#include "classroom/openlabs.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace ringside;
using namespace ringside::classroom;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static const QDateTime start = QDateTime::fromString(u"2026-11-09T08:00:00Z"_s, Qt::ISODate);
static const QByteArray times = "opens = 2026-11-09T08:00:00Z\ndue = 2026-11-09T10:00:00Z\n";

/// The student's side of labs: folders, what they withhold, and what their logs tell of the clock.
class TestOpenLabs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void rules_data();
    void rules();
    void labsAreListedOnce();
    void listsThatAreNone_data();
    void listsThatAreNone();
    void nothingIsToldBeforeTheStart();
    void aLogThatWasTornGoesOn();
    void clocksThatWereSet_data();
    void clocksThatWereSet();
    void clocksOverRestarts_data();
    void clocksOverRestarts();
    void intakeTellsOfSetClocks();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    /// Opens a lab of that definition as the student does.
    LabFolder openLab(const QString &name, const QByteArray &toml) const;

    course::Course m_course;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestOpenLabs::initTestCase()
{
    for (const QString &slug : {u"tidy"_s, u"echo-line"_s})
        m_course.exercises.append(course::loadExercise(QStringLiteral(GRADING_DATA "/exercises/") + slug).value());
}

void TestOpenLabs::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

LabFolder TestOpenLabs::openLab(const QString &name, const QByteArray &toml) const
{
    const LabKey key = makeLabKey();
    const Lab lab = defineLab(toml, {}, m_course, key).value();
    const QString file = path(name + u".ringlab"_s);
    if (!writeFile(file, packLab(lab, key).value()))
        qFatal("cannot write the lab");
    const LabFolder folder = LabFolder::make(file, path(name), m_course, start, startWordOf(key)).value();
    if (!OpenLabs(path(u"data"_s)).add(folder.path()))
        qFatal("cannot list the lab");
    return folder;
}

void TestOpenLabs::rules_data()
{
    QTest::addColumn<QByteArrayList>("labs");
    QTest::addColumn<qint64>("after"); // seconds after the start
    QTest::addColumn<QString>("rule"); // of the exercise tidy
    const QByteArray tidy = "[[exercise]]\nslug = 'tidy'\n";
    const QByteArray noHints = "title = 'A'\nhints = false\n" + times + tidy + "hidden = ['memory']\n";
    const QByteArray noReference = "title = 'B'\nreference = false\n" + times + "[late]\ncut_off_minutes = 60\n" + tidy;
    const QByteArray exam = "title = 'E'\nexam = true\n" + times + tidy;
    const auto row = [](const char *name, const QByteArrayList &labs, qint64 after, const QString &rule) {
        QTest::newRow(name) << labs << after << rule;
    };
    row("no lab", {}, 0, {});
    row("a lab with another exercise", {"title = 'C'\nhints = false\n[[exercise]]\nslug = 'echo-line'\n"}, 0, {});
    row("a lab that withholds nothing", {"title = 'D'\n" + times + tidy}, 60, u"D: hints, reference, until 10:00"_s);
    row("a lab without hints", {noHints}, 60, u"A: reference, until 10:00, memory"_s);
    row("a lab without the reference", {noReference}, 60, u"B: hints, until 11:00"_s);
    row("late hand-ins still count", {noReference}, 3 * 3600 - 1, u"B: hints, until 11:00"_s);
    row("the lab is over", {noReference}, 3 * 3600, {});
    row("a lab without an end", {"title = 'F'\nhints = false\n" + tidy}, 1'000'000'000, u"F: reference"_s);
    row("an exam", {exam}, 60, u"E: exam, until 10:00"_s);
    row("two labs withhold together", {noHints, noReference}, 60, u"B: until 11:00, memory"_s);
    row("an exam beside a lab", {exam, noHints}, 60, u"E: exam, until 10:00, memory"_s);
    row("one of two is over", {noHints, noReference}, 2 * 3600, u"B: hints, until 11:00"_s);
}

void TestOpenLabs::rules()
{
    QFETCH(QByteArrayList, labs);
    for (int i = 0; i < labs.size(); ++i)
        (void)openLab(u"lab%1"_s.arg(i), labs[i]);
    QFETCH(qint64, after);
    const auto rule = OpenLabs(path(u"data"_s)).ruleFor(m_course.exercises.first().id, start.addSecs(after));
    QStringList words;
    if (rule && rule->isExam)
        words << u"exam"_s;
    if (rule && rule->givesHints)
        words << u"hints"_s;
    if (rule && rule->showsReference)
        words << u"reference"_s;
    if (rule && rule->ends.isValid())
        words << u"until "_s + rule->ends.toUTC().toString(u"HH:mm"_s);
    const QString text = rule ? rule->title + u": "_s + (words + rule->hidden).join(u", "_s) : QString();
    QTEST(text, "rule");
    const course::Exercise seen = underRule(m_course.exercises.first(), rule.value_or(LabRule()));
    for (const course::Check &check : seen.checks)
        QCOMPARE(check.visibility == course::Visibility::Hidden, text.contains(u"memory"_s) && check.id == u"memory");
}

void TestOpenLabs::labsAreListedOnce()
{
    const OpenLabs labs(path(u"data"_s));
    QVERIFY(labs.folders().isEmpty());
    const QByteArray toml = "title = 'A'\n[[exercise]]\nslug = 'tidy'\n";
    for (const QString &name : {u"a"_s, u"b"_s, u"a"_s}) {
        if (name == u"a")
            QVERIFY(QDir(path(name)).removeRecursively());
        (void)openLab(name, toml);
    }
    QCOMPARE(labs.folders(), (QStringList{path(u"a"_s), path(u"b"_s)}));
    QCOMPARE(labs.submitter(), Submitter());
    const Submitter ann{u"s17"_s, u"Ann Lee"_s};
    QVERIFY(labs.setSubmitter(ann));
    QVERIFY(labs.add(path(u"a"_s)));
    QCOMPARE(labs.submitter(), ann);
    QCOMPARE(labs.folders(), (QStringList{path(u"a"_s), path(u"b"_s)}));
    QVERIFY(QDir(path(u"a"_s)).removeRecursively());
    QCOMPARE(labs.folders(), QStringList{path(u"b"_s)});
    QVERIFY(OpenLabs(u"/proc/none"_s).add(path(u"b"_s)).error().kind == Error::Kind::System);
    QVERIFY(labs.forget() && labs.forget());
    QVERIFY(labs.folders().isEmpty() && labs.submitter() == Submitter());
    QVERIFY2(LabFolder::open(path(u"b"_s)), "the folder itself stays");
}

void TestOpenLabs::listsThatAreNone_data()
{
    QTest::addColumn<QByteArray>("list");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("folders that are none") << QByteArray(R"({"folders": [1, "", "/nowhere", null]})");
}

void TestOpenLabs::listsThatAreNone()
{
    QFETCH(QByteArray, list);
    QVERIFY(QDir().mkpath(path(u"data"_s)));
    QVERIFY(writeFile(path(u"data/labs.json"_s), list).has_value());
    const OpenLabs labs(path(u"data"_s));
    QVERIFY(labs.folders().isEmpty());
    QVERIFY(!labs.ruleFor(m_course.exercises.first().id, start));
}

void TestOpenLabs::nothingIsToldBeforeTheStart()
{
    const LabKey key = makeLabKey();
    const Lab lab = defineLab("title = 'E'\nexam = true\n" + times + "[[exercise]]\nslug = 'tidy'\n", {}, m_course, key).value();
    QVERIFY(writeFile(path(u"e.ringlab"_s), packLab(lab, key).value()).has_value());
    const auto make = [&](const QDateTime &now, const QString &word) {
        return LabFolder::make(path(u"e.ringlab"_s), path(u"e"_s), m_course, now, word);
    };
    QVERIFY(make(start.addSecs(-1), startWordOf(key)).error().kind == Error::Kind::Unsupported);
    QVERIFY(make(start, {}).error().kind == Error::Kind::Unsupported);
    QVERIFY(make(start, u"wrong"_s).error().kind == Error::Kind::Content);
    QVERIFY2(!QDir(path(u"e"_s)).exists(), "nothing is left of what was refused");
    QVERIFY(make(start, startWordOf(key)).has_value());
    QVERIFY(LabFolder::open(path(u"e"_s)).value().lab() == lab);
}

/// The power fails while a record is written: whatever of it reached the disk, nobody is kept from handing in, and
/// all records before are there.
void TestOpenLabs::aLogThatWasTornGoesOn()
{
    const LabFolder folder = openLab(u"a"_s, "title = 'A'\n[[exercise]]\nslug = 'tidy'\n");
    const QString log = folder.path() + u"/log.jsonl"_s;
    const QByteArray before = readFile(log).value();
    const QByteArray after = folder.handIn(u"ann"_s, {}, start).value().log;
    QCOMPARE(readChain(after).records.size(), 2);
    for (qsizetype size = before.size(); size < after.size(); size += 11) {
        QVERIFY(writeFile(log, after.first(size)).has_value());
        const auto again = folder.handIn(u"ann"_s, {}, start.addSecs(60));
        QVERIFY2(again.has_value(), again ? "" : qPrintable(describe(again.error())));
        QVERIFY(again->log.startsWith(before));
        QCOMPARE(readChain(again->log).records.size(), 2);
        QCOMPARE(readFile(log).value(), again->log);
    }
    // One that was changed is another thing.
    QVERIFY(writeFile(log, QByteArray(after).replace("handed-in", "handed-on")).has_value());
    QVERIFY(folder.handIn(u"ann"_s, {}, start).error().doing.contains(u"changed"_s));
}

static QString jumpsText(const QByteArray &log)
{
    QStringList words;
    for (const ClockJump &jump : clockJumps(log))
        words << u"%1: %2 min"_s.arg(jump.record).arg(std::chrono::round<std::chrono::minutes>(jump.by).count());
    return words.join(u", "_s);
}

void TestOpenLabs::clocksThatWereSet_data()
{
    QTest::addColumn<QList<qint64>>("handedIn"); // hours by the clock since the lab was opened, which is just now
    QTest::addColumn<QList<qint64>>("jumps"); // record and hours in turn
    QTest::newRow("a clock that is right") << QList<qint64>{0, 0} << QList<qint64>{};
    QTest::newRow("set back before handing in") << QList<qint64>{-2} << QList<qint64>{2, -2};
    QTest::newRow("set on and back again") << QList<qint64>{3, 0} << QList<qint64>{2, 3, 3, -3};
}

void TestOpenLabs::clocksThatWereSet()
{
    const LabFolder folder = openLab(u"a"_s, "title = 'A'\n[[exercise]]\nslug = 'tidy'\n");
    QFETCH(QList<qint64>, handedIn);
    QByteArray log;
    for (const qint64 hours : handedIn)
        log = folder.handIn(u"ann"_s, {}, start.addSecs(hours * 3600)).value().log;
    QList<qint64> jumps;
    for (const ClockJump &jump : clockJumps(log))
        jumps << jump.record << std::chrono::round<std::chrono::hours>(jump.by).count();
    QTEST(jumps, "jumps");
}

void TestOpenLabs::clocksOverRestarts_data()
{
    QTest::addColumn<QStringList>("records"); // time, start of the machine, seconds it has been running
    QTest::addColumn<QString>("jumps");
    QTest::newRow("no record") << QStringList{} << QString();
    QTest::newRow("seconds are put right all the time") << QStringList{u"08:00:00 a 100"_s, u"08:01:30 a 130"_s} << QString();
    QTest::newRow("more than a minute is not") << QStringList{u"08:00:00 a 100"_s, u"08:01:31 a 130"_s} << u"2: 1 min"_s;
    QTest::newRow("restarted and gone on") << QStringList{u"08:00:00 a 9000"_s, u"09:00:00 b 60"_s} << QString();
    QTest::newRow("restarted and set back") << QStringList{u"08:00:00 a 9000"_s, u"07:00:00 b 60"_s} << u"2: -60 min"_s;
    QTest::newRow("the machine slept") << QStringList{u"08:00:00 a 100"_s, u"12:00:00 a 14500"_s} << QString();
    QTest::newRow("a time that is none") << QStringList{u"08:00:00 a 100"_s, u"soon a 200"_s} << QString();
}

void TestOpenLabs::clocksOverRestarts()
{
    QFETCH(QStringList, records);
    QByteArray log;
    ChainEnd end;
    for (const QString &time : records) {
        const QStringList parts = time.split(u' ');
        log += chainLine(end, {{u"at"_s, u"2026-11-09T%1Z"_s.arg(parts[0])}, {u"boot"_s, parts[1]}, {u"up"_s, parts[2].toLongLong()}});
    }
    const QString text = jumpsText(log);
    QTEST(text, "jumps");
}

void TestOpenLabs::intakeTellsOfSetClocks()
{
    const LabFolder folder = openLab(u"a"_s, "title = 'A'\n[[exercise]]\nslug = 'tidy'\n");
    for (const auto &[student, hours] : {std::pair(u"ann"_s, 0), std::pair(u"bob"_s, -5)}) {
        const HandIn handIn = folder.handIn(student, {}, start.addSecs(hours * 3600)).value();
        QVERIFY(writeFile(path(student + u".ringsub"_s), packHandIn(handIn).value()).has_value());
    }
    const Intake intake = takeIn({path(u"ann.ringsub"_s), path(u"bob.ringsub"_s)}, folder.lab());
    QCOMPARE(intake.submissions.size(), 2);
    QHash<QString, qint64> hours;
    for (const IntakeNote &note : intake.notes)
        hours[note.student] = std::chrono::round<std::chrono::hours>(note.clockSetBy).count();
    QCOMPARE(hours, (QHash<QString, qint64>{{u"ann"_s, 0}, {u"bob"_s, -5}}));
}

QTEST_GUILESS_MAIN(TestOpenLabs)
#include "tst_openlabs.moc"
