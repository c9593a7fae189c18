# Hides memory in files without names
#
# Holds: no call makes memory that no limit counts; files without names count as disk.
# Without filter: broken
from attack import *

expect(errno.EPERM, 'memfd_create', b'x', 0)
expect(errno.EPERM, 'memfd_secret', 0)
written = 0
files = []
try:
    while written < 64 << 20:
        files.append(os.open('.', os.O_TMPFILE | os.O_RDWR))
        written += os.write(files[-1], bytes(1 << 20))
except OSError as error:
    if error.errno != errno.ENOSPC:
        broke(error)
if written > 16 << 20:
    broke(f'{written} bytes without a name')
done()
