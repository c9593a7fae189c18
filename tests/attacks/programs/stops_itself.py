# Stops itself
#
# Holds: the clock of the box runs on.
# Ends: wall
# Prints: nothing
# Limits: wall=300
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
print('goes on')
