# Opens sockets of every family but its own
#
# Holds: only sockets between processes of the box can be made.
# Without filter: broken
from attack import *
import socket

for family in (*range(2, 46), 0, 99):
    for kind in (1, 2, 3, 5, 10):
        for protocol in (0, 1, 15, 16):
            try:
                socket.socket(family, kind, protocol).close()
                broke(f'a socket of family {family}, type {kind}, protocol {protocol}')
            except OSError:
                pass
done()
