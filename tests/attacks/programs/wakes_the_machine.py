# Sets timers that wake the machine up
#
# Holds: alarms need a right that nobody here has.
from attack import *

for clock in (8, 9):
    expect_failure('timerfd_create', clock, 0)
    expect_failure('timer_create', clock, None, ctypes.byref(ctypes.c_int()))
done()
