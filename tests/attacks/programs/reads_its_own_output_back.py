# Reads back what it printed so that nobody gets it
#
# Holds: it can only rob itself; the report is whole and in time.
# Prints: anything
import os
import threading

reading = os.open('/proc/self/fd/1', os.O_RDONLY | os.O_NONBLOCK)
os.write(1, b'x' * 5000)
for _ in range(100):
    try:
        os.read(reading, 65536)
    except BlockingIOError:
        pass
os.set_blocking(1, False)
os.fchmod(1, 0)
