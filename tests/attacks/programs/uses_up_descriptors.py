# Opens files until it is refused
#
# Holds: 256 for each process, as its limit says.
from attack import *

count = 0
try:
    while count < 5000:
        os.open('/dev/null', os.O_RDONLY)
        count += 1
except OSError as error:
    if error.errno != errno.EMFILE:
        broke(error)
if count > 253:
    broke(f'{count} descriptors')
os.close(100)
done()
