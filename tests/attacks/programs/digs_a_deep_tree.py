# Digs a chain of directories until no inode is left
#
# Holds: the reader follows with a bounded number of descriptors, and what it read goes with the mount.
# Leaves: d directory
# Leaves: d/d/d/d directory
from attack import *

depth = 0
try:
    while True:
        os.mkdir('d')
        os.chdir('d')
        depth += 1
except OSError as error:
    if error.errno != errno.ENOSPC or depth > 4096:
        broke((depth, error))
done()
