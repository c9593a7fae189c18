# Reads and writes the memory of other processes
#
# Holds: every call that reaches into another process is refused.
# Without filter: broken
from attack import *

buffer = ctypes.create_string_buffer(64)
local = ctypes.addressof(buffer).to_bytes(8, 'little') + (64).to_bytes(8, 'little')
for pid in [1, os.getpid(), *PIDS]:
    expect(errno.EPERM, 'process_vm_readv', pid, local, 1, local, 1, 0)
    expect(errno.EPERM, 'process_vm_writev', pid, local, 1, local, 1, 0)
    expect(errno.EPERM, 'kcmp', pid, os.getpid(), 0, 0, 0)
    expect(errno.EPERM, 'migrate_pages', pid, 0, None, None)
    expect(errno.EPERM, 'move_pages', pid, 0, None, None, None, 0)
descriptor = os.pidfd_open(os.getpid())
expect(errno.EPERM, 'pidfd_getfd', descriptor, 0, 0)
expect(errno.EPERM, 'process_madvise', descriptor, None, 0, 21, 0)
expect(errno.EPERM, 'process_mrelease', descriptor, 0)
done()
