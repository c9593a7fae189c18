#include "attacks/lab.h"
#include "sandbox/requests.h"
#include "weakened/supervisors.h"

using namespace ringside;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

/// The corpus with one wall missing: exactly the attacks whose header says so are no longer held. So the others have two
/// walls before them, and the corpus can fail. Even then nothing of the host is harmed.
class TestWeakened : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void exactlyTheStatedAttacksBreak_data();
    void exactlyTheStatedAttacksBreak();
    void theHostIsUnharmed_data();
    void theHostIsUnharmed();

private:
    Lab &labOf(const QString &wall);

    QList<AttackProgram> m_corpus;
    std::map<QString, std::unique_ptr<Lab>> m_labs;
    QMap<QString, QList<QFuture<Lab::Report>>> m_futures;
};

void TestWeakened::initTestCase()
{
    Sandbox sandbox;
    if (const QString missing = missingSandbox(sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    const Result<QList<AttackProgram>> corpus = readCorpus();
    QVERIFY2(corpus, qPrintable(corpus ? QString() : describe(corpus.error())));
    const int landlockAbi = waitFor(sandbox.features())->landlockAbi;
    for (const AttackProgram &attack : *corpus)
        if (!attack.runsOnce && attack.landlockAbi <= landlockAbi)
            m_corpus.append(attack);
}

/// All attacks are under way when the first report is waited for.
Lab &TestWeakened::labOf(const QString &wall)
{
    std::unique_ptr<Lab> &lab = m_labs[wall];
    if (!lab) {
        lab = std::make_unique<Lab>(ordinaryUser(), weakenedSupervisor(wall).first());
        for (const AttackProgram &attack : m_corpus)
            m_futures[wall].append(lab->run(attack, {}));
    }
    return *lab;
}

void TestWeakened::exactlyTheStatedAttacksBreak_data()
{
    QTest::addColumn<QString>("wall");
    QTest::addColumn<qsizetype>("attack");
    for (const QString &wall : {u"landlock"_s, u"seccomp"_s})
        for (qsizetype attack = 0; attack < m_corpus.size(); ++attack)
            if (wall == u"landlock" || !m_corpus[attack].variesWithoutFilter)
                QTest::addRow("%s, without %s", m_corpus[attack].name.constData(),
                    wall == u"landlock" ? "Landlock" : "the filter")
                    << wall << attack;
}

void TestWeakened::exactlyTheStatedAttacksBreak()
{
    QFETCH(QString, wall);
    QFETCH(qsizetype, attack);
    const AttackProgram &program = m_corpus[attack];
    const bool breaks = wall == u"landlock" ? program.breaksWithoutLandlock : program.breaksWithoutFilter;
    const Lab &lab = labOf(wall);
    const QByteArrayList breaches = lab.breaches(program, waitFor(m_futures[wall][attack]));
    QVERIFY2(breaches.isEmpty() != breaks,
        breaks ? QByteArray("held without this wall as well") : breaches.join('\n'));
}

void TestWeakened::theHostIsUnharmed_data()
{
    QTest::addColumn<QString>("wall");
    QTest::newRow("without Landlock") << u"landlock"_s;
    QTest::newRow("without the filter") << u"seccomp"_s;
}

void TestWeakened::theHostIsUnharmed()
{
    QFETCH(QString, wall);
    const QByteArrayList harm = labOf(wall).close();
    QVERIFY2(harm.isEmpty(), harm.join('\n'));
}

QTEST_GUILESS_MAIN(TestWeakened)
#include "tst_weakened.moc"
