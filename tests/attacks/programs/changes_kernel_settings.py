# Writes to every setting of the kernel
#
# Holds: /proc is read-only in the box; the runner compares every sysctl of the host before and after.
from attack import *

for folder, _, names in os.walk('/proc/sys'):
    for name in names:
        for flags in (os.O_WRONLY, os.O_RDWR):
            try:
                os.close(os.open(f'{folder}/{name}', flags))
                broke(f'{folder}/{name} opens for writing')
            except OSError:
                pass
for name in ('sysrq-trigger', 'mtrr', 'scsi/scsi', 'irq/default_smp_affinity', 'timer_stats', 'sys/kernel/core_pattern'):
    refused(open, '/proc/' + name, 'w')
done()
