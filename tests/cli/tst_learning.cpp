#include "progress/deck.h"
#include "progress/review.h"
#include "course/course.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace ringside;
using namespace Qt::StringLiterals;

namespace {

constexpr auto lessonText = R"(+++
id = "small"
number = 5
title = "A small lesson"
subtitle = "Enough to ask about"
level = "foundation"
minutes = 5
prerequisites = []
outcomes = ["ask"]
covers = []
+++

# Begin here

Some words.

## The middle {#P1}

More words.
)";

constexpr auto questionText = R"([[question]]
id = "Q05.1"
level = "junior"
prompt = "What does `os.walk` do?"
lesson_part = "P1"
key_points = [
    { text = "It visits every directory below", essential = true, words = ["directory"] },
    { text = "It gives three values", essential = false, words = ["three"] },
]
wrong = [{ belief = "It follows links", why = "Not unless it is told to.", words = ["follows links"] }]
follow_up = { prompt = "And links?", answer = "They are not followed." }
)";

} // namespace

/// What one call of the command came to.
struct Answer
{
    int status = -1;
    QByteArray output;
    QByteArray errors;

    [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(output).object(); }
};

/// The commands that work with the learner's own file.
class TestLearning : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_folder.reset(); }

    void progressWithoutAFileIsEmpty();
    void progressSumsUp();
    void progressDoesNotWrite();
    void cardsAreAskedAndKept();
    void whatIsDueAsJson();
    void theInputMayEndAnywhere_data();
    void theInputMayEndAnywhere();
    void practiceMovesNothing();
    void cardsAreExported();
    void questionsOfNoLessonAreListed();
    void authorsSeeWhatTheSearchFound();
    void twoMachinesAreUnited_data();
    void twoMachinesAreUnited();
    void anImportIsTakenBack();
    void thereIsAWayBackFromADamagedFile();
    void theLineOfABadFileIsNamed();
    void badFilesAreNotTakenIn_data();
    void badFilesAreNotTakenIn();
    void usageMistakes_data();
    void usageMistakes();
    void filesThatCannotBeOpened_data();
    void filesThatCannotBeOpened();

private:
    [[nodiscard]] Answer call(const QStringList &words, const QByteArray &input = {}) const;
    void write(const QString &name, const QByteArray &text) const;
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] QString storePath() const { return path(u"home/ringside/progress.sqlite"_s); }
    [[nodiscard]] std::unique_ptr<progress::Store> openStore() const;
    void answerOnce() const;
    void readLesson() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestLearning::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    write(u"data/lessons/05-small/lesson.md"_s, lessonText);
    write(u"data/lessons/05-small/questions.toml"_s, questionText);
    QDir().mkpath(path(u"data/exercises"_s));
}

void TestLearning::write(const QString &name, const QByteArray &text) const
{
    QDir().mkpath(QFileInfo(path(name)).path());
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(name));
}

Answer TestLearning::call(const QStringList &words, const QByteArray &input) const
{
    QProcess process;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"RINGSIDE_DATA"_s, path(u"data"_s));
    variables.insert(u"XDG_DATA_HOME"_s, path(u"home"_s));
    process.setProcessEnvironment(variables);
    process.setWorkingDirectory(m_folder->path());
    process.start(QStringLiteral(RINGSIDE_PROGRAM), words);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000))
        qFatal("the command does not end");
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -process.exitCode(),
        process.readAllStandardOutput(), process.readAllStandardError()};
}

std::unique_ptr<progress::Store> TestLearning::openStore() const
{
    auto store = progress::Store::open(storePath());
    if (!store)
        qFatal("%s", qPrintable(describe(store.error().error)));
    return std::move(*store);
}

void TestLearning::answerOnce() const
{
    const auto store = openStore();
    const QList<progress::Card> cards = progress::cardsOf(course::loadCourse(path(u"data"_s)));
    QVERIFY(progress::answer(*store, cards.first(), progress::Grade::Again, {}, progress::currentMoment()));
}

void TestLearning::progressWithoutAFileIsEmpty()
{
    const Answer answer = call({u"progress"_s});
    QCOMPARE(answer.status, 0);
    QVERIFY2(answer.output.contains("lessons     0 of 2 parts read, 0 of 1 lessons\n"), answer.output.constData());
    QVERIFY2(answer.output.contains("unknown\n"), answer.output.constData());
    QVERIFY(!QFile::exists(storePath()));
}

void TestLearning::progressSumsUp()
{
    answerOnce();
    const Answer answer = call({u"progress"_s, u"--json"_s});
    QCOMPARE(answer.errors, QByteArray());
    QCOMPARE(answer.status, 0);
    const QJsonObject json = answer.object();
    QCOMPARE(json[u"format"].toInt(), 1);
    QCOMPARE(json[u"cards"].toObject()[u"seen"].toInt(), 1);
    const QJsonObject topic = json[u"topics"].toArray().first().toObject();
    QCOMPARE(topic[u"topic"].toString(), u"small"_s);
    QCOMPARE(topic[u"standing"].toString(), u"unknown"_s);
    QCOMPARE(topic[u"answers"].toInt(), 1);
}

void TestLearning::progressDoesNotWrite()
{
    const auto open = openStore(); // as the window holds it
    QCOMPARE(call({u"progress"_s}).status, 0);
}

void TestLearning::readLesson() const
{
    const auto store = openStore();
    QVERIFY(store->reading().markRead(u"small"_s, u"P1"_s, true, 1));
}

void TestLearning::cardsAreAskedAndKept()
{
    readLesson();
    // An answer, a tick turned over, the second grade; then nothing is left.
    const Answer answer = call({u"review"_s}, "It visits each directory\n.\n2\n2\n");
    QCOMPARE(answer.errors, QByteArray());
    QCOMPARE(answer.status, 0);
    QVERIFY2(answer.output.contains("What does `os.walk` do?"), answer.output.constData());
    QVERIFY2(answer.output.contains("1 [x] It visits every directory below (essential)"), answer.output.constData());
    QVERIFY2(answer.output.contains("1 Did not recall (in 10 minutes)   2 Recalled (in "), answer.output.constData());
    QVERIFY2(answer.output.contains("Nothing more is due."), answer.output.constData());
    const auto store = openStore();
    const auto rows = store->reviews().all();
    QVERIFY(rows);
    QCOMPARE(rows->size(), 1);
    QCOMPARE(rows->first().grade, progress::Grade::Good);
    const auto attempts = store->attempts().of(u"question:Q05.1"_s);
    QVERIFY(attempts);
    QCOMPARE(attempts->first().answer, u"It visits each directory"_s);
}

void TestLearning::whatIsDueAsJson()
{
    readLesson();
    const Answer answer = call({u"review"_s, u"--json"_s});
    QCOMPARE(answer.status, 0);
    const QJsonObject json = answer.object();
    QCOMPARE(json[u"new"].toInt(), 1);
    QCOMPARE(json[u"cards"].toArray().first().toObject()[u"id"].toString(), u"question:Q05.1"_s);
    QCOMPARE(json[u"cards"].toArray().first().toObject()[u"kind"].toString(), u"open"_s);
}

void TestLearning::theInputMayEndAnywhere_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("answers");
    QTest::newRow("before the answer") << QByteArray() << 0;
    QTest::newRow("behind the answer") << QByteArray("walk\n.\n") << 0;
    QTest::newRow("behind the ticks") << QByteArray("walk\n.\n\n") << 0;
    QTest::newRow("after suspending") << QByteArray("walk\n.\n\ns\n") << 0;
    QTest::newRow("with nothing known") << QByteArray(".\n1\n") << 1;
}

void TestLearning::theInputMayEndAnywhere()
{
    QFETCH(QByteArray, input);
    readLesson();
    const Answer answer = call({u"review"_s}, input);
    QCOMPARE(answer.errors, QByteArray());
    QCOMPARE(answer.status, 0);
    QTEST(int(openStore()->reviews().count().value()), "answers");
}

void TestLearning::practiceMovesNothing()
{
    const Answer answer = call({u"review"_s, u"--topic"_s, u"small"_s, u"--most=1"_s}, "directory three\n.\n\n\n");
    QCOMPARE(answer.status, 0);
    const auto rows = openStore()->reviews().all();
    QCOMPARE(rows->size(), 1);
    QCOMPARE(rows->first().kind, progress::ReviewKind::Cram);
}

void TestLearning::cardsAreExported()
{
    answerOnce();
    const Answer answer = call({u"cards"_s, u"export"_s, u"--tsv"_s, path(u"c.txt"_s), u"--apkg"_s,
        path(u"c.apkg"_s), u"--csv"_s, path(u"c.csv"_s)});
    QCOMPARE(answer.errors, QByteArray());
    QCOMPARE(answer.status, 0);
    QCOMPARE(answer.output, QByteArray("1 card written; 0 cards left out, whose answer is code to write or to run.\n"));
    const auto begin = [this](const QString &name) {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll().first(4) : QByteArray();
    };
    QCOMPARE(begin(u"c.txt"_s), QByteArray("#sep"));
    QCOMPARE(begin(u"c.apkg"_s), QByteArray("PK\3\4"));
    QCOMPARE(begin(u"c.csv"_s), QByteArray("card"));
    const Answer answers = call({u"cards"_s, u"export"_s, u"--csv"_s, path(u"c.csv"_s)});
    QVERIFY2(answers.output.startsWith("Answers written: "), answers.output.constData());
    const Answer nowhere = call({u"cards"_s, u"export"_s, u"--csv"_s, path(u"no/folder/c.csv"_s)});
    QCOMPARE(nowhere.status, 3);
    QVERIFY2(nowhere.errors.contains("c.csv: No such file or directory"), nowhere.errors.constData());
}

void TestLearning::questionsOfNoLessonAreListed()
{
    write(u"data/lessons/questions.toml"_s, QByteArray(questionText).replace("Q05.1", "QX.1").replace("lesson_part = \"P1\"\n", ""));
    const QByteArray listed = call({u"list"_s, u"questions"_s}).output;
    QVERIFY2(listed.contains("\nQX.1 "), listed.constData());
    QVERIFY2(listed.startsWith("Q05.1 "), listed.constData());
}

void TestLearning::authorsSeeWhatTheSearchFound()
{
    readLesson();
    const QStringList words{u"list"_s, u"questions"_s, u"--matches"_s};
    QCOMPARE(call(words).output, QByteArray());
    // Found in the words, and taken back by whoever wrote them.
    QCOMPARE(call({u"review"_s}, "It visits each directory\n.\n1\n1\n").status, 0);
    const Answer answer = call(words);
    QCOMPARE(answer.status, 0);
    QVERIFY2(answer.output.contains("found 1  rejected 1  "), answer.output.constData());
    const QJsonObject point = QJsonDocument::fromJson(call(words + QStringList{u"--json"_s}).output)[0].toObject();
    QCOMPARE(point[u"rejected"].toInt(), 1);
    QCOMPARE(point[u"off"].toBool(true), false);
    QCOMPARE(call({u"list"_s, u"--matches"_s}).status, 2);
}

void TestLearning::twoMachinesAreUnited_data()
{
    QTest::addColumn<bool>("lines");
    QTest::newRow("by an export") << true;
    QTest::newRow("by the file itself") << false;
}

void TestLearning::twoMachinesAreUnited()
{
    QFETCH(bool, lines);
    answerOnce();
    QString other = path(u"other.sqlite"_s);
    if (lines) {
        other = path(u"other.jsonl"_s);
        const Answer written = call({u"progress"_s, u"export"_s, other});
        QCOMPARE(written.status, 0);
        QVERIFY2(written.output.startsWith("Everything is in "), written.output.constData());
    } else {
        QVERIFY(QFile::copy(storePath(), other));
    }
    QVERIFY(QDir(path(u"home"_s)).removeRecursively()); // another machine
    answerOnce();
    const QJsonObject taken = call({u"progress"_s, u"import"_s, other, u"--json"_s}).object();
    QVERIFY(taken[u"new"].toInt() > 0);
    QCOMPARE(openStore()->reviews().count().value(), 2);
    const QJsonObject again = call({u"progress"_s, u"import"_s, other, u"--json"_s}).object();
    QCOMPARE(again[u"new"].toInt(-1), 0);
    QCOMPARE(openStore()->reviews().count().value(), 2);
}

void TestLearning::anImportIsTakenBack()
{
    answerOnce();
    write(u"home/ringside/drafts/e-1.py"_s, "theirs\n");
    const QString lines = path(u"other.jsonl"_s);
    QCOMPARE(call({u"progress"_s, u"export"_s, lines}).status, 0);
    QVERIFY(QDir(path(u"home"_s)).removeRecursively()); // another machine
    answerOnce();
    const QByteArray none = call({u"progress"_s, u"restore"_s}).output;
    QVERIFY2(none.startsWith("There is no copy yet"), none.constData());

    const Answer taken = call({u"progress"_s, u"import"_s, lines});
    QVERIFY2(taken.output.contains("solutions written: 1."), taken.output.constData());
    QCOMPARE(QFile(path(u"home/ringside/drafts/e-1.py"_s)).size(), 7);
    const QByteArray wayBack = taken.output.mid(taken.output.indexOf("ringside progress restore ")).trimmed();
    const QStringList words = QString::fromUtf8(wayBack).split(u' ').mid(1);
    const Answer listed = call({u"progress"_s, u"restore"_s, u"--json"_s});
    const QJsonArray list = QJsonDocument::fromJson(listed.output).array();
    QCOMPARE(list.size(), 1);
    QCOMPARE(list[0][u"copy"].toString(), words.last());
    QCOMPARE(list[0][u"date"].toString(), QDate::currentDate().toString(Qt::ISODate));

    const Answer back = call(words + QStringList{u"--json"_s});
    QCOMPARE(back.status, 0);
    QVERIFY(QFile::exists(back.object()[u"set_aside"].toString()));
    QCOMPARE(openStore()->reviews().count().value(), 1);
}

void TestLearning::thereIsAWayBackFromADamagedFile()
{
    answerOnce();
    const auto copy = progress::makeBackup(
        openStore()->connection(), progress::Backup::Reason::Daily, QDate(2026, 11, 20));
    QVERIFY(copy);
    write(u"home/ringside/progress.sqlite"_s, "no database at all\n");
    QCOMPARE(call({u"progress"_s}).status, 3);
    QVERIFY(call({u"progress"_s, u"restore"_s}).output.startsWith("progress-2026-11-20.sqlite  "));
    QCOMPARE(call({u"progress"_s, u"restore"_s, u"progress-2026-11-19.sqlite"_s}).status, 2);
    const Answer restored = call({u"progress"_s, u"restore"_s, u"progress-2026-11-20.sqlite"_s});
    QCOMPARE(restored.status, 0);
    QCOMPARE(openStore()->reviews().count().value(), 1);
    // What was there is kept as it was.
    const QStringList aside = QDir(path(u"home/ringside"_s)).entryList({u"*.aside-*"_s}, QDir::Files);
    QCOMPARE(aside.size(), 1);
    QCOMPARE(QFile(path(u"home/ringside/"_s + aside.first())).size(), 19);
}

void TestLearning::theLineOfABadFileIsNamed()
{
    answerOnce();
    const QString file = path(u"other.jsonl"_s);
    QCOMPARE(call({u"progress"_s, u"export"_s, file}).status, 0);
    QFile lines(file);
    QVERIFY(lines.open(QIODevice::ReadWrite));
    QByteArrayList content = lines.readAll().split('\n');
    content[2] = "{\"table\":\"cooking\"}";
    QVERIFY(lines.resize(0) && lines.seek(0));
    QVERIFY(lines.write(content.join('\n')) > 0);
    lines.close();
    const Answer answer = call({u"progress"_s, u"import"_s, file});
    QCOMPARE(answer.status, 3);
    QVERIFY2(answer.errors.contains("other.jsonl:3: "), answer.errors.constData());
    QVERIFY2(answer.errors.contains("cooking"), answer.errors.constData());
}

void TestLearning::badFilesAreNotTakenIn_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("a file that is not there") << QByteArray();
    QTest::newRow("something else") << QByteArray("hello\n");
    QTest::newRow("half a database") << QByteArray("SQLite format 3\0 and no more", 28);
    QTest::newRow("an export that ends early")
        << QByteArray("{\"format\":\"ringside-progress\",\"version\":1,\"schema\":1}\n");
}

void TestLearning::badFilesAreNotTakenIn()
{
    QFETCH(QByteArray, content);
    answerOnce();
    if (!content.isEmpty())
        write(u"other"_s, content);
    const Answer answer = call({u"progress"_s, u"import"_s, path(u"other"_s)});
    QCOMPARE(answer.status, 3);
    QVERIFY2(answer.errors.startsWith("ringside: "), answer.errors.constData());
    QCOMPARE(answer.output, QByteArray());
    QCOMPARE(openStore()->reviews().count().value(), 1);
}

void TestLearning::usageMistakes_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("errors");
    QTest::newRow("an export without a file") << QStringList{u"cards"_s, u"export"_s}
        << QByteArray("ringside: where to?\n          Name a file with --tsv, --apkg or --csv.\n");
    QTest::newRow("a number that is none") << QStringList{u"review"_s, u"--most"_s, u"few"_s}
        << QByteArray("ringside: --most: few is no number of cards\n");
    QTest::newRow("a topic without cards") << QStringList{u"review"_s, u"--topic"_s, u"cooking"_s}
        << QByteArray("ringside: there is no card on cooking\n");
}

void TestLearning::usageMistakes()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, errors);
    const Answer answer = call(words);
    QVERIFY2(answer.errors.startsWith(errors), answer.errors.constData());
    QCOMPARE(answer.status, 2);
}

void TestLearning::filesThatCannotBeOpened_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("errors");
    QTest::newRow("progress says that the file is damaged")
        << QStringList{u"progress"_s} << QByteArray("ringside: The file that holds your progress is damaged.\n"
                                                    "          The window offers what can be done, on its page Progress. "
                                                    "`ringside progress restore` lists earlier copies.\n");
    QTest::newRow("nothing is asked from a damaged file")
        << QStringList{u"review"_s} << QByteArray("ringside: The file that holds your progress is damaged.\n");
}

void TestLearning::filesThatCannotBeOpened()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, errors);
    write(u"home/ringside/progress.sqlite"_s, "no database at all\n");
    const Answer answer = call(words);
    QVERIFY2(answer.errors.startsWith(errors), answer.errors.constData());
    QCOMPARE(answer.status, 3);
    QCOMPARE(answer.output, QByteArray());
}

QTEST_GUILESS_MAIN(TestLearning)
#include "tst_learning.moc"
