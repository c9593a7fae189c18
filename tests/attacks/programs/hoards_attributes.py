# Stores gigabytes in extended attributes
#
# Holds: attributes are charged to the file system's own limits.
from attack import *

stored = 0
try:
    for file in range(4000):
        name = f'f{file}'
        open(name, 'w').close()
        for number in range(16):
            os.setxattr(name, f'user.a{number}', bytes(4000))
            stored += 4000
except OSError as error:
    if error.errno not in (errno.ENOSPC, errno.ENOTSUP, errno.E2BIG):
        broke(error)
if stored > 32 << 20:
    broke(f'{stored} bytes of attributes')
for number in range(4000):
    if os.path.exists(f'f{number}'):
        os.unlink(f'f{number}')
done()
