# Fills the disk
#
# Holds: the workspace and /tmp end at the disk limit, and nothing else takes a byte.
from attack import *
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for folder in ('.', '/tmp', '/dev/shm'):
    written = 0
    try:
        for number in range(64):
            with open(f'{folder}/full{number}', 'wb', 0) as file:
                while file.tell() < 16 << 20:
                    got = file.write(bytes(1 << 20))
                    written += got
    except OSError as error:
        if error.errno != errno.ENOSPC:
            broke(error)
    if written > 16 << 20:
        broke(f'{folder} took {written} bytes')
for name in os.listdir('/tmp'):
    os.unlink('/tmp/' + name)
done()
