# Makes the kernel load modules for the network
#
# Holds: any socket answers some calls meant for bridges and virtual networks, and the machine would load their modules.
# Without filter: broken
from attack import *
import socket

end = socket.socket(socket.AF_UNIX)
for request in (0x8940, 0x8941, 0x89a0, 0x89a1, 0x8982, 0x8983):
    expect(errno.EPERM, 'ioctl', end.fileno(), request, bytes(64))
done()
