# Mounts with the new calls
#
# Holds: making, opening, moving and changing mounts by descriptor is refused as well.
# Without filter: broken
from attack import *

OPEN_TREE_CLONE = 1
expect(errno.EPERM, 'fsopen', b'tmpfs', 0)
expect(errno.EPERM, 'fsopen', b'proc', 0)
expect(errno.EPERM, 'fspick', -100, b'/', 0)
expect(errno.EPERM, 'fsconfig', -1, 0, None, None, 0)
expect(errno.EPERM, 'fsmount', -1, 0, 0)
expect(errno.EPERM, 'open_tree', -100, b'/usr', OPEN_TREE_CLONE)
expect(errno.EPERM, 'open_tree', -100, b'/usr', 0)
expect(errno.EPERM, 'move_mount', -100, b'/usr', -100, b'/tmp', 0)
expect(errno.EPERM, 'mount_setattr', -100, b'/usr', 0, bytes(32), 32)
expect(errno.EPERM, 'statmount', None, None, 0, 0)
expect(errno.EPERM, 'listmount', None, None, 0, 0)
done()
