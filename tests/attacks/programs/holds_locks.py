# Holds locks on all it leaves
#
# Holds: they die with the last process, before anybody reads.
# Leaves: locked file
from attack import *
import fcntl
import time

with open('locked', 'w') as file:
    file.write('content')
ready, told = os.pipe()
if os.fork() == 0:
    for name in ('locked', 'main.py'):
        held = os.open(name, os.O_RDWR)
        fcntl.flock(held, fcntl.LOCK_EX)
        fcntl.lockf(os.open(name, os.O_RDWR), fcntl.LOCK_EX)
    os.write(told, b'x')
    time.sleep(600)
os.read(ready, 1)
done()
