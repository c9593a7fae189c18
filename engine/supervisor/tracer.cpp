#include "supervisor/tracer.h"

#include "supervisor/callregisters.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <ranges>
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <utility>

namespace ringside::supervisor {

using sandbox::protocol::TraceAction;
using sandbox::protocol::TraceRule;

namespace {

constexpr int callStopSignal = SIGTRAP | 0x80; // PTRACE_O_TRACESYSGOOD
constexpr unsigned eventShift = 16; // of a wait status
constexpr std::uint64_t mostToRemember = 256U << 20; // bytes: five times what all calls that are shown usually take
constexpr std::size_t countsPerRecord = 10'000; // a frame holds four times as many

int eventOf(int status)
{
    return status >> eventShift;
}

/// The kernel's own codes for "will be tried again": a program never sees them. Source: include/linux/errno.h.
bool isRestart(std::int64_t result)
{
    return result <= -512 && result >= -516;
}

/// Whether it is inside a call that makes a thread or process.
bool isMaking(const TracedThread &thread)
{
    const std::string_view name = thread.call ? thread.call->what->name : "";
    return name == "clone" || name == "fork" || name == "vfork";
}

std::uint64_t cloneFlagsOf(const TracedThread &maker)
{
    return maker.call && maker.call->what->name == "clone" ? maker.call->arguments[0] : 0;
}

std::uint64_t eventMessage(pid_t thread)
{
    unsigned long message = 0;
    ::ptrace(PTRACE_GETEVENTMSG, thread, nullptr, &message);
    return message;
}

} // namespace

Tracer::Tracer(const sandbox::protocol::TraceSettings &settings, int processes, TraceWriter &writer,
    MessageSocket &steward)
    : m_settings(settings)
    , m_writer(writer)
    , m_steward(steward)
    , m_files(processes, writer)
    , m_attribution(settings, processes, writer)
    , m_reader(settings, m_files)
    , m_perturbation(settings.rules)
{
    for (const std::string &root : settings.changeRoots) {
        struct stat status{};
        if (::stat(root.c_str(), &status) == 0)
            m_changeDevices.insert(status.st_dev);
    }
    m_start = now();
}

Tracer::Nanoseconds Tracer::now() const
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<Nanoseconds>(time.tv_sec) * 1'000'000'000 + static_cast<Nanoseconds>(time.tv_nsec)
        - m_start;
}

bool Tracer::begin(pid_t program, std::uint64_t linePage)
{
    m_program = program;
    TracedThread &thread = addThread(program, nullptr, 0);
    // Before anything of the learner's has run: what is on the stack now is Python's own.
    m_attribution.learn(thread);
    const bool isReadable = thread.process->stack.isPython();
    if (!isReadable && m_settings.attribution == sandbox::protocol::TraceAttribution::Automatic)
        thread.process->linePage = linePage;
    return thread.process->linePage != 0;
}

// The loop

void Tracer::run()
{
    while (!m_threads.empty()) {
        const std::optional<Status> status = nextStatus();
        if (!status)
            break; // no tracee is left
        handle(*status);
    }
    writeCounts();
    m_writer.add(sandbox::protocol::TraceEnd{
        .calls = m_calls, .overLimit = m_isOverLimit, .walksPython = m_attribution.onlyWalked()});
    m_writer.flush();
}

std::optional<Tracer::Status> Tracer::nextStatus()
{
    if (!m_waiting.empty()) {
        const Status first = m_waiting.front();
        m_waiting.pop_front();
        return first;
    }
    std::optional<Status> status = wait(WNOHANG);
    if (status && status->thread != 0)
        return status;
    for (;;) {
        m_writer.prepareToWait();
        status = wait(0);
        if (status || errno != EINTR)
            return status;
        m_writer.flushWhenDue();
    }
}

std::optional<Tracer::Status> Tracer::wait(int flags)
{
    Status found;
    found.thread = ::waitpid(-1, &found.status, __WALL | flags);
    return found.thread < 0 ? std::nullopt : std::optional(found);
}

void Tracer::handle(Status status)
{
    if (!WIFSTOPPED(status.status))
        return handleEnd(status);
    const auto thread = m_threads.find(status.thread);
    if (thread == m_threads.end()) {
        m_early.insert(status.thread);
        return adoptOrphans();
    }
    thread->second.isStopped = true;
    handleStop(thread->second, status.status);
}

void Tracer::handleStop(TracedThread &thread, int status)
{
    const int signal = WSTOPSIG(status);
    switch (eventOf(status)) {
    case PTRACE_EVENT_SECCOMP:
        return handleCallStop(thread);
    case PTRACE_EVENT_FORK:
    case PTRACE_EVENT_VFORK:
    case PTRACE_EVENT_CLONE:
        return handleNewThread(thread);
    case PTRACE_EVENT_EXEC:
        return handleExec(thread);
    case PTRACE_EVENT_STOP:
        // The first stop of a new thread, one that we asked for, or a stop of the whole process: that one lasts.
        if (signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU) {
            thread.isStopped = false;
            ::ptrace(PTRACE_LISTEN, thread.id, nullptr, nullptr);
            return;
        }
        return resume(thread);
    case 0:
        if (signal == callStopSignal)
            return handleCallStop(thread);
        m_writer.add(sandbox::protocol::TraceSignal{.process = thread.process->id,
            .thread = thread.idInBox,
            .signal = signal,
            .timeNs = now()});
        return resume(thread, signal);
    default:
        return resume(thread);
    }
}

void Tracer::handleCallStop(TracedThread &thread)
{
    __ptrace_syscall_info info{};
    if (::ptrace(PTRACE_GET_SYSCALL_INFO, thread.id, sizeof info, &info) <= 0)
        return; // killed meanwhile
    if (info.op == PTRACE_SYSCALL_INFO_SECCOMP) {
        Arguments arguments;
        std::copy_n(info.seccomp.args, arguments.size(), arguments.begin());
        enter(thread, static_cast<int>(info.seccomp.nr), arguments);
    } else if (info.op == PTRACE_SYSCALL_INFO_EXIT && thread.call) {
        leave(thread, info.exit.rval);
    }
    resume(thread);
}

void Tracer::resume(TracedThread &thread, int signal)
{
    thread.isStopped = false;
    // With a call under way its exit is wanted; otherwise the filter tells when the next one begins.
    ::ptrace(thread.call ? PTRACE_SYSCALL : PTRACE_CONT, thread.id, nullptr, signal);
}

// Threads and processes

TracedThread &Tracer::addThread(pid_t id, TracedThread *parent, std::uint64_t cloneFlags)
{
    TracedThread thread{.id = id, .idInBox = m_files.idInBox(id)};
    const std::uint32_t site = parent && parent->call ? parent->call->record.site : 0;
    if (parent && (cloneFlags & CLONE_THREAD) != 0) {
        thread.process = parent->process;
        thread.spawnSite = site;
    } else {
        const TracedProcess *original = parent ? parent->process.get() : nullptr;
        thread.process = std::make_shared<TracedProcess>(original ? original->stack.ofChild() : m_attribution.newStack());
        TracedProcess &process = *thread.process;
        process.id = ++m_processCount;
        process.pid = id;
        if (original) {
            process.directory = original->directory;
            process.sawLearner = original->sawLearner;
            process.spawnSite = site != 0 ? site : original->spawnSite;
            process.formerId = parent->idInBox;
            process.linePage = original->linePage;
            process.descriptors = (cloneFlags & CLONE_FILES) != 0
                ? original->descriptors
                : std::make_shared<DescriptorTable>(*original->descriptors);
        }
        m_writer.add(sandbox::protocol::TraceProcess{.id = process.id,
            .pid = thread.idInBox,
            .parent = original ? original->id : 0,
            .site = process.spawnSite,
            .sharesDescriptors = (cloneFlags & CLONE_FILES) != 0,
            .timeNs = now()});
    }
    ++thread.process->threads;
    return m_threads[id] = std::move(thread);
}

void Tracer::handleNewThread(TracedThread &parent)
{
    const auto id = static_cast<pid_t>(eventMessage(parent.id));
    if (id > 0 && !m_threads.contains(id)) {
        TracedThread &thread = addThread(id, &parent, cloneFlagsOf(parent));
        if (m_early.erase(id) > 0)
            resume(thread);
    }
    resume(parent);
}

/// Who is killed before the word of what it has made is out never gives it. What nobody alive can have made is an orphan;
/// whose, nothing tells any more, and that is seldom a question.
void Tracer::adoptOrphans()
{
    if (!m_lastDeadMaker)
        return;
    for (auto early = m_early.begin(); early != m_early.end();) {
        const pid_t id = *early++;
        if (hasLivingMaker(id))
            continue;
        m_early.erase(id);
        resume(addThread(id, &*m_lastDeadMaker, cloneFlagsOf(*m_lastDeadMaker)));
    }
}

bool Tracer::hasLivingMaker(pid_t id) const
{
    const pid_t parent = m_files.parentOf(id);
    return std::ranges::any_of(m_threads | std::views::values, [parent](const TracedThread &thread) {
        return isMaking(thread) && (thread.process->pid == parent || (cloneFlagsOf(thread) & CLONE_PARENT) != 0);
    });
}

/// A thread that is not the first of its process takes the first one's id.
void Tracer::handleExec(TracedThread &thread)
{
    const pid_t id = thread.id;
    const auto former = static_cast<pid_t>(eventMessage(id));
    if (former != id && m_threads.contains(former)) {
        TracedThread moved = std::move(m_threads.at(former));
        m_threads.erase(former);
        moved.id = id;
        moved.idInBox = m_files.idInBox(id);
        m_threads.at(id) = std::move(moved);
    }
    TracedThread &survivor = m_threads.at(id);
    TracedProcess &process = *survivor.process;
    process.stack.forget();
    process.sawLearner = false;
    process.formerId = 0;
    process.linePage = 0;
    process.threads = 1;
    process.directory = 0;
    survivor.spawnSite = 0;
    // The exec that a cold run begins with is no line's doing.
    const bool isFirst = survivor.call && survivor.call->phase == sandbox::protocol::TracePhase::Startup;
    if (survivor.call && survivor.call->record.site != 0 && !isFirst)
        process.spawnSite = survivor.call->record.site;
    m_files.readAll(process, now());
    resume(survivor);
}

void Tracer::handleEnd(Status status)
{
    const auto found = m_threads.find(status.thread);
    if (found == m_threads.end()) {
        m_early.erase(status.thread);
        return;
    }
    TracedThread &thread = found->second;
    if (isMaking(thread))
        m_lastDeadMaker = thread;
    if (thread.call) {
        thread.call->record.flags |= sandbox::protocol::CallUnfinished;
        record(thread);
    }
    TracedProcess &process = *thread.process;
    --process.threads;
    process.stack.forget(thread.id);
    // The first thread is reported when the last one is gone: it speaks for the process.
    if (thread.id == process.pid)
        m_writer.add(sandbox::protocol::TraceProcessEnd{
            .process = process.id, .waitStatus = status.status, .timeNs = now()});
    if (thread.id == m_program)
        m_isProgramAlive = false;
    m_threads.erase(found);
    adoptOrphans();
}

// Calls

void Tracer::enter(TracedThread &thread, int number, const Arguments &arguments)
{
    const sandbox::SystemCall *what = sandbox::findSystemCall(number);
    if (!what)
        return;
    if (!thread.process->descriptors) // it has the streams of its own only since it was let go
        m_files.readAll(*thread.process, now());
    PendingCall &call = thread.call.emplace();
    call.what = what;
    call.arguments = arguments;
    m_reader.readEntry(thread, call);
    const Attribution::Place place = m_attribution.placeOf(thread, call);
    call.phase = place.phase;
    call.line = place.line;
    call.record.process = thread.process->id;
    call.record.thread = thread.idInBox;
    call.record.number = static_cast<std::uint16_t>(number);
    call.record.site = place.site;
    if (thread.process->threads > 1)
        call.record.flags |= sandbox::protocol::CallAmbiguous;
    thread.wasInterrupted = false;
    perturb(thread);
    call.record.timeNs = now();
    if (what->has(sandbox::NeverReturns)) {
        call.record.flags |= sandbox::protocol::CallUnfinished;
        record(thread);
    }
}

void Tracer::leave(TracedThread &thread, std::int64_t result)
{
    PendingCall &call = *thread.call;
    if (thread.wasInterrupted && isRestart(result)) {
        thread.call.reset(); // broken off by us; it comes again
        return;
    }
    call.record.durationNs = now() - call.record.timeNs;
    if (call.forcedResult) {
        result = *call.forcedResult;
        (void)callregisters::setResult(thread.id, result);
    }
    if (call.shortenedArgument)
        (void)callregisters::exchangeArgument(
            thread.id, *call.shortenedArgument, call.arguments[*call.shortenedArgument]);
    call.record.result = result;
    if (!call.forcedResult)
        m_reader.readExit(thread, call);
    if (hasChanged(call))
        call.record.change = ++m_changes;
    const bool isChange = call.record.change != 0;
    const bool dies = call.killAfter;
    record(thread);
    if (dies)
        killAll();
    else if (isChange)
        afterChange(thread);
}

void Tracer::record(TracedThread &thread)
{
    PendingCall &call = *thread.call;
    ++m_calls;
    if (m_calls > m_settings.shownCalls) {
        count(call);
    } else {
        sandbox::protocol::Writer details;
        details(call.details);
        call.record.details = details.take();
        m_writer.add(call.record);
    }
    thread.call.reset();
    if (isTooMuch() && !m_isOverLimit) {
        m_isOverLimit = true;
        sandbox::protocol::Writer word;
        const std::uint64_t calls = std::min(m_calls, m_settings.countedCalls);
        word(LensWord{.kind = LensWord::Kind::OverLimit, .figure = static_cast<std::uint32_t>(calls)});
        (void)m_steward.send(word.bytes());
        killAll();
    }
}

/// A call may bring much with it, and what it brings stays: with the client, or here. No limit of the box counts that.
bool Tracer::isTooMuch() const
{
    return m_calls > m_settings.countedCalls || m_writer.written() > mostToRemember
        || PythonCode::bytesRead() > mostToRemember;
}

void Tracer::count(const PendingCall &call)
{
    sandbox::protocol::TraceCounts::One &counts = m_counts[{call.record.site, call.record.number}];
    counts.site = call.record.site;
    counts.number = call.record.number;
    ++counts.calls;
    counts.failed += isError(call.record.result) ? 1 : 0;
}

void Tracer::writeCounts()
{
    sandbox::protocol::TraceCounts record;
    for (const auto &[key, counts] : m_counts) {
        record.counts.push_back(counts);
        if (record.counts.size() == countsPerRecord)
            m_writer.add(std::exchange(record, {}));
    }
    if (!record.counts.empty())
        m_writer.add(record);
}

/// Before the call: whether it may change the trees that matter, if it succeeds.
bool Tracer::mayChange(const PendingCall &call) const
{
    if (call.what->has(sandbox::Opens)) {
        const bool isOpenat2 = call.what->name == "openat2";
        const auto at = call.what->parameters.find('o');
        const auto flags = isOpenat2 && !call.details.numbers.empty()
            ? static_cast<std::uint64_t>(call.details.numbers[0])
            : at == std::string_view::npos ? O_CREAT | O_TRUNC : call.arguments[at];
        const bool makes = (flags & O_CREAT) != 0 && !call.existed && (flags & O_TMPFILE) != O_TMPFILE;
        return makes || ((flags & O_TRUNC) != 0 && call.sizeBefore > 0);
    }
    return call.what->has(sandbox::ChangesNames) || call.what->has(sandbox::WritesData);
}

bool Tracer::hasChanged(const PendingCall &call) const
{
    const bool succeeded = !isError(call.record.result) && !call.forcedResult;
    const bool wroteNothing = call.what->has(sandbox::WritesData) && call.record.result == 0
        && call.what->parameters.contains('u');
    return succeeded && mayChange(call) && !wroteNothing && m_changeDevices.contains(call.device);
}

// Perturbation

void Tracer::perturb(TracedThread &thread)
{
    if (m_settings.snapshots && m_changes == 0 && !m_tookFirstSnapshot && mayChange(*thread.call)) {
        m_tookFirstSnapshot = true;
        askSteward({.kind = LensWord::Kind::Snapshot, .figure = 0}, thread);
    }
    for (const TraceRule *rule : m_perturbation.rulesFor(*thread.call, mayChange(*thread.call)))
        apply(*rule, thread);
}

void Tracer::apply(const TraceRule &rule, TracedThread &thread)
{
    PendingCall &call = *thread.call;
    call.record.flags |= sandbox::protocol::CallInjected;
    switch (rule.action) {
    case TraceAction::Fail:
        if (callregisters::skip(thread.id))
            call.forcedResult = -rule.figure;
        break;
    case TraceAction::Shorten: {
        const std::optional<unsigned> argument = countArgument(call.what->name);
        if (argument && call.arguments[*argument] > static_cast<std::uint64_t>(rule.figure)
            && callregisters::exchangeArgument(thread.id, *argument, static_cast<std::uint64_t>(rule.figure)))
            call.shortenedArgument = argument;
        break;
    }
    case TraceAction::KillBefore:
        killAll();
        break;
    case TraceAction::KillAfter:
        call.killAfter = true;
        break;
    case TraceAction::Signal:
        ::kill(thread.process->pid, static_cast<int>(rule.figure));
        break;
    case TraceAction::Attack:
        askSteward({.kind = LensWord::Kind::Attack, .figure = static_cast<std::uint32_t>(rule.figure)}, thread);
        break;
    }
}

void Tracer::afterChange(TracedThread &thread)
{
    if (m_settings.snapshots)
        askSteward({.kind = LensWord::Kind::Snapshot, .figure = m_changes}, thread);
}

/// Waits until the steward has done it. Meanwhile nothing in the box moves.
void Tracer::askSteward(const LensWord &word, const TracedThread &thread)
{
    stopOthers(thread);
    m_writer.flush();
    sandbox::protocol::Writer writer;
    writer(word);
    if (m_steward.send(writer.bytes()))
        (void)m_steward.receive();
}

/// A thread that waits for its child in vfork() cannot be stopped, but does nothing either: not waited for long.
void Tracer::stopOthers(const TracedThread &thread)
{
    std::size_t moving = 0;
    for (auto &[id, other] : m_threads) {
        if (id == thread.id || other.isStopped)
            continue;
        moving += ::ptrace(PTRACE_INTERRUPT, id, nullptr, nullptr) == 0 ? 1 : 0;
        other.wasInterrupted = true;
    }
    constexpr Nanoseconds patience = 50'000'000;
    const Nanoseconds deadline = now() + patience;
    while (moving > 0 && now() < deadline) {
        const std::optional<Status> status = wait(WNOHANG);
        if (!status)
            return;
        if (status->thread == 0) {
            ::sched_yield();
            continue;
        }
        m_waiting.push_back(*status);
        const auto stopped = m_threads.find(status->thread);
        if (stopped == m_threads.end())
            continue; // new, and still from the beginning: it was not waited for
        stopped->second.isStopped = true;
        --moving;
    }
}

void Tracer::killAll()
{
    for (const auto &[id, thread] : m_threads)
        ::kill(id, SIGKILL);
}

} // namespace ringside::supervisor
