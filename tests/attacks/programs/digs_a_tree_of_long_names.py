# Digs a chain of directories with names of 255 bytes
#
# Holds: paths end where the reader's cap is, and the report says so.
# Tree: truncated
from attack import *

for _ in range(600):
    os.mkdir('n' * 255)
    os.chdir('n' * 255)
refused(os.mkdir, 'n' * 256)
done()
