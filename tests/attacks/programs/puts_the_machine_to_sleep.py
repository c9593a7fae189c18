# Reboots the machine, or puts it to sleep
#
# Holds: none of the calls and files for it answers.
from attack import *

# The last word is not the one the kernel wants: if a wall were missing, the attack would still be harmless.
expect(errno.EPERM, 'reboot', 0xfee1dead - (1 << 32), 672274793, 0, None)
for path in ('/sys/power/state', '/proc/acpi/wakeup', '/proc/sysrq-trigger', '/dev/snapshot', '/dev/watchdog'):
    refused(open, path, 'w')
done()
