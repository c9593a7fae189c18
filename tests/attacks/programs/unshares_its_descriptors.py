# Shares its descriptors with a process that stops sharing them, so that one number means two folders
#
# Holds: each call is told with the folder it was really about.
# Needs: x86_64
# Traced: seen
from attack import *

CLONE_FILES = 0x400
CLOSE_RANGE_UNSHARE = 2
for name in ('one', 'other'):
    os.mkdir(name)
folder = os.open('one', os.O_RDONLY)
to_child, from_parent = os.pipe()
to_parent, from_child = os.pipe()
child = call('clone', CLONE_FILES | 17, 0, 0, 0, 0)
if child == 0:
    call('close_range', 200, 200, CLOSE_RANGE_UNSHARE)
    os.write(from_child, b'.')
    os.read(to_child, 1)
    os.mkdir('line-@', dir_fd=folder)
    os._exit(0)
os.read(to_parent, 1)
os.dup2(os.open('other', os.O_RDONLY), folder)
os.write(from_parent, b'.')
os.waitpid(child, 0)
done()
