# Makes many calls in many processes, each with as many bytes and as long a name as there can be
#
# Holds: the lens keeps up, cuts what is too long, and loses no call that matters.
# Traced: seen
import os

LONG = 'x' * 4000
DATA = bytes(1 << 16)
for child in range(8):
    if os.fork() == 0:
        with open('/dev/null', 'wb', 0) as null:
            for _ in range(150):
                os.access(LONG, 0)
                os.access(LONG.encode() + b'\xff\x1b[2J', 0)
                null.write(DATA)
                for depth in ('f', 'g'):
                    exec(compile(f'def {depth}{child}_{_}(): os.access("x", 0)\n{depth}{child}_{_}()', LONG, 'exec'))
        os.mkdir(f'{child}line-@')
        os._exit(0)
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
print('held')
