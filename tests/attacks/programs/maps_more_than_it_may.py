# Maps more address space than there is
#
# Holds: the limit on address space refuses it at once.
from attack import *
import mmap

for size in (5 << 30, 1 << 40, 1 << 46):
    refused(mmap.mmap, -1, size)
try:
    bytearray(8 << 30)
    broke('8 GiB')
except MemoryError:
    pass
done()
