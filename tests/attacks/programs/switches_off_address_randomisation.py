# Switches off the randomisation of addresses
#
# Holds: its personality stays, for itself and what it starts.
# Without filter: broken
from attack import *

for wanted in (0x0040000, 0x0100000, 0x0400000, 0x4000000, 0x8, 0xffffffff):
    expect(errno.EPERM, 'personality', wanted)
done()
