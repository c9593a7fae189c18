#pragma once

#include "supervisor/boxprocess.h"
#include "supervisor/job.h"
#include "supervisor/runfiles.h"
#include "supervisor/runstreams.h"
#include "supervisor/terminallink.h"
#include "supervisor/treereader.h"
#include "supervisor/treewatch.h"
#include "supervisor/workspaceedits.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ringside::supervisor {

/// A box that stays open: programs run in it one after the other, its workspace can be read and changed at any time.
/// The limits on wall time, CPU and output hold for each program; at one of them every process of the box is killed,
/// and the box stays. The limit on memory ends the box. Seen from the steward; the inside is SessionInit.
class Session : public Job
{
public:
    Session(sandbox::protocol::RunBegin settings, JobServices &services,
        std::unique_ptr<JobObserver> observer);

    /// Once the box is open, an entry replaces the file of its path, or after beginRestore() is one of the tree that
    /// becomes the workspace; endEdit() completes it.
    void addEntry(const sandbox::protocol::Entry &entry) override;
    void addContent(std::string_view bytes) override;
    void endEdit(std::uint32_t edit);
    /// Ends every process, too: one that went on would find another past than it had.
    void beginRestore();
    void remove(const sandbox::protocol::Remove &remove);
    void rename(const sandbox::protocol::Rename &rename);
    void setMode(const sandbox::protocol::SetMode &mode);
    /// From now on tells when programs have changed the workspace.
    void watchTree();

    /// What is typed, or comes through the pipe.
    void addInput(std::string_view bytes) override;
    void endInput();
    void start() override;
    /// Ends the box.
    void stop() override;

    void startProgram(const sandbox::protocol::ProgramStart &program);
    void stopProgram();
    void resize(std::uint16_t rows, std::uint16_t columns);
    void snapshot();

    void advance() override;
    void watch(const BoxUsage &usage) override;
    [[nodiscard]] bool isOver() const override { return m_phase == Phase::Over; }
    [[nodiscard]] bool isWaitingForBox() const override { return m_phase <= Phase::Preparing; }
    [[nodiscard]] std::optional<ProcessCensus::BoxId> runningBox() const override;
    [[nodiscard]] Clock::time_point nextDeadline() const override;
    void addPolls(std::vector<pollfd> &polls) const override;

private:
    enum class Phase : std::uint8_t { Filling, Preparing, Open, Over };
    using EndingKind = sandbox::protocol::EndingKind;

    struct Program
    {
        std::uint32_t number = 0;
        Clock::time_point begin;
        std::optional<TerminalLink> terminal;
        std::unique_ptr<RunStreams> streams; ///< instead of a terminal
        std::optional<EndingKind> endedBy;
        std::int64_t figure = 0;
        int peakProcesses = 1;
    };

    void prepare();
    void listen();
    void pumpProgram();
    void endProgram(EndingKind ending, std::int64_t figure);
    void concludeProgram(int waitStatus);
    void refuseProgram(const Failure &failure);
    void endBox(EndingKind ending, std::int64_t figure);
    void noteMemory();
    void readSnapshot();
    void beginTreeWatch();
    void lookAtTree();
    void restoreWhenQuiet();
    [[nodiscard]] bool isQuiet() const;
    [[nodiscard]] bool isBusy() const { return m_program || m_processes > 0; }
    [[nodiscard]] bool looksAtTree() const { return m_treeWatch && (isBusy() || m_looksOnceMore); }
    void edit(std::uint32_t edit, auto act);
    void replyToEdit(std::uint32_t edit, const Outcome<> &outcome);
    void fail(const Failure &failure);
    [[nodiscard]] bool hasDeadline() const;
    [[nodiscard]] TerminalLink::Reading reading() const;

    sandbox::protocol::RunBegin m_settings;
    JobServices &m_services;
    std::unique_ptr<JobObserver> m_observer;
    Phase m_phase = Phase::Filling;
    Clock::time_point m_begin; ///< of preparing, then of being open

    std::optional<RunFiles> m_files;
    std::optional<BoxProcess> m_box;
    std::optional<ProcessCensus::BoxId> m_boxId;
    std::optional<Program> m_program;
    std::uint32_t m_lastProgram = 0;
    std::optional<TreeReader> m_snapshot;
    int m_snapshotsWanted = 0;
    std::optional<WorkspaceEdits> m_edits; ///< once the box is open
    std::optional<std::uint32_t> m_restore; ///< the edit that waits for the box to be quiet
    std::optional<TreeWatch> m_treeWatch;
    bool m_looksOnceMore = true; ///< at the tree, though nobody is there who could change it
    int m_processes = 0; ///< in the box, when they were last counted

    sandbox::protocol::Finished m_report;
    bool m_isClosing = false;
};

} // namespace ringside::supervisor
