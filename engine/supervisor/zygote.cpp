#include "supervisor/zygote.h"

#include "sandbox/protocol.h"
#include "supervisor/kernel.h"
#include "supervisor/privileges.h"
#include "supervisor/zygoteorders.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

constexpr int answerPatienceMs = 10'000; // it takes a millisecond, on a machine with much else to do longer

/// Standard streams of the same kind as those of a run: Python looks at them when it starts, not at each use.
bool takePipes()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) < 0)
        return false;
    return ::dup2(ends[0], STDIN_FILENO) >= 0 && ::dup2(ends[1], STDOUT_FILENO) >= 0
        && ::dup2(ends[1], STDERR_FILENO) >= 0;
}

/// In the new process. Of its rights over the steward's namespace it keeps only the one without which the kernel
/// does not let it map that namespace's user 0 into a box; a box's own namespace brings all others.
[[noreturn]] void becomePython(int control, int hook, const std::string &stock)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    restoreSignals();
    ::umask(022);
    // Away from the numbers they are about to get.
    const int controlCopy = ::fcntl(control, F_DUPFD, 16);
    const int hookCopy = ::fcntl(hook, F_DUPFD, 16);
    const bool placed = takePipes() && ::dup2(controlCopy, zygoteControlDescriptor) >= 0
        && ::dup2(hookCopy, zygoteHookDescriptor) >= 0
        && ::close_range(zygoteHookDescriptor + 1, ~0U, 0) == 0 && ::chdir(homePath) == 0;
    if (placed && keepOneCapabilityAtExec(CAP_SETFCAP)) {
        std::vector<std::string> arguments{"python3", "main.py"};
        std::vector<std::string> environment = boxEnvironment(0);
        environment.push_back("PYTHONPATH=/proc/self/fd/" + std::to_string(zygoteHookDescriptor));
        environment.push_back("RINGSIDE_STOCK=" + stock);
        ::execve(pythonPath, pointersTo(arguments).data(), pointersTo(environment).data());
    }
    ::_exit(1);
}

} // namespace

Outcome<Zygote> Zygote::start(const Mount &hook, const std::string &stock)
{
    auto control = MessageSocket::pair();
    if (!control)
        return std::unexpected(control.error());
    int pidfd = -1;
    const pid_t pid = cloneProcess(0, pidfd);
    if (pid < 0)
        return failed("start a zygote");
    if (pid == 0)
        becomePython(control->second.descriptor(), hook.descriptor(), stock);
    return Zygote(FileDescriptor(pidfd), std::move(control->first));
}

Zygote &Zygote::operator=(Zygote &&other) noexcept
{
    end();
    m_pidfd = std::move(other.m_pidfd);
    m_control = std::move(other.m_control);
    m_state = other.m_state;
    m_boxesMade = other.m_boxesMade;
    return *this;
}

Zygote::~Zygote()
{
    end();
}

void Zygote::end()
{
    m_state = State::Gone;
    m_control.close();
    if (m_pidfd)
        killAndReap(m_pidfd.get());
    m_pidfd.reset();
}

void Zygote::listen()
{
    if (m_state == State::Gone)
        return;
    const Outcome<Message> message = m_control.receiveNow();
    if (message && message->bytes == zygoteReady)
        m_state = State::Ready;
    else if (message || message.error().errnum != EAGAIN)
        end();
}

Outcome<Zygote::NewBox> Zygote::makeBox(
    const BoxPlan &plan, const std::vector<int> &descriptors, int cgroup)
{
    sandbox::protocol::Writer writer;
    writer(ZygoteOrder{.plan = plan, .intoCgroup = cgroup >= 0});
    std::vector<int> sent = descriptors;
    if (cgroup >= 0)
        sent.push_back(cgroup);
    if (writer.bytes().size() > MessageSocket::maximumBytes)
        return failed("order a warm box", EMSGSIZE);
    if (Outcome<> ordered = m_control.send(writer.bytes(), sent); !ordered) {
        end();
        return std::unexpected(ordered.error());
    }
    pollfd polled{.fd = m_control.descriptor(), .events = POLLIN, .revents = 0};
    ::poll(&polled, 1, answerPatienceMs);
    Outcome<Message> message = m_control.receiveNow();
    ZygoteAnswer answer;
    if (message) {
        sandbox::protocol::Reader reader(message->bytes);
        reader(answer);
    }
    if (answer.pid <= 0 || message->descriptors.size() != 1) {
        end();
        return failed("make a warm box", answer.errnum);
    }
    ++m_boxesMade;
    return NewBox{.pid = answer.pid, .pidfd = std::move(message->descriptors[0])};
}

void Zygote::addPolls(std::vector<pollfd> &polls) const
{
    if (m_state != State::Gone)
        polls.push_back({.fd = m_control.descriptor(), .events = POLLIN, .revents = 0});
}

} // namespace ringside::supervisor
