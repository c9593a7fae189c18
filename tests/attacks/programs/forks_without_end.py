# Forks until the machine stands still
#
# Holds: a box has 64 processes, whatever they do.
# Ends: wall
# Prints: nothing
# Limits: wall=700
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
