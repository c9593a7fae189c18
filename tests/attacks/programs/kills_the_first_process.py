# Kills, stops and interrupts the first process of its box
#
# Holds: no signal has an effect there, so the box neither breaks nor outlives its program.
from attack import *
import signal
import time

for number in signal.valid_signals():
    try:
        os.kill(1, number)
    except OSError:
        pass
child = os.fork()
if child == 0:
    os._exit(7)
if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 7:
    broke('children go elsewhere')
if os.fork() == 0:  # an orphan that the first process must still reap
    if os.fork():
        os._exit(0)
    os._exit(0)
os.wait()
done()
