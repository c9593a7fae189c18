# Changes its root directory
#
# Holds: neither chroot nor pivot_root, so the old escapes by a second chroot do not begin.
from attack import *

os.mkdir('inner')
for path in (b'.', b'inner', b'/', b'/usr', b'/tmp'):
    expect(errno.EPERM, 'chroot', path)
    expect_failure('pivot_root', path, b'inner')
done()
