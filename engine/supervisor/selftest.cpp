#include "supervisor/selftest.h"

#include "supervisor/obstacles.h"
#include "supervisor/polling.h"

#include <algorithm>
#include <array>
#include <ranges>

namespace ringside::supervisor {

namespace protocol = sandbox::protocol;

namespace {

constexpr std::array attackNames{"read-host-files", "write-system", "network", "namespaces", "kill-all",
    "processes", "disk", "environment"};

constexpr char program[] = R"(import os, socket, sys
def refused(act, *arguments):
    try:
        act(*arguments)
        return False
    except OSError:
        return True
def read_host_files():
    seen = os.listdir('/home') != ['learner'] or set(os.listdir('/mnt')) or 'root:' not in open('/etc/passwd').read()
    return not seen and all(refused(open, p) for p in ('/etc/shadow', '/root/.profile', '/proc/1/environ', '/proc/kcore'))
def write_system():
    return all(refused(open, p, 'w') for p in ('/usr/x', '/etc/x', '/x', '/proc/sys/kernel/core_pattern', '/dev/x'))
def network():
    return refused(socket.socket, socket.AF_INET) and refused(socket.socket, socket.AF_NETLINK)
def namespaces():
    return refused(os.unshare, os.CLONE_NEWUSER) and refused(os.unshare, os.CLONE_NEWNS)
def kill_all():
    if not refused(os.kill, -1, 9):
        return False
    refused(os.kill, 1, 9)  # refused, or without effect: else nobody would print a word
    return True
def processes():
    r, w = os.pipe()
    children = []
    try:
        while len(children) < 100:
            child = os.fork()
            if child == 0:
                os.close(w)
                os.read(r, 1)
                os._exit(0)
            children.append(child)
    except OSError:
        pass
    os.close(w)
    for child in children:
        os.waitpid(child, 0)
    return len(children) < 64
def disk():
    with open('big', 'wb', 0) as f:
        try:
            for _ in range(17):
                if f.write(bytes(1 << 20)) < 1 << 20:
                    return True
        except OSError:
            return True
    return False
def environment():
    return set(os.environ) == {'PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'PYTHONHASHSEED'}
print('python', sys.version.split()[0])
for attack in (read_host_files, write_system, network, namespaces, kill_all, processes, disk, environment):
    try:
        held = attack()
    except BaseException as error:
        held = False
        print(repr(error), file=sys.stderr)
    print(attack.__name__.replace('_', '-'), 'held' if held else 'failed', flush=True)
)";

protocol::RunBegin settingsFor(protocol::StartKind start)
{
    return {.wallMs = 60'000, // what a busy machine does not come to is no attack that succeeded
        .cpuMs = 60'000,
        .memoryBytes = 512 << 20,
        .outputBytes = 64 << 10,
        .diskBytes = 16 << 20,
        .fileBytes = 32 << 20, // so that the disk is what ends the big file
        .inodes = 64,
        .processes = 64,
        .descriptors = 64,
        .start = start,
        .wantTree = false};
}

/// Keeps what a run of our own prints.
class KeepingObserver : public JobObserver
{
public:
    struct Kept
    {
        std::string output;
        std::optional<Failure> failure;
    };

    explicit KeepingObserver(Kept &kept)
        : m_kept(kept)
    {
    }
    void output(protocol::Stream stream, std::string bytes) override
    {
        if (stream == protocol::Stream::Output)
            m_kept.output += bytes;
    }
    void entry(protocol::Entry) override { }
    void content(std::string) override { }
    void treeEnd(std::uint32_t, bool) override { }
    void finished(protocol::Finished) override { }
    void failed(const Failure &failure) override { m_kept.failure = failure; }
    bool hasRoom() const override { return true; }

private:
    Kept &m_kept;
};

} // namespace

Outcome<SelfTest::Result> SelfTest::run(JobServices &services, protocol::StartKind start)
{
    KeepingObserver::Kept kept;
    Run run(settingsFor(start), services, std::make_unique<KeepingObserver>(kept));
    run.addEntry({.path = "main.py", .mode = 0644, .content = program});
    run.start();
    while (!run.isOver()) {
        std::vector<pollfd> polls;
        run.addPolls(polls);
        services.zygotes.addPolls(polls);
        pollUntil(polls, run.nextDeadline());
        services.zygotes.tend();
        run.advance();
    }
    if (kept.failure)
        return std::unexpected(*kept.failure);
    Result result = parse(kept.output);
    if (result.python.empty())
        return failed(steps::runPython, ENOEXEC);
    return result;
}

SelfTest::Result SelfTest::parse(std::string_view output)
{
    Result result;
    for (const char *attack : attackNames)
        result.attacks.emplace_back(attack, false);
    for (const auto part : output | std::views::split('\n')) {
        const std::string_view line(part);
        const std::size_t blank = line.find(' ');
        if (blank == std::string_view::npos)
            continue;
        const std::string_view name = line.substr(0, blank);
        const std::string_view word = line.substr(blank + 1);
        if (name == "python")
            result.python = word;
        for (auto &[attack, held] : result.attacks)
            if (attack == name)
                held = word == "held";
    }
    return result;
}

bool SelfTest::Result::allHeld() const
{
    return std::ranges::all_of(attacks, &std::pair<std::string, bool>::second);
}

} // namespace ringside::supervisor
