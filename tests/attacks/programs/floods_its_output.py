# Prints without end
#
# Holds: the cap ends it.
# Ends: output
# Prints: anything
# Limits: output=100
import os

while True:
    os.write(1, b'x' * 65536)
