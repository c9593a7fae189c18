# Locks memory so that it is never swapped
#
# Holds: not one page.
from attack import *
import mmap

memory = mmap.mmap(-1, 1 << 20)
address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
expect_failure('mlock', address, 1 << 20)
expect_failure('mlock2', address, 1 << 20, 0)
expect_failure('mlockall', 3)
expect_failure('mlockall', 2)
done()
