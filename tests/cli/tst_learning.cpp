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
    void filesThatCannotBeOpened_data();
    void filesThatCannotBeOpened();

private:
    [[nodiscard]] Answer call(const QStringList &words, const QByteArray &input = {}) const;
    void write(const QString &name, const QByteArray &text) const;
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] QString storePath() const { return path(u"home/ringside/progress.sqlite"_s); }
    [[nodiscard]] std::unique_ptr<progress::Store> openStore() const;
    void answerOnce() const;

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

void TestLearning::filesThatCannotBeOpened_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("errors");
    QTest::newRow("progress says that the file is damaged")
        << QStringList{u"progress"_s} << QByteArray("ringside: The file that holds your progress is damaged.\n"
                                                    "          The window offers what can be done, on its page Progress.\n");
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
