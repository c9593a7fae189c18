#include "supervisor/boxprocess.h"

#include "sandbox/protocol.h"
#include "supervisor/kernel.h"
#include "supervisor/obstacles.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

constexpr std::size_t longestGo = MessageSocket::maximumBytes / 2; // with room for the lengths in between

FileDescriptor duplicate(int descriptor)
{
    return FileDescriptor(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
}

std::chrono::microseconds sum(const timeval &one, const timeval &other)
{
    return std::chrono::seconds(one.tv_sec + other.tv_sec)
        + std::chrono::microseconds(one.tv_usec + other.tv_usec);
}

} // namespace

Outcome<BoxProcess> BoxProcess::startCold(const BoxPlan &plan, const RunFiles &files,
    const BoxFilters &filters, std::optional<BoxGroup> group)
{
    auto status = MessageSocket::pair();
    auto handover = MessageSocket::pair();
    if (!status || !handover || !handover->first.passCredentials())
        return failed("make the sockets of a box");
    int pidfd = -1;
    const pid_t pid = cloneProcess(Box::cloneFlags(), pidfd, group ? group->descriptor() : -1);
    if (pid < 0)
        return failed(steps::createBoxNamespaces);
    if (pid == 0) {
        BoxDescriptors descriptors{.workspace = duplicate(files.tree(0)),
            .temporary = duplicate(files.temporary()),
            .mounts = {},
            .status = std::move(status->second),
            .handover = std::move(handover->second)};
        for (std::size_t i = 1; i < files.treeCount(); ++i)
            descriptors.mounts.push_back(duplicate(files.tree(i)));
        Box box(plan, std::move(descriptors), filters);
        box.enter();
        box.runPython();
    }
    return BoxProcess(pid, FileDescriptor(pidfd), std::move(status->first),
        std::move(handover->first), std::move(group));
}

Outcome<BoxProcess> BoxProcess::startWarm(
    const BoxPlan &plan, const RunFiles &files, Zygote &zygote, std::optional<BoxGroup> group)
{
    auto status = MessageSocket::pair();
    auto handover = MessageSocket::pair();
    if (!status || !handover || !handover->first.passCredentials())
        return failed("make the sockets of a box");
    std::vector<int> descriptors{files.tree(0), files.temporary(), status->second.descriptor(),
        handover->second.descriptor()};
    for (std::size_t i = 1; i < files.treeCount(); ++i)
        descriptors.push_back(files.tree(i));
    Outcome<Zygote::NewBox> box = zygote.makeBox(plan, descriptors, group ? group->descriptor() : -1);
    if (!box)
        return std::unexpected(box.error());
    return BoxProcess(box->pid, std::move(box->pidfd), std::move(status->first),
        std::move(handover->first), std::move(group));
}

BoxProcess::BoxProcess(
    pid_t pid, FileDescriptor pidfd, MessageSocket status, MessageSocket handover,
    std::optional<BoxGroup> group)
    : m_pid(pid)
    , m_pidfd(std::move(pidfd))
    , m_status(std::move(status))
    , m_handover(std::move(handover))
    , m_group(std::move(group))
{
}

BoxProcess::~BoxProcess()
{
    if (m_pidfd)
        killAndReap(m_pidfd.get());
}

Outcome<> BoxProcess::limit(std::int64_t memoryBytes, int processes) const
{
    return m_group ? m_group->limit(memoryBytes, processes) : Outcome<>();
}

std::optional<GroupMemory> BoxProcess::memory() const
{
    return m_group.transform(&BoxGroup::memory);
}

bool BoxProcess::saysHello()
{
    const Outcome<Message> hello = m_handover.receiveNow();
    return hello && sandbox::protocol::decode<Hello>(hello->bytes).has_value();
}

Outcome<> BoxProcess::go(const ProgramPlan &plan, const std::vector<int> &streams)
{
    sandbox::protocol::Writer writer;
    writer(goFor(plan));
    Outcome<> sent = m_handover.send(writer.bytes(), streams);
    m_handover.close();
    return sent;
}

/// A plan that does not fit is that of a cold box, which has had it since it was made.
Go BoxProcess::goFor(const ProgramPlan &plan)
{
    return fitsIntoGo(plan) ? Go{.bringsPlan = true, .plan = plan} : Go{};
}

bool BoxProcess::fitsIntoGo(const ProgramPlan &plan)
{
    std::size_t bytes = 0;
    for (const std::string &argument : plan.arguments)
        bytes += argument.size();
    for (const std::string &variable : plan.environment)
        bytes += variable.size();
    return bytes < longestGo;
}

/// The first word counts: a failed step is followed by init's report of the exit it led to.
void BoxProcess::readStatus()
{
    while (std::optional<Word> word = nextWord())
        if (!m_firstStatus)
            m_firstStatus = word->status;
}

std::optional<BoxProcess::Word> BoxProcess::nextWord()
{
    Outcome<Message> message = m_status.receiveNow();
    if (!message || message->bytes.empty())
        return std::nullopt;
    Word word;
    sandbox::protocol::Reader reader(message->bytes);
    reader(word.status);
    if (!reader.isComplete())
        return std::nullopt;
    if (!message->descriptors.empty())
        word.terminal = std::move(message->descriptors[0]);
    return word;
}

Outcome<> BoxProcess::order(const SessionOrder &order, const std::vector<int> &streams)
{
    sandbox::protocol::Writer writer;
    writer(order);
    return m_handover.send(writer.bytes(), streams);
}

std::optional<Failure> BoxProcess::setUpFailure()
{
    readStatus();
    if (!m_firstStatus || m_firstStatus->kind != BoxStatus::Kind::StepFailed)
        return std::nullopt;
    return Failure{.step = m_firstStatus->step, .errnum = m_firstStatus->errnum};
}

bool BoxProcess::isDead() const
{
    pollfd polled{.fd = m_pidfd.get(), .events = POLLIN, .revents = 0};
    return ::poll(&polled, 1, 0) > 0;
}

void BoxProcess::kill()
{
    killProcess(m_pidfd.get());
}

std::optional<BoxEnd> BoxProcess::reap()
{
    siginfo_t info{};
    rusage usage{};
    // The C library's waitid() has no place for the resources; the system call does.
    const long waited = ::syscall(
        SYS_waitid, P_PIDFD, static_cast<id_t>(m_pidfd.get()), &info, WEXITED | WNOHANG, &usage);
    if (waited < 0 || info.si_pid == 0)
        return std::nullopt;
    readStatus();
    m_pidfd.reset();
    return BoxEnd{.status = m_firstStatus,
        .cpu = sum(usage.ru_utime, usage.ru_stime),
        .largestProcessBytes = usage.ru_maxrss * 1024,
        .memory = memory()};
}

void BoxProcess::addPolls(std::vector<pollfd> &polls) const
{
    polls.push_back({.fd = m_pidfd.get(), .events = POLLIN, .revents = 0});
    if (!m_handover.isOpen())
        return;
    polls.push_back({.fd = m_status.descriptor(), .events = POLLIN, .revents = 0});
    polls.push_back({.fd = m_handover.descriptor(), .events = POLLIN, .revents = 0});
}

} // namespace ringside::supervisor
