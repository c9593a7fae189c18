#include "supervisor/lens.h"

#include "supervisor/kernel.h"
#include "supervisor/privileges.h"
#include "supervisor/seccompfilter.h"
#include "supervisor/tracer.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

constexpr int failedStatus = 1;
constexpr pid_t programInBox = 2; // its init is 1

/// What is left to a process that reads the memory of a hostile one: it can watch, and nothing else.
std::map<int, CallRule> lensPolicy()
{
    constexpr Action allow{Action::Kind::Allow, 0};
    constexpr Action kill{Action::Kind::Kill, 0};
    std::map<int, CallRule> policy;
    for (const int call : {SYS_ptrace, SYS_process_vm_readv, SYS_wait4, SYS_read, SYS_pread64, SYS_write,
             SYS_close, SYS_fstat, SYS_newfstatat, SYS_statx, SYS_lseek, SYS_readlink, SYS_readlinkat,
             SYS_getdents64, SYS_fcntl, SYS_kill, SYS_mmap, SYS_munmap, SYS_mremap, SYS_mprotect, SYS_brk,
             SYS_madvise, SYS_futex, SYS_clock_gettime, SYS_setitimer, SYS_rt_sigreturn, SYS_sched_yield,
             SYS_sendmsg, SYS_recvmsg, SYS_restart_syscall, SYS_exit_group})
        policy[call] = {.clauses = {}, .otherwise = allow};
    const Condition readOnly{.argument = 2,
        .test = Condition::Test::WithoutBits,
        .values = {O_WRONLY | O_RDWR | O_CREAT | O_TRUNC}};
    policy[SYS_openat] = {.clauses = {{.conditions = {readOnly}, .action = allow}}, .otherwise = kill};
    return policy;
}

} // namespace

Lens::Lens(LensPlan plan, LensDescriptors descriptors)
    : m_plan(std::move(plan))
    , m_descriptors(std::move(descriptors))
{
}

void Lens::watch()
{
    leaveSteward();
    const pid_t program = waitForHello();
    seize(program);
    shareProcessor(program);
    enterRootOf(program);
    TraceWriter writer(m_descriptors.records.get(), m_plan.run);
    Tracer tracer(m_plan.settings, m_processes.get(), writer, m_descriptors.steward);
    if (tracer.begin(program, m_linePage))
        m_plan.go.plan.linesBelow = m_plan.settings.codeRoots;
    giveUpRights();
    letGo();
    tracer.run();
    ::_exit(0);
}

void Lens::leaveSteward()
{
    ::prctl(PR_SET_NAME, "lens", 0, 0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    m_processes.reset(::open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    require(m_processes.isValid(), "open /proc for the lens");
    std::vector<int> kept{STDERR_FILENO, m_processes.get(), m_descriptors.handover.descriptor(),
        m_descriptors.steward.descriptor(), m_descriptors.records.get()};
    for (const FileDescriptor &stream : m_descriptors.streams)
        kept.push_back(stream.get());
    require(closeAllBut(kept), "close the descriptors of the lens");
}

pid_t Lens::waitForHello()
{
    const Outcome<Message> hello = m_descriptors.handover.receive();
    const auto word = hello ? sandbox::protocol::decode<Hello>(hello->bytes) : std::nullopt;
    require(word && hello->sender > 0, "hear the program say hello");
    m_linePage = word->linePage;
    return hello->sender;
}

void Lens::seize(pid_t program)
{
    constexpr long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK
        | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    require(::ptrace(PTRACE_SEIZE, program, nullptr, options) == 0, "trace the program");
    // Or we would hold a stranger.
    require(idInInnermostNamespace(m_processes.get(), program) == programInBox, "recognise the program");
}

/// Not at any price: on a machine that forbids it, tracing is slower.
void Lens::shareProcessor(pid_t program)
{
    if (m_plan.processor < 0)
        return;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<std::size_t>(m_plan.processor), &one);
    ::sched_setaffinity(0, sizeof one, &one);
    ::sched_setaffinity(program, sizeof one, &one);
}

/// Paths of the program then lead where they lead it, links included.
void Lens::enterRootOf(pid_t program)
{
    const FileDescriptor root(::openat(m_processes.get(), (std::to_string(program) + "/root").c_str(),
        O_PATH | O_DIRECTORY | O_CLOEXEC));
    require(root && ::fchdir(root.get()) == 0 && ::chroot(".") == 0, "enter the root of the box");
}

void Lens::giveUpRights()
{
    const Outcome<> dropped
        = dropCapabilities().and_then([] { return SeccompFilter::build(lensPolicy(), {}).install(); });
    require(dropped.has_value(), "give up the rights of the lens");
}

void Lens::letGo()
{
    sandbox::protocol::Writer writer;
    writer(m_plan.go);
    std::vector<int> streams;
    for (const FileDescriptor &stream : m_descriptors.streams)
        streams.push_back(stream.get());
    require(m_descriptors.handover.send(writer.bytes(), streams).has_value(), "let the program go");
    m_descriptors.handover.close();
    m_descriptors.streams.clear();
    say({.kind = LensWord::Kind::Seized});
}

void Lens::say(const LensWord &word)
{
    sandbox::protocol::Writer writer;
    writer(word);
    (void)m_descriptors.steward.send(writer.bytes()); // a steward that is gone takes us along
}

void Lens::require(bool worked, const char *step)
{
    if (worked)
        return;
    say({.kind = LensWord::Kind::Failed, .step = step, .errnum = errno});
    ::_exit(failedStatus);
}

} // namespace ringside::supervisor
