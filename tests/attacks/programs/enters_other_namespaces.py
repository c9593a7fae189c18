# Enters the namespaces of other processes
#
# Holds: those of the first process are out of sight, and no descriptor takes anybody anywhere.
from attack import *

for kind in ('cgroup', 'ipc', 'mnt', 'net', 'pid', 'pid_for_children', 'time', 'user', 'uts'):
    for pid in [1, *PIDS]:
        take(f'/proc/{pid}/ns/{kind}')
    descriptor = os.open(f'/proc/self/ns/{kind}', os.O_RDONLY)
    expect_failure('setns', descriptor, 0)
    for parent in (0xb701, 0xb702):  # NS_GET_USERNS, NS_GET_PARENT
        import fcntl
        try:
            found = fcntl.ioctl(descriptor, parent)
            status, own = os.fstat(found), os.stat('/proc/self/ns/user')
            if not os.path.samestat(status, own):
                broke(f'{kind} leads to {os.readlink(f"/proc/self/fd/{found}")}')
        except OSError:
            pass
expect_failure('setns', os.pidfd_open(os.getpid()), 0x7e020080)
done()
