# Stores a gigabyte in access control lists
#
# Holds: the kernel keeps such lists in memory that nothing counts, so only small ones can be set.
# Without filter: broken
import struct

from attack import *


def access_list(users):
    entries = [(1, 7, 0xffffffff), *[(2, 7, os.getuid())] * users, (4, 7, 0xffffffff), (16, 7, 0xffffffff), (32, 7, 0xffffffff)]
    return struct.pack('<I', 2) + b''.join(struct.pack('<HHI', *entry) for entry in entries)


stored = 0
for place in ('.', '/tmp'):
    for number in range(20):
        folder = f'{place}/{number}'
        os.mkdir(folder)
        for kind in ('access', 'default'):
            try:
                os.setxattr(folder, f'system.posix_acl_{kind}', access_list(8000))
                stored += 1
            except OSError as error:
                if error.errno not in (errno.ENOSPC, errno.ENOTSUP):
                    broke(error)
        os.rmdir(folder)
if stored:
    broke(f'{stored} lists of 64 KiB')
done()
