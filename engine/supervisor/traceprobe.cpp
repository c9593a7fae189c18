#include "supervisor/traceprobe.h"

#include "base/filedescriptor.h"
#include "supervisor/kernel.h"

#include <sys/ptrace.h>
#include <unistd.h>

namespace ringside::supervisor {

bool canTrace()
{
    int pidfd = -1;
    const pid_t child = cloneProcess(0, pidfd);
    if (child == 0)
        for (;;)
            ::pause();
    const FileDescriptor owned(pidfd);
    if (child < 0)
        return false;
    const bool seized = ::ptrace(PTRACE_SEIZE, child, nullptr, PTRACE_O_EXITKILL) == 0;
    killAndReap(owned.get());
    return seized;
}

} // namespace ringside::supervisor
