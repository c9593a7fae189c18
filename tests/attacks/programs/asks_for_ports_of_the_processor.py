# Asks for ports and segments of the processor
#
# Holds: refused.
# Without filter: broken
# Needs: x86_64
from attack import *

expect(errno.EPERM, 'iopl', 3)
expect(errno.EPERM, 'ioperm', 0x378, 3, 1)
expect(errno.EPERM, 'modify_ldt', 1, bytes(16), 16)
done()
