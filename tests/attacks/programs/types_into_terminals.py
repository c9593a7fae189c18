# Types into a terminal
#
# Holds: the call that puts characters into a terminal is refused, with whatever it is disguised.
# Without filter: depends
from attack import *
import fcntl
import termios

TIOCSTI, TIOCLINUX = 0x5412, 0x541c
master, slave = os.openpty()
for descriptor in (0, 1, 2, master, slave):
    for request in (TIOCSTI, TIOCLINUX):
        for disguise in (0, 1 << 32, 0xffffffff << 32):
            expect_failure('ioctl', descriptor, request | disguise, b'x')
refused(open, '/dev/tty', 'w')
done()
