# Takes its capabilities back
#
# Holds: every set is empty, and the bits that could fill them are locked.
from attack import *

PR_SET_KEEPCAPS, PR_CAPBSET_DROP, PR_SET_SECUREBITS, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 8, 24, 28, 38, 47
header = (0x20080522).to_bytes(4, 'little') + bytes(4)
for data in (b'\xff' * 24, b'\0\0\x20\0' * 6, (1).to_bytes(4, 'little') * 6):
    expect(errno.EPERM, 'capset', header, data)
for capability in range(41):
    expect_failure('prctl', PR_CAP_AMBIENT, 2, capability, 0, 0)
expect_failure('prctl', PR_SET_KEEPCAPS, 1, 0, 0, 0)
expect_failure('prctl', PR_SET_SECUREBITS, 0, 0, 0, 0)
expect_failure('prctl', PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0)
for line in open('/proc/self/status'):
    if line.startswith('Cap') and int(line.split()[1], 16):
        broke(line)
done()
