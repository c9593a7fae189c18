# Loads programs into the kernel
#
# Holds: neither maps nor programs.
# Without filter: depends
from attack import *

attribute = (2).to_bytes(4, 'little') + (4).to_bytes(4, 'little') + (8).to_bytes(4, 'little') + (1).to_bytes(4, 'little')
expect(errno.EPERM, 'bpf', 0, attribute.ljust(128, b'\0'), 128)
expect(errno.EPERM, 'bpf', 5, attribute.ljust(128, b'\0'), 128)
done()
