# Mounts, remounts, binds and unmounts
#
# Holds: a program has no right to any mount, in whatever namespace.
from attack import *

MS_RDONLY, MS_REMOUNT, MS_BIND, MS_MOVE, MS_REC, MS_SHARED, MNT_DETACH = 1, 32, 4096, 8192, 16384, 1 << 20, 2
for target in (b'/', b'/usr', b'/proc', b'/home/learner', b'/tmp', b'/dev/null', b'/etc'):
    expect(errno.EPERM, 'mount', None, target, None, MS_REMOUNT, None)
    expect(errno.EPERM, 'mount', None, target, None, MS_REMOUNT | MS_BIND, None)
    expect(errno.EPERM, 'mount', b'/usr', target, None, MS_BIND | MS_REC, None)
    expect(errno.EPERM, 'mount', b'none', target, b'tmpfs', 0, None)
    expect(errno.EPERM, 'mount', b'/usr', target, None, MS_MOVE, None)
    expect(errno.EPERM, 'mount', None, target, None, MS_SHARED | MS_REC, None)
    expect(errno.EPERM, 'umount2', target, MNT_DETACH)
for kind in (b'proc', b'sysfs', b'cgroup', b'cgroup2', b'debugfs', b'devpts', b'mqueue', b'overlay', b'ramfs', b'fuse'):
    expect(errno.EPERM, 'mount', kind, b'/tmp', kind, 0, None)
done()
