# Handles page faults itself to stop the kernel in the middle
#
# Holds: neither the call nor the device.
# Without filter: broken
from attack import *

for flags in (0, 1, 0o2000000, 0o2000001):
    expect(errno.EPERM, 'userfaultfd', flags)
take('/dev/userfaultfd')
done()
