#include "attacks/host.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QUuid>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <netinet/in.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

namespace ringside::tests {

using namespace Qt::StringLiterals;

namespace {

constexpr auto secretVariable = "RINGSIDE_TEST_SECRET";

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Settings that are no settings: counters, and what is random at every look.
bool changesByItself(const QString &path)
{
    static const QStringList parts{u"/random/"_s, u"/fs/dentry-state"_s, u"/fs/inode-"_s, u"/fs/file-nr"_s,
        u"/fs/aio-nr"_s, u"/fs/quota/"_s, u"/ns_last_pid"_s, u"/pty/nr"_s, u"/perf_event_max_sample_rate"_s,
        u"/nf_conntrack_count"_s, u"/hung_task_detect_count"_s, u"/net/"_s};
    return std::ranges::any_of(parts, [&](const QString &part) { return path.contains(part); });
}

/// Modules that an attack tries to have loaded.
QByteArray modulesOfInterest()
{
    QByteArray found;
    for (const QByteArray &line : contentOf(u"/proc/modules"_s).split('\n'))
        for (const char *name : {"bridge ", "8021q ", "n_gsm ", "n_hdlc ", "slip ", "ppp_async "})
            if (line.startsWith(name))
                found += name;
    return found;
}

QByteArrayList cgroupsOfInterest()
{
    // Groups of supervisors and their boxes come and go, with other tests too.
    static const QRegularExpression supervisors(u"/ringside-(rest|[0-9]+)(/|$)"_s);
    QByteArrayList found;
    QDirIterator folders(u"/sys/fs/cgroup"_s, QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks,
        QDirIterator::Subdirectories);
    while (folders.hasNext())
        if (const QString path = folders.next(); path.contains(u"ringside"_s) && !path.contains(supervisors))
            found.append(path.toUtf8());
    return found;
}

/// The numbers of system calls, for attacks that make them without the C library.
struct CallNumber
{
    const char *name;
    long number;
};

#define CALL(name) CallNumber{#name, SYS_##name}
constexpr std::array callNumbers{CALL(acct), CALL(add_key), CALL(adjtimex), CALL(bpf), CALL(capset),
    CALL(chroot), CALL(clock_adjtime), CALL(clock_settime), CALL(clone), CALL(close_range), CALL(clone3), CALL(delete_module),
    CALL(fanotify_init), CALL(fanotify_mark), CALL(finit_module), CALL(fsconfig), CALL(fsmount), CALL(fsopen),
    CALL(fspick), CALL(init_module), CALL(io_destroy), CALL(io_setup), CALL(io_submit), CALL(io_uring_enter),
    CALL(io_uring_register), CALL(io_uring_setup), CALL(ioctl), CALL(ioprio_set), CALL(kcmp),
    CALL(kexec_load), CALL(keyctl), CALL(landlock_add_rule), CALL(landlock_create_ruleset),
    CALL(landlock_restrict_self), CALL(linkat), CALL(listmount), CALL(mbind), CALL(memfd_create),
    CALL(memfd_secret), CALL(migrate_pages), CALL(mlock), CALL(mlock2), CALL(mlockall), CALL(mmap), CALL(mount),
    CALL(mount_setattr), CALL(move_mount), CALL(move_pages), CALL(mq_open), CALL(msgget), CALL(msgsnd),
    CALL(name_to_handle_at), CALL(open_by_handle_at), CALL(open_tree), CALL(perf_event_open),
    CALL(personality), CALL(pidfd_getfd), CALL(pivot_root), CALL(prctl), CALL(prlimit64),
    CALL(process_madvise), CALL(process_mrelease), CALL(process_vm_readv), CALL(process_vm_writev),
    CALL(ptrace), CALL(quotactl), CALL(reboot), CALL(renameat2), CALL(request_key), CALL(rt_sigqueueinfo),
    CALL(sched_setattr), CALL(seccomp), CALL(semctl), CALL(semget), CALL(set_mempolicy), CALL(setdomainname),
    CALL(setfsgid), CALL(setfsuid), CALL(setgid), CALL(setgroups), CALL(sethostname), CALL(setns),
    CALL(setregid), CALL(setresgid), CALL(setresuid), CALL(setreuid), CALL(setrlimit), CALL(settimeofday),
    CALL(setuid), CALL(shmat), CALL(shmctl), CALL(shmget), CALL(statmount), CALL(swapoff), CALL(swapon),
    CALL(syslog), CALL(tgkill), CALL(timer_create), CALL(timerfd_create), CALL(umount2), CALL(unshare),
    CALL(userfaultfd), CALL(vhangup), CALL(vmsplice),
#ifdef __x86_64__
    CALL(ioperm), CALL(iopl), CALL(modify_ldt), CALL(kexec_file_load),
#endif
};
#undef CALL

QByteArray quoted(const QByteArray &text)
{
    return '\'' + text + '\'';
}

/// True when somebody has called.
bool hasCaller(int listener)
{
    const int caller = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (caller >= 0)
        ::close(caller);
    return caller >= 0;
}

int listenAt(int family, const sockaddr *address, socklen_t length)
{
    const int listener = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const bool listens = listener >= 0 && ::bind(listener, address, length) == 0 && ::listen(listener, 16) == 0;
    if (!listens)
        qFatal("cannot listen: %s", strerror(errno));
    return listener;
}

int listenAtUnixSocket(QByteArray name)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy_n(name.constData(), name.size(), address.sun_path);
    return listenAt(AF_UNIX, reinterpret_cast<const sockaddr *>(&address),
        static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + static_cast<std::size_t>(name.size())));
}

void give(const QString &path, uid_t owner, mode_t mode)
{
    const QByteArray name = path.toLocal8Bit();
    const bool worked = ::chmod(name, mode) == 0 && ::lchown(name, owner, owner == ::getuid() ? ::getgid() : owner) == 0;
    if (!worked)
        qFatal("cannot prepare %s", name.constData());
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

} // namespace

HostState HostState::now()
{
    HostState state;
    QDirIterator settings(u"/proc/sys"_s, QDir::Files | QDir::Readable, QDirIterator::Subdirectories);
    while (settings.hasNext())
        if (const QString path = settings.next(); !changesByItself(path))
            state.m_settings.insert(path.toUtf8(), contentOf(path));
    state.m_mounts = contentOf(u"/proc/self/mountinfo"_s);
    state.m_modules = modulesOfInterest();
    state.m_cgroups = cgroupsOfInterest();
    return state;
}

QByteArrayList HostState::changesUntil(const HostState &later) const
{
    QByteArrayList changes;
    for (auto setting = m_settings.begin(); setting != m_settings.end(); ++setting)
        if (later.m_settings.value(setting.key()) != setting.value())
            changes.append(setting.key() + " is " + later.m_settings.value(setting.key()) + ", was " + setting.value());
    if (m_mounts != later.m_mounts)
        changes.append("the mounts are\n" + later.m_mounts + "\nand were\n" + m_mounts);
    if (m_modules != later.m_modules)
        changes.append("the kernel has loaded " + later.m_modules);
    if (m_cgroups != later.m_cgroups)
        changes.append("the cgroups are " + later.m_cgroups.join(' '));
    return changes;
}

Bait::Bait(uid_t owner)
    : m_owner(owner)
    , m_mark("ringside-attack-" + QUuid::createUuid().toByteArray(QUuid::Id128))
    , m_secret("secret-" + QUuid::createUuid().toByteArray(QUuid::Id128))
{
    plantFiles();
    plantListeners();
    plantSharedMemory();
    plantKey();
    startVictim();
}

Bait::~Bait()
{
    for (const int listener : {m_tcp, m_abstract, m_socketFile})
        ::close(listener);
    ::shm_unlink(m_mark);
    ::shmctl(m_sharedId, IPC_RMID, nullptr);
    m_victim.kill();
    m_victim.waitForFinished();
}

void Bait::plantFiles()
{
    give(m_folder.path(), ::getuid(), 0755);
    QDir(m_folder.path()).mkdir(u"home"_s);
    write(home() + u"/secret"_s, m_secret);
    write(home() + u"/bait"_s, "bait");
    give(home() + u"/secret"_s, m_owner, 0600);
    give(home() + u"/bait"_s, m_owner, 0666);
    give(home(), m_owner, 0700);
}

void Bait::plantListeners()
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    m_tcp = listenAt(AF_INET, reinterpret_cast<const sockaddr *>(&address), sizeof address);
    socklen_t length = sizeof address;
    ::getsockname(m_tcp, reinterpret_cast<sockaddr *>(&address), &length);
    m_tcpPort = ntohs(address.sin_port);
    m_abstract = listenAtUnixSocket('\0' + m_mark);
    m_socketFile = listenAtUnixSocket((home() + u"/socket"_s).toLocal8Bit());
    give(home() + u"/socket"_s, m_owner, 0666);
}

/// Of both kinds: with a name in /dev/shm, and with a number for System V.
void Bait::plantSharedMemory()
{
    const int named = ::shm_open(m_mark, O_CREAT | O_EXCL | O_RDWR, 0600);
    if (named < 0 || ::write(named, m_secret, static_cast<std::size_t>(m_secret.size())) < 0
        || ::fchown(named, m_owner, static_cast<gid_t>(-1)) < 0)
        qFatal("cannot make shared memory: %s", strerror(errno));
    ::close(named);
    m_sharedId = ::shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0666);
    if (void *memory = ::shmat(m_sharedId, nullptr, 0); m_sharedId >= 0 && memory != MAP_FAILED) {
        std::copy_n(m_secret.constData(), m_secret.size(), static_cast<char *>(memory));
        ::shmdt(memory);
    }
}

/// In a keyring that processes inherit, with the secret as its name. A container may forbid it: then there are none.
void Bait::plantKey()
{
    ::syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr);
    ::syscall(SYS_add_key, "user", m_secret.constData(), m_secret.constData(), m_secret.size(), KEY_SPEC_SESSION_KEYRING);
}

void Bait::startVictim()
{
    const QStringList command = commandAs(m_owner) + QStringList{u"sleep"_s, u"3600"_s};
    m_victim.start(command.first(), command.mid(1));
    const auto sleeps = [this] { return victimState().startsWith("(sleep) S"); };
    if (!m_victim.waitForStarted() || !QTest::qWaitFor(sleeps, 60'000))
        qFatal("cannot start a victim");
    m_victimBefore = victimState();
}

/// Name, state, niceness, limits, who traces it.
QByteArray Bait::victimState() const
{
    const QString process = u"/proc/%1/"_s.arg(m_victim.processId());
    const QByteArray stat = contentOf(process + u"stat"_s);
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    QByteArray state = stat.mid(stat.indexOf('('), stat.lastIndexOf(')') + 1 - stat.indexOf('(')) + ' ' + fields[0];
    state += " niceness " + fields.value(16) + '\n' + contentOf(process + u"limits"_s);
    for (const QByteArray &line : contentOf(process + u"status"_s).split('\n'))
        if (line.startsWith("TracerPid") || line.startsWith("Cpus_allowed:"))
            state += line + '\n';
    return state;
}

QByteArray Bait::targets(const QList<pid_t> &processes) const
{
    QByteArrayList pids{QByteArray::number(victim())};
    for (const pid_t process : processes)
        pids.append(QByteArray::number(process));
    QByteArrayList numbers;
    for (const CallNumber &call : callNumbers)
        numbers.append(quoted(call.name) + ": " + QByteArray::number(static_cast<qint64>(call.number)));
    QByteArray reversed(secretVariable);
    std::ranges::reverse(reversed);
    const QByteArray folder = home().toLocal8Bit();
    return "SECRET_FOLDER = " + quoted(folder) + "\nSECRET_FILE = " + quoted(folder + "/secret")
        + "\nBAIT_FILE = " + quoted(folder + "/bait") + "\nSOCKET_FILE = " + quoted(folder + "/socket")
        + "\nSECRET_VARIABLE_REVERSED = b" + quoted(reversed) + "\nABSTRACT_NAME = " + quoted(m_mark)
        + "\nSHARED_NAME = " + quoted(m_mark) + "\nSHARED_ID = " + QByteArray::number(m_sharedId)
        + "\nTCP_PORT = " + QByteArray::number(m_tcpPort) + "\nMARK = " + quoted(m_mark + "-mine")
        + "\nUID = " + QByteArray::number(m_owner)
        + "\nNICENESS = " + QByteArray::number(::getpriority(PRIO_PROCESS, 0)) + "\nPIDS = [" + pids.join(", ") + "]\nNUMBERS = {"
        + numbers.join(", ") + "}\n";
}

QStringList Bait::temptingCommand() const
{
    return {u"/usr/bin/env"_s, QString::fromLatin1(secretVariable) + u'=' + QString::fromLatin1(m_secret),
        u"/bin/sh"_s, u"-c"_s, u"exec 3<\"$0\" 8<>\"$0\" 9<\"$0\" && exec \"$@\""_s, home() + u"/secret"_s};
}

QByteArrayList Bait::harm() const
{
    QByteArrayList harm;
    if (hasCaller(m_tcp))
        harm.append("somebody has called the TCP port");
    if (hasCaller(m_abstract))
        harm.append("somebody has called the abstract socket");
    if (hasCaller(m_socketFile))
        harm.append("somebody has called the socket file");
    if (contentOf(home() + u"/bait"_s) != "bait" || contentOf(home() + u"/secret"_s) != m_secret)
        harm.append("the files have changed");
    if (victimState() != m_victimBefore)
        harm.append("the other process is now\n" + victimState() + "\nand was\n" + m_victimBefore);
    shmid_ds memory{};
    if (::shmctl(m_sharedId, IPC_STAT, &memory) == 0 && memory.shm_cpid != memory.shm_lpid)
        harm.append("somebody has used the System V memory");
    return harm + strangeFiles();
}

/// Whatever has the attacks' mark, in places where every user may write.
QByteArrayList Bait::strangeFiles() const
{
    QByteArrayList found;
    const QString marked = QString::fromLatin1(m_mark + "-mine");
    for (const QString &folder : {home(), QDir::tempPath(), u"/tmp"_s, u"/var/tmp"_s, u"/dev/shm"_s, u"/dev/mqueue"_s,
             QDir::homePath(), QDir::currentPath(), QDir::rootPath(), u"/usr"_s, u"/usr/bin"_s, u"/etc"_s})
        for (const QString &name : QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System))
            if (name.contains(marked))
                found.append(folder.toLocal8Bit() + " has " + name.toLocal8Bit());
    if (QDir(home()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot).size() != 3)
        found.append("the user's folder has something new");
    if (contentOf(u"/proc/keys"_s).contains(marked.toLatin1()))
        found.append("a key is left");
    return found;
}

SupervisorCopy::SupervisorCopy(const QString &supervisor)
{
    const QDir from = QFileInfo(supervisor).absoluteDir();
    const QDir to(m_folder.path());
    to.mkdir(u"zygote"_s);
    for (const QString &name : {u"ringside-supervisor"_s, u"zygote/ringside_zygote.abi3.so"_s, u"zygote/sitecustomize.py"_s})
        if (from.exists(name) && !QFile::copy(from.filePath(name), to.filePath(name)))
            qFatal("cannot copy %s", qPrintable(from.filePath(name)));
    for (const QString &folder : {m_folder.path(), to.filePath(u"zygote"_s)})
        give(folder, ::getuid(), 0755);
}

QString SupervisorCopy::path() const
{
    return m_folder.filePath(u"ringside-supervisor"_s);
}

QString SupervisorCopy::add(const QString &program)
{
    const QString path = m_folder.filePath(QFileInfo(program).fileName());
    if (!QFile::copy(program, path))
        qFatal("cannot copy %s", qPrintable(program));
    return path;
}

QStringList commandAs(uid_t user)
{
    if (user == ::getuid())
        return {};
    const QString id = QString::number(user);
    return {u"setpriv"_s, u"--reuid"_s, id, u"--regid"_s, id, u"--clear-groups"_s, u"--inh-caps=-all"_s,
        u"--pdeathsig"_s, u"KILL"_s, u"--"_s};
}

uid_t ordinaryUser()
{
    // Above the numbers that systems hand out to people, below those of services that come and go.
    // Tests that run at once have different ones, so that nobody takes another's processes for leavings.
    static const uid_t user = ::getuid() != 0 ? ::getuid() : 60'100 + static_cast<uid_t>(::getpid()) % 400;
    return user;
}

} // namespace ringside::tests
