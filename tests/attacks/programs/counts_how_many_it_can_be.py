# Forks as many sleeping processes as it can
#
# Holds: 62 children beside the program and the first process.
# Prints: 62\n
import os
import time

count = 0
try:
    while True:
        if os.fork() == 0:
            time.sleep(60)
        count += 1
except OSError:
    print(count)
