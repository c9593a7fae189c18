#pragma once

#include <QByteArray>
#include <QMap>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>

#include <sys/types.h>

namespace ringside::tests {

/// What no attack may change on this machine, as it is at one moment.
class HostState
{
public:
    [[nodiscard]] static HostState now();
    /// What is different in `later`, one line each.
    [[nodiscard]] QByteArrayList changesUntil(const HostState &later) const;

private:
    QMap<QByteArray, QByteArray> m_settings; ///< of the kernel, by their path
    QByteArray m_mounts;
    QByteArray m_modules;
    QByteArrayList m_cgroups; ///< with our names in them
};

/// Secrets of one user, planted wherever a program might get at them, and things it might break. All of it goes
/// with the object.
class Bait
{
public:
    /// `owner` is the user who runs the supervisor: an attack that gets out of the box is that user.
    explicit Bait(uid_t owner);
    ~Bait();

    /// The Python module "targets", which tells the attacks where everything is; not what it holds.
    [[nodiscard]] QByteArray targets(const QList<pid_t> &processes) const;

    /// A command that starts the rest of its arguments with the secret as variable and as open descriptor.
    [[nodiscard]] QStringList temptingCommand() const;

    [[nodiscard]] QByteArray secret() const { return m_secret; }
    [[nodiscard]] pid_t victim() const { return static_cast<pid_t>(m_victim.processId()); }

    /// What became of it, one line for each harm done. Empty when all is well.
    [[nodiscard]] QByteArrayList harm() const;

private:
    void plantFiles();
    void plantListeners();
    void plantSharedMemory();
    void plantKey();
    void startVictim();
    [[nodiscard]] QByteArray victimState() const;
    [[nodiscard]] QByteArrayList strangeFiles() const;
    [[nodiscard]] QString home() const { return m_folder.filePath(QStringLiteral("home")); }

    uid_t m_owner;
    QTemporaryDir m_folder;
    QByteArray m_mark; ///< in the names of all that attacks make
    QByteArray m_secret;
    int m_tcp = -1;
    quint16 m_tcpPort = 0;
    int m_abstract = -1;
    int m_socketFile = -1;
    int m_sharedId = -1;
    QProcess m_victim;
    QByteArray m_victimBefore;
};

/// The supervisor with all that belongs to it, in a folder that every user may enter.
class SupervisorCopy
{
public:
    explicit SupervisorCopy(const QString &supervisor);
    [[nodiscard]] QString path() const;
    /// Another program that is to lie beside it. Gives its new path.
    QString add(const QString &program);

private:
    QTemporaryDir m_folder;
};

/// A command that starts the rest of its arguments as that user; empty for ourselves.
[[nodiscard]] QStringList commandAs(uid_t user);

/// No account has this number, and no other suite uses it.
[[nodiscard]] uid_t ordinaryUser();

} // namespace ringside::tests
