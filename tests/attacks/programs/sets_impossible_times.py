# Sets times that no clock will ever show
#
# Holds: they come back as the nearest that can be told.
# Leaves: far file
# Leaves: past file
from attack import *

for name, seconds in (('far', 2**62), ('past', -2**62)):
    open(name, 'w').close()
    try:
        os.utime(name, (seconds, seconds))
    except OSError:
        pass
done()
