# Starts processes that are not its children
#
# Holds: a sibling of the program neither outlives it nor changes how it ended.
# Ends: exit 3
# Prints: sibling\n
from attack import *
import time

CLONE_PARENT, SIGCHLD = 0x8000, 17
for code in (0, 9):
    result = call('clone', CLONE_PARENT | SIGCHLD, None, None, None, None)
    if result == 0:
        if code == 0:
            os.write(1, b'sibling\n')
        os._exit(code)
result = call('clone', CLONE_PARENT | SIGCHLD, None, None, None, None)
if result == 0:
    os.setsid()
    time.sleep(600)
time.sleep(0.2)
os._exit(3)
