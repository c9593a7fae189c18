# Ends while a crowd of its children makes calls as fast as it can
#
# Holds: whatever they have done when the box ends was seen, and the run ends.
# Traced: seen
import os
import signal

print('held', flush=True)
for child in range(20):
    if os.fork() == 0:
        for number in range(100):
            os.mkdir(f'{child} {number}')
        signal.pause()
os.mkdir('line-@')
os._exit(0)
