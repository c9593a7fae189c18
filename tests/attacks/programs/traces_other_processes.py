# Traces whatever process it finds
#
# Holds: ptrace is refused altogether, even between its own processes.
# Without filter: broken
from attack import *
import time

for pid in [1, *PIDS, 3, 4, 5]:
    for request in (16, 0x4206):  # attach, seize
        expect(errno.EPERM, 'ptrace', request, pid, None, None)
expect(errno.EPERM, 'ptrace', 0, 0, None, None)  # trace me
done()
