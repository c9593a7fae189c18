# Takes all memory in one piece
#
# Holds: the watch ends the box, or the address space does.
# Ends: memory
# Prints: nothing
# Limits: memory=96
import time

x = bytearray(200 << 20)
time.sleep(60)
