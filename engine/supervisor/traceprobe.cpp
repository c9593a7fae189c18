#include "supervisor/traceprobe.h"

#include "base/filedescriptor.h"
#include "supervisor/kernel.h"

#include <cerrno>
#include <sys/ptrace.h>
#include <unistd.h>

namespace ringside::supervisor {

int errnoOfTracing()
{
    int pidfd = -1;
    const pid_t child = cloneProcess(0, pidfd);
    if (child == 0)
        for (;;)
            ::pause();
    const FileDescriptor owned(pidfd);
    if (child < 0)
        return errno;
    const int errnum = ::ptrace(PTRACE_SEIZE, child, nullptr, PTRACE_O_EXITKILL) == 0 ? 0 : errno;
    killAndReap(owned.get());
    return errnum;
}

} // namespace ringside::supervisor
