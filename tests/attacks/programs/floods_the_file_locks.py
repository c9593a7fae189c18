# Fills the kernel's list of file locks
#
# Holds: the locks of a box end with it; the runner's machine is as before.
from attack import *
import fcntl

with open('locked', 'wb') as file:
    file.truncate(1 << 20)
    for number in range(2000):
        fcntl.lockf(file, fcntl.LOCK_EX, 1, number * 2)
with open('/usr/bin/env', 'rb') as file:
    refused(fcntl.lockf, file, fcntl.LOCK_EX)
done()
