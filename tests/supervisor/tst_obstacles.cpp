#include "supervisor/obstacles.h"

#include <QTest>

using namespace ringside::supervisor;
using ringside::sandbox::protocol::Obstacle;

using Settings = std::map<std::string, std::int64_t>;

/// From a failed step and the machine's settings to what is behind them.
class TestObstacles : public QObject
{
    Q_OBJECT

private slots:
    void causesAreTold_data();
    void causesAreTold();
    void kernelsAreCompared_data();
    void kernelsAreCompared();
    void factsOfThisMachineAreRead();
};

void TestObstacles::causesAreTold_data()
{
    QTest::addColumn<std::string>("step");
    QTest::addColumn<int>("errnum");
    QTest::addColumn<Settings>("settings");
    QTest::addColumn<Obstacle>("expected");
    const std::string outer = steps::createOuterNamespaces;
    QTest::newRow("Debian's switch is off") << outer << EPERM
        << Settings{{"kernel.unprivileged_userns_clone", 0}} << Obstacle::NamespacesSwitchedOff;
    QTest::newRow("Debian's switch is on, a container filters") << outer << EPERM
        << Settings{{"kernel.unprivileged_userns_clone", 1}} << Obstacle::NamespacesFiltered;
    QTest::newRow("no namespaces are allowed") << outer << ENOSPC
        << Settings{{"user.max_user_namespaces", 0}} << Obstacle::NamespacesUsedUp;
    QTest::newRow("nested too deeply") << outer << EUSERS << Settings{} << Obstacle::NamespacesUsedUp;
    QTest::newRow("nested too deeply, newer kernels") << outer << ENOSPC
        << Settings{{"user.max_user_namespaces", 90000}} << Obstacle::NamespacesUsedUp;
    QTest::newRow("the same for a box") << std::string(steps::createBoxNamespaces) << ENOSPC << Settings{}
        << Obstacle::NamespacesUsedUp;
    QTest::newRow("Ubuntu refuses namespaces") << outer << EPERM
        << Settings{{"kernel.apparmor_restrict_unprivileged_userns", 1}} << Obstacle::AppArmor;
    QTest::newRow("Ubuntu makes namespaces without rights") << std::string(steps::mapIds) << EACCES
        << Settings{{"kernel.apparmor_restrict_unprivileged_userns", 1}} << Obstacle::AppArmor;
    QTest::newRow("Ubuntu refuses mounts") << std::string(steps::makeMountsPrivate) << EPERM
        << Settings{{"kernel.apparmor_restrict_unprivileged_userns", 1}} << Obstacle::AppArmor;
    QTest::newRow("Ubuntu's switch is off") << std::string(steps::mapIds) << EPERM
        << Settings{{"kernel.apparmor_restrict_unprivileged_userns", 0}} << Obstacle::NamespacesFiltered;
    QTest::newRow("a container covers /proc") << std::string(steps::mountProc) << EPERM << Settings{}
        << Obstacle::ProcCovered;
    QTest::newRow("a container covers /proc, seen in the box") << std::string(steps::mountBoxProc) << EPERM
        << Settings{} << Obstacle::ProcCovered;
    QTest::newRow("no seccomp") << std::string(steps::installFilter) << EINVAL << Settings{}
        << Obstacle::NoSeccomp;
    QTest::newRow("no Python") << std::string(steps::findPython) << ENOENT << Settings{} << Obstacle::NoPython;
    QTest::newRow("a Python that does not run") << std::string(steps::runPython) << ENOEXEC << Settings{}
        << Obstacle::NoPython;
    QTest::newRow("a self-test that failed") << std::string(steps::selfTest) << EPERM << Settings{}
        << Obstacle::SelfTestFailed;
    QTest::newRow("no tmpfs") << std::string("open the file system tmpfs") << EPERM << Settings{}
        << Obstacle::MountsRefused;
    QTest::newRow("an old kernel") << std::string(steps::checkKernel) << ENOSYS << Settings{}
        << Obstacle::OldKernel;
    QTest::newRow("root that cannot be dropped") << std::string(steps::dropRoot) << EPERM << Settings{}
        << Obstacle::RootCannotBeDropped;
    QTest::newRow("something else") << std::string("make a pipe") << EMFILE << Settings{} << Obstacle::Other;
}

void TestObstacles::causesAreTold()
{
    QFETCH(std::string, step);
    QFETCH(int, errnum);
    QFETCH(Settings, settings);
    QFETCH(Obstacle, expected);
    const SystemFacts facts{.kernel = "6.12.0", .settings = settings};
    QCOMPARE(obstacleBehind({.step = step, .errnum = errnum}, facts), expected);
}

void TestObstacles::kernelsAreCompared_data()
{
    QTest::addColumn<std::string>("kernel");
    QTest::addColumn<bool>("enough");
    QTest::newRow("Debian 13") << std::string("6.12.107+deb13-amd64") << true;
    QTest::newRow("Debian 12") << std::string("6.1.0-31-amd64") << true;
    QTest::newRow("Ubuntu 22.04") << std::string("5.15.0-91-generic") << false;
    QTest::newRow("6.0") << std::string("6.0.19") << false;
    QTest::newRow("7.0") << std::string("7.0.0") << true;
    QTest::newRow("10.0") << std::string("10.0") << true;
    QTest::newRow("nonsense") << std::string("generic") << false;
}

void TestObstacles::kernelsAreCompared()
{
    QFETCH(std::string, kernel);
    QFETCH(bool, enough);
    QCOMPARE(SystemFacts{.kernel = kernel}.isKernelNewEnough(), enough);
}

void TestObstacles::factsOfThisMachineAreRead()
{
    const SystemFacts facts = SystemFacts::read();
    QVERIFY(!facts.kernel.empty());
    QVERIFY(facts.settings.contains("user.max_user_namespaces"));
}

QTEST_GUILESS_MAIN(TestObstacles)
#include "tst_obstacles.moc"
