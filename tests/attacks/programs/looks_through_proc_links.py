# Looks through the links of other processes in proc
#
# Holds: the box has a /proc of its own that hides its first process, and none of the host's.
from attack import *

for pid in [1, *PIDS, *range(3, 400)]:
    if os.path.exists(f'/proc/{pid}'):
        broke(f'process {pid} is in sight')
    for name in ('root', 'cwd', 'exe', 'environ', 'mem', 'maps', 'fd', 'fd/0', 'ns/mnt', 'cmdline', 'auxv', 'task'):
        take(f'/proc/{pid}/{name}')
take('/proc/self/root' + SECRET_FILE)
take('/proc/thread-self/root' + SECRET_FILE)
take('/proc/self/cwd/../../..' + SECRET_FILE)
done()
