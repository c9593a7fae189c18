# Talks to the supervisor as if it were the window
#
# Holds: frames of the protocol in its output are output; no descriptor leads to the supervisor.
# Prints: anything
import os
import struct

frames = b''.join(struct.pack('<II', length, kind) + bytes(length) for kind in range(32) for length in (0, 4, 64, 2**31 - 1 & 0xff))
os.write(1, frames)
os.write(2, frames)
for descriptor in range(3, 256):
    try:
        os.write(descriptor, frames)
        os.write(1, b'secret way out')
    except OSError:
        pass
