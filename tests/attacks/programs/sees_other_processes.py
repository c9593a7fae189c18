# Looks for processes of the host
#
# Holds: the box has process numbers of its own.
from attack import *

seen = sorted(int(name) for name in os.listdir('/proc') if name.isdigit())
if seen != [os.getpid()]:
    broke(seen)
if os.getpid() != 2 or os.getppid() != 1:
    broke((os.getpid(), os.getppid()))
for pid in PIDS:
    refused(os.getpgid, pid)
    refused(os.getsid, pid)
    refused(os.sched_getaffinity, pid)
    refused(os.getpriority, os.PRIO_PROCESS, pid)
    refused(os.pidfd_open, pid)
done()
