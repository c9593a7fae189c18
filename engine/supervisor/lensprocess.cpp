#include "supervisor/lensprocess.h"

#include "supervisor/kernel.h"
#include "supervisor/lens.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

constexpr int readsPerTurn = 16;

/// One of the processors that are ours, another one for the next run.
int processorFor(std::uint32_t run)
{
    cpu_set_t ours;
    CPU_ZERO(&ours);
    if (::sched_getaffinity(0, sizeof ours, &ours) < 0 || CPU_COUNT(&ours) == 0)
        return -1;
    auto left = static_cast<int>(run % static_cast<unsigned>(CPU_COUNT(&ours)));
    for (std::size_t processor = 0; processor < CPU_SETSIZE; ++processor)
        if (CPU_ISSET(processor, &ours) && left-- == 0)
            return static_cast<int>(processor);
    return -1;
}

} // namespace

Outcome<LensProcess> LensProcess::start(const sandbox::protocol::TraceSettings &settings,
    std::uint32_t run, Go go, MessageSocket handover, std::vector<FileDescriptor> streams)
{
    auto words = MessageSocket::pair();
    std::array<int, 2> pipe{-1, -1};
    if (!words || ::pipe2(pipe.data(), O_CLOEXEC) < 0)
        return failed("make the pipe of a lens");
    FileDescriptor reading(pipe[0]);
    FileDescriptor writing(pipe[1]);
    ::fcntl(reading.get(), F_SETFL, O_NONBLOCK);
    int pidfd = -1;
    const pid_t pid = cloneProcess(0, pidfd);
    if (pid < 0)
        return failed("start a lens");
    if (pid == 0) {
        Lens lens({.settings = settings, .run = run, .go = std::move(go), .processor = processorFor(run)},
            {.handover = std::move(handover),
                .steward = std::move(words->second),
                .records = std::move(writing),
                .streams = std::move(streams)});
        lens.watch();
    }
    return LensProcess(FileDescriptor(pidfd), std::move(words->first), std::move(reading));
}

LensProcess::LensProcess(FileDescriptor pidfd, MessageSocket words, FileDescriptor records)
    : m_pidfd(std::move(pidfd))
    , m_words(std::move(words))
    , m_records(std::move(records))
{
}

LensProcess::~LensProcess()
{
    if (m_pidfd)
        killAndReap(m_pidfd.get());
}

std::optional<LensWord> LensProcess::nextWord()
{
    const Outcome<Message> message = m_words.receiveNow();
    if (!message || message->bytes.empty())
        return std::nullopt;
    LensWord word;
    sandbox::protocol::Reader reader(message->bytes);
    reader(word);
    return reader.isComplete() ? std::optional(word) : std::nullopt;
}

void LensProcess::goOn()
{
    (void)m_words.send(lensGoOn); // a lens that is gone is noticed by its end
}

bool LensProcess::pump(const std::function<void(std::string)> &receiver)
{
    std::array<char, 64U << 10> buffer;
    for (int i = 0; i < readsPerTurn && m_records; ++i) {
        const ssize_t got = ::read(m_records.get(), buffer.data(), buffer.size());
        if (got < 0)
            break;
        if (got == 0) {
            m_records.reset();
            break;
        }
        m_frames.append({buffer.data(), static_cast<std::size_t>(got)});
        while (const auto frame = m_frames.next()) {
            auto batch = sandbox::protocol::decode<sandbox::protocol::TraceBatch>(frame->body);
            if (!batch || frame->type != sandbox::protocol::FrameType::TraceBatch)
                return false;
            receiver(std::move(batch->records));
        }
    }
    return m_frames.isValid();
}

bool LensProcess::isOver()
{
    if (m_pidfd) {
        siginfo_t info{};
        if (::waitid(P_PIDFD, static_cast<id_t>(m_pidfd.get()), &info, WEXITED | WNOHANG) < 0
            || info.si_pid == 0)
            return false;
        m_exitStatus = info.si_code == CLD_EXITED ? info.si_status : -1;
        m_pidfd.reset();
    }
    return !m_records;
}

void LensProcess::kill()
{
    if (m_pidfd)
        killProcess(m_pidfd.get());
}

void LensProcess::addPolls(std::vector<pollfd> &polls, bool wantsRecords) const
{
    polls.push_back({.fd = m_pidfd.get(), .events = POLLIN, .revents = 0});
    if (m_pidfd)
        polls.push_back({.fd = m_words.descriptor(), .events = POLLIN, .revents = 0});
    if (wantsRecords)
        polls.push_back({.fd = m_records.get(), .events = POLLIN, .revents = 0});
}

} // namespace ringside::supervisor
