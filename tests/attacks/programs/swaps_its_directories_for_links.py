# Swaps directories for links until it is killed
#
# Holds: the tree is read when every process of the box is dead, so there is no race to win.
# Ends: wall
# Prints: nothing
# Limits: wall=400
# Leaves: main.py file
from attack import *

for _ in range(2):
    if os.fork() == 0:
        break
pid = os.getpid()
while True:
    try:
        os.mkdir(f'd{pid}')
        open(f'd{pid}/secret', 'w').close()
        os.symlink(SECRET_FOLDER, f'l{pid}')
        call('renameat2', -100, f'd{pid}'.encode(), -100, f'l{pid}'.encode(), 2)  # exchange
        os.unlink(f'd{pid}')
        os.unlink(f'l{pid}/secret')
        os.rmdir(f'l{pid}')
    except OSError:
        pass
