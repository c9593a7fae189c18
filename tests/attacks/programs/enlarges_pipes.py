# Enlarges pipes, whose memory the whole desktop shares
#
# Holds: pipes keep their usual size.
# Without filter: broken
from attack import *
import fcntl

reading, writing = os.pipe()
for size in (1 << 20, 1 << 17, 2**31 - 1):
    refused(fcntl.fcntl, reading, fcntl.F_SETPIPE_SZ, size)
    refused(fcntl.fcntl, writing, fcntl.F_SETPIPE_SZ, size)
    refused(fcntl.fcntl, 1, fcntl.F_SETPIPE_SZ, size)
done()
