#include "progress/filelock.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSysInfo>

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/file.h>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

LockOwner ourselves()
{
    return {.host = QSysInfo::machineHostName(),
        .pid = QCoreApplication::applicationPid(),
        .program = QCoreApplication::applicationName(),
        .boot = QString::fromLatin1(QSysInfo::bootUniqueId())};
}

std::optional<LockOwner> readOwner(const FileDescriptor &file)
{
    std::array<char, 1024> buffer{};
    const ssize_t size = pread(file.get(), buffer.data(), buffer.size(), 0);
    if (size <= 0)
        return {};
    const QJsonObject object
        = QJsonDocument::fromJson(QByteArray(buffer.data(), qsizetype(size))).object();
    const QJsonValue checked = object["checked"_L1];
    return LockOwner{.host = object["host"_L1].toString(),
        .pid = object["pid"_L1].toInteger(),
        .program = object["program"_L1].toString(),
        .boot = object["boot"_L1].toString(),
        .checkedOrder = checked.isDouble() ? std::optional(checked.toInteger()) : std::nullopt};
}

/// Goes by the name in the file where the lock of the kernel says nothing: it may not reach the
/// other machines of a network, or not exist there at all (ENOLCK, EOPNOTSUPP).
bool seemsHeld(const LockOwner &owner, Place place, bool locked)
{
    if (owner.host != ourselves().host)
        return place == Place::Network;
    return !locked && (kill(pid_t(owner.pid), 0) == 0 || errno == EPERM);
}

/// The name is a service to people and to other machines, not the lock: a full disk must not keep
/// us out.
void writeOwner(const FileDescriptor &file, const LockOwner &owner)
{
    QJsonObject object{{u"host"_s, owner.host}, {u"pid"_s, owner.pid}, {u"program"_s, owner.program},
        {u"boot"_s, owner.boot}};
    if (owner.checkedOrder)
        object.insert(u"checked"_s, *owner.checkedOrder);
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    if (ftruncate(file.get(), 0) == 0)
        std::ignore = pwrite(file.get(), text.constData(), size_t(text.size()), 0);
}

} // namespace

std::expected<FileLock, FileLock::Refused> FileLock::take(
    const QString &path, Place place, Claim claim)
{
    FileDescriptor file(::open(
        QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file)
        return std::unexpected(Refused{.error = systemError(u"open "_s + path, errno).error()});

    const bool locked = flock(file.get(), LOCK_EX | LOCK_NB) == 0;
    const int reason = locked ? 0 : errno;
    const std::optional<LockOwner> before = readOwner(file);
    if (reason == EWOULDBLOCK)
        return std::unexpected(Refused{.owner = before.value_or(LockOwner{}),
            .certain = true,
            .error = systemError(u"lock "_s + path, reason).error()});
    if (before && claim == Claim::Ask && seemsHeld(*before, place, locked))
        return std::unexpected(
            Refused{.owner = before, .error = systemError(u"lock "_s + path, EWOULDBLOCK).error()});

    writeOwner(file, ourselves());
    return FileLock(std::move(file), before);
}

void FileLock::leaveBehind()
{
    m_leaves = true;
    LockOwner owner = ourselves();
    owner.boot.clear();
    writeOwner(m_descriptor, owner);
}

void FileLock::noteChecked(qint64 order)
{
    LockOwner owner = ourselves();
    owner.checkedOrder = order;
    writeOwner(m_descriptor, owner);
}

bool FileLock::foundKilled() const
{
    const LockOwner here = ourselves();
    return m_foundLeftBehind && m_foundLeftBehind->checkedOrder && !here.boot.isEmpty()
        && m_foundLeftBehind->boot == here.boot && m_foundLeftBehind->host == here.host;
}

FileLock::~FileLock()
{
    if (m_descriptor && !m_leaves)
        std::ignore = ftruncate(m_descriptor.get(), 0);
}

} // namespace ringside::progress
