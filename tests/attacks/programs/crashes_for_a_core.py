# Crashes to leave a core file, or to start the host's program for them
#
# Holds: no core file comes about, and the kernel starts nothing outside the box, whatever a program does to its limit.
# Without filter: broken
from attack import *
import resource
import signal

for limits in ((0, 0), (0, 1), (1, 1), (resource.RLIM_INFINITY, resource.RLIM_INFINITY)):
    try:
        resource.setrlimit(resource.RLIMIT_CORE, limits)
    except (OSError, ValueError):
        pass
# With a limit of exactly one byte the kernel neither writes a file nor starts the program of core_pattern, which
# would be root's, and outside; every other limit starts it.
fixed = C_LIBRARY.mmap
fixed.restype = ctypes.c_long
at = fixed(ctypes.c_long(1 << 32), ctypes.c_long(4096), 3, 0x32, -1, ctypes.c_long(0))  # where half of the address is null
for zeroes in (bytes(16), at):
    expect(errno.EPERM, 'prlimit64', 0, resource.RLIMIT_CORE, zeroes, None)
    expect(errno.EPERM, 'prlimit64', os.getpid(), resource.RLIMIT_CORE, zeroes, None)
    expect(errno.EPERM, 'setrlimit', resource.RLIMIT_CORE, zeroes)
if resource.getrlimit(resource.RLIMIT_CORE) != (1, 1):
    broke(resource.getrlimit(resource.RLIMIT_CORE))
for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGQUIT, signal.SIGFPE):
    status = in_child(lambda: os.kill(os.getpid(), number))
    if os.WCOREDUMP(status):
        broke(f'signal {number} dumped core')
if os.listdir('.') and any(name.startswith('core') for name in os.listdir('.')):
    broke(os.listdir('.'))
done()
