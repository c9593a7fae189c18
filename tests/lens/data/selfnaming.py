# Every path names the line that has to be blamed for the calls on it: L<line>, or L<line>c<line of the caller>
# where the caller matters, too. "@" is replaced by the number of its own line before the program is run. A path
# that ends in "w" is also written to, one with "o" is opened in this line and used in others.
import asyncio
import atexit
import contextlib
import functools
import os
import subprocess
import sys
import threading, warnings

import selfnaminghelper
warnings.simplefilter("ignore", DeprecationWarning)  # of a fork right after the end of threads

for i in range(30):
    os.access("L@", 0)

numbers = [os.access("L@", 0) for _ in range(10)]
chosen = [
    n
    for n in range(10)
    if os.access("L@", 0)
]
named = {n: os.access("L@", 0) for n in range(10)}
lazy = sum(os.access("L@", 0) for _ in range(10))


def called(path):
    pass
    os.access(path, 0)


called("L31c34"); called("L31c34")
for i in range(10): called("L31c35") if i % 2 else called("L31c35")


def generate():
    os.access("L@", 0)
    yield 1
    os.access("L@", 0)
    yield from inner()


def inner():
    for _ in range(10):
        os.access("L@", 0)
        yield 2


for _ in generate():
    os.access("L@", 0)
value = os.access("L@", 0) + len([os.access("L@", 0) for _ in range(3)]) + os.access("L@", 0)

with open("L@w", "w") as file:
    file.write("x" * 10)
    file.write("y")

selfnaminghelper.touch("H5")
selfnaminghelper.many("H10")

try:
    try:
        raise ValueError
    finally:
        os.access("L@", 0)
except ValueError:
    os.access("L@", 0)
else:
    os.access("never", 0)


class Context:
    def __enter__(self): os.access("L@", 0)

    def __exit__(self, *about): os.access("L@", 0)


for _ in range(10):
    with Context():
        os.access("L@", 0)
(lambda: os.access("L@", 0))()


class Dying:
    def __del__(self): os.access("L@", 0)


for _ in range(10):
    dying = Dying()
    del dying


def decorator(function):
    os.access("L@", 0)
    return lambda *arguments: function(*arguments)


@decorator
def decorated(path): os.access(path, 0)


decorated("L100")
for _ in range(5):
    os.access(
        "M@",
        0,
    )


class Property:
    @property
    def size(self): return os.access("L@", 0)

    def __getattr__(self, name): return os.access("L@", 0)

    def __eq__(self, other): return os.access("L@", 0)

    def __len__(self): os.access("L@", 0); return 1

    def __iter__(self): os.access("L@", 0); return iter(())


thing = Property()
for _ in range(5):
    thing.size, thing.other, thing == 1, len(thing), list(thing)


def threaded():
    for _ in range(30):
        os.access("L@", 0)


threads = [threading.Thread(target=threaded) for _ in range(3)]
for thread in threads: thread.start()
for _ in range(50):
    os.access("L@", 0)
for thread in threads: thread.join()

for _ in range(3):
    child = os.fork()
    if child == 0:
        for _ in range(5): os.access("L@", 0)
        os._exit(0)
    os.access("L@", 0)
    os.waitpid(child, 0)
subprocess.run(["/bin/cat", "L@"], stderr=subprocess.DEVNULL)
os.system("cat L@ 2>/dev/null")
os.posix_spawn("/bin/cat", ["cat", "L@"], {}, file_actions=[(os.POSIX_SPAWN_CLOSE, 2)]); os.wait()

open("L@w", "w").write("z")
descriptor = os.open("oL@", os.O_RDWR | os.O_CREAT)
os.write(descriptor, b"abc")
os.close(descriptor)


def recursive(n):
    if n: return recursive(n - 1)
    os.access("L@", 0)


for depth in range(10, 60, 10): recursive(depth)
os.access("L@", 0) if 1 else \
    0
match os.access("L@", 0):
    case False:
        os.access("L@", 0)


async def coroutine():
    os.access("L@", 0)
    await asyncio.sleep(0)
    os.access("L@", 0)


async def together():
    await asyncio.gather(*[coroutine() for _ in range(5)])
    os.access("L@", 0)


asyncio.run(together())
eval("os.access('L@', 0)")
exec("for _ in range(5): os.access('L@', 0)")
sorted([2, 1], key=lambda k: os.access("L@", 0))
list(map(lambda path: os.access(path, 0), ["L@"]))
functools.reduce(lambda a, b: os.access("L@", 0), range(5))
max(range(5), key=lambda k: os.access("L@", 0))


@contextlib.contextmanager
def managed():
    os.access("L@", 0)
    yield
    os.access("L@", 0)


for _ in range(5):
    with managed():
        os.access("L@", 0)
with contextlib.ExitStack() as stack:
    stack.callback(os.access, "L200", 0)  # called when the block, which begins in 200, ends


@functools.cache
def cached(n):
    return os.access("L@", 0)


[cached(n) for n in range(5)]
(assigned := os.access("L@", 0))
a = b = os.access("L@", 0)
a, b = os.access("L@", 0), os.access("L@", 0)
text = f"{os.access('L@', 0)} and {os.access('L@', 0)}"
assert not os.access("L@", 0), os.access("never", 0)
while not os.access("L@", 0): break
sys.settrace(lambda *about: None); os.access("L@", 0); sys.settrace(None)
sys.monitoring.use_tool_id(3, "learner"); sys.monitoring.set_events(3, 0); os.access("L@", 0)
for path in map("L{}".format, [218]): found = os.path.exists(path), os.path.isfile(path), os.path.islink(path)
try: os.stat("L@")
except OSError: pass
del thing, threads
atexit.register(lambda: os.access("L@", 0))
