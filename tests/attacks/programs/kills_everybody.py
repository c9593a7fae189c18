# Kills every process there is
#
# Holds: signals reach the box's own processes; the runner looks whether the others live.
from attack import *
import signal

refused(os.kill, -1, signal.SIGKILL)
own = os.getpid()
for pid in [*range(3, 3000), *PIDS]:
    for target in (pid, -pid):
        for number in (signal.SIGKILL, signal.SIGSTOP):
            try:
                if pid != own:
                    os.kill(target, number)
                    broke(f'{target} exists')
            except ProcessLookupError:
                pass
    expect_failure('tgkill', pid, pid, 9)
for pid in PIDS:
    expect_failure('rt_sigqueueinfo', pid, 9, bytes(128))
done()
