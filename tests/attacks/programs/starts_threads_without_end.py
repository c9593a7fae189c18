# Starts threads until it is refused
#
# Holds: threads count as processes.
from attack import *
import threading

gate = threading.Event()
count = 0
threading.stack_size(32768)
try:
    while count < 200:
        threading.Thread(target=gate.wait, daemon=True).start()
        count += 1
except RuntimeError:
    pass
if count > 63:
    broke(f'{count} threads')
gate.set()
done()
