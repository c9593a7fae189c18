#include "classroom/archive.h"
#include "classroom/files.h"
#include "classroom/handin.h"
#include "classroom/lab.h"
#include "classroom/openlabs.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace ringside;
using namespace ringside::classroom;
using namespace Qt::StringLiterals;

struct Answer
{
    int status = -1;
    QByteArray output;
    QByteArray errors;

    [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(output).object(); }
};

class TestLabCommand : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void madeOpenedHandedIn();
    void madeAgainItStaysTheSameLab();
    void mistakes_data();
    void mistakes();
    void openingKeepsWhatWasWritten();
    void nothingOpensBeforeItsTime();
    void changedLogsAreNotHandedIn();
    void examsOpenWithTheirWord();

private:
    [[nodiscard]] Answer call(const QStringList &words) const;
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    void write(const QString &name, const QByteArray &text) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

static const QByteArray definition = "title = 'Week 3'\ndue = 2036-11-09T23:59:00+01:00\n"
                                     "[[exercise]]\nslug = 'count-by-extension'\n"
                                     "[[exercise]]\nslug = 'prune-empty'\npoints = 5\n";

void TestLabCommand::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    write(u"week3.toml"_s, definition);
}

void TestLabCommand::write(const QString &name, const QByteArray &text) const
{
    QVERIFY(writeFile(path(name), text).has_value());
}

Answer TestLabCommand::call(const QStringList &words) const
{
    QProcess process;
    process.setWorkingDirectory(m_folder->path());
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"XDG_DATA_HOME"_s, path(u"share"_s));
    process.setProcessEnvironment(variables);
    process.start(QStringLiteral(RINGSIDE_PROGRAM), words);
    if (!process.waitForFinished(120'000))
        qFatal("the command does not end");
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
        process.readAllStandardOutput(), process.readAllStandardError()};
}

void TestLabCommand::madeOpenedHandedIn()
{
    const Answer made = call({u"lab"_s, u"make"_s, u"week3.toml"_s, u"--json"_s});
    QCOMPARE(made.errors, QByteArray());
    QCOMPARE(made.status, 0);
    QCOMPARE(made.object()[u"exercises"_s].toArray().size(), 2);
    QCOMPARE(call({u"lab"_s, u"verify"_s, u"week3.ringlab"_s, u"--key"_s, u"week3.ringkey"_s}).status, 0);

    const Answer opened = call({u"lab"_s, u"open"_s, u"week3.ringlab"_s, u"work"_s});
    QCOMPARE(opened.status, 0);
    QVERIFY(opened.output.contains("ringside lab submit work --student ID"));
    QVERIFY(QFileInfo(path(u"work/prune-empty.md"_s)).size() > 0);
    write(u"work/prune-empty.py"_s, "mine = 1\n");

    const Answer handed = call({u"lab"_s, u"submit"_s, u"work"_s, u"--student=s17"_s, u"--json"_s});
    QCOMPARE(handed.errors, QByteArray());
    QCOMPARE(handed.object()[u"file"_s].toString(), u"work/s17.ringsub"_s);
    QCOMPARE(call({u"lab"_s, u"verify"_s, u"work/s17.ringsub"_s}).status, 0);
    // Handing in again goes on with the log.
    QCOMPARE(call({u"lab"_s, u"submit"_s, u"work"_s, u"--student=s17"_s}).status, 0);
    const auto handIn
        = unpackHandIn(readFile(path(u"work/s17.ringsub"_s)).value(), u"s17.ringsub"_s);
    QVERIFY(handIn.has_value());
    QCOMPARE(handIn->student, u"s17"_s);
    QCOMPARE(handIn->sources.last().content, QByteArray("mine = 1\n"));
    QCOMPARE(readChain(handIn->log).records.size(), 3); // opened, and twice handed in
    QCOMPARE(handed.object()[u"exercises"_s].toArray().size(), 2);
    QCOMPARE(OpenLabs(path(u"share/ringside"_s)).folders(), QStringList{path(u"work"_s)});
}

void TestLabCommand::madeAgainItStaysTheSameLab()
{
    QCOMPARE(call({u"lab"_s, u"make"_s, u"week3.toml"_s}).status, 0);
    const Lab first = readLab(path(u"week3.ringlab"_s)).value();
    write(u"week3.toml"_s, QByteArray(definition).replace("2036", "2037"));
    QCOMPARE(call({u"lab"_s, u"make"_s, u"week3.toml"_s}).status, 0);
    const Lab second = readLab(path(u"week3.ringlab"_s)).value();
    QCOMPARE(second.id, first.id);
    QCOMPARE(second.publicKey, first.publicKey);
    QCOMPARE(second.due, first.due.addYears(1));
}

void TestLabCommand::mistakes_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("errors"); // part of it
    QTest::newRow("no such definition")
        << QStringList{u"lab"_s, u"make"_s, u"week4.toml"_s} << 2 << QByteArray("No such file");
    QTest::newRow("a definition with a mistake")
        << QStringList{u"lab"_s, u"make"_s, u"wrong.toml"_s} << 1
        << QByteArray("wrong.toml:1: ");
    QTest::newRow("a key that is none")
        << QStringList{u"lab"_s, u"make"_s, u"week3.toml"_s, u"--key"_s, u"wrong.toml"_s} << 1
        << QByteArray("no key of a lab");
    QTest::newRow("a lab that is none")
        << QStringList{u"lab"_s, u"open"_s, u"week3.toml"_s, u"work"_s} << 1
        << QByteArray("week3.toml: ");
    QTest::newRow("a lab that is not there")
        << QStringList{u"lab"_s, u"open"_s, u"week4.ringlab"_s, u"work"_s} << 3
        << QByteArray("No such file");
    QTest::newRow("nobody hands in")
        << QStringList{u"lab"_s, u"submit"_s, u"work"_s} << 2 << QByteArray("--student ID");
    QTest::newRow("somebody with an odd id hands in")
        << QStringList{u"lab"_s, u"submit"_s, u"work"_s, u"--student=a\nb"_s} << 2 << QByteArray("text on one line");
    QTest::newRow("a folder for a file")
        << QStringList{u"lab"_s, u"make"_s, u"week3.toml"_s, u"--out=."_s} << 3 << QByteArray("EISDIR");
    QTest::newRow("no folder of a lab")
        << QStringList{u"lab"_s, u"submit"_s, u"work"_s, u"--student=a"_s} << 2
        << QByteArray("ringside lab open");
    QTest::newRow("nothing to verify")
        << QStringList{u"lab"_s, u"verify"_s, u"a.ringsub"_s} << 2 << QByteArray("No such file");
    QTest::newRow("no hand-in")
        << QStringList{u"lab"_s, u"verify"_s, u"week3.toml"_s} << 1 << QByteArray("week3.toml: ");
}

void TestLabCommand::mistakes()
{
    write(u"wrong.toml"_s, "title = 3\n");
    QFETCH(QStringList, words);
    const Answer answer = call(words);
    QTEST(answer.status, "status");
    QFETCH(QByteArray, errors);
    QVERIFY2(answer.errors.contains(errors), answer.errors.constData());
    QVERIFY(!QFileInfo::exists(path(u"wrong.ringkey"_s)));
}

void TestLabCommand::openingKeepsWhatWasWritten()
{
    QCOMPARE(call({u"lab"_s, u"make"_s, u"week3.toml"_s}).status, 0);
    QCOMPARE(call({u"lab"_s, u"open"_s, u"week3.ringlab"_s, u"work"_s}).status, 0);
    write(u"work/prune-empty.py"_s, "mine = 1\n");
    QCOMPARE(call({u"lab"_s, u"open"_s, u"week3.ringlab"_s, u"work"_s}).status, 0);
    QCOMPARE(readFile(path(u"work/prune-empty.py"_s)).value(), QByteArray("mine = 1\n"));
    // Another lab does not come into the same folder.
    write(u"other.toml"_s, definition);
    QCOMPARE(call({u"lab"_s, u"make"_s, u"other.toml"_s}).status, 0);
    const Answer answer = call({u"lab"_s, u"open"_s, u"other.ringlab"_s, u"work"_s});
    QCOMPARE(answer.status, 1);
    QVERIFY(answer.errors.contains("belongs to another lab"));
}

void TestLabCommand::nothingOpensBeforeItsTime()
{
    write(u"past.toml"_s, "title = 'Past'\ndue = 2020-11-01T00:00:00Z\n[[question]]\nid = 'Q05.1'\n");
    const Answer past = call({u"lab"_s, u"make"_s, u"past.toml"_s});
    QCOMPARE(past.status, 0);
    QVERIFY2(past.output.contains("The deadline is past"), past.output.constData());
    write(u"week3.toml"_s, "opens = 2036-11-01T00:00:00Z\n" + definition);
    QCOMPARE(call({u"lab"_s, u"make"_s, u"week3.toml"_s}).status, 0);
    const Answer answer = call({u"lab"_s, u"open"_s, u"week3.ringlab"_s, u"work"_s});
    QCOMPARE(answer.status, 3);
    QVERIFY(answer.errors.contains("the lab opens at 2036-11-01T00:00:00Z"));
    QVERIFY(!QFileInfo::exists(path(u"work"_s)));
}

void TestLabCommand::changedLogsAreNotHandedIn()
{
    QCOMPARE(call({u"lab"_s, u"make"_s, u"week3.toml"_s}).status, 0);
    QCOMPARE(call({u"lab"_s, u"open"_s, u"week3.ringlab"_s, u"work"_s}).status, 0);
    QCOMPARE(call({u"lab"_s, u"submit"_s, u"work"_s, u"--student=a"_s}).status, 0);
    write(u"work/log.jsonl"_s, "{}\n");
    const Answer answer = call({u"lab"_s, u"submit"_s, u"work"_s, u"--student=a"_s});
    QCOMPARE(answer.status, 1);
    QVERIFY(answer.errors.contains("log.jsonl:1: the log of the lab was changed here"));
}

void TestLabCommand::examsOpenWithTheirWord()
{
    write(u"week3.toml"_s, "exam = true\nopens = 2025-11-01T00:00:00Z\n" + definition);
    const Answer made = call({u"lab"_s, u"make"_s, u"week3.toml"_s, u"--json"_s});
    QCOMPARE(made.status, 0);
    const QString word = made.object()[u"start_word"_s].toString();
    QCOMPARE(word.size(), 14);
    QVERIFY(call({u"lab"_s, u"make"_s, u"week3.toml"_s}).output.contains(word.toUtf8()));

    const Answer told = call({u"lab"_s, u"verify"_s, u"week3.ringlab"_s, u"--json"_s});
    QCOMPARE(told.status, 0);
    QVERIFY(told.object()[u"sealed"_s].toBool());
    QCOMPARE(told.object()[u"exercises"_s].toArray().size(), 0);
    const Answer without = call({u"lab"_s, u"open"_s, u"week3.ringlab"_s, u"work"_s});
    QCOMPARE(without.status, 3);
    QVERIFY2(without.errors.contains("start word"), without.errors.constData());
    const Answer wrong = call({u"lab"_s, u"open"_s, u"week3.ringlab"_s, u"work"_s, u"--word=abcd"_s});
    QCOMPARE(wrong.status, 1);
    QVERIFY2(wrong.errors.contains("not the word"), wrong.errors.constData());
    QVERIFY(!QFileInfo::exists(path(u"work"_s)));

    const Answer opened = call({u"lab"_s, u"open"_s, u"week3.ringlab"_s, u"work"_s, u"--word"_s, word});
    QCOMPARE(opened.errors, QByteArray());
    QVERIFY2(opened.output.contains("neither hints nor the reference"), opened.output.constData());
    QVERIFY(QFileInfo::exists(path(u"work/prune-empty.py"_s)));
    QCOMPARE(call({u"lab"_s, u"submit"_s, u"work"_s, u"--student=a"_s}).status, 0);
    QCOMPARE(call({u"lab"_s, u"verify"_s, u"work/a.ringsub"_s}).status, 0);
    // The instructor's side needs no word: the key knows it.
    const Answer planned = call({u"grade"_s, u"plan"_s, u"work/a.ringsub"_s, u"--lab=week3.ringlab"_s, u"--out=class"_s});
    QCOMPARE(planned.errors, QByteArray());
    QVERIFY2(planned.output.contains("2 file"), planned.output.constData());
}

QTEST_GUILESS_MAIN(TestLabCommand)
#include "tst_labcommand.moc"
