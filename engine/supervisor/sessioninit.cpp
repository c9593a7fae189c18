#include "supervisor/sessioninit.h"

#include "sandbox/protocol.h"
#include "supervisor/kernel.h"
#include "supervisor/polling.h"

#include <csignal>
#include <fcntl.h>
#include <linux/close_range.h>
#include <optional>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

constexpr int cannotExecute = 127; // what a shell answers

struct Terminal
{
    FileDescriptor master;
    FileDescriptor slave;
};

/// A pseudo-terminal of the box's own devpts. Source: pts(4), ioctl_tty(2).
Outcome<Terminal> openTerminal(std::uint16_t rows, std::uint16_t columns)
{
    Terminal terminal{.master = FileDescriptor(::open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)),
        .slave = {}};
    if (!terminal.master)
        return failed("open a terminal");
    const int unlocked = 0;
    const winsize size{.ws_row = rows, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    if (::ioctl(terminal.master.get(), TIOCSPTLCK, &unlocked) < 0
        || ::ioctl(terminal.master.get(), TIOCSWINSZ, &size) < 0)
        return failed("set up a terminal");
    terminal.slave.reset(
        ::ioctl(terminal.master.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!terminal.slave)
        return failed("open the program's side of a terminal");
    return terminal;
}

} // namespace

SessionInit::SessionInit(
    const ProgramPlan &plan, MessageSocket &status, MessageSocket &orders, const SeccompFilter &filter)
    : m_plan(plan)
    , m_status(status)
    , m_orders(orders)
    , m_filter(filter)
{
}

void SessionInit::serve()
{
    m_orders.moveTo(m_status.descriptor() + 1);
    sigset_t children;
    ::sigemptyset(&children);
    ::sigaddset(&children, SIGCHLD);
    const bool ready = closeAllBut({m_status.descriptor(), m_orders.descriptor()})
        && ::sigprocmask(SIG_SETMASK, &children, nullptr) == 0;
    m_childSignals.reset(::signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK));
    sandbox::protocol::Writer hello;
    hello(Hello{});
    if (!ready || !m_childSignals || !m_orders.send(hello.bytes()))
        ::_exit(1);
    for (;;) {
        std::vector<pollfd> polls{{.fd = m_orders.descriptor(), .events = POLLIN, .revents = 0},
            {.fd = m_childSignals.get(), .events = POLLIN, .revents = 0}};
        pollUntil(polls, std::chrono::steady_clock::time_point::max());
        reapAll();
        if (polls[0].revents != 0)
            takeOrder();
    }
}

void SessionInit::takeOrder()
{
    Outcome<Message> message = m_orders.receiveNow();
    if (!message || message->bytes.empty())
        ::_exit(0); // the steward has closed the session
    SessionOrder order;
    sandbox::protocol::Reader reader(message->bytes);
    reader(order);
    if (!reader.isComplete())
        ::_exit(1);
    if (order.kind == SessionOrder::Kind::KillAll)
        killAll();
    else
        startProgram(std::move(order), std::move(message->descriptors));
}

/// Everyone in this pid namespace but us. The program's end is not told before all of them are gone, so that the next one
/// meets nobody: orphans become our children before their parent can be waited for.
void SessionInit::killAll()
{
    ::kill(-1, SIGKILL);
    std::optional<int> programStatus;
    int status = 0;
    for (pid_t ended = ::waitpid(-1, &status, 0); ended > 0; ended = ::waitpid(-1, &status, 0))
        if (ended == m_process)
            programStatus = status;
    if (programStatus)
        reportEnd(*programStatus);
}

void SessionInit::startProgram(SessionOrder order, std::vector<FileDescriptor> streams)
{
    m_program = order.program;
    FileDescriptor master;
    if (order.terminal) {
        Outcome<Terminal> terminal = openTerminal(order.rows, order.columns);
        if (!terminal)
            return report({.kind = BoxStatus::Kind::StepFailed,
                .step = terminal.error().step,
                .errnum = terminal.error().errnum});
        master = std::move(terminal->master);
        streams.clear();
        for (int i = 0; i < 3; ++i)
            streams.emplace_back(::fcntl(terminal->slave.get(), F_DUPFD_CLOEXEC, 0));
    }
    const pid_t process = ::fork();
    if (process == 0) {
        const Failure failure = becomeProgram(order, streams, order.terminal);
        report({.kind = BoxStatus::Kind::StepFailed, .step = failure.step, .errnum = failure.errnum});
        ::_exit(cannotExecute);
    }
    if (process < 0)
        return report({.kind = BoxStatus::Kind::StepFailed, .step = "start a process", .errnum = errno});
    m_process = process;
    report({.kind = BoxStatus::Kind::Started}, master ? &master : nullptr);
}

Failure SessionInit::becomeProgram(
    SessionOrder &order, const std::vector<FileDescriptor> &streams, bool ownTerminal)
{
    restoreSignals();
    ::umask(m_plan.umask);
    if (::setsid() < 0 || streams.size() != 3)
        return failed("start a session").error();
    if (ownTerminal && ::ioctl(streams[0].get(), TIOCSCTTY, 0) < 0)
        return failed("take the terminal").error();
    for (int i = 0; i < 3; ++i)
        if (::dup2(streams[static_cast<std::size_t>(i)].get(), i) < 0)
            return failed("take a standard stream").error();
    if (Outcome<> limited = limitResources(m_plan.limits); !limited)
        return limited.error();
    if (::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) < 0)
        return failed("close the other descriptors").error();
    std::vector<std::string> environment = m_plan.environment;
    if (ownTerminal)
        environment.push_back("TERM=xterm-256color");
    if (Outcome<> bound = m_filter.install(); !bound)
        return bound.error();
    ::execvpe(order.command.empty() ? "" : order.command[0].c_str(), pointersTo(order.command).data(),
        pointersTo(environment).data());
    return failed("start \"" + (order.command.empty() ? "" : order.command[0]) + "\"").error();
}

void SessionInit::reapAll()
{
    signalfd_siginfo signals{};
    while (::read(m_childSignals.get(), &signals, sizeof signals) > 0) { }
    int status = 0;
    for (pid_t ended = ::waitpid(-1, &status, WNOHANG); ended > 0; ended = ::waitpid(-1, &status, WNOHANG))
        if (ended == m_process)
            reportEnd(status);
}

void SessionInit::reportEnd(int waitStatus)
{
    m_process = 0;
    report({.kind = BoxStatus::Kind::Ended, .waitStatus = waitStatus});
}

void SessionInit::report(BoxStatus status, const FileDescriptor *terminal)
{
    status.program = m_program;
    sandbox::protocol::Writer writer;
    writer(status);
    std::vector<int> descriptors;
    if (terminal)
        descriptors.push_back(terminal->get());
    if (!m_status.send(writer.bytes(), descriptors))
        ::_exit(0);
}

} // namespace ringside::supervisor
