# Runs out of stack
#
# Holds: it crashes, as everywhere.
# Prints: -11\n
import ctypes
import os

child = os.fork()
if child == 0:
    # Each parenthesis takes a step of recursion in the C library, and nothing there counts them.
    ctypes.CDLL(None).regcomp(bytes(64), b'(' * 3_000_000, 1)
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
