# Opens shared memory of the host by its name
#
# Holds: /dev/shm in the box is the box's own /tmp.
from attack import *
from multiprocessing import shared_memory

take('/dev/shm/' + SHARED_NAME)
refused(shared_memory.SharedMemory, SHARED_NAME)
if os.listdir('/dev/shm'):
    broke(os.listdir('/dev/shm'))
own = shared_memory.SharedMemory(MARK, create=True, size=4096)
own.buf[:4] = b'mine'
own.close()
own.unlink()
done()
