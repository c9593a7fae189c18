# Calls the kernel as x32 programs do
#
# Holds: the same call under another number ends the program at once.
# Needs: x86_64
# Ends: signal 31
# Prints: before\n
# Without filter: broken
import ctypes

print('before', flush=True)
ctypes.CDLL(None).syscall(ctypes.c_long(0x40000000 + 39))
print('after')
