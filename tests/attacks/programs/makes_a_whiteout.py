# Makes a character device of number zero
#
# Holds: not even the one device node that the kernel lets everybody make, the mark of overlay file systems.
# Without Landlock: broken
from attack import *
import stat

refused(os.mknod, 'whiteout', stat.S_IFCHR | 0o666, 0)
done()
