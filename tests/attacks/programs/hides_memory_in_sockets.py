# Hides memory in what is on its way between sockets
#
# Holds: such memory belongs to no process, so the watch counts the sockets.
# Ends: memory
# Prints: nothing
# Limits: memory=96
import os
import socket
import time

for _ in range(60):
    if os.fork() == 0:
        break
keep = []
try:
    while True:
        pair = socket.socketpair()
        keep.append(pair)
        for end in pair:
            end.setblocking(False)
            try:
                while True:
                    end.send(bytes(65536))
            except BlockingIOError:
                pass
except OSError:
    time.sleep(60)
