# Changes the name of a directory while another thread is about to make it
#
# Holds: a call whose arguments another thread could have changed is marked so.
# Traced: seen
import ctypes
import threading

library = ctypes.CDLL(None)
name = ctypes.create_string_buffer(b'one 00')
over = threading.Event()


def rewrite():
    while not over.is_set():
        for first in (b'two', b'one'):
            for number in range(50):
                ctypes.memmove(name, first, 3)


thread = threading.Thread(target=rewrite)
thread.start()
for number in range(100):
    ctypes.memmove(ctypes.addressof(name) + 4, b'%02d' % number, 2)
    library.mkdir(name, 0o755)
over.set()
thread.join()
print('held')
