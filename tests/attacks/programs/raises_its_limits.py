# Raises its limits
#
# Holds: the hard limits stand; those of the first process of the box cannot even be lowered.
# Without filter: broken
from attack import *
import resource

for name in ('AS', 'CORE', 'CPU', 'FSIZE', 'MEMLOCK', 'MSGQUEUE', 'NICE', 'NOFILE', 'NPROC', 'RTPRIO', 'SIGPENDING', 'STACK'):
    kind = getattr(resource, 'RLIMIT_' + name)
    hard = resource.getrlimit(kind)[1]
    if hard == resource.RLIM_INFINITY:
        broke(f'{name} has no limit')
        continue
    for wanted in (hard + 1, hard * 2 + 1, resource.RLIM_INFINITY):
        try:
            resource.setrlimit(kind, (wanted, wanted))
            broke(f'{name} rises to {resource.getrlimit(kind)}')
        except (OSError, ValueError):
            pass
    for pid in [1, *PIDS]:
        refused(resource.prlimit, pid, kind, (hard, hard))
done()
