# Writes into the code that runs: another line table, another file name
#
# Holds: code that is not as it was loaded is not believed.
# Traced: seen
import ctypes
import os


def make(name):
    os.mkdir(name.replace('?', '@'))


def with_field(field, value, name):
    """Makes a directory while the code object has `value` there: its fields are addresses."""
    words = ctypes.cast(id(make.__code__), ctypes.POINTER(ctypes.c_uint64))
    place = next(i for i in range(40) if words[i] == id(getattr(make.__code__, field)))
    before, words[place] = words[place], id(value)
    make(name)
    words[place] = before


make('line-?a')
with_field('co_linetable', b'\xf0\x03\x01\x01' * 30, 'lost-a')
with_field('co_filename', '/home/learner/other.py', 'lost-b')
make('line-?b')
print('held')
