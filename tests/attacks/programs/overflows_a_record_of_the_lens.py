# Makes calls of which there is more to tell than fits into a message
#
# Holds: the lens cuts what it tells of one call, and goes on.
# Traced: seen
import functools
import os

try:
    os.execve('/nonexistent', ['a' * 4000] * 250, {f'v{number}': 'b' * 4000 for number in range(250)})
except OSError:
    pass

WIDE = '\U00010400' * 4000  # four bytes each


def deeper(act, depth):
    return deeper(act, depth - 1) if depth else act()


code = deeper.__code__
for file in ('/usr/', '/home/learner/'):
    deeper.__code__ = code.replace(co_filename=file + WIDE, co_name=WIDE)
    deeper(functools.partial(os.access, 'x', 0), 60)
os.mkdir('line-@')
print('held')
