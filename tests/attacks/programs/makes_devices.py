# Makes device nodes of its own
#
# Holds: nobody makes a device in a box, and no mount there would open one.
from attack import *
import stat

for kind, major, minor in ((stat.S_IFCHR, 1, 3), (stat.S_IFCHR, 1, 1), (stat.S_IFBLK, 8, 0), (stat.S_IFBLK, 254, 0),
                           (stat.S_IFCHR, 5, 0), (stat.S_IFCHR, 10, 229)):
    for folder in ('.', '/tmp'):
        refused(os.mknod, f'{folder}/device', kind | 0o666, os.makedev(major, minor))
done()
