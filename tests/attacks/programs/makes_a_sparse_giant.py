# Makes a file of eight exbibytes
#
# Holds: the limit on file sizes ends it, whichever call is asked.
from attack import *
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open('giant', 'wb', 0) as file:
    for size in (2**63 - 1, 2**62, 2**40, (16 << 20) + 1):
        refused(file.truncate, size)
        refused(os.posix_fallocate, file.fileno(), 0, size)
        refused(os.pwrite, file.fileno(), b'x', size - 1)
        refused(os.truncate, 'giant', size)
    file.seek(2**62)
    refused(file.write, b'x')
    if os.fstat(file.fileno()).st_size > 16 << 20:
        broke(os.fstat(file.fileno()))
done()
