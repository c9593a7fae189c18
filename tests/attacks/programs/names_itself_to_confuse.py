# Gives its processes names that mislead
#
# Holds: what watches boxes does not go by names, nor trips over them.
# Ends: memory
# Prints: nothing
# Limits: memory=96
import ctypes
import os
import time

libc = ctypes.CDLL(None)
for name in (b') R 1 1 1', b'a\nRssShmem: 0', b'steward', b'box-init', b'\x1b]0;x\x07'):
    if os.fork() == 0:
        libc.prctl(15, name, 0, 0, 0)
        x = b'x' * (40 << 20)
        time.sleep(60)
libc.prctl(15, b'ringside-superv', 0, 0, 0)
time.sleep(60)
