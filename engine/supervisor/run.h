#pragma once

#include "sandbox/protocol.h"
#include "supervisor/boxprocess.h"
#include "supervisor/processcensus.h"
#include "supervisor/programscan.h"
#include "supervisor/runfiles.h"
#include "supervisor/runstreams.h"
#include "supervisor/treereader.h"
#include "supervisor/zygotepool.h"

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace ringside::supervisor {

/// Who wants to know how a run goes.
class RunObserver
{
public:
    virtual ~RunObserver() = default;
    virtual void output(sandbox::protocol::Stream stream, std::string bytes) = 0;
    virtual void entry(sandbox::protocol::Entry entry) = 0; ///< tree and all but `run` are set
    virtual void content(std::string bytes) = 0;
    virtual void treeEnd(std::uint32_t tree, bool truncated) = 0;
    virtual void finished(sandbox::protocol::Finished finished) = 0; ///< all but `run` is set
    virtual void failed(const Failure &failure) = 0;
    /// False: nothing more can be taken in now, reading back waits.
    [[nodiscard]] virtual bool hasRoom() const = 0;
};

/// What every run of a steward shares.
struct RunServices
{
    SeccompFilter plainFilter = SeccompFilter::build();
    ZygotePool zygotes;
};

/// One program in its box, from the first entry of its workspace to the last byte of its report:
/// Filling, then Preparing the box until the program says hello, Running, and Reading once every process is
/// dead. Never waits: advance() does what can be done now.
class Run
{
public:
    using Clock = std::chrono::steady_clock;

    Run(sandbox::protocol::RunBegin settings, RunServices &services,
        std::unique_ptr<RunObserver> observer);
    Run(const Run &) = delete;
    Run &operator=(const Run &) = delete;

    /// Before start(), in any number. What goes wrong is told to the observer, and the run is over.
    void addEntry(const sandbox::protocol::Entry &entry);
    void addContent(std::string_view bytes);
    void addInput(std::string_view bytes);
    void start();

    /// Ends the program; the report still comes.
    void stop();

    void advance();
    /// Takes note of what the box uses now, and ends the program when that is too much.
    void watch(const BoxUsage &usage);

    [[nodiscard]] bool isOver() const { return m_phase == Phase::Over; }
    /// The box to be watched; none while nothing of the learner's runs.
    [[nodiscard]] std::optional<ProcessCensus::BoxId> runningBox() const;
    /// When to call advance() even if no descriptor is ready.
    [[nodiscard]] Clock::time_point nextDeadline() const;
    void addPolls(std::vector<pollfd> &polls) const;

private:
    enum class Phase : std::uint8_t { Filling, Preparing, Running, Reading, Over };
    using EndingKind = sandbox::protocol::EndingKind;

    [[nodiscard]] BoxPlan plan() const;
    [[nodiscard]] Outcome<BoxProcess> startBox();
    void prepare();
    void run();
    void checkLimits();
    void end(EndingKind ending, std::int64_t figure);
    void conclude(const BoxEnd &boxEnd);
    void concludeUnstarted();
    void readTrees();
    void fail(const Failure &failure);
    void note(const Outcome<> &outcome);

    sandbox::protocol::RunBegin m_settings;
    RunServices &m_services;
    std::unique_ptr<RunObserver> m_observer;
    Phase m_phase = Phase::Filling;

    std::optional<RunFiles> m_files;
    ProgramScan m_scan;
    std::string m_input;
    std::optional<BoxProcess> m_box;
    RunStreams m_streams;
    std::optional<ProcessCensus::BoxId> m_boxId;
    std::optional<TreeReader> m_reader;
    std::size_t m_treesRead = 0;

    Clock::time_point m_begin; ///< of the phase Preparing, then of Running
    std::optional<EndingKind> m_endedBy; ///< when it was us who ended the program
    sandbox::protocol::Finished m_report;
};

} // namespace ringside::supervisor
