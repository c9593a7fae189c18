# Takes priority over everybody else
#
# Holds: neither real time nor a better niceness; the runner looks at the niceness of others.
from attack import *

for policy in (os.SCHED_FIFO, os.SCHED_RR):
    refused(os.sched_setscheduler, 0, policy, os.sched_param(1))
own = os.getpriority(os.PRIO_PROCESS, 0)
if own > -20:  # else there is no better one
    refused(os.setpriority, os.PRIO_PROCESS, 0, own - 1)
    refused(os.setpriority, os.PRIO_PROCESS, 0, -20)
    refused(os.nice, -5)
deadline = (48).to_bytes(4, 'little') + (6).to_bytes(4, 'little') + bytes(16)
deadline += b''.join(n.to_bytes(8, 'little') for n in (1 << 20, 1 << 21, 1 << 21))
expect_failure('sched_setattr', 0, deadline, 0)
for pid in PIDS:
    refused(os.setpriority, os.PRIO_PROCESS, pid, 19)
    refused(os.sched_setaffinity, pid, {0})
    refused(os.setpriority, os.PRIO_PGRP, pid, 19)
try:
    os.setpriority(os.PRIO_USER, 0, 19)
    os.setpriority(os.PRIO_USER, UID, 19)
except OSError:
    pass
if call('ioprio_set', 3, UID, 0x6007) >= 0:
    broke('set the priority of a user')
done()
