#include "wording/obstacle.h"

#include <QTest>

#include <cerrno>

using namespace ringside;
using namespace ringside::sandbox;
using namespace Qt::StringLiterals;

/// Every reason for which there is no sandbox has its own sentence and its own way out.
class TestObstacle : public QObject
{
    Q_OBJECT

private slots:
    void everyObstacleIsExplained_data();
    void everyObstacleIsExplained();
    void everyObstacleHasItsRow();
    void everyAttackHasAName();

private:
    QSet<Obstacle> m_explained;
};

void TestObstacle::everyObstacleIsExplained_data()
{
    QTest::addColumn<StartupReport>("report");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("remedy");
    const auto row = [](const char *name, const StartupReport &report, const QString &what,
                         const QString &remedy) { QTest::newRow(name) << report << what << remedy; };

    row("an old kernel", {.obstacle = Obstacle::OldKernel, .kernel = u"5.15.0-100"_s}, u"Linux 5.15.0-100 is too old"_s,
        u"newer kernel"_s);
    row("root that stays root",
        {.obstacle = Obstacle::RootCannotBeDropped, .step = u"become a plain user"_s, .errnum = EPERM},
        u"may not become an ordinary user"_s, u"as an ordinary user"_s);
    row("namespaces are switched off",
        {.obstacle = Obstacle::NamespacesSwitchedOff, .step = u"create the namespaces"_s, .errnum = EPERM},
        u"does not allow private sandboxes for ordinary users. (create the namespaces: Operation not permitted)"_s,
        u"sysctl -w kernel.unprivileged_userns_clone=1 "_s);
    row("no namespace may be made",
        {.obstacle = Obstacle::NamespacesUsedUp, .errnum = ENOSPC, .settings = {{"user.max_user_namespaces", 0}}},
        u"does not allow"_s, u"sysctl -w user.max_user_namespaces=10000 "_s);
    row("all namespaces are in use",
        {.obstacle = Obstacle::NamespacesUsedUp,
            .errnum = ENOSPC,
            .settings = {{"user.max_user_namespaces", 100}}},
        u"in use"_s, u"user.max_user_namespaces=100000"_s);
    row("a container's filter", {.obstacle = Obstacle::NamespacesFiltered, .errnum = EPERM},
        u"filter of a container"_s, u"--security-opt seccomp=unconfined"_s);
    row("AppArmor",
        {.obstacle = Obstacle::AppArmor,
            .errnum = EACCES,
            .settings = {{"kernel.apparmor_restrict_unprivileged_userns", 1}}},
        u"limits sandboxes to listed programs"_s, u"apparmor_parser -r /etc/apparmor.d/ringside-supervisor"_s);
    row("a covered /proc", {.obstacle = Obstacle::ProcCovered, .step = u"mount /proc"_s, .errnum = EPERM},
        u"(mount /proc: Operation not permitted)"_s, u"unmask=ALL"_s);
    row("no mounts", {.obstacle = Obstacle::MountsRefused, .errnum = EPERM}, u"file systems"_s, u"container"_s);
    row("no filter", {.obstacle = Obstacle::NoSeccomp, .errnum = EINVAL}, u"cannot be filtered"_s,
        u"CONFIG_SECCOMP_FILTER"_s);
    row("no Python", {.obstacle = Obstacle::NoPython, .errnum = ENOENT}, u"/usr/bin/python3"_s,
        u"the package python3"_s);
    row("an attack that was not held",
        {.obstacle = Obstacle::SelfTestFailed,
            .selfTest = {{"network", false}, {"disk", true}, {"kill-all", false}}},
        u"a program could reach the network, kill other processes."_s, u"Do not run programs of others"_s);
    row("no supervisor", {.obstacle = Obstacle::NoSupervisor, .step = u"it cannot be started"_s},
        u"(it cannot be started)"_s, u"libexec/ringside"_s);
    row("something else", {.obstacle = Obstacle::Other, .step = u"do this"_s, .errnum = EIO}, u"(do this: "_s,
        u"doctor --json"_s);
}

void TestObstacle::everyObstacleIsExplained()
{
    QFETCH(StartupReport, report);
    QFETCH(QString, what);
    QFETCH(QString, remedy);
    const wording::Trouble trouble = wording::explain(report);
    QVERIFY2(trouble.what.contains(what), qPrintable(trouble.what));
    QVERIFY2(trouble.remedy.contains(remedy), qPrintable(trouble.remedy));
    QVERIFY(!trouble.what.contains(u'\n') && !trouble.remedy.contains(u'\n'));
    // What guards the machine is not to be switched off.
    QVERIFY(!trouble.remedy.contains(u"apparmor_restrict_unprivileged_userns"));
    m_explained.insert(report.obstacle);
}

void TestObstacle::everyObstacleHasItsRow()
{
    QCOMPARE(m_explained.size(), int(Obstacle::NoSupervisor) + 1);
}

void TestObstacle::everyAttackHasAName()
{
    for (const char *attack : {"read-host-files", "write-system", "network", "namespaces", "kill-all", "processes",
             "disk", "environment"})
        QVERIFY2(wording::attackName(attack).contains(u' '), attack);
    QCOMPARE(wording::attackName("one-of-tomorrow"), u"one-of-tomorrow"_s);
}

QTEST_GUILESS_MAIN(TestObstacle)
#include "tst_obstacle.moc"
