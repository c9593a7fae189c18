# Escapes through cgroup and sysfs files
#
# Holds: neither file system is in the box, and neither can be mounted.
from attack import *

for path in ('/sys', '/sys/fs/cgroup', '/sys/fs/cgroup/cgroup.procs', '/sys/fs/cgroup/release_agent', '/sys/kernel/debug',
             '/sys/kernel/uevent_helper', '/sys/power/state', '/sys/module', '/sys/firmware/efi/efivars', '/sys/class/net'):
    take(path)
    refused(open, path, 'w')
for kind in (b'cgroup', b'cgroup2', b'sysfs', b'securityfs', b'tracefs', b'bpf', b'efivarfs', b'configfs'):
    expect(errno.EPERM, 'mount', kind, b'/tmp', kind, 0, b'')
done()
