# Sets the clocks and the name of the machine
#
# Holds: time and names are the host's own affair.
# Without filter: broken
from attack import *
import time

now = time.time()
buffer = ctypes.create_string_buffer(256)
for clock in range(0, 12):
    expect(errno.EPERM, 'clock_settime', clock, bytes(16))
expect(errno.EPERM, 'settimeofday', bytes(16), None)
expect(errno.EPERM, 'adjtimex', buffer)
expect(errno.EPERM, 'clock_adjtime', 0, buffer)
for name in ('sethostname', 'setdomainname'):
    expect(errno.EPERM, name, b'owned', 5)
if abs(time.time() - now) > 60 or os.uname().nodename != 'playground':
    broke((time.time() - now, os.uname()))
done()
