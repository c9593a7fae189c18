# Leaves gigabytes of holes for the reader to digest
#
# Holds: what is read back has an end, and the report says that something is missing.
# Tree: truncated
from attack import *

for number in range(1000):
    with open(f'hole{number:04}', 'wb') as file:
        file.truncate(16 << 20)
done()
