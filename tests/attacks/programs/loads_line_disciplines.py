# Makes the kernel load modules for terminals
#
# Holds: a terminal keeps its line discipline, so the machine loads none of the old ones and their bugs.
# Without filter: broken
from attack import *

TIOCSETD = 0x5423
master, slave = os.openpty()
for discipline in [0, *range(2, 31)]:
    for descriptor in (master, slave):
        expect(errno.EPERM, 'ioctl', descriptor, TIOCSETD, discipline.to_bytes(4, 'little'))
        expect(errno.EPERM, 'ioctl', descriptor, TIOCSETD | 1 << 32, discipline.to_bytes(4, 'little'))
done()
