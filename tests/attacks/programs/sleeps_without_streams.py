# Closes its streams and sleeps
#
# Holds: the end of its output is not taken for its own end.
# Ends: wall
# Prints: nothing
# Limits: wall=300
import os
import time

os.closerange(0, 100)
time.sleep(60)
