# Patches shared libraries through its own memory
#
# Holds: /proc/self/mem is read-only, and a private copy is all that a program can change of a library.
from attack import *
import mmap

library = next(line.split()[5] for line in open('/proc/self/maps') if 'libc.so' in line)
before = open(library, 'rb').read(4096)
refused(open, '/proc/self/mem', 'r+b')
refused(open, '/proc/self/mem', 'wb')
descriptor = os.open(library, os.O_RDONLY)
private = mmap.mmap(descriptor, 4096, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_WRITE)
private[:4] = b'evil'
refused(mmap.mmap, descriptor, 4096, mmap.MAP_SHARED, mmap.PROT_WRITE)
shared = C_LIBRARY.mmap
shared.restype = ctypes.c_long
at = shared(None, ctypes.c_size_t(4096), mmap.PROT_READ, mmap.MAP_SHARED, descriptor, ctypes.c_long(0))
if C_LIBRARY.mprotect(ctypes.c_void_p(at), ctypes.c_size_t(4096), mmap.PROT_READ | mmap.PROT_WRITE) == 0:
    broke('a shared mapping of a library became writable')
if open(library, 'rb').read(4096) != before:
    broke('the library has changed')
done()
