# Hides descriptors in messages nobody receives
#
# Holds: what is under way counts as well.
from attack import *
import array
import socket

sent = 0
keep = []
try:
    while sent < 20000:
        one, other = socket.socketpair()
        keep.append((one, other))
        for _ in range(20):
            one.setblocking(False)
            one.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [0] * 250))])
            sent += 250
except OSError as error:
    if error.errno not in (errno.ETOOMANYREFS, errno.EMFILE, errno.EAGAIN):
        broke(error)
if sent > 1000:
    broke(f'{sent} descriptors in flight')
done()
