# Puts a filter of its own before the one that watches it
#
# Holds: no further filter, in no way, so nothing outranks the lens.
# Without filter: broken
from attack import *

PR_SET_SECCOMP, PR_SET_DUMPABLE, PR_SET_PTRACER, PR_SET_MM = 22, 4, 0x59616d61, 35
program = ctypes.create_string_buffer(bytes.fromhex('06000000') + (0x7fff0000).to_bytes(4, 'little'))
header = ctypes.create_string_buffer((1).to_bytes(8, 'little') + ctypes.addressof(program).to_bytes(8, 'little'))
for flags in (0, 1, 2, 4, 8, 16, 32):
    expect(errno.EPERM, 'seccomp', 1, flags, header)
expect(errno.EPERM, 'seccomp', 0, 0, None)
expect(errno.EPERM, 'prctl', PR_SET_SECCOMP, 2, header, 0, 0)
expect(errno.EPERM, 'prctl', PR_SET_SECCOMP, 1, None, 0, 0)
expect(errno.EPERM, 'prctl', PR_SET_DUMPABLE, 0, 0, 0, 0)
expect(errno.EPERM, 'prctl', PR_SET_DUMPABLE, 2, 0, 0, 0)
expect(errno.EPERM, 'prctl', PR_SET_PTRACER, -1, 0, 0, 0)
for option in range(1, 16):
    expect(errno.EPERM, 'prctl', PR_SET_MM, option, 0, 0, 0)
done()
