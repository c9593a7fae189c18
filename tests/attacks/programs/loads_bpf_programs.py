# Loads programs into the kernel
#
# Holds: neither maps nor programs, nor such as a socket takes.
# Without filter: broken
import ctypes
import socket
import struct

from attack import *

attribute = (2).to_bytes(4, 'little') + (4).to_bytes(4, 'little') + (8).to_bytes(4, 'little') + (1).to_bytes(4, 'little')
expect(errno.EPERM, 'bpf', 0, attribute.ljust(128, b'\0'), 128)
expect(errno.EPERM, 'bpf', 5, attribute.ljust(128, b'\0'), 128)
SO_ATTACH_FILTER, SO_ATTACH_REUSEPORT_CBPF = 26, 51
instructions = ctypes.create_string_buffer(struct.pack('HBBI', 6, 0, 0, 0xffff) * 4000)
program = struct.pack('HxxxxxxQ', 4000, ctypes.addressof(instructions))
for end in socket.socketpair():
    refused(end.setsockopt, socket.SOL_SOCKET, SO_ATTACH_FILTER, program)
    refused(end.setsockopt, socket.SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, program)
done()
