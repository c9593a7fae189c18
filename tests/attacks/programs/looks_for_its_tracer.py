# Looks for signs of the one who watches it, and sends whatever it finds away
#
# Holds: nothing in a box tells that it is watched, and nobody outside can be named.
# Traced: seen
# Without filter: broken
from attack import *

status = open('/proc/self/status').read()
if 'TracerPid:\t0\n' not in status:
    broke(status)
for entry in os.listdir('/proc'):
    if entry.isdigit() and int(entry) not in (1, os.getpid()):
        broke(entry)
for pid in [*PIDS, *range(3, 64)]:
    expect_failure('tgkill', pid, pid, 9)
    refused(os.kill, pid, 9)
    refused(os.pidfd_open, pid)
expect(errno.EPERM, 'ptrace', 0x4206, PIDS[0], None, None)
expect(errno.EPERM, 'prctl', 4, 0, 0, 0, 0)  # PR_SET_DUMPABLE
expect(errno.EPERM, 'prctl', 0x59616d61, -1, 0, 0, 0)  # PR_SET_PTRACER
os.mkdir('line-@')
done()
