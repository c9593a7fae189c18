# Leaves a directory with more than 100,000 entries
#
# Holds: the reader stops at its cap and says so; the box is gone all the same.
# Limits: inodes=120000 disk=256
# Tree: truncated
# Runs: once
from attack import *

os.mkdir('many')
folder = os.open('many', os.O_RDONLY)
for number in range(101_000):
    os.close(os.open(f'{number:06}', os.O_CREAT | os.O_WRONLY, dir_fd=folder))
done()
