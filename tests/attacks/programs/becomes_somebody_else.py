# Becomes root, or any other user
#
# Holds: there is one user and one group in the box, and everybody else is refused as on any system.
# Without filter: broken
from attack import *

for user in (0, 1, 65534, 999, 1001, UID if UID != 1000 else 0, 2**32 - 2):
    for name in ('setuid', 'setgid'):
        expect(errno.EPERM, name, user)
    for name in ('setreuid', 'setregid'):
        expect(errno.EPERM, name, user, user)
        expect(errno.EPERM, name, -1, user)
    for name in ('setresuid', 'setresgid'):
        expect(errno.EPERM, name, user, user, user)
        expect(errno.EPERM, name, -1, user, -1)
    for name in ('setfsuid', 'setfsgid'):
        call(name, user)
        if call(name, -1) != 1000:
            broke(f'{name} to {user}')
groups = (ctypes.c_uint * 1)(0)
expect(errno.EPERM, 'setgroups', 1, groups)
expect(errno.EPERM, 'setgroups', 0, None)
done()
