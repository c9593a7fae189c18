# Makes its calls from machine code it has written itself
#
# Holds: a call is a call, wherever its instruction lies.
# Needs: x86_64
# Traced: seen
import ctypes
import mmap

memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
memory.write(bytes.fromhex('b8530000000f05c3'))  # mov eax, 83 (mkdir); syscall; ret
mkdir = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p, ctypes.c_int)(
    ctypes.addressof(ctypes.c_char.from_buffer(memory)))
mkdir(b'line-@', 0o755)
ctypes.CDLL(None).syscall(83, b'line-@', 0o755)
ctypes.CDLL(None).syscall(258, -100, b'line-@', 0o755)
print('held')
