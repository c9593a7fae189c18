"""What the attacks share. Lies beside main.py in every box; targets.py tells what is planted on the host."""
import ctypes
import errno
import os
import sys

from targets import *

C_LIBRARY = ctypes.CDLL(None, use_errno=True)
C_LIBRARY.syscall.restype = ctypes.c_long
broken = False


def broke(what):
    """The attack got somewhere: the runner sees that "held" is missing."""
    global broken
    broken = True
    print('broke:', what, flush=True)


def done():
    if not broken:
        print('held', flush=True)


def call(name, *arguments):
    """A system call by its name: the result, or minus errno."""
    ctypes.set_errno(0)
    converted = [ctypes.c_long(a or 0) if a is None or isinstance(a, int) else a for a in arguments]
    converted += [ctypes.c_long(0)] * (6 - len(converted))
    result = C_LIBRARY.syscall(ctypes.c_long(NUMBERS[name]), *converted)
    return -ctypes.get_errno() if result == -1 else result


def named(result):
    return errno.errorcode.get(-result, result) if result < 0 else result


def expect(answer, name, *arguments):
    """The call must give exactly this error."""
    result = call(name, *arguments)
    if result != -answer:
        broke(f'{name}{arguments} answered {named(result)}')


def expect_failure(name, *arguments):
    """The call must fail, however."""
    result = call(name, *arguments)
    if result >= 0:
        broke(f'{name}{arguments} answered {result}')


def refused(function, *arguments, **named_arguments):
    """The function must raise OSError."""
    try:
        result = function(*arguments, **named_arguments)
    except OSError:
        return True
    broke(f'{getattr(function, "__name__", function)}{arguments} gave {result!r}')
    return False


def take(path):
    """Tries to read a file, or to list a directory, that must be out of reach."""
    try:
        names = os.listdir(path)
        broke(f'{path} lists {names[:9]}')
    except OSError:
        try:
            with open(path, 'rb', 0) as file:
                broke(f'{path} holds {file.read(4096)!r}')
        except OSError:
            pass


def in_child(act):
    """The wait status of a child that does this; 0 when it returns."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            act()
            os._exit(0)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
    return os.waitpid(child, 0)[1]
