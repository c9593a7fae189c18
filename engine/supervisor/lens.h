#pragma once

#include "base/filedescriptor.h"
#include "sandbox/traceprotocol.h"
#include "supervisor/boxplan.h"
#include "supervisor/lenswords.h"
#include "supervisor/messagesocket.h"

#include <vector>

namespace ringside::supervisor {

/// What a lens is told. The references outlive it: it is a copy of the steward.
struct LensPlan
{
    const sandbox::protocol::TraceSettings &settings;
    std::uint32_t run = 0; ///< the number its frames carry
    Go go; ///< for the program
    int processor = -1; ///< on which lens and program run
};

struct LensDescriptors
{
    MessageSocket handover; ///< on which the program says hello
    MessageSocket steward; ///< LensWord goes out, lensGoOn comes in
    FileDescriptor records; ///< a pipe for TraceBatch frames
    std::vector<FileDescriptor> streams; ///< the program's, to go with its go
};

/// The lens of one run, seen from inside: a process of its own beside the box, which watches the program from call
/// to call.
///
/// How it works: forked from the steward, it waits for the program's hello, whose sender the kernel translates into
/// this pid namespace, seizes that process, makes the box's root its own, gives up every right, and lets the program
/// go. The program's last act before its own code runs is to install a filter that stops for every traced call: with
/// no lens behind it, such a call does not happen. Lens and program share one processor, because waking another one
/// at every call costs more than the call. The kernel kills the program when the lens dies, and the lens when the
/// steward does.
class Lens
{
public:
    Lens(LensPlan plan, LensDescriptors descriptors);

    /// Returns to nobody: exit status 0 when every traced process has been seen to its end.
    [[noreturn]] void watch();

private:
    void leaveSteward();
    [[nodiscard]] pid_t waitForHello();
    void seize(pid_t program);
    void shareProcessor(pid_t program);
    void enterRootOf(pid_t program);
    void letGo();
    void giveUpRights();

    void say(const LensWord &word);
    void require(bool worked, const char *step);

    LensPlan m_plan;
    LensDescriptors m_descriptors;
    FileDescriptor m_processes; ///< /proc of the steward
    std::uint64_t m_linePage = 0; ///< of the program: see LinePage
};

} // namespace ringside::supervisor
