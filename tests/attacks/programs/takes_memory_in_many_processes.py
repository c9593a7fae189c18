# Takes memory in forty processes, a little each
#
# Holds: the sum counts.
# Ends: memory
# Prints: nothing
# Limits: memory=96
import os
import time

for _ in range(40):
    if os.fork() == 0:
        break
x = b'x' * (8 << 20)
time.sleep(60)
