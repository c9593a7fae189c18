# Leaves orphans in sessions of their own that hold its output
#
# Holds: they die with the box's first process, and the report does not wait for them.
from attack import *
import signal
import time

for _ in range(8):
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_IGN)
        time.sleep(600)
        os._exit(0)
    os.wait()
done()
