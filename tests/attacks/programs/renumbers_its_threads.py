# Writes into the interpreter that its threads are each other
#
# Holds: a thread's calls are not shown on another thread's line.
# Traced: seen
import ctypes
import os
import threading

NEXT = threading.Event()
READY = threading.Event()
states = {}
get = ctypes.pythonapi.PyThreadState_Get
get.restype = ctypes.c_void_p


def number():
    """Where this thread's state keeps the kernel's number of it."""
    base = get()
    for offset in range(0, 400, 8):
        word = ctypes.cast(base + offset, ctypes.POINTER(ctypes.c_uint64))
        if word[0] == threading.get_native_id():
            return word


def wait_elsewhere():
    states['other'] = number()
    os.access('x', 0)
    READY.set()
    NEXT.wait()
    os.mkdir('lost-@')


thread = threading.Thread(target=wait_elsewhere)
thread.start()
READY.wait()
mine, other = number(), states['other']
mine[0], other[0] = other[0], mine[0]
os.mkdir('lost-@')
NEXT.set()
thread.join()
mine[0], other[0] = other[0], mine[0]
os.mkdir('line-@')
print('held')
