# Passes descriptors to whoever is at the other end of its streams
#
# Holds: the streams are pipes, which carry bytes and nothing else, each in its own direction for the report.
from attack import *
import array
import socket

for stream in (0, 1, 2):
    for family in (socket.AF_UNIX,):
        try:
            end = socket.socket(family, socket.SOCK_STREAM, 0, fileno=os.dup(stream))
            end.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [0]))])
            broke(f'stream {stream} takes descriptors')
        except OSError:
            pass
done()
