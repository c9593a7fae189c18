#include "classroom/archive.h"
#include "classroom/files.h"
#include "classroom/lab.h"

#include <QFileInfo>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace ringside;
using namespace ringside::classroom;
using namespace Qt::StringLiterals;

class TestLab : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void definitionsAreRead();
    void mistakesInDefinitions_data();
    void mistakesInDefinitions();
    void pointsAreTheExercisesOwnWhereNoneAreGiven();
    void helpIsWithheldAsDefined_data();
    void helpIsWithheldAsDefined();
    void examsAreSealed();
    void changedSealsAreRefused();
    void packedAndUnpacked();
    void theSameLabHasTheSameBytes();
    void changedLabsAreRefused_data();
    void changedLabsAreRefused();
    void keysAreKeptPrivate();
    void brokenKeysAreRefused_data();
    void brokenKeysAreRefused();
    void everyStudentHasAWorldOfHisOwn();
    void digestsFollowWhatMarksDependOn();

private:
    [[nodiscard]] Lab lab(const QByteArray &toml) const;

    course::Course m_course;
    LabKey m_key = makeLabKey();
};

static const QByteArray whole = R"(
title = "Week 3"
opens = 2026-11-02T08:00:00+01:00
due = 2026-11-09T23:59:00+01:00
rounds = 3
[late]
grace_minutes = 10
percent = 2.5
per = "hour"
most_percent = 60
cut_off_minutes = 2880
[[late.step]]
after_minutes = 60
percent = 10
[[exercise]]
slug = "tidy"
points = 12
hidden = ["memory"]
[[exercise]]
slug = "echo-line"
counted = "core"
[[question]]
id = "Q05.1"
points = 4.5
)";

void TestLab::initTestCase()
{
    for (const QString &slug : {u"tidy"_s, u"echo-line"_s}) {
        const auto exercise
            = course::loadExercise(QStringLiteral(GRADING_DATA "/exercises/") + slug);
        QVERIFY(exercise.has_value());
        m_course.exercises.append(*exercise);
    }
    course::Lesson lesson{.id = u"small"_s};
    lesson.questions = {{.id = u"Q05.1"_s, .keyPoints = {{.text = u"It is short"_s}}}};
    m_course.lessons = {lesson};
}

Lab TestLab::lab(const QByteArray &toml) const
{
    const auto lab = defineLab(toml, u"lab.toml"_s, m_course, m_key);
    if (!lab)
        qFatal("%s", qPrintable(describe(lab.error().first())));
    return *lab;
}

void TestLab::definitionsAreRead()
{
    const Lab read = lab(whole);
    QCOMPARE(read.title, u"Week 3"_s);
    QCOMPARE(read.opens.toUTC().toString(Qt::ISODate), u"2026-11-02T07:00:00Z"_s);
    QCOMPARE(read.due.toUTC().toString(Qt::ISODate), u"2026-11-09T22:59:00Z"_s);
    QCOMPARE(read.rounds, 3);
    const LatePolicy late{.grace = std::chrono::minutes(10),
        .steps = {{std::chrono::minutes(60), 10}},
        .percentPerUnit = 2.5,
        .unit = std::chrono::hours(1),
        .mostPercent = 60,
        .cutOff = std::chrono::hours(48)};
    QVERIFY(read.late == late);
    QCOMPARE(read.exercises.size(), 2);
    QCOMPARE(read.exercises[0].points, 12.0);
    QCOMPARE(read.exercises[0].hidden, QStringList{u"memory"_s});
    QVERIFY(read.exercises[1].counted == Counted::Core);
    QCOMPARE(read.questions, (QList<LabQuestion>{{u"Q05.1"_s, 4.5}}));
    QVERIFY(read.holds(u"tidy") && read.holds(u"Q05.1") && !read.holds(u"Q05.2"));
    QCOMPARE(read.id, m_key.labId);
    const course::Exercise graded = asGraded(m_course.exercises[0], read.exercises[0]);
    for (const course::Check &check : graded.checks)
        QCOMPARE(check.visibility == course::Visibility::Hidden, check.id == u"memory");
}

void TestLab::mistakesInDefinitions_data()
{
    QTest::addColumn<QByteArray>("toml");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("what"); // part of it
    const auto row = [](const char *name, const char *toml, int line, const char *what) {
        QTest::newRow(name) << QByteArray(toml) << line << QString::fromLatin1(what);
    };
    row("no TOML", "title =", 1, "");
    row("no title", "[[exercise]]\nslug = 'tidy'", 1, "title");
    row("no exercise", "title = 'x'", 1, "exercise");
    row("an unknown key", "title = 'x'\ndeu = 1\n[[exercise]]\nslug = 'tidy'", 2, "deu");
    row("an unknown exercise", "title = 'x'\n[[exercise]]\nslug = 'tdy'", 3, "did you mean `tidy`");
    row("an exercise twice", "title = 'x'\n[[exercise]]\nslug = 'tidy'\n[[exercise]]\nslug = 'tidy'",
        5, "there already");
    row("an unknown question", "title = 'x'\n[[question]]\nid = 'Q05.2'", 3, "did you mean `Q05.1`");
    row("a question twice", "title = 'x'\n[[question]]\nid = 'Q05.1'\n[[question]]\nid = 'Q05.1'", 5, "there already");
    row("a question of less than nothing", "title = 'x'\n[[question]]\nid = 'Q05.1'\npoints = -1", 4, "points");
    row("an unknown check", "title = 'x'\n[[exercise]]\nslug = 'tidy'\nhidden = ['nothing']", 4,
        "unknown check `nothing`");
    row("a deadline without a zone",
        "title = 'x'\ndue = 2026-11-09T23:59:00\n[[exercise]]\nslug = 'tidy'", 2, "zone");
    row("a deadline that is no time", "title = 'x'\ndue = 5\n[[exercise]]\nslug = 'tidy'", 2, "due");
    row("due before it opens",
        "title = 'x'\nopens = 2026-11-10T00:00:00Z\ndue = 2026-11-09T00:00:00Z\n[[exercise]]\nslug = "
        "'tidy'",
        3, "before it opens");
    row("negative points", "title = 'x'\n[[exercise]]\nslug = 'tidy'\npoints = -1", 4, "points");
    row("late without a deadline", "title = 'x'\n[[exercise]]\nslug = 'tidy'\n[late]\npercent = 1", 4,
        "without `due`");
    row("more than all is lost",
        "title = 'x'\ndue = 2026-11-09T00:00:00Z\n[[exercise]]\nslug = 'tidy'\n[late]\npercent = 101", 6,
        "percent");
    row("an exam without a start", "title = 'x'\nexam = true\ndue = 2026-11-09T00:00:00Z\n[[exercise]]\nslug = 'tidy'", 2,
        "both `opens` and `due`");
    row("an exam with hints",
        "title = 'x'\nexam = true\nhints = true\nopens = 2026-11-08T00:00:00Z\ndue = 2026-11-09T00:00:00Z\n"
        "[[exercise]]\nslug = 'tidy'",
        3, "neither hints nor the reference");
    row("an exam with the reference",
        "title = 'x'\nexam = true\nreference = true\nopens = 2026-11-08T00:00:00Z\ndue = 2026-11-09T00:00:00Z\n"
        "[[exercise]]\nslug = 'tidy'",
        3, "neither hints nor the reference");
    row("hints that are neither", "title = 'x'\nhints = 'few'\n[[exercise]]\nslug = 'tidy'", 2, "hints");
    row("steps out of order",
        "title = 'x'\ndue = 2026-11-09T00:00:00Z\n[[exercise]]\nslug = 'tidy'\n[[late.step]]\n"
        "after_minutes = 9\npercent = 1\n[[late.step]]\nafter_minutes = 9\npercent = 2",
        9, "order of time");
}

void TestLab::mistakesInDefinitions()
{
    QFETCH(QByteArray, toml);
    const auto lab = defineLab(toml, u"lab.toml"_s, m_course, m_key);
    QVERIFY(!lab);
    const Error error = lab.error().first();
    QTEST(error.line, "line");
    QFETCH(QString, what);
    QVERIFY2(error.doing.contains(what), qPrintable(error.doing));
}

void TestLab::pointsAreTheExercisesOwnWhereNoneAreGiven()
{
    double all = 0;
    double core = 0;
    for (const course::Check &check : m_course.exercises[0].checks) {
        all += check.points;
        core += check.tier() == course::Tier::Core ? check.points : 0;
    }
    QVERIFY(core < all);
    QCOMPARE(lab("title = 'x'\n[[exercise]]\nslug = 'tidy'").points(), all);
    QCOMPARE(lab("title = 'x'\n[[exercise]]\nslug = 'tidy'\ncounted = 'core'").points(), core);
}

static const QByteArray examDefinition = "title = 'Midterm'\nexam = true\nopens = 2026-11-09T08:00:00Z\n"
                                         "due = 2026-11-09T10:00:00Z\n[[exercise]]\nslug = 'tidy'\n[[question]]\nid = 'Q05.1'";

void TestLab::helpIsWithheldAsDefined_data()
{
    QTest::addColumn<QByteArray>("toml");
    QTest::addColumn<QList<bool>>("help"); // hints, reference, exam
    QTest::addColumn<QString>("ends");
    const QByteArray rest = "[[exercise]]\nslug = 'tidy'";
    const QByteArray due = "due = 2026-11-09T10:00:00Z\n";
    QTest::newRow("nothing said gives everything") << "title = 'x'\n" + rest << QList{true, true, false} << QString();
    QTest::newRow("no hints") << "title = 'x'\nhints = false\n" + due + rest << QList{false, true, false}
                              << u"2026-11-09T10:00:00Z"_s;
    QTest::newRow("no reference until nothing counts any more")
        << "title = 'x'\nreference = false\n" + due + "[late]\ncut_off_minutes = 60\n" + rest
        << QList{true, false, false} << u"2026-11-09T11:00:00Z"_s;
    QTest::newRow("an exam") << examDefinition << QList{false, false, true} << u"2026-11-09T10:00:00Z"_s;
    QTest::newRow("an exam with some minutes of grace") << "exam = true\nopens = 2026-11-09T08:00:00Z\ntitle = 'x'\n"
            + due + "[late]\ngrace_minutes = 5\n" + rest
                                                        << QList{false, false, true} << u"2026-11-09T10:05:00Z"_s;
}

void TestLab::helpIsWithheldAsDefined()
{
    QFETCH(QByteArray, toml);
    const Lab made = lab(toml);
    QTEST((QList{made.givesHints, made.showsReference, made.isExam}), "help");
    QTEST(made.ends().toUTC().toString(Qt::ISODate), "ends");
    const QByteArray plain = openSealed(packLab(made, m_key).value(), {}, m_key).value();
    QVERIFY(unpackLab(plain, {}).value() == made);
}

void TestLab::examsAreSealed()
{
    const Lab made = lab(examDefinition);
    QVERIFY2(made.late.cutOff == std::chrono::seconds(0), "late hand-ins of an exam count for nothing");
    const QByteArray bytes = packLab(made, m_key).value();
    QCOMPARE(packLab(made, m_key).value(), bytes);
    const Lab told = unpackLab(bytes, {}).value();
    QVERIFY(told.isSealed && told.exercises.isEmpty() && told.questions.isEmpty());
    QCOMPARE(told.opens, made.opens);
    QVERIFY2(!bytes.contains("tidy"), "the exercises are not told");

    const QString word = startWordOf(m_key);
    QCOMPARE(startWordOf(m_key), word);
    QVERIFY(startWordOf(makeLabKey()) != word);
    for (const QString &typed : {word, word.toUpper(), QString(word).remove(u'-'), u' ' + word + u' '})
        QVERIFY(unpackLab(openSealed(bytes, {}, typed).value(), {}).value() == made);
    QVERIFY(openSealed(bytes, {}, u"abcd-efgh-ijkm"_s).error().doing.contains(u"not the word"_s));
    QVERIFY(openSealed(bytes, {}, QString()).error().doing.contains(u"not the word"_s));
    QVERIFY(openSealed(bytes, {}, makeLabKey()).error().doing.contains(u"not that of the lab"_s));
    const QByteArray open = packLab(lab(whole), m_key).value();
    QCOMPARE(openSealed(open, {}, u"any"_s).value(), open);
}

void TestLab::changedSealsAreRefused()
{
    const QByteArray bytes = packLab(lab(examDefinition), m_key).value();
    QList<ArchiveFile> files;
    auto reader = ArchiveReader::fromBytes(bytes, {});
    while (const auto entry = reader->next().value())
        files.append({.name = entry->name, .content = reader->read().value()});
    QCOMPARE(files.last().name, QByteArray("lab.sealed"));
    const QByteArray content = files.last().content;
    const auto with = [&](const QByteArray &changed) {
        files.last().content = changed;
        return openSealed(makeZip(files).value(), {}, m_key);
    };
    QVERIFY(with(content).has_value());
    for (const qsizetype at : {0LL, 15LL, 16LL, 40LL, content.size() - 1}) {
        QByteArray changed = content;
        changed[at] = char(changed[at] ^ 1);
        QVERIFY(!with(changed));
    }
    QVERIFY(!with(content.first(20)) && !with(content.first(3)) && !with({}));
    // Another lab of the same instructor, put where this one was.
    const LabKey other = makeLabKey();
    const Lab foreign = defineLab(examDefinition, {}, m_course, other).value();
    const QByteArray plain = openSealed(packLab(foreign, other).value(), {}, other).value();
    const QByteArray salt(saltBytes, 's');
    const QByteArray word = startWordOf(m_key).remove(u'-').toUtf8();
    QVERIFY(with(salt + sealed(plain, word, salt).value()).error().doing.contains(u"another lab is sealed"_s));
}

void TestLab::packedAndUnpacked()
{
    const Lab made = lab(whole);
    const auto bytes = packLab(made, m_key);
    QVERIFY(bytes.has_value());
    const auto read = unpackLab(*bytes, u"week3.ringlab"_s);
    QVERIFY2(read.has_value(), read ? "" : qPrintable(describe(read.error())));
    QVERIFY(*read == made);
    QVERIFY2(!bytes->contains(m_key.worldSecret.toBase64()), "the secret is not given out");
}

void TestLab::theSameLabHasTheSameBytes()
{
    const Lab made = lab(whole);
    QCOMPARE(packLab(made, m_key).value(), packLab(made, m_key).value());
}

void TestLab::changedLabsAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("what");
    m_course.exercises.clear();
    initTestCase();
    const Lab made = lab(whole);
    Lab other = made;
    other.exercises[0].points = 100;
    const auto manifest = [this](const Lab &packed) {
        auto reader = ArchiveReader::fromBytes(packLab(packed, m_key).value(), {});
        (void)reader->next().value();
        return reader->read().value();
    };
    const auto zip = [](const QList<ArchiveFile> &files) { return makeZip(files).value(); };
    const QByteArray signature = signatureOf(manifest(made), m_key.keys);
    QTest::newRow("nothing") << QByteArray() << u""_s;
    QTest::newRow("no archive") << QByteArray("hello, world, this is no archive") << u""_s;
    QTest::newRow("a cut archive") << packLab(made, m_key).value().first(200) << u""_s;
    QTest::newRow("another archive") << zip({{.name = "a.txt", .content = "x"}}) << u"no lab"_s;
    QTest::newRow("no signature")
        << zip({{.name = "lab.json", .content = manifest(made)}}) << u"changed"_s;
    QTest::newRow("more points under the same signature")
        << zip({{.name = "lab.json", .content = manifest(other)},
               {.name = "lab.sig", .content = signature}})
        << u"changed"_s;
    QTest::newRow("signed by somebody else")
        << packLab(made, makeLabKey()).value() << u"changed"_s;
    QByteArray newer = manifest(made);
    newer.replace("\"format\": 1", "\"format\": 9");
    QTest::newRow("of a newer Ringside")
        << zip({{.name = "lab.json", .content = newer}}) << u"newer"_s;
}

void TestLab::changedLabsAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, what);
    const auto read = unpackLab(bytes, u"week3.ringlab"_s);
    QVERIFY(!read);
    QVERIFY(read.error().kind == Error::Kind::Content);
    QCOMPARE(read.error().file, u"week3.ringlab"_s);
    QVERIFY2(read.error().doing.contains(what), qPrintable(read.error().doing));
}

void TestLab::keysAreKeptPrivate()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"week3.ringkey"_s);
    QVERIFY(writeLabKey(m_key, path).has_value());
    struct stat status{};
    QCOMPARE(::stat(qPrintable(path), &status), 0);
    QCOMPARE(int(status.st_mode & 07777), 0600);
    const auto read = readLabKey(path);
    QVERIFY(read.has_value());
    QVERIFY(*read == m_key);
}

void TestLab::brokenKeysAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("another file") << QByteArray("{\"format\": 1}");
    QTest::newRow("a short key")
        << QByteArray(R"({"lab": "x", "secret_key": "AAAA", "world_secret": "AAAA"})");
    QTest::newRow("a key whose halves do not belong together")
        << QByteArray(R"({"lab": "x", "secret_key": ")") + QByteArray(64, 'x').toBase64()
            + R"(", "world_secret": ")" + QByteArray(32, 'x').toBase64() + "\"}";
}

void TestLab::brokenKeysAreRefused()
{
    QFETCH(QByteArray, text);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.ringkey"_s);
    QVERIFY(writeFile(path, text).has_value());
    const auto read = readLabKey(path);
    QVERIFY(!read);
    QCOMPARE(read.error().doing, u"the file is no key of a lab"_s);
    QVERIFY(readLabKey(folder.filePath(u"missing"_s)).error().errnum == ENOENT);
}

void TestLab::everyStudentHasAWorldOfHisOwn()
{
    QSet<quint64> seeds;
    for (int student = 0; student < 2000; ++student)
        for (const QString &exercise : {u"tidy"_s, u"echo-line"_s})
            seeds.insert(seedOf(m_key, u"s%1"_s.arg(student), exercise));
    QCOMPARE(seeds.size(), 4000);
    QCOMPARE(seedOf(m_key, u"ann"_s, u"tidy"_s), seedOf(m_key, u"ann"_s, u"tidy"_s));
    QVERIFY(seedOf(m_key, u"ann"_s, u"tidy"_s) != seedOf(makeLabKey(), u"ann"_s, u"tidy"_s));
    QVERIFY(seedOf(m_key, u"ann"_s, u"atidy"_s) != seedOf(m_key, u"anna"_s, u"tidy"_s));
}

void TestLab::digestsFollowWhatMarksDependOn()
{
    const QTemporaryDir folder;
    course::Exercise copy = m_course.exercises[0];
    for (const QString &name : {u"exercise.toml"_s, u"world.toml"_s, u"solution.py"_s, u"judge.py"_s, u"hints.md"_s})
        QFile::copy(copy.folder + u'/' + name, folder.filePath(name));
    copy.folder = folder.path();
    const QByteArray before = exerciseDigest(copy).value();
    QCOMPARE(before, exerciseDigest(m_course.exercises[0]).value());
    QVERIFY(appendToFile(folder.filePath(u"hints.md"_s), "More.\n").has_value());
    QCOMPARE(exerciseDigest(copy).value(), before);
    QVERIFY(appendToFile(folder.filePath(u"solution.py"_s), "# more\n").has_value());
    QVERIFY(exerciseDigest(copy).value() != before);
    QVERIFY(QFile::remove(folder.filePath(u"world.toml"_s)));
    QVERIFY(!exerciseDigest(copy));
}

QTEST_GUILESS_MAIN(TestLab)
#include "tst_lab.moc"
