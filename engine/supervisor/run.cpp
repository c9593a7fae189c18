#include "supervisor/run.h"

#include "supervisor/treeattack.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <sys/wait.h>

namespace ringside::supervisor {

using namespace std::chrono_literals;
using sandbox::protocol::Entry;
using sandbox::protocol::Finished;
using sandbox::protocol::StartKind;
using sandbox::protocol::Stream;

namespace {

constexpr auto patienceWithLens = 3s; // a box is not gone before its lens has seen everyone's end
constexpr auto awaitInterval = 50ms; // a zygote that is ready wakes us; this is for one that has to be replaced first
constexpr int warmStarts = 3; // tries, when a program must be warm
constexpr int entriesPerSlice = 256;

} // namespace

Run::Run(sandbox::protocol::RunBegin settings, JobServices &services,
    std::unique_ptr<JobObserver> observer)
    : m_settings(std::move(settings))
    , m_plan(planFor(m_settings))
    , m_services(services)
    , m_observer(std::move(observer))
    , m_streams(m_settings.outputBytes, m_settings.valueBytes,
          [this](Stream stream, std::string bytes) { m_observer->output(stream, std::move(bytes)); })
{
    m_settings.trace.isOn = m_plan.program.traced = m_settings.trace.isOn && services.canTrace;
    m_report.traced = m_settings.trace.isOn;
    if (takeArmedBox())
        return;
    Outcome<RunFiles> files = RunFiles::create(m_settings);
    if (files)
        m_files = std::move(*files);
    else
        fail(files.error());
}

bool Run::mayBeWarm() const
{
    return m_settings.start != StartKind::Cold && m_settings.canBeWarm && BoxProcess::fitsIntoGo(m_plan.program);
}

/// What a traced program imports shall be seen.
ZygoteKind Run::kind() const
{
    return m_settings.wantsStock && !m_settings.trace.isOn ? ZygoteKind::Stocked : ZygoteKind::Slim;
}

/// A box that waits already, when there is one that serves.
bool Run::takeArmedBox()
{
    if (!BoxProcess::fitsIntoGo(m_plan.program) || !RunFiles::areUsual(m_settings))
        return false;
    const bool isWarm = mayBeWarm();
    if (!isWarm && m_settings.start == StartKind::Warm)
        return false; // startBox() refuses it
    std::optional<ArmedBox> armed = m_services.armed.take(isWarm ? ArmedBoxes::Kind(kind()) : std::nullopt);
    if (!armed)
        return false;
    m_files = std::move(armed->files);
    m_box.emplace(std::move(armed->process));
    m_report.warm = isWarm;
    return true;
}

void Run::addEntry(const Entry &entry)
{
    if (m_phase == Phase::Filling)
        note(m_files->add(entry));
}

void Run::addContent(std::string_view bytes)
{
    if (m_phase == Phase::Filling)
        note(m_files->addContent(bytes));
}

void Run::addInput(std::string_view bytes)
{
    m_streams.addInput(bytes);
}

void Run::start()
{
    if (m_phase != Phase::Filling)
        return;
    note(m_files->finish());
    if (m_phase == Phase::Over)
        return;
    m_phase = Phase::Awaiting;
    takeBox();
}

/// A program that must be warm waits for its zygote: soon after the start, or on a busy machine, none may be ready.
void Run::takeBox()
{
    const bool mustBeWarm = m_settings.start == StartKind::Warm && mayBeWarm();
    if (!m_box) {
        if (mustBeWarm && !m_services.zygotes.isSettled(kind()))
            return;
        Outcome<BoxProcess> box = startBox();
        if (!box && mustBeWarm && ++m_failedWarmStarts < warmStarts)
            return;
        if (!box)
            return fail(box.error());
        m_box.emplace(std::move(*box));
    }
    m_begin = Clock::now();
    m_phase = Phase::Preparing;
    if (m_settings.trace.isOn)
        note(startLens());
}

Outcome<> Run::startLens()
{
    Outcome<RunStreams::FarEnds> farEnds = m_streams.open(m_settings.valueChannel);
    if (!farEnds)
        return std::unexpected(farEnds.error());
    if (Outcome<> limited = m_box->limit(m_settings.memoryBytes, m_settings.processes); !limited)
        return limited;
    Outcome<LensProcess> lens = LensProcess::start(m_settings.trace, m_settings.run,
        m_box->goFor(m_plan.program), m_box->takeHandover(), std::move(*farEnds));
    if (!lens)
        return std::unexpected(lens.error());
    m_lens.emplace(std::move(*lens));
    return {};
}

/// Warm where it makes no difference to the program but the time it takes.
Outcome<BoxProcess> Run::startBox()
{
    Zygote *zygote = mayBeWarm() ? m_services.zygotes.find(kind()) : nullptr;
    if (!zygote && mayBeWarm())
        zygote = m_services.zygotes.find(ZygoteKind::Slim); // serves everyone, if not as fast
    if (zygote) {
        const BoxPlan withoutProgram{
            .mounts = m_plan.mounts, .session = false, .program = {}};
        Outcome<BoxProcess> box = BoxProcess::startWarm(withoutProgram, *m_files, *zygote, m_services.groups.make());
        m_report.warm = box.has_value();
        if (box || m_settings.start == StartKind::Warm)
            return box;
    }
    if (m_settings.start == StartKind::Warm)
        return std::unexpected(
            Failure{.step = "start this program warm", .kind = Failure::Kind::Unsupported});
    return BoxProcess::startCold(
        m_plan, *m_files, m_services.filters, m_services.groups.make());
}

void Run::stop()
{
    if (m_phase == Phase::Filling || m_phase == Phase::Awaiting)
        concludeUnstarted();
    else
        end(EndingKind::Stopped, 0);
}

void Run::advance()
{
    if (m_phase == Phase::Awaiting)
        takeBox();
    if (m_phase == Phase::Preparing)
        prepare();
    if (m_phase == Phase::Running)
        run();
    if (m_phase == Phase::Reading)
        readResult();
}

void Run::prepare()
{
    if (std::optional<Failure> failure = m_box->setUpFailure())
        return failToPrepare(*failure);
    if (m_lens)
        prepareTraced();
    else if (m_box->saysHello())
        letGo();
    if (m_phase != Phase::Preparing)
        return;
    if (std::optional<BoxEnd> boxEnd = m_box->reap()) {
        const std::optional<BoxStatus> &status = boxEnd->status;
        if (status && status->kind == BoxStatus::Kind::StepFailed)
            fail({.step = status->step, .errnum = status->errnum});
        else if (m_endedBy)
            concludeUnstarted();
        else
            fail({.step = "prepare the box: it was killed", .errnum = ECHILD});
    } else if (Clock::now() > m_begin + longestPreparation) {
        fail({.step = "prepare the box", .errnum = ETIMEDOUT});
    }
}

/// Who was killed by us, because the client wants it so, fails at whatever it was doing.
void Run::failToPrepare(const Failure &failure)
{
    m_endedBy ? concludeUnstarted() : fail(failure);
}

/// Here the lens hears the hello and says go.
void Run::prepareTraced()
{
    const std::optional<LensWord> word = m_lens->nextWord();
    if (word && word->kind == LensWord::Kind::Seized)
        beginRunning();
    else if (word)
        failToPrepare({.step = word->step, .errnum = word->errnum});
    else if (m_lens->isOver() && !m_endedBy)
        fail({.step = "trace the program: the lens was killed", .errnum = ECHILD});
}

void Run::letGo()
{
    Outcome<RunStreams::FarEnds> farEnds = m_streams.open(m_settings.valueChannel);
    if (!farEnds)
        return fail(farEnds.error());
    if (Outcome<> limited = m_box->limit(m_settings.memoryBytes, m_settings.processes); !limited)
        return fail(limited.error());
    std::vector<int> descriptors;
    for (const FileDescriptor &farEnd : *farEnds)
        descriptors.push_back(farEnd.get());
    if (Outcome<> gone = m_box->go(m_plan.program, descriptors); !gone)
        return failToPrepare(gone.error());
    beginRunning();
}

void Run::beginRunning()
{
    m_boxId = ProcessCensus::boxOf(m_box->pid());
    m_begin = Clock::now();
    m_phase = Phase::Running;
}

void Run::run()
{
    m_streams.pump();
    if (m_lens)
        followLens();
    if (m_phase != Phase::Running)
        return;
    checkLimits();
    if (!m_boxEnd)
        m_boxEnd = m_box->reap();
    const bool isTraceRead = isLensDone();
    if (m_boxEnd && isTraceRead)
        conclude(*m_boxEnd);
}

void Run::followLens()
{
    if (m_observer->hasRoom()
        && !m_lens->pump([this](std::string records) { m_observer->traced(std::move(records)); }))
        return fail({.step = "read the trace", .errnum = EPROTO});
    if (m_isReadingSnapshot)
        goOnAfterSnapshot();
    while (const std::optional<LensWord> word = m_isReadingSnapshot ? std::nullopt : m_lens->nextWord())
        obey(*word);
    if (Clock::now() > m_patienceWithLens)
        m_lens->kill();
}

void Run::obey(const LensWord &word)
{
    switch (word.kind) {
    case LensWord::Kind::Snapshot:
        m_observer->snapshotBegins(word.figure);
        m_treesRead = 0;
        m_isReadingSnapshot = true;
        return goOnAfterSnapshot();
    case LensWord::Kind::Attack:
        if (word.figure < m_settings.trace.attacks.size())
            attackTree(m_files->tree(0), m_settings.trace.attacks[word.figure]);
        return m_lens->goOn();
    case LensWord::Kind::OverLimit:
        return end(EndingKind::CallLimit, word.figure);
    case LensWord::Kind::Seized:
    case LensWord::Kind::Failed:
        break;
    }
}

void Run::goOnAfterSnapshot()
{
    if (!readTrees())
        return;
    m_isReadingSnapshot = false;
    m_observer->snapshotEnds();
    m_lens->goOn();
}

/// The trace is complete, or will never be.
bool Run::isLensDone()
{
    return !m_lens || (!m_isReadingSnapshot && m_lens->isOver());
}

void Run::checkLimits()
{
    const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_begin);
    if (m_streams.isOverOutputCap())
        end(EndingKind::OutputLimit, m_streams.outputBytes());
    else if (elapsed.count() >= m_settings.wallMs)
        end(EndingKind::WallLimit, elapsed.count());
}

void Run::watch(const BoxUsage &usage)
{
    if (m_phase != Phase::Running)
        return;
    m_report.peakMemoryBytes = std::max(m_report.peakMemoryBytes, usage.memoryBytes());
    m_report.peakProcesses = std::max(m_report.peakProcesses, usage.processes);
    if (!m_box->hasGroup() && usage.memoryBytes() > m_settings.memoryBytes)
        end(EndingKind::MemoryLimit, usage.memoryBytes());
    else if (usage.largestCpu.count() >= m_settings.cpuMs)
        end(EndingKind::CpuLimit, usage.largestCpu.count());
}

/// The first reason counts.
void Run::end(EndingKind ending, std::int64_t figure)
{
    if (m_endedBy || !m_box || m_phase == Phase::Reading || m_phase == Phase::Over)
        return;
    m_endedBy = ending;
    m_report.limitReached = figure;
    m_patienceWithLens = Clock::now() + patienceWithLens;
    m_box->kill();
}

void Run::conclude(const BoxEnd &boxEnd)
{
    m_report.wallUs
        = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_begin).count();
    m_streams.drain();
    if (m_streams.isOverOutputCap())
        end(EndingKind::OutputLimit, m_streams.outputBytes());
    noteMemory(boxEnd);
    m_box.reset();
    if (boxEnd.status && boxEnd.status->kind == BoxStatus::Kind::StepFailed)
        return fail({.step = boxEnd.status->step, .errnum = boxEnd.status->errnum});
    if (m_lens && !m_lens->sawTheEnd() && !m_endedBy) // and the program went with it
        return fail({.step = "trace the program: the lens was killed", .errnum = ECHILD});
    m_lens.reset();

    m_report.cpuUs = boxEnd.cpu.count();
    m_report.peakProcesses = std::max(m_report.peakProcesses, 1);
    m_report.outputTruncated = m_streams.isOverOutputCap();
    m_report.valueTruncated = m_streams.isOverValueCap();
    const int status = boxEnd.status ? boxEnd.status->waitStatus : SIGKILL; // init killed: all were
    m_report.exitStatus = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    m_report.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (m_report.signal == SIGXCPU && boxEnd.cpu >= std::chrono::milliseconds(m_settings.cpuMs)) {
        m_endedBy = EndingKind::CpuLimit; // the kernel was faster than our watch
        m_report.limitReached = boxEnd.cpu / 1ms;
    }
    if (m_endedBy)
        m_report.signal = 0; // it was ours
    m_report.ending = m_endedBy.value_or(
        WIFEXITED(status) ? EndingKind::Exited : EndingKind::Signalled);
    m_phase = Phase::Reading;
    m_treesRead = 0;
    if (!m_settings.wantTree)
        m_treesRead = m_files->treeCount();
}

/// Where there is a control group, the kernel has counted, and ended a program at its limit.
void Run::noteMemory(const BoxEnd &boxEnd)
{
    m_report.peakMemoryBytes = boxEnd.memory ? boxEnd.memory->peakBytes
                                             : std::max(m_report.peakMemoryBytes, boxEnd.largestProcessBytes);
    if (!boxEnd.memory || !boxEnd.memory->isUsedUp || m_endedBy)
        return;
    m_endedBy = EndingKind::MemoryLimit;
    m_report.limitReached = std::max(boxEnd.memory->peakBytes, m_settings.memoryBytes);
}

/// Stopped before the program had its first instruction.
void Run::concludeUnstarted()
{
    m_lens.reset();
    m_box.reset();
    m_files.reset();
    m_phase = Phase::Over;
    m_report.ending = EndingKind::Stopped;
    m_observer->finished(m_report);
}

void Run::readResult()
{
    if (!readTrees())
        return;
    m_files.reset();
    m_phase = Phase::Over;
    m_observer->finished(m_report);
}

/// Reads on in the trees from m_treesRead on. True when nothing is left.
bool Run::readTrees()
{
    while (m_treesRead < m_files->treeCount() && m_observer->hasRoom()) {
        const auto tree = static_cast<std::uint32_t>(m_treesRead);
        if (!m_reader)
            m_reader.emplace(m_files->tree(m_treesRead), TreeCaps{},
                TreeReader::Sink{.entry =
                                     [this, tree](Entry entry) {
                                         entry.tree = tree;
                                         m_observer->entry(std::move(entry));
                                     },
                    .content = [this](std::string bytes) { m_observer->content(std::move(bytes)); }});
        if (m_reader->step(entriesPerSlice))
            return false; // others have their turn
        m_observer->treeEnd(tree, m_reader->isTruncated());
        m_reader.reset();
        ++m_treesRead;
    }
    return m_treesRead >= m_files->treeCount();
}

std::optional<ProcessCensus::BoxId> Run::runningBox() const
{
    return m_phase == Phase::Running ? m_boxId : std::nullopt;
}

Run::Clock::time_point Run::nextDeadline() const
{
    switch (m_phase) {
    case Phase::Awaiting:
        return Clock::now() + awaitInterval;
    case Phase::Preparing:
        return m_begin + longestPreparation;
    case Phase::Running:
        if (m_isReadingSnapshot && m_observer->hasRoom())
            return Clock::now();
        if (m_endedBy)
            return m_lens ? m_patienceWithLens : Clock::time_point::max();
        return m_begin + std::chrono::milliseconds(m_settings.wallMs);
    case Phase::Reading:
        return m_observer->hasRoom() ? Clock::now() : Clock::time_point::max();
    case Phase::Filling:
    case Phase::Over:
        break;
    }
    return Clock::time_point::max();
}

void Run::addPolls(std::vector<pollfd> &polls) const
{
    if (!m_box)
        return;
    m_box->addPolls(polls);
    m_streams.addPolls(polls);
    if (m_lens)
        m_lens->addPolls(polls, m_observer->hasRoom());
}

void Run::note(const Outcome<> &outcome)
{
    if (!outcome)
        fail(asSeenByAuthor(outcome.error()));
}

void Run::fail(const Failure &failure)
{
    if (m_phase == Phase::Over)
        return;
    m_lens.reset();
    m_box.reset(); // kills what is there
    m_files.reset();
    m_phase = Phase::Over;
    m_observer->failed(failure);
}

} // namespace ringside::supervisor
