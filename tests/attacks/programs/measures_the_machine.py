# Counts events of the processor and of other programs
#
# Holds: perf is refused, for itself as for everybody.
# Without filter: depends
from attack import *

attribute = ctypes.create_string_buffer((1).to_bytes(4, 'little') + (128).to_bytes(4, 'little') + bytes(120), 128)
for pid, processor in ((0, -1), (-1, 0)):
    expect_failure('perf_event_open', attribute, pid, processor, -1, 0)
done()
