# Crashes in every way a program can
#
# Holds: a crash is the program's own; the box goes on to its next line.
# Prints: [-11, -6, -8, -4, -5, -7, -31]\n
import os
import signal

ends = []
for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGFPE, signal.SIGILL, signal.SIGTRAP, signal.SIGBUS, signal.SIGSYS):
    child = os.fork()
    if child == 0:
        os.kill(os.getpid(), number)
        os._exit(0)
    ends.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(ends)
