#include "wording/trouble.h"

#include "wording/obstacle.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>

namespace ringside::wording {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

std::optional<int> readNumber(const QString &path)
{
    QFile file(path);
    bool good = false;
    const int number = file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt(&good) : 0;
    return good ? std::optional(number) : std::nullopt;
}

/// The one line that an administrator enters.
QString asRoot(const QString &command)
{
    return Words::tr("An administrator can allow it with: %1").arg(command);
}

QString namespaceRemedy(const Error &error, const KernelSettings &settings)
{
    if (settings.unprivilegedNamespaces == 0)
        return asRoot(u"sysctl -w kernel.unprivileged_userns_clone=1"_s);
    if (settings.mostNamespaces == 0 || error.errnum == ENOSPC || error.errnum == EUSERS)
        return asRoot(u"sysctl -w user.max_user_namespaces=10000"_s);
    if (settings.restrictedByAppArmor == 1)
        return Words::tr("This system lets only listed programs do so. An administrator can list "
                         "ringside-supervisor "
                         "in an AppArmor profile with the line \"userns,\".");
    if (settings.inContainer)
        return Words::tr(
            "In a container, start it with: --security-opt seccomp=unconfined --security-opt "
            "systempaths=unconfined");
    return Words::tr("Ask an administrator whether ordinary users may make user namespaces here.");
}

bool isAboutNamespaces(const Error &error)
{
    const bool refused = error.errnum == EPERM || error.errnum == EACCES || error.errnum == ENOSPC
        || error.errnum == EUSERS || error.errnum == EINVAL;
    return refused
        && (error.doing.contains(u"namespaces") || error.doing.contains(u"steward")
            || error.doing.contains(u"map") || error.doing.contains(u"plain"));
}

Trouble explainUnsupported(const Error &error, const KernelSettings &settings)
{
    const QString reason = error.errnum == 0
        ? error.doing
        : describe({.kind = Error::Kind::System, .doing = error.doing, .errnum = error.errnum});
    if (error.doing.contains(u"python") && error.errnum == ENOENT)
        return {Words::tr("Python is missing: there is no /usr/bin/python3."),
            Words::tr("Install the package python3, version 3.12 or later.")};
    if (error.doing.contains(u"cannot be started"))
        return explain(sandbox::StartupReport{.obstacle = sandbox::Obstacle::NoSupervisor, .step = error.doing, .errnum = error.errnum});
    if (error.doing.contains(u"stack of this Python"))
        return {Words::tr("The lens cannot tell which line makes a call: it does not know this Python."),
            Words::tr("Install Python 3.12, 3.13 or 3.14 in its usual form as /usr/bin/python3. Without it, a line "
                      "is at best what the program says of itself, and checks that look at system calls stay open.")};
    if (error.doing.contains(u"ptrace is refused"))
        return {Words::tr("This machine does not let the lens follow a program: %1").arg(reason),
            Words::tr("`ringside doctor` tells what would allow it.")};
    if (isAboutNamespaces(error))
        return {
            Words::tr("This machine does not let ordinary users make a sandbox: %1").arg(reason),
            namespaceRemedy(error, settings)};
    if (error.doing.contains(u"/proc"))
        return {Words::tr("This machine does not give a sandbox its own /proc: %1").arg(reason),
            Words::tr("In a container, start it with: --security-opt systempaths=unconfined")};
    return {Words::tr("This machine cannot make a sandbox: %1").arg(reason),
        Words::tr("`ringside doctor` tells what is missing.")};
}

} // namespace

KernelSettings readKernelSettings()
{
    return {.unprivilegedNamespaces = readNumber(u"/proc/sys/kernel/unprivileged_userns_clone"_s),
        .mostNamespaces = readNumber(u"/proc/sys/user/max_user_namespaces"_s),
        .restrictedByAppArmor
        = readNumber(u"/proc/sys/kernel/apparmor_restrict_unprivileged_userns"_s),
        .inContainer = QFile::exists(u"/.dockerenv"_s) || QFile::exists(u"/run/.containerenv"_s)};
}

Trouble explain(const Error &error, const KernelSettings &settings)
{
    switch (error.kind) {
    case Error::Kind::Unsupported:
        return explainUnsupported(error, settings);
    case Error::Kind::Content:
        return {describe(error), {}};
    case Error::Kind::System:
        if (error.errnum == ENOSPC || error.errnum == EDQUOT)
            return {Words::tr("The disk is full: %1").arg(describe(error)), Words::tr("Make room, and try again.")};
        return {Words::tr("It could not be done: %1").arg(describe(error)), {}};
    case Error::Kind::Internal:
        return {Words::tr("Ringside made a mistake: %1").arg(describe(error)),
            Words::tr("Please report it.")};
    }
    Q_UNREACHABLE_RETURN({});
}

Trouble explain(const Error &error)
{
    return explain(error, readKernelSettings());
}

} // namespace ringside::wording
