# Starts children that no tracer would follow
#
# Holds: the flag for it is refused.
# Without filter: broken
from attack import *

CLONE_UNTRACED, SIGCHLD = 0x00800000, 17
result = call('clone', CLONE_UNTRACED | SIGCHLD, None, None, None, None)
if result == 0:
    os._exit(0)
if result != -errno.EPERM:
    broke(named(result))
done()
