#pragma once

#include "supervisor/boxfilters.h"
#include "supervisor/boxplan.h"
#include "supervisor/landlock.h"
#include "supervisor/linepage.h"

namespace ringside::supervisor {

/// What an interpreter that is already running wants to do around fork(2), and where it can tell its lines.
struct ForkHooks
{
    void (*before)() = nullptr;
    void (*inChild)() = nullptr;
    const LinePage *linePage = nullptr;
};

/// A box seen from inside: its first process (init) and its second, which becomes the learner's program.
/// Used by the steward for cold boxes and by the zygote's extension for warm ones.
///
/// Init builds the box with the rights it has over it, starts the second process, gives up every right, and
/// then only reaps. Its death kills the rest of the box. A step that fails is reported to the steward and
/// ends the process: nothing of the learner's runs in a half-made box.
class Box
{
public:
    /// Everything after fork or clone that makes a new pid namespace shares these flags.
    [[nodiscard]] static std::uint64_t cloneFlags();

    Box(BoxPlan plan, BoxDescriptors descriptors, const BoxFilters &filters, ForkHooks hooks = {});

    /// Call as the first process of new namespaces. Returns only in the second process, which is then ready
    /// to run the program and has nothing else left.
    const ProgramPlan &enter();

    /// For a box without a running interpreter: becomes `python3 main.py`. Does not return.
    [[noreturn]] void runPython();

private:
    void tieToSteward();
    void mapIds();
    void limitNamespaceUse();
    void attachWorkspace();
    void attachMounts();
    void makePlacesBelowMnt();
    void mountProc();
    void mountTerminals();
    void enterWorkspace();
    pid_t startLearner();

    void becomeLearner(LandlockRules rules);
    [[nodiscard]] std::vector<FileDescriptor> waitForGo();
    void takeStreams(std::vector<FileDescriptor> streams);
    void closeOtherDescriptors();

    [[noreturn]] void superviseLearner(pid_t learner);
    [[noreturn]] void serveSession(LandlockRules rules);

    [[nodiscard]] bool interpreterRuns() const { return m_hooks.inChild != nullptr; }
    /// Standard input, output, error; with a value channel one more.
    [[nodiscard]] unsigned streamCount() const { return m_plan.program.valueChannel ? 4 : 3; }
    void require(const Outcome<> &step);
    void require(bool worked, const char *step);
    void report(const BoxStatus &status);

    BoxPlan m_plan;
    BoxDescriptors m_descriptors;
    const BoxFilters &m_filters;
    ForkHooks m_hooks;
};

/// Exit status of an init whose set-up failed; the steward has the reason from its status socket.
inline constexpr int setUpFailedStatus = 99;

} // namespace ringside::supervisor
