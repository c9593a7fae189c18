# Queues signals and timers without end
#
# Holds: at 256 the user's own share is not yet touched.
from attack import *
import signal

count = 0
timer = ctypes.c_int()
while count < 5000 and call('timer_create', 0, None, ctypes.byref(timer)) == 0:
    count += 1
if count > 256:
    broke(f'{count} timers')
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGRTMIN})
sent = 0
information = bytearray(128)
information[0:4] = int(signal.SIGRTMIN).to_bytes(4, 'little')
information[8:12] = (-1).to_bytes(4, 'little', signed=True)
while sent < 5000 and call('rt_sigqueueinfo', os.getpid(), int(signal.SIGRTMIN), bytes(information)) == 0:
    sent += 1
if sent > 256:
    broke(f'{sent} signals')
done()
