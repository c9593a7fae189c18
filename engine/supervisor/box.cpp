#include "supervisor/box.h"

#include "sandbox/protocol.h"
#include "supervisor/kernel.h"
#include "supervisor/mount.h"
#include "supervisor/obstacles.h"
#include "supervisor/sessioninit.h"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <ranges>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

constexpr int firstSafeDescriptor = 16; // above the program's own

} // namespace

std::uint64_t Box::cloneFlags()
{
    return CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS
        | CLONE_NEWCGROUP;
}

Box::Box(BoxPlan plan, BoxDescriptors descriptors, const BoxFilters &filters, ForkHooks hooks)
    : m_plan(std::move(plan))
    , m_descriptors(std::move(descriptors))
    , m_filters(filters)
    , m_hooks(hooks)
{
}

const ProgramPlan &Box::enter()
{
    tieToSteward();
    mapIds();
    attachWorkspace();
    attachMounts();
    limitNamespaceUse();
    mountProc();
    mountTerminals();
    require(::sethostname("playground", 10) == 0, "name the host");
    enterWorkspace();

    Outcome<LandlockRules> rules = LandlockRules::forBox();
    if (!rules)
        require(std::unexpected(rules.error()));
    if (m_plan.session)
        serveSession(std::move(*rules));
    require(emptyBoundingSet()); // once for both
    const pid_t learner = startLearner();
    if (learner > 0)
        superviseLearner(learner);
    becomeLearner(std::move(*rules));
    return m_plan.program;
}

void Box::tieToSteward()
{
    m_descriptors.status.moveTo(firstSafeDescriptor); // where no standard stream will be put
    require(::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0, "ask to die with the steward");
    require(::prctl(PR_SET_NAME, "box-init", 0, 0, 0) == 0, "name the first process");
}

/// The steward is 0 in its own namespace and a plain user outside; in here the same user is the learner.
void Box::mapIds()
{
    const std::string map = std::to_string(learnerId) + " 0 1";
    require(writeFile("/proc/self/setgroups", "deny"), "forbid setgroups in the box");
    require(writeFile("/proc/self/uid_map", map), steps::mapBoxUser);
    require(writeFile("/proc/self/gid_map", map), "map the group of the box");
}

/// Limits of the box's own user namespace. The steward's /proc is still the one that is mounted here. A new
/// file system counts as a mount namespace until it is attached, so all of them are there by now.
void Box::limitNamespaceUse()
{
    for (const char *kind : {"user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time"}) {
        const std::string path = std::string("/proc/sys/user/max_") + kind + "_namespaces";
        require(writeFile(path.c_str(), "0"), "forbid further namespaces");
    }
    require(writeFile("/proc/sys/user/max_inotify_instances", "8"), "limit inotify instances");
    require(writeFile("/proc/sys/user/max_inotify_watches", "512"), "limit inotify watches");
    require(writeFile("/proc/self/oom_score_adj", "1000"), "stand first when memory runs out");
}

/// Onto the directory itself: a parent in the same file system would let the learner rename the workspace.
void Box::attachWorkspace()
{
    require(Mount(std::move(m_descriptors.workspace)).attach(AT_FDCWD, homePath));
    require(Mount(std::move(m_descriptors.temporary)).attach(AT_FDCWD, "/tmp"));
}

void Box::attachMounts()
{
    makePlacesBelowMnt();
    for (std::size_t i = 0; i < m_plan.mounts.size(); ++i) {
        // The steward has seen to it that this is a directory, not a link that leads elsewhere.
        const FileDescriptor place(
            ::open(m_plan.mounts[i].c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        require(place.isValid(), "open a mount point");
        require(Mount(std::move(m_descriptors.mounts[i])).attachTo(place.get()));
    }
}

/// The root of the box is read-only and shared by all boxes: /mnt gets a small file system of its own.
void Box::makePlacesBelowMnt()
{
    const auto isBelowMnt = [](const std::string &path) { return path.starts_with("/mnt/"); };
    if (std::ranges::none_of(m_plan.mounts, isBelowMnt))
        return;
    Outcome<Mount> places = Mount::tmpfs({.bytes = 64 << 10, .inodes = 64});
    if (!places)
        require(std::unexpected(places.error()));
    for (const std::string &path : m_plan.mounts | std::views::filter(isBelowMnt)) {
        const std::string relative = path.substr(5) + '/';
        for (std::size_t slash = relative.find('/'); slash != std::string::npos;
             slash = relative.find('/', slash + 1)) {
            const std::string folder = relative.substr(0, slash);
            require(::mkdirat(places->descriptor(), folder.c_str(), 0755) == 0 || errno == EEXIST,
                "make a mount point");
        }
    }
    require(places->restrict(MOUNT_ATTR_RDONLY));
    require(places->attach(AT_FDCWD, "/mnt"));
}

void Box::mountProc()
{
    require(::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY,
                "hidepid=invisible")
            == 0,
        steps::mountBoxProc);
    // The kernel shows every key of the user id here, whatever the namespace; the user's names for them are nobody's
    // business. A kernel without keys has no such files.
    for (const char *file : {"/proc/keys", "/proc/key-users"})
        require(::mount("/dev/null", file, nullptr, MS_BIND, nullptr) == 0 || errno == ENOENT, "cover the list of keys");
}

void Box::mountTerminals()
{
    require(::mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC,
                "newinstance,ptmxmode=0666,mode=0620,max=4")
            == 0,
        "mount /dev/pts in the box");
}

void Box::enterWorkspace()
{
    require(::chdir(homePath) == 0, "enter the workspace");
}

pid_t Box::startLearner()
{
    if (m_hooks.before)
        m_hooks.before();
    const pid_t learner = ::fork();
    require(learner >= 0, "start the second process");
    if (learner == 0 && m_hooks.inChild)
        m_hooks.inChild();
    return learner;
}

void Box::becomeLearner(LandlockRules rules)
{
    require(::setsid() >= 0, "start a session");
    if (!interpreterRuns())
        restoreSignals();
    require(dropCapabilities());
    require(std::move(rules).restrictSelf());
    takeStreams(waitForGo());
    require(::prctl(PR_SET_NAME, "python3", 0, 0, 0) == 0, "name the program");
    ::umask(m_plan.program.umask);
    require(limitResources(m_plan.program.limits));
    closeOtherDescriptors();
    // The last act: nothing of ours runs after it.
    require((m_plan.program.traced ? m_filters.traced : m_filters.plain).install());
}

/// The kernel attaches our pid to the hello, so nobody has to guess it.
std::vector<FileDescriptor> Box::waitForGo()
{
    sandbox::protocol::Writer hello;
    hello(Hello{.linePage = reinterpret_cast<std::uint64_t>(m_hooks.linePage)});
    require(m_descriptors.handover.send(hello.bytes()));
    Outcome<Message> message = m_descriptors.handover.receive();
    if (!message)
        require(std::unexpected(message.error()));
    m_descriptors.handover.close();
    Go go;
    sandbox::protocol::Reader reader(message->bytes);
    reader(go);
    require(reader.isComplete(), "receive the go");
    if (go.bringsPlan)
        m_plan.program = std::move(go.plan);
    require(message->descriptors.size() == streamCount(), "receive the standard streams");
    return std::move(message->descriptors);
}

void Box::takeStreams(std::vector<FileDescriptor> streams)
{
    // First out of the way of the numbers they are about to get, and of one another.
    for (FileDescriptor &stream : streams)
        stream.reset(::fcntl(stream.get(), F_DUPFD_CLOEXEC, firstSafeDescriptor));
    for (std::size_t i = 0; i < streams.size(); ++i)
        require(::dup2(streams[i].get(), static_cast<int>(i)) >= 0, "take a standard stream");
}

/// Before exec they only get marked: a failing exec can still be reported.
void Box::closeOtherDescriptors()
{
    if (interpreterRuns())
        m_descriptors.status.close();
    require(::close_range(streamCount(), ~0U, interpreterRuns() ? 0 : CLOSE_RANGE_CLOEXEC) == 0,
        "close the other descriptors");
}

void Box::runPython()
{
    std::vector<std::string> arguments{"python3", "main.py"};
    arguments.insert(arguments.end(), m_plan.program.arguments.begin(), m_plan.program.arguments.end());
    ::execve(pythonPath, pointersTo(arguments).data(), pointersTo(m_plan.program.environment).data());
    require(false, steps::startPython);
    ::_exit(setUpFailedStatus);
}

void Box::superviseLearner(pid_t learner)
{
    // Not readable by the learner, who has the same user id: /proc/1 then belongs to nobody.
    require(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0, "become invisible to the program");
    require(dropCapabilities());
    require(closeAllBut({m_descriptors.status.descriptor()}), "close the descriptors of init");
    restoreSignals(); // the kernel keeps from a first process what it has no handler for; Python has brought one
    require(m_filters.init.install());
    for (;;) {
        int status = 0;
        if (::waitpid(-1, &status, 0) != learner)
            continue;
        report({.kind = BoxStatus::Kind::Ended, .waitStatus = status});
        ::_exit(0);
    }
}

/// Init of a session has the learner's own few rights from the start. Only the filter comes with each program: it
/// would keep init from binding them.
void Box::serveSession(LandlockRules rules)
{
    require(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0, "become invisible to the programs");
    require(dropCapabilities());
    require(std::move(rules).restrictSelf());
    SessionInit(m_plan.program, m_descriptors.status, m_descriptors.handover, m_filters.plain).serve();
}

void Box::require(const Outcome<> &step)
{
    if (step)
        return;
    report({.kind = BoxStatus::Kind::StepFailed,
        .step = step.error().step,
        .errnum = step.error().errnum});
    ::_exit(setUpFailedStatus);
}

void Box::require(bool worked, const char *step)
{
    if (!worked)
        require(failed(step));
}

void Box::report(const BoxStatus &status)
{
    sandbox::protocol::Writer writer;
    writer(status);
    (void)m_descriptors.status.send(writer.bytes()); // a steward that is gone needs no word
}

} // namespace ringside::supervisor
