# Hands on to a child whenever its processor time runs out
#
# Holds: each process has a limit of its own, but the wall clock is one for all.
# Ends: wall or cpu
# Prints: nothing
# Limits: wall=1500 cpu=200
import os
import resource
import signal

hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
resource.setrlimit(resource.RLIMIT_CPU, (1, hard))
signal.signal(signal.SIGXCPU, lambda *_: os.fork() and os._exit(0))
while True:
    if os.times().user > 0.1 and os.fork():
        os._exit(0)
