# Writes to its own input
#
# Holds: the pipe takes what it holds; whoever feeds it does not hang.
from attack import *

writing = os.open('/proc/self/fd/0', os.O_WRONLY | os.O_NONBLOCK)
try:
    while True:
        os.write(writing, bytes(65536))
except BlockingIOError:
    pass
done()
