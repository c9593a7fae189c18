# Makes so many mappings that counting them takes forever
#
# Holds: the watch has a bound of its own and does not miss the clock.
# Ends: wall or memory
# Prints: nothing
# Limits: wall=1500 memory=96
import ctypes
import mmap
import os
import time

shared = mmap.mmap(-1, 90 << 20)
for page in range(0, 90 << 20, 4096):
    shared[page] = 1
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
for number in range(40000):
    libc.mmap(None, 4096, 1 + number % 2 * 2, 0x21 if number % 3 else 0x22, -1, 0)
for _ in range(60):
    if os.fork() == 0:
        break
time.sleep(60)
