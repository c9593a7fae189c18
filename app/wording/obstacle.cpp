#include "wording/obstacle.h"

#include "base/paths.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QMap>

namespace ringside::wording {

namespace {

using namespace Qt::StringLiterals;
using sandbox::Obstacle;
using sandbox::StartupReport;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

std::optional<qint64> settingIn(const StartupReport &report, const QByteArray &name)
{
    for (const sandbox::KernelSetting &setting : report.settings)
        if (setting.name == name)
            return setting.value;
    return std::nullopt;
}

/// The step for those who look into it: "(mount /proc: Operation not permitted)".
QString withStep(const QString &sentence, const StartupReport &report)
{
    if (report.step.isEmpty())
        return sentence;
    const QString reason
        = report.errnum == 0 ? report.step : u"%1: %2"_s.arg(report.step, qt_error_string(report.errnum));
    return u"%1 (%2)"_s.arg(sentence, reason);
}

QString setBySysctl(const QString &setting)
{
    return Words::tr("An administrator can allow it with: sysctl -w %1 (and for good, with that line in a file of "
                     "/etc/sysctl.d).")
        .arg(setting);
}

QString profilePath()
{
    const QString installed = dataFolder() + u"/apparmor/ringside-supervisor"_s;
    return QFileInfo::exists(installed) ? installed : u"resources/apparmor/ringside-supervisor"_s;
}

QString appArmorRemedy()
{
    return Words::tr("Ringside brings a profile that lists it. An administrator installs it with: cp %1 /etc/apparmor.d/ && "
                     "apparmor_parser -r /etc/apparmor.d/ringside-supervisor")
        .arg(profilePath());
}

QString containerRemedy()
{
    return Words::tr("In a container, start it with: --security-opt seccomp=unconfined --security-opt "
                     "systempaths=unconfined (Podman: --security-opt unmask=ALL).");
}

QString namesOfFailedAttacks(const StartupReport &report)
{
    QStringList names;
    for (const sandbox::SelfTestResult &result : report.selfTest)
        if (!result.held)
            names.append(attackName(result.attack));
    return names.join(u", "_s);
}

QString forbidden()
{
    return Words::tr("This computer does not allow private sandboxes for ordinary users.");
}

} // namespace

QString attackName(const QByteArray &attack)
{
    static const QMap<QByteArray, QString> names{
        {"read-host-files", Words::tr("read files of this machine")},
        {"write-system", Words::tr("write into the system")},
        {"network", Words::tr("reach the network")},
        {"namespaces", Words::tr("make namespaces of its own")},
        {"kill-all", Words::tr("kill other processes")},
        {"processes", Words::tr("start more processes than allowed")},
        {"disk", Words::tr("write more than its disk holds")},
        {"environment", Words::tr("see our environment")},
    };
    return names.value(attack, QString::fromLatin1(attack));
}

Trouble explain(const StartupReport &report)
{
    switch (report.obstacle) {
    case Obstacle::OldKernel:
        return {Words::tr("Linux %1 is too old for the sandbox: it needs 6.1.").arg(report.kernel),
            Words::tr("Start a newer kernel: Debian has one since release 12, Ubuntu since 24.04.")};
    case Obstacle::RootCannotBeDropped:
        return {withStep(Words::tr("Ringside was started by root, and may not become an ordinary user. As root it runs "
                                   "no program."),
                    report),
            Words::tr("Start it as an ordinary user, or leave the container the capabilities SETUID and SETGID.")};
    case Obstacle::NamespacesSwitchedOff:
        return {withStep(forbidden(), report), setBySysctl(u"kernel.unprivileged_userns_clone=1"_s)};
    case Obstacle::NamespacesUsedUp:
        if (settingIn(report, "user.max_user_namespaces") == 0)
            return {withStep(forbidden(), report), setBySysctl(u"user.max_user_namespaces=10000"_s)};
        return {withStep(Words::tr("All user namespaces of this computer are in use, or they are nested too deeply."),
                    report),
            setBySysctl(u"user.max_user_namespaces=100000"_s)};
    case Obstacle::NamespacesFiltered:
        return {withStep(Words::tr("Something refuses private sandboxes, and no setting of the kernel does: most often "
                                   "it is the filter of a container."),
                    report),
            containerRemedy()};
    case Obstacle::AppArmor:
        return {withStep(Words::tr("This system limits sandboxes to listed programs, and Ringside is not among them."),
                    report),
            appArmorRemedy()};
    case Obstacle::ProcCovered:
        return {withStep(Words::tr("Parts of /proc are covered here, as in containers, so no sandbox can have its own."),
                    report),
            containerRemedy()};
    case Obstacle::MountsRefused:
        return {withStep(Words::tr("The file systems of a sandbox cannot be made here."), report), containerRemedy()};
    case Obstacle::NoSeccomp:
        return {withStep(Words::tr("System calls cannot be filtered here."), report),
            Words::tr("Use a kernel with CONFIG_SECCOMP_FILTER, as every distribution has; in a container, one whose "
                      "own filter lets seccomp through.")};
    case Obstacle::NoPython:
        return {withStep(Words::tr("There is no Python that runs in the sandbox: /usr/bin/python3."), report),
            Words::tr("Install the package python3, version 3.12 or later.")};
    case Obstacle::SelfTestFailed:
        return {Words::tr("The sandbox did not hold what it must hold: a program could %1.")
                    .arg(namesOfFailedAttacks(report)),
            Words::tr("Do not run programs of others here, and please report it together with what `ringside doctor "
                      "--json` prints.")};
    case Obstacle::NoSupervisor:
        return {withStep(Words::tr("The program that builds sandboxes is missing or does not start."), report),
            Words::tr("Where memory or processes have run out, end other programs and try again. Else install or build "
                      "Ringside again: ringside-supervisor belongs into libexec/ringside.")};
    case Obstacle::Other:
        break;
    }
    return {withStep(Words::tr("This machine cannot make a sandbox."), report),
        Words::tr("Please report it together with what `ringside doctor --json` prints.")};
}

} // namespace ringside::wording
