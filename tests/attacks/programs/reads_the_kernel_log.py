# Reads the log and the memory of the kernel
#
# Holds: neither the calls nor the files for it answer.
# Without filter: depends
from attack import *

buffer = ctypes.create_string_buffer(4096)
for action in (2, 3, 4, 5, 6, 7, 8):
    expect(errno.EPERM, 'syslog', action, buffer, 4096)
for name in ('kmsg', 'kcore', 'kpagecount', 'kpageflags', 'kpagecgroup', 'vmallocinfo', 'timer_list', 'slabinfo',
             'sysrq-trigger'):
    take('/proc/' + name)
done()
