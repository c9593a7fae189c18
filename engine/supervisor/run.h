#pragma once

#include "sandbox/protocol.h"
#include "supervisor/boxprocess.h"
#include "supervisor/job.h"
#include "supervisor/lensprocess.h"
#include "supervisor/runfiles.h"
#include "supervisor/runstreams.h"
#include "supervisor/treereader.h"

#include <memory>
#include <optional>
#include <vector>

namespace ringside::supervisor {

/// One program in its box, from the first entry of its workspace to the last byte of its report:
/// Filling, then Awaiting a zygote where only a warm start will do, Preparing the box until the program says hello, Running, and Reading once every process is
/// dead.
class Run : public Job
{
public:
    Run(sandbox::protocol::RunBegin settings, JobServices &services,
        std::unique_ptr<JobObserver> observer);

    void addEntry(const sandbox::protocol::Entry &entry) override;
    void addContent(std::string_view bytes) override;
    void addInput(std::string_view bytes) override;
    void start() override;
    /// Ends the program; the report still comes.
    void stop() override;
    void advance() override;
    void watch(const BoxUsage &usage) override;
    [[nodiscard]] bool isOver() const override { return m_phase == Phase::Over; }
    [[nodiscard]] bool isWaitingForBox() const override { return m_phase <= Phase::Preparing; }
    [[nodiscard]] std::optional<ProcessCensus::BoxId> runningBox() const override;
    [[nodiscard]] Clock::time_point nextDeadline() const override;
    void addPolls(std::vector<pollfd> &polls) const override;

private:
    enum class Phase : std::uint8_t { Filling, Awaiting, Preparing, Running, Reading, Over };
    using EndingKind = sandbox::protocol::EndingKind;

    [[nodiscard]] bool mayBeWarm() const;
    [[nodiscard]] ZygoteKind kind() const;
    bool takeArmedBox();
    void takeBox();
    [[nodiscard]] Outcome<BoxProcess> startBox();
    [[nodiscard]] Outcome<> startLens();
    void prepare();
    void failToPrepare(const Failure &failure);
    void prepareTraced();
    void letGo();
    void beginRunning();
    void run();
    void followLens();
    void obey(const LensWord &word);
    void goOnAfterSnapshot();
    [[nodiscard]] bool isLensDone();
    void checkLimits();
    void end(EndingKind ending, std::int64_t figure);
    void conclude(const BoxEnd &boxEnd);
    void noteMemory(const BoxEnd &boxEnd);
    void concludeUnstarted();
    void readResult();
    [[nodiscard]] bool readTrees();
    void fail(const Failure &failure);
    void note(const Outcome<> &outcome);

    sandbox::protocol::RunBegin m_settings;
    BoxPlan m_plan;
    JobServices &m_services;
    std::unique_ptr<JobObserver> m_observer;
    Phase m_phase = Phase::Filling;

    int m_failedWarmStarts = 0;
    std::optional<RunFiles> m_files;
    std::optional<BoxProcess> m_box;
    std::optional<BoxEnd> m_boxEnd; ///< while the lens still has something to say
    std::optional<LensProcess> m_lens;
    bool m_isReadingSnapshot = false;
    RunStreams m_streams;
    std::optional<ProcessCensus::BoxId> m_boxId;
    std::optional<TreeReader> m_reader;
    std::size_t m_treesRead = 0;

    Clock::time_point m_begin; ///< of the phase Preparing, then of Running
    std::optional<EndingKind> m_endedBy; ///< when it was us who ended the program
    Clock::time_point m_patienceWithLens = Clock::time_point::max(); ///< after which it is killed, too
    sandbox::protocol::Finished m_report;
};

} // namespace ringside::supervisor
