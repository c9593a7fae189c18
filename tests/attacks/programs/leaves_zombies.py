# Leaves zombies until nothing can be started
#
# Holds: they count as processes, and go with the box.
from attack import *

count = 0
try:
    while count < 200:
        if os.fork() == 0:
            os._exit(0)
        count += 1
except OSError:
    pass
if count > 62:
    broke(f'{count} zombies')
done()
