# Hands on to a child whenever its processor time runs out
#
# Holds: each process has a limit of its own, but the wall clock is one for all.
# Ends: wall
# Prints: nothing
# Limits: wall=1500 cpu=1000
import os
import signal
import time

if os.fork():
    while True:  # the first process has to stay: a box ends with it
        signal.pause()
while True:
    if time.process_time() > 0.1 and os.fork():
        os._exit(0)
