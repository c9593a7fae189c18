# Makes an io_uring, which would run calls past the filter
#
# Holds: there is none.
# Without filter: depends
from attack import *

parameters = ctypes.create_string_buffer(120)
expect_failure('io_uring_setup', 8, parameters)
done()
