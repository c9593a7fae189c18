#include "supervisor/session.h"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>

namespace ringside::supervisor {

using namespace std::chrono_literals;
using sandbox::protocol::Entry;
using sandbox::protocol::EntryKind;
using sandbox::protocol::Finished;
using sandbox::protocol::ProgramEnded;
using sandbox::protocol::ProgramStart;
using sandbox::protocol::Stream;

namespace {

constexpr int entriesPerSlice = 256;
constexpr TreeCaps wholeContents{.contentBytes = 64 << 20}; // of each file; all together are capped, too
constexpr auto quietInterval = 5ms; // between looks whether the last process has gone

/// Below the workspace, from the paths the box is told.
std::vector<std::string> mountPlaces(const sandbox::protocol::RunBegin &settings)
{
    const std::string home = std::string(homePath) + '/';
    std::vector<std::string> places;
    for (const auto &mount : settings.mounts)
        if (mount.path.starts_with(home))
            places.push_back(mount.path.substr(home.size()));
    return places;
}

} // namespace

Session::Session(sandbox::protocol::RunBegin settings, JobServices &services,
    std::unique_ptr<JobObserver> observer)
    : m_settings(std::move(settings))
    , m_services(services)
    , m_observer(std::move(observer))
{
    Outcome<RunFiles> files = RunFiles::create(m_settings);
    if (files)
        m_files = std::move(*files);
    else
        fail(files.error());
}

void Session::addEntry(const Entry &entry)
{
    if (m_phase == Phase::Filling) {
        if (Outcome<> added = m_files->add(entry); !added)
            fail(asSeenByAuthor(added.error()));
    } else if (m_edits && !m_restore) {
        m_edits->addEntry(entry);
    }
}

void Session::addContent(std::string_view bytes)
{
    if (m_phase == Phase::Filling) {
        if (Outcome<> added = m_files->addContent(bytes); !added)
            fail(asSeenByAuthor(added.error()));
    } else if (m_edits && !m_restore) {
        m_edits->addContent(bytes);
    }
}

/// While the workspace is about to be replaced, single changes would be lost.
void Session::edit(std::uint32_t edit, auto act)
{
    if (m_edits && m_restore)
        replyToEdit(edit, failed("change the workspace while it is restored", EBUSY));
    else if (m_edits)
        replyToEdit(edit, act(*m_edits));
}

void Session::endEdit(std::uint32_t edit)
{
    if (m_edits && !m_restore && m_edits->isRestoring())
        m_restore = edit;
    else
        this->edit(edit, [](WorkspaceEdits &edits) { return edits.endPut(); });
}

void Session::beginRestore()
{
    if (!m_edits || m_restore)
        return;
    m_edits->beginRestore();
    if (m_program)
        endProgram(EndingKind::Stopped, 0);
    else if (!m_box->order({.kind = SessionOrder::Kind::KillAll}))
        m_box->kill();
}

void Session::remove(const sandbox::protocol::Remove &remove)
{
    edit(remove.edit, [&](WorkspaceEdits &edits) { return edits.remove(remove.path, remove.withContent); });
}

void Session::rename(const sandbox::protocol::Rename &rename)
{
    edit(rename.edit, [&](WorkspaceEdits &edits) { return edits.rename(rename.from, rename.to); });
}

void Session::setMode(const sandbox::protocol::SetMode &mode)
{
    edit(mode.edit, [&](WorkspaceEdits &edits) { return edits.setMode(mode.path, mode.mode); });
}

void Session::replyToEdit(std::uint32_t edit, const Outcome<> &outcome)
{
    if (outcome)
        m_observer->editDone({.edit = edit});
    else
        m_observer->editDone({.edit = edit,
            .failedStep = outcome.error().step,
            .errnum = outcome.error().errnum});
}

bool Session::isQuiet() const
{
    if (m_program || !m_boxId)
        return false;
    const auto usage = ProcessCensus::take({*m_boxId});
    const auto box = usage.find(*m_boxId);
    return box != usage.end() && box->second.processes == 0;
}

void Session::restoreWhenQuiet()
{
    if (!m_restore || !isQuiet())
        return;
    replyToEdit(*m_restore, m_edits->restore());
    m_restore.reset();
}

void Session::watchTree()
{
    if (m_files && !m_treeWatch)
        m_treeWatch.emplace(m_files->tree(0));
    if (m_phase == Phase::Open)
        beginTreeWatch();
}

/// At once, so that the first act of the next program is a change already.
void Session::beginTreeWatch()
{
    while (m_treeWatch && !m_treeWatch->rests())
        (void)m_treeWatch->look(Clock::now());
}

/// Once more after the last process has gone: it may have changed something at its end.
void Session::lookAtTree()
{
    if (!looksAtTree())
        return;
    if (m_treeWatch->look(Clock::now()))
        m_observer->treeChanged();
    if (!isBusy() && m_treeWatch->rests())
        m_looksOnceMore = false;
}

void Session::addInput(std::string_view bytes)
{
    if (!m_program)
        return;
    if (m_program->terminal)
        m_program->terminal->type(bytes);
    else
        m_program->streams->addInput(bytes);
}

/// A terminal has no end: there it is typed, as Ctrl-D.
void Session::endInput()
{
    if (m_program && m_program->streams)
        m_program->streams->endInput();
}

void Session::start()
{
    if (m_phase != Phase::Filling)
        return;
    if (Outcome<> finished = m_files->finish(); !finished)
        return fail(asSeenByAuthor(finished.error()));
    Outcome<BoxProcess> box = BoxProcess::startCold(
        planFor(m_settings), *m_files, m_services.filters, m_services.groups.make());
    if (!box)
        return fail(box.error());
    m_box.emplace(std::move(*box));
    m_begin = Clock::now();
    m_phase = Phase::Preparing;
}

void Session::stop()
{
    if (m_box)
        return endBox(EndingKind::Stopped, 0);
    m_phase = Phase::Over;
    m_observer->finished({.ending = EndingKind::Stopped});
}

void Session::advance()
{
    if (m_phase == Phase::Preparing)
        prepare();
    if (m_phase != Phase::Open)
        return;
    listen();
    pumpProgram();
    restoreWhenQuiet();
    readSnapshot();
    lookAtTree();
    if (!m_box->reap())
        return;
    noteMemory();
    if (m_program)
        concludeProgram(SIGKILL);
    m_box.reset();
    m_phase = Phase::Over;
    m_report.wallUs
        = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_begin).count();
    if (m_isClosing)
        m_observer->finished(m_report);
    else
        m_observer->failed({.step = "keep the box open: its first process ended", .errnum = ECHILD});
}

void Session::prepare()
{
    if (std::optional<Failure> failure = m_box->setUpFailure())
        return fail(*failure);
    if (m_box->saysHello()) {
        if (Outcome<> limited = m_box->limit(m_settings.memoryBytes, m_settings.processes); !limited)
            return fail(limited.error());
        m_boxId = ProcessCensus::boxOf(m_box->pid());
        m_begin = Clock::now();
        m_edits.emplace(m_files->tree(0), mountPlaces(m_settings));
        m_phase = Phase::Open;
        beginTreeWatch();
        m_observer->opened();
    } else if (m_box->reap() || Clock::now() > m_begin + longestPreparation) {
        fail({.step = "prepare the box", .errnum = ETIMEDOUT});
    }
}

/// What init has to say about the program.
void Session::listen()
{
    while (std::optional<BoxProcess::Word> word = m_box->nextWord()) {
        if (!m_program || word->status.program != m_program->number)
            continue; // it has been given up already
        switch (word->status.kind) {
        case BoxStatus::Kind::Started:
            if (m_program->terminal && word->terminal)
                m_program->terminal->open(std::move(word->terminal));
            break;
        case BoxStatus::Kind::StepFailed:
            refuseProgram({.step = word->status.step, .errnum = word->status.errnum});
            break;
        case BoxStatus::Kind::Ended:
            concludeProgram(word->status.waitStatus);
            break;
        }
    }
}

void Session::startProgram(const ProgramStart &start)
{
    if (m_phase != Phase::Open || m_program || m_isClosing || m_restore)
        return m_observer->programEnded({.failedStep = "start a program: one is running", .errnum = EBUSY});
    const auto receive = [this](Stream stream, std::string bytes) {
        m_observer->output(stream, std::move(bytes));
    };
    m_program.emplace();
    m_program->number = ++m_lastProgram;
    m_processes = 1; // until they are counted
    m_program->begin = Clock::now();
    RunStreams::FarEnds farEnds;
    if (start.terminal) {
        m_program->terminal.emplace(m_settings.outputBytes, receive);
    } else {
        m_program->streams = std::make_unique<RunStreams>(m_settings.outputBytes, 0, receive);
        Outcome<RunStreams::FarEnds> opened = m_program->streams->open(false);
        if (!opened)
            return refuseProgram(opened.error());
        m_program->streams->keepInputOpen();
        farEnds = std::move(*opened);
    }
    std::vector<int> descriptors;
    for (const FileDescriptor &farEnd : farEnds)
        descriptors.push_back(farEnd.get());
    const SessionOrder order{.kind = SessionOrder::Kind::Start,
        .program = m_program->number,
        .command = start.command,
        .terminal = start.terminal,
        .rows = start.rows,
        .columns = start.columns};
    if (Outcome<> sent = m_box->order(order, descriptors); !sent)
        refuseProgram(sent.error());
}

void Session::refuseProgram(const Failure &failure)
{
    if (!m_program)
        return;
    m_program.reset();
    m_observer->programEnded({.failedStep = failure.step, .errnum = failure.errnum});
}

void Session::pumpProgram()
{
    if (!m_program)
        return;
    const bool isOverCap = m_program->terminal ? m_program->terminal->isOverCap()
                                               : m_program->streams->isOverOutputCap();
    if (isOverCap)
        endProgram(EndingKind::OutputLimit,
            m_program->terminal ? m_program->terminal->outputBytes() : m_program->streams->outputBytes());
    if (m_program->terminal)
        m_program->terminal->pump(reading());
    else
        m_program->streams->pump();
    const auto elapsed
        = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_program->begin);
    if (m_settings.wallMs > 0 && elapsed.count() >= m_settings.wallMs)
        endProgram(EndingKind::WallLimit, elapsed.count());
}

void Session::stopProgram()
{
    if (m_program)
        endProgram(EndingKind::Stopped, 0);
}

/// The first reason counts.
void Session::endProgram(EndingKind ending, std::int64_t figure)
{
    if (m_program->endedBy)
        return;
    m_program->endedBy = ending;
    m_program->figure = figure;
    if (!m_box->order({.kind = SessionOrder::Kind::KillAll}))
        m_box->kill();
}

void Session::concludeProgram(int waitStatus)
{
    if (!m_program)
        return;
    noteMemory(); // the last word of a program may be quicker than the end of its box
    if (m_program->terminal)
        m_program->terminal->drain();
    else
        m_program->streams->drain();
    const auto natural = WIFEXITED(waitStatus) ? EndingKind::Exited : EndingKind::Signalled;
    const ProgramEnded ended{.ending = m_program->endedBy.value_or(natural),
        .exitStatus = WIFEXITED(waitStatus) ? WEXITSTATUS(waitStatus) : 0,
        .signal = WIFSIGNALED(waitStatus) && !m_program->endedBy ? WTERMSIG(waitStatus) : 0,
        .limitReached = m_program->figure,
        .wallUs = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_program->begin)
                      .count(),
        .peakProcesses = m_program->peakProcesses};
    m_program.reset();
    m_processes = 1; // until they are counted again: the last count may have been before its last act
    m_observer->programEnded(ended);
}

void Session::resize(std::uint16_t rows, std::uint16_t columns)
{
    if (m_program && m_program->terminal)
        m_program->terminal->resize(rows, columns);
}

void Session::watch(const BoxUsage &usage)
{
    if (!m_box->hasGroup())
        m_report.peakMemoryBytes = std::max(m_report.peakMemoryBytes, usage.memoryBytes());
    m_report.peakProcesses = std::max(m_report.peakProcesses, usage.processes);
    if (m_program)
        m_program->peakProcesses = std::max(m_program->peakProcesses, usage.processes);
    const bool wasBusy = isBusy();
    m_processes = usage.processes;
    if (wasBusy && !isBusy() && m_treeWatch) {
        m_treeWatch->hurry();
        m_looksOnceMore = true;
    }
    if (!m_box->hasGroup() && usage.memoryBytes() > m_settings.memoryBytes)
        endBox(EndingKind::MemoryLimit, usage.memoryBytes());
    else if (m_program && usage.largestCpu.count() >= m_settings.cpuMs)
        endProgram(EndingKind::CpuLimit, usage.largestCpu.count());
}

void Session::endBox(EndingKind ending, std::int64_t figure)
{
    if (m_isClosing)
        return;
    m_isClosing = true;
    m_report.ending = ending;
    m_report.limitReached = figure;
    if (m_program && !m_program->endedBy) {
        m_program->endedBy = ending;
        m_program->figure = figure;
    }
    m_box->kill();
}

/// Where there is a control group, the kernel counts, and ends the box at its limit.
void Session::noteMemory()
{
    const std::optional<GroupMemory> memory = m_box->memory();
    if (!memory)
        return;
    m_report.peakMemoryBytes = memory->peakBytes;
    if (memory->isUsedUp)
        endBox(EndingKind::MemoryLimit, std::max(memory->peakBytes, m_settings.memoryBytes));
}

void Session::snapshot()
{
    if (m_phase == Phase::Open)
        ++m_snapshotsWanted;
}

void Session::readSnapshot()
{
    if (m_snapshotsWanted == 0 || !m_observer->hasRoom())
        return;
    if (!m_snapshot)
        m_snapshot.emplace(m_files->tree(0), wholeContents,
            TreeReader::Sink{.entry = [this](Entry entry) { m_observer->entry(std::move(entry)); },
                .content = [this](std::string bytes) { m_observer->content(std::move(bytes)); }});
    if (m_snapshot->step(entriesPerSlice))
        return;
    m_observer->treeEnd(0, m_snapshot->isTruncated());
    m_snapshot.reset();
    --m_snapshotsWanted;
}

std::optional<ProcessCensus::BoxId> Session::runningBox() const
{
    return m_phase == Phase::Open && !m_isClosing && isBusy() ? m_boxId : std::nullopt;
}

bool Session::hasDeadline() const
{
    return m_program && !m_program->endedBy && m_settings.wallMs > 0;
}

Job::Clock::time_point Session::nextDeadline() const
{
    if (m_phase == Phase::Preparing)
        return m_begin + longestPreparation;
    if (m_phase == Phase::Open && m_snapshotsWanted > 0 && m_observer->hasRoom())
        return Clock::now();
    auto deadline = Clock::time_point::max();
    if (hasDeadline())
        deadline = m_program->begin + std::chrono::milliseconds(m_settings.wallMs);
    if (m_restore)
        deadline = std::min(deadline, Clock::now() + quietInterval);
    if (m_phase == Phase::Open && looksAtTree())
        deadline = std::min(deadline, m_treeWatch->nextLook());
    return deadline;
}

TerminalLink::Reading Session::reading() const
{
    return m_observer->hasRoom() ? TerminalLink::Reading::Wanted : TerminalLink::Reading::Waits;
}

void Session::addPolls(std::vector<pollfd> &polls) const
{
    if (!m_box)
        return;
    m_box->addPolls(polls);
    if (m_program && m_program->terminal)
        m_program->terminal->addPolls(polls, reading());
    else if (m_program)
        m_program->streams->addPolls(polls);
}

void Session::fail(const Failure &failure)
{
    if (m_phase == Phase::Over)
        return;
    m_box.reset();
    m_files.reset();
    m_phase = Phase::Over;
    m_observer->failed(failure);
}

} // namespace ringside::supervisor
