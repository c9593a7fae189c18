#include "classroom/files.h"
#include "classroom/handin.h"
#include "classroom/intake.h"
#include "classroom/layouts.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace ringside;
using namespace ringside::classroom;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Place)

/// An entry of an archive as nobody makes it by accident.
struct HostileEntry
{
    QByteArray name;
    unsigned type = AE_IFREG;
    QByteArray content;
    QByteArray target; ///< of a link
    bool isHardLink = false;
};

static Lab labOf(const QStringList &slugs)
{
    Lab lab{.id = u"lab-1"_s};
    for (const QString &slug : slugs)
        lab.exercises.append({.id = slug, .slug = slug, .points = 10});
    return lab;
}

static const QStringList fateNames{u"taken"_s, u"superseded"_s, u"duplicate"_s, u"ignored"_s, u"not-python"_s,
    u"no-exercise"_s, u"no-student"_s, u"unsafe-name"_s, u"link"_s, u"special"_s, u"too-large"_s, u"encrypted"_s,
    u"unreadable"_s, u"other-lab"_s, u"broken-seal"_s, u"whole-source"_s};

/// "taken ann/tidy.py", in the order of the report.
static QStringList linesOf(const Intake &intake)
{
    QStringList lines;
    for (const IntakeNote &note : intake.notes)
        lines.append(fateNames[qsizetype(note.fate)] + u' ' + QString::fromUtf8(note.name));
    return lines;
}

/// "ann tidy print()": who, what for, what.
static QStringList taken(const Intake &intake)
{
    QStringList lines;
    for (const Submission &submission : intake.submissions)
        lines.append(submission.student + u' ' + submission.slug + u' '
            + QString::fromUtf8(submission.content));
    return lines;
}

class TestIntake : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void placesInLayouts_data();
    void placesInLayouts();
    void timestamps_data();
    void timestamps();
    void archivesOfPlatforms_data();
    void archivesOfPlatforms();
    void foldersAreReadAsArchivesAre();
    void handInsAreTakenFromEverywhere();
    void handInsThatAreRefused();
    void handInsComeUnderThePlatformsName();
    void nobodyHandsInForAnother_data();
    void nobodyHandsInForAnother();
    void namesThatEndInNumbers();
    void theLatestCounts();
    void hostileArchives_data();
    void hostileArchives();
    void hostileFolders();
    void entriesAreCounted_data();
    void entriesAreCounted();
    void bombs_data();
    void bombs();
    void damagedArchivesGiveNothing_data();
    void damagedArchivesGiveNothing();
    void fiveHundredHandIns();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    QString write(const QString &name, const QByteArray &bytes) const;
    QString zip(const QString &name, const QList<ArchiveFile> &files) const;
    QString tar(const QString &name, const QList<HostileEntry> &entries) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestIntake::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

QString TestIntake::write(const QString &name, const QByteArray &bytes) const
{
    QDir().mkpath(QFileInfo(path(name)).path());
    if (!writeFile(path(name), bytes))
        qFatal("cannot write %s", qPrintable(name));
    return path(name);
}

QString TestIntake::zip(const QString &name, const QList<ArchiveFile> &files) const
{
    return write(name, makeZip(files).value());
}

QString TestIntake::tar(const QString &name, const QList<HostileEntry> &entries) const
{
    archive *writer = archive_write_new();
    archive_write_set_format_gnutar(writer);
    archive_write_add_filter_gzip(writer);
    if (archive_write_open_filename(writer, QFile::encodeName(path(name)).constData()) != ARCHIVE_OK)
        qFatal("cannot write %s", qPrintable(name));
    for (const HostileEntry &entry : entries) {
        archive_entry *header = archive_entry_new();
        archive_entry_set_pathname(header, entry.name.constData());
        archive_entry_set_filetype(header, entry.type);
        archive_entry_set_perm(header, 0644);
        archive_entry_set_mtime(header, 1'760'000'000, 0);
        archive_entry_set_size(header, entry.content.size());
        if (entry.isHardLink)
            archive_entry_set_hardlink(header, entry.target.constData());
        else if (!entry.target.isEmpty())
            archive_entry_set_symlink(header, entry.target.constData());
        archive_write_header(writer, header);
        archive_write_data(writer, entry.content.constData(), size_t(entry.content.size()));
        archive_entry_free(header);
    }
    archive_write_free(writer);
    return path(name);
}

void TestIntake::placesInLayouts_data()
{
    QTest::addColumn<int>("layout");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("place"); // student, name in words, late, then the path; empty: none
    const auto row = [](const char *title, Layout layout, const char *name, const QStringList &place) {
        QTest::newRow(title) << int(layout) << QString::fromUtf8(name) << place;
    };
    row("moodle", Layout::Moodle, "Ann Lee_123_assignsubmission_file/tidy.py",
        {u"123"_s, u"Ann Lee"_s, u""_s, u"tidy.py"_s});
    row("moodle before 4.1", Layout::Moodle, "Ann Lee_123_assignsubmission_file_/a/tidy.py",
        {u"123"_s, u"Ann Lee"_s, u""_s, u"a"_s, u"tidy.py"_s});
    row("moodle, flat", Layout::Moodle, "Ann Lee_123_assignsubmission_file_tidy.py",
        {u"123"_s, u"Ann Lee"_s, u""_s, u"tidy.py"_s});
    row("moodle, flat, called as another student's", Layout::Moodle,
        "Ann Lee_123_assignsubmission_file_Bob_9_assignsubmission_file_tidy.py",
        {u"123"_s, u"Ann Lee"_s, u""_s, u"Bob_9_assignsubmission_file_tidy.py"_s});
    row("moodle, blind", Layout::Moodle, "Teilnehmer/in_7_assignsubmission_file/tidy.py",
        {u"7"_s, u"in"_s, u""_s, u"tidy.py"_s});
    row("moodle, a user name in front", Layout::Moodle, "al17 Ann Lee_123_assignsubmission_file/tidy.py",
        {u"123"_s, u"al17 Ann Lee"_s, u""_s, u"tidy.py"_s});
    row("moodle, inside of a folder", Layout::Moodle, "all/Ann_123_assignsubmission_file/tidy.py",
        {u"123"_s, u"Ann"_s, u""_s, u"tidy.py"_s});
    row("moodle, text typed online", Layout::Moodle, "Ann_123_assignsubmission_onlinetext/onlinetext.html", {});
    row("moodle, another name", Layout::Moodle, "Ann/tidy.py", {});
    row("moodle, a name beyond ASCII", Layout::Moodle, "Žofie Ó_5_assignsubmission_file/tidy.py",
        {u"5"_s, u"Žofie Ó"_s, u""_s, u"tidy.py"_s});
    row("canvas", Layout::Canvas, "leeann_123_456_tidy.py", {u"123"_s, u"leeann"_s, u""_s, u"tidy.py"_s});
    row("canvas, late", Layout::Canvas, "leeann_LATE_123_456_tidy-1.py",
        {u"123"_s, u"leeann"_s, u"late"_s, u"tidy-1.py"_s});
    row("canvas, anonymous", Layout::Canvas, "anon_123_456_tidy.py", {u"123"_s, u"anon"_s, u""_s, u"tidy.py"_s});
    row("canvas, a name with underscores", Layout::Canvas, "leeann_123_456_my_tidy_1_2_x.py",
        {u"123"_s, u"leeann"_s, u""_s, u"my_tidy_1_2_x.py"_s});
    row("canvas, another name", Layout::Canvas, "tidy.py", {});
    row("nbgrader", Layout::Nbgrader, "submitted/ann/week3/tidy.py", {u"ann"_s, u""_s, u""_s, u"tidy.py"_s});
    row("nbgrader, below a course", Layout::Nbgrader, "course/submitted/ann/week3/a/tidy.py",
        {u"ann"_s, u""_s, u""_s, u"a"_s, u"tidy.py"_s});
    row("nbgrader, from inside", Layout::Nbgrader, "ann/week3/tidy.py", {u"ann"_s, u""_s, u""_s, u"tidy.py"_s});
    row("nbgrader, too short", Layout::Nbgrader, "submitted/ann/tidy.py", {});
    row("plain", Layout::Plain, "ann/tidy.py", {u"ann"_s, u""_s, u""_s, u"tidy.py"_s});
    row("plain, deeper", Layout::Plain, "ann/week 3/tidy.py",
        {u"ann"_s, u""_s, u""_s, u"week 3"_s, u"tidy.py"_s});
    row("plain, a file for a student", Layout::Plain, "ann.lee.py", {u"ann.lee"_s, u""_s, u""_s, u"ann.lee.py"_s});
}

void TestIntake::placesInLayouts()
{
    QFETCH(int, layout);
    QFETCH(QString, name);
    QFETCH(QStringList, place);
    const auto found = placeIn(Layout(layout), name.split(u'/'));
    const QStringList told = found ? QStringList{found->student, found->studentName,
                                         found->isMarkedLate ? u"late"_s : u""_s}
            + found->path
                                   : QStringList();
    QCOMPARE(told, place);
}

void TestIntake::timestamps_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("seconds");
    QTest::newRow("as nbgrader writes it") << QByteArray("2026-11-09 22:59:00.123456 UTC\n") << qint64(1794265140);
    QTest::newRow("without a zone") << QByteArray("2026-11-09 22:59:00") << qint64(1794265140);
    QTest::newRow("an offset") << QByteArray("2026-11-09 23:59:00 +0100") << qint64(1794265140);
    QTest::newRow("an offset with a colon") << QByteArray("2026-11-09 23:59:00.5 +01:00") << qint64(1794265140);
    QTest::newRow("a place") << QByteArray("2026-11-09 23:59:00 Europe/Paris") << qint64(1794265140);
    QTest::newRow("an unknown zone") << QByteArray("2026-11-09 22:59:00 XYZ") << qint64(1794265140);
    QTest::newRow("half a time") << QByteArray("2026-11-09") << qint64(0);
    QTest::newRow("no time") << QByteArray("yesterday\n") << qint64(0);
    QTest::newRow("a sign alone") << QByteArray("2026-11-09 22:59:00 +") << qint64(1794265140);
    QTest::newRow("nothing") << QByteArray() << qint64(0);
}

void TestIntake::timestamps()
{
    QFETCH(QByteArray, text);
    QTEST(timeInTimestamp(text), "seconds");
}

void TestIntake::archivesOfPlatforms_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QStringList>("fates");
    QTest::addColumn<QStringList>("submissions");
    const auto row = [](const char *title, const QStringList &names, const QStringList &fates,
                         const QStringList &submissions) {
        QStringList lines;
        for (qsizetype i = 0; i < names.size(); ++i)
            lines.append(fates.value(i) + u' ' + names[i]);
        QTest::newRow(title) << names << lines << submissions;
    };
    row("moodle",
        {u"Ann Lee_1_assignsubmission_file/tidy.py"_s, u"Ann Lee_1_assignsubmission_file/Echo_Line.PY"_s,
            u"Bob O_2_assignsubmission_file/notes.txt"_s, u"Bob O_2_assignsubmission_file/other.py"_s,
            u"Bob O_2_assignsubmission_file/__MACOSX/._tidy.py"_s, u"readme.py"_s},
        {u"taken"_s, u"taken"_s, u"not-python"_s, u"no-exercise"_s, u"ignored"_s, u"no-student"_s},
        {u"1 echo-line 1"_s, u"1 tidy 0"_s});
    row("canvas",
        {u"leeann_1_10_tidy.py"_s, u"leeann_1_11_tidy-1.py"_s, u"bob_LATE_2_12_echo_line.py"_s,
            u"cy_3_13_text.html"_s},
        {u"superseded"_s, u"taken"_s, u"taken"_s, u"not-python"_s}, {u"1 tidy 1"_s, u"2 echo-line 2"_s});
    row("nbgrader",
        {u"submitted/ann/week3/tidy.py"_s, u"submitted/ann/week3/timestamp.txt"_s,
            u"submitted/bob/week3/echo-line.py"_s},
        {u"taken"_s, u"ignored"_s, u"taken"_s}, {u"ann tidy 0"_s, u"bob echo-line 2"_s});
    row("a plain tree",
        {u"ann/tidy.py"_s, u"ann/.git/hooks/tidy.py"_s, u"ann/__pycache__/tidy.py"_s, u"bob/tidy/main.py"_s,
            u"bob/echo-line (2).py"_s, u"cy/x.py"_s},
        {u"taken"_s, u"ignored"_s, u"ignored"_s, u"taken"_s, u"taken"_s, u"no-exercise"_s},
        {u"ann tidy 0"_s, u"bob echo-line 4"_s, u"bob tidy 3"_s});
    row("a plain tree in a folder", {u"class/ann/tidy.py"_s, u"class/bob/tidy.py"_s}, {u"taken"_s, u"taken"_s},
        {u"ann tidy 0"_s, u"bob tidy 1"_s});
    row("repositories of GitHub Classroom",
        {u"week3-submissions/week3-ann/tidy.py"_s, u"week3-submissions/week3-ann/.git/HEAD"_s,
            u"week3-submissions/week3-b-o-b/tidy.py"_s, u"week3-submissions/other/tidy.py"_s},
        {u"taken"_s, u"ignored"_s, u"taken"_s, u"taken"_s},
        {u"ann tidy 0"_s, u"b-o-b tidy 2"_s, u"other tidy 3"_s});
    row("one student with a folder", {u"ann/week3/tidy.py"_s}, {u"taken"_s}, {u"ann tidy 0"_s});
    row("names that differ in capitals", {u"ann/Tidy.py"_s, u"ann/tidy.py"_s}, {u"duplicate"_s, u"taken"_s},
        {u"ann tidy 1"_s});
    row("names that hurt a spreadsheet", {u"=cmd()/tidy.py"_s, u"a\u202eb/tidy.py"_s, u"😀/tidy.py"_s},
        {u"taken"_s, u"taken"_s, u"taken"_s}, {u"=cmd() tidy 0"_s, u"a\u202eb tidy 1"_s, u"😀 tidy 2"_s});
    row("nothing", {}, {}, {});
}

/// The content of each file is its place in the list.
void TestIntake::archivesOfPlatforms()
{
    QFETCH(QStringList, names);
    QList<ArchiveFile> files;
    for (const QString &name : names)
        files.append({name.toUtf8(), QByteArray::number(files.size()), 1'760'000'000});
    const Intake intake = takeIn({zip(u"all.zip"_s, files)}, labOf({u"tidy"_s, u"echo-line"_s}));
    QTEST(linesOf(intake), "fates");
    QTEST(taken(intake), "submissions");
}

void TestIntake::foldersAreReadAsArchivesAre()
{
    write(u"all/ann/tidy.py"_s, "a");
    write(u"all/bob/my solution.py"_s, "b");
    write(u"all/bob/notes.txt"_s, "n");
    // One exercise: a student's only program is meant for it.
    Intake intake = takeIn({path(u"all"_s)}, labOf({u"tidy"_s}));
    QCOMPARE(taken(intake), (QStringList{u"ann tidy a"_s, u"bob tidy b"_s}));
    // The folder itself tells that GitHub Classroom made it.
    write(u"w3-submissions/w3-ann/tidy.py"_s, "g");
    QCOMPARE(taken(takeIn({path(u"w3-submissions"_s)}, labOf({u"tidy"_s}))), QStringList{u"ann tidy g"_s});
    // With a second program nobody knows which.
    write(u"all/bob/second.py"_s, "c");
    intake = takeIn({path(u"all"_s)}, labOf({u"tidy"_s}));
    QCOMPARE(taken(intake), QStringList{u"ann tidy a"_s});
    QCOMPARE(intake.count(Fate::NoExercise), 2);
    // Files called as their students.
    write(u"flat/ann.py"_s, "a");
    write(u"flat/bob.py"_s, "b");
    intake = takeIn({path(u"flat"_s)}, labOf({u"tidy"_s}));
    QCOMPARE(taken(intake), (QStringList{u"ann tidy a"_s, u"bob tidy b"_s}));
}

static HandIn handInOf(const QString &student, const QByteArray &source, const QString &lab = u"lab-1"_s)
{
    return {.labId = lab,
        .student = student,
        .studentName = u"In Words"_s,
        .made = QDateTime::fromSecsSinceEpoch(1'760'000'000),
        .sources = {{u"tidy"_s, source}}};
}

void TestIntake::handInsAreTakenFromEverywhere()
{
    const QByteArray ann = packHandIn(handInOf(u"ann"_s, "a")).value();
    const QByteArray bob = packHandIn(handInOf(u"bob"_s, "b")).value();
    const QByteArray cy = packHandIn(handInOf(u"cy"_s, "c")).value();
    const QStringList sources{write(u"one.ringsub"_s, ann), write(u"folder/x/two.ringsub"_s, bob).section(u'/', 0, -3),
        zip(u"three.zip"_s, {{.name = "a/b/three.ringsub", .content = cy}})};
    const Intake intake = takeIn(sources, labOf({u"tidy"_s}));
    QCOMPARE(taken(intake), (QStringList{u"ann tidy a"_s, u"bob tidy b"_s, u"cy tidy c"_s}));
    QCOMPARE(intake.submissions[0].studentName, u"In Words"_s);
    QVERIFY(intake.submissions[0].submitted > 1'760'000'000); // when the file was written, not what is in it
}

void TestIntake::handInsThatAreRefused()
{
    const QByteArray broken = packHandIn(handInOf(u"ann"_s, "a")).value();
    write(u"in/broken.ringsub"_s, broken.first(broken.size() / 2));
    write(u"in/other.ringsub"_s, packHandIn(handInOf(u"bob"_s, "b", u"lab-2"_s)).value());
    write(u"in/text.ringsub"_s, "hello");
    HandIn more = handInOf(u"cy"_s, "c");
    more.sources.append({u"extra"_s, "x"});
    write(u"in/zmore.ringsub"_s, packHandIn(more).value());
    const Intake intake = takeIn({path(u"in"_s)}, labOf({u"tidy"_s}));
    QCOMPARE(linesOf(intake),
        (QStringList{u"broken-seal broken.ringsub"_s, u"other-lab other.ringsub"_s, u"broken-seal text.ringsub"_s,
            u"taken zmore.ringsub"_s, u"no-exercise zmore.ringsub"_s}));
    QCOMPARE(taken(intake), QStringList{u"cy tidy c"_s});
}

void TestIntake::handInsComeUnderThePlatformsName()
{
    const QByteArray mallory = packHandIn(handInOf(u"the best student"_s, "m")).value();
    const Intake intake = takeIn({zip(u"moodle.zip"_s,
                                     {{.name = "Mal Lory_9_assignsubmission_file/a.ringsub", .content = mallory}})},
        labOf({u"tidy"_s}));
    QCOMPARE(taken(intake), QStringList{u"9 tidy m"_s});
    QCOMPARE(intake.submissions[0].studentName, u"Mal Lory"_s);
}

void TestIntake::nobodyHandsInForAnother_data()
{
    QTest::addColumn<QString>("archive");
    QTest::addColumn<QStringList>("names"); // of a file that says nothing, or of a hand-in of bob's
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const QString &archive, const QStringList &names, const QStringList &expected) {
        QTest::newRow(name) << archive << names << expected;
    };
    row("a folder called as a step of nbgrader's", u"all.zip"_s,
        {u"ann/week3/timestamp.txt"_s, u"ann/week3/submitted/bob/week3/tidy.py"_s, u"bob/week3/timestamp.txt"_s, u"bob/week3/tidy.py"_s},
        {u"ann tidy "_s, u"bob tidy "_s});
    row("a hand-in in nbgrader's tree", u"all.zip"_s,
        {u"submitted/ann/week3/a.ringsub"_s, u"submitted/bob/week3/tidy.py"_s}, {u"ann tidy b"_s, u"bob tidy "_s});
    row("a hand-in in a repository of GitHub Classroom's", u"all.zip"_s,
        {u"w3-submissions/w3-ann/a.ringsub"_s, u"w3-submissions/w3-cy/tidy.py"_s},
        {u"ann tidy b"_s, u"cy tidy "_s});
    row("a hand-in of somebody who has a folder beside it", u"all.zip"_s, {u"ann/a.ringsub"_s, u"bob/tidy.py"_s},
        {u"ann tidy b"_s, u"bob tidy "_s});
    row("hand-ins sorted by something else", u"all.zip"_s, {u"monday/a.ringsub"_s, u"tuesday/tidy.py"_s},
        {u"bob tidy b"_s, u"tuesday tidy "_s});
}

void TestIntake::nobodyHandsInForAnother()
{
    QFETCH(QString, archive);
    QFETCH(QStringList, names);
    QList<ArchiveFile> files;
    for (const QString &name : names)
        files.append({.name = name.toUtf8(),
            .content = name.endsWith(u".ringsub") ? packHandIn(handInOf(u"bob"_s, "b")).value() : QByteArray()});
    QTEST(taken(takeIn({zip(archive, files)}, labOf({u"tidy"_s}))), "expected");
}

void TestIntake::namesThatEndInNumbers()
{
    const auto slugOf = [&](const QStringList &slugs, const QByteArray &name) {
        const Intake intake = takeIn({zip(u"a.zip"_s, {{.name = "ann/" + name, .content = "x"}})}, labOf(slugs));
        return intake.submissions.isEmpty() ? QString() : intake.submissions.first().slug;
    };
    QCOMPARE(slugOf({u"tidy"_s, u"echo"_s}, "tidy-2.py"), u"tidy"_s);
    QCOMPARE(slugOf({u"tidy-2"_s, u"echo"_s}, "tidy-2.py"), u"tidy-2"_s);
    QCOMPARE(slugOf({u"tidy"_s, u"tidy-2"_s}, "Tidy_2.py"), u"tidy-2"_s);
    QCOMPARE(slugOf({u"tidy-2"_s, u"tidy"_s}, "tidy.py"), u"tidy"_s);
    QCOMPARE(slugOf({u"tidy-2"_s, u"echo"_s}, "tidy-2 (1).py"), u"tidy-2"_s);
}

void TestIntake::theLatestCounts()
{
    const QString first = zip(u"first.zip"_s, {{"ann/tidy.py", "old", 1'760'000'000}, {"bob/tidy.py", "new", 1'760'000'900}});
    const QString second = zip(u"second.zip"_s, {{"ann/tidy.py", "new", 1'760'000'500}, {"bob/tidy.py", "old", 1'760'000'100}});
    for (const QStringList &order : {QStringList{first, second}, QStringList{second, first}}) {
        const Intake intake = takeIn(order, labOf({u"tidy"_s}));
        QCOMPARE(taken(intake), (QStringList{u"ann tidy new"_s, u"bob tidy new"_s}));
        QCOMPARE(intake.submissions[0].submitted, 1'760'000'500);
        QCOMPARE(intake.count(Fate::Superseded), 2);
    }
}

void TestIntake::hostileArchives_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("type");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<bool>("isHardLink");
    QTest::addColumn<QString>("fate");
    const auto row = [](const char *title, const QByteArray &name, const char *fate, unsigned type = AE_IFREG,
                         const char *target = "", bool isHardLink = false) {
        QTest::newRow(title) << name << int(type) << QByteArray(target) << isHardLink << QString::fromLatin1(fate);
    };
    row("one level up", "../tidy.py", "unsafe-name");
    row("up from inside", "ann/../../tidy.py", "unsafe-name");
    row("up and down again", "ann/../bob/tidy.py", "unsafe-name");
    row("up at the end", "ann/tidy.py/..", "unsafe-name");
    row("absolute", "/etc/tidy.py", "unsafe-name");
    row("two slashes", "ann//tidy.py", "unsafe-name");
    row("backslashes", "ann\\tidy.py", "unsafe-name");
    row("a drive", "C:\\ann\\tidy.py", "unsafe-name");
    row("a newline", "ann\n/tidy.py", "unsafe-name");
    row("an escape", "ann\x1b[2J/tidy.py", "unsafe-name");
    row("no UTF-8", "ann\xff/tidy.py", "unsafe-name");
    row("too long", QByteArray(1100, 'a') + "/tidy.py", "unsafe-name");
    row("a symbolic link out", "ann/tidy.py", "link", AE_IFLNK, "/etc/passwd");
    row("a symbolic link inside", "ann/tidy.py", "link", AE_IFLNK, "../bob/tidy.py");
    row("a hard link", "ann/tidy.py", "link", AE_IFREG, "bob/tidy.py", true);
    row("a FIFO", "ann/tidy.py", "special", AE_IFIFO);
    row("a device", "ann/tidy.py", "special", AE_IFCHR);
    row("a dot in front", "./ann/tidy.py", "taken");
}

/// Beside a decent student: he is taken in all the same.
void TestIntake::hostileArchives()
{
    QFETCH(QByteArray, name);
    QFETCH(int, type);
    QFETCH(QByteArray, target);
    QFETCH(bool, isHardLink);
    QFETCH(QString, fate);
    const QString archive = tar(u"in.tar.gz"_s,
        {{.name = "bob/tidy.py", .content = "b"},
            {.name = name, .type = unsigned(type), .content = "", .target = target, .isHardLink = isHardLink}});
    const QStringList before = QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    const Intake intake = takeIn({archive}, labOf({u"tidy"_s}));
    QCOMPARE(intake.notes.size(), 2);
    QCOMPARE(fateNames[qsizetype(intake.notes[1].fate)], fate);
    QCOMPARE(taken(intake).contains(u"bob tidy b"_s), true);
    QCOMPARE(intake.submissions.size(), fate == u"taken" ? 2 : 1);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), before);
}

void TestIntake::hostileFolders()
{
    write(u"secret.py"_s, "secret");
    write(u"in/bob/tidy.py"_s, "b");
    QDir().mkpath(path(u"in/ann"_s));
    QDir().mkpath(path(u"in/cy"_s));
    QCOMPARE(::symlink(qPrintable(path(u"secret.py"_s)), qPrintable(path(u"in/ann/tidy.py"_s))), 0);
    QCOMPARE(::symlink(qPrintable(m_folder->path()), qPrintable(path(u"in/linked"_s))), 0);
    QCOMPARE(::mkfifo(qPrintable(path(u"in/cy/tidy.py"_s)), 0600), 0);
    write(u"in/dan/tidy.py"_s, QByteArray((1 << 20) + 1, '#'));
    write(u"in/eve/tidy.py"_s, QByteArray((4 << 20) + 1, '#'));
    const Intake intake = takeIn({path(u"in"_s)}, labOf({u"tidy"_s}));
    QCOMPARE(linesOf(intake),
        (QStringList{u"link ann/tidy.py"_s, u"taken bob/tidy.py"_s, u"special cy/tidy.py"_s, u"too-large dan/tidy.py"_s,
            u"too-large eve/tidy.py"_s, u"link linked"_s}));
    QCOMPARE(taken(intake), QStringList{u"bob tidy b"_s});
}

void TestIntake::entriesAreCounted_data()
{
    QTest::addColumn<int>("entries");
    QTest::addColumn<int>("most");
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("as many as may be") << 500 << 500 << true;
    QTest::newRow("one more") << 501 << 500 << false;
    QTest::newRow("a hundred thousand") << 100'000 << 50'000 << false;
}

void TestIntake::entriesAreCounted()
{
    QFETCH(int, entries);
    QFETCH(bool, isTaken);
    QList<HostileEntry> all;
    for (int i = 1; i < entries; ++i)
        all.append({.name = "ann/" + QByteArray::number(i) + ".txt"});
    all.append({.name = "ann/tidy.py", .content = "a"});
    QFETCH(int, most);
    IntakeLimits limits;
    QVERIFY(limits.archive.entries == 50'000);
    limits.archive.entries = most;
    const Intake intake = takeIn({tar(u"in.tar.gz"_s, all)}, labOf({u"tidy"_s}), Layout::Auto, limits);
    QCOMPARE(intake.submissions.size(), isTaken ? 1 : 0);
    QCOMPARE(intake.notes.size(), isTaken ? entries : 1);
    QCOMPARE(intake.notes.last().fate, isTaken ? Fate::Taken : Fate::WholeSource);
}

void TestIntake::bombs_data()
{
    QTest::addColumn<QString>("archive");
    QTest::addColumn<QString>("fate");
    QTest::newRow("a program of 6 MB in a zip") << u"zip"_s << u"too-large"_s;
    QTest::newRow("a program of 6 MB in a tar") << u"tar"_s << u"too-large"_s;
    QTest::newRow("five files that must be unpacked to go on") << u"many"_s << u"whole-source"_s;
}

void TestIntake::bombs()
{
    QFETCH(QString, archive);
    const QByteArray zeros(6 << 20, '\0');
    QString source;
    if (archive == u"zip")
        source = zip(u"bomb.zip"_s, {{.name = "ann/tidy.py", .content = zeros}});
    else if (archive == u"tar")
        source = tar(u"bomb.tgz"_s, {{.name = "ann/tidy.py", .content = zeros}});
    else
        source = tar(u"bombs.tgz"_s, QList<HostileEntry>(5, {.name = "ann/x.bin", .content = zeros})
                + QList<HostileEntry>{{.name = "ann/tidy.py", .content = "a"}});
    QVERIFY(QFileInfo(source).size() < 1 << 16);
    IntakeLimits limits;
    limits.archive.allBytes = 20 << 20;
    const Intake intake = takeIn({source}, labOf({u"tidy"_s}), Layout::Auto, limits);
    QCOMPARE(intake.submissions.size(), 0);
    QTEST(fateNames[qsizetype(intake.notes.last().fate)], "fate");
    QVERIFY(intake.notes.last().error.has_value());
}

void TestIntake::damagedArchivesGiveNothing_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray whole = makeZip({{.name = "ann/tidy.py", .content = QByteArray(5000, 'x')}}).value();
    QTest::newRow("no archive") << QByteArray("this is a letter, not an archive\n");
    QTest::newRow("a head alone") << whole.first(20);
    QTest::newRow("nothing") << QByteArray();
}

void TestIntake::damagedArchivesGiveNothing()
{
    QFETCH(QByteArray, bytes);
    const Intake intake = takeIn({write(u"in.zip"_s, bytes), path(u"missing.zip"_s)}, labOf({u"tidy"_s}));
    QCOMPARE(intake.submissions.size(), 0);
    QCOMPARE(intake.notes.last().fate, Fate::WholeSource);
    QCOMPARE(intake.notes.last().error->errnum, ENOENT);
    QCOMPARE(intake.notes.first().fate, Fate::WholeSource);
}

/// The end of an exam. It takes a second; half a minute is what is promised.
void TestIntake::fiveHundredHandIns()
{
    QList<ArchiveFile> files;
    for (int i = 0; i < 500; ++i)
        files.append({.name = "s" + QByteArray::number(i) + ".ringsub",
            .content = packHandIn(handInOf(u"s%1"_s.arg(i), QByteArray(2000, 'x'))).value()});
    const QString archive = zip(u"exam.zip"_s, files);
    QElapsedTimer clock;
    clock.start();
    const Intake intake = takeIn({archive}, labOf({u"tidy"_s}));
    const qint64 taken = clock.elapsed();
    qInfo("500 hand-ins in %lld ms", static_cast<long long>(taken));
    QCOMPARE(intake.submissions.size(), 500);
    QVERIFY(taken < 30'000);
}

QTEST_GUILESS_MAIN(TestIntake)
#include "tst_intake.moc"
