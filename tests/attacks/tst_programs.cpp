#include "attacks/lab.h"
#include "attacks/sightings.h"
#include "base/paths.h"
#include "sandbox/requests.h"

#include <unistd.h>

using namespace ringside;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

/// Every program of the corpus in every kind of box: what its header states holds, and this machine is afterwards as
/// it was before. All attacks of one arm are under way at once, as many as there are processors.
class TestPrograms : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyAttackIsHeld_data();
    void everyAttackIsHeld();
    void nothingOfTheHostHasChanged_data();
    void nothingOfTheHostHasChanged();

private:
    struct Arm
    {
        QByteArray name;
        uid_t starter = 0;
        RunRequest how;
    };

    static QList<Arm> arms();
    Lab &labOf(uid_t starter);
    struct Attempt
    {
        QFuture<Lab::Report> report;
        std::shared_ptr<lens::Trace> trace; ///< where the program is to be seen, and is traced
    };
    Attempt start(qsizetype arm, const AttackProgram &program);
    Attempt attemptOf(qsizetype arm, qsizetype attack);
    bool runsIn(qsizetype arm, const AttackProgram &attack) const;

    QList<AttackProgram> m_corpus;
    QList<Arm> m_arms;
    HostState m_before;
    std::map<uid_t, std::unique_ptr<Lab>> m_labs;
    QMap<qsizetype, QList<Attempt>> m_attempts; ///< by arm
};

void TestPrograms::initTestCase()
{
    Sandbox sandbox;
    if (const QString missing = missingSandbox(sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    const Result<QList<AttackProgram>> corpus = readCorpus();
    QVERIFY2(corpus, qPrintable(corpus ? QString() : describe(corpus.error())));
    m_corpus = *corpus;
    m_arms = arms();
    m_before = HostState::now();
    QVERIFY(m_corpus.size() >= 100);
}

/// With sanitizers all is slower and nothing in a box is different: there each way in is tried once.
QList<TestPrograms::Arm> TestPrograms::arms()
{
    RunRequest warm;
    warm.start = Start::Warm;
    RunRequest cold;
    cold.start = Start::Cold;
    RunRequest traced = warm;
    traced.trace.emplace();
    RunRequest tracedCold = cold;
    tracedCold.trace.emplace();
    QList<Arm> arms{{"warm, as an ordinary user", ordinaryUser(), warm}};
#ifndef __SANITIZE_ADDRESS__
    arms.append({"cold, as an ordinary user", ordinaryUser(), cold});
    arms.append({"traced, as an ordinary user", ordinaryUser(), traced});
    arms.append({"traced and cold, as an ordinary user", ordinaryUser(), tracedCold});
    if (::getuid() == 0)
        arms.append(QList<Arm>{{"warm, started by root", 0, warm}, {"traced, started by root", 0, traced}});
#endif
    if (::getuid() == 0)
        arms.append({"cold, started by root", 0, cold});
    return arms;
}

Lab &TestPrograms::labOf(uid_t starter)
{
    std::unique_ptr<Lab> &lab = m_labs[starter];
    if (!lab)
        lab = std::make_unique<Lab>(starter, helperProgram(u"ringside-supervisor"_s));
    return *lab;
}

bool TestPrograms::runsIn(qsizetype arm, const AttackProgram &attack) const
{
#ifndef __x86_64__
    if (attack.isForX86)
        return false;
#endif
    return arm == 0 || !attack.runsOnce;
}

TestPrograms::Attempt TestPrograms::start(qsizetype arm, const AttackProgram &program)
{
    if (!runsIn(arm, program))
        return {};
    const Arm &kind = m_arms[arm];
    Attempt attempt;
    if (kind.how.trace && program.isSeen)
        attempt.trace = std::make_shared<lens::Trace>();
    attempt.report = labOf(kind.starter).run(program, kind.how, attempt.trace);
    return attempt;
}

TestPrograms::Attempt TestPrograms::attemptOf(qsizetype arm, qsizetype attack)
{
    QList<Attempt> &attempts = m_attempts[arm];
    if (attempts.isEmpty())
        for (const AttackProgram &program : m_corpus)
            attempts.append(start(arm, program));
    return attempts[attack];
}

void TestPrograms::everyAttackIsHeld_data()
{
    QTest::addColumn<qsizetype>("arm");
    QTest::addColumn<qsizetype>("attack");
    for (qsizetype arm = 0; arm < m_arms.size(); ++arm)
        for (qsizetype attack = 0; attack < m_corpus.size(); ++attack)
            if (runsIn(arm, m_corpus[attack]))
                QTest::addRow("%s, %s", m_corpus[attack].name.constData(), m_arms[arm].name.constData()) << arm << attack;
}

void TestPrograms::everyAttackIsHeld()
{
    QFETCH(qsizetype, arm);
    QFETCH(qsizetype, attack);
    const AttackProgram &program = m_corpus[attack];
    const Lab &lab = labOf(m_arms[arm].starter);
    if (program.landlockAbi > lab.features().landlockAbi)
        QSKIP("this kernel's Landlock does not know of it; remedy: a newer kernel");
    const Attempt attempt = attemptOf(arm, attack);
    const Lab::Report report = waitFor(attempt.report);
    QByteArrayList breaches = lab.breaches(program, report);
    if (report && report->traced && attempt.trace)
        breaches += unseen(*report, *attempt.trace);
    QVERIFY2(breaches.isEmpty(), program.holds + "\nBut it " + breaches.join("\nand "));
}

void TestPrograms::nothingOfTheHostHasChanged_data()
{
    QTest::addColumn<uid_t>("starter");
    QTest::newRow("after the attacks as an ordinary user") << ordinaryUser();
    if (::getuid() == 0)
        QTest::newRow("after the attacks started by root") << uid_t{0};
}

void TestPrograms::nothingOfTheHostHasChanged()
{
    QFETCH(uid_t, starter);
    const QByteArrayList harm = labOf(starter).close();
    QVERIFY2(harm.isEmpty(), harm.join('\n'));
    const QByteArrayList changes = m_before.changesUntil(HostState::now());
    QVERIFY2(changes.isEmpty(), changes.join('\n'));
}

QTEST_GUILESS_MAIN(TestPrograms)
#include "tst_programs.moc"
