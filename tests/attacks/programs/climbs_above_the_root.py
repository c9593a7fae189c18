# Climbs above the root with dot dot
#
# Holds: the old root is gone from the mount tree, so ".." of the root is the root.
from attack import *

for start in ('/', '.', '/usr', '/proc/self/cwd', '/proc/self/root', '/tmp', '/dev/pts'):
    folder = os.open(start, os.O_PATH)
    for depth in (1, 5, 50):
        take(os.path.join(start, '../' * depth + SECRET_FILE[1:]))
        try:
            os.close(os.open('../' * depth + SECRET_FILE[1:], os.O_RDONLY, dir_fd=folder))
            broke(start)
        except OSError:
            pass
root = os.stat('/')
for path in ('/..', '/../../..', '/usr/../..', '/home/learner/../../..'):
    if not os.path.samestat(os.stat(path), root):
        broke(path + ' is another root')
done()
