# Renames a file and leaves a device in its place
#
# Holds: if the kernel makes such a node, nobody can open it, and it comes back as what it is.
from attack import *

open('old', 'w').close()
RENAME_WHITEOUT = 4
if call('renameat2', -100, b'old', -100, b'new', RENAME_WHITEOUT) == 0:
    refused(open, 'old')
    refused(open, 'old', 'w')
done()
