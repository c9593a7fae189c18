# Tries to tell a grading run from another
#
# Holds: what it sees is the same each time: numbers, names, the state of its folder, the niceness of whoever started it.
# Prints: (2, 1, 1000, 1000, 'playground', '/home/learner', ['attack.py', 'main.py', 'targets.py'], False, True)\n
import os
import sys

files = sorted(os.listdir())  # before the import leaves something
from targets import NICENESS

print((os.getpid(), os.getppid(), os.getuid(), os.getgid(), os.uname().nodename, os.getcwd(), files, sys.stdin.isatty(),
       os.getpriority(os.PRIO_PROCESS, 0) == NICENESS))
