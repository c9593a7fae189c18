# Calls every number the kernel may not have
#
# Holds: what nobody has looked at is not there.
# Without filter: depends
from attack import *

for number in (*range(470, 1200), *range(2048, 2100), 2**30 - 1):
    ctypes.set_errno(0)
    if C_LIBRARY.syscall(ctypes.c_long(number), -1, -1, -1, -1, -1, -1) != -1 or ctypes.get_errno() != errno.ENOSYS:
        broke(f'{number} answered {errno.errorcode.get(ctypes.get_errno())}')
done()
