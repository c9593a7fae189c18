#pragma once

#include "supervisor/boxplan.h"
#include "supervisor/seccompfilter.h"

namespace ringside::supervisor {

/// The first process of a box that stays open: starts programs one after the other, each on a terminal of its own or on
/// pipes, and reaps whatever ends in the box.
class SessionInit
{
public:
    SessionInit(const ProgramPlan &plan, MessageSocket &status, MessageSocket &orders,
        const SeccompFilter &filter);

    /// Says hello and takes orders until the steward is gone.
    [[noreturn]] void serve();

private:
    void takeOrder();
    void killAll();
    void startProgram(SessionOrder order, std::vector<FileDescriptor> streams);
    void reapAll();
    void reportEnd(int waitStatus);
    void report(BoxStatus status, const FileDescriptor *terminal = nullptr);

    /// In the new process; returns what kept it from becoming the program.
    [[nodiscard]] Failure becomeProgram(
        SessionOrder &order, const std::vector<FileDescriptor> &streams, bool ownTerminal);

    const ProgramPlan &m_plan;
    MessageSocket &m_status;
    MessageSocket &m_orders;
    const SeccompFilter &m_filter;
    FileDescriptor m_childSignals;
    pid_t m_process = 0; ///< 0: none runs
    std::uint32_t m_program = 0; ///< its number
};

} // namespace ringside::supervisor
