#include "lens/traced.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sched.h>

using namespace ringside;
using namespace Qt::StringLiterals;

// One solution, one seed, one version: one verdict, to the byte, however often it is asked for and on however many
// cores. Here by the command itself, each time with a sandbox of its own; tst_grader asks one grader.

namespace {

// The code that grades is the same with sanitizers, only slower.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int repetitions = 4;
#else
constexpr int repetitions = 10;
#endif

enum class Cores : quint8 { One, All };

/// In the child: the grader runs as many boxes at once as it has cores.
void keepOneCore()
{
    cpu_set_t all;
    if (::sched_getaffinity(0, sizeof all, &all) != 0)
        return;
    int core = 0;
    while (core < CPU_SETSIZE - 1 && !CPU_ISSET(core, &all))
        ++core;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(core, &one);
    (void)::sched_setaffinity(0, sizeof one, &one);
}

void copyFolder(const QString &from, const QString &to)
{
    QDirIterator files(from, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const QString copy = to + file.sliced(from.size());
        QVERIFY(QDir().mkpath(QFileInfo(copy).path()));
        QVERIFY(QFile::copy(file, copy));
        QVERIFY(QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner));
    }
}

/// An exercise of the course, in a lesson of the tests, and with time enough for a busy machine.
void copyExercise(const QString &from, const QString &to)
{
    copyFolder(from, to);
    QFile manifest(to + u"/exercise.toml"_s);
    QVERIFY(manifest.open(QIODevice::ReadWrite));
    QByteArray text = manifest.readAll();
    text.replace("lesson = \"os-module\"", "lesson = \"checked\"");
    text.replace("code = \"E05.2\"", "code = \"E01.9\"");
    text.replace("[contract]", "[limits]\nwall_ms = 60000\n\n[contract]");
    QVERIFY(manifest.resize(0) && manifest.seek(0));
    QCOMPARE(manifest.write(text), text.size());
}

} // namespace

class TestDeterminism : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void sameBytes_data();
    void sameBytes();

private:
    QByteArray verdict(const QStringList &words, Cores cores);

    QTemporaryDir m_folder;
};

/// A course of two exercises: the checks of one kill the program, take its power, make its calls fail and attack it.
void TestDeterminism::initTestCase()
{
    copyFolder(QStringLiteral(GRADING_DATA "/lessons"), m_folder.filePath(u"lessons"_s));
    copyFolder(QStringLiteral(GRADING_DATA "/survival"), m_folder.filePath(u"exercises/01-checked"_s));
    copyExercise(QStringLiteral(RINGSIDE_SOURCE_FOLDER "/exercises/05-os-module/list-sorted"),
        m_folder.filePath(u"exercises/01-checked/list-sorted"_s));
    sandbox::Sandbox sandbox;
    if (const QString missing = tests::missingLens(sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

QByteArray TestDeterminism::verdict(const QStringList &words, Cores cores)
{
    QProcess process;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"RINGSIDE_DATA"_s, m_folder.path());
    process.setProcessEnvironment(variables);
    if (cores == Cores::One)
        process.setChildProcessModifier(keepOneCore);
    process.start(QStringLiteral(RINGSIDE_PROGRAM), words);
    if (!process.waitForFinished(300'000))
        qFatal("the command does not end");
    const QByteArray errors = process.readAllStandardError();
    if (process.exitCode() != 0 && process.exitCode() != 1)
        qFatal("%s", errors.constData());
    return process.readAllStandardOutput();
}

void TestDeterminism::sameBytes_data()
{
    QTest::addColumn<QString>("exercise");
    QTest::addColumn<QString>("solution");
    QTest::newRow("killed, without power, with faults and races") << u"publish"_s << u"in_place"_s;
    QTest::newRow("an exercise of the course") << u"list-sorted"_s << u"textbook"_s;
}

void TestDeterminism::sameBytes()
{
    QFETCH(QString, exercise);
    QFETCH(QString, solution);
    const QString file = m_folder.filePath(u"exercises/01-checked/%1/wrong/%2.py"_s.arg(exercise, solution));
    const QStringList words{u"check"_s, u"--json"_s, u"--seed"_s, u"4711"_s, exercise, file};
    const QByteArray first = verdict(words, Cores::All);
    QVERIFY(first.contains("\"failed\""));
    for (int i = 1; i < repetitions; ++i)
        QCOMPARE(verdict(words, i % 2 == 0 ? Cores::All : Cores::One), first);
}

QTEST_GUILESS_MAIN(TestDeterminism)
#include "tst_determinism.moc"
