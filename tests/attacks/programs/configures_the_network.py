# Configures the network through a socket of the box
#
# Holds: interfaces, routes and addresses are nobody's in there.
from attack import *
import socket

end = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
request = b'lo'.ljust(16, b'\0') + (0x41).to_bytes(2, 'little') + bytes(22)
for number in (0x8914, 0x8916, 0x891c, 0x8920, 0x8922, 0x8924, 0x8936, 0x890b, 0x890c, 0x8946, 0x89f0):
    expect_failure('ioctl', end.fileno(), number, bytes(request))
done()
