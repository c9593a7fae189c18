# Leaves its calls to the interpreter, for when its own lines are over
#
# Holds: names that change at the very end count as the learner's.
# Traced: seen
import atexit
import os
import threading
import weakref


class Late:
    def __del__(self):
        self.make('line-@')

    make = staticmethod(os.mkdir)


late = Late()
atexit.register(os.mkdir, 'lost-a')
atexit.register(os.makedirs, 'lost-b')
weakref.finalize(late, os.mkdir, 'lost-c')
threading._register_atexit(os.mkdir, 'lost-d')
print('held')
