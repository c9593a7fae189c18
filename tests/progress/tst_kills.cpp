#include "support.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>

#include <csignal>

using namespace ringside::progress;
using namespace ringside::progress::test;
using namespace Qt::StringLiterals;

// Kills a writer at random moments. What it said it had stored must be there; of what was typed, at
// most the last two seconds may be missing.
class TestKills : public QObject
{
    Q_OBJECT

private slots:
    void losesNothingAcknowledged();

private:
    struct Writer
    {
        std::unique_ptr<QTemporaryDir> folder;
        std::unique_ptr<QProcess> process;
        qint64 killAtMs = 0;
    };

    Writer start();
    void examine(Writer &writer, qint64 killedMs);

    QRandomGenerator m_random{200};
    qint64 m_reviews = 0;
    int m_onlyKilled = 0;
    qint64 m_worstLossMs = 0;
};

TestKills::Writer TestKills::start()
{
    Writer writer{.folder = std::make_unique<QTemporaryDir>(),
        .process = std::make_unique<QProcess>(),
        .killAtMs = QDateTime::currentMSecsSinceEpoch() + m_random.bounded(20, 2600)};
    writer.process->start(QStringLiteral(PROGRESS_WRITER),
        {u"until-killed"_s, writer.folder->filePath(u"progress.sqlite"_s)});
    return writer;
}

void TestKills::examine(Writer &writer, qint64 killedMs)
{
    const QList<QByteArray> lines = writer.process->readAllStandardOutput().split('\n');
    const QString path = writer.folder->filePath(u"progress.sqlite"_s);
    QStringList acknowledged;
    qint64 firstKeyMs = 0;
    for (const QByteArray &line : lines) {
        QVERIFY2(!line.startsWith('E'), line.constData());
        if (line.startsWith("R "))
            acknowledged.append(QString::fromLatin1(line.sliced(2)));
        else if (line.startsWith("F "))
            firstKeyMs = line.sliced(2).toLongLong();
    }
    if (!QFile::exists(path)) {
        QVERIFY(acknowledged.isEmpty() && firstKeyMs == 0);
        return;
    }

    const auto store = needStore(Store::open(path));
    QVERIFY(store->report().created || store->report().uncleanEnd);
    QCOMPARE(store->report().repairedCards, 0);
    m_onlyKilled += store->report().onlyKilled ? 1 : 0;
    // Only what came since the file was opened is looked at then. All of it is as a look at everything would have it.
    QCOMPARE(need(store->reviews().repairStates()), 0);
    QCOMPARE(need(store->connection().first(u"PRAGMA integrity_check(1)"_s, {},
                 [](const Row &row) { return row.text(0); })),
        u"ok"_s);
    QSet<QString> stored;
    for (const Review &review : need(store->reviews().all()))
        stored.insert(review.uid);
    for (const QString &uid : std::as_const(acknowledged))
        QVERIFY2(stored.contains(uid), qPrintable(u"review %1 is lost"_s.arg(uid)));
    m_reviews += acknowledged.size();

    if (firstKeyMs == 0)
        return;
    const auto draft = need(store->drafts().find(u"exercise:1"_s, u"main.py"_s));
    qint64 savedUpToMs = firstKeyMs;
    if (draft) {
        const QStringList keys = draft->body.split(u' ', Qt::SkipEmptyParts);
        for (qsizetype i = 0; i < keys.size(); ++i)
            QCOMPARE(keys[i].section(u':', 0, 0).toLongLong(), i);
        savedUpToMs = keys.last().section(u':', 1).toLongLong();
    }
    m_worstLossMs = std::max(m_worstLossMs, killedMs - savedUpToMs);
    QVERIFY2(killedMs - savedUpToMs <= 2000,
        qPrintable(u"%1 ms of typing are lost"_s.arg(killedMs - savedUpToMs)));
}

void TestKills::losesNothingAcknowledged()
{
    constexpr int kills = 200;
    constexpr std::size_t atOnce = 16;
    std::vector<Writer> writers;
    int started = 0;
    while (started < kills || !writers.empty()) {
        while (started < kills && writers.size() < atOnce) {
            writers.push_back(start());
            ++started;
        }
        QTest::qWait(1);
        for (Writer &writer : writers) {
            const qint64 now = QDateTime::currentMSecsSinceEpoch();
            if (now < writer.killAtMs)
                continue;
            QVERIFY(writer.process->waitForStarted());
            ::kill(pid_t(writer.process->processId()), SIGKILL);
            QVERIFY(writer.process->waitForFinished());
            QCOMPARE(writer.process->exitStatus(), QProcess::CrashExit);
            examine(writer, now);
            writer.process.reset();
        }
        std::erase_if(writers, [](const Writer &writer) { return !writer.process; });
    }
    QVERIFY(m_reviews > 1000);
    QVERIFY2(m_onlyKilled > kills / 2, qPrintable(QString::number(m_onlyKilled)));
    qInfo("%d kills: %lld acknowledged reviews, none lost; at most %lld ms of typing lost; %d files opened again at once",
        kills, m_reviews, m_worstLossMs, m_onlyKilled);
}

QTEST_GUILESS_MAIN(TestKills)
#include "tst_kills.moc"
