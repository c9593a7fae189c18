# Takes memory that it shares with nobody
#
# Holds: shared memory without a name counts, mapped or touched by whoever.
# Ends: memory
# Prints: nothing
# Limits: memory=96
import mmap
import os
import time

memory = mmap.mmap(-1, 200 << 20)
for page in range(0, 200 << 20, 4096):
    memory[page] = 1
time.sleep(60)
