#include "base/filedescriptor.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>

using namespace ringside;
using namespace Qt::StringLiterals;

/// What one call of the command came to.
struct Answer
{
    int status = -1;
    QByteArray output;
    QByteArray errors;

    [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(output).object(); }
    [[nodiscard]] QJsonArray array() const { return QJsonDocument::fromJson(output).array(); }
};

/// Processes below this one, their own children included.
static QStringList descendants(qint64 pid)
{
    QStringList found;
    QFile children(u"/proc/%1/task/%1/children"_s.arg(pid));
    if (!children.open(QIODevice::ReadOnly))
        return found;
    const QStringList pids = QString::fromLatin1(children.readAll()).split(u' ', Qt::SkipEmptyParts);
    for (const QString &child : pids)
        found += QStringList{child} + descendants(child.toLongLong());
    return found;
}

class TestCommand : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void answersWithoutASandbox_data();
    void answersWithoutASandbox();
    void listsAreObjects_data();
    void listsAreObjects();
    void brokenContentIsNamed();
    void verdicts_data();
    void verdicts();
    void aLoopThatDoesNotEnd();
    void filesThatCannotBeRead_data();
    void filesThatCannotBeRead();
    void outputThatIsLost_data();
    void outputThatIsLost();
    void machinesThatCannot_data();
    void machinesThatCannot();
    void verdictHasTheKeysOfTheDesign();
    void verdictsForPeople();
    void seedsReplay();
    void programs_data();
    void programs();
    void programsAsJson();
    void programsTellWhatTheyUsedUp();
    void aTerminalTalksToTheProgram();
    void aTerminalIsToldWhatWasUsedUp_data();
    void aTerminalIsToldWhatWasUsedUp();
    void verdictsTellWhatWasUsedUp();
    void tracesShowCallsUnderTheirLines();
    void disturbancesShowWhatIsLeft_data();
    void disturbancesShowWhatIsLeft();
    void disturbancesAreObjects();
    void courseCheckFindsWhatIsWrong();
    void newExerciseIsSound();
    void doctorSaysWhatWorks();
    void doctorSaysWhatTheLensNeeds();
    void unknownPythonsLeaveChecksOpen_data();
    void unknownPythonsLeaveChecksOpen();
    void unknownPythonsTellTheirLines();
    void toldLinesAreNotBelieved_data();
    void toldLinesAreNotBelieved();
    void knownPythonsTellNothing();
    void withoutASandboxNothingRuns_data();
    void withoutASandboxNothingRuns();
    void missingSupervisorIsOurFault();
    void ctrlCLeavesNothing();

private:
    [[nodiscard]] Answer call(const QStringList &words, const QByteArray &input = {}, const QStringList &environment = {},
        const QString &obstacle = {});
    [[nodiscard]] QByteArray makeUnknownPython(const QTemporaryDir &programs, int number, quint64 value);
    [[nodiscard]] bool startsWarm(const QString &obstacle);
    [[nodiscard]] QList<QJsonObject> tracedCalls(const QByteArray &source, const QString &obstacle = {});
    QString write(const QString &name, const QByteArray &text);
    static void copyFolder(const QString &from, const QString &to);
    static void replaceIn(const QString &path, const QByteArray &from, const QByteArray &to);

    QTemporaryDir m_folder;
    QString m_data;
};

void TestCommand::copyFolder(const QString &from, const QString &to)
{
    QDirIterator files(from, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const QString copy = to + file.sliced(from.size());
        QDir().mkpath(QFileInfo(copy).path());
        QVERIFY(QFile::copy(file, copy));
        QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
    }
}

/// A course of one lesson and two exercises.
void TestCommand::initTestCase()
{
    m_data = m_folder.path() + u"/data"_s;
    copyFolder(QStringLiteral(GRADING_DATA "/lessons"), m_data + u"/lessons"_s);
    copyFolder(QStringLiteral(GRADING_DATA "/exercises"), m_data + u"/exercises/01-checked"_s);
}

QString TestCommand::write(const QString &name, const QByteArray &text)
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(name));
    return file.fileName();
}

/// `obstacle`: something the sandbox needs is missing, see obstruct.cpp.
Answer TestCommand::call(
    const QStringList &words, const QByteArray &input, const QStringList &environment, const QString &obstacle)
{
    QProcess process;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"RINGSIDE_DATA"_s, m_data);
    for (const QString &pair : environment)
        variables.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
    if (!obstacle.isEmpty())
        variables.insert(u"ASAN_OPTIONS"_s, u"detect_leaks=0"_s); // for that it needs rights of its own
    process.setProcessEnvironment(variables);
    process.setWorkingDirectory(m_folder.path());
    const QStringList command = QStringList{QStringLiteral(RINGSIDE_PROGRAM)} + words;
    const QStringList obstructed = QStringList{QStringLiteral(OBSTRUCT), obstacle} + command;
    const QStringList &started = obstacle.isEmpty() ? command : obstructed;
    process.start(started.first(), started.sliced(1));
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000))
        qFatal("the command does not end");
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -process.exitCode(),
        process.readAllStandardOutput(), process.readAllStandardError()};
}

void TestCommand::answersWithoutASandbox_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("output"); // its beginning
    QTest::addColumn<QByteArray>("errors");
    const auto row = [](const char *name, const QStringList &words, int status, const char *output, const char *errors) {
        QTest::newRow(name) << words << status << QByteArray(output) << QByteArray(errors);
    };
    row("version", {u"--version"_s}, 0, "ringside ", "");
    row("help", {u"--help"_s}, 0, "Learn how Python programs meet the operating system.\n\nUsage: ringside  ", "");
    row("help in a word", {u"help"_s}, 0, "Learn how", "");
    row("help of a command", {u"check"_s, u"--help"_s}, 0,
        "Grades one solution of an exercise.\n\nUsage: ringside check [--seed N] [--json] EXERCISE FILE\n", "");
    row("help of a command in words", {u"help"_s, u"course"_s, u"check"_s}, 0, "For authors: holds lessons", "");
    row("the table", {u"--help=table"_s}, 0, "{\n    \"commands\": [", "");
    row("an unknown command", {u"chekc"_s}, 2, "", "ringside: there is no command chekc\n          Did you mean `ringside check`?\n");
    row("half a command", {u"course"_s}, 2, "", "ringside: there is no command course\n          Did you mean `ringside course check`?\n");
    row("something else", {u"frobnicate"_s}, 2, "", "ringside: there is no command frobnicate\n          `ringside --help` lists the commands.\n");
    row("a missing argument", {u"check"_s, u"tidy"_s}, 2, "",
        "ringside: FILE is missing: the solution; - reads it from standard input\n          Usage: ringside check [--seed N] [--json] EXERCISE FILE\n");
    row("a missing file", {u"check"_s, u"tidy"_s, u"nothing.py"_s}, 2, "", "ringside: cannot read nothing.py: No such file or directory\n");
    row("a folder for a file", {u"run"_s, u"/"_s}, 2, "", "ringside: cannot read /: ");
    row("a seed that is none", {u"check"_s, u"tidy"_s, u"x"_s, u"--seed"_s, u"minus"_s}, 2, "",
        "ringside: --seed: minus is no number from 0 to 9007199254740991\n");
    row("a trace of nothing", {u"run"_s, u"--trace"_s, u"x.py"_s}, 2, "", "ringside: cannot read x.py: No such file or directory\n");
    row("a crash of nothing", {u"crash"_s, u"x.py"_s}, 2, "", "ringside: cannot read x.py: No such file or directory\n");
    row("a profile that is none", {u"crash"_s, u"--power"_s, u"zfs"_s, u"x.py"_s}, 2, "", "ringside: --power is strict, journal or ext4, not \"zfs\"\n");
    row("an error that is none", {u"fault"_s, u"--errno"_s, u"EFOO"_s, u"x.py"_s}, 2, "", "ringside: there is no error called \"EFOO\"; ENOSPC is one\n");
    row("a call that is none", {u"fault"_s, u"--calls"_s, u"fsnyc"_s, u"x.py"_s}, 2, "", "ringside: no system call and no group of them is called so: fsnyc; ");
    row("a race without an attack", {u"race"_s, u"x.py"_s}, 2, "", "ringside: --attack says what happens before each call; it is missing\n");
    row("an attack that is none", {u"race"_s, u"--attack"_s, u"remove a; melt b"_s, u"x.py"_s}, 2, "", "ringside: this is no step of an attack: melt b\n");
    row("a course that is not there", {u"course"_s, u"check"_s, u"nowhere"_s}, 2, "", "ringside: nowhere is no folder\n");
    row("an exercise without a lesson", {u"new"_s, u"exercise"_s, u"find-it"_s}, 2, "", "ringside: which lesson is it for?\n");
    row("an exercise that is there already", {u"new"_s, u"exercise"_s, u"tidy"_s, u"--lesson"_s, u"checked"_s}, 2, "", "ringside: ");
    row("exercises by line", {u"list"_s, u"exercises"_s}, 0, "tidy       E01.1  beginner  Tidy a folder\necho-line  E01.2  beginner  Echo a line\n", "");
    row("lessons by line", {u"list"_s}, 0, "checked  5 min  A lesson to be checked\n", "");
    row("a kind that is none", {u"list"_s, u"exercise"_s}, 2, "",
        "ringside: exercise is none of: lessons, exercises, questions. Did you mean exercises?\n");
}

void TestCommand::answersWithoutASandbox()
{
    QFETCH(QStringList, words);
    QFETCH(int, status);
    QFETCH(QByteArray, output);
    QFETCH(QByteArray, errors);
    const Answer answer = call(words);
    QVERIFY2(answer.output.startsWith(output), answer.output.constData());
    QVERIFY2(answer.errors.startsWith(errors), answer.errors.constData());
    QCOMPARE(answer.output.isEmpty(), output.isEmpty());
    QCOMPARE(answer.errors.isEmpty(), errors.isEmpty());
    QCOMPARE(answer.status, status);
}

void TestCommand::listsAreObjects_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("first");
    QTest::newRow("lessons") << u"lessons"_s << u"checked/01-checked/A lesson to be checked"_s;
    QTest::newRow("exercises") << u"exercises"_s << u"0c3b0cf6-6b0a-4d5e-9a52-2a4f3c1f8d10/tidy/Tidy a folder"_s;
    QTest::newRow("questions") << u"questions"_s << QString();
}

void TestCommand::listsAreObjects()
{
    QFETCH(QString, kind);
    QFETCH(QString, first);
    const Answer answer = call({u"list"_s, kind, u"--json"_s});
    QCOMPARE(answer.status, 0);
    QVERIFY(QJsonDocument::fromJson(answer.output).isArray());
    const QJsonObject object = answer.array().first().toObject();
    if (first.isEmpty())
        QVERIFY(answer.array().isEmpty());
    else
        QCOMPARE(object[u"id"].toString() + u'/' + object[u"slug"].toString() + u'/' + object[u"title"].toString(), first);
}

void TestCommand::replaceIn(const QString &path, const QByteArray &from, const QByteArray &to)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::ReadWrite), qPrintable(path));
    const QByteArray text = file.readAll();
    QVERIFY2(text.contains(from), from.constData());
    file.resize(0);
    file.seek(0);
    file.write(QByteArray(text).replace(from, to));
}

void TestCommand::brokenContentIsNamed()
{
    QTemporaryDir other;
    const QString data = other.path() + u"/data"_s;
    copyFolder(m_data, data);
    replaceIn(data + u"/exercises/01-checked/tidy/exercise.toml"_s, "minutes = 5", "minutes = \"five\"");
    const QStringList environment{u"RINGSIDE_DATA="_s + data};
    const Answer list = call({u"list"_s, u"exercises"_s}, {}, environment);
    QCOMPARE(list.status, 0);
    QVERIFY2(list.errors.contains("/tidy/exercise.toml:7: "), list.errors.constData());
    QVERIFY(list.output.startsWith("echo-line"));
    const Answer check = call({u"check"_s, u"tidy"_s, write(u"any.py"_s, "pass\n")}, {}, environment);
    QCOMPARE(check.status, 3);
    QVERIFY2(check.errors.contains("/tidy/exercise.toml:7: "), check.errors.constData());
    const Answer unknown = call({u"check"_s, u"tdiy"_s, write(u"any.py"_s, "pass\n")});
    QCOMPARE(unknown.status, 2);
    QCOMPARE(unknown.errors, "ringside: there is no exercise tdiy\n          Did you mean tidy?\n"_ba);
}

void TestCommand::verdicts_data()
{
    QTest::addColumn<QByteArray>("solution");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QString>("summary");
    QFile reference(QStringLiteral(GRADING_DATA "/exercises/tidy/solution.py"));
    QVERIFY(reference.open(QIODevice::ReadOnly));
    const QByteArray good = reference.readAll();
    QTest::newRow("the reference") << good << 0 << u"mastered"_s << QString();
    QTest::newRow("nothing") << "def tidy(directory): pass\n"_ba << 1 << u"failed"_s << QString();
    QTest::newRow("a syntax error") << "def tidy(:\n"_ba << 1 << u"failed"_s << u"Line 1: This is not Python yet: invalid syntax."_s;
    QTest::newRow("bytes that are no text") << "def tidy(directory):\n    return '\xff\xfe'\n"_ba << 1 << u"failed"_s
                                            << u"Line 2: This is not Python yet: (unicode error) 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte."_s;
    QTest::newRow("another encoding, declared") << "# coding: latin-1\ndef tidy(directory):\n    return '\xe9'\n"_ba << 1 << u"failed"_s << QString();
    QTest::newRow("a zero byte") << QByteArray("x = 1\0\n", 7) << 1 << u"failed"_s << u"This is not Python yet: source code string cannot contain null bytes."_s;
    QTest::newRow("an empty file") << ""_ba << 1 << u"failed"_s << u"The file has no tidy: that is the name the task asks for."_s;
    QTest::newRow("an import that fails") << "import nothing_of_that_name\n"_ba << 1 << u"failed"_s
                                          << u"Line 1: The file could not be read in: ModuleNotFoundError: No module named 'nothing_of_that_name'."_s;
    QTest::newRow("an exit at the top") << "raise SystemExit(0)\n"_ba << 1 << u"failed"_s
                                        << u"Line 1: The file ended the program while it was read in, so nothing could be called."_s;
    QTest::newRow("a memory bomb") << "def tidy(directory):\n    return [bytearray(1 << 20) for _ in range(10_000)]\n"_ba << 1 << u"failed"_s
                                   << u"The run was stopped: with 256 MiB it had used up the memory that a run may have."_s;
    QTest::newRow("a crash") << "import os\ndef tidy(directory): os.kill(os.getpid(), 11)\n"_ba << 1 << u"failed"_s
                             << u"The program was killed by SIGSEGV. It touched memory that is not its own, or went too deep into itself."_s;
    QTest::newRow("ten gigabytes") << "def tidy(directory):\n    while True: print('x' * 1_000_000)\n"_ba << 1 << u"failed"_s
                                   << u"The run was stopped: with 1 MiB it had printed all that a run may print."_s;
    QTest::newRow("no function") << "x = 1\n"_ba << 1 << u"failed"_s << u"The file has no tidy: that is the name the task asks for."_s;
}

void TestCommand::verdicts()
{
    QFETCH(QByteArray, solution);
    QFETCH(int, status);
    QFETCH(QString, outcome);
    QFETCH(QString, summary);
    // By standard input, so that this way is walked, too.
    const Answer answer = call({u"check"_s, u"tidy"_s, u"-"_s, u"--json"_s}, solution);
    QCOMPARE(answer.errors, QByteArray());
    const bool hasLens = !answer.output.contains("need the lens");
    QCOMPARE(answer.object()[u"outcome"].toString(), outcome == u"mastered" && !hasLens ? u"passed"_s : outcome);
    QCOMPARE(answer.object()[u"summary"].toString(), summary);
    QCOMPARE(answer.status, status);
}

/// In text, too, and with a limit that is worth waiting for.
void TestCommand::aLoopThatDoesNotEnd()
{
    QTemporaryDir other;
    const QString data = other.path() + u"/data"_s;
    copyFolder(m_data, data);
    replaceIn(data + u"/exercises/01-checked/tidy/exercise.toml"_s, "wall_ms = 20000", "wall_ms = 1500");
    const QStringList environment{u"RINGSIDE_DATA="_s + data};
    const QString loop = write(u"loop.py"_s, "def tidy(directory):\n    while True: pass\n");
    const QByteArray sentence
        = "The run was stopped after 1.5 s, the longest that a run may take. Is there a loop that does not end, or a wait for something that never comes?";
    const Answer text = call({u"check"_s, u"tidy"_s, loop}, {}, environment);
    QCOMPARE(text.status, 1);
    QCOMPARE(text.errors, QByteArray());
    QVERIFY2(text.output.contains('\n' + sentence + "\nfailed: core 0/40, "), text.output.constData());
    const Answer json = call({u"check"_s, u"tidy"_s, loop, u"--json"_s}, {}, environment);
    QCOMPARE(json.status, 1);
    QCOMPARE(json.object()[u"summary"].toString().toUtf8(), sentence);
    QCOMPARE(json.object()[u"checks"].toArray().first()[u"cause"].toString(), u"wall-limit"_s);
}

void TestCommand::outputThatIsLost_data()
{
    QTest::addColumn<QString>("script"); // of sh
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QByteArray>("errors");
    const QByteArray lost = "ringside: not everything could be printed\n";
    const auto row = [](const char *name, const QString &script, const QByteArray &output, const QByteArray &errors) {
        QTest::newRow(name) << script << output << errors;
    };
    row("a full disk", u"\"$RINGSIDE\" list --json > /dev/full; echo $?"_s, "3\n", lost);
    row("help on a full disk", u"\"$RINGSIDE\" --help > /dev/full; echo $?"_s, "3\n", lost);
    row("a program's output on a full disk", u"echo 'print(1)' > one.py; \"$RINGSIDE\" run one.py > /dev/full; echo $?"_s, "3\n", lost);
    row("standard output is closed", u"\"$RINGSIDE\" list >&-; echo $?"_s, "3\n", lost);
    row("no standard stream is open", u"(\"$RINGSIDE\" list <&- >&- 2>&-); echo $?"_s, "3\n", {});
    row("neither input nor errors are open", u"\"$RINGSIDE\" check tidy \"$RINGSIDE_DATA/exercises/01-checked/tidy/solution.py\" <&- 2>&- | grep -c '^mastered'"_s, "1\n", {});
    row("nobody reads it", u"\"$RINGSIDE\" list | true; echo read"_s, "read\n", {});
    row("escapes in a word", u"\"$RINGSIDE\" list \"$(printf 'a\\033[31m\\351')\"; echo $?"_s, "2\n",
        "ringside: a\\x1b[31m\\xe9 is none of: lessons, exercises, questions.\n"
        "          Usage: ringside list [--matches] [--json] [lessons|exercises|questions]\n");
}

/// Lost output is told by the status; and a stream that was closed is never another file's.
void TestCommand::outputThatIsLost()
{
    QFETCH(QString, script);
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"RINGSIDE_DATA"_s, m_data);
    variables.insert(u"RINGSIDE"_s, QStringLiteral(RINGSIDE_PROGRAM));
    QTemporaryDir folder;
    QProcess process;
    process.setProcessEnvironment(variables);
    process.setWorkingDirectory(folder.path());
    process.start(u"sh"_s, {u"-c"_s, script});
    QVERIFY(process.waitForFinished(120'000));
    QTEST(process.readAllStandardError(), "errors");
    QTEST(process.readAllStandardOutput(), "output");
}

void TestCommand::filesThatCannotBeRead_data()
{
    QTest::addColumn<QString>("script"); // of sh: makes the file and checks it
    QTest::addColumn<QByteArray>("errors");
    QTest::newRow("a missing file") << u"\"$RINGSIDE\" check tidy nothing.py"_s << "ringside: cannot read nothing.py: No such file or directory\n"_ba;
    QTest::newRow("a directory") << u"mkdir folder.py; \"$RINGSIDE\" check tidy folder.py"_s << "ringside: cannot read folder.py: Is a directory\n"_ba;
    QTest::newRow("a file nobody may read") << u"echo > secret.py; chmod 0 secret.py; \"$RINGSIDE\" check tidy secret.py"_s
                                            << "ringside: cannot read secret.py: Permission denied\n"_ba;
    QTest::newRow("a dangling link") << u"ln -s nowhere link.py; \"$RINGSIDE\" check tidy link.py"_s << "ringside: cannot read link.py: No such file or directory\n"_ba;
    QTest::newRow("links in a circle") << u"ln -s circle.py circle.py; \"$RINGSIDE\" check tidy circle.py"_s
                                       << "ringside: cannot read circle.py: Too many levels of symbolic links\n"_ba;
    QTest::newRow("a huge file") << u"truncate -s 20G huge.py; \"$RINGSIDE\" check tidy huge.py"_s << "ringside: huge.py is larger than 1 MiB: that is no Python file\n"_ba;
    QTest::newRow("a file without end") << u"\"$RINGSIDE\" check tidy /dev/zero"_s << "ringside: /dev/zero is larger than 1 MiB: that is no Python file\n"_ba;
    QTest::newRow("input without end") << u"yes | \"$RINGSIDE\" check tidy -"_s << "ringside: standard input is larger than 1 MiB: that is no Python file\n"_ba;
    QTest::newRow("a name that is no text") << u"\"$RINGSIDE\" check tidy \"$(printf 'caf\\351.py')\""_s
                                            << "ringside: cannot read caf\\xe9.py: No such file or directory\n"_ba;
    QTest::newRow("a name with a line break") << u"\"$RINGSIDE\" check tidy \"$(printf 'a\\nb.py')\""_s << "ringside: cannot read a\\nb.py: No such file or directory\n"_ba;
}

/// The same words with and without --json: there is no verdict that could be an object.
void TestCommand::filesThatCannotBeRead()
{
    QFETCH(QString, script);
    QFETCH(QByteArray, errors);
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"RINGSIDE_DATA"_s, m_data);
    variables.insert(u"RINGSIDE"_s, QStringLiteral(RINGSIDE_PROGRAM));
    for (const QString &option : {QString(), u" --json"_s}) {
        QTemporaryDir folder;
        QProcess process;
        process.setProcessEnvironment(variables);
        process.setWorkingDirectory(folder.path());
        process.setChildProcessModifier([] { // root may read everything: as long as it has these
            ::prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE);
            ::prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH);
        });
        process.start(u"sh"_s, {u"-c"_s, script + option});
        QVERIFY(process.waitForFinished(120'000));
        QCOMPARE(process.readAllStandardError(), errors);
        QCOMPARE(process.readAllStandardOutput(), QByteArray());
        QCOMPARE(process.exitCode(), 2);
    }
    // What has such a name and is there can be read.
    QTemporaryDir folder;
    QProcess process;
    process.setProcessEnvironment(variables);
    process.setWorkingDirectory(folder.path());
    process.start(u"sh"_s, {u"-c"_s, u"name=$(printf 'caf\\351.py'); echo 'print(6 * 7)' > \"$name\"; "_s
                                         + u"\"$RINGSIDE\" run \"$name\"; rm \"$name\""_s});
    QVERIFY(process.waitForFinished(120'000));
    QCOMPARE(process.readAllStandardOutput(), "42\n"_ba);
}

void TestCommand::machinesThatCannot_data()
{
    QTest::addColumn<QString>("change"); // as root of a user and mount namespace of its own
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QByteArray>("remedy");
    QTest::newRow("no Python") << u"mount -t tmpfs none /usr/bin"_s << "ringside: There is no Python that runs in the sandbox: /usr/bin/python3. ("_ba
                               << "          Install the package python3, version 3.12 or later.\n"_ba;
    QTest::newRow("no user namespaces") << u"echo 1 > /proc/sys/user/max_user_namespaces"_s
                                        << "ringside: All user namespaces of this computer are in use, or they are nested too deeply. ("_ba
                                        << "          An administrator can allow it with: sysctl -w user.max_user_namespaces="_ba;
}

/// Nobody gets a mark there, neither a good one nor a bad one. The command runs as an ordinary user inside two user
/// namespaces: in the outer one the machine is changed, the inner one uses up the only one that is allowed there.
void TestCommand::machinesThatCannot()
{
    QFETCH(QString, change);
    QFETCH(QByteArray, what);
    QFETCH(QByteArray, remedy);
    const QString file = write(u"any.py"_s, "def tidy(directory): pass\n");
    const QString script = u"cp \"$(command -v unshare)\" \"$0\" && "_s + change
        + u" && exec \"$0\" --user --map-user=1000 --map-group=1000 \"$@\""_s;
    for (const QStringList &words :
        {QStringList{u"check"_s, u"tidy"_s, file}, {u"check"_s, u"tidy"_s, file, u"--json"_s}, {u"run"_s, file}, {u"course"_s, u"check"_s, m_data}}) {
        QProcess process;
        QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
        variables.insert(u"RINGSIDE_DATA"_s, m_data);
        variables.insert(u"ASAN_OPTIONS"_s, u"detect_leaks=0"_s); // it cannot look for leaks from inside such a namespace
        process.setProcessEnvironment(variables);
        process.start(u"unshare"_s,
            QStringList{u"--user"_s, u"--map-root-user"_s, u"--mount"_s, u"sh"_s, u"-c"_s, script, m_folder.filePath(u"unshare"_s),
                QStringLiteral(RINGSIDE_PROGRAM)}
                + words);
        QVERIFY(process.waitForFinished(120'000));
        const QByteArray errors = process.readAllStandardError();
        QVERIFY2(errors.startsWith(what), errors.constData());
        QVERIFY2(errors.contains(remedy), errors.constData());
        QCOMPARE(process.readAllStandardOutput(), QByteArray());
        QCOMPARE(process.exitCode(), 3);
    }
}

void TestCommand::verdictHasTheKeysOfTheDesign()
{
    const Answer answer = call({u"check"_s, u"E01.1"_s, write(u"mine.py"_s, "def tidy(directory):\n    return directory.x\n"), u"--json"_s});
    const QJsonObject verdict = answer.object();
    for (const char *key : {"format", "exercise", "outcome", "points", "max_points", "core", "engineering", "checks", "seeds", "sandbox", "python"})
        QVERIFY2(verdict.contains(QLatin1StringView(key)), key);
    QCOMPARE(verdict[u"exercise"][u"slug"].toString(), u"tidy"_s);
    QCOMPARE(verdict[u"max_points"].toDouble(), 100.0);
    QCOMPARE(verdict[u"core"][u"max_points"].toDouble(), 40.0);
    QCOMPARE(verdict[u"seeds"].toArray(), (QJsonArray{1, 2}));
    const QJsonObject check = verdict[u"checks"].toArray().first().toObject();
    for (const char *key : {"id", "title", "kind", "tier", "outcome", "points", "max_points", "message", "expected", "found", "where", "seed"})
        QVERIFY2(check.contains(QLatin1StringView(key)), key);
    QCOMPARE(check[u"kind"].toString(), u"returns"_s);
    QCOMPARE(check[u"tier"].toString(), u"core"_s);
    QCOMPARE(check[u"outcome"].toString(), u"failed"_s);
    QCOMPARE(check[u"found"].toString(), u"AttributeError: 'str' object has no attribute 'x'"_s);
    QCOMPARE(check[u"where"][u"file"].toString(), u"solution.py"_s);
    QCOMPARE(check[u"where"][u"line"].toInt(), 2);
}

void TestCommand::verdictsForPeople()
{
    const Answer answer = call({u"check"_s, u"tidy"_s, write(u"mine.py"_s, "def tidy(directory):\n    return directory.x\n")});
    QCOMPARE(answer.status, 1);
    QVERIFY(!answer.output.contains('\x1b')); // no colour in a pipe
    QVERIFY2(answer.output.startsWith("Tidy a folder (tidy)\n\n  FAIL    Returns the names it moved, sorted  0/15\n"
                                      "          The names that were moved are wanted, sorted.\n"),
        answer.output.constData());
    QVERIFY(answer.output.contains("          found     AttributeError: 'str' object has no attribute 'x'\n"
                                   "          at        line 2 of solution.py\n"));
    QVERIFY(answer.output.contains("  not run Moves the files  (waits for: Returns the names it moved, sorted)\n"));
    QVERIFY(answer.output.contains("Asks little of the kernel"));
    QVERIFY2(answer.output.contains("\nfailed: core 0/40, engineering "), answer.output.constData());
}

void TestCommand::seedsReplay()
{
    const QString file = write(u"mine.py"_s, "def tidy(directory):\n    return []\n");
    const QStringList words{u"check"_s, u"tidy"_s, file, u"--json"_s, u"--seed"_s};
    const Answer one = call(words + QStringList{u"77"_s});
    QCOMPARE(one.object()[u"seeds"].toArray(), (QJsonArray{77, 78}));
    QCOMPARE(call(words + QStringList{u"77"_s}).output, one.output);
    QVERIFY(call(words + QStringList{u"78"_s}).output != one.output);
}

void TestCommand::programs_data()
{
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QByteArray>("errors"); // its beginning
    QTest::newRow("prints") << "print('hello')\n"_ba << QStringList() << ""_ba << 0 << "hello\n"_ba << ""_ba;
    QTest::newRow("gets its arguments") << "import sys\nprint(sys.argv[1:])\n"_ba << QStringList{u"--"_s, u"--json"_s, u"x y"_s} << ""_ba
                                        << 0 << "['--json', 'x y']\n"_ba << ""_ba;
    QTest::newRow("reads what it is given") << "print(input())\n"_ba << QStringList{u"--stdin"_s, u"-"_s} << "a line\n"_ba << 0 << "a line\n"_ba << ""_ba;
    QTest::newRow("gets no pipe unasked") << "import sys\nprint(repr(sys.stdin.read()))\n"_ba << QStringList() << "a line\n"_ba << 0 << "''\n"_ba << ""_ba;
    QTest::newRow("bytes come through") << "import sys\nsys.stdout.buffer.write(bytes([27, 255, 10]))\n"_ba << QStringList() << ""_ba << 0
                                        << "\x1b\xff\n"_ba << ""_ba;
    QTest::newRow("ends with a status") << "import sys\nsys.exit(7)\n"_ba << QStringList() << ""_ba << 1 << ""_ba
                                        << "ringside: The program ended with status 7.\n"_ba;
    QTest::newRow("raises") << "1/0\n"_ba << QStringList() << ""_ba << 1 << ""_ba << "Traceback (most recent call last):\n"_ba;
    QTest::newRow("is killed") << "import os\nos.kill(os.getpid(), 9)\n"_ba << QStringList() << ""_ba << 1 << ""_ba
                               << "ringside: The program was killed by SIGKILL.\n"_ba;
    QTest::newRow("has no network") << "import socket\ntry: socket.create_connection(('127.0.0.1', 1))\nexcept OSError: print('none')\n"_ba
                                    << QStringList() << ""_ba << 0 << "none\n"_ba << ""_ba;
}

void TestCommand::programs()
{
    QFETCH(QByteArray, program);
    QFETCH(QStringList, words);
    QFETCH(QByteArray, input);
    QFETCH(int, status);
    QFETCH(QByteArray, output);
    QFETCH(QByteArray, errors);
    const Answer answer = call(QStringList{u"run"_s, write(u"program.py"_s, program)} + words, input);
    QCOMPARE(answer.output, output);
    QVERIFY2(answer.errors.startsWith(errors), answer.errors.constData());
    QCOMPARE(answer.errors.isEmpty(), errors.isEmpty());
    QCOMPARE(answer.status, status);
}

void TestCommand::programsAsJson()
{
    const Answer answer = call({u"run"_s, u"--json"_s, write(u"program.py"_s, "import sys\nprint('out')\nprint('err', file=sys.stderr)\nsys.exit(3)\n")});
    QCOMPARE(answer.status, 1);
    QList<QJsonObject> lines;
    for (const QByteArray &line : answer.output.trimmed().split('\n'))
        lines.append(QJsonDocument::fromJson(line).object());
    QCOMPARE(lines.size(), qsizetype(3));
    QCOMPARE(lines[0], (QJsonObject{{u"kind"_s, u"output"_s}, {u"stream"_s, u"stdout"_s}, {u"text"_s, u"out\n"_s}}));
    QCOMPARE(lines[1][u"text"].toString(), u"err\n"_s);
    QCOMPARE(lines[2][u"kind"].toString(), u"end"_s);
    QCOMPARE(lines[2][u"exit_status"].toInt(), 3);
    QCOMPARE(lines[2][u"reason"].toString(), u"exited"_s);
    QVERIFY(lines[2][u"signal"].isNull() && lines[2].contains(u"calls") && lines[2][u"wall_ms"].toInt(-1) >= 0);
}

/// A full disk ends no program; what came of it may be strange all the same.
void TestCommand::programsTellWhatTheyUsedUp()
{
    const QString file = write(u"full.py"_s,
        "try:\n    open('big', 'wb').write(bytes(20 << 20))\nexcept OSError as error:\n    print(error.errno)\n");
    const Answer text = call({u"run"_s, file});
    QCOMPARE(text.status, 0);
    QCOMPARE(text.output, QByteArray::number(ENOSPC) + '\n');
    QCOMPARE(text.errors, "ringside: The disk of the box was full: 16 MiB.\n"_ba);
    const Answer json = call({u"run"_s, u"--json"_s, file});
    const QJsonObject end = QJsonDocument::fromJson(json.output.trimmed().split('\n').last()).object();
    QCOMPARE(end[u"limits_met"].toArray(),
        (QJsonArray{QJsonObject{{u"limit"_s, u"disk"_s}, {u"figure"_s, 16 << 20}}}));
}

void TestCommand::disturbancesShowWhatIsLeft_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("listing");
    const QByteArray made = "main.py:1  openat(AT_FDCWD, \"note\", O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC, 0666) = 3\n";
    const QByteArray written = "main.py:1  write(3</home/learner/note>, \"text\", 4) = 4\n";
    QTest::newRow("killed") << QStringList{u"crash"_s}
                            << made + "    note: \"\"\n" + written + "    note: \"text\"\n";
    QTest::newRow("without power") << QStringList{u"crash"_s, u"--power"_s, u"journal"_s}
                                   << made + "    note: \"\"\n" + written + "    note: \"text\"\n" + written
            + "    note: \"te\\x00\\x00\"\n" + written + "    note: \"te\"\n" + written + "    lost: "
            + written.sliced(written.indexOf("write")) + "    note: \"\\x00\\x00\\x00\\x00\"\n";
    QTest::newRow("with an error") << QStringList{u"fault"_s, u"--errno"_s, u"ENOSPC"_s, u"--calls"_s, u"write"_s}
                                   << QByteArray("main.py:1  write(3</home/learner/note>, \"text\", 4) = -1 ENOSPC\n"
                                                 "    The program ended with status 1. OSError: [Errno 28] No space left on device\n"
                                                 "    note: \"\"\n");
    QTest::newRow("no such call") << QStringList{u"fault"_s, u"--calls"_s, u"renames"_s}
                                  << QByteArray("The program makes no such call.\n");
    QTest::newRow("with an attacker") << QStringList{u"race"_s, u"--attack"_s, u"link note other"_s}
                                      << made + "    It ends as if nothing had happened.\n    note -> other\n    other: \"text\"\n";
}

void TestCommand::disturbancesShowWhatIsLeft()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, listing);
    const QString file = write(u"note.py"_s, "with open('note', 'w') as note: note.write('text')\n");
    const Answer answer = call(words + QStringList{file});
    QCOMPARE(answer.errors, QByteArray());
    QCOMPARE(answer.status, 0);
    QCOMPARE(answer.output.first(std::min(answer.output.size(), listing.size())), listing);
}

void TestCommand::disturbancesAreObjects()
{
    const QString file = write(u"note.py"_s, "import os\nos.mkdir('a')\n");
    const Answer killed = call({u"crash"_s, u"--json"_s, file});
    const QJsonObject kill = killed.object();
    QCOMPARE(kill[u"kind"_s].toString(), u"kill"_s);
    QCOMPARE(kill[u"call"_s][u"name"_s].toString(), u"mkdir"_s);
    QCOMPARE(kill[u"call"_s][u"where"_s][u"line"_s].toInt(), 2);
    QCOMPARE(kill[u"tree"_s].toArray(), (QJsonArray{QJsonObject{{u"path"_s, u"a"_s}, {u"type"_s, u"directory"_s}}}));

    const QJsonObject fault = call({u"fault"_s, u"--json"_s, u"--errno"_s, u"EACCES"_s, file}).object();
    QCOMPARE(fault[u"kind"_s].toString(), u"fault"_s);
    QCOMPARE(fault[u"call"_s][u"errno"_s].toString(), u"EACCES"_s);
    QCOMPARE(fault[u"exit_status"_s].toInt(), 1);
    QVERIFY(fault[u"signal"_s].isNull());
    QVERIFY(fault[u"stderr"_s].toString().contains(u"PermissionError"));
    QCOMPARE(fault[u"tree"_s].toArray(), QJsonArray());
}

void TestCommand::tracesShowCallsUnderTheirLines()
{
    const QString file = write(u"calls.py"_s, "import os\nos.mkdir('a')\nos.rmdir('b') if not os.path.exists('b') else None\n");
    const Answer listing = call({u"run"_s, u"--trace"_s, file});
    QCOMPARE(listing.status, 1);
    QVERIFY2(listing.output.contains("2  os.mkdir('a')\n     mkdir(\"a\", 0777) = 0\n3  os.rmdir"), listing.output.constData());
    QVERIFY2(listing.output.contains("     rmdir(\"b\") = -1 ENOENT\n"), listing.output.constData());

    const Answer lines = call({u"run"_s, u"--trace"_s, u"--json"_s, file});
    QList<QJsonObject> own;
    QJsonObject last;
    int ofStart = 0;
    for (const QByteArray &line : lines.output.trimmed().split('\n')) {
        last = QJsonDocument::fromJson(line).object();
        ofStart += last[u"phase"_s] == u"startup"_s ? 1 : 0;
        if (last[u"kind"_s] == u"call"_s && last[u"phase"_s] == u"user"_s)
            own.append(last);
    }
    // A cold interpreter makes some 300 calls before the first line, a warm one some 30.
    if (call({u"doctor"_s}).output.contains("Programs start from warm interpreters"))
        QVERIFY2(ofStart < 100, QByteArray::number(ofStart).constData());
    QVERIFY(own.size() >= 3);
    QCOMPARE(own[0][u"name"_s].toString(), u"mkdir"_s);
    QCOMPARE(own[0][u"args"_s].toArray(), (QJsonArray{u"\"a\""_s, u"0777"_s}));
    QCOMPARE(own[0][u"paths"_s].toArray(), QJsonArray{u"/home/learner/a"_s});
    QCOMPARE(own[0][u"result"_s].toInt(), 0);
    const QJsonObject where = own[0][u"where"_s].toObject();
    QCOMPARE(where[u"file"_s].toString(), u"main.py"_s);
    QCOMPARE(where[u"line"_s].toInt(), 2);
    QCOMPARE(where[u"column"_s].toInt(), 0);
    QCOMPARE(where[u"end_column"_s].toInt(), 13);
    QCOMPARE(own.last()[u"errno"_s].toString(), u"ENOENT"_s);
    QCOMPARE(last[u"kind"_s].toString(), u"end"_s);
    QVERIFY(last[u"calls"_s].toInt() > own.size());
}

void TestCommand::courseCheckFindsWhatIsWrong()
{
    const Answer good = call({u"course"_s, u"check"_s, m_data + u"/lessons/01-checked"_s});
    QCOMPARE(good.output, "1 lesson(s), 0 exercise(s), 9 program(s) run: all is as it should be\n"_ba);
    QCOMPARE(good.status, 0);

    QTemporaryDir other;
    copyFolder(m_data + u"/lessons/01-checked"_s, other.path() + u"/01-checked"_s);
    replaceIn(other.path() + u"/01-checked/lesson.md"_s, "print(\"hello\")", "print(\"Hello\")");
    const Answer bad = call({u"course"_s, u"check"_s, other.path() + u"/01-checked"_s, u"--json"_s});
    QCOMPARE(bad.status, 1);
    const QJsonArray problems = bad.object()[u"problems"].toArray();
    QCOMPARE(problems.size(), qsizetype(1));
    QCOMPARE(problems[0][u"line"].toInt(), 21);
    QCOMPARE(bad.object()[u"ok"].toBool(), false);
}

void TestCommand::newExerciseIsSound()
{
    QTemporaryDir other;
    const QString data = other.path() + u"/data"_s;
    copyFolder(m_data, data);
    const QStringList environment{u"RINGSIDE_DATA="_s + data};
    const Answer made = call({u"new"_s, u"exercise"_s, u"list-files"_s, u"--lesson"_s, u"checked"_s, u"--json"_s}, {}, environment);
    QVERIFY2(made.status == 0, made.errors.constData());
    const QString folder = made.object()[u"folder"].toString();
    QVERIFY(QFileInfo(folder + u"/exercise.toml"_s).isFile());
    const Answer checked = call({u"course"_s, u"check"_s, folder, u"--seeds"_s, u"3"_s}, {}, environment);
    QVERIFY2(checked.status == 0, checked.output.constData());
}

/// What it prints is there before it is answered, and a terminal's end of input reaches it.
void TestCommand::aTerminalTalksToTheProgram()
{
    const FileDescriptor terminal(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    QVERIFY(terminal && ::grantpt(terminal.get()) == 0 && ::unlockpt(terminal.get()) == 0);
    QProcess process;
    process.setStandardInputFile(QString::fromLocal8Bit(::ptsname(terminal.get())));
    process.start(QStringLiteral(RINGSIDE_PROGRAM),
        {u"run"_s, write(u"talk.py"_s, "import sys\nprint('Who?')\nprint('Hello', input())\nprint(sys.stdin.read(), file=sys.stderr)\nsys.exit(3)")});
    QByteArray output;
    const auto hasPrinted = [&](const QByteArray &text) {
        while (!output.contains(text) && process.waitForReadyRead(120'000))
            output += process.readAllStandardOutput();
        return output.contains(text);
    };
    QVERIFY2(hasPrinted("Who?\n"), process.readAllStandardError().constData());
    QCOMPARE(::write(terminal.get(), "Ada\n", 4), 4);
    QVERIFY2(hasPrinted("Hello Ada\n"), output.constData());
    QCOMPARE(::write(terminal.get(), "more\n\x04", 6), 6);
    QVERIFY(process.state() == QProcess::NotRunning || process.waitForFinished(120'000));
    QCOMPARE(process.exitCode(), 1);
    const QByteArray errors = process.readAllStandardError();
    QVERIFY2(errors.startsWith("more\n") && errors.contains("status 3"), errors.constData());
}

void TestCommand::aTerminalIsToldWhatWasUsedUp_data()
{
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<QByteArray>("sentence");
    const auto row = [](const char *name, const QByteArray &program, const QByteArray &sentence) {
        QTest::newRow(name) << "import os, time\n" + program << sentence;
    };
    row("disk", "open('big', 'wb').write(bytes(20 << 20))\n", "ringside: The disk of the box was full: 16 MiB.\n");
    row("names", "for i in range(5000): os.mkdir(str(i))\n",
        "ringside: The disk of the box had no room for another name: 4096 files and folders.\n");
    row("the size of a file", "os.truncate(os.open('f', 66), 17 << 20)\n",
        "ringside: A program fails like this when a file would become larger than files may be here: 16 MiB.\n");
    row("processes", "while True:\n    if os.fork() == 0: time.sleep(1000)\n",
        " as many processes as there may be here: 64.\n"); // whether somebody has counted them is chance
    row("descriptors", "keep = [os.pipe() for i in range(1000)]\n",
        "ringside: A program fails like this when it has as many descriptors open as it may have here: 256.\n");
    row("memory", "keep = [bytearray(1 << 20) for i in range(10_000)]\n", "ringside: The run was stopped: with ");
    row("computing", "while True: pass\n", "ringside: The run was stopped after 5");
    row("output", "while True: print('x' * 1000)\n", "ringside: The run was stopped: with 1");
}

void TestCommand::aTerminalIsToldWhatWasUsedUp()
{
    QFETCH(QByteArray, program);
    QFETCH(QByteArray, sentence);
    const FileDescriptor terminal(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    QVERIFY(terminal && ::grantpt(terminal.get()) == 0 && ::unlockpt(terminal.get()) == 0);
    QProcess process;
    process.setStandardInputFile(QString::fromLocal8Bit(::ptsname(terminal.get())));
    process.start(QStringLiteral(RINGSIDE_PROGRAM), {u"run"_s, write(u"greedy.py"_s, program)});
    QVERIFY(process.waitForFinished(120'000));
    QCOMPARE(process.exitCode(), 1);
    const QByteArray errors = process.readAllStandardError();
    QVERIFY2(errors.contains(sentence), errors.constData());
}

void TestCommand::verdictsTellWhatWasUsedUp()
{
    const QString file = write(u"full.py"_s, "def tidy(directory):\n    open('big', 'wb').write(bytes(20 << 20))\n");
    const QByteArray sentence = "The disk of the box was full: 16 MiB.";
    const Answer text = call({u"check"_s, u"tidy"_s, file});
    QCOMPARE(text.status, 1);
    QVERIFY2(text.output.simplified().contains(sentence), text.output.constData());
    const Answer json = call({u"check"_s, u"tidy"_s, file, u"--json"_s});
    const QJsonObject check = json.object()[u"checks"].toArray().first().toObject();
    QVERIFY2(check[u"message"].toString().startsWith(QString::fromUtf8(sentence)), json.output.constData());
    QCOMPARE(check[u"limits_met"].toArray(),
        (QJsonArray{QJsonObject{{u"limit"_s, u"disk"_s}, {u"figure"_s, 16 << 20}}}));
}

void TestCommand::doctorSaysWhatWorks()
{
    const Answer answer = call({u"doctor"_s, u"--json"_s});
    QCOMPARE(answer.status, 0);
    QVERIFY(answer.object()[u"ok"].toBool());
    QStringList ids;
    for (const QJsonValue &check : answer.object()[u"checks"].toArray())
        ids.append(check[u"id"].toString());
    for (const char *id : {"course", "sandbox", "self-test", "run", "python", "lines"})
        QVERIFY2(ids.contains(QLatin1StringView(id)), id);
    QCOMPARE(answer.object()[u"sandbox"][u"self_test"].toObject().size(), 8);
    const Answer without = call({u"doctor"_s}, {}, {u"RINGSIDE_DATA=/nowhere"_s});
    QCOMPARE(without.status, 3);
    QVERIFY2(without.output.contains("BAD   There is no course in /nowhere.\n"), without.output.constData());
}

/// Where ptrace(2) is refused, as by the filter of a container.
void TestCommand::doctorSaysWhatTheLensNeeds()
{
    QProcess process;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"ASAN_OPTIONS"_s, u"detect_leaks=0"_s); // which it does by ptrace(2)
    process.setProcessEnvironment(variables);
    process.start(QStringLiteral(OBSTRUCT), {u"no-trace"_s, QStringLiteral(RINGSIDE_PROGRAM), u"doctor"_s});
    QVERIFY(process.waitForFinished(120'000));
    QCOMPARE(process.exitCode(), 0);
    const QByteArray words = process.readAllStandardOutput().simplified();
    QVERIFY2(words.contains("System calls cannot be followed: checks that need this stay open."), words.constData());
    QVERIFY2(words.contains("kernel.yama.ptrace_scope is 3") || words.contains("lets ptrace through"), words.constData());
}

void TestCommand::unknownPythonsLeaveChecksOpen_data()
{
    QTest::addColumn<int>("number"); // of the table that Python publishes
    QTest::addColumn<quint64>("value");
    QTest::newRow("a version of tomorrow") << 1 << quint64(0x03ff0000);
    QTest::newRow("threads without a lock") << 2 << quint64(1);
    QTest::newRow("a table of nonsense") << 9 << (quint64(1) << 40);
}

/// Puts the Python of this machine into a folder, but for one number of what it says of where its stack is. Says why not,
/// or nothing.
QByteArray TestCommand::makeUnknownPython(const QTemporaryDir &programs, int number, quint64 value)
{
    QFile known(u"/usr/bin/python3"_s);
    if (!known.open(QIODevice::ReadOnly))
        return "no Python";
    QByteArray bytes = known.readAll();
    const auto numberAt = [&bytes](qsizetype at) { return qFromLittleEndian<quint64>(bytes.constData() + at); };
    qsizetype table = bytes.indexOf("xdebugpy");
    while (table >= 0 && numberAt(table + 8) >> 24 != 3)
        table = bytes.indexOf("xdebugpy", table + 1);
    if (table < 0)
        return "this Python publishes no table; remedy: Python 3.13 or later, in one file";
    qToLittleEndian(value, bytes.data() + table + 8 * number);
    constexpr int everybodys = 0x7755;
    QFile unknown(programs.filePath(u"python3"_s));
    if (!QFile::setPermissions(programs.path(), QFile::Permissions::fromInt(everybodys))
        || !unknown.open(QIODevice::WriteOnly) || unknown.write(bytes) != bytes.size()
        || !unknown.setPermissions(QFile::Permissions::fromInt(everybodys)))
        qFatal("cannot write %s", qPrintable(unknown.fileName()));
    unknown.close();
    const Answer probe = call({u"--version"_s}, {}, {}, u"own-programs="_s + programs.path());
    return probe.status == 77 ? "this machine does not let us show it: " + probe.errors : QByteArray();
}

bool TestCommand::startsWarm(const QString &obstacle)
{
    return call({u"doctor"_s}, {}, {}, obstacle).output.contains("Programs start from warm interpreters");
}

/// Everything runs as ever, and whatever needs a line says that there is none to be relied on.
void TestCommand::unknownPythonsLeaveChecksOpen()
{
    QFETCH(int, number);
    QFETCH(quint64, value);
    const QTemporaryDir programs;
    if (const QByteArray reason = makeUnknownPython(programs, number, value); !reason.isEmpty())
        QSKIP(reason.constData());
    const QString obstacle = u"own-programs="_s + programs.path();

    const Answer doctor = call({u"doctor"_s}, {}, {}, obstacle);
    QCOMPARE(doctor.status, 0);
    const QByteArray findings = doctor.output.simplified();
    QVERIFY2(findings.contains("note The lens cannot tell which line makes a call: it does not know this Python."),
        doctor.output.constData());
    QVERIFY2(findings.contains("Install Python 3.12, 3.13 or 3.14 in its usual form"), doctor.output.constData());

    const QString program = write(u"asks.py"_s, "import os\nos.stat('.')\nprint('runs')\n");
    const Answer traced = call({u"run"_s, u"--trace"_s, program}, {}, {}, obstacle);
    QCOMPARE(traced.status, 0);
    const QByteArray about = startsWarm(obstacle) ? "The lines are what the program says of itself:" : "No line is known:";
    QVERIFY2(traced.output.contains("runs\n") && traced.output.contains("of no known line: ")
            && traced.output.simplified().contains(about + " the lens cannot read the stack of this Python."),
        traced.output.constData());
    const Answer lines = call({u"run"_s, u"--trace"_s, u"--json"_s, program}, {}, {}, obstacle);
    QVERIFY2(lines.output.contains("\"phase\":\"unknown\"") && !lines.output.contains("\"phase\":\"startup\"")
            && !lines.output.contains("\"phase\":\"user\""),
        lines.output.constData());
    for (const QStringList &words : {QStringList{u"crash"_s, program}, {u"fault"_s, program}}) {
        const Answer answer = call(words, {}, {}, obstacle);
        QCOMPARE(answer.status, 3);
        QVERIFY2(answer.errors.simplified().contains("it does not know this Python"), answer.errors.constData());
    }

    const QString reference = QStringLiteral(GRADING_DATA "/exercises/tidy/solution.py");
    const Answer check = call({u"check"_s, u"tidy"_s, reference, u"--json"_s}, {}, {}, obstacle);
    QStringList others;
    for (const QJsonValue &one : check.object()[u"checks"_s].toArray())
        if (const QString outcome = one[u"outcome"_s].toString(); outcome != u"passed")
            others.append(one[u"id"_s].toString() + u": "_s + outcome);
    QCOMPARE(others, QStringList{u"stats: ungraded"_s});
    const Answer told = call({u"check"_s, u"tidy"_s, reference}, {}, {}, obstacle);
    QVERIFY2(told.output.simplified().contains("it does not know this Python"), told.output.constData());
}

QList<QJsonObject> TestCommand::tracedCalls(const QByteArray &source, const QString &obstacle)
{
    const Answer answer = call({u"run"_s, u"--trace"_s, u"--json"_s, write(u"traced.py"_s, source)}, {}, {}, obstacle);
    if (answer.status != 0)
        qFatal("the program failed: %s", (answer.output + answer.errors).constData());
    QList<QJsonObject> calls;
    for (const QByteArray &line : answer.output.trimmed().split('\n'))
        if (const QJsonObject one = QJsonDocument::fromJson(line).object(); one[u"kind"_s] == u"call"_s)
            calls.append(one);
    return calls;
}

/// The program whose every call states its own line. Lines only: the page knows no callers.
void TestCommand::unknownPythonsTellTheirLines()
{
    const QTemporaryDir programs;
    if (const QByteArray reason = makeUnknownPython(programs, 1, 0x03ff0000); !reason.isEmpty())
        QSKIP(reason.constData());
    if (!startsWarm(u"own-programs="_s + programs.path()))
        QSKIP("programs start cold and tell nothing; remedy: build with Python's headers");
    for (const QString &started : {u"cat"_s, u"sh"_s}) // by that program
        QVERIFY(QFile::copy(u"/usr/bin/"_s + started, programs.filePath(started)));
    QFile main(QStringLiteral(LENS_DATA "/selfnaming.py"));
    QFile helper(QStringLiteral(LENS_DATA "/selfnaminghelper.py"));
    QVERIFY(main.open(QIODevice::ReadOnly) && helper.open(QIODevice::ReadOnly));
    QByteArrayList lines = main.readAll().replace("\nimport selfnaminghelper\n",
                                   "\nopen('selfnaminghelper.py', 'w').write(bytes.fromhex('" + helper.readAll().toHex()
                                       + "').decode()); import selfnaminghelper\n")
                               .split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i)
        for (const char *letter : {"L", "M"})
            lines[i].replace(letter + "@"_ba, letter + QByteArray::number(i + 1));

    static const QRegularExpression stated(u"/(o?)([LMH])(\\d+)(?:c\\d+)?w?$"_s);
    int right = 0;
    QStringList wrong;
    for (const QJsonObject &call : tracedCalls(lines.join('\n'), u"own-programs="_s + programs.path())) {
        const auto match = stated.match(call[u"paths"_s][0].toString());
        if (!match.hasMatch() || (!match.captured(1).isEmpty() && call[u"name"_s] != u"openat"_s))
            continue;
        const QJsonObject where = call[u"where"_s].toObject();
        const int line = match.captured(3).toInt();
        const int first = line - (match.captured(2) == u"M" ? 1 : 0); // of a call on several lines
        QCOMPARE(call[u"phase"_s].toString(), u"unknown"_s);
        QVERIFY(where.isEmpty() || where[u"told"_s].toBool());
        const bool isThere = where[u"file"_s] == (match.captured(2) == u"H" ? u"selfnaminghelper.py"_s : u"main.py"_s)
            && where[u"line"_s].toInt() >= first && where[u"line"_s].toInt() <= line;
        if (isThere)
            ++right;
        else
            wrong.append(u"%1 of %2 at %3"_s.arg(call[u"name"_s].toString(), match.captured(0)).arg(where[u"line"_s].toInt()));
    }
    qInfo("%d right, %lld wrong: %s", right, wrong.size(), qPrintable(wrong.join(u", ")));
    QVERIFY(right >= 400);
    QVERIFY(wrong.isEmpty());
}

void TestCommand::toldLinesAreNotBelieved_data()
{
    QTest::addColumn<QByteArray>("lie"); // before the calls of line 100
    QTest::addColumn<QList<int>>("lines"); // that may be shown for them; 0: none
    const QByteArray silence = "import sys\nsys.monitoring.set_events(4, 0)\n";
    const QByteArray find // the slot of its thread, in the memory of our extension
        = "import ctypes, os, re, threading\n"
          "maps = [line.split() for line in open('/proc/self/maps')]\n"
          "at = next(i for i, one in enumerate(maps) if one[1] == 'rw-p' and 'ringside_zygote' in one[-1])\n"
          "first, last = [int(number, 16) for number in maps[at][0].split('-')]\n"
          "last = int(maps[at + 1][0].split('-')[1], 16)\n"
          "memory = ctypes.string_at(first, min(last - first, 1 << 16))\n"
          "slot = first + memory.index(b'/home/learner/main.py\\0') - 8\n"
          "assert ctypes.string_at(slot, 4) == os.getpid().to_bytes(4, 'little')\n"
        + silence;
    const auto frozen = static_cast<int>(find.count('\n'));
    const auto row = [](const char *name, const QByteArray &lie, const QList<int> &lines) { QTest::newRow(name) << lie << lines; };
    row("it tells the truth", {}, {100});
    row("it switches telling off", silence, {2});
    row("it says another line", find + "ctypes.memmove(slot + 4, (77).to_bytes(4, 'little'), 4)\n", {77});
    row("it says a library's line", find + "ctypes.memmove(slot + 8, b'/usr/lib/os.py\\0', 15)\n", {0});
    row("it says what is no text", find + "ctypes.memset(slot + 8, 0xff, 240)\n", {0});
    row("another thread scribbles", find + "def scribble(text):\n"
        "    while True: ctypes.memmove(slot + 4, text, 250)\n"
        "for text in (os.urandom(250), bytes(250)): threading.Thread(target=scribble, args=(text,), daemon=True).start()\n",
        {0, frozen});
}

/// Whatever a program says of itself, the calls are there, of unknown phase, and a check that looks at them stays open.
void TestCommand::toldLinesAreNotBelieved()
{
    QFETCH(QByteArray, lie);
    QFETCH(QList<int>, lines);
    const QTemporaryDir programs;
    if (const QByteArray reason = makeUnknownPython(programs, 1, 0x03ff0000); !reason.isEmpty())
        QSKIP(reason.constData());
    if (!startsWarm(u"own-programs="_s + programs.path()))
        QSKIP("programs start cold and tell nothing; remedy: build with Python's headers");
    const QString obstacle = u"own-programs="_s + programs.path();
    QByteArray source = lie;
    source += QByteArray(99 - source.count('\n'), '\n') + "import os; os.mkdir('asked')\n";
    const QList<QJsonObject> calls = tracedCalls(source, obstacle);
    const auto asked = std::ranges::find_if(calls, [](const QJsonObject &call) { return call[u"name"_s] == u"mkdir"_s; });
    QVERIFY(asked != calls.end());
    const QJsonObject where = (*asked)[u"where"_s].toObject();
    QCOMPARE((*asked)[u"phase"_s].toString(), u"unknown"_s);
    QVERIFY2(lines.contains(where[u"line"_s].toInt()), QByteArray::number(where[u"line"_s].toInt()).constData());
    QVERIFY(where.isEmpty() || where[u"told"_s].toBool());

    QFile reference(QStringLiteral(GRADING_DATA "/exercises/tidy/solution.py"));
    QVERIFY(reference.open(QIODevice::ReadOnly));
    // A verdict also takes runs that nobody watches: nothing is told in those.
    const QByteArray solution = "import sys\nif sys.monitoring.get_tool(4): exec(bytes.fromhex('"
        + lie.replace("main.py", "solution.py").toHex() + "'))\n" + reference.readAll();
    const Answer check = call({u"check"_s, u"tidy"_s, write(u"lies.py"_s, solution), u"--json"_s}, {}, {}, obstacle);
    QString ofCalls;
    for (const QJsonValue &one : check.object()[u"checks"_s].toArray())
        if (one[u"id"_s] == u"stats"_s)
            ofCalls = one[u"outcome"_s].toString();
    QCOMPARE(ofCalls, u"ungraded"_s);
}

/// Where the stack can be read, nothing of ours is in the program.
void TestCommand::knownPythonsTellNothing()
{
    const QList<QJsonObject> calls
        = tracedCalls("import os, sys\nos.mkdir(f'of {sys.monitoring.get_tool(4)}')\n");
    QByteArrayList made;
    for (const QJsonObject &call : calls) {
        QVERIFY(!call[u"where"_s][u"told"_s].toBool());
        if (call[u"name"_s] == u"mkdir"_s)
            made.append(call[u"paths"_s][0].toString().toUtf8());
    }
    QCOMPARE(made, QByteArrayList{"/home/learner/of None"});
}

void TestCommand::withoutASandboxNothingRuns_data()
{
    QTest::addColumn<QString>("obstacle");
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<QByteArray>("remedy");
    const auto row = [](const char *name, const char *obstacle, const char *words, const char *remedy) {
        QTest::newRow(name) << QString::fromLatin1(obstacle) << QByteArray(words) << QByteArray(remedy);
    };
    row("Debian's switch is off", "switched-off-namespaces", "does not allow private sandboxes for ordinary users",
        "sysctl -w kernel.unprivileged_userns_clone=1");
    row("no namespace is left", "used-up-namespaces", "does not allow private sandboxes for ordinary users",
        "sysctl -w user.max_user_namespaces=10000");
    row("Ubuntu's AppArmor allows no namespace", "no-namespaces-by-apparmor", "limits sandboxes to listed programs",
        "apparmor_parser -r /etc/apparmor.d/ringside-supervisor");
    row("Ubuntu's AppArmor lets nobody map ids", "no-ids-by-apparmor", "limits sandboxes to listed programs",
        "apparmor_parser -r /etc/apparmor.d/ringside-supervisor");
    row("Ubuntu's AppArmor lets nobody mount", "no-mounts-by-apparmor", "limits sandboxes to listed programs",
        "apparmor_parser -r /etc/apparmor.d/ringside-supervisor");
    row("no setting says why", "lost-namespaces", "it is the filter of a container",
        "--security-opt seccomp=unconfined");
    row("a covered /proc", "covered-proc", "Parts of /proc are covered", "--security-opt unmask=ALL");
    row("an old kernel", "old-kernel", "is too old for the sandbox", "Start a newer kernel");
    row("no Python", "no-python", "There is no Python that runs in the sandbox", "Install the package python3");
    row("root that stays root", "root-without-rights", "started by root, and may not become an ordinary user",
        "Start it as an ordinary user");
}

/// What is missing, and what helps, is told by who looks for it and by who needs it; and nothing runs in anything less.
void TestCommand::withoutASandboxNothingRuns()
{
    QFETCH(QString, obstacle);
    QFETCH(QByteArray, words);
    QFETCH(QByteArray, remedy);
    if (const Answer probe = call({u"--version"_s}, {}, {}, obstacle); probe.status == 77)
        QSKIP(("this machine does not let us show it: " + probe.errors).constData());
    const Answer doctor = call({u"doctor"_s}, {}, {}, obstacle);
    QCOMPARE(doctor.status, 3);
    const QByteArray findings = doctor.output.simplified();
    QVERIFY2(findings.contains("BAD") && findings.contains(words) && findings.contains(remedy), doctor.output.constData());
    const QString program = write(u"runs.py"_s, "print('runs all the same')\n");
    const Answer run = call({u"run"_s, program}, {}, {}, obstacle);
    QCOMPARE(run.status, 3);
    QCOMPARE(run.output, QByteArray());
    const QByteArray errors = run.errors.simplified();
    QVERIFY2(errors.contains(words) && errors.contains(remedy), run.errors.constData());
    const Answer check = call({u"check"_s, u"tidy"_s, program, u"--json"_s}, {}, {}, obstacle);
    QCOMPARE(check.status, 3);
    QVERIFY2(!check.output.contains("\"passed\"") && !check.output.contains("\"failed\""), check.output.constData());
}

/// Without its helper the command says so and gives no marks.
void TestCommand::missingSupervisorIsOurFault()
{
    const QString alone = m_folder.path() + u"/alone"_s;
    QVERIFY(QDir().mkpath(alone));
    QVERIFY(QFile::copy(QStringLiteral(RINGSIDE_PROGRAM), alone + u"/ringside"_s));
    QProcess process;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"RINGSIDE_DATA"_s, m_data);
    process.setProcessEnvironment(variables);
    process.start(alone + u"/ringside"_s, {u"check"_s, u"tidy"_s, write(u"any.py"_s, "pass\n")});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 3);
    const QByteArray errors = process.readAllStandardError();
    QVERIFY2(errors.contains("ringside: The program that builds sandboxes is missing"), errors.constData());
    process.start(alone + u"/ringside"_s, QStringList());
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 3);
    QVERIFY(process.readAllStandardError().startsWith("ringside: the window is not part of this installation\n"));
}

void TestCommand::ctrlCLeavesNothing()
{
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGKILL}) {
        QProcess process;
        process.start(QStringLiteral(RINGSIDE_PROGRAM), {u"run"_s, write(u"loop.py"_s, "while True: pass\n")});
        QVERIFY(process.waitForStarted());
        QStringList below;
        QVERIFY(QTest::qWaitFor(
            [&] {
                below = descendants(process.processId());
                return below.size() >= 4; // launcher, steward, the box's first process, the program
            },
            60'000));
        ::kill(static_cast<pid_t>(process.processId()), signal);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
        QCOMPARE(process.exitCode(), signal);
        QVERIFY2(QTest::qWaitFor(
                     [&] { return std::ranges::none_of(below, [](const QString &pid) { return QFile::exists(u"/proc/"_s + pid); }); },
                     60'000),
            qPrintable(below.join(u' ')));
    }
}

QTEST_GUILESS_MAIN(TestCommand)
#include "tst_command.moc"
