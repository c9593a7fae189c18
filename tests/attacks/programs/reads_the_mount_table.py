# Reads the mount table for paths of the host
#
# Holds: the box's mounts are its own file systems and parts of /usr; the runner looks for its own paths in this output.
# Prints: anything
from attack import *

for name in ('mountinfo', 'mounts', 'mountstats', 'cgroup', 'maps', 'cmdline', 'status', 'attr/current', 'cpuset',
             'personality', 'limits', 'sched', 'stat', 'io'):
    try:
        print(open('/proc/self/' + name).read())
    except OSError as error:
        print(name, error.strerror)
for name in ('swaps', 'filesystems', 'cmdline', 'locks', 'partitions', 'diskstats', 'consoles', 'devices', 'misc'):
    try:
        print(open('/proc/' + name).read())
    except OSError as error:
        print(name, error.strerror)
