# Makes namespaces of its own
#
# Holds: a new user namespace would bring back every capability; none of the kinds can be made, by any call.
# Without filter: broken
from attack import *

kinds = {'time': 0x80, 'mnt': 0x20000, 'cgroup': 0x2000000, 'uts': 0x4000000, 'ipc': 0x8000000, 'user': 0x10000000,
         'pid': 0x20000000, 'net': 0x40000000}
SIGCHLD = 17
for kind, flag in kinds.items():
    for flags in (flag, flag | 0x10000000):
        expect(errno.EPERM, 'unshare', flags)
        if kind != 'time':  # this bit is part of the exit signal in clone's flags
            result = call('clone', flags | SIGCHLD, None, None, None, None)
            if result == 0:
                os._exit(0)
            if result != -errno.EPERM:
                broke(f'clone with a new {kind} namespace answered {named(result)}')
        arguments = b''.join(n.to_bytes(8, 'little') for n in (flags, 0, 0, 0, SIGCHLD, 0, 0, 0, 0, 0, 0))
        result = call('clone3', arguments, len(arguments))
        if result == 0:
            os._exit(0)
        if result != -errno.ENOSYS:
            broke(f'clone3 with a new {kind} namespace answered {named(result)}')
for name in os.listdir('/proc/sys/user'):
    if name.endswith('_namespaces') and open('/proc/sys/user/' + name).read() != '0\n':
        broke(f'{name} would be allowed')
done()
