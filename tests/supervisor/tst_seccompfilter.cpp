#include "supervisor/seccompfilter.h"

#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

using namespace ringside::supervisor;

using Arguments = QList<quint64>;

/// What the generated program answers, found by interpreting it: no filter is installed here.
class TestSeccompFilter : public QObject
{
    Q_OBJECT

private slots:
    void everyCallHasTheAnswerOfItsRule();
    void foreignCallsEndTheProcess_data();
    void foreignCallsEndTheProcess();
    void argumentsDecide_data();
    void argumentsDecide();
    void unknownCallsLookMissing();
    void tracedCallsStopOnlyWhereTheyAreAllowed();
    void nothingWorksWithoutATracerWhatIsTraced();
    void everyPathEndsInAnAnswer();
    void kernelTakesTheProgram();
    void staysSmall();
    void initOnlyWaitsAndReports();

private:
    static quint32 answer(const SeccompFilter &filter, int number, const Arguments &arguments = {},
        quint32 architecture = AUDIT_ARCH_X86_64);
    static quint32 expected(const Action &action);
};

/// The instructions our generator uses, and no others. Source: the kernel's seccomp(2) and BPF documents.
quint32 TestSeccompFilter::answer(
    const SeccompFilter &filter, int number, const Arguments &arguments, quint32 architecture)
{
    seccomp_data data{};
    data.nr = number;
    data.arch = architecture;
    for (qsizetype i = 0; i < arguments.size(); ++i)
        data.args[i] = arguments[i];
    quint32 accumulator = 0;
    const auto &program = filter.program();
    for (std::size_t at = 0; at < program.size(); ++at) {
        const sock_filter &instruction = program[at];
        switch (instruction.code) {
        case BPF_LD | BPF_W | BPF_ABS:
            if (instruction.k % 4 != 0 || instruction.k + 4 > sizeof data)
                qFatal("a load outside the data");
            memcpy(&accumulator, reinterpret_cast<const char *>(&data) + instruction.k, 4);
            break;
        case BPF_JMP | BPF_JEQ | BPF_K:
            at += accumulator == instruction.k ? instruction.jt : instruction.jf;
            break;
        case BPF_JMP | BPF_JGE | BPF_K:
            at += accumulator >= instruction.k ? instruction.jt : instruction.jf;
            break;
        case BPF_JMP | BPF_JSET | BPF_K:
            at += (accumulator & instruction.k) != 0 ? instruction.jt : instruction.jf;
            break;
        case BPF_JMP | BPF_JA:
            at += instruction.k;
            break;
        case BPF_RET | BPF_K:
            return instruction.k;
        default:
            qFatal("an instruction the generator should not use: %x", instruction.code);
        }
    }
    qFatal("the program ran off its end for call %d", number);
}

quint32 TestSeccompFilter::expected(const Action &action)
{
    switch (action.kind) {
    case Action::Kind::Allow:
        return SECCOMP_RET_ALLOW;
    case Action::Kind::Refuse:
        return SECCOMP_RET_ERRNO | quint32(action.errnum);
    case Action::Kind::Kill:
        break;
    }
    return SECCOMP_RET_KILL_PROCESS;
}

void TestSeccompFilter::everyCallHasTheAnswerOfItsRule()
{
    const SeccompFilter filter = SeccompFilter::build();
    int checked = 0;
    for (int number = 0; number < 1200; ++number) {
        const auto rule = syscallPolicy().find(number);
        if (rule == syscallPolicy().end()) {
            QCOMPARE(answer(filter, number), SECCOMP_RET_ERRNO | quint32(ENOSYS));
        } else if (rule->second.clauses.empty()) {
            QCOMPARE(answer(filter, number), expected(rule->second.otherwise));
            ++checked;
        }
    }
    QVERIFY(checked > 250);
}

void TestSeccompFilter::foreignCallsEndTheProcess_data()
{
    QTest::addColumn<quint32>("architecture");
    QTest::addColumn<int>("number");
    QTest::newRow("32-bit read") << quint32(AUDIT_ARCH_I386) << 3;
    QTest::newRow("32-bit exit") << quint32(AUDIT_ARCH_I386) << 1;
    QTest::newRow("ARM") << quint32(AUDIT_ARCH_AARCH64) << 63;
    QTest::newRow("no architecture") << 0U << 0;
    QTest::newRow("x32 read") << quint32(AUDIT_ARCH_X86_64) << 0x40000000;
    QTest::newRow("x32 execve") << quint32(AUDIT_ARCH_X86_64) << 0x40000000 + 520;
    QTest::newRow("a negative number") << quint32(AUDIT_ARCH_X86_64) << -1;
}

void TestSeccompFilter::foreignCallsEndTheProcess()
{
    QFETCH(quint32, architecture);
    QFETCH(int, number);
    for (const SeccompFilter &filter : {SeccompFilter::build(), SeccompFilter::build({SYS_read})})
        QCOMPARE(answer(filter, number, {}, architecture), quint32(SECCOMP_RET_KILL_PROCESS));
}

void TestSeccompFilter::argumentsDecide_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<Arguments>("arguments");
    QTest::addColumn<int>("errnum"); // 0: allowed
    constexpr quint64 high = 0xdeadbeef00000000; // the kernel does not look there
    constexpr quint64 keep = 0xffffffff;

    QTest::newRow("fork by clone") << SYS_clone << Arguments{CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD} << 0;
    QTest::newRow("thread by clone") << SYS_clone
        << Arguments{CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD} << 0;
    for (const quint64 flag : {CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET})
        QTest::addRow("clone with flag %llx", flag) << SYS_clone << Arguments{flag | SIGCHLD} << EPERM;
    QTest::newRow("clone away from a tracer") << SYS_clone << Arguments{CLONE_UNTRACED} << EPERM;
    QTest::newRow("clone3") << SYS_clone3 << Arguments{} << ENOSYS;
    QTest::newRow("chown to oneself") << SYS_chown << Arguments{0, 1000, 1000} << 0;
    QTest::newRow("chown of nothing") << SYS_chown << Arguments{0, keep, keep} << 0;
    QTest::newRow("chown to oneself, high bits set") << SYS_chown << Arguments{0, high | 1000, high | keep} << 0;
    QTest::newRow("chown to root") << SYS_chown << Arguments{0, 0, keep} << EPERM;
    QTest::newRow("chgrp to root") << SYS_chown << Arguments{0, 1000, 0} << EPERM;
    QTest::newRow("fchownat to oneself") << SYS_fchownat << Arguments{0, 0, 1000, keep} << 0;
    QTest::newRow("fchownat to another") << SYS_fchownat << Arguments{1000, 1000, 1001, keep} << EPERM;
    QTest::newRow("setuid to oneself") << SYS_setuid << Arguments{1000} << 0;
    QTest::newRow("setuid to root") << SYS_setuid << Arguments{0} << EPERM;
    QTest::newRow("setresuid, third root") << SYS_setresuid << Arguments{1000, keep, 0} << EPERM;
    QTest::newRow("setresgid to oneself") << SYS_setresgid << Arguments{1000, 1000, keep} << 0;
    QTest::newRow("setgroups") << SYS_setgroups << Arguments{0, 0} << EPERM;
    QTest::newRow("socket of this machine") << SYS_socket << Arguments{AF_UNIX} << 0;
    for (const quint64 family : {AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_VSOCK, AF_ALG})
        QTest::addRow("socket of family %llu", family) << SYS_socket << Arguments{family} << EACCES;
    QTest::newRow("socket, high bits set") << SYS_socket << Arguments{high | AF_INET} << EACCES;
    QTest::newRow("pair of sockets") << SYS_socketpair << Arguments{AF_UNIX} << 0;
    QTest::newRow("pair of other sockets") << SYS_socketpair << Arguments{AF_TIPC} << EACCES;
    QTest::newRow("an option of a socket") << SYS_setsockopt << Arguments{3, SOL_SOCKET, SO_SNDBUF} << 0;
    for (const quint64 option : {SO_ATTACH_FILTER, SO_ATTACH_BPF, SO_ATTACH_REUSEPORT_CBPF, SO_ATTACH_REUSEPORT_EBPF})
        QTest::addRow("a program for a socket, option %llu", option)
            << SYS_setsockopt << Arguments{3, SOL_SOCKET, high | option} << EPERM;
    for (const int call : {SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr}) {
        QTest::addRow("an attribute by call %d", call) << call << Arguments{0, 0, 0, 4095} << 0;
        QTest::addRow("a large attribute by call %d", call) << call << Arguments{0, 0, 0, 4096} << ENOSPC;
        QTest::addRow("a very large attribute by call %d", call) << call << Arguments{0, 0, 0, 0x80000000} << ENOSPC;
    }
    QTest::newRow("size of the terminal") << SYS_ioctl << Arguments{0, TIOCGWINSZ} << 0;
    QTest::newRow("typing into the terminal") << SYS_ioctl << Arguments{0, TIOCSTI} << EPERM;
    QTest::newRow("typing, high bits set") << SYS_ioctl << Arguments{0, high | TIOCSTI} << EPERM;
    QTest::newRow("the console's selection") << SYS_ioctl << Arguments{0, TIOCLINUX} << EPERM;
    QTest::newRow("locking by fcntl") << SYS_fcntl << Arguments{0, F_SETLK} << 0;
    QTest::newRow("a larger pipe") << SYS_fcntl << Arguments{0, F_SETPIPE_SZ} << EPERM;
    QTest::newRow("a lease on a file") << SYS_fcntl << Arguments{0, F_SETLEASE} << EPERM;
    QTest::newRow("a delegation of a folder") << SYS_fcntl << Arguments{0, 1040} << EPERM;
    QTest::newRow("another line discipline") << SYS_ioctl << Arguments{0, TIOCSETD} << EPERM;
    QTest::newRow("a bridge") << SYS_ioctl << Arguments{0, high | SIOCBRADDBR} << EPERM;
    QTest::newRow("a virtual network") << SYS_ioctl << Arguments{0, SIOCSIFVLAN} << EPERM;
    QTest::newRow("names of interfaces") << SYS_ioctl << Arguments{0, SIOCGIFNAME} << 0;
    QTest::newRow("asking for a limit") << SYS_prlimit64 << Arguments{0, RLIMIT_NOFILE, 0, 1} << 0;
    QTest::newRow("setting a limit") << SYS_prlimit64 << Arguments{0, RLIMIT_NOFILE, 1, 0} << 0;
    QTest::newRow("asking for the limit on core files") << SYS_prlimit64 << Arguments{0, RLIMIT_CORE, 0, 1} << 0;
    QTest::newRow("setting the limit on core files") << SYS_prlimit64 << Arguments{0, RLIMIT_CORE, 1, 0} << EPERM;
    QTest::newRow("the same from a page whose address ends in zeroes")
        << SYS_prlimit64 << Arguments{0, high | RLIMIT_CORE, 0x100000000, 0} << EPERM;
    QTest::newRow("the same by the older call") << SYS_setrlimit << Arguments{RLIMIT_CORE, 1} << EPERM;
    QTest::newRow("another limit by the older call") << SYS_setrlimit << Arguments{RLIMIT_NOFILE, 1} << 0;
    QTest::newRow("limits of the first process") << SYS_prlimit64 << Arguments{high | 1, RLIMIT_CPU, 1, 0} << EPERM;
    QTest::newRow("asking for limits of the first process") << SYS_prlimit64 << Arguments{1, RLIMIT_CPU, 0, 1} << 0;
    QTest::newRow("name of a thread") << SYS_prctl << Arguments{PR_SET_NAME} << 0;
    QTest::newRow("a filter by prctl") << SYS_prctl << Arguments{PR_SET_SECCOMP, 2} << EPERM;
    QTest::newRow("staying dumpable") << SYS_prctl << Arguments{PR_SET_DUMPABLE, 1} << 0;
    QTest::newRow("going dark") << SYS_prctl << Arguments{PR_SET_DUMPABLE, 0} << EPERM;
    QTest::newRow("memory map by prctl") << SYS_prctl << Arguments{PR_SET_MM, 1} << EPERM;
    QTest::newRow("securebits") << SYS_prctl << Arguments{PR_SET_SECUREBITS, 0} << EPERM;
    QTest::newRow("a filter") << SYS_seccomp << Arguments{SECCOMP_SET_MODE_FILTER} << EPERM;
}

void TestSeccompFilter::argumentsDecide()
{
    QFETCH(int, number);
    QFETCH(Arguments, arguments);
    QFETCH(int, errnum);
    const quint32 found = answer(SeccompFilter::build(), number, arguments);
    QCOMPARE(found, errnum == 0 ? quint32(SECCOMP_RET_ALLOW) : SECCOMP_RET_ERRNO | quint32(errnum));
}

void TestSeccompFilter::unknownCallsLookMissing()
{
    const SeccompFilter filter = SeccompFilter::build();
    for (const int number : {335, 1000, 0x3fffffff})
        QCOMPARE(answer(filter, number), SECCOMP_RET_ERRNO | quint32(ENOSYS));
}

void TestSeccompFilter::tracedCallsStopOnlyWhereTheyAreAllowed()
{
    const SeccompFilter plain = SeccompFilter::build();
    const std::set<int> traced{SYS_openat, SYS_ptrace, SYS_chown, SYS_clone, SYS_wait4, 9999};
    const SeccompFilter merged = SeccompFilter::build(traced);
    for (int number = 0; number < 1200; ++number) {
        for (const Arguments &arguments :
            {Arguments{}, Arguments{1000, 1000, 1000}, Arguments{CLONE_NEWUSER}, Arguments{AF_UNIX}}) {
            quint32 wanted = answer(plain, number, arguments);
            if (wanted == SECCOMP_RET_ALLOW && traced.contains(number))
                wanted = SECCOMP_RET_TRACE;
            QCOMPARE(answer(merged, number, arguments), wanted);
        }
    }
    QCOMPARE(answer(merged, SYS_openat), quint32(SECCOMP_RET_TRACE));
    QCOMPARE(answer(merged, SYS_ptrace), SECCOMP_RET_ERRNO | quint32(EPERM));
    QCOMPARE(answer(merged, SYS_clone, {CLONE_NEWUSER}), SECCOMP_RET_ERRNO | quint32(EPERM));
}

void TestSeccompFilter::nothingWorksWithoutATracerWhatIsTraced()
{
    const pid_t child = ::fork();
    if (child == 0) {
        const SeccompFilter filter = SeccompFilter::build({SYS_getppid});
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        const bool bound = filter.install().has_value();
        ::_exit(bound && ::syscall(SYS_getppid) < 0 && errno == ENOSYS ? 0 : 1);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
}

void TestSeccompFilter::everyPathEndsInAnAnswer()
{
    const SeccompFilter filter = SeccompFilter::build({SYS_read, SYS_chown});
    const auto &program = filter.program();
    for (std::size_t at = 0; at < program.size(); ++at) {
        const sock_filter &instruction = program[at];
        const bool returns = (instruction.code & 7) == BPF_RET;
        const std::size_t farthest = instruction.code == (BPF_JMP | BPF_JA)
            ? instruction.k
            : std::max(instruction.jt, instruction.jf);
        QVERIFY(returns || at + 1 + farthest < program.size());
    }
}

void TestSeccompFilter::kernelTakesTheProgram()
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        const bool bound = SeccompFilter::build().install().has_value();
        const bool works = ::getppid() > 0 && ::unshare(CLONE_NEWUTS) < 0 && errno == EPERM;
        ::_exit(bound && works ? 0 : 1);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
}

void TestSeccompFilter::staysSmall()
{
    // Installing costs time per instruction, and every run pays it.
    QVERIFY2(SeccompFilter::build().program().size() < 400,
        qPrintable(QString::number(SeccompFilter::build().program().size())));
}

void TestSeccompFilter::initOnlyWaitsAndReports()
{
    const SeccompFilter filter = SeccompFilter::build(initPolicy(), {});
    const QSet<int> allowed{SYS_wait4, SYS_sendmsg, SYS_exit_group, SYS_brk, SYS_mmap, SYS_munmap};
    for (int number = 0; number < 1200; ++number)
        QCOMPARE(answer(filter, number),
            allowed.contains(number) ? SECCOMP_RET_ALLOW : SECCOMP_RET_ERRNO | quint32(ENOSYS));
}

QTEST_GUILESS_MAIN(TestSeccompFilter)
#include "tst_seccompfilter.moc"
