# Calls the kernel as 32-bit programs do
#
# Holds: a call by the old door, whose numbers mean other things, ends the program at once.
# Needs: x86_64
# Ends: signal 31
# Prints: before\n
# Without filter: broken
import ctypes
import mmap

print('before', flush=True)
code = bytes.fromhex('b814000000cd80c3')  # mov eax, 20 (getpid); int 0x80; ret
memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
memory.write(code)
function = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))
function()
print('after')
