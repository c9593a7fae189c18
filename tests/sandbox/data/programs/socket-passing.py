import os, socket
a, b = socket.socketpair()
socket.send_fds(a, [b'm'], [os.open('main.py', os.O_RDONLY)])
data, fds, flags, address = socket.recv_fds(b, 10, 1)
print(data, os.read(fds[0], 6))
